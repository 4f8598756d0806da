//! Looks for events in a text of any kind, in pieces as they come.
//!
//! Outside of objects it is text: log lines, CSV, server-sent events, arrays. Only brackets and strings of
//! what may be an object are followed, so that any byte can begin the next one; whether an object is JSON,
//! and the event, is asked when it closes. What stands around is dropped as soon as it cannot become an
//! event.

use std::sync::Arc;

use super::coding::Coding;
use super::evidence::{Evidence, Key};
use super::find::Find;
use super::place::Places;
use crate::capture::room;
use crate::json::Position;

/// An event, or a string that holds some, is no larger.
pub(super) const LIMIT: u64 = crate::json::DOCUMENT_LIMIT as u64;

/// What is inside an object without any sign of the event is given out once the object is as large.
const UNDECIDED: u64 = 1 << 20;

/// So many bodies of no known form are remembered until what stands around names them.
const MAX_NAMELESS: usize = 16;

/// So deep may objects and arrays around events nest.
const MAX_OPEN: usize = 1024;

/// So many bytes that nobody needs are let go at once.
const SPENT: usize = 1 << 20;

/// So much is looked at of what stands before an object on its line.
pub(super) const MAX_PREFIX: u64 = 128;

/// What a server-sent event writes before each line of its data.
pub(super) const DATA: &[u8] = b"data:";

pub(super) struct Scanner {
    /// Where events are wanted; none: anywhere.
    pub(super) places: Option<Arc<Places>>,
    /// How many strings stand around this text.
    pub(super) depth: usize,
    /// Whether what is found is only counted: then nothing of it is kept.
    pub(super) counting: bool,
    /// Whether what stands around says that something is packed by brotli, which itself has no mark.
    pub(super) says_brotli: bool,
    buffer: Vec<u8>,
    /// Where the buffer begins in the text.
    base: u64,
    /// The next byte to look at.
    pub(super) at: u64,
    pub(super) ended: bool,
    pub(super) state: State,
    /// A byte before `at`, and its place in the input.
    counted: Counted,
    pub(super) frames: Vec<Frame>,
    /// The pointer of what is being read.
    pub(super) pointer: String,
    /// Something in the open objects is not JSON.
    pub(super) lenient: bool,
    /// A line has ended in the open objects.
    pub(super) multiline: bool,
    /// The open line may be one of its own rather than part of an object.
    pub(super) suspect: Option<Counted>,
    /// What stands on the line before the brace of the outermost object.
    pub(super) prefix: Vec<u8>,
    /// The last string or word.
    pub(super) word: Vec<u8>,
    pub(super) key: Vec<u8>,
    /// Before this, no quote begins a string again.
    pub(super) quoted_to: u64,
    /// Before this, nothing is taken for text written in another way again.
    pub(super) decoded_to: u64,
    /// How often the open line was looked through again.
    pub(super) retries: u32,
    pub(super) pending: Vec<Find>,
    pub(super) ready: Vec<Find>,
}

/// A byte, and where it stands in the input.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counted {
    pub(super) at: u64,
    pub(super) place: Position,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum State {
    /// In no object; a run of letters that may be base64 has begun.
    Text { run: Option<u64> },
    /// Behind a brace.
    Brace { start: u64 },
    /// In text outside of objects that is written in another way.
    Encoded { start: u64, coding: Coding },
    /// In a string outside of objects.
    Quote { start: u64, kind: Quote },
    /// Between the tokens of an object.
    Tokens,
    /// At the beginning of a line in an object.
    Line,
    /// In a string of an object.
    String { start: u64 },
    /// In a number or word of an object.
    Word { start: u64 },
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Quote {
    Plain,
    /// A backslash stands in it, which a cell may hold too.
    Backslash,
    Escaped,
    Doubled,
}

/// An open object or array.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) start: u64,
    pub(super) place: Position,
    pub(super) array: bool,
    /// Of an array, which element is next.
    pub(super) index: usize,
    /// How long its own pointer is.
    pub(super) pointer: usize,
    pub(super) expect: Expect,
    /// Of an object, the key whose value is next.
    pub(super) key: Key,
    pub(super) evidence: Evidence,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Expect {
    KeyOrEnd,
    Key,
    Colon,
    Value,
    ValueOrEnd,
    CommaOrEnd,
}

impl Scanner {
    pub(super) fn new(places: Option<Arc<Places>>, pointer: &str, depth: usize) -> Scanner {
        Scanner {
            places,
            depth,
            counting: false,
            says_brotli: false,
            buffer: Vec::new(),
            base: 0,
            at: 0,
            ended: false,
            state: State::Text { run: None },
            counted: Counted {
                at: 0,
                place: Position::START,
            },
            frames: Vec::new(),
            pointer: pointer.to_owned(),
            lenient: false,
            multiline: false,
            suspect: None,
            prefix: Vec::new(),
            word: Vec::new(),
            key: Vec::new(),
            quoted_to: 0,
            decoded_to: 0,
            retries: 0,
            pending: Vec::new(),
            ready: Vec::new(),
        }
    }

    /// The same, only to count what stands anywhere in a text.
    pub(super) fn counting() -> Scanner {
        Scanner {
            counting: true,
            ..Scanner::new(None, "", 0)
        }
    }

    /// Nothing is open, so that blanks can be passed over without looking at them.
    pub(super) fn is_idle(&self) -> bool {
        self.frames.is_empty() && self.state == State::Text { run: None }
    }

    /// Begins anew at that place of the input.
    pub(super) fn restart(&mut self, place: Position) {
        self.buffer.clear();
        self.base = place.byte;
        self.at = place.byte;
        self.counted = Counted {
            at: place.byte,
            place,
        };
        self.quoted_to = 0;
        self.decoded_to = 0;
        self.retries = 0;
        self.state = State::Text { run: None };
    }

    pub(super) fn feed(&mut self, bytes: &[u8]) {
        room::make(&mut self.buffer, bytes.len());
        self.buffer.extend_from_slice(bytes);
        self.run();
        self.let_go();
    }

    /// The text is over.
    pub(super) fn finish(&mut self) {
        self.ended = true;
        self.run();
        // What is still open may hide what stands in it.
        while self.close_open() {
            self.run();
        }
        self.flush();
        self.ended = false;
    }

    fn run(&mut self) {
        loop {
            let goes_on = match self.state {
                State::Text { run } => self.text(run),
                State::Brace { start } => self.brace(start),
                State::Encoded { start, coding } => self.encoded(start, coding),
                State::Quote { start, kind } => self.quote(start, kind),
                State::Tokens => self.token(),
                State::Line => self.line(),
                State::String { start } => self.string(start),
                State::Word { start } => self.bare_word(start),
            };
            if !goes_on {
                return;
            }
        }
    }

    /// Ends what is open at the end of the text; says whether there is more to look at.
    fn close_open(&mut self) -> bool {
        let end = self.end();
        match self.state {
            State::Text { run: Some(start) } => {
                self.end_run(start, end);
                self.state = State::Text { run: None };
                false
            }
            State::Text { run: None } => false,
            State::Encoded { start, coding } => {
                self.end_encoded(start, end, coding);
                self.at < end
            }
            State::Brace { start } | State::Quote { start, .. } => {
                self.quoted_to = self.quoted_to.max(match self.state {
                    State::Quote { .. } => end,
                    _ => 0,
                });
                self.at = start + 1;
                self.state = State::Text { run: None };
                true
            }
            State::Tokens | State::Line | State::String { .. } | State::Word { .. } => {
                self.abandon(end);
                self.at < end
            }
        }
    }

    pub(super) fn base(&self) -> u64 {
        self.base
    }

    pub(super) fn end(&self) -> u64 {
        self.base + self.buffer.len() as u64
    }

    pub(super) fn byte(&self, at: u64) -> Option<u8> {
        self.buffer.get(self.index(at)).copied()
    }

    /// The byte before; at the beginning a line break.
    pub(super) fn byte_before(&self, at: u64) -> u8 {
        at.checked_sub(1)
            .and_then(|at| self.byte(at))
            .unwrap_or(b'\n')
    }

    pub(super) fn from(&self, at: u64) -> &[u8] {
        self.buffer.get(self.index(at)..).unwrap_or_default()
    }

    /// That part of the text; none where it was let go.
    pub(super) fn slice(&self, from: u64, to: u64) -> Option<&[u8]> {
        if from < self.base {
            return None;
        }
        self.buffer.get(self.index(from)..self.index(to))
    }

    /// Makes blanks of so many bytes, which are no part of the document around them.
    pub(super) fn blank(&mut self, from: u64, count: usize) {
        let from = self.index(from);
        if let Some(bytes) = self.buffer.get_mut(from..from + count) {
            bytes.fill(b' ');
        }
    }

    fn index(&self, at: u64) -> usize {
        usize::try_from(at.saturating_sub(self.base)).unwrap_or(usize::MAX)
    }

    /// Where that byte stands in the input; it is not before the last one asked for.
    pub(super) fn place(&mut self, at: u64) -> Position {
        let passed = self.slice(self.counted.at, at).unwrap_or_default();
        let place = self.counted.place.after(passed);
        self.counted = Counted { at, place };
        place
    }

    /// Goes back to a byte that was counted before.
    pub(super) fn go_back(&mut self, to: Counted) {
        self.at = to.at;
        self.counted = to;
    }

    /// Whether another object or array may open in what is open.
    pub(super) fn may_open(&self) -> bool {
        self.frames.len() < MAX_OPEN
    }

    /// Gives out what no open object can still turn out to hold.
    pub(super) fn flush_decided(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let undecided = |frame: &Frame| {
            let size = self.at - frame.start;
            let most = if frame.evidence.may_be_event() {
                LIMIT
            } else {
                UNDECIDED
            };
            !frame.array && size < most
        };
        if !self.frames.iter().any(undecided) {
            self.flush();
        }
    }

    pub(super) fn flush(&mut self) {
        let (mut nameless, found): (Vec<Find>, Vec<Find>) = std::mem::take(&mut self.pending)
            .into_iter()
            .partition(Find::is_nameless);
        self.pending = found;
        self.pending.sort_by_key(|find| find.start);
        self.ready.append(&mut self.pending);
        // What is still open, or stands around, may name them.
        if self.frames.is_empty() && self.depth > 0 {
            self.ready.append(&mut nameless);
        } else if !self.frames.is_empty() {
            self.pending = nameless.split_off(nameless.len().saturating_sub(MAX_NAMELESS));
        }
    }

    /// Lets go of the bytes that nobody needs any more.
    fn let_go(&mut self) {
        self.flush_decided();
        let may_grow = |start: &u64| self.at - start <= LIMIT;
        let open = self.frames.iter().map(|frame| frame.start).find(may_grow);
        let begun = match self.state {
            State::Text { run } => run,
            State::Brace { start }
            | State::Encoded { start, .. }
            | State::Quote { start, .. }
            | State::String { start }
            | State::Word { start } => Some(start).filter(may_grow),
            State::Tokens | State::Line => None,
        };
        let suspect = self.suspect.map(|suspect| suspect.at).filter(may_grow);
        let needed = [open, begun, suspect].into_iter().flatten().min();
        // What stands before on the line tells whether a cell begins, and what every line begins with.
        let needed = needed
            .unwrap_or(self.at)
            .min(self.at.saturating_sub(MAX_PREFIX))
            .max(self.base);
        let spent = self.index(needed);
        if spent >= SPENT || spent == self.buffer.len() {
            self.place_by(needed);
            self.buffer.drain(..spent.min(self.buffer.len()));
            self.buffer.shrink_to(self.buffer.len() + SPENT);
            self.base = needed;
        }
    }

    fn place_by(&mut self, at: u64) {
        if at > self.counted.at {
            self.place(at);
        }
    }
}
