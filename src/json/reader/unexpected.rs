//! What stands where nothing of the kind can: the fault that says what it is.

use super::Reader;
use crate::json::{FaultKind, Span, SyntaxError};

impl Reader<'_> {
    pub(super) fn truncated(&self) -> SyntaxError {
        let end = self.text.len();
        let fault = SyntaxError::new(FaultKind::Truncated(self.open.len()), end, end);
        let opener = self
            .open
            .last()
            .and_then(|open| self.records.get(open.index as usize));
        match opener {
            Some(record) => fault.and(Span {
                start: record.start(),
                end: record.start() + 1,
            }),
            None => fault,
        }
    }

    /// Whatever stands here cannot: says what it is.
    pub(super) fn unexpected(&self) -> SyntaxError {
        let here = self.at;
        let rest = self.text.get(here..).unwrap_or_default();
        let Some(&byte) = rest.first() else {
            return self.truncated();
        };
        match byte {
            b'/' if matches!(rest.get(1), Some(b'/' | b'*')) => {
                SyntaxError::new(FaultKind::Comment, here, here + 2)
            }
            b'#' => SyntaxError::new(FaultKind::Comment, here, here + 1),
            b'\'' | b'`' => SyntaxError::new(FaultKind::SingleQuote, here, here + 1),
            b'}' | b']' if self.open.is_empty() => {
                SyntaxError::new(FaultKind::Unopened, here, here + 1)
            }
            b'+' | b'.' => self.number_fault(here, FaultKind::Number),
            byte if byte.is_ascii_alphabetic() || byte == b'_' => self.word_fault(here),
            byte if byte.is_ascii() => {
                SyntaxError::new(FaultKind::Unexpected(char::from(byte)), here, here + 1)
            }
            _ => self.unexpected_scalar(rest),
        }
    }

    pub(super) fn unexpected_scalar(&self, rest: &[u8]) -> SyntaxError {
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
            return SyntaxError::new(FaultKind::Utf8, here, here + 1);
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
        SyntaxError::new(kind, here, here + letter.len_utf8())
    }
}

/// Whether a reader would take the character for a space, or not see it at all, and JSON does not.
pub fn is_foreign_space(letter: char) -> bool {
    let invisible = matches!(letter, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{00AD}' | '\u{180E}');
    invisible || (letter.is_whitespace() && !matches!(letter, ' ' | '\t' | '\n' | '\r'))
}
