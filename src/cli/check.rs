//! `callproof check`: a thread reads, this one judges; what was judged is written at the end.

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use callproof::capture::{self, Document, Facts, Source};
use callproof::judge::{Judge, Options, Selection, ruleset};
use callproof::report::mask::Masks;
use callproof::report::{Finding, Report, Style, human, json, ndjson};

use super::arguments::{Check, FailOn, Format};
use super::golden::Against;
use super::output::{self, Surface};
use super::progress::Progress;
use super::{Done, Failure};

/// Batches of documents that may wait to be judged: enough to keep both sides busy, few enough to hold.
const WAITING: usize = 4;

/// What the reading thread sends.
enum Arrival {
    Begin(String),
    Documents(Vec<Document>, u64),
    End(Facts),
    Failed(capture::Error),
    /// Somebody wants us to stop.
    Interrupted,
    /// All sources are read.
    Over,
}

/// Runs the command.
pub fn run(arguments: &Check, surface: Surface) -> Result<Done, Failure> {
    let inputs = inputs(&arguments.inputs, "check")?;
    if arguments.follow {
        allow_follow(&inputs)?;
    }
    let mut judge = Judge::new(options(arguments, surface))
        .map_err(|error| Failure::Usage(error.to_string()))?;
    let sources =
        capture::sources(&inputs).map_err(|error| Failure::Environment(error.to_string()))?;
    let mut against = match &arguments.golden {
        Some(dir) => Some(Against::new(arguments, dir, &sources)?),
        None => None,
    };
    let stop = Arc::new(AtomicBool::new(false));
    let (sender, arrivals) = sync_channel(WAITING);
    notice_interrupts(sender.clone(), Arc::clone(&stop))?;
    let reading = Reading {
        options: capture::Options {
            extract: arguments
                .extract
                .map(|from| from.extract())
                .unwrap_or_default(),
            at: arguments.at.clone(),
        },
        follow: arguments.follow.then(|| Arc::clone(&stop)),
    };
    std::thread::spawn(move || read(sources, &reading, &sender));

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
    let mut listeners = Listeners {
        judge: &mut judge,
        against: against.as_mut(),
        stream: &mut stream,
        progress: &mut progress,
    };
    let heard = hear(&mut listeners, &arrivals, &stop);
    progress.clear();
    let interrupted = heard?;
    let mut report = judge.report();
    against.map_or(Ok(()), |against| against.join(&mut report))?;
    write(arguments, surface, &report)?;
    Ok(if interrupted {
        Done::Interrupted
    } else {
        Done::Judged(report.outcome)
    })
}

/// The inputs that were given to this command; standard input where there are none.
pub fn inputs(given: &[String], command: &str) -> Result<Vec<String>, Failure> {
    if !given.is_empty() {
        return Ok(given.to_vec());
    }
    if io::stdin().is_terminal() {
        return Err(Failure::Usage(format!(
            "no INPUT, and nothing is piped in\n\nUsage: callproof {command} [OPTIONS] [INPUT]...\n\nINPUT is a file, a directory, or `-`; `callproof {command} --help` says more"
        )));
    }
    Ok(vec!["-".into()])
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

fn notice_interrupts(sender: SyncSender<Arrival>, stop: Arc<AtomicBool>) -> Result<(), Failure> {
    let noticed = ctrlc::set_handler(move || {
        stop.store(true, Ordering::Relaxed);
        // Full: then the judge is busy, and looks at the flag soon.
        let _ = sender.try_send(Arrival::Interrupted);
    });
    noticed.map_err(|error| Failure::Environment(format!("cannot notice interrupts: {error}")))
}

struct Reading {
    options: capture::Options,
    follow: Option<Arc<AtomicBool>>,
}

/// Reads all sources, one after another; ends early when nobody listens any more.
fn read(sources: Vec<Source>, reading: &Reading, sender: &SyncSender<Arrival>) {
    for source in sources {
        let failed = read_one(source, reading, sender).err();
        if let Some(failed) = failed {
            let _ = sender.send(Arrival::Failed(failed));
            return;
        }
    }
    let _ = sender.send(Arrival::Over);
}

fn read_one(
    source: Source,
    reading: &Reading,
    sender: &SyncSender<Arrival>,
) -> Result<(), capture::Error> {
    // A send fails only when the judge has gone: then nothing is left to do.
    let send = |arrival| sender.send(arrival).is_ok();
    if !send(Arrival::Begin(source.label().to_owned())) {
        return Ok(());
    }
    let mut capture = match &reading.follow {
        Some(stop) => source.follow(&reading.options, Arc::clone(stop))?,
        None => source.open(&reading.options)?,
    };
    while let Some(documents) = capture.next_batch()? {
        if !send(Arrival::Documents(documents, capture.facts().bytes)) {
            return Ok(());
        }
    }
    send(Arrival::End(capture.facts().clone()));
    Ok(())
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

/// Whom arrivals concern.
struct Listeners<'r> {
    judge: &'r mut Judge,
    against: Option<&'r mut Against>,
    stream: &'r mut Streamed,
    progress: &'r mut Progress,
}

/// Judges what arrives; says whether it was interrupted.
fn hear(
    listeners: &mut Listeners<'_>,
    arrivals: &Receiver<Arrival>,
    stop: &AtomicBool,
) -> Result<bool, Failure> {
    let Listeners {
        judge,
        against,
        stream,
        progress,
    } = listeners;
    let mut open: Option<u64> = None;
    // The handler of interrupts keeps a sender, so the channel never closes by itself.
    while let Ok(arrival) = arrivals.recv() {
        let told = &mut |finding: &Finding| stream.take(finding);
        match arrival {
            Arrival::Begin(path) => {
                judge.begin(&path);
                if let Some(against) = against {
                    against.begin(&path);
                }
                open = Some(0);
            }
            Arrival::Documents(documents, bytes) => {
                judge.hear(&documents, told);
                if let Some(against) = against {
                    against.hear(&documents);
                }
                progress.advance(bytes);
                open = Some(bytes);
            }
            Arrival::End(facts) => {
                judge.end(facts.bytes, facts.sha256, told);
                if let Some(against) = against {
                    against.end()?;
                }
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
