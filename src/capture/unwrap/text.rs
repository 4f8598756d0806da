//! Outside of objects: what may begin one, a string, or base64.

use super::coding::{Coding, is_base64};
use super::evidence::Key;
use super::scanner::{DATA, LIMIT, Quote, Scanner, State};

/// A quote that is written as HTML does.
const HTML_QUOTES: [&[u8]; 3] = [b"&quot;", b"&#34;", b"&#x22;"];

/// No event is shorter, in base64.
const MIN_RUN: u64 = 40;

impl Scanner {
    pub(super) fn text(&mut self, mut run: Option<u64>) -> bool {
        let (begin, rest) = (self.at, self.from(self.at));
        let mut at = begin;
        let mut ended_run = None;
        let mut special = None;
        for &byte in rest {
            if is_base64(byte) {
                run.get_or_insert(at);
                at += 1;
                continue;
            }
            if byte == b'%' {
                self.at = at;
                return self.begin_percent(run, at);
            }
            ended_run = run.take().filter(|start| at - start >= MIN_RUN);
            if matches!(byte, b'{' | b'"' | b'\n' | b'&') {
                special = Some(byte);
            }
            if ended_run.is_some() || special.is_some() {
                break;
            }
            at += 1;
        }
        self.at = at;
        self.state = State::Text { run };
        if let Some(start) = ended_run {
            self.end_run(start, at);
        }
        match special {
            Some(b'{') => self.state = State::Brace { start: at },
            Some(b'"') => self.begin_quote(at),
            Some(b'&') => return self.begin_html(at, at),
            Some(_) => {
                self.retries = 0;
                self.at += 1;
            }
            None => {}
        }
        special.is_some() || ended_run.is_some()
    }

    /// A brace opens an object where a key follows, well written or not.
    pub(super) fn brace(&mut self, start: u64) -> bool {
        let mut blanks = self.blanks(start + 1);
        // A server-sent event has its data in lines.
        while self.byte_before(start + 1 + blanks) == b'\n' {
            let at = start + 1 + blanks;
            match self.data_prefix(at) {
                None => return false,
                Some(0) => break,
                Some(length) => {
                    self.blank(at, length);
                    blanks += self.blanks(at);
                }
            }
        }
        let rest = self.from(start + 1 + blanks);
        if rest.first() == Some(&b'&') {
            return self.begin_html(start, start + 1 + blanks);
        }
        let opens = match rest.first() {
            None if blanks > LIMIT => Some(false),
            None => None,
            Some(b'"') => Some(true),
            Some(_) => Key::begins(rest),
        };
        let is_quoted = rest.first() == Some(&b'"');
        self.at = start + 1;
        match opens {
            None => return false,
            Some(false) => self.state = State::Text { run: None },
            Some(true) => {
                self.push(start, false);
                self.lenient = !is_quoted;
                self.state = State::Tokens;
            }
        }
        true
    }

    /// Percent-encoded text may begin there: where `percent` is, or with the letters before it.
    fn begin_percent(&mut self, run: Option<u64>, percent: u64) -> bool {
        let digits = self.from(percent + 1);
        if digits.len() < 2 && !self.ended {
            self.state = State::Text { run };
            return false;
        }
        let is_escape = digits.len() >= 2 && digits.iter().take(2).all(u8::is_ascii_hexdigit);
        let start = run.unwrap_or(percent);
        if is_escape && start >= self.decoded_to {
            self.state = State::Encoded {
                start,
                coding: Coding::Percent,
            };
            return true;
        }
        if let Some(start) = run {
            self.end_run(start, percent);
        }
        self.at = percent + 1;
        self.state = State::Text { run: None };
        true
    }

    /// A quote as HTML writes it may stand at `quote`, behind the brace at `start` or by itself.
    fn begin_html(&mut self, start: u64, quote: u64) -> bool {
        let rest = self.from(quote);
        let is_quote = HTML_QUOTES.iter().any(|quote| rest.starts_with(quote));
        let may_be = HTML_QUOTES.iter().any(|quote| quote.starts_with(rest));
        if may_be && !is_quote && !self.ended {
            return false;
        }
        self.at = start + 1;
        self.state = match is_quote && start >= self.decoded_to {
            true => State::Encoded {
                start,
                coding: Coding::Html,
            },
            false => State::Text { run: None },
        };
        true
    }

    pub(super) fn encoded(&mut self, start: u64, coding: Coding) -> bool {
        let length = self
            .from(self.at)
            .iter()
            .position(|byte| coding.ends(*byte));
        self.at += length.unwrap_or(self.from(self.at).len()) as u64;
        if length.is_none() && self.at - start <= LIMIT {
            return false;
        }
        self.end_encoded(start, self.at, coding);
        true
    }

    /// What nothing is found in is looked through as text.
    pub(super) fn end_encoded(&mut self, start: u64, end: u64, coding: Coding) {
        self.state = State::Text { run: None };
        if end - start > LIMIT {
            self.closed(start, "encoded text larger than 16 MiB");
        } else if !self.search(start, end, coding) {
            self.at = start;
            self.decoded_to = end;
        }
        self.flush_decided();
    }

    /// How much of what begins there only marks data of server-sent events; none where more must come.
    pub(super) fn data_prefix(&self, at: u64) -> Option<usize> {
        let rest = self.from(at);
        let mut length = 0;
        loop {
            let tail = rest.get(length..).unwrap_or_default();
            let blanks = tail
                .iter()
                .take_while(|byte| length > 0 && matches!(byte, b' ' | b'\t'));
            let blanks = blanks.count();
            let tail = tail.get(blanks..).unwrap_or_default();
            if tail.starts_with(DATA) {
                length += blanks + DATA.len();
            } else if DATA.starts_with(tail) && !self.ended {
                return None;
            } else {
                return Some(length);
            }
        }
    }

    /// How many bytes of space stand there.
    fn blanks(&self, from: u64) -> u64 {
        let rest = self.from(from).iter();
        rest.take_while(|byte| byte.is_ascii_whitespace()).count() as u64
    }

    fn begin_quote(&mut self, start: u64) {
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
        }
        true
    }

    /// Whether the quote that begins there ends the attribute of a page that holds quotes as entities.
    fn ends_attribute(&self, start: u64, end: u64) -> bool {
        let text = self.slice(start, end).unwrap_or_default();
        self.byte_before(start).is_ascii_alphanumeric()
            && memchr::memmem::find(text, b"&quot;").is_some()
    }

    /// A run of letters has ended.
    pub(super) fn end_run(&mut self, start: u64, end: u64) {
        if end - start > LIMIT {
            self.closed(start, "text larger than 16 MiB that may be base64");
        } else if end - start >= MIN_RUN {
            self.search(start, end, Coding::Base64);
        }
        self.flush_decided();
    }
}

/// Whether the string may hold an event: it has a brace, an escape, or enough letters for base64.
pub(super) fn may_hold(raw: &[u8]) -> bool {
    memchr::memchr3(b'{', b'\\', b'%', raw).is_some() || has_run(raw)
}

fn has_run(raw: &[u8]) -> bool {
    let mut run = 0;
    raw.iter().any(|byte| {
        run = if is_base64(*byte) { run + 1 } else { 0 };
        run >= MIN_RUN
    })
}
