//! Inputs before the judge: what `check`, `calls` and `coverage` share.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use callproof::capture::{Document, label};
use callproof::engine::{Engine, Order};
use callproof::report::{Finding, Report};

use super::Failure;
use super::inputs::{self, InputName, Merged, ReadOptions, ReaderMessage};
use super::progress::Progress;

/// How often somebody who waits for one input looks whether to stop.
const LOOK: Duration = Duration::from_millis(100);

/// What came of it.
pub struct PipelineResult {
    /// The finished report.
    pub report: Report,
    /// Whether it was interrupted.
    pub interrupted: bool,
}

/// What is to be heard, and how.
pub struct Hearing {
    /// Files, directories or `-`.
    pub inputs: Vec<PathBuf>,
    /// How documents stand in them, and whether to go on reading.
    pub reading: ReadOptions,
    /// Set when somebody wants us to stop.
    pub stop: Arc<AtomicBool>,
    /// In which order events have their turn.
    pub order: Order,
    /// Whether to draw no progress.
    pub quiet: bool,
}

/// Takes each finding as soon as it stands; the first error ends the run.
pub type Taker<'t> = &'t mut dyn FnMut(&Finding) -> io::Result<()>;

/// What passes on its way to the judge.
#[derive(Clone, Copy)]
pub enum PipelineEvent<'p> {
    /// An input of that name begins.
    Begins(&'p str),
    /// Documents of it.
    Documents(&'p [Document]),
    /// It has ended.
    Ended,
}

/// Looks at what passes; an error ends the run.
pub type Observer<'l> = &'l mut dyn FnMut(PipelineEvent<'_>) -> Result<(), Failure>;

/// Inputs that are being read.
pub struct Begun {
    arrivals: Arrivals,
    inputs: Vec<PathBuf>,
    stop: Arc<AtomicBool>,
    quiet: bool,
}

enum Arrivals {
    InTurn(Receiver<ReaderMessage>),
    Merged(Merged),
}

impl Hearing {
    /// Begins to read. From now on an interrupt is noticed.
    ///
    /// # Errors
    /// An input is not there, or interrupts cannot be noticed.
    pub fn begin(self) -> Result<Begun, Failure> {
        let arrivals = match self.order {
            Order::Input | Order::Separate | Order::None => {
                Arrivals::InTurn(inputs::arrivals(&self.inputs, self.reading, &self.stop)?)
            }
            Order::Time => {
                Arrivals::Merged(inputs::merged(&self.inputs, self.reading, &self.stop)?)
            }
        };
        Ok(Begun {
            arrivals,
            inputs: self.inputs,
            stop: self.stop,
            quiet: self.quiet,
        })
    }
}

/// Judges what is read.
///
/// # Errors
/// An input that cannot be read, or a finding that cannot be written.
pub fn hear(
    mut judge: Engine,
    begun: Begun,
    listener: Observer<'_>,
    taker: Taker<'_>,
) -> Result<PipelineResult, Failure> {
    let mut court = Pipeline {
        judge: &mut judge,
        stop: begun.stop,
        listener,
        taker,
        failed: None,
        progress: Progress::new(begun.quiet),
    };
    let heard = match &begun.arrivals {
        Arrivals::InTurn(arrivals) => court.in_turn(arrivals),
        Arrivals::Merged(inputs) => court.merged(inputs),
    };
    court.progress.clear();
    let interrupted = heard? || court.was_cut_off(&begun.inputs);
    let mut failed = None;
    let report = judge.report(&mut |finding| {
        if failed.is_none() {
            failed = taker(finding).err();
        }
    });
    match failed {
        Some(error) => Err(error.into()),
        None => Ok(PipelineResult {
            report,
            interrupted,
        }),
    }
}

struct Pipeline<'c> {
    judge: &'c mut Engine,
    stop: Arc<AtomicBool>,
    listener: Observer<'c>,
    taker: Taker<'c>,
    failed: Option<io::Error>,
    progress: Progress,
}

/// An input under way.
#[derive(Clone, Copy)]
struct OpenInput {
    /// Its place.
    input: usize,
    /// How much of it is read.
    bytes: u64,
    /// Whether it was named on the command line.
    is_named: bool,
}

type Open = Option<OpenInput>;

impl Pipeline<'_> {
    /// One input after another; says whether it was interrupted.
    fn in_turn(&mut self, arrivals: &Receiver<ReaderMessage>) -> Result<bool, Failure> {
        let mut open = None;
        // The handler of interrupts keeps a sender, so the channel never closes by itself.
        while let Ok(arrival) = arrivals.recv() {
            if self.take(arrival, &mut open)? {
                return Ok(false);
            }
            if self.is_done() {
                return Ok(self.cut_short(&[open]));
            }
        }
        Ok(false)
    }

    /// All inputs at once, each time the one whose next event the judge needs.
    fn merged(&mut self, inputs: &Merged) -> Result<bool, Failure> {
        for path in &inputs.passed_over {
            self.judge.pass_over(&label(path));
        }
        let mut open: Vec<Open> = vec![None; inputs.names.len()];
        for (name, open) in inputs.names.iter().zip(&mut open) {
            self.take(ReaderMessage::Begin(name.clone()), open)?;
        }
        let mut asked = None;
        while let Some(wanted) = self.judge.next_input() {
            let Some(open_input) = open.get_mut(wanted) else {
                return Ok(false);
            };
            // Who has gone answers by having gone.
            if asked.replace(wanted) != Some(wanted) {
                let _ = inputs.ask.send(wanted);
            }
            match inputs.arrivals.recv_timeout(LOOK) {
                Ok(arrival) => {
                    asked = None;
                    if self.take(arrival, open_input)? {
                        return Ok(false);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Ok(false),
            }
            if self.is_done() {
                return Ok(self.cut_short(&open));
            }
        }
        Ok(false)
    }

    /// Takes what arrived; says whether all is read.
    fn take(&mut self, arrival: ReaderMessage, open: &mut Open) -> Result<bool, Failure> {
        let (taker, failed) = (&mut self.taker, &mut self.failed);
        let told = &mut |finding: &Finding| {
            if failed.is_none() {
                *failed = taker(finding).err();
            }
        };
        match arrival {
            ReaderMessage::PassedOver(path) => self.judge.pass_over(&path),
            ReaderMessage::Begin(InputName { label, is_named }) => {
                *open = Some(OpenInput {
                    input: self.judge.begin(&label, told),
                    bytes: 0,
                    is_named,
                });
                (self.listener)(PipelineEvent::Begins(&label))?;
            }
            ReaderMessage::Documents(documents, bytes) => {
                if let Some(open) = open {
                    self.judge.push(open.input, &documents, told);
                    open.bytes = bytes;
                }
                (self.listener)(PipelineEvent::Documents(&documents))?;
                self.progress.advance(bytes);
            }
            ReaderMessage::End(facts) => {
                if let Some(OpenInput {
                    input, is_named, ..
                }) = open.take()
                {
                    // Of events that were not checked the run says where they stand.
                    if is_named && facts.unchecked.count == 0 {
                        self.judge.require_event(input);
                    }
                    self.judge.leave_unchecked(&facts.unchecked);
                    self.judge.end(input, facts.bytes, facts.sha256, told);
                }
                (self.listener)(PipelineEvent::Ended)?;
                self.progress.next_input(facts.bytes);
            }
            ReaderMessage::Failed(error) => return Err(Failure::Environment(error.to_string())),
            ReaderMessage::Interrupted => {}
            ReaderMessage::Over => return Ok(true),
        }
        match self.failed.take() {
            Some(error) => Err(error.into()),
            None => Ok(false),
        }
    }

    /// Whether somebody interrupted what ended by itself.
    fn was_cut_off(&mut self, inputs: &[PathBuf]) -> bool {
        let interrupted = inputs::were_cut_off(inputs, &self.stop);
        if interrupted {
            self.judge.interrupt();
        }
        interrupted
    }

    fn is_done(&self) -> bool {
        self.stop.load(Ordering::Relaxed) || self.judge.is_decided()
    }

    /// Ends what is open; says whether somebody wanted that.
    fn cut_short(&mut self, open: &[Open]) -> bool {
        let interrupted = self.stop.load(Ordering::Relaxed);
        if interrupted {
            self.judge.interrupt();
        }
        let (taker, failed) = (&mut self.taker, &mut self.failed);
        for open in open.iter().flatten() {
            self.judge
                .end(open.input, open.bytes, None, &mut |finding| {
                    if failed.is_none() {
                        *failed = taker(finding).err();
                    }
                });
        }
        interrupted
    }
}
