//! The inputs of a command, read by a thread of their own while the command works on what came.

use std::io::{self, IsTerminal};
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;
use std::time::Duration;

use callproof::capture::{
    self, Capture, Document, Facts, Source, Sources, is_standard_input, label,
};

use super::Failure;
use super::output::complain;

/// Batches of documents that may wait: enough to keep both sides busy, few enough to hold.
const WAITING: usize = 4;

/// A pipe that is not opened by then is waited for.
const SOON: Duration = Duration::from_millis(300);

/// What the reading thread sends.
pub enum ReaderMessage {
    /// A file of a folder is no capture.
    PassedOver(String),
    /// An input begins.
    Begin(InputName),
    /// Documents of it, and how many of its bytes are read.
    Documents(Batch, u64),
    /// It has ended.
    End(Facts),
    /// It cannot be read, and nothing else will come.
    Failed(capture::Error),
    /// Somebody wants us to stop.
    Interrupted,
    /// All inputs are read.
    Over,
}

/// What an input is called.
#[derive(Clone)]
pub struct InputName {
    /// Its path, or `-`.
    pub label: String,
    /// Whether it was named on the command line, not found in a folder.
    pub is_named: bool,
}

impl InputName {
    fn of(source: &Source) -> InputName {
        InputName {
            label: source.label(),
            is_named: source.is_named(),
        }
    }
}

/// Documents that were read at once. Where they are large, the next are read when these are let go.
pub struct Batch {
    documents: Vec<Document>,
    /// Whoever waits at the other end learns that it is gone.
    _held: Option<Sender<()>>,
}

/// Documents of so many bytes are large.
const LARGE: usize = 2 << 20;

impl Batch {
    /// The batch, and where to wait until it is let go, if it is large.
    fn of(documents: Vec<Document>) -> (Batch, Option<Receiver<()>>) {
        let bytes: usize = documents.iter().map(|one| one.bytes().len()).sum();
        let (held, gone) = (bytes >= LARGE).then(channel).unzip();
        let _held = held;
        (Batch { documents, _held }, gone)
    }
}

impl Deref for Batch {
    type Target = [Document];

    fn deref(&self) -> &[Document] {
        &self.documents
    }
}

/// How inputs are read.
pub struct ReadOptions {
    /// How documents stand in them.
    pub options: capture::Options,
    /// Go on reading as they grow, until this is set.
    pub follow: Option<Arc<AtomicBool>>,
}

/// The inputs that were named; standard input where there are none and something is piped in.
///
/// # Errors
/// Nothing was named, and nothing is piped in.
pub fn named(inputs: &[PathBuf], command: &str) -> Result<Vec<PathBuf>, Failure> {
    if !inputs.is_empty() {
        return Ok(inputs.to_vec());
    }
    if io::stdin().is_terminal() {
        return Err(Failure::Usage(format!(
            "no INPUT, and nothing is piped in\n\nUsage: callproof {command} [OPTIONS] [INPUT]...\n\nINPUT is a file, a directory, or `-`; `callproof {command} --help` says more"
        )));
    }
    Ok(vec!["-".into()])
}

/// Begins to read the inputs. From now on an interrupt sets `stop` and arrives.
///
/// # Errors
/// An input is not there, or interrupts cannot be noticed.
pub fn arrivals(
    inputs: &[PathBuf],
    reading: ReadOptions,
    stop: &Arc<AtomicBool>,
) -> Result<Receiver<ReaderMessage>, Failure> {
    let Sources {
        sources,
        passed_over,
    } = capture::sources(inputs).map_err(|error| Failure::Environment(error.to_string()))?;
    let (sender, arrivals) = sync_channel(WAITING);
    notice_interrupts(sender.clone(), Arc::clone(stop))?;
    thread::spawn(move || {
        tell_passed_over(&passed_over, &sender);
        read(sources, &reading, &sender);
    });
    Ok(arrivals)
}

/// So many inputs are merged at the most: all are open at once.
const MOST_MERGED: usize = 256;

/// Inputs that are merged with one another.
pub struct Merged {
    /// What they are called, in their order.
    pub names: Vec<InputName>,
    /// Asks for what comes next of the input in that place. What nobody needs yet is not read, so however
    /// many inputs there are, only one large document is in memory.
    pub ask: Sender<usize>,
    /// What comes of it.
    pub arrivals: Receiver<ReaderMessage>,
    /// Files of folders that are no captures.
    pub passed_over: Vec<PathBuf>,
}

/// Begins to read all inputs at once, all by one thread: with a thread for each, the allocator would keep for
/// each what the largest document took.
///
/// # Errors
/// An input is not there, there are too many, or interrupts cannot be noticed.
pub fn merged(
    inputs: &[PathBuf],
    reading: ReadOptions,
    stop: &Arc<AtomicBool>,
) -> Result<Merged, Failure> {
    let settled = capture::sources(inputs).and_then(Sources::settled);
    let Sources {
        sources,
        passed_over,
    } = settled.map_err(|error| Failure::Environment(error.to_string()))?;
    if sources.len() > MOST_MERGED {
        return Err(Failure::Usage(format!(
            "--order time merges at most {MOST_MERGED} inputs, and here are {}",
            sources.len()
        )));
    }
    let stopped = Arc::clone(stop);
    notice(move || stopped.store(true, Ordering::Relaxed))?;
    let names = sources.iter().map(InputName::of).collect();
    let (sender, arrivals) = sync_channel(1);
    let (ask, asked) = channel();
    thread::spawn(move || read_asked(sources, &Arc::new(reading), &asked, &sender));
    Ok(Merged {
        names,
        ask,
        arrivals,
        passed_over,
    })
}

/// Reads what is asked for; ends when nobody listens any more, or when an input cannot be read.
fn read_asked(
    sources: Vec<Source>,
    reading: &Arc<ReadOptions>,
    asked: &Receiver<usize>,
    sender: &SyncSender<ReaderMessage>,
) {
    let share = sources.len();
    let mut inputs: Vec<Input> = sources
        .into_iter()
        .map(|source| Input::of(source, reading))
        .collect();
    while let Ok(wanted) = asked.recv() {
        let Some(input) = inputs.get_mut(wanted) else {
            return;
        };
        let arrival = match input.next(reading, share) {
            Ok(arrival) => arrival,
            Err(error) => ReaderMessage::Failed(error),
        };
        if sender.send(arrival).is_err() {
            return;
        }
    }
}

/// One of the inputs that one thread reads.
enum Input {
    Unopened(Source),
    /// A named pipe: each waits for its own writer, who may wait until another is opened.
    Opening(Receiver<Result<Capture, capture::Error>>),
    Open(Box<Capture>),
}

impl Input {
    fn of(source: Source, reading: &Arc<ReadOptions>) -> Input {
        if !source.is_named_pipe() {
            return Input::Unopened(source);
        }
        let (sender, opened) = channel();
        let reading = Arc::clone(reading);
        thread::spawn(move || {
            // Nobody waits any more: then nothing is left to do.
            let _ = sender.send(open(&source, &reading));
        });
        Input::Opening(opened)
    }

    /// The next documents, one of so many shares of what may be handed over at once; or that it has ended.
    fn next(
        &mut self,
        reading: &ReadOptions,
        share: usize,
    ) -> Result<ReaderMessage, capture::Error> {
        let opened = match self {
            Input::Unopened(source) => Some(open(source, reading)?),
            // Who opens it says what came of it before going.
            Input::Opening(opened) => opened.recv().ok().transpose()?,
            Input::Open(_) => None,
        };
        if let Some(opened) = opened {
            *self = Input::Open(Box::new(opened));
        }
        let Input::Open(capture) = self else {
            return Ok(ReaderMessage::Over);
        };
        Ok(match capture.next_share(share)? {
            Some(documents) => {
                let batch = Batch {
                    documents,
                    _held: None,
                };
                ReaderMessage::Documents(batch, capture.facts().bytes)
            }
            None => ReaderMessage::End(capture.facts()),
        })
    }
}

/// Who interrupts a pipeline ends its producer too: so long after the end of standard input an interrupt
/// still counts as what ended it.
const GRACE: Duration = Duration::from_millis(20);

/// Whether an interrupt may be why the inputs ended. Files that were read to their end are whole.
pub fn were_cut_off(inputs: &[PathBuf], stop: &AtomicBool) -> bool {
    if !inputs.iter().any(|input| is_standard_input(input)) {
        return false;
    }
    std::thread::sleep(GRACE);
    stop.load(Ordering::Relaxed)
}

fn notice_interrupts(
    sender: SyncSender<ReaderMessage>,
    stop: Arc<AtomicBool>,
) -> Result<(), Failure> {
    notice(move || {
        stop.store(true, Ordering::Relaxed);
        // Full: then the command is busy, and looks at the flag soon.
        let _ = sender.try_send(ReaderMessage::Interrupted);
    })
}

fn notice(interrupted: impl FnMut() + Send + 'static) -> Result<(), Failure> {
    let noticed = ctrlc::set_handler(interrupted);
    noticed.map_err(|error| Failure::Environment(format!("cannot notice interrupts: {error}")))
}

/// Tells which files of folders are no captures.
fn tell_passed_over(files: &[PathBuf], sender: &SyncSender<ReaderMessage>) {
    for file in files {
        let name = label(file);
        if sender.send(ReaderMessage::PassedOver(name)).is_err() {
            return;
        }
    }
}

/// Reads all sources, one after another; ends early when nobody listens any more.
fn read(sources: Vec<Source>, reading: &ReadOptions, sender: &SyncSender<ReaderMessage>) {
    for source in sources {
        let failed = read_one(&source, reading, sender).err();
        if let Some(failed) = failed {
            let _ = sender.send(ReaderMessage::Failed(failed));
            return;
        }
    }
    let _ = sender.send(ReaderMessage::Over);
}

/// Says that a named pipe has no writer, unless it is opened soon: a shell's `<(…)` has one at once.
fn notice_waiting(source: &Source) -> Arc<AtomicBool> {
    let opened = Arc::new(AtomicBool::new(false));
    if source.is_named_pipe() {
        let (label, opened) = (source.label(), Arc::clone(&opened));
        thread::spawn(move || {
            thread::sleep(SOON);
            if !opened.load(Ordering::Relaxed) {
                complain(&format!(
                    "callproof: {label} is a named pipe that nobody writes to; waiting for a writer (Ctrl-C ends it)"
                ));
            }
        });
    }
    opened
}

/// Opens it as the options say; a named pipe waits here for its writer.
fn open(source: &Source, reading: &ReadOptions) -> Result<Capture, capture::Error> {
    match &reading.follow {
        Some(stop) => {
            let opened = notice_waiting(source);
            let capture = source.follow(&reading.options, Arc::clone(stop))?;
            opened.store(true, Ordering::Relaxed);
            Ok(capture)
        }
        None => opened(source, &reading.options),
    }
}

/// Opens it; a named pipe waits here for its writer, and that is told.
///
/// # Errors
/// It cannot be read.
pub fn opened(source: &Source, options: &capture::Options) -> Result<Capture, capture::Error> {
    let opened = notice_waiting(source);
    let capture = source.open(options)?;
    opened.store(true, Ordering::Relaxed);
    Ok(capture)
}

fn read_one(
    source: &Source,
    reading: &ReadOptions,
    sender: &SyncSender<ReaderMessage>,
) -> Result<(), capture::Error> {
    // A send fails only when nobody listens: then nothing is left to do.
    let send = |arrival| sender.send(arrival).is_ok();
    if source.is_passed_over()? {
        send(ReaderMessage::PassedOver(source.label()));
        return Ok(());
    }
    if !send(ReaderMessage::Begin(InputName::of(source))) {
        return Ok(());
    }
    let mut capture = open(source, reading)?;
    while let Some(documents) = capture.next_batch()? {
        let (batch, gone) = Batch::of(documents);
        if !send(ReaderMessage::Documents(batch, capture.facts().bytes)) {
            return Ok(());
        }
        if let Some(gone) = gone {
            // Nothing is ever sent: it ends when the batch does.
            let _ = gone.recv();
        }
    }
    send(ReaderMessage::End(capture.facts()));
    Ok(())
}
