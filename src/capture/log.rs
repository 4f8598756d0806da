//! Log lines: whatever stands before it, the object at a line's end is the document.

use std::io;

use super::window::{Window, is_space};
use super::{Document, Limits, Step, broken, packet};
use crate::json::{self, Fault, FaultKind, Kind, Read};

/// So many braces of a line are tried, from the left.
const TRIES: usize = 32;

/// Finds the documents of one log.
pub(crate) struct LogLines {
    window: Window,
    limits: Limits,
    searched: usize,
    /// In a line too long for a document.
    overlong: bool,
    passed_over: u64,
    left: u64,
}

impl LogLines {
    pub(crate) fn new(window: Window, limits: Limits) -> LogLines {
        LogLines {
            window,
            limits,
            searched: 0,
            overlong: false,
            passed_over: 0,
            left: limits.drained,
        }
    }

    pub(crate) fn window(&self) -> &Window {
        &self.window
    }

    pub(crate) fn passed_over(&self) -> u64 {
        self.passed_over
    }

    /// Waits for more of the log, or after its end completes its hash.
    pub(crate) fn fill(&mut self) -> io::Result<()> {
        if !self.window.ended() {
            self.window.fill()?;
        } else if !self.window.drain(&mut self.left)? {
            self.left = 0;
        }
        Ok(())
    }

    /// The next document, as far as it can be told without waiting.
    pub(crate) fn step(&mut self) -> Step {
        loop {
            let rest = self.window.rest();
            let fresh = rest.get(self.searched..).unwrap_or_default();
            let end = match memchr::memchr(b'\n', fresh) {
                Some(at) => self.searched + at + 1,
                None if self.window.ended() && !rest.is_empty() => rest.len(),
                None if self.window.ended() => return self.end(),
                None => {
                    self.searched = rest.len();
                    self.bound();
                    return Step::Short;
                }
            };
            if let Some(document) = self.line(end) {
                return Step::Document(document);
            }
        }
    }

    fn bound(&mut self) {
        if self.searched > self.limits.document {
            self.overlong = true;
            self.window.pass(self.searched);
            self.searched = 0;
        }
    }

    fn line(&mut self, end: usize) -> Option<Document> {
        let line = self.window.rest().get(..end).unwrap_or_default();
        let unended = !line.ends_with(b"\n");
        let line = line.trim_ascii_end();
        let overlong = self.overlong || line.len() > self.limits.document;
        let found = if overlong { None } else { find(line) };
        let mut document = found.map(|(at, found)| {
            let start = self.window.place();
            let start = start.after(line.get(..at).unwrap_or_default());
            let text = line.get(at..).unwrap_or_default();
            match found {
                Found::Whole(tape) => {
                    let text = std::str::from_utf8(text).unwrap_or_default();
                    Document::whole(start, text.into(), tape)
                }
                Found::Broken(fault) => broken::keep(start, text, fault, self.limits.kept),
            }
        });
        if document.is_none() && (overlong || !line.is_empty()) {
            self.passed_over += 1;
        }
        self.window.pass(end);
        self.searched = 0;
        self.overlong = false;
        // One fault, one finding: what cut the stream off cut its last line too.
        if unended
            && let Some(document) = document
                .as_mut()
                .filter(|document| document.root().is_none())
            && let Some(kind) = self.damage()
        {
            broken::blame(document, kind);
        }
        document
    }

    fn end(&mut self) -> Step {
        if let Some(kind) = self.damage() {
            return Step::Document(broken::mark(self.window.place(), b"", kind));
        }
        if self.left > 0 {
            Step::Short
        } else {
            Step::End
        }
    }

    fn damage(&mut self) -> Option<FaultKind> {
        let kind = self.window.take_damage()?;
        if kind == FaultKind::Ratio {
            self.left = 0;
        }
        Some(kind)
    }
}

enum Found {
    Whole(json::Tape),
    Broken(Fault),
}

/// The object that ends with the line, and where it begins; or else the first that begins on it: it
/// surely was meant as one, and must not go unseen.
fn find(line: &[u8]) -> Option<(usize, Found)> {
    let broken = first_object(line);
    // What follows an object that the line's end cuts off stands inside of it.
    let end = match &broken {
        Some((at, fault)) if matches!(fault.kind, FaultKind::Truncated(_)) => *at,
        Some(_) | None => line.len(),
    };
    whole(line, end).or_else(|| broken.map(|(at, fault)| (at, Found::Broken(fault))))
}

/// The object that ends with the line and begins before `end`.
fn whole(line: &[u8], end: usize) -> Option<(usize, Found)> {
    let mut braces = memchr::memchr_iter(b'{', line.get(..end)?).take(TRIES);
    braces.find_map(|at| {
        let text = line.get(at..)?;
        let Read::Whole(tape, length) = json::read(text, true) else {
            return None;
        };
        let whole = std::str::from_utf8(text.get(..length)?).ok()?;
        let ends = length == text.len() && tape.root(whole).kind() == Kind::Object;
        ends.then_some((at, Found::Whole(tape)))
    })
}

/// Where the first object with a key begins, and what keeps it from being read.
fn first_object(line: &[u8]) -> Option<(usize, Fault)> {
    let begins = |at: &usize| {
        let behind = line.get(at + 1..).unwrap_or_default();
        behind.iter().find(|byte| !is_space(byte)) == Some(&b'"')
    };
    let at = memchr::memchr_iter(b'{', line).find(begins)?;
    let text = line.get(at..)?;
    match json::read(text, true) {
        Read::Broken(fault) => Some((at, fault)),
        Read::Whole(tape, length) if is_message(&tape, text, length) => {
            Some((at, broken::trailing(text, length)))
        }
        // Any other object with text behind it is part of a message to people.
        Read::Whole(..) | Read::Short => None,
    }
}

/// Whether the object, which text follows, is a message of the kind we look for.
fn is_message(tape: &json::Tape, text: &[u8], length: usize) -> bool {
    let whole = text
        .get(..length)
        .and_then(|text| std::str::from_utf8(text).ok());
    length < text.len() && whole.is_some_and(|whole| packet::is_message(tape.root(whole)))
}
