//! The tape: a document's nodes, flat, in the order in which they were written.

use super::{Kind, Node, Span};

/// So many repeated keys of a document are kept; more are counted.
pub(super) const MOST_DUPLICATES: usize = 100;

/// Texts of so many bytes and more are not read: a record has no room for their places.
pub(super) const TEXT_LIMIT: usize = 1 << START_BITS;

const START_BITS: u32 = 25;
const START: u32 = (1 << START_BITS) - 1;
const KIND: u32 = 0b111 << START_BITS;
/// Of a string: it has escapes. Of an object or array: it is empty.
const MARKED: u32 = 1 << 28;
const KEY: u32 = 1 << 29;
const SUPERSEDED: u32 = 1 << 30;
/// Where the kinds of value end: the closing bracket of an object or array with something in it.
const CLOSING: u32 = 0b111 << START_BITS;

/// A document's nodes in the order in which they were written; keys are nodes too.
#[derive(Debug, Clone, Default)]
pub struct Tape {
    pub(super) records: Vec<Record>,
    /// Keys that an object has twice, in the order in which their objects end: the first hundred.
    pub duplicates: Vec<Duplicate>,
    /// How many keys an object has twice, those that are not kept included.
    pub repeated: u32,
}

/// Eight bytes a node, and eight more for the bracket that closes an object or array which is not
/// empty. Whatever the tape's order tells is not written: the value stands behind its key, the next
/// node behind this one, and behind the closing bracket of what it holds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record {
    /// Where it starts, its kind, and flags.
    head: u32,
    /// Where a scalar, or what is empty, ends; of an opening bracket the number of its closing one; of a
    /// closing bracket how many distinct keys or elements stand before it.
    tail: u32,
}

const MISSING: Record = Record {
    head: MARKED,
    tail: 0,
};

impl Record {
    pub(super) fn scalar(kind: Kind, span: Span, escaped: bool) -> Record {
        let mark = if escaped { MARKED } else { 0 };
        Record {
            head: (span.start & START) | kind_bits(kind) | mark,
            tail: span.end,
        }
    }

    pub(super) fn opening(kind: Kind, start: u32) -> Record {
        Record {
            head: (start & START) | kind_bits(kind),
            tail: 0,
        }
    }

    pub(super) fn closing(start: u32, len: u32) -> Record {
        Record {
            head: (start & START) | CLOSING,
            tail: len,
        }
    }

    pub(super) fn close_at(&mut self, closing: u32) {
        self.tail = closing;
    }

    pub(super) fn close_empty(&mut self, end: u32) {
        self.head |= MARKED;
        self.tail = end;
    }

    pub(super) fn make_key(&mut self) {
        self.head |= KEY;
    }

    pub(super) fn supersede(&mut self) {
        self.head |= SUPERSEDED;
    }

    pub(super) fn start(self) -> u32 {
        self.head & START
    }

    pub(super) fn kind(self) -> Kind {
        match (self.head & KIND) >> START_BITS {
            1 => Kind::Boolean,
            2 => Kind::Number,
            3 => Kind::String,
            4 => Kind::Array,
            5 => Kind::Object,
            _ => Kind::Null,
        }
    }

    pub(super) fn is_escaped(self) -> bool {
        self.head & MARKED != 0
    }

    pub(super) fn is_key(self) -> bool {
        self.head & KEY != 0
    }

    pub(super) fn is_superseded(self) -> bool {
        self.head & SUPERSEDED != 0
    }

    /// The number of the closing bracket, of an object or array with something in it.
    fn closed_by(self) -> Option<u32> {
        let holds = matches!(self.kind(), Kind::Array | Kind::Object);
        (holds && self.head & MARKED == 0).then_some(self.tail)
    }

    /// Where a string's value stands, between its quotes.
    pub(super) fn inner(self) -> std::ops::Range<usize> {
        self.start() as usize + 1..(self.tail as usize).saturating_sub(1)
    }
}

fn kind_bits(kind: Kind) -> u32 {
    let number: u32 = match kind {
        Kind::Null => 0,
        Kind::Boolean => 1,
        Kind::Number => 2,
        Kind::String => 3,
        Kind::Array => 4,
        Kind::Object => 5,
    };
    number << START_BITS
}

/// The same key twice in one object; numbers of the key nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duplicate {
    /// The earlier key.
    pub first: u32,
    /// The key that repeats it.
    pub second: u32,
}

impl Tape {
    /// The document's root, read together with the text the tape was made from.
    pub fn root<'d>(&'d self, text: &'d str) -> Node<'d> {
        self.node(text, 0)
    }

    /// The node of that number.
    pub fn node<'d>(&'d self, text: &'d str, index: u32) -> Node<'d> {
        Node {
            text,
            tape: self,
            index,
        }
    }

    pub(super) fn record(&self, index: u32) -> Record {
        self.records.get(index as usize).copied().unwrap_or(MISSING)
    }

    /// The node after that one and all inside it.
    pub(super) fn next(&self, index: u32) -> u32 {
        next(&self.records, index)
    }

    pub(super) fn span(&self, index: u32) -> Span {
        let record = self.record(index);
        let end = match record.closed_by() {
            Some(closing) => self.record(closing).start() + 1,
            None => record.tail,
        };
        Span {
            start: record.start(),
            end,
        }
    }

    /// How many distinct keys or elements it holds.
    pub(super) fn len(&self, index: u32) -> u32 {
        let closing = self.record(index).closed_by();
        closing.map_or(0, |closing| self.record(closing).tail)
    }

    /// The numbers between an object's or array's brackets; none for other kinds.
    pub(super) fn inside(&self, index: u32, kind: Kind) -> std::ops::Range<u32> {
        let record = self.record(index);
        match record.closed_by() {
            Some(closing) if record.kind() == kind => index + 1..closing,
            Some(_) | None => 0..0,
        }
    }
}

/// The node after that one and all inside it; everything inside must have been closed.
pub(super) fn next(records: &[Record], index: u32) -> u32 {
    let closing = records
        .get(index as usize)
        .and_then(|record| record.closed_by());
    closing.unwrap_or(index).saturating_add(1)
}

/// A text of as many bytes is large.
pub(super) const LARGE_BYTES: usize = 4 << 20;

/// The nodes that are made room for at first: of a large text as many as it nearly always has at most, since what
/// grows step by step leaves holes behind. Memory that nothing is written to costs nothing.
pub(super) fn capacity(text: &[u8], outline: Option<usize>) -> usize {
    if text.len() < LARGE_BYTES || outline.is_some() {
        return 128;
    }
    text.len() / 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::DOCUMENT_LIMIT;

    #[test]
    fn a_record_is_small_and_has_room_for_every_place() {
        assert_eq!(size_of::<Record>(), 8);
        const { assert!(TEXT_LIMIT > DOCUMENT_LIMIT + (1 << 20)) };
    }
}
