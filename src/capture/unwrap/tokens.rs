//! Inside objects: brackets, strings and words, followed leniently.

use super::evidence::{Evidence, Key};
use super::scanner::{Counted, Expect, Frame, LIMIT, Scanner, State};
use crate::json::child_pointer;

/// So much of a key or word is looked at.
const MAX_WORD: usize = 256;

/// No shorter key holds an event.
const MIN_KEY_BYTES: u64 = 40;

impl Scanner {
    pub(super) fn token(&mut self) -> bool {
        let Some(byte) = self.byte(self.at) else {
            return false;
        };
        match byte {
            b' ' | b'\t' | b'\r' => self.at += 1,
            b'\n' => self.line_break(),
            b'"' => {
                self.at += 1;
                self.state = State::String { start: self.at };
            }
            b'{' | b'[' => self.open(byte == b'['),
            b'}' | b']' => self.close(byte == b']'),
            b':' => self.colon(),
            b',' => self.comma(),
            _ => self.state = State::Word { start: self.at },
        }
        true
    }

    /// Something that JSON does not have here. The line may begin something else; or else brackets tell
    /// where the object ends.
    fn violation(&mut self) -> bool {
        match self.suspect {
            Some(suspect) => {
                self.abandon(suspect.at);
                true
            }
            None => {
                self.lenient = true;
                false
            }
        }
    }

    fn expected(&self) -> Expect {
        self.frames
            .last()
            .map_or(Expect::Value, |frame| frame.expect)
    }

    fn set(&mut self, expect: Expect) {
        if let Some(frame) = self.frames.last_mut() {
            frame.expect = expect;
        }
    }

    fn line_break(&mut self) {
        if self.lenient && !self.multiline {
            self.abandon(self.at);
            return;
        }
        self.multiline = true;
        self.at += 1;
        self.state = State::Line;
    }

    /// A line that begins in column 1, and not as a part of an object does, may be one of its own.
    pub(super) fn line(&mut self) -> bool {
        let Some(byte) = self.byte(self.at) else {
            return false;
        };
        let Some(data) = self.line_prefix(self.at) else {
            return false;
        };
        let behind = self.from(self.at + data as u64).trim_ascii_start();
        let begins_value = matches!(self.expected(), Expect::Value | Expect::ValueOrEnd);
        let begins_anew = behind.starts_with(b"{") && (self.lenient || !begins_value);
        self.suspect = None;
        self.state = State::Tokens;
        if data > 0 && !begins_anew {
            self.blank(self.at, data);
            return true;
        }
        if matches!(
            byte,
            b' ' | b'\t' | b'\r' | b'\n' | b'}' | b']' | b'"' | b','
        ) {
            return true;
        }
        if self.lenient || !begins_value {
            self.abandon(self.at);
            return true;
        }
        let at = self.at;
        self.suspect = Some(Counted {
            at,
            place: self.place(at),
        });
        true
    }

    pub(super) fn string(&mut self, start: u64) -> bool {
        loop {
            let rest = self.from(self.at);
            let Some(ahead) = memchr::memchr3(b'"', b'\\', b'\n', rest) else {
                self.at = self.end();
                return false;
            };
            match (rest.get(ahead), rest.get(ahead + 1)) {
                (Some(b'\\'), Some(_)) => self.at += ahead as u64 + 2,
                (Some(b'\\'), None) => {
                    self.at += ahead as u64;
                    return false;
                }
                (Some(b'"'), _) => {
                    self.at += ahead as u64;
                    self.end_string(start);
                    return true;
                }
                _ => {
                    self.at += ahead as u64;
                    self.state = State::Tokens;
                    self.violation();
                    return true;
                }
            }
        }
    }

    fn end_string(&mut self, start: u64) {
        let end = self.at;
        self.at += 1;
        self.state = State::Tokens;
        let raw = self.slice(start, end).unwrap_or_default();
        let head = raw.get(..MAX_WORD).unwrap_or(raw);
        let word = match memchr::memchr(b'\\', head) {
            Some(_) => super::coding::Coding::Json.decode(head).unwrap_or_default(),
            None => head.to_vec(),
        };
        self.word = word;
        match self.expected() {
            Expect::KeyOrEnd | Expect::Key => {
                self.set(Expect::Colon);
                return self.search_key(start, end);
            }
            Expect::Value | Expect::ValueOrEnd => {}
            Expect::Colon | Expect::CommaOrEnd => {
                if self.violation() {
                    return;
                }
            }
        }
        self.end_value();
        if end - start > LIMIT {
            self.closed(start, "a string larger than 16 MiB");
        } else {
            self.search_string(start, end);
        }
    }

    /// What reads the body of a form makes a key of it.
    fn search_key(&mut self, start: u64, end: u64) {
        let is_long = end - start >= MIN_KEY_BYTES;
        if is_long && end - start <= LIMIT {
            let word = std::mem::take(&mut self.word);
            self.search_string(start, end);
            self.word = word;
        }
    }

    /// A string or word has ended that may be a value.
    fn end_value(&mut self) {
        self.set(Expect::CommaOrEnd);
        let word = std::mem::take(&mut self.word);
        if let Some(frame) = self.frames.last_mut() {
            frame.evidence.word(frame.key, &word);
        }
        self.word = word;
    }

    pub(super) fn bare_word(&mut self, start: u64) -> bool {
        let rest = self.from(self.at);
        let ends = |byte: &u8| {
            byte.is_ascii_whitespace()
                || matches!(byte, b',' | b':' | b'{' | b'}' | b'[' | b']' | b'"')
        };
        // A form feed is no space of JSON, and ends no word that it begins.
        let length = rest.iter().position(ends);
        let length = length.map(|length| length.max(usize::from(self.at == start)));
        self.at += length.unwrap_or(rest.len()) as u64;
        if length.is_none() && !self.ended {
            return false;
        }
        self.state = State::Tokens;
        let raw = self.slice(start, self.at).unwrap_or_default();
        let is_plain = raw
            .first()
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'-');
        let head = raw.get(..MAX_WORD).unwrap_or(raw);
        let head = head.strip_prefix(b"'").unwrap_or(head);
        self.word = head.strip_suffix(b"'").unwrap_or(head).to_vec();
        match self.expected() {
            Expect::Value | Expect::ValueOrEnd if is_plain => self.end_value(),
            _ => {
                if !self.violation() {
                    self.end_value();
                }
            }
        }
        true
    }

    fn colon(&mut self) {
        if self.expected() != Expect::Colon && self.violation() {
            return;
        }
        self.at += 1;
        self.key = std::mem::take(&mut self.word);
        let key = Key::of(&self.key);
        if let Some(frame) = self.frames.last_mut().filter(|frame| !frame.array) {
            frame.expect = Expect::Value;
            frame.key = key;
            frame.evidence.key(key);
        }
    }

    fn comma(&mut self) {
        if self.expected() != Expect::CommaOrEnd && self.violation() {
            return;
        }
        self.at += 1;
        if let Some(frame) = self.frames.last_mut() {
            frame.index += 1;
            frame.expect = if frame.array {
                Expect::Value
            } else {
                Expect::Key
            };
        }
    }

    fn open(&mut self, array: bool) {
        if !self.may_open() {
            // What stands deeper is looked for as if it stood alone.
            self.abandon(self.at);
            return;
        }
        let allowed = matches!(self.expected(), Expect::Value | Expect::ValueOrEnd);
        if !allowed && self.violation() {
            return;
        }
        self.set(Expect::CommaOrEnd);
        self.push(self.at, array);
        self.at += 1;
    }

    /// Opens an object or array that begins there.
    pub(super) fn push(&mut self, start: u64, array: bool) {
        let place = self.place(start);
        let pointer = self.pointer.len();
        let step = self.step();
        self.pointer.push_str(&step);
        self.frames.push(Frame {
            start,
            place,
            array,
            index: 0,
            pointer,
            expect: if array {
                Expect::ValueOrEnd
            } else {
                Expect::KeyOrEnd
            },
            key: Key::Other,
            evidence: Evidence::default(),
        });
    }

    /// The step from the open object or array to its value that comes next.
    pub(super) fn step(&self) -> String {
        match self.frames.last() {
            None => String::new(),
            Some(frame) if frame.array => format!("/{}", frame.index),
            Some(_) => child_pointer("", &String::from_utf8_lossy(&self.key)),
        }
    }

    fn close(&mut self, array: bool) {
        let matches = self.frames.last().is_some_and(|frame| frame.array == array);
        if !matches {
            if self.violation() {
                return;
            }
            // A bracket that closes something further out closes what is open in it too.
            let opened = self.frames.iter().rposition(|frame| frame.array == array);
            let Some(opened) = opened else {
                self.at += 1;
                return;
            };
            while self.frames.len() > opened + 1 {
                self.end_frame(self.at);
            }
        }
        self.at += 1;
        self.end_frame(self.at);
    }

    fn end_frame(&mut self, end: u64) {
        let Some(frame) = self.frames.pop() else {
            return;
        };
        self.name_brotli(&frame);
        if frame.array {
            self.search_numbers(&frame, end);
        } else {
            self.weigh(&frame, end);
        }
        self.pointer.truncate(frame.pointer);
        match self.frames.last_mut() {
            Some(parent) => {
                parent.expect = Expect::CommaOrEnd;
                parent.evidence.inner(parent.key, frame.evidence);
            }
            None => self.leave(),
        }
        self.flush_decided();
    }

    /// No object is open any more.
    pub(super) fn leave(&mut self) {
        self.frames.clear();
        self.lenient = false;
        self.multiline = false;
        self.suspect = None;
        self.state = State::Text { run: None };
    }
}
