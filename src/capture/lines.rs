//! Whether a capture has one document a line: its first line that begins with `{` tells.

/// Listens to an input from its beginning until that line has come.
#[derive(Debug, Default)]
pub(super) struct Lines {
    seen: u64,
    line: Line,
    /// The last two visible bytes of the line.
    tail: [u8; 2],
    told: Option<Told>,
}

#[derive(Debug, Clone, Copy, PartialEq, Default)]
enum Line {
    /// Only blanks so far.
    #[default]
    Blank,
    Object,
    Other,
}

#[derive(Debug)]
struct Told {
    /// The line break that told it.
    at: u64,
    ends_with: Ending,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Ending {
    Brace,
    BraceAndComma,
    Other,
}

impl Lines {
    pub(super) fn hear(&mut self, fresh: &[u8]) {
        let mut rest = fresh;
        while self.told.is_none() && !rest.is_empty() {
            let end = memchr::memchr(b'\n', rest);
            let (line, behind) = rest.split_at(end.unwrap_or(rest.len()));
            self.hear_line(line);
            self.seen += line.len() as u64;
            if end.is_some() {
                self.line_break();
                self.seen += 1;
            }
            rest = behind.get(1..).unwrap_or_default();
        }
    }

    fn hear_line(&mut self, piece: &[u8]) {
        if self.line == Line::Blank {
            // Foreign spaces and marks are blanks here, and no byte of theirs is ASCII.
            let visible = |byte: &&u8| byte.is_ascii() && !byte.is_ascii_whitespace();
            self.line = match piece.iter().find(visible) {
                None => Line::Blank,
                Some(b'{') => Line::Object,
                Some(_) => Line::Other,
            };
        }
        let mut visible = piece
            .iter()
            .rev()
            .filter(|byte| !byte.is_ascii_whitespace());
        match (visible.next(), visible.next()) {
            (Some(&last), Some(&before)) => self.tail = [before, last],
            (Some(&last), None) => self.tail = [self.tail[1], last],
            (None, _) => {}
        }
    }

    fn line_break(&mut self) {
        if self.line == Line::Object {
            let ends_with = match self.tail {
                [_, b'}'] => Ending::Brace,
                [b'}', b','] => Ending::BraceAndComma,
                _ => Ending::Other,
            };
            self.told = Some(Told {
                at: self.seen,
                ends_with,
            });
        }
        self.line = Line::Blank;
        self.tail = [0; 2];
    }

    /// Whether the line break at `at` ends a document, whatever state that is in. Only what stands
    /// up to there counts, so that it does not matter how much has been read.
    pub(super) fn delimit(&self, at: u64, in_array: bool) -> bool {
        self.told.as_ref().is_some_and(|told| {
            told.at <= at
                && match told.ends_with {
                    Ending::Brace => true,
                    Ending::BraceAndComma => in_array,
                    Ending::Other => false,
                }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_with_a_brace_tells() {
        let cases = [
            ("one a line", "{\"a\":1}\n{", (true, true)),
            ("indented, CRLF", "  {}  \r\n", (true, true)),
            ("an array's lines", "[\n{},\n", (false, true)),
            ("many lines a document", "{\n}\n{}\n", (false, false)),
            ("not yet told", "{}", (false, false)),
            ("another line first", "[1]\n{}\n", (true, true)),
            ("a comma only", "{\n  ,\n", (false, false)),
        ];
        for (name, text, expected) in cases {
            let mut whole = Lines::default();
            whole.hear(text.as_bytes());
            let mut pieces = Lines::default();
            for byte in text.bytes() {
                pieces.hear(&[byte]);
            }
            for lines in [whole, pieces] {
                let told = (lines.delimit(100, false), lines.delimit(100, true));
                assert_eq!(told, expected, "{name}");
            }
        }
    }
}
