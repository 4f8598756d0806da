//! `callproof coverage`: what a capture exercises.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use callproof::engine::{Engine, Options, Order};
use callproof::ledger::Requirement;
use callproof::privacy::masks::Masks;
use callproof::render::{coverage, json, summary};
use callproof::report::{Outcome, Report};

use super::arguments::{CoverageArguments, Looking, TableFormat};
use super::hearing::{self, Hearing, PipelineResult};
use super::inputs::{self, ReadOptions};
use super::output::{self, Surface};
use super::{Done, Failure};

/// A list of required items is no larger than this, in bytes.
const LARGEST_LIST: u64 = 1024 * 1024;

/// Runs the command.
pub fn run(arguments: &CoverageArguments, surface: Surface) -> Result<Done, Failure> {
    let options = Options {
        required: required(&arguments.require_coverage)?,
        ..options(&arguments.looking, surface)
    };
    let PipelineResult {
        report,
        interrupted,
    } = look("coverage", &arguments.looking, options, surface)?;
    match arguments.format {
        TableFormat::Human if surface.quiet => {}
        TableFormat::Human => output::write(|out| {
            let style = surface.style(true);
            coverage::write(&report.coverage, style, out)?;
            summary::reasons(&report, style, out)
        })?,
        TableFormat::Json => output::write(|out| json::coverage(&report, out))?,
    }
    Ok(done(interrupted, &report))
}

/// What looking came to: what is wrong with the events is for `check` to say.
pub fn done(interrupted: bool, report: &Report) -> Done {
    match (interrupted, report.outcome) {
        (true, _) => Done::Interrupted,
        // Of garbage nothing was shown, and that is no success.
        (false, outcome) if report.counts.events == 0 => Done::Judged(outcome),
        (false, Outcome::Conformant | Outcome::Nonconformant) => Done::Fine,
        (false, Outcome::Incomplete) => Done::Judged(Outcome::Incomplete),
    }
}

/// Judges what is looked at.
///
/// # Errors
/// Whatever keeps the inputs from being read.
pub fn look(
    command: &str,
    looking: &Looking,
    options: Options,
    surface: Surface,
) -> Result<PipelineResult, Failure> {
    let order = options.order;
    let judge = Engine::new(options).map_err(|error| Failure::OwnWords(error.to_string()))?;
    if order == Order::None {
        let nothing = "--order none follows no call, so there is nothing to show here";
        return Err(Failure::Usage(nothing.to_owned()));
    }
    let hearing = Hearing {
        inputs: inputs::named(&looking.inputs, command)?,
        reading: ReadOptions {
            options: looking.extraction.options(),
            follow: None,
        },
        stop: Arc::new(AtomicBool::new(false)),
        order,
        quiet: surface.quiet,
    };
    hearing::hear(judge, hearing.begin()?, &mut |_| Ok(()), &mut |_| Ok(()))
}

/// How calls are looked at.
pub fn options(looking: &Looking, surface: Surface) -> Options {
    Options {
        profile: looking.profile.profile(),
        jobs: surface.jobs,
        order: looking.following.order.order(),
        at: looking.extraction.at.clone(),
        masks: Masks {
            mask_open: looking.mask_open,
            ..Masks::default()
        },
        ..Options::default()
    }
}

/// What is required: each is a set, an item, or a file that lists them.
///
/// # Errors
/// A name that nothing has, or a file that cannot be read.
pub fn required(names: &[String]) -> Result<Vec<Requirement>, Failure> {
    let known = Requirement::known();
    let mut required = Vec::new();
    for name in names {
        match Requirement::read(name, &known) {
            Ok(items) => required.extend(items),
            Err(_) if Path::new(name).is_file() => {
                for line in listed(name)? {
                    let told = |error| {
                        let path = output::masked_path(Path::new(name));
                        Failure::OwnWords(format!("{path}: {error}"))
                    };
                    required.extend(Requirement::read(&line, &known).map_err(told)?);
                }
            }
            // It may have been meant as a path.
            Err(error) => return Err(Failure::Usage(error.to_string())),
        }
    }
    Ok(required)
}

/// The items of a file, one a line; what follows `#` is for people.
fn listed(path: &str) -> Result<Vec<String>, Failure> {
    let failed = |error: io::Error| Failure::Environment(format!("cannot read {path}: {error}"));
    let size = std::fs::metadata(path).map_err(failed)?.len();
    if size > LARGEST_LIST {
        let line = format!("{path} is no list of coverage: it has more than {LARGEST_LIST} bytes");
        return Err(Failure::Usage(line));
    }
    let text = std::fs::read_to_string(path).map_err(failed)?;
    let items = text
        .lines()
        .map(|line| line.split('#').next().unwrap_or_default().trim());
    let items: Vec<String> = items
        .filter(|item| !item.is_empty())
        .map(str::to_owned)
        .collect();
    if items.is_empty() {
        return Err(Failure::Usage(format!("{path} requires nothing")));
    }
    Ok(items)
}
