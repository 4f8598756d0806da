//! What stands before an object on each of its lines: the mark of a server-sent event, or what a log collector writes.

use super::scanner::{DATA, MAX_PREFIX, Scanner};

impl Scanner {
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
    pub(super) fn prefix_of(&self, brace: u64) -> Vec<u8> {
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
