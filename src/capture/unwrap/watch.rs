//! Counts the events that stand inside something else, where nobody takes them out.

use std::io::{self, Read};
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::find::{Find, What};
use super::scanner::Scanner;
use crate::capture::LIMITS;
use crate::capture::compressed::{Stop, Stream};
use crate::event::{MessageKind, classify};
use crate::json::{Node, Position};

/// Events that were found and not checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unchecked {
    /// How many: events, and what looks like one and cannot be read or opened.
    pub count: u64,
    /// Where the first of them stand: a JSON Pointer, empty for what stands in no JSON, and the line.
    pub places: Vec<(String, u64)>,
    /// What could not be opened, and how often, by name.
    pub closed: Vec<(&'static str, u64)>,
}

/// No event is shorter, in base64 and in its strictest form.
const MIN_PACKED_BYTES: usize = 400;

/// So many places are named.
const NAMED: usize = 3;

impl Unchecked {
    pub(super) fn add(&mut self, find: &Find) {
        self.count += 1;
        if let What::Closed(name) = find.what {
            match self.closed.iter_mut().find(|(known, _)| *known == name) {
                Some((_, count)) => *count += 1,
                None => self.closed.push((name, 1)),
            }
        }
        let place = (find.pointer.clone(), find.place.line);
        if self.places.len() < NAMED && !self.places.contains(&place) {
            self.places.push(place);
        }
    }

    /// Takes those of another part of the same input, which comes behind.
    pub fn append(&mut self, other: Unchecked) {
        self.count += other.count;
        for (name, more) in other.closed {
            match self.closed.iter_mut().find(|(known, _)| *known == name) {
                Some((_, count)) => *count += more,
                None => self.closed.push((name, more)),
            }
        }
        let free = NAMED.saturating_sub(self.places.len());
        self.places.extend(other.places.into_iter().take(free));
    }
}

/// Listens to everything of an input that is no document with an event at its root.
pub(in crate::capture) struct Watch {
    scanner: Scanner,
    unchecked: Unchecked,
    /// A document that was an event has ended; what comes stands alone.
    ended: bool,
}

impl Watch {
    pub(in crate::capture) fn new() -> Watch {
        Watch {
            scanner: Scanner::counting(),
            unchecked: Unchecked::default(),
            ended: true,
        }
    }

    /// These bytes, which stand there, are no event of their own.
    pub(in crate::capture) fn hear(&mut self, place: Position, bytes: &[u8]) {
        if self.scanner.is_idle() && bytes.iter().all(u8::is_ascii_whitespace) {
            self.ended = true;
            return;
        }
        if std::mem::take(&mut self.ended) {
            self.scanner.restart(place);
        }
        self.scanner.feed(bytes);
        self.count();
    }

    /// A document stands there that is an event, or the input is over.
    pub(in crate::capture) fn end(&mut self) {
        if self.ended {
            return;
        }
        self.scanner.finish();
        self.ended = true;
        self.count();
    }

    /// A document that is an event, and may hold another one.
    pub(in crate::capture) fn hear_event(&mut self, place: Position, text: &[u8]) {
        self.scanner.restart(place);
        self.scanner.feed(text);
        self.scanner.finish();
        self.scanner.ready.retain(|find| find.start > place.byte);
        self.count();
    }

    pub(in crate::capture) fn unchecked(&self) -> &Unchecked {
        &self.unchecked
    }

    fn count(&mut self) {
        for find in self.scanner.ready.drain(..) {
            // What is broken outside of strings is a finding already.
            if !find.is_broken_text() && !find.is_other() {
                self.unchecked.add(&find);
            }
        }
    }
}

/// What an event says once.
static ONCE_EACH: LazyLock<[Finder<'static>; 2]> =
    LazyLock::new(|| [Finder::new("subtopic"), Finder::new("ButtonStates")]);

/// Whether a document that is an event may hold another one: it says twice what an event says once, or has a
/// string that base64 may stand in.
pub(in crate::capture) fn may_hold_another(text: &[u8]) -> bool {
    let is_twice = |word: &Finder<'_>| word.find_iter(text).nth(1).is_some();
    if ONCE_EACH.iter().any(is_twice) {
        return true;
    }
    // From the end of a window back to its last quote, so that short strings are passed over many at a time.
    let mut begin = 0;
    while let Some(window) = text.get(begin..begin + MIN_PACKED_BYTES) {
        match memchr::memrchr(b'"', window) {
            Some(quote) => begin += quote + 1,
            None if super::runs::may_hold(window) => return true,
            None => begin += MIN_PACKED_BYTES,
        }
    }
    false
}

/// Whether a document that was read is the event itself.
pub(in crate::capture) fn is_event(root: Node<'_>) -> bool {
    matches!(classify(root), MessageKind::Event | MessageKind::Bare(_))
}

/// Whether something in the first bytes of an input, so many of them decompressed, is or looks like the
/// event.
pub(in crate::capture) fn holds_event(input: Box<dyn Read + Send>, most: u64) -> io::Result<bool> {
    let mut stream = Stream::new(input, LIMITS);
    let mut scanner = Scanner::counting();
    let mut buffer = vec![0; LIMITS.chunk];
    let mut read = 0;
    while read < most && scanner.ready.is_empty() && scanner.pending.is_empty() {
        let count = match stream.read(&mut buffer) {
            Ok(count) => count,
            Err(Stop::Input(error)) => return Err(error),
            Err(Stop::Fault(_)) => 0,
        };
        if count == 0 {
            break;
        }
        let left = usize::try_from(most - read).unwrap_or(usize::MAX);
        let fresh = buffer.get(..count.min(left)).unwrap_or_default();
        scanner.feed(fresh);
        read += count as u64;
    }
    scanner.finish();
    Ok(scanner.ready.iter().any(|find| !find.is_end()))
}
