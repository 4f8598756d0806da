//! Outside of objects: what may begin one, a string, or base64.

use super::coding::{Coding, is_base64};
use super::evidence::Key;
use super::scanner::{DATA, LIMIT, Quote, Scanner, State};

/// A quote that is written as HTML does.
const HTML_QUOTES: [&[u8]; 3] = [b"&quot;", b"&#34;", b"&#x22;"];

/// A quote as a JSON string writes it, or a server that writes JSON into its log; a brace may stand before it
/// with an escaped line break or space between.
const ESCAPED_QUOTES: [&[u8]; 7] = [
    b"\\\"", b"\\\\", b"\\x22", b"\\u0022", b"\\n", b"\\r", b"\\t",
];

/// A line break as a JSON string writes it.
const ESCAPED_BREAKS: [&[u8]; 2] = [b"\\r", b"\\n"];

/// So much is looked at of what stands before an object on its line.
pub(super) const MAX_PREFIX: u64 = 128;

/// So long is what is taken for hexadecimal text: no event is shorter.
const MIN_HEX: usize = 200;

/// So long are the lines of base64 that is broken into lines: 64 in PEM, 76 in mail.
const MIN_LINE: usize = 60;
const MAX_LINE: usize = 76;

/// No event is shorter, in base64.
const MIN_RUN: u64 = 40;

impl Scanner {
    pub(super) fn text(&mut self, mut run: Option<u64>) -> bool {
        let mut at = self.at;
        let mut stop = None;
        for &byte in self.from(at) {
            if is_base64(byte) {
                run.get_or_insert(at);
                at += 1;
                continue;
            }
            let ends_run = run.is_some_and(|start| at - start >= MIN_RUN);
            if ends_run || matches!(byte, b'{' | b'"' | b'\n' | b'%' | b'&' | b'\\') {
                stop = Some(byte);
                break;
            }
            run = None;
            at += 1;
        }
        self.at = at;
        self.state = State::Text { run };
        match (stop, run) {
            (None, _) => return false,
            (Some(b'%'), _) => return self.begin_percent(run, at),
            (Some(b'\r' | b'\n'), Some(run)) => return self.break_line(run, at),
            (Some(b'\\'), Some(run)) if self.may_go_on_escaped(run, at) => {
                return self.begin_encoded(run, at, &ESCAPED_BREAKS, Coding::Json);
            }
            (Some(_), Some(run)) => self.end_run(run, at),
            (Some(_), None) => {}
        }
        self.state = State::Text { run: None };
        match stop {
            Some(b'{') => self.state = State::Brace { start: at },
            Some(b'"') => self.begin_quote(at),
            Some(b'&') => return self.begin_html(at, at),
            Some(b'\\') => return self.begin_escaped(at, at),
            Some(b'\n') => self.next_line(at),
            Some(_) | None => self.at = at + 1,
        }
        true
    }

    /// Whether a line of base64 ends there that may go on behind an escaped line break.
    fn may_go_on_escaped(&self, run: u64, end: u64) -> bool {
        let is_line = (MIN_LINE as u64..=MAX_LINE as u64).contains(&(end - run));
        let rest = self.from(end);
        let is_break = ESCAPED_BREAKS
            .iter()
            .any(|line_break| rest.starts_with(line_break));
        let waits = rest.len() < 2 && !self.ended;
        is_line && (is_break || waits) && run >= self.decoded_to
    }

    fn next_line(&mut self, end: u64) {
        self.retries = 0;
        self.at = end + 1;
    }

    /// A line ends behind a run of letters, which may go on in the next one.
    fn break_line(&mut self, run: u64, end: u64) -> bool {
        match self.goes_on(run, end) {
            None => return false,
            Some(0) => {
                self.state = State::Text { run: None };
                self.end_run(run, end);
                self.next_line(end);
            }
            Some(length) => self.at = end + length,
        }
        true
    }

    /// How long the line break is at which base64 goes on in another line; none where more must come.
    fn goes_on(&mut self, run: u64, end: u64) -> Option<u64> {
        let text = self.slice(run, end).unwrap_or_default();
        let line = memchr::memrchr(b'\n', text).and_then(|before| text.get(before + 1..));
        let line = line.unwrap_or(text).trim_ascii_start().len();
        if !(MIN_LINE..=MAX_LINE).contains(&line) || !line.is_multiple_of(4) {
            return Some(0);
        }
        let length = if self.from(end).starts_with(b"\r\n") {
            2
        } else {
            1
        };
        // A server-sent event marks each line.
        let begin = end + length;
        let mark = self.data_prefix(begin)?;
        let blanks = if mark > 0 {
            self.blanks(begin + mark as u64)
        } else {
            0
        };
        match self.from(begin + mark as u64 + blanks).first() {
            None if !self.ended => None,
            Some(next) if is_base64(*next) => {
                self.blank(begin, mark);
                Some(length + mark as u64 + blanks)
            }
            _ => Some(0),
        }
    }

    /// A brace opens an object where a key follows, well written or not.
    pub(super) fn brace(&mut self, start: u64) -> bool {
        self.prefix = self.prefix_of(start);
        let mut blanks = self.blanks(start + 1);
        // A server-sent event has its data in lines.
        while self.byte_before(start + 1 + blanks) == b'\n' {
            let at = start + 1 + blanks;
            match self.line_prefix(at) {
                None => return false,
                Some(0) => break,
                Some(length) => {
                    self.blank(at, length);
                    blanks += self.blanks(at);
                }
            }
        }
        let rest = self.from(start + 1 + blanks);
        let escapes = rest.iter().take_while(|byte| **byte == b'\\').count();
        let behind = start + 1 + blanks;
        match rest.get(escapes) {
            Some(b'&') => return self.begin_html(start, behind + escapes as u64),
            Some(_) if escapes > 0 => return self.begin_escaped(start, behind),
            None if escapes > 0 && !self.ended => return false,
            Some(_) | None => {}
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
        self.begin_encoded(start, quote, &HTML_QUOTES, Coding::Html)
    }

    /// A quote as a JSON string writes it may stand at `quote`, behind the brace at `start` or by itself.
    fn begin_escaped(&mut self, start: u64, quote: u64) -> bool {
        self.begin_encoded(start, quote, &ESCAPED_QUOTES, Coding::Json)
    }

    fn begin_encoded(&mut self, start: u64, quote: u64, quotes: &[&[u8]], coding: Coding) -> bool {
        let rest = self.from(quote);
        let is_quote = quotes.iter().any(|quote| rest.starts_with(quote));
        let may_be = quotes.iter().any(|quote| quote.starts_with(rest));
        if may_be && !is_quote && !self.ended {
            return false;
        }
        self.at = start + 1;
        self.state = match is_quote && start >= self.decoded_to {
            true => State::Encoded { start, coding },
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

    /// How much of the line that begins there is no part of the object that is open: the mark of a server-sent
    /// event, or the end of what stands before the object's brace too; none where more must come.
    pub(super) fn line_prefix(&self, at: u64) -> Option<usize> {
        let line = self.from(at);
        if line.len() < self.prefix.len() && !self.ended {
            return None;
        }
        let suffixes = (0..self.prefix.len()).filter_map(|from| self.prefix.get(from..));
        match suffixes
            .take_while(|suffix| is_said(suffix))
            .find(|suffix| begins_like(line, suffix))
        {
            Some(suffix) => Some(suffix.len()),
            None => self.data_prefix(at),
        }
    }

    /// What stands on the line before the brace.
    fn prefix_of(&self, brace: u64) -> Vec<u8> {
        let near = self
            .slice(brace.saturating_sub(MAX_PREFIX).max(self.base()), brace)
            .unwrap_or_default();
        let line = memchr::memrchr(b'\n', near).map(|end| end + 1);
        let whole = line.or((brace - near.len() as u64 == 0).then_some(0));
        let prefix = whole.and_then(|from| near.get(from..)).unwrap_or_default();
        if is_said(prefix) {
            prefix.to_vec()
        } else {
            Vec::new()
        }
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

    /// A run of letters has ended.
    pub(super) fn end_run(&mut self, start: u64, end: u64) {
        if end - start > LIMIT {
            self.closed(start, "text larger than 16 MiB that may be base64");
        } else if end - start >= MIN_RUN {
            let coding = if self.slice(start, end).is_some_and(is_hex) {
                Coding::Hex
            } else {
                Coding::Base64
            };
            self.search(start, end, coding);
        }
        self.flush_decided();
    }
}

/// Whether the string may hold an event: it has a brace, an escape, or enough letters for base64.
pub(super) fn may_hold(raw: &[u8]) -> bool {
    memchr::memchr3(b'{', b'\\', b'%', raw).is_some() || has_run(raw)
}

fn is_said(prefix: &[u8]) -> bool {
    prefix.iter().any(|byte| !byte.is_ascii_whitespace())
}

/// Whether the line begins so, but for other digits: a time stands in most prefixes. Nothing that a line of
/// JSON begins with is a prefix.
fn begins_like(line: &[u8], prefix: &[u8]) -> bool {
    let is_same =
        |(one, other): (&u8, &u8)| one == other || (one.is_ascii_digit() && other.is_ascii_digit());
    let is_json = matches!(
        prefix.first(),
        Some(b'"' | b'{' | b'}' | b'[' | b']' | b',' | b':')
    );
    !is_json && line.len() >= prefix.len() && prefix.iter().zip(line).all(is_same)
}

/// Whether two quotes stand there, and a key goes on behind them.
fn is_doubled(text: &[u8], quote: usize) -> bool {
    let behind = text.get(quote..).unwrap_or_default();
    behind.starts_with(b"\"\"") && behind.get(2).is_some_and(u8::is_ascii_alphabetic)
}

/// Whether the run of letters is hexadecimal: it is all digits, and longer than any hash.
fn is_hex(run: &[u8]) -> bool {
    run.len() >= MIN_HEX && run.iter().all(u8::is_ascii_hexdigit)
}

fn has_run(raw: &[u8]) -> bool {
    let mut run = 0;
    raw.iter().any(|byte| {
        run = if is_base64(*byte) { run + 1 } else { 0 };
        run >= MIN_RUN
    })
}
