//! Strings, numbers and literals.

use super::{Expect, LOOK_AHEAD, Reader, Step};
use crate::json::{FaultKind, Kind, SyntaxError};

impl Reader<'_> {
    pub(super) fn string(&mut self) -> Step<()> {
        let start = self.at;
        let mut escaped = false;
        self.at += 1;
        loop {
            self.skip_plain();
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    self.escape()?;
                }
                Some(b'\n' | b'\r') => {
                    return Err(SyntaxError::new(FaultKind::OpenString, start, self.at));
                }
                Some(byte) => {
                    return Err(SyntaxError::new(
                        FaultKind::Control(byte),
                        self.at,
                        self.at + 1,
                    ));
                }
                None => return Err(self.truncated()),
            }
        }
        self.at += 1;
        self.push(Kind::String, start, escaped);
        Ok(())
    }

    /// Goes on to the next byte that means something in a string.
    fn skip_plain(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let means = |byte: &u8| *byte < 0x20 || matches!(byte, b'"' | b'\\');
        self.at += rest.iter().position(means).unwrap_or(rest.len());
    }

    pub(super) fn key_string(&mut self) -> Step<()> {
        self.string()?;
        let kept = self.passed_over.is_none();
        if let Some(record) = self.records.last_mut().filter(|_| kept) {
            record.make_key();
        }
        Ok(())
    }

    pub(super) fn escape(&mut self) -> Step<()> {
        let start = self.at;
        match self.byte(start + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                self.at += 2;
                Ok(())
            }
            Some(b'u') => self.unit_escape(start),
            Some(_) => Err(SyntaxError::new(FaultKind::Escape, start, start + 2)),
            None => Err(self.truncated()),
        }
    }

    pub(super) fn unit_escape(&mut self, start: usize) -> Step<()> {
        let high = self.unit(start)?;
        self.at = start + 6;
        if !(0xD800..0xE000).contains(&high) {
            return Ok(());
        }
        let lone = SyntaxError::new(FaultKind::LoneSurrogate, start, start + 6);
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
    pub(super) fn unit(&mut self, start: usize) -> Step<u32> {
        let mut unit = 0;
        for at in start + 2..start + 6 {
            match self.byte(at).map(|byte| char::from(byte).to_digit(16)) {
                Some(Some(digit)) => unit = unit * 16 + digit,
                Some(None) => return Err(SyntaxError::new(FaultKind::Escape, start, at)),
                None => {
                    self.at = self.text.len();
                    return Err(self.truncated());
                }
            }
        }
        Ok(unit)
    }

    pub(super) fn number(&mut self) -> Step<()> {
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

    pub(super) fn digits(&mut self) {
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
    }

    pub(super) fn some_digits(&mut self, start: usize) -> Step<()> {
        match self.peek() {
            Some(b'0'..=b'9') => {
                self.digits();
                Ok(())
            }
            Some(_) => Err(self.number_fault(start, FaultKind::Number)),
            None => Err(self.truncated()),
        }
    }

    pub(super) fn number_fault(&self, start: usize, kind: FaultKind) -> SyntaxError {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let tail = rest
            .iter()
            .take(LOOK_AHEAD)
            .take_while(|byte| byte.is_ascii_alphanumeric() || b"._+-".contains(byte));
        SyntaxError::new(kind, start, self.at + tail.count())
    }

    pub(super) fn literal(&mut self, word: &'static str, kind: Kind) -> Step<Expect> {
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

    pub(super) fn word_length(&self) -> usize {
        let rest = self.text.get(self.at..).unwrap_or_default();
        rest.iter()
            .take(LOOK_AHEAD)
            .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_')
            .count()
    }

    /// A word that is no literal of JSON, the one at `start` (a minus sign may stand before it).
    pub(super) fn word_fault(&self, start: usize) -> SyntaxError {
        let end = self.at + self.word_length();
        let word = self.text.get(self.at..end).unwrap_or_default();
        let kind = match word.to_ascii_lowercase().as_slice() {
            b"nan" | b"infinity" | b"inf" => FaultKind::NotANumber,
            b"true" | b"yes" => FaultKind::Word(Some("true")),
            b"false" | b"no" => FaultKind::Word(Some("false")),
            b"null" | b"none" | b"nil" | b"undefined" => FaultKind::Word(Some("null")),
            _ => FaultKind::Word(None),
        };
        SyntaxError::new(kind, start, end)
    }
}
