//! Outside of objects: what may begin one, a string, or text that is written in another way.

use super::coding::is_base64;
use super::evidence::Key;
use super::runs::MIN_RUN;
use super::scanner::{LIMIT, Scanner, State};

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
                return self.begin_escaped_break(run, at);
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

    pub(super) fn next_line(&mut self, end: u64) {
        self.retries = 0;
        self.at = end + 1;
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

    /// How many bytes of space stand there.
    pub(super) fn blanks(&self, from: u64) -> u64 {
        let rest = self.from(from).iter();
        rest.take_while(|byte| byte.is_ascii_whitespace()).count() as u64
    }
}
