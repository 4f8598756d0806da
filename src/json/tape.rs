//! The tape: a document's nodes, flat, in the order in which they were written.

use super::{Kind, Node};

/// A document's nodes in the order in which they were written; keys are nodes too.
#[derive(Debug, Clone, Default)]
pub struct Tape {
    pub(super) records: Vec<Record>,
    /// Keys that an object has twice, in the order of their second places.
    pub duplicates: Vec<Duplicate>,
    /// Keys that their object has again further on, in ascending order.
    pub(super) superseded: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Record {
    pub(super) kind: Kind,
    pub(super) escaped: bool,
    pub(super) start: u32,
    pub(super) end: u32,
    /// Whether it is a key, and no value.
    pub(super) key: bool,
    /// The object or array that it stands in; itself for the root.
    pub(super) parent: u32,
    /// The node after this one and all inside it.
    pub(super) next: u32,
    /// Distinct keys or elements.
    pub(super) len: u32,
}

const MISSING: Record = Record {
    kind: Kind::Null,
    escaped: false,
    key: false,
    parent: 0,
    start: 0,
    end: 0,
    next: u32::MAX,
    len: 0,
};

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
}
