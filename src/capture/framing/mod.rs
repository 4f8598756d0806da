//! From an input to its documents, as it comes: one alone, an array of them, one a line, or one
//! after another, told apart by what stands there.

pub(super) mod ahead;
mod brackets;
mod trace;

use std::io;

use ahead::Ahead;

use super::array::{Array, Last};
use super::broken;
use super::extent::{End, Extent, ReadAhead, Surroundings};
use super::lines::Lines;
use super::refusal::{self, Beginning, Marks};
use super::window::{Window, is_space};
use super::{Document, Limits, NextDocument, unwrap};
use crate::json::{self, FaultKind, Kind, Position, Read, Span, Tape};

/// Finds the documents of one input.
pub(crate) struct Framer {
    window: Window,
    limits: Limits,
    lines: Lines,
    state: State,
    array: Option<Array>,
    /// How many arrays have begun.
    arrays: u64,
    /// Outside of arrays: a document has ended on this line.
    behind: bool,
    /// An opening bracket that was reported: the one that closes it is passed over.
    unpaired: Option<Unpaired>,
    /// The line of the last finding that a bracket on the same line may belong to.
    reported: Option<u64>,
    /// What stands before the next document.
    slips: Vec<FaultKind>,
    patience: ReadAhead,
    /// How much may still be read for the hash once the documents have ended.
    left: u64,
}

enum State {
    /// Nothing visible has come.
    Start,
    /// Between documents, or in one that has not come whole.
    Between,
    /// Looking for the end of a broken document.
    Tracing(Extent),
    /// The same, of one too large to be kept.
    Dropping(Extent, Box<Document>),
    /// A broken document may have ended there: what follows tells.
    Weighing(Extent, End),
    /// No document will follow.
    Ended,
}

/// A `[` that opened no array.
struct Unpaired {
    line: u64,
    /// It stands alone on its line, and so may its other end.
    alone: bool,
}

enum Turn {
    Again,
    Tell(Document),
    Short,
    End,
}

impl Framer {
    pub(crate) fn new(window: Window, limits: Limits) -> Framer {
        Framer {
            window,
            limits,
            lines: Lines::default(),
            state: State::Start,
            array: None,
            arrays: 0,
            behind: false,
            unpaired: None,
            reported: None,
            slips: Vec::new(),
            patience: ReadAhead::default(),
            left: limits.drained,
        }
    }

    pub(crate) fn window(&self) -> &Window {
        &self.window
    }

    pub(crate) fn window_mut(&mut self) -> &mut Window {
        &mut self.window
    }

    /// Waits for more of the input.
    pub(crate) fn fill(&mut self) -> io::Result<()> {
        if matches!(self.state, State::Ended) {
            if !self.window.drain(&mut self.left, self.limits.drained)? {
                self.left = 0;
            }
            return Ok(());
        }
        let fresh = self.window.fill()?;
        self.lines.hear(fresh);
        Ok(())
    }

    /// The next document, as far as it can be told without waiting.
    pub(crate) fn step(&mut self) -> NextDocument {
        loop {
            match self.turn() {
                Turn::Again => {}
                Turn::Tell(mut document) => {
                    let first = Span::new(0, 1);
                    let slips = self.slips.drain(..);
                    document.slips = slips.map(|kind| broken::fault(kind, first)).collect();
                    self.patience = ReadAhead::default();
                    return NextDocument::Document(document);
                }
                Turn::Short => return NextDocument::Short,
                Turn::End => return NextDocument::End,
            }
        }
    }

    fn turn(&mut self) -> Turn {
        match std::mem::replace(&mut self.state, State::Between) {
            State::Start => self.start(),
            State::Between => self.between(),
            State::Tracing(extent) => self.trace(extent),
            State::Weighing(extent, end) => self.weigh(extent, end),
            State::Dropping(extent, document) => self.drop_on(extent, document),
            State::Ended => self.ended(),
        }
    }

    fn ended(&mut self) -> Turn {
        self.state = State::Ended;
        if self.left > 0 {
            Turn::Short
        } else {
            Turn::End
        }
    }

    fn start(&mut self) -> Turn {
        self.skip_space();
        let beginning = refusal::beginning(
            self.window.rest(),
            self.window.ended(),
            self.window.place() == Position::START,
            self.limits.kept,
        );
        match beginning {
            Beginning::Unclear => {
                self.state = State::Start;
                Turn::Short
            }
            Beginning::Json => Turn::Again,
            Beginning::Refused(kind, at) => self.refuse(kind, at),
        }
    }

    /// The whole input is something else: told once, with its beginning.
    fn refuse(&mut self, kind: FaultKind, at: Span) -> Turn {
        if !self.window.ended() && self.window.rest().len() < self.limits.kept {
            self.state = State::Start;
            return Turn::Short;
        }
        self.state = State::Ended;
        let rest = self.window.rest();
        let text = rest.get(..self.limits.kept).unwrap_or(rest);
        let document = refusal::document(self.window.place(), text, kind, at);
        Turn::Tell(document)
    }

    fn between(&mut self) -> Turn {
        self.skip_space();
        let rest = self.window.rest();
        let Some(&first) = rest.first() else {
            let ended = self.window.ended();
            return if ended { self.finish() } else { Turn::Short };
        };
        match refusal::marks(rest, self.window.ended()) {
            None if !self.is_full() => return Turn::Short,
            Some(marks) if marks.length > 0 => return self.pass_marks(marks),
            Some(_) | None => {}
        }
        match (first, self.array.is_some()) {
            (b',', true) => self.comma(),
            (b']', true) => self.close(),
            (b'[', false) => self.open(),
            (b']', false) if self.is_paired() => self.pass_over(),
            (b',' | b'}' | b']', false) => self.begin_trace(Surroundings::Stray),
            // Behind a document only a document may stand; a word or number there is none.
            (first, false) if self.behind && first != b'{' => self.begin_trace(Surroundings::Top),
            _ => self.read(),
        }
    }

    /// Marks before a document are a slip of it; others are told where they stand.
    fn pass_marks(&mut self, marks: Marks) -> Turn {
        let place = self.window.place();
        self.window.pass(marks.length);
        if marks.alone {
            let text = refusal::BYTE_ORDER_MARK;
            return Turn::Tell(broken::mark(place, text, FaultKind::ByteOrderMark));
        }
        self.slips.push(FaultKind::ByteOrderMark);
        Turn::Again
    }

    fn skip_space(&mut self) {
        let rest = self.window.rest();
        let count = rest.iter().take_while(|byte| is_space(byte)).count();
        let blanks = rest.get(..count).unwrap_or_default();
        if memchr::memchr(b'\n', blanks).is_some() {
            self.behind = false;
        }
        self.window.pass(count);
    }

    /// What stands ahead of the next `at` bytes. Of a text too long to wait for, what has come must do.
    fn ahead(&self, at: usize) -> Ahead<'_> {
        let rest = self.window.rest();
        let clipped = rest.get(..self.limits.document + self.limits.kept);
        Ahead {
            text: clipped.unwrap_or(rest).get(at..).unwrap_or_default(),
            ended: self.window.ended() && clipped.is_none(),
        }
    }

    /// Whether so much has come that nothing more is waited for.
    fn is_full(&self) -> bool {
        self.window.rest().len() >= self.limits.document + self.limits.kept
    }

    /// Whether a whole document stands directly before, with nothing that ends it between.
    fn follows(&self) -> bool {
        match &self.array {
            Some(array) => array.lacks_comma(),
            None => self.behind,
        }
    }

    fn read(&mut self) -> Turn {
        let (rest, ended) = (self.window.rest(), self.window.ended());
        let most = self.limits.document + self.limits.kept;
        let clipped = rest.get(..most);
        if !ended && clipped.is_none() && !self.patience.is_over(rest) {
            return Turn::Short;
        }
        match json::read(clipped.unwrap_or(rest), ended && clipped.is_none()) {
            Read::Whole(tape, length) if length <= self.limits.document => self.whole(tape, length),
            Read::Short if clipped.is_none() => {
                self.patience.with(rest.len());
                Turn::Short
            }
            Read::Broken(fault) => self.begin_trace(self.surroundings(&fault.kind)),
            Read::Whole(..) | Read::Short => {
                self.begin_trace(self.surroundings(&FaultKind::TooLarge))
            }
        }
    }

    fn surroundings(&self, kind: &FaultKind) -> Surroundings {
        match &self.array {
            Some(array) => Surroundings::Array {
                indent: array.indent(),
                column: self.window.place().column,
                deep: *kind == FaultKind::TooDeep,
            },
            None => Surroundings::Top,
        }
    }

    fn whole(&mut self, tape: Tape, length: usize) -> Turn {
        let rest = self.window.rest();
        let text = std::str::from_utf8(rest.get(..length).unwrap_or_default()).unwrap_or_default();
        let scalar = match tape.root(text).kind() {
            Kind::Object | Kind::Array => false,
            Kind::Null | Kind::Boolean | Kind::Number | Kind::String => true,
        };
        if scalar && self.array.is_none() {
            match self.is_alone(length) {
                Some(true) => {}
                Some(false) => return self.begin_trace(Surroundings::Top),
                None => return Turn::Short,
            }
        }
        if !scalar {
            match self
                .ahead(length)
                .goes_on(memchr::memchr(b'\n', text.as_bytes()).is_some())
            {
                None if !self.is_full() => return Turn::Short,
                Some(true) => return self.trace_lines(),
                Some(false) | None => {}
            }
        }
        if let Some(turn) = self.misread_element(length) {
            return turn;
        }
        let lacks_comma = self.array.is_some() && self.follows();
        if lacks_comma && self.array.as_ref().is_some_and(Array::is_of_one_line) {
            match self.ahead(length).goes_on_in_array() {
                None if !self.is_full() => return Turn::Short,
                Some(false) => return self.leave_array(),
                Some(true) | None => {}
            }
        }
        if lacks_comma {
            self.slips.push(FaultKind::MissingComma);
        }
        self.tell_whole(tape, length)
    }

    fn tell_whole(&mut self, tape: Tape, length: usize) -> Turn {
        let rest = self.window.rest();
        let text = std::str::from_utf8(rest.get(..length).unwrap_or_default()).unwrap_or_default();
        let is_event = unwrap::is_event(tape.root(text));
        let mut document = Document::whole(self.window.place(), text.into(), tape);
        if is_event {
            self.window.pass_event(length);
        } else {
            self.window.pass(length);
        }
        self.behind = true;
        if let Some(array) = &mut self.array {
            array.element(document.start, Last::Whole);
            if document.bytes().starts_with(b"{") {
                array.indented(document.start.column);
            }
            self.reported = None;
            document.array = self.arrays;
        }
        Turn::Tell(document)
    }

    /// Whether nothing follows the scalar on its line: `2024-01-01 INFO` is not the number 2024.
    fn is_alone(&self, length: usize) -> Option<bool> {
        let behind = self.window.rest().get(length..).unwrap_or_default();
        let behind = behind.get(..self.limits.kept).unwrap_or(behind);
        let next = behind
            .iter()
            .find(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
        match next {
            Some(b'\n') => Some(true),
            Some(_) => Some(false),
            None if self.window.ended() || behind.len() >= self.limits.kept => Some(true),
            None => None,
        }
    }

    fn damage(&mut self) -> Option<FaultKind> {
        let kind = self.window.take_damage()?;
        if kind == FaultKind::Ratio {
            self.left = 0;
        }
        Some(kind)
    }

    /// The input is over: what is still open is told, then what made it end too soon.
    fn finish(&mut self) -> Turn {
        if let Some(kind) = self.slips.pop() {
            return Turn::Tell(broken::mark(self.window.place(), b"", kind));
        }
        let damage = self.damage();
        if damage.is_none() && self.array.as_ref().is_some_and(Array::is_followed_by_lines) {
            return self.leave_array();
        }
        let open = match self.array.take() {
            Some(array) if array.is_surely_open() => Some(FaultKind::Truncated(1)),
            Some(_) | None => None,
        };
        match damage.or(open) {
            Some(kind) => Turn::Tell(broken::mark(self.window.place(), b"", kind)),
            None => {
                self.state = State::Ended;
                Turn::Again
            }
        }
    }
}

fn index(at: u64) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}
