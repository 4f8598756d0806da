//! The one reader: bytes to a flat tape of nodes with their spans, or the fault that stops it.
//!
//! Strict RFC 8259. Numbers are kept as written, so `1e999` is read; everything else is accepted
//! and refused as serde_json does, but that duplicate keys are noticed.

mod duplicates;
mod lexeme;
mod unexpected;

pub use unexpected::is_foreign_space;

use super::tape::{self, Record, TEXT_LIMIT};
use super::{Duplicate, FaultKind, Kind, OBJECT_TEXT, Span, SyntaxError, Tape};

/// How deep objects and arrays may nest.
pub const DEPTH_LIMIT: usize = 128;

/// How large one document may be, in bytes: 16 MiB.
pub const DOCUMENT_LIMIT: usize = 16 << 20;

/// So many bytes are looked at, at the most, to say what is wrong at a place.
const LOOK_AHEAD: usize = 16;

/// What the reader found at the start of a text.
#[derive(Debug)]
pub enum Read {
    /// A whole document, of so many bytes.
    Whole(Tape, usize),
    /// No document, for this reason.
    Broken(SyntaxError),
    /// The text ends too soon to tell.
    Short,
}

/// Reads the document that `text` begins with. `last` says that no more text will follow.
pub fn read(text: &[u8], last: bool) -> Read {
    read_down_to(None, text, last)
}

/// The same of a whole text of which only the outline is wanted: the members of objects that stand no deeper than so
/// many. Arrays and deeper objects are read, and kept as if they were empty.
pub fn read_outline(depth: usize, text: &[u8]) -> Read {
    read_down_to(Some(depth), text, true)
}

fn read_down_to(outline: Option<usize>, text: &[u8], last: bool) -> Read {
    if text.len() >= TEXT_LIMIT {
        return Read::Broken(SyntaxError::new(FaultKind::TooLarge, 0, 1));
    }
    let mut reader = Reader {
        text,
        at: 0,
        records: Vec::with_capacity(tape::capacity(text, outline)),
        open: Vec::new(),
        duplicates: Vec::new(),
        repeated: 0,
        outline,
        passed_over: None,
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
    /// How many keys an object has twice.
    repeated: u32,
    /// How deep objects stand whose members are kept, where not all are.
    outline: Option<usize>,
    /// How many were open when the object or array began of which nothing is kept that stands in it.
    passed_over: Option<usize>,
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

type Step<T> = Result<T, SyntaxError>;

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
            self.records.first().map(|record| record.kind()),
            Some(Kind::Number | Kind::Boolean | Kind::Null)
        )
    }

    fn finish(mut self) -> Read {
        if self.text.len() >= tape::LARGE_BYTES {
            self.records.shrink_to_fit();
        }
        match std::str::from_utf8(self.text.get(..self.at).unwrap_or_default()) {
            Ok(_) => Read::Whole(
                Tape {
                    records: self.records,
                    duplicates: self.duplicates,
                    repeated: self.repeated,
                },
                self.at,
            ),
            Err(error) => Read::Broken(utf8_fault(&error)),
        }
    }

    /// Strings are not looked into while reading, so bytes that are no UTF-8 may stand before a fault.
    fn earliest(&self, fault: SyntaxError) -> SyntaxError {
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
        if self.passed_over.is_some() {
            return;
        }
        let span = Span::new(start, self.at);
        self.records.push(Record::scalar(kind, span, escaped));
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
            Some(b',') => Err(SyntaxError::new(FaultKind::ExtraComma, start, start + 1)),
            Some(b'}' | b']') => Err(self.closed_too_soon()),
            Some(_) | None => Err(self.unexpected()),
        }
    }

    fn descend(&mut self, object: bool) -> Step<Expect> {
        if self.open.len() >= DEPTH_LIMIT {
            return Err(SyntaxError::new(FaultKind::TooDeep, self.at, self.at + 1));
        }
        let index = Span::new(0, self.records.len()).end;
        let start = self.at;
        let rest = self.text.get(start..).unwrap_or_default();
        if rest.starts_with(OBJECT_TEXT.as_bytes()) {
            let end = start + OBJECT_TEXT.len();
            return Err(SyntaxError::new(FaultKind::ObjectText, start, end));
        }
        self.at += 1;
        let kind = if object { Kind::Object } else { Kind::Array };
        if self.passed_over.is_none() {
            self.records
                .push(Record::opening(kind, Span::new(start, 0).start));
            let depth = self.open.len();
            let is_beyond = |most: usize| !object || depth >= most;
            self.passed_over = self.outline.is_some_and(is_beyond).then_some(depth);
        }
        self.open.push(Open {
            index,
            object,
            count: 0,
            comma: start,
        });
        Ok(Expect::First)
    }

    /// A closing bracket where a value should stand.
    fn closed_too_soon(&self) -> SyntaxError {
        let here = Span::new(self.at, self.at + 1);
        let Some(open) = self.open.last() else {
            return SyntaxError {
                kind: FaultKind::Unopened,
                at: here,
                other: None,
            };
        };
        let matches = (self.peek() == Some(b'}')) == open.object;
        match (matches, open.object) {
            (false, _) => self.mismatch(open),
            (true, true) => SyntaxError {
                kind: FaultKind::MissingValue,
                at: here,
                other: None,
            },
            (true, false) => {
                SyntaxError::new(FaultKind::TrailingComma, open.comma, open.comma + 1).and(here)
            }
        }
    }

    fn mismatch(&self, open: &Open) -> SyntaxError {
        let opener = self
            .records
            .get(open.index as usize)
            .map_or(0, |record| record.start() as usize);
        SyntaxError::new(FaultKind::Mismatch, self.at, self.at + 1)
            .and(Span::new(opener, opener + 1))
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
            Some(b'"') => self.key_string()?,
            Some(b'}') => {
                let comma = self.open.last().map_or(here, |open| open.comma);
                return Err(SyntaxError::new(FaultKind::TrailingComma, comma, comma + 1)
                    .and(Span::new(here, here + 1)));
            }
            Some(b']') => {
                return Err(self
                    .open
                    .last()
                    .map_or_else(|| self.unexpected(), |open| self.mismatch(open)));
            }
            Some(b',') => return Err(SyntaxError::new(FaultKind::ExtraComma, here, here + 1)),
            Some(byte) if byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' => {
                return Err(SyntaxError::new(
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
                return Err(
                    SyntaxError::new(FaultKind::MissingColon, self.at, self.at + 1)
                        .and(Span::new(here, self.at)),
                );
            }
            Some(_) | None => return Err(self.unexpected()),
        }
        self.skip_space();
        match self.peek() {
            Some(b'}' | b',') => Err(SyntaxError::new(
                FaultKind::MissingValue,
                self.at,
                self.at + 1,
            )),
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
                Err(SyntaxError::new(FaultKind::MissingComma, here, here + 1))
            }
            _ => Err(self.unexpected()),
        }
    }

    fn close(&mut self) -> Expect {
        let start = Span::new(self.at, 0).start;
        self.at += 1;
        let Some(open) = self.open.pop() else {
            return Expect::Next;
        };
        if let Some(depth) = self.passed_over {
            if depth == self.open.len() {
                self.passed_over = None;
                if let Some(record) = self.records.get_mut(open.index as usize) {
                    record.close_empty(start + 1);
                }
            }
            return Expect::Next;
        }
        let closing = Span::new(self.records.len(), 0).start;
        let repeated = if open.object {
            self.notice_duplicates(open.index, open.count)
        } else {
            0
        };
        if let Some(record) = self.records.get_mut(open.index as usize) {
            if open.count == 0 {
                record.close_empty(start + 1);
                return Expect::Next;
            }
            record.close_at(closing);
        }
        self.records
            .push(Record::closing(start, open.count - repeated));
        Expect::Next
    }
}

fn utf8_fault(error: &std::str::Utf8Error) -> SyntaxError {
    let start = error.valid_up_to();
    SyntaxError::new(
        FaultKind::Utf8,
        start,
        start + error.error_len().unwrap_or(1),
    )
}
