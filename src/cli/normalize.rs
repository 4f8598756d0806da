//! `callproof normalize`: collects what arrives, then writes it masked and in order.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;

use callproof::capture::{Document, Facts};
use callproof::privacy;
use callproof::report::Outcome;
use callproof::snapshot::normal::{CallOrder, Error, Masking, NormalizeResult, Normalizer};

use super::arguments::Normalize;
use super::configuration::Found;
use super::inputs::{self, ReadOptions, ReaderMessage};
use super::output::{self, Surface};
use super::progress::Progress;
use super::{Done, Failure, configuration};

/// So many broken documents are told one by one.
const TOLD: u64 = 10;

/// Runs the command.
pub fn run(arguments: &Normalize, surface: Surface) -> Result<Done, Failure> {
    let inputs = inputs::named(&arguments.inputs, "normalize")?;
    if let Some(path) = &arguments.output {
        output::spare(&inputs, path)?;
    }
    let found = configuration::find(&arguments.configuration)?;
    let masking = masking(arguments, found.as_ref())?;
    let stop = Arc::new(AtomicBool::new(false));
    let reading = ReadOptions {
        options: arguments.extraction.options(),
        follow: None,
    };
    let arrivals = inputs::arrivals(&inputs, reading, &stop)?;
    let mut progress = Progress::new(surface.quiet);
    let mut hearing = Hearing::new(Normalizer::new(masking));
    let heard = hearing.hear(&arrivals, &stop, &mut progress);
    progress.clear();
    if !heard? || inputs::were_cut_off(&inputs, &stop) {
        return Ok(Done::Interrupted);
    }
    let outcome = hearing.tell(surface.quiet);
    if hearing.events == 0 {
        return Ok(Done::Judged(outcome));
    }
    let Some(mut calls) = hearing.normalizer.calls(&stop).map_err(failure)? else {
        return Ok(Done::Interrupted);
    };
    match write(&mut calls, arguments, &stop) {
        Ok(()) => Ok(Done::Judged(outcome)),
        Err(_) if stop.load(Ordering::Relaxed) => Ok(Done::Interrupted),
        Err(failure) => Err(failure),
    }
}

/// What flags say goes beside what the configuration says; a resolution goes before it.
fn masking(arguments: &Normalize, found: Option<&Found>) -> Result<Masking, Failure> {
    let mut masking = configuration::masking(found)?;
    masking.mask.extend(arguments.mask.iter().cloned());
    masking.unmask.extend(arguments.unmask.iter().cloned());
    masking.mask_open |= arguments.mask_open;
    masking.resolution = arguments.resolution.unwrap_or(masking.resolution);
    Ok(masking)
}

fn failure(error: Error) -> Failure {
    Failure::Environment(error.to_string())
}

fn write(calls: &mut CallOrder, arguments: &Normalize, stop: &AtomicBool) -> Result<(), Failure> {
    let mut spilled = None;
    let mut all = |out: &mut dyn Write| -> io::Result<()> {
        loop {
            match calls.next_text() {
                Ok(Some(text)) => out.write_all(text.as_bytes())?,
                Ok(None) => return Ok(()),
                Err(error) => {
                    spilled = Some(failure(error));
                    return Err(io::ErrorKind::Other.into());
                }
            }
            if stop.load(Ordering::Relaxed) {
                return Err(io::ErrorKind::Other.into());
            }
        }
    };
    let written = match &arguments.output {
        Some(path) => output::write_file(path, &mut all),
        None => output::write(&mut all).map_err(Failure::from),
    };
    // The first error is the one to tell.
    match spilled {
        Some(failure) => Err(failure),
        None => written,
    }
}

/// What was heard so far.
struct Hearing {
    normalizer: Normalizer,
    input: String,
    events: u64,
    others: u64,
    broken: u64,
    unchecked: u64,
    /// Events that are too large.
    large: u64,
}

impl Hearing {
    fn new(normalizer: Normalizer) -> Hearing {
        Hearing {
            normalizer,
            input: String::new(),
            events: 0,
            others: 0,
            broken: 0,
            unchecked: 0,
            large: 0,
        }
    }

    /// Hears everything; says whether all of it came.
    fn hear(
        &mut self,
        arrivals: &Receiver<ReaderMessage>,
        stop: &AtomicBool,
        progress: &mut Progress,
    ) -> Result<bool, Failure> {
        // The handler of interrupts keeps a sender, so the channel never closes by itself.
        while let Ok(arrival) = arrivals.recv() {
            match arrival {
                ReaderMessage::PassedOver(_) => {}
                ReaderMessage::Begin(input) => self.input = privacy::path(&input.label),
                ReaderMessage::Documents(documents, bytes) => {
                    for document in documents.iter() {
                        self.take(document)?;
                    }
                    progress.advance(bytes);
                }
                ReaderMessage::End(facts) => self.end(&facts, progress),
                ReaderMessage::Failed(error) => {
                    return Err(Failure::Environment(error.to_string()));
                }
                ReaderMessage::Interrupted => {}
                ReaderMessage::Over => return Ok(true),
            }
            if stop.load(Ordering::Relaxed) {
                return Ok(false);
            }
        }
        Ok(false)
    }

    fn take(&mut self, document: &Document) -> Result<(), Failure> {
        let said = |error: Error| Failure::OwnWords(format!("{}: {error}", self.input));
        match self.normalizer.hear(document).map_err(said)? {
            NormalizeResult::Event => self.events += 1,
            NormalizeResult::Other => self.others += 1,
            NormalizeResult::Large(why) => {
                self.large += 1;
                if self.large <= TOLD {
                    output::complain(&format!("callproof: {}: {why}", self.input));
                }
            }
            NormalizeResult::Broken => {
                self.broken += 1;
                if self.broken <= TOLD {
                    self.tell_broken(document);
                }
            }
        }
        Ok(())
    }

    fn tell_broken(&self, document: &Document) {
        output::complain_in_own_words(&format!(
            "callproof: {}:{}:{}: document {} is not JSON and is left out; `callproof check` says why",
            self.input, document.start.line, document.start.column, document.number
        ));
    }

    fn end(&mut self, facts: &Facts, progress: &mut Progress) {
        self.unchecked += facts.unchecked.count;
        progress.next_input(facts.bytes);
    }

    /// Says what was left out, and what the run came to.
    fn tell(&self, quiet: bool) -> Outcome {
        let counted = [
            (self.others, "other message", "other messages"),
            (
                self.unchecked,
                "event inside something else (--unwrap takes it)",
                "events inside something else (--unwrap takes them)",
            ),
            (
                self.broken.saturating_sub(TOLD),
                "more broken document",
                "more broken documents",
            ),
            (
                self.large.saturating_sub(TOLD),
                "more event that is too large",
                "more events that are too large",
            ),
        ];
        let counted = counted.into_iter().filter(|(count, ..)| *count > 0);
        let left_out: Vec<String> = counted
            .map(|(count, one, more)| format!("{count} {}", if count == 1 { one } else { more }))
            .collect();
        if !left_out.is_empty() && !quiet {
            output::complain(&format!("callproof: left out: {}", left_out.join(", ")));
        }
        match (self.broken, self.events) {
            (0, 0) => {
                output::complain("callproof: no event in the input, so there is no normal form");
                Outcome::Incomplete
            }
            (0, _) if self.unchecked + self.large > 0 => Outcome::Incomplete,
            (0, _) => Outcome::Conformant,
            (_, _) => Outcome::Nonconformant,
        }
    }
}
