//! The one reader: bytes to a flat tape of nodes with their spans, or the fault that stops it.
//!
//! Strict RFC 8259. Numbers are kept as written, so `1e999` is read; everything else is accepted
//! and refused as serde_json does, but that duplicate keys are noticed.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::node::unescape;
use super::{Fault, FaultKind, Kind, Node, Span};

/// How deep objects and arrays may nest.
pub const DEPTH_LIMIT: usize = 128;

/// How large one document may be, in bytes: 16 MiB.
pub const DOCUMENT_LIMIT: usize = 16 << 20;

/// So many bytes are looked at, at the most, to say what is wrong at a place.
const LOOK_AHEAD: usize = 16;

/// A document's nodes in the order in which they were written; keys are nodes too.
#[derive(Debug, Clone, Default)]
pub struct Tape {
    records: Vec<Record>,
    /// Keys that an object has twice, in the order of their second places.
    pub duplicates: Vec<Duplicate>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Record {
    pub(super) kind: Kind,
    pub(super) escaped: bool,
    pub(super) start: u32,
    pub(super) end: u32,
    /// The node after this one and all inside it.
    pub(super) next: u32,
    /// Distinct keys or elements.
    pub(super) len: u32,
}

const MISSING: Record = Record {
    kind: Kind::Null,
    escaped: false,
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

/// What the reader found at the start of a text.
#[derive(Debug)]
pub enum Read {
    /// A whole document, of so many bytes.
    Whole(Tape, usize),
    /// No document, for this reason.
    Broken(Fault),
    /// The text ends too soon to tell.
    Short,
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

/// Reads the document that `text` begins with. `last` says that no more text will follow.
pub fn read(text: &[u8], last: bool) -> Read {
    let mut reader = Reader {
        text,
        at: 0,
        records: Vec::with_capacity(128),
        open: Vec::new(),
        duplicates: Vec::new(),
    };
    match reader.document() {
        Ok(()) if !last && reader.at >= text.len() && reader.open_ended() => Read::Short,
        Ok(()) => reader.finish(),
        Err(fault) if !last && fault.at.start as usize + LOOK_AHEAD >= text.len() => Read::Short,
        Err(fault) => Read::Broken(reader.earliest(fault)),
    }
}

struct Reader<'t> {
    text: &'t [u8],
    at: usize,
    records: Vec<Record>,
    open: Vec<Open>,
    duplicates: Vec<Duplicate>,
}

struct Open {
    index: u32,
    object: bool,
    count: u32,
    comma: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Expect {
    Value,
    /// Just behind an opening bracket.
    First,
    Key,
    Next,
}

type Step<T> = Result<T, Fault>;

impl Reader<'_> {
    fn document(&mut self) -> Step<()> {
        let mut expect = Expect::Value;
        loop {
            self.skip_space();
            expect = match expect {
                Expect::Value => self.value()?,
                Expect::First => self.first()?,
                Expect::Key => self.key()?,
                Expect::Next => match self.next()? {
                    Some(expect) => expect,
                    None => return Ok(()),
                },
            };
            if expect == Expect::Next && self.open.is_empty() {
                return Ok(());
            }
        }
    }

    /// A number or literal at the very end may go on in text that has not come yet.
    fn open_ended(&self) -> bool {
        matches!(
            self.records.first().map(|record| record.kind),
            Some(Kind::Number | Kind::Boolean | Kind::Null)
        )
    }

    fn finish(self) -> Read {
        match std::str::from_utf8(self.text.get(..self.at).unwrap_or_default()) {
            Ok(_) => Read::Whole(
                Tape {
                    records: self.records,
                    duplicates: self.duplicates,
                },
                self.at,
            ),
            Err(error) => Read::Broken(utf8_fault(&error)),
        }
    }

    /// Strings are not looked into while reading, so bytes that are no UTF-8 may stand before a fault.
    fn earliest(&self, fault: Fault) -> Fault {
        let before = self.text.get(..fault.at.start as usize).unwrap_or_default();
        match std::str::from_utf8(before) {
            Err(error) if error.error_len().is_some() => utf8_fault(&error),
            Ok(_) | Err(_) => fault,
        }
    }

    fn peek(&self) -> Option<u8> {
        self.byte(self.at)
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.get(at).copied()
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn push(&mut self, kind: Kind, start: usize, escaped: bool) {
        let span = Span::new(start, self.at);
        let next = Span::new(0, self.records.len() + 1).end;
        self.records.push(Record {
            kind,
            escaped,
            start: span.start,
            end: span.end,
            next,
            len: 0,
        });
    }

    fn value(&mut self) -> Step<Expect> {
        let start = self.at;
        match self.peek() {
            Some(b'{') => self.descend(true),
            Some(b'[') => self.descend(false),
            Some(b'"') => self.string().map(|()| Expect::Next),
            Some(b'-' | b'0'..=b'9') => self.number().map(|()| Expect::Next),
            Some(b't') => self.literal("true", Kind::Boolean),
            Some(b'f') => self.literal("false", Kind::Boolean),
            Some(b'n') => self.literal("null", Kind::Null),
            Some(b',') => Err(Fault::new(FaultKind::ExtraComma, start, start + 1)),
            Some(b'}' | b']') => Err(self.closed_too_soon()),
            Some(_) | None => Err(self.unexpected()),
        }
    }

    fn descend(&mut self, object: bool) -> Step<Expect> {
        if self.open.len() >= DEPTH_LIMIT {
            return Err(Fault::new(FaultKind::TooDeep, self.at, self.at + 1));
        }
        let index = Span::new(0, self.records.len()).end;
        let start = self.at;
        self.at += 1;
        self.push(
            if object { Kind::Object } else { Kind::Array },
            start,
            false,
        );
        self.open.push(Open {
            index,
            object,
            count: 0,
            comma: start,
        });
        Ok(Expect::First)
    }

    /// A closing bracket where a value should stand.
    fn closed_too_soon(&self) -> Fault {
        let here = Span::new(self.at, self.at + 1);
        let Some(open) = self.open.last() else {
            return Fault {
                kind: FaultKind::Unopened,
                at: here,
                other: None,
            };
        };
        let matches = (self.peek() == Some(b'}')) == open.object;
        match (matches, open.object) {
            (false, _) => self.mismatch(open),
            (true, true) => Fault {
                kind: FaultKind::MissingValue,
                at: here,
                other: None,
            },
            (true, false) => {
                Fault::new(FaultKind::TrailingComma, open.comma, open.comma + 1).and(here)
            }
        }
    }

    fn mismatch(&self, open: &Open) -> Fault {
        let opener = self
            .records
            .get(open.index as usize)
            .map_or(0, |record| record.start as usize);
        Fault::new(FaultKind::Mismatch, self.at, self.at + 1).and(Span::new(opener, opener + 1))
    }

    fn first(&mut self) -> Step<Expect> {
        let Some(open) = self.open.last() else {
            return Ok(Expect::Value);
        };
        match (self.peek(), open.object) {
            (Some(b'}'), true) | (Some(b']'), false) => Ok(self.close()),
            (_, true) => self.key(),
            (_, false) => self.value_counted(),
        }
    }

    fn value_counted(&mut self) -> Step<Expect> {
        if let Some(open) = self.open.last_mut() {
            open.count += 1;
        }
        self.value()
    }

    fn key(&mut self) -> Step<Expect> {
        let here = self.at;
        match self.peek() {
            Some(b'"') => self.string()?,
            Some(b'}') => {
                let comma = self.open.last().map_or(here, |open| open.comma);
                return Err(Fault::new(FaultKind::TrailingComma, comma, comma + 1)
                    .and(Span::new(here, here + 1)));
            }
            Some(b']') => {
                return Err(self
                    .open
                    .last()
                    .map_or_else(|| self.unexpected(), |open| self.mismatch(open)));
            }
            Some(b',') => return Err(Fault::new(FaultKind::ExtraComma, here, here + 1)),
            Some(byte) if byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' => {
                return Err(Fault::new(
                    FaultKind::BareKey,
                    here,
                    here + self.word_length(),
                ));
            }
            Some(_) | None => return Err(self.unexpected()),
        }
        if let Some(open) = self.open.last_mut() {
            open.count += 1;
        }
        self.skip_space();
        match self.peek() {
            Some(b':') => self.at += 1,
            Some(
                b'"' | b'{' | b'[' | b'0'..=b'9' | b'-' | b't' | b'f' | b'n' | b',' | b'}' | b'=',
            ) => {
                return Err(Fault::new(FaultKind::MissingColon, self.at, self.at + 1)
                    .and(Span::new(here, self.at)));
            }
            Some(_) | None => return Err(self.unexpected()),
        }
        self.skip_space();
        match self.peek() {
            Some(b'}' | b',') => Err(Fault::new(FaultKind::MissingValue, self.at, self.at + 1)),
            Some(_) | None => self.value(),
        }
    }

    /// Behind a value: a comma, or the end of what is open.
    fn next(&mut self) -> Step<Option<Expect>> {
        let here = self.at;
        let Some(open) = self.open.last_mut() else {
            return Ok(None);
        };
        match (self.text.get(here), open.object) {
            (Some(b','), object) => {
                open.comma = here;
                self.at += 1;
                if object {
                    return Ok(Some(Expect::Key));
                }
                self.skip_space();
                self.value_counted().map(Some)
            }
            (Some(b'}'), true) | (Some(b']'), false) => Ok(Some(self.close())),
            (Some(b'}' | b']'), _) => {
                let open = self.open.last().ok_or_else(|| self.unexpected())?;
                Err(self.mismatch(open))
            }
            (Some(b'"' | b'{' | b'[' | b'0'..=b'9' | b'-' | b't' | b'f' | b'n'), _) => {
                Err(Fault::new(FaultKind::MissingComma, here, here + 1))
            }
            _ => Err(self.unexpected()),
        }
    }

    fn close(&mut self) -> Expect {
        self.at += 1;
        let next = Span::new(0, self.records.len()).end;
        let end = Span::new(0, self.at).end;
        if let Some(open) = self.open.pop() {
            let repeated = if open.object {
                self.notice_duplicates(open.index, next)
            } else {
                0
            };
            if let Some(record) = self.records.get_mut(open.index as usize) {
                record.next = next;
                record.end = end;
                record.len = open.count - repeated;
            }
        }
        Expect::Next
    }

    /// Notes the keys that the object at `index` repeats; says how many.
    fn notice_duplicates(&mut self, index: u32, end: u32) -> u32 {
        let found = if self.few_plain_keys(index, end) {
            self.compared_duplicates(index, end)
        } else {
            self.hashed_duplicates(index, end)
        };
        let repeated = Span::new(0, found.len()).end;
        self.duplicates.extend(found);
        repeated
    }

    fn keys(&self, index: u32, end: u32) -> impl Iterator<Item = (u32, Record)> + Clone {
        let mut next = index + 1;
        std::iter::from_fn(move || {
            let key = next;
            let record = self
                .records
                .get(key as usize)
                .copied()
                .filter(|_| key < end)?;
            next = self.records.get(key as usize + 1)?.next;
            Some((key, record))
        })
    }

    fn few_plain_keys(&self, index: u32, end: u32) -> bool {
        let mut keys = self.keys(index, end);
        keys.by_ref()
            .take(FEW_KEYS)
            .all(|(_, record)| !record.escaped)
            && keys.next().is_none()
    }

    fn key_bytes(&self, record: Record) -> &[u8] {
        self.text
            .get(record.start as usize + 1..(record.end as usize).saturating_sub(1))
            .unwrap_or_default()
    }

    fn compared_duplicates(&self, index: u32, end: u32) -> Vec<Duplicate> {
        let mut found = Vec::new();
        for (second, record) in self.keys(index, end) {
            let bytes = self.key_bytes(record);
            let earlier = self
                .keys(index, second)
                .find(|&(_, other)| self.key_bytes(other) == bytes);
            found.extend(earlier.map(|(first, _)| Duplicate { first, second }));
        }
        found
    }

    fn hashed_duplicates(&self, index: u32, end: u32) -> Vec<Duplicate> {
        let mut seen: HashMap<Cow<'_, [u8]>, u32> = HashMap::new();
        let mut found = Vec::new();
        for (second, record) in self.keys(index, end) {
            let bytes = self.key_bytes(record);
            let key = match std::str::from_utf8(bytes) {
                Ok(text) if record.escaped => Cow::Owned(unescape(text).into_bytes()),
                Ok(_) | Err(_) => Cow::Borrowed(bytes),
            };
            match seen.entry(key) {
                Entry::Occupied(first) => found.push(Duplicate {
                    first: *first.get(),
                    second,
                }),
                Entry::Vacant(place) => {
                    place.insert(second);
                }
            }
        }
        found
    }

    fn string(&mut self) -> Step<()> {
        let start = self.at;
        let mut escaped = false;
        self.at += 1;
        loop {
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    self.escape()?;
                }
                Some(b'\n' | b'\r') => {
                    return Err(Fault::new(FaultKind::OpenString, start, self.at));
                }
                Some(byte) if byte < 0x20 => {
                    return Err(Fault::new(FaultKind::Control(byte), self.at, self.at + 1));
                }
                Some(_) => self.at += 1,
                None => return Err(self.truncated()),
            }
        }
        self.at += 1;
        self.push(Kind::String, start, escaped);
        Ok(())
    }

    fn escape(&mut self) -> Step<()> {
        let start = self.at;
        match self.byte(start + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                self.at += 2;
                Ok(())
            }
            Some(b'u') => self.unit_escape(start),
            Some(_) => Err(Fault::new(FaultKind::Escape, start, start + 2)),
            None => Err(self.truncated()),
        }
    }

    fn unit_escape(&mut self, start: usize) -> Step<()> {
        let high = self.unit(start)?;
        self.at = start + 6;
        if !(0xD800..0xE000).contains(&high) {
            return Ok(());
        }
        let lone = Fault::new(FaultKind::LoneSurrogate, start, start + 6);
        if high >= 0xDC00 {
            return Err(lone);
        }
        if self.text.len() < start + 12
            && self
                .text
                .get(start + 6..)
                .is_some_and(|rest| b"\\u".starts_with(rest))
        {
            self.at = self.text.len();
            return Err(self.truncated());
        }
        if self.text.get(start + 6..start + 8) != Some(b"\\u") {
            return Err(lone);
        }
        if !(0xDC00..0xE000).contains(&self.unit(start + 6)?) {
            return Err(lone);
        }
        self.at = start + 12;
        Ok(())
    }

    /// The four hexadecimal digits of the `\u` escape at `start`.
    fn unit(&mut self, start: usize) -> Step<u32> {
        let mut unit = 0;
        for at in start + 2..start + 6 {
            match self.byte(at).map(|byte| char::from(byte).to_digit(16)) {
                Some(Some(digit)) => unit = unit * 16 + digit,
                Some(None) => return Err(Fault::new(FaultKind::Escape, start, at)),
                None => {
                    self.at = self.text.len();
                    return Err(self.truncated());
                }
            }
        }
        Ok(unit)
    }

    fn number(&mut self) -> Step<()> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        match self.peek() {
            Some(b'0') if matches!(self.byte(self.at + 1), Some(b'0'..=b'9')) => {
                return Err(self.number_fault(start, FaultKind::LeadingZero));
            }
            Some(b'0'..=b'9') => self.digits(),
            Some(b'I') => return Err(self.word_fault(start)),
            Some(_) => return Err(self.number_fault(start, FaultKind::Number)),
            None => return Err(self.truncated()),
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.some_digits(start)?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.some_digits(start)?;
        }
        if self
            .peek()
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'+'))
        {
            return Err(self.number_fault(start, FaultKind::Number));
        }
        self.push(Kind::Number, start, false);
        Ok(())
    }

    fn digits(&mut self) {
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
    }

    fn some_digits(&mut self, start: usize) -> Step<()> {
        match self.peek() {
            Some(b'0'..=b'9') => {
                self.digits();
                Ok(())
            }
            Some(_) => Err(self.number_fault(start, FaultKind::Number)),
            None => Err(self.truncated()),
        }
    }

    fn number_fault(&self, start: usize, kind: FaultKind) -> Fault {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let tail = rest
            .iter()
            .take(LOOK_AHEAD)
            .take_while(|byte| byte.is_ascii_alphanumeric() || b"._+-".contains(byte));
        Fault::new(kind, start, self.at + tail.count())
    }

    fn literal(&mut self, word: &'static str, kind: Kind) -> Step<Expect> {
        let start = self.at;
        let rest = self.text.get(start..).unwrap_or_default();
        if rest.len() < word.len() && word.as_bytes().starts_with(rest) {
            self.at = self.text.len();
            return Err(self.truncated());
        }
        if !rest.starts_with(word.as_bytes()) || self.word_length() != word.len() {
            return Err(self.word_fault(start));
        }
        self.at += word.len();
        self.push(kind, start, false);
        Ok(Expect::Next)
    }

    fn word_length(&self) -> usize {
        let rest = self.text.get(self.at..).unwrap_or_default();
        rest.iter()
            .take(LOOK_AHEAD)
            .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_')
            .count()
    }

    /// A word that is no literal of JSON, the one at `start` (a minus sign may stand before it).
    fn word_fault(&self, start: usize) -> Fault {
        let end = self.at + self.word_length();
        let word = self.text.get(self.at..end).unwrap_or_default();
        let kind = match word.to_ascii_lowercase().as_slice() {
            b"nan" | b"infinity" | b"inf" => FaultKind::NotANumber,
            b"true" | b"yes" => FaultKind::Word(Some("true")),
            b"false" | b"no" => FaultKind::Word(Some("false")),
            b"null" | b"none" | b"nil" | b"undefined" => FaultKind::Word(Some("null")),
            _ => FaultKind::Word(None),
        };
        Fault::new(kind, start, end)
    }

    fn truncated(&self) -> Fault {
        let end = self.text.len();
        let fault = Fault::new(FaultKind::Truncated(self.open.len()), end, end);
        let opener = self
            .open
            .last()
            .and_then(|open| self.records.get(open.index as usize));
        match opener {
            Some(record) => fault.and(Span {
                start: record.start,
                end: record.start + 1,
            }),
            None => fault,
        }
    }

    /// Whatever stands here cannot: says what it is.
    fn unexpected(&self) -> Fault {
        let here = self.at;
        let rest = self.text.get(here..).unwrap_or_default();
        let Some(&byte) = rest.first() else {
            return self.truncated();
        };
        match byte {
            b'/' if matches!(rest.get(1), Some(b'/' | b'*')) => {
                Fault::new(FaultKind::Comment, here, here + 2)
            }
            b'#' => Fault::new(FaultKind::Comment, here, here + 1),
            b'\'' | b'`' => Fault::new(FaultKind::SingleQuote, here, here + 1),
            b'}' | b']' if self.open.is_empty() => Fault::new(FaultKind::Unopened, here, here + 1),
            b'+' | b'.' => self.number_fault(here, FaultKind::Number),
            byte if byte.is_ascii_alphabetic() || byte == b'_' => self.word_fault(here),
            byte if byte.is_ascii() => {
                Fault::new(FaultKind::Unexpected(char::from(byte)), here, here + 1)
            }
            _ => self.unexpected_scalar(rest),
        }
    }

    fn unexpected_scalar(&self, rest: &[u8]) -> Fault {
        let here = self.at;
        let window = rest.get(..rest.len().min(4)).unwrap_or_default();
        let valid = match std::str::from_utf8(window) {
            Ok(text) => text,
            Err(error) => {
                std::str::from_utf8(window.get(..error.valid_up_to()).unwrap_or_default())
                    .unwrap_or_default()
            }
        };
        let Some(letter) = valid.chars().next() else {
            return Fault::new(FaultKind::Utf8, here, here + 1);
        };
        let kind = match letter {
            '\u{2018}'..='\u{201F}'
            | '\u{00AB}'
            | '\u{00BB}'
            | '\u{2039}'
            | '\u{203A}'
            | '\u{300C}'..='\u{300F}'
            | '\u{FF02}' => FaultKind::TypographicQuote(letter),
            letter if is_foreign_space(letter) => FaultKind::ForeignSpace(letter),
            letter => FaultKind::Unexpected(letter),
        };
        Fault::new(kind, here, here + letter.len_utf8())
    }
}

/// So many keys are compared with one another; more are hashed.
const FEW_KEYS: usize = 24;

/// Whether a reader would take the character for a space, or not see it at all, and JSON does not.
pub fn is_foreign_space(letter: char) -> bool {
    let invisible = matches!(letter, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{00AD}' | '\u{180E}');
    invisible || (letter.is_whitespace() && !matches!(letter, ' ' | '\t' | '\n' | '\r'))
}

fn utf8_fault(error: &std::str::Utf8Error) -> Fault {
    let start = error.valid_up_to();
    Fault::new(
        FaultKind::Utf8,
        start,
        start + error.error_len().unwrap_or(1),
    )
}
