//! A bounded view of an input: the bytes that have come and are not yet framed.

use std::io;

use super::compressed::{Stop, Stream};
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
}

/// So many bytes of room are always kept.
const ROOM: usize = 4 << 20;

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
        }
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

    /// Passes over the next `count` bytes.
    pub(super) fn pass(&mut self, count: usize) {
        let end = (self.begin + count).min(self.buffer.len());
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
            self.buffer
                .reserve_exact(wanted.max(before * 3 / 2) - before);
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

    /// Reads on only for the hash, at most `left` bytes: true while there may be more.
    pub(super) fn drain(&mut self, left: &mut u64) -> io::Result<bool> {
        let room = self.chunk.min(usize::try_from(*left).unwrap_or(usize::MAX));
        if room == 0 {
            return Ok(false);
        }
        self.begin = 0;
        self.buffer.resize(room, 0);
        let before = self.stream.bytes();
        let more = self.stream.drain(&mut self.buffer)?;
        *left = left.saturating_sub(self.stream.bytes() - before);
        self.buffer.clear();
        Ok(more)
    }
}

/// The four bytes that JSON takes for space.
pub(super) fn is_space(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}
