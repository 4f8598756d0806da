//! A bounded view of an input: the bytes that have come and are not yet framed.

use std::io;

use super::compressed::{Stop, Stream};
use super::room;
use super::unwrap::{Unchecked, Watch, may_hold_another};
use crate::json::{FaultKind, Position};

/// The bytes between what has been framed and what has not come yet.
pub(super) struct Window {
    stream: Stream,
    buffer: Vec<u8>,
    begin: usize,
    place: Position,
    ended: bool,
    damage: Option<FaultKind>,
    chunk: usize,
    /// Counts the events in what is passed over.
    watch: Option<Box<Watch>>,
    /// How many it had counted when a document began that is too large to be kept.
    counted: u64,
}

/// So many bytes of room are always kept.
const ROOM: usize = 512 << 10;

impl Window {
    pub(super) fn new(stream: Stream, chunk: usize) -> Window {
        Window {
            stream,
            buffer: Vec::new(),
            begin: 0,
            place: Position::START,
            ended: false,
            damage: None,
            chunk,
            watch: None,
            counted: 0,
        }
    }

    /// From now on, events in what is passed over are counted.
    pub(super) fn watched(mut self) -> Window {
        self.watch = Some(Box::new(Watch::new()));
        self
    }

    /// What was counted so far.
    pub(super) fn unchecked(&self) -> Option<&Unchecked> {
        self.watch.as_ref().map(|watch| watch.unchecked())
    }

    /// Nothing that comes belongs to what was passed over.
    pub(super) fn end_watch(&mut self) {
        if let Some(watch) = &mut self.watch {
            watch.end();
        }
    }

    fn count(&self) -> u64 {
        self.unchecked().map_or(0, |unchecked| unchecked.count)
    }

    /// A document begins that is too large to be kept.
    pub(super) fn begin_large(&mut self) {
        self.counted = self.count();
    }

    /// It has ended; says whether it holds events, so that its own size does not matter.
    pub(super) fn end_large(&mut self) -> bool {
        self.end_watch();
        self.count() > self.counted
    }

    pub(super) fn stream(&self) -> &Stream {
        &self.stream
    }

    /// What is not yet framed.
    pub(super) fn rest(&self) -> &[u8] {
        self.buffer.get(self.begin..).unwrap_or_default()
    }

    /// Where `rest` begins.
    pub(super) fn place(&self) -> Position {
        self.place
    }

    /// Whether nothing will follow `rest`.
    pub(super) fn ended(&self) -> bool {
        self.ended
    }

    /// What made the input end too soon; told once.
    pub(super) fn take_damage(&mut self) -> Option<FaultKind> {
        self.damage.take()
    }

    /// Passes over the next `count` bytes, which are no event of their own.
    pub(super) fn pass(&mut self, count: usize) {
        let end = (self.begin + count).min(self.buffer.len());
        let passed = self.buffer.get(self.begin..end).unwrap_or_default();
        if let Some(watch) = &mut self.watch {
            watch.hear(self.place, passed);
        }
        self.go(end);
    }

    /// Passes over a document that is an event.
    pub(super) fn pass_event(&mut self, count: usize) {
        self.end_watch();
        let end = (self.begin + count).min(self.buffer.len());
        let text = self.buffer.get(self.begin..end).unwrap_or_default();
        if let Some(watch) = self.watch.as_mut().filter(|_| may_hold_another(text)) {
            watch.hear_event(self.place, text);
        }
        self.go(end);
    }

    fn go(&mut self, end: usize) {
        let passed = self.buffer.get(self.begin..end).unwrap_or_default();
        self.place = self.place.after(passed);
        self.begin = end;
        // Room for a large document is given back behind it: many inputs may be open at once.
        if self.begin > ROOM {
            self.buffer.drain(..self.begin);
            self.begin = 0;
            self.buffer.shrink_to(self.buffer.len() + self.chunk);
        }
    }

    /// Waits for one more read, and gives what came.
    pub(super) fn fill(&mut self) -> io::Result<&[u8]> {
        if self.ended {
            return Ok(&[]);
        }
        self.buffer.drain(..self.begin);
        self.begin = 0;
        let before = self.buffer.len();
        let wanted = before + self.chunk;
        if self.buffer.capacity() < wanted {
            let whole = if wanted > room::LARGE {
                wanted.max(room::FOR_LARGE)
            } else {
                wanted.max(before * 3 / 2)
            };
            self.buffer.reserve_exact(whole - before);
        }
        self.buffer.resize(wanted, 0);
        let fresh = self.buffer.get_mut(before..).unwrap_or_default();
        let outcome = self.stream.read(fresh);
        let count = match &outcome {
            Ok(count) => *count,
            Err(_) => 0,
        };
        self.buffer.truncate(before + count);
        self.ended = count == 0;
        match outcome {
            Ok(_) => {}
            Err(Stop::Input(error)) => return Err(error),
            Err(Stop::Fault(kind)) => self.damage = Some(kind),
        }
        Ok(self.buffer.get(before..).unwrap_or_default())
    }

    /// Reads on only to count and for the hash, at most `left` bytes, or so many behind the last event
    /// that was counted: true while there may be more.
    pub(super) fn drain(&mut self, left: &mut u64, most: u64) -> io::Result<bool> {
        let room = self.chunk.min(usize::try_from(*left).unwrap_or(usize::MAX));
        if room == 0 {
            self.end_watch();
            return Ok(false);
        }
        let (before, counted) = (self.stream.bytes(), self.count());
        self.pass(self.buffer.len());
        let more = match self.ended {
            false => self.drain_text(room)?,
            true => self.drain_bytes(room)?,
        };
        *left = left.saturating_sub(self.stream.bytes() - before);
        if self.count() > counted {
            *left = most;
        }
        Ok(more)
    }

    fn drain_text(&mut self, room: usize) -> io::Result<bool> {
        self.begin = 0;
        self.buffer.resize(room, 0);
        let count = match self.stream.read(&mut self.buffer) {
            Ok(count) => count,
            Err(Stop::Input(error)) => return Err(error),
            // The input was refused: that its rest is damaged too is no finding of its own.
            Err(Stop::Fault(_)) => 0,
        };
        self.buffer.truncate(count);
        self.ended = count == 0;
        self.pass(count);
        Ok(true)
    }

    fn drain_bytes(&mut self, room: usize) -> io::Result<bool> {
        self.end_watch();
        self.begin = 0;
        self.buffer.resize(room, 0);
        let more = self.stream.drain(&mut self.buffer)?;
        self.buffer.clear();
        Ok(more)
    }
}

/// The four bytes that JSON takes for space.
pub(super) fn is_space(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}
