//! Strings outside of objects: JSON, or the cells of a CSV.

use super::coding::Coding;
use super::scanner::{LIMIT, Quote, Scanner, State};

impl Scanner {
    pub(super) fn begin_quote(&mut self, start: u64) {
        self.at = start + 1;
        let is_escaped = self.byte_before(start) == b'\\';
        self.state = if is_escaped || start < self.quoted_to {
            State::Text { run: None }
        } else {
            State::Quote {
                start,
                kind: Quote::Plain,
            }
        };
    }

    /// A string outside of objects: JSON, or the cell of a CSV, which its first quote inside tells.
    pub(super) fn quote(&mut self, start: u64, mut kind: Quote) -> bool {
        loop {
            let rest = self.from(self.at);
            let ahead = match kind {
                Quote::Doubled => memchr::memchr(b'"', rest),
                Quote::Plain | Quote::Backslash | Quote::Escaped => {
                    memchr::memchr3(b'"', b'\\', b'\n', rest)
                }
            };
            let Some(ahead) = ahead else {
                self.at = self.end();
                self.state = State::Quote { start, kind };
                if self.at - start > LIMIT {
                    return self.end_quote(start, self.at, Quote::Plain);
                }
                return false;
            };
            let (byte, next) = (rest.get(ahead).copied(), rest.get(ahead + 1).copied());
            let here = self.at + ahead as u64;
            match (byte, next) {
                (Some(b'"' | b'\\'), None) if !self.ended => {
                    self.at = here;
                    self.state = State::Quote { start, kind };
                    return false;
                }
                (Some(b'"'), Some(b'"')) if kind != Quote::Escaped => {
                    kind = Quote::Doubled;
                    self.at = here + 2;
                }
                // The cell of a text whose own quotes are escaped.
                (Some(b'\\'), Some(b'"'))
                    if kind != Quote::Escaped && is_doubled(rest, ahead + 1) =>
                {
                    kind = Quote::Doubled;
                    self.at = here + 3;
                }
                (Some(b'\\'), _) => {
                    if next == Some(b'"') {
                        kind = Quote::Escaped;
                    } else if kind == Quote::Plain {
                        kind = Quote::Backslash;
                    }
                    self.at = here + 2;
                }
                (Some(b'\n'), _) if kind != Quote::Escaped && self.begins_cell(start) => {
                    self.at = here + 1;
                }
                (Some(b'\n'), _) => return self.end_quote(start, here, Quote::Plain),
                _ => return self.end_quote(start, here, kind),
            }
        }
    }

    /// Only a cell of a CSV may go on in the next line.
    fn begins_cell(&self, start: u64) -> bool {
        matches!(
            self.byte_before(start),
            b',' | b';' | b'\t' | b'|' | b'\n' | b'\r' | b' ' | b':'
        )
    }

    /// What nothing is found in may have been no string: it is looked through as text.
    fn end_quote(&mut self, start: u64, end: u64, kind: Quote) -> bool {
        self.state = State::Text { run: None };
        let coding = match kind {
            Quote::Plain => None,
            _ if self.ends_attribute(start, end) => None,
            Quote::Backslash | Quote::Escaped => Some(Coding::Json),
            Quote::Doubled => Some(Coding::Doubled),
        };
        let found = coding.is_some_and(|coding| self.search(start + 1, end, coding));
        if found {
            self.at = end + 1;
            self.flush_decided();
        } else {
            self.at = start + 1;
            self.quoted_to = end;
            if coding.is_some() {
                self.decoded_to = self.decoded_to.max(end);
            }
        }
        true
    }

    /// Whether the quote that begins there ends the attribute of a page that holds quotes as entities.
    fn ends_attribute(&self, start: u64, end: u64) -> bool {
        let text = self.slice(start, end).unwrap_or_default();
        self.byte_before(start).is_ascii_alphanumeric()
            && memchr::memmem::find(text, b"&quot;").is_some()
    }
}

/// Whether two quotes stand there, and a key goes on behind them.
fn is_doubled(text: &[u8], quote: usize) -> bool {
    let behind = text.get(quote..).unwrap_or_default();
    behind.starts_with(b"\"\"") && behind.get(2).is_some_and(u8::is_ascii_alphabetic)
}
