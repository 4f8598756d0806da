//! `callproof check`: judges what arrives; what was judged is written at the end.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use callproof::judge::{Judge, Options, Selection, ruleset};
use callproof::report::mask::Masks;
use callproof::report::{Report, Style, html, ndjson};

use super::arguments::{Check, FailOn, Format};
use super::configuration::Found;
use super::hearing::{self, Hearing};
use super::inputs::{self, Reading};
use super::output::{self, Surface};
use super::rendering::Rendering;
use super::{Done, Failure, bearing, configuration, coverage};

/// Runs the command.
pub fn run(mut arguments: Check, surface: Surface) -> Result<Done, Failure> {
    let found = configuration::find(&arguments.configuration)?;
    if let Some(found) = &found {
        configuration::fill(&mut arguments, found);
    }
    let arguments = &arguments;
    let inputs = inputs::named(&arguments.inputs, "check")?;
    let rendering = Rendering::of_environment(arguments)?;
    if arguments.follow {
        allow_follow(&inputs)?;
    }
    let options = Options {
        levels: found.as_ref().map(Found::levels).unwrap_or_default(),
        config: found.map(|found| found.path),
        waivers: bearing::waivers(arguments)?,
        known: bearing::known(arguments)?,
        ..options(arguments, surface)?
    };
    let rules = ruleset(options.profile);
    let judge = Judge::new(options).map_err(|error| Failure::Usage(error.to_string()))?;
    let stop = Arc::new(AtomicBool::new(false));
    let hearing = Hearing {
        inputs,
        reading: Reading {
            options: inputs::options(arguments.extract, arguments.at.clone()),
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
    let heard = hearing::hear(judge, begun, &mut |finding| match streaming {
        true => output::write(|out| ndjson::finding(finding, out)),
        false => Ok(()),
    })?;
    write(arguments, surface, &rendering, &heard.report)?;
    Ok(if heard.interrupted {
        Done::Interrupted
    } else {
        Done::Judged(heard.report.outcome)
    })
}

/// Whatever stood behind the first followed input would never be read.
fn allow_follow(inputs: &[String]) -> Result<(), Failure> {
    let told = match inputs {
        [input] if Path::new(input).is_dir() => format!("{input} is a directory"),
        [_] => return Ok(()),
        inputs => format!("here are {}", inputs.len()),
    };
    let line = format!("--follow follows one file, and {told}");
    Err(Failure::Usage(line))
}

fn options(arguments: &Check, surface: Surface) -> Result<Options, Failure> {
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
        masks: Masks {
            show_values: arguments.show_values,
        },
        fail_fast: arguments.fail_fast,
        fail_on_warning: arguments.fail_on == Some(FailOn::Warning),
        jobs: surface.jobs,
        order: arguments.following.order.order(),
        remember: arguments.following.remember,
        separate: arguments.following.separate,
        required: coverage::required(&arguments.require_coverage)?,
        tracks: if draws(arguments) {
            html::MOST_CALLS
        } else {
            0
        },
        tracks_found_first: true,
        ..Options::default()
    })
}

/// Whether a report is asked for that draws calls.
fn draws(arguments: &Check) -> bool {
    let mut asked = arguments.reports.iter().map(|(format, _)| *format);
    arguments.format == Format::Html || asked.any(|format| format == Format::Html)
}

fn write(
    arguments: &Check,
    surface: Surface,
    rendering: &Rendering,
    report: &Report,
) -> Result<(), Failure> {
    for (format, path) in &arguments.reports {
        let style = Style {
            fold: !arguments.all,
            ..Style::default()
        };
        output::write_file(path, |out| rendering.write(*format, report, style, out))?;
    }
    match arguments.format {
        Format::Human if surface.quiet => {}
        Format::Ndjson => output::write(|out| ndjson::summary(report, out))?,
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
