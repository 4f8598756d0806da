//! The array that documents stand in: its commas, and where its elements begin.

use crate::json::Position;

/// An open array around the documents.
#[derive(Debug)]
pub(super) struct Array {
    /// Where its bracket stands.
    opened: Position,
    /// The column of its first whole object.
    indent: Option<u64>,
    last: Last,
    /// The comma since the last element.
    comma: Option<Position>,
    /// A comma of its own stands on a later line than its bracket.
    spans_lines: bool,
    /// An element of its own stands on a later line than its bracket.
    continues_below: bool,
    /// An element on the line of its bracket is broken, and may hide its end.
    hides_end: bool,
}

/// How an element was read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Last {
    None,
    Whole,
    Broken,
}

impl Array {
    /// One whose bracket stands there.
    pub(super) fn new(opened: Position) -> Array {
        Array {
            opened,
            indent: None,
            last: Last::None,
            comma: None,
            spans_lines: false,
            continues_below: false,
            hides_end: false,
        }
    }

    /// An element that begins there.
    pub(super) fn element(&mut self, start: Position, last: Last) {
        self.continues_below |= start.line > self.opened.line;
        self.hides_end |= last == Last::Broken && start.line == self.opened.line;
        self.comma = None;
        self.last = last;
    }

    /// A comma; false where none may stand.
    pub(super) fn comma(&mut self, place: Position) -> bool {
        let allowed = self.comma.is_none() && self.last != Last::None;
        if self.last != Last::None {
            self.comma = Some(place);
            self.spans_lines |= place.line > self.opened.line;
        }
        allowed
    }

    /// The comma behind which nothing has come yet.
    pub(super) fn trailing_comma(&self) -> Option<Position> {
        self.comma
    }

    /// Whether an element must come before it may end.
    pub(super) fn awaits_element(&self) -> bool {
        self.comma.is_some() || self.last == Last::None
    }

    /// A bracket that is none of its own stands in an element's place, or behind one.
    pub(super) fn stray_bracket(&mut self) {
        self.comma = None;
        self.last = Last::Broken;
    }

    /// Whether it has lines below that of its bracket; `line` is one of it.
    pub(super) fn has_lines(&self, line: u64) -> bool {
        self.spans_lines || self.continues_below || line > self.opened.line
    }

    /// Whether nothing below the line of its bracket says that it is an array.
    pub(super) fn is_of_one_line(&self) -> bool {
        !self.spans_lines
    }

    /// The same where elements follow below, as lines of their own do.
    pub(super) fn is_followed_by_lines(&self) -> bool {
        self.last == Last::Whole && self.continues_below && !self.spans_lines
    }

    /// The bracket that opened an array which is none, unless a broken element has been reported instead.
    pub(super) fn unclosed_bracket(&self) -> Option<Position> {
        (!self.hides_end).then_some(self.opened)
    }

    /// Whether the next element lacks a comma before it. A broken one may have swallowed its own.
    pub(super) fn lacks_comma(&self) -> bool {
        self.last == Last::Whole && self.comma.is_none()
    }

    /// Whether it is surely open: a broken element may have swallowed its bracket.
    pub(super) fn is_surely_open(&self) -> bool {
        self.last != Last::Broken && (self.spans_lines || !self.hides_end)
    }

    /// An object of it begins at that column.
    pub(super) fn indented(&mut self, column: u64) {
        self.indent.get_or_insert(column);
    }

    /// The column of its elements, where one has told it.
    pub(super) fn indent(&self) -> Option<u64> {
        self.indent
    }
}
