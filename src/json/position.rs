//! From bytes to lines and columns; only asked when something is told.

use std::ops::Range;

/// A stretch of a document, in bytes from the document's start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`; bytes beyond 4 GiB do not occur, documents end at 16 MiB.
    pub fn new(start: usize, end: usize) -> Span {
        Span {
            start: clamp(start),
            end: clamp(end),
        }
    }

    /// Its bytes as an index range.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Its length in bytes.
    pub fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Whether it covers no byte.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
}

fn clamp(byte: usize) -> u32 {
    u32::try_from(byte).unwrap_or(u32::MAX)
}

/// A place in an input: bytes count from 0, lines and columns from 1, columns in Unicode scalar values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Bytes before this place.
    pub byte: u64,
    /// The line.
    pub line: u64,
    /// The column.
    pub column: u64,
}

impl Position {
    /// Where every input begins.
    pub const START: Position = Position {
        byte: 0,
        line: 1,
        column: 1,
    };

    /// The place after `text`, which begins here.
    pub fn after(self, text: &[u8]) -> Position {
        let byte = self.byte + text.len() as u64;
        match memchr::memrchr(b'\n', text) {
            None => Position {
                byte,
                line: self.line,
                column: self.column + scalars(text),
            },
            Some(last) => {
                let breaks = memchr::memchr_iter(b'\n', text).count() as u64;
                let tail = text.get(last + 1..).unwrap_or_default();
                Position {
                    byte,
                    line: self.line + breaks,
                    column: 1 + scalars(tail),
                }
            }
        }
    }
}

/// Positions within one text, quick to ask for: a text is counted through once, in blocks.
#[derive(Debug)]
pub struct Places {
    blocks: Vec<Position>,
}

impl Places {
    const BLOCK: usize = 4096;

    /// The places of the text that begins there.
    pub fn of(start: Position, text: &[u8]) -> Places {
        let mut here = start;
        let blocks = text.chunks(Places::BLOCK).map(|block| {
            let before = here;
            here = here.after(block);
            before
        });
        let mut blocks: Vec<Position> = blocks.collect();
        blocks.push(here);
        Places { blocks }
    }

    /// Where that byte of the same text stands; beyond its end, where it ends.
    pub fn at(&self, text: &[u8], byte: usize) -> Position {
        let byte = byte.min(text.len());
        let block = byte / Places::BLOCK;
        let from = text.get(block * Places::BLOCK..byte).unwrap_or_default();
        self.blocks
            .get(block)
            .or(self.blocks.last())
            .map_or(Position::START, |start| start.after(from))
    }
}

/// Scalar values in well-formed UTF-8; elsewhere every byte that begins something counts.
fn scalars(text: &[u8]) -> u64 {
    text.iter().filter(|&&byte| byte & 0xC0 != 0x80).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_counted_from_the_start() {
        let text = "é\nab€\r\n😀x".repeat(900);
        let start = Position {
            byte: 7,
            line: 3,
            column: 5,
        };
        let places = Places::of(start, text.as_bytes());
        for byte in (0..=text.len())
            .step_by(41)
            .chain([4095, 4096, 4097, text.len()])
        {
            assert_eq!(
                places.at(text.as_bytes(), byte),
                start.after(&text.as_bytes()[..byte]),
                "{byte}"
            );
        }
    }

    #[test]
    fn lines_and_columns_count_from_one() {
        let cases = [
            ("nothing", "", (1, 1)),
            ("two columns", "ab", (1, 3)),
            ("a line", "ab\n", (2, 1)),
            ("a line and one", "ab\r\nc", (2, 2)),
            ("wide letters are one column", "é€😀", (1, 4)),
        ];
        for (name, text, (line, column)) in cases {
            let place = Position::START.after(text.as_bytes());
            assert_eq!(
                (place.line, place.column, place.byte),
                (line, column, text.len() as u64),
                "{name}"
            );
        }
    }
}
