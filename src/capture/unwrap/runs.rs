//! Runs of letters outside of objects: base64, in one line or in several, or hexadecimal.

use super::coding::{Coding, is_base64};
use super::scanner::{LIMIT, Scanner, State};

/// No event is shorter, in base64.
pub(super) const MIN_RUN: u64 = 40;

/// So long is what is taken for hexadecimal text: no event is shorter.
const MIN_HEX: usize = 200;

/// The shortest line of base64 that is broken into lines: PEM has 64 letters.
const MIN_LINE: usize = 60;

/// The longest: mail has 76.
const MAX_LINE: usize = 76;

impl Scanner {
    /// A line ends behind a run of letters, which may go on in the next one.
    pub(super) fn break_line(&mut self, run: u64, end: u64) -> bool {
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
        if !is_wrapped_line(line) || !line.is_multiple_of(4) {
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

/// Whether a line of base64 that is broken into lines is as long.
pub(super) fn is_wrapped_line(length: usize) -> bool {
    (MIN_LINE..=MAX_LINE).contains(&length)
}
