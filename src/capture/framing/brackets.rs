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
        let opening = self.ahead(0).opening(place.line == 1, self.limits.kept);
        if opening == Opening::Unclear && !self.is_full() {
            self.patience.with(self.window.rest().len());
            return Turn::Short;
        }
        self.patience = ReadAhead::default();
        match opening {
            Opening::Line => self.begin_trace(Surroundings::Top),
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
        Turn::Tell(broken::mark(place, b",", FaultKind::ExtraComma))
    }

    pub(super) fn close(&mut self) -> Turn {
        if self.array.as_ref().is_some_and(Array::awaits_element) {
            match self.ahead(0).goes_on_behind_end() {
                None if !self.is_full() => return Turn::Short,
                Some(true) => {
                    let place = self.window.place();
                    self.window.pass(1);
                    return Turn::Tell(broken::mark(place, b"]", FaultKind::Unopened));
                }
                Some(false) | None => {}
            }
        }
        self.window.pass(1);
        self.behind = true;
        match self.array.take().and_then(|array| array.trailing_comma()) {
            Some(comma) => Turn::Tell(broken::mark(comma, b",", FaultKind::TrailingComma)),
            None => Turn::Again,
        }
    }

    /// The array has ended unseen: it was opened by mistake, or a broken element hides its end.
    pub(super) fn leave_array(&mut self) -> Turn {
        self.behind = false;
        match self.array.take().and_then(|array| array.stray_bracket()) {
            Some(place) => self.report_bracket(place, false),
            None => Turn::Again,
        }
    }
}
