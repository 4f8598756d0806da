//! `callproof check`: judges what arrives; what was judged is written at the end.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use callproof::capture::label;
use callproof::compare::beside_golden::Documenting;
use callproof::engine::{Engine, Options, Tracked, ruleset};
use callproof::ledger::Selection;
use callproof::privacy::masks::Masks;
use callproof::render::difference::human::documented as human_documented;
use callproof::render::{Style, html, ndjson};
use callproof::report::difference::documented::Documented;
use callproof::report::{Commands, Report};

use super::arguments::{Against, CheckArguments, FailOn, Format, OrderName};
use super::configuration::Found;
use super::confines::Confines;
use super::golden;
use super::hearing::{self, Hearing, PipelineEvent};
use super::inputs::{self, ReadOptions};
use super::output::{self, Surface};
use super::rendering::Rendering;
use super::{Done, Failure, bearing, configuration, coverage, hint};

/// Runs the command.
pub fn run(mut arguments: CheckArguments, surface: Surface) -> Result<Done, Failure> {
    let found = configuration::find(&arguments.configuration)?;
    let names_reports = !arguments.reports.is_empty();
    if let Some(found) = &found {
        configuration::fill(&mut arguments, found);
    }
    let arguments = &arguments;
    let inputs = inputs::named(&arguments.inputs, "check")?;
    let confines = found.as_ref().and_then(|found| found.confines.clone());
    let destinations = Destinations {
        confines: confines.filter(|_| !names_reports),
    };
    let spared = spared(arguments, &inputs);
    for (_, path) in &arguments.reports {
        output::spare(&spared, path)?;
        destinations.of(path)?;
    }
    let rendering = Rendering::of_environment(arguments)?;
    if arguments.follow {
        allow_follow(&inputs)?;
    }
    let mut listeners = Listeners::of(arguments, found.as_ref(), &inputs)?;
    let options = Options {
        levels: found.as_ref().map(Found::levels).unwrap_or_default(),
        config: found.map(|found| label(&found.path)),
        waivers: bearing::waivers(arguments)?,
        known: bearing::known(arguments)?,
        ..options(arguments, surface)?
    };
    let rules = ruleset(options.profile);
    let judge = Engine::new(options).map_err(|error| Failure::OwnWords(error.to_string()))?;
    let stop = Arc::new(AtomicBool::new(false));
    let hearing = Hearing {
        inputs: inputs.clone(),
        reading: ReadOptions {
            options: arguments.extraction.options(),
            follow: arguments.follow.then(|| Arc::clone(&stop)),
        },
        stop,
        order: arguments.following.order.order(),
        quiet: surface.quiet,
    };
    let begun = hearing.begin()?;
    let streaming = arguments.format == Format::Ndjson;
    if streaming {
        output::write(|out| ndjson::header(&rules, out))?;
    }
    let mut lines = ndjson::Lines::default();
    let mut heard = hearing::hear(
        judge,
        begun,
        &mut |passing| listeners.listen(passing),
        &mut |finding| match streaming {
            true => output::write(|out| lines.finding(finding, out)),
            false => Ok(()),
        },
    )?;
    let Listeners { beside, goldens } = listeners;
    goldens.map_or(Ok(()), |goldens| goldens.join(&mut heard.report))?;
    heard.report.commands = commands(arguments, &inputs, &heard.report);
    let out = Out {
        surface,
        rendering: &rendering,
        destinations: &destinations,
        lines: &lines,
    };
    write(arguments, &out, &heard.report)?;
    if let Some(beside) = beside.filter(|_| !surface.quiet) {
        tell_beside(&beside.finish(), arguments, surface)?;
    }
    Ok(if heard.interrupted {
        Done::Interrupted
    } else {
        Done::Judged(heard.report.outcome)
    })
}

/// Where reports go.
struct Destinations {
    /// Where a found configuration has them written.
    confines: Option<Confines>,
}

impl Destinations {
    /// The path that is written for that one. It is looked at before the run, so that no work is lost, and
    /// again when the report is written.
    fn of(&self, path: &Path) -> Result<PathBuf, Failure> {
        match &self.confines {
            Some(confines) => confines.report(path),
            None => Ok(path.to_owned()),
        }
    }
}

/// What the run reads, and no report may replace.
fn spared(arguments: &CheckArguments, inputs: &[PathBuf]) -> Vec<PathBuf> {
    let read = [&arguments.waivers, &arguments.baseline];
    let read = read.into_iter().flatten();
    inputs.iter().chain(read).cloned().collect()
}

/// How to go on from a run over these inputs.
fn commands(arguments: &CheckArguments, inputs: &[PathBuf], report: &Report) -> Commands {
    let (profile, unchecked) = (report.ruleset.profile, report.counts.unchecked);
    if !hint::last(inputs) {
        return Commands::default();
    }
    let captures = golden::CaptureArguments {
        inputs: inputs.to_vec(),
        scenario: arguments.scenario.clone(),
        producer: arguments.producer.clone(),
        extraction: arguments.extraction.clone(),
    };
    let place = golden::SnapshotFolder {
        dir: arguments.golden.clone(),
    };
    let said = golden::Said {
        captures: &captures,
        place: &place,
        configuration: &arguments.configuration,
    };
    Commands {
        unwrap: hint::unwrapped(arguments.extraction.unwrap || unchecked == 0),
        stricter: hint::stricter(profile),
        record_goldens: said.over_captures("record", &[]),
        check_goldens: said.over_captures("check", &[]),
    }
}

/// What holds events beside their references, where that was asked for. It is told to a person only: no
/// other format has a place for what is no finding.
fn beside(arguments: &CheckArguments) -> Result<Option<Documenting>, Failure> {
    let masks = masks(arguments);
    match (arguments.against, arguments.format == Format::Human) {
        (None, _) => Ok(None),
        (Some(Against::Golden), true) => Ok(Some(Documenting::new(masks))),
        (Some(Against::Golden), false) => Err(Failure::Usage(
            "--against golden is an aid for a person, and is printed with --format human only; a report for programs goes to a file with --report FORMAT=PATH".into(),
        )),
    }
}

fn tell_beside(
    documented: &Documented,
    arguments: &CheckArguments,
    surface: Surface,
) -> Result<(), Failure> {
    let style = surface.style(!arguments.all);
    Ok(output::write(|out| {
        human_documented(documented, style, out)
    })?)
}

/// What else looks at the documents on their way to the judge.
struct Listeners {
    /// Holds events beside their references.
    beside: Option<Documenting>,
    /// Compares captures with their goldens.
    goldens: Option<golden::SnapshotRun>,
}

impl Listeners {
    fn of(
        arguments: &CheckArguments,
        found: Option<&Found>,
        inputs: &[PathBuf],
    ) -> Result<Listeners, Failure> {
        let beside = beside(arguments)?;
        let goldens = match &arguments.golden {
            Some(dir) => Some(golden::SnapshotRun::new(arguments, found, dir, inputs)?),
            None => None,
        };
        let one_by_one = beside.is_some() || goldens.is_some();
        if one_by_one && arguments.following.order == OrderName::Time {
            let line = "--golden and --against look at one input after another, and --order time mixes them";
            return Err(Failure::Usage(line.to_owned()));
        }
        Ok(Listeners { beside, goldens })
    }

    fn listen(&mut self, passing: PipelineEvent<'_>) -> Result<(), Failure> {
        if let Some(beside) = &mut self.beside {
            match passing {
                PipelineEvent::Begins(path) => beside.begin(path),
                PipelineEvent::Documents(documents) => beside.hear(documents),
                PipelineEvent::Ended => {}
            }
        }
        if let Some(goldens) = &mut self.goldens {
            match passing {
                PipelineEvent::Begins(path) => goldens.begin(path),
                PipelineEvent::Documents(documents) => goldens.hear(documents)?,
                PipelineEvent::Ended => goldens.end()?,
            }
        }
        Ok(())
    }
}

/// Whatever stood behind the first followed input would never be read.
fn allow_follow(inputs: &[PathBuf]) -> Result<(), Failure> {
    let told = match inputs {
        [input] if input.is_dir() => format!("{} is a directory", label(input)),
        [_] => return Ok(()),
        inputs => format!("here are {}", inputs.len()),
    };
    let line = format!("--follow follows one file, and {told}");
    Err(Failure::Usage(line))
}

fn masks(arguments: &CheckArguments) -> Masks {
    Masks {
        show_values: arguments.show_values,
        mask_open: arguments.mask_open,
    }
}

fn options(arguments: &CheckArguments, surface: Surface) -> Result<Options, Failure> {
    Ok(Options {
        profile: arguments
            .profile
            .map(|name| name.profile())
            .unwrap_or_default(),
        selection: Selection {
            only: arguments.only.clone(),
            skip: arguments.skip.clone(),
        },
        only_events: arguments.only_events,
        max_findings: arguments
            .max_findings
            .unwrap_or(Options::default().max_findings),
        masks: masks(arguments),
        fail_fast: arguments.fail_fast,
        fail_on_warning: arguments.fail_on == Some(FailOn::Warning),
        jobs: surface.jobs,
        order: arguments.following.order.order(),
        required: coverage::required(&arguments.require_coverage)?,
        at: arguments.extraction.at.clone(),
        tracks: if draws(arguments) {
            html::MOST_CALLS
        } else {
            0
        },
        tracked: Tracked::FoundFirst,
        ..Options::default()
    })
}

/// Whether a report is asked for that draws calls.
fn draws(arguments: &CheckArguments) -> bool {
    let mut asked = arguments.reports.iter().map(|(format, _)| *format);
    arguments.format == Format::Html || asked.any(|format| format == Format::Html)
}

/// Where and how a report is written.
struct Out<'o> {
    surface: Surface,
    rendering: &'o Rendering,
    destinations: &'o Destinations,
    /// What was written already of a report in lines.
    lines: &'o ndjson::Lines,
}

fn write(arguments: &CheckArguments, out: &Out<'_>, report: &Report) -> Result<(), Failure> {
    let (surface, rendering) = (out.surface, out.rendering);
    for (format, path) in &arguments.reports {
        let style = Style {
            fold: !arguments.all,
            ..Style::default()
        };
        output::write_file(&out.destinations.of(path)?, |out| {
            rendering.write_file(*format, report, style, out)
        })?;
    }
    match arguments.format {
        Format::Human if surface.quiet => {}
        Format::Ndjson => output::write(|to| out.lines.summary(report, to))?,
        format => {
            let style = surface.style(!arguments.all);
            output::write(|out| rendering.write(format, report, style, out))?;
        }
    }
    if arguments.format == Format::Github {
        rendering.step_summary(report)?;
    }
    Ok(())
}
