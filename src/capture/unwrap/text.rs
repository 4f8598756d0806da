//! Outside of objects: what may begin one, a string, or base64.

use super::coding::{Coding, is_base64};
use super::evidence::Key;
use super::scanner::{DATA, LIMIT, Quote, Scanner, State};

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
            ended_run = run.take().filter(|start| at - start >= MIN_RUN);
            if matches!(byte, b'{' | b'"' | b'\n') {
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
    memchr::memchr2(b'{', b'\\', raw).is_some() || has_run(raw)
}

fn has_run(raw: &[u8]) -> bool {
    let mut run = 0;
    raw.iter().any(|byte| {
        run = if is_base64(*byte) { run + 1 } else { 0 };
        run >= MIN_RUN
    })
}
