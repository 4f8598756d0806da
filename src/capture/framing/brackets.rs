//! Brackets and commas between documents: the array that they open, part and close, and those that do not.

use super::ahead::Opening;
use super::{Framer, Turn, Unpaired};
use crate::capture::array::Array;
use crate::capture::broken;
use crate::capture::extent::{ReadAhead, Surroundings};
use crate::json::{FaultKind, Position};

impl Framer {
    pub(super) fn open(&mut self) -> Turn {
        let behind = self.window.rest().get(1..).unwrap_or_default();
        if !self.window.ended() && !self.is_full() && !self.patience.is_over(behind) {
            return Turn::Short;
        }
        let place = self.window.place();
        let is_told = self.reported == Some(place.line);
        let opening = self
            .ahead(0)
            .opening(place.line == 1 && !is_told, self.limits.kept);
        if opening == Opening::Unclear && !self.is_full() {
            self.patience.with(self.window.rest().len());
            return Turn::Short;
        }
        self.patience = ReadAhead::default();
        match opening {
            Opening::Line => self.begin_trace(Surroundings::Top),
            Opening::Array if is_told && self.ahead(1).is_blank() => {
                self.window.pass(1);
                Turn::Again
            }
            Opening::Stray => {
                let alone = self.ahead(1).is_at_line_end();
                self.window.pass(1);
                self.report_bracket(place, alone)
            }
            Opening::Array | Opening::Unclear => {
                self.window.pass(1);
                self.array = Some(Array::new(place));
                self.arrays += 1;
                Turn::Again
            }
        }
    }

    /// A `[` that opens no array.
    pub(super) fn report_bracket(&mut self, place: Position, alone: bool) -> Turn {
        let line = place.line;
        self.unpaired = Some(Unpaired { line, alone });
        if self.reported.replace(line) == Some(line) {
            return Turn::Again;
        }
        Turn::Tell(broken::mark(place, b"[", FaultKind::StrayBracket))
    }

    pub(super) fn is_paired(&self) -> bool {
        let line = self.window.place().line;
        let unpaired = self.unpaired.as_ref();
        unpaired.is_some_and(|unpaired| unpaired.alone || unpaired.line == line)
    }

    pub(super) fn pass_over(&mut self) -> Turn {
        self.unpaired = None;
        self.window.pass(1);
        self.behind = true;
        Turn::Again
    }

    pub(super) fn comma(&mut self) -> Turn {
        let place = self.window.place();
        self.window.pass(1);
        if self.array.as_mut().is_some_and(|array| array.comma(place)) {
            return Turn::Again;
        }
        self.reported = Some(place.line);
        Turn::Tell(broken::mark(place, b",", FaultKind::ExtraComma))
    }

    pub(super) fn close(&mut self) -> Turn {
        let behind = self.window.rest().get(1..).unwrap_or_default();
        if !self.window.ended() && !self.is_full() && !self.patience.is_over(behind) {
            return Turn::Short;
        }
        let awaits = self.array.as_ref().is_some_and(Array::awaits_element);
        let below = awaits || self.has_lines();
        let goes_on = self.ahead(0).goes_on_behind_end(awaits, below);
        if goes_on.is_none() && !self.is_full() {
            self.patience.with(self.window.rest().len());
            return Turn::Short;
        }
        self.patience = ReadAhead::default();
        if goes_on == Some(true) {
            return self.stray_end(awaits);
        }
        self.window.pass(1);
        self.behind = true;
        match self.array.take().and_then(|array| array.trailing_comma()) {
            Some(comma) if self.reported == Some(comma.line) => Turn::Again,
            Some(comma) => Turn::Tell(broken::mark(comma, b",", FaultKind::TrailingComma)),
            None => Turn::Again,
        }
    }

    fn has_lines(&self) -> bool {
        let line = self.window.place().line;
        self.array
            .as_ref()
            .is_some_and(|array| array.has_lines(line))
    }

    /// What the element of `length` bytes is instead: its `[` took the array's end, or a `]` behind it is
    /// not that.
    pub(super) fn misread_element(&mut self, length: usize) -> Option<Turn> {
        let rest = self.window.rest();
        if self.array.is_none() || rest.first() == Some(&b'{') {
            return None;
        }
        let behind = self.ahead(length);
        let element = rest.get(..length).unwrap_or_default();
        let opens = element.starts_with(b"[") && memchr::memchr(b'\n', element).is_some();
        let is_misread = match opens {
            true => behind.goes_on_in_array().map(|goes_on| !goes_on),
            false if self.has_lines() => behind.goes_on_behind_own_end(),
            false => Some(false),
        };
        match is_misread {
            None if !self.is_full() => Some(Turn::Short),
            Some(true) if opens => Some(self.stray_opening()),
            Some(true) => Some(self.trace_lines()),
            Some(false) | None => None,
        }
    }

    fn stray_opening(&mut self) -> Turn {
        let place = self.window.place();
        self.window.pass(1);
        if let Some(array) = &mut self.array {
            array.stray_bracket();
        }
        Turn::Tell(broken::mark(place, b"[", FaultKind::StrayBracket))
    }

    /// A `]` that does not end the array: a broken element, or the rest of one that was told.
    fn stray_end(&mut self, awaits: bool) -> Turn {
        let place = self.window.place();
        let length = self.ahead(0).stray_end(awaits);
        self.window.pass(length.unwrap_or(1));
        if let Some(array) = &mut self.array {
            array.stray_bracket();
        }
        if self.reported.replace(place.line) == Some(place.line) {
            return Turn::Again;
        }
        Turn::Tell(broken::mark(place, b"]", FaultKind::Unopened))
    }

    /// The array has ended unseen: it was opened by mistake, or a broken element hides its end.
    pub(super) fn leave_array(&mut self) -> Turn {
        self.behind = false;
        match self.array.take().and_then(|array| array.unclosed_bracket()) {
            Some(place) => self.report_bracket(place, false),
            None => Turn::Again,
        }
    }
}
