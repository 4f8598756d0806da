//! Broken documents: where they end, and what is kept of them.

use super::{Framer, State, Turn, index};
use crate::capture::array::Last;
use crate::capture::broken::{self, Broken};
use crate::capture::extent::{End, Extent, ReadAhead, Surroundings};
use crate::capture::window::is_space;
use crate::capture::{Content, Document};
use crate::json::{FaultKind, Position};

impl Framer {
    pub(super) fn begin_trace(&mut self, surroundings: Surroundings) -> Turn {
        self.state = State::Tracing(Extent::new(surroundings, self.window.place().byte));
        Turn::Again
    }

    /// The same of an object that was closed too early: its brackets tell nothing.
    pub(super) fn trace_lines(&mut self) -> Turn {
        let surroundings = self.surroundings(&FaultKind::ClosedEarly);
        let extent = Extent::over_lines(surroundings, self.window.place().byte);
        self.state = State::Tracing(extent);
        Turn::Again
    }

    pub(super) fn trace(&mut self, mut extent: Extent) -> Turn {
        let rest = self.window.rest();
        let seen = index(extent.scanned());
        let fresh = rest.get(seen..).unwrap_or_default();
        if let Some(end) = extent.scan(fresh, &self.lines) {
            self.patience = ReadAhead::default();
            return self.weigh(extent, end);
        }
        if self.window.ended() {
            return self.broken(&extent, End::at(rest.len() as u64));
        }
        // Blanks may still turn out to stand behind the document.
        let beyond = rest.get(self.limits.document..).unwrap_or_default();
        let large = beyond.len() > self.limits.kept || beyond.iter().any(|byte| !is_space(byte));
        if !large {
            self.state = State::Tracing(extent);
            return Turn::Short;
        }
        let document = self.describe(rest);
        self.window.begin_large();
        self.window.pass(index(extent.scanned()));
        self.state = State::Dropping(extent, Box::new(document));
        Turn::Again
    }

    /// Goes on behind a line that strayed into the document.
    pub(super) fn weigh(&mut self, extent: Extent, end: End) -> Turn {
        match self.strays(end) {
            None if !self.is_full() => {
                self.state = State::Weighing(extent, end);
                Turn::Short
            }
            Some(true) => {
                self.state = State::Tracing(extent);
                Turn::Again
            }
            Some(false) | None => self.broken(&extent, end),
        }
    }

    fn strays(&mut self, end: End) -> Option<bool> {
        let rest = self.window.rest();
        let column = self.window.place().column;
        // Where elements begin in the first column, so does what follows them.
        let is_object = rest.first() == Some(&b'{') && self.array.is_some() == (column > 1);
        // A document too large to be kept ends at the first sign of it.
        let is_large = index(end.at) > self.limits.document;
        if !end.may_stray || !is_object || is_large {
            return Some(false);
        }
        let line = rest.get(index(end.at)..).unwrap_or_default();
        if !self.window.ended() && !self.is_full() && !self.patience.is_over(line) {
            return None;
        }
        let strays = self.ahead(index(end.at)).strays(index(column));
        if strays.is_none() {
            self.patience
                .with(self.window.rest().len().saturating_sub(index(end.at)));
        }
        strays
    }

    pub(super) fn drop_on(&mut self, mut extent: Extent, document: Box<Document>) -> Turn {
        self.reported = None;
        let rest = self.window.rest();
        let before = extent.scanned();
        if let Some(end) = extent.scan(rest, &self.lines) {
            self.window.pass(index(end.at.saturating_sub(before)));
            self.leave(&extent, end, document.start);
            return self.tell_large(*document);
        }
        self.window.pass(rest.len());
        if self.window.ended() {
            self.leave(&extent, End::at(before), document.start);
            return self.tell_large(*document);
        }
        self.state = State::Dropping(extent, document);
        Turn::Short
    }

    fn broken(&mut self, extent: &Extent, end: End) -> Turn {
        let rest = self.window.rest();
        let size = index(end.at).clamp(1, rest.len().max(1));
        let text = rest.get(..size).unwrap_or(rest);
        let last = self.window.ended() && size == rest.len();
        let mut document = self.describe(text);
        let start = self.window.place();
        let is_large = size > self.limits.document + self.limits.kept
            || text.trim_ascii_end().len() > self.limits.document;
        let is_line = !is_large && !text.trim_ascii_end().contains(&b'\n');
        // In an array, other elements may stand on the line.
        let is_told = is_line && self.array.is_none() && self.reported == Some(start.line);
        self.reported = is_line.then_some(start.line);
        self.window.begin_large();
        self.window.pass(size);
        // One fault, one finding: a damaged stream may end in garbage, so whatever is wrong with its
        // last document comes of that.
        if last && let Some(kind) = self.damage() {
            broken::blame(&mut document, kind);
            self.leave(extent, end, start);
            return self.tell_large(document);
        }
        self.leave(extent, end, start);
        if is_told {
            return Turn::Again;
        }
        self.tell_large(document)
    }

    /// What is large because it holds events is no document itself, and no fault: they are counted.
    fn tell_large(&mut self, document: Document) -> Turn {
        let is_large = match &document.content {
            Content::Broken { fault, .. } => fault.kind == FaultKind::TooLarge,
            Content::Whole { .. } => false,
        };
        if is_large && self.window.end_large() {
            return Turn::Again;
        }
        Turn::Tell(document)
    }

    fn describe(&self, text: &[u8]) -> Document {
        Broken {
            start: self.window.place(),
            text: text.trim_ascii_end(),
            follows: self.follows(),
        }
        .document(&self.limits)
    }

    fn leave(&mut self, extent: &Extent, end: End, start: Position) {
        self.behind &= extent.is_stray();
        if let Some(array) = &mut self.array {
            array.element(start, Last::Broken);
        }
        self.array.take_if(|_| end.leaves_array);
    }
}
