//! Text outside of objects that is written in another way: percent-encoded, as HTML writes it, or escaped.

use super::coding::Coding;
use super::runs::is_wrapped_line;
use super::scanner::{LIMIT, Scanner, State};

/// A quote that is written as HTML does.
const HTML_QUOTES: [&[u8]; 3] = [b"&quot;", b"&#34;", b"&#x22;"];

/// A quote as a JSON string writes it, or a server that writes JSON into its log; a brace may stand before it
/// with an escaped line break or space between.
const ESCAPED_QUOTES: [&[u8]; 7] = [
    b"\\\"", b"\\\\", b"\\x22", b"\\u0022", b"\\n", b"\\r", b"\\t",
];

/// A line break as a JSON string writes it.
const ESCAPED_BREAKS: [&[u8]; 2] = [b"\\r", b"\\n"];

impl Scanner {
    /// Percent-encoded text may begin there: where `percent` is, or with the letters before it.
    pub(super) fn begin_percent(&mut self, run: Option<u64>, percent: u64) -> bool {
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
    pub(super) fn begin_html(&mut self, start: u64, quote: u64) -> bool {
        self.begin_encoded(start, quote, &HTML_QUOTES, Coding::Html)
    }

    /// A quote as a JSON string writes it may stand at `quote`, behind the brace at `start` or by itself.
    pub(super) fn begin_escaped(&mut self, start: u64, quote: u64) -> bool {
        self.begin_encoded(start, quote, &ESCAPED_QUOTES, Coding::Json)
    }

    /// Whether a line of base64 ends there that may go on behind an escaped line break.
    pub(super) fn may_go_on_escaped(&self, run: u64, end: u64) -> bool {
        let is_line = usize::try_from(end - run).is_ok_and(is_wrapped_line);
        let rest = self.from(end);
        let is_break = ESCAPED_BREAKS
            .iter()
            .any(|line_break| rest.starts_with(line_break));
        let waits = rest.len() < 2 && !self.ended;
        is_line && (is_break || waits) && run >= self.decoded_to
    }

    /// Base64 goes on behind the escaped line break there.
    pub(super) fn begin_escaped_break(&mut self, run: u64, end: u64) -> bool {
        self.begin_encoded(run, end, &ESCAPED_BREAKS, Coding::Json)
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
}
