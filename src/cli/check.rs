//! `callproof check`: judges what arrives; what was judged is written at the end.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;

use callproof::drift::documented::Documenting;
use callproof::judge::{Judge, Options, Selection, ruleset};
use callproof::report::difference::documented::Documented;
use callproof::report::difference::human::documented as human_documented;
use callproof::report::mask::Masks;
use callproof::report::{Finding, Report, Style, human, json, ndjson};

use super::arguments::{Against, Check, FailOn, Format};
use super::inputs::{self, Arrival, Reading};
use super::output::{self, Surface};
use super::progress::Progress;
use super::{Done, Failure};

/// Runs the command.
pub fn run(arguments: &Check, surface: Surface) -> Result<Done, Failure> {
    let inputs = inputs::named(&arguments.inputs, "check")?;
    if arguments.follow {
        allow_follow(&inputs)?;
    }
    let mut beside = beside(arguments)?;
    let mut judge = Judge::new(options(arguments, surface))
        .map_err(|error| Failure::Usage(error.to_string()))?;
    let stop = Arc::new(AtomicBool::new(false));
    let reading = Reading {
        options: inputs::options(arguments.extract, arguments.at.clone()),
        follow: arguments.follow.then(|| Arc::clone(&stop)),
    };
    let arrivals = inputs::arrivals(&inputs, reading, &stop)?;

    let streaming = arguments.format == Format::Ndjson;
    let mut stream = Streamed {
        on: streaming,
        failed: None,
    };
    if streaming {
        let rules = ruleset(arguments.profile.profile());
        output::write(|out| ndjson::header(&rules, out))?;
    }
    let mut progress = Progress::new(surface.quiet);
    let heard = hear(
        &mut judge,
        beside.as_mut(),
        &arrivals,
        &stop,
        &mut stream,
        &mut progress,
    );
    progress.clear();
    let interrupted = heard?;
    let report = judge.report();
    write(arguments, surface, &report)?;
    if let Some(beside) = beside.filter(|_| !surface.quiet) {
        tell_beside(&beside.finish(), arguments, surface)?;
    }
    Ok(if interrupted {
        Done::Interrupted
    } else {
        Done::Judged(report.outcome)
    })
}

/// What holds events beside their references, where that was asked for. It is told to a person only: no
/// other format has a place for what is no finding.
fn beside(arguments: &Check) -> Result<Option<Documenting>, Failure> {
    let masks = Masks {
        show_values: arguments.show_values,
    };
    match (arguments.against, arguments.format) {
        (None, _) => Ok(None),
        (Some(Against::Golden), Format::Human) => Ok(Some(Documenting::new(masks))),
        (Some(Against::Golden), Format::Json | Format::Ndjson) => Err(Failure::Usage(
            "--against golden is an aid for a person, and is printed with --format human only; a report for programs goes to a file with --report FORMAT=PATH".into(),
        )),
    }
}

fn tell_beside(
    documented: &Documented,
    arguments: &Check,
    surface: Surface,
) -> Result<(), Failure> {
    let style = surface.style(!arguments.all);
    Ok(output::write(|out| {
        human_documented(documented, style, out)
    })?)
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

fn options(arguments: &Check, surface: Surface) -> Options {
    Options {
        profile: arguments.profile.profile(),
        selection: Selection {
            only: arguments.only.clone(),
            skip: arguments.skip.clone(),
        },
        only_events: arguments.only_events,
        max_findings: arguments.max_findings,
        masks: Masks {
            show_values: arguments.show_values,
        },
        fail_fast: arguments.fail_fast,
        fail_on_warning: arguments.fail_on == FailOn::Warning,
        jobs: surface.jobs,
    }
}

/// Findings written as they come, for `--format ndjson`.
struct Streamed {
    on: bool,
    failed: Option<io::Error>,
}

impl Streamed {
    fn take(&mut self, finding: &Finding) {
        if self.on && self.failed.is_none() {
            self.failed = output::write(|out| ndjson::finding(finding, out)).err();
        }
    }
}

/// Judges what arrives; says whether it was interrupted.
fn hear(
    judge: &mut Judge,
    mut beside: Option<&mut Documenting>,
    arrivals: &Receiver<Arrival>,
    stop: &AtomicBool,
    stream: &mut Streamed,
    progress: &mut Progress,
) -> Result<bool, Failure> {
    let mut open: Option<u64> = None;
    // The handler of interrupts keeps a sender, so the channel never closes by itself.
    while let Ok(arrival) = arrivals.recv() {
        let told = &mut |finding: &Finding| stream.take(finding);
        match arrival {
            Arrival::Begin(path) => {
                judge.begin(&path);
                if let Some(beside) = &mut beside {
                    beside.begin(&path);
                }
                open = Some(0);
            }
            Arrival::Documents(documents, bytes) => {
                judge.hear(&documents, told);
                if let Some(beside) = &mut beside {
                    beside.hear(&documents);
                }
                progress.advance(bytes);
                open = Some(bytes);
            }
            Arrival::End(facts) => {
                judge.end(facts.bytes, facts.sha256, told);
                progress.next_input(facts.bytes);
                open = None;
            }
            Arrival::Failed(error) => return Err(Failure::Environment(error.to_string())),
            Arrival::Interrupted => {}
            Arrival::Over => return Ok(false),
        }
        if let Some(error) = stream.failed.take() {
            return Err(error.into());
        }
        let interrupted = stop.load(Ordering::Relaxed);
        if interrupted || judge.is_decided() {
            if let Some(bytes) = open {
                judge.end(bytes, None, &mut |finding| stream.take(finding));
            }
            if interrupted {
                judge.interrupt();
            }
            return Ok(interrupted);
        }
    }
    Ok(false)
}

fn write(arguments: &Check, surface: Surface, report: &Report) -> Result<(), Failure> {
    for (format, path) in &arguments.reports {
        let style = Style {
            fold: !arguments.all,
            ..Style::default()
        };
        output::write_file(path, |out| render(*format, report, style, out))?;
    }
    match arguments.format {
        Format::Human if surface.quiet => {}
        Format::Ndjson => output::write(|out| ndjson::summary(report, out))?,
        format @ (Format::Human | Format::Json) => {
            output::write(|out| render(format, report, surface.style(!arguments.all), out))?;
        }
    }
    Ok(())
}

fn render(format: Format, report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Human => human::write(report, style, out),
        Format::Json => json::write(report, out),
        Format::Ndjson => ndjson::write(report, out),
    }
}
