//! The array that documents stand in: its commas, and where its elements begin.

use crate::json::Position;

/// An open array around the documents.
#[derive(Debug, Default)]
pub(super) struct Array {
    /// The column of its first element.
    indent: Option<u64>,
    last: Last,
    /// The comma since the last element.
    comma: Option<Position>,
}

/// How an element was read.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) enum Last {
    #[default]
    None,
    Whole,
    Broken,
}

impl Array {
    /// An element that begins at this column.
    pub(super) fn element(&mut self, column: u64, last: Last) {
        self.indent.get_or_insert(column);
        self.comma = None;
        self.last = last;
    }

    /// A comma; false where none may stand.
    pub(super) fn comma(&mut self, place: Position) -> bool {
        let allowed = self.comma.is_none() && self.last != Last::None;
        if allowed {
            self.comma = Some(place);
        }
        allowed
    }

    /// The comma behind which nothing has come yet.
    pub(super) fn trailing_comma(&self) -> Option<Position> {
        self.comma
    }

    /// Whether the next element lacks a comma before it. A broken one may have swallowed its own.
    pub(super) fn lacks_comma(&self) -> bool {
        self.last == Last::Whole && self.comma.is_none()
    }

    /// Whether it is surely open: a broken element may have swallowed its bracket.
    pub(super) fn is_surely_open(&self) -> bool {
        self.last != Last::Broken
    }

    /// The column of its elements; of one without any, that of the first to come.
    pub(super) fn indent(&self, first: u64) -> u64 {
        self.indent.unwrap_or(first)
    }
}
