//! Where broken text ends, so that a fault in one document never hides the next.

use super::lines::Lines;

/// Looks for the end of a broken document, in pieces as they come.
#[derive(Debug, Clone)]
pub(super) struct Extent {
    surroundings: Surroundings,
    /// Where the document begins in its input; everything else counts from there.
    origin: u64,
    scanned: u64,
    line: u64,
    phase: Phase,
    /// Its closing brace has come, or what stands in its place.
    closed: bool,
}

/// What the broken document stands in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Surroundings {
    /// No array around it.
    Top,
    /// A stray comma or closing bracket: it and its like.
    Stray,
    /// An array, whose elements begin at the column `indent`, and this one at `column`. Of one nested too
    /// deep, further brackets are more of the same.
    Array {
        indent: Option<u64>,
        column: u64,
        deep: bool,
    },
}

/// Where it ends, and whether the array around it seems to have ended as well.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct End {
    pub(super) at: u64,
    pub(super) leaves_array: bool,
    /// A line begins there, in the first column, that may have strayed into the document.
    pub(super) may_stray: bool,
}

impl End {
    pub(super) fn at(at: u64) -> End {
        End {
            at,
            leaves_array: false,
            may_stray: false,
        }
    }
}

#[derive(Debug, Clone)]
enum Phase {
    /// The line the document begins on, in an array.
    Balancing(Balance),
    /// Somewhere in a line.
    Within,
    /// At the beginning of a line, behind so many blanks.
    Indented(u64),
    /// At the beginning of a line, behind so many bytes of a byte-order mark.
    Marked(usize),
}

/// The byte-order mark of UTF-8: what stands behind it begins the line.
const MARK: &[u8] = b"\xEF\xBB\xBF";

impl Extent {
    pub(super) fn new(surroundings: Surroundings, origin: u64) -> Extent {
        let phase = match surroundings {
            Surroundings::Array { .. } => Phase::Balancing(Balance::default()),
            Surroundings::Top | Surroundings::Stray => Phase::Within,
        };
        Extent {
            surroundings,
            origin,
            scanned: 0,
            line: 0,
            phase,
            closed: false,
        }
    }

    /// The same of one whose brackets say nothing of its end.
    pub(super) fn over_lines(surroundings: Surroundings, origin: u64) -> Extent {
        Extent {
            phase: Phase::Within,
            ..Extent::new(surroundings, origin)
        }
    }

    /// How many bytes of the document have been looked at.
    pub(super) fn scanned(&self) -> u64 {
        self.scanned
    }

    /// Looks on in the bytes that follow those already seen.
    pub(super) fn scan(&mut self, fresh: &[u8], lines: &Lines) -> Option<End> {
        let mut rest = fresh;
        while let Some(&byte) = rest.first() {
            let step = match &mut self.phase {
                _ if self.surroundings == Surroundings::Stray => {
                    if !matches!(byte, b',' | b']' | b'}' | b' ' | b'\t') {
                        return Some(End::at(self.scanned));
                    }
                    1
                }
                Phase::Balancing(balance) => match balance.step(byte) {
                    Balanced::Ended => return Some(End::at(self.scanned)),
                    Balanced::Never => {
                        self.phase = Phase::Within;
                        0
                    }
                    Balanced::Further => 1,
                },
                Phase::Within => match memchr::memchr(b'\n', rest) {
                    Some(at) => {
                        if let Some(end) = self.line_break(at as u64, lines) {
                            return Some(end);
                        }
                        at + 1
                    }
                    None => rest.len(),
                },
                Phase::Indented(0) if MARK.first() == Some(&byte) => {
                    self.phase = Phase::Marked(1);
                    1
                }
                Phase::Marked(seen) if MARK.get(*seen) == Some(&byte) => {
                    *seen += 1;
                    if *seen == MARK.len() {
                        self.phase = Phase::Indented(0);
                    }
                    1
                }
                Phase::Marked(_) => {
                    self.phase = Phase::Within;
                    0
                }
                Phase::Indented(blanks) => {
                    if matches!(byte, b' ' | b'\t') {
                        *blanks += 1;
                    } else {
                        let column = *blanks + 1;
                        self.phase = Phase::Within;
                        if let Some(end) = self.begins_line(byte, column) {
                            return Some(end);
                        }
                    }
                    usize::from(matches!(self.phase, Phase::Indented(_)))
                }
            };
            self.scanned += step as u64;
            rest = rest.get(step..).unwrap_or_default();
        }
        None
    }

    pub(super) fn is_stray(&self) -> bool {
        self.surroundings == Surroundings::Stray
    }

    fn line_break(&mut self, ahead: u64, lines: &Lines) -> Option<End> {
        let at = self.scanned + ahead;
        let in_array = matches!(self.surroundings, Surroundings::Array { .. });
        if lines.delimit(self.origin + at, in_array) {
            return Some(End::at(at));
        }
        self.line = at + 1;
        self.phase = Phase::Indented(0);
        None
    }

    /// Whether a line that begins with this byte, at this column, begins something else.
    fn begins_line(&mut self, byte: u8, column: u64) -> Option<End> {
        let first = column == 1;
        self.closed |= byte == b'}' && column == self.column();
        let (ends, leaves_array) = match (self.surroundings, byte) {
            (Surroundings::Top, b'{' | b'[') => (first, false),
            (
                Surroundings::Array {
                    indent,
                    column: own,
                    ..
                },
                b'{',
            ) => {
                let begins = column == indent.unwrap_or(own);
                (
                    first || begins,
                    first && indent.is_some_and(|indent| indent > 1),
                )
            }
            (Surroundings::Array { deep: false, .. }, b'[') => (first, true),
            (
                Surroundings::Array {
                    indent,
                    column: own,
                    deep,
                },
                b']',
            ) => (!deep && column < indent.unwrap_or(own), false),
            (Surroundings::Top | Surroundings::Stray | Surroundings::Array { .. }, _) => {
                (false, false)
            }
        };
        ends.then_some(End {
            at: self.line,
            leaves_array,
            may_stray: first && !self.closed,
        })
    }

    /// The column of the brace that closes it.
    fn column(&self) -> u64 {
        match self.surroundings {
            Surroundings::Array { column, .. } => column,
            Surroundings::Top | Surroundings::Stray => 1,
        }
    }
}

/// Whether an array's element ends on its own line: its brackets balance, and a comma or the
/// array's end follows.
#[derive(Debug, Clone, Default)]
pub(super) struct Balance {
    depth: u64,
    quoted: bool,
    escaped: bool,
}

pub(super) enum Balanced {
    Further,
    Ended,
    Never,
}

impl Balance {
    pub(super) fn step(&mut self, byte: u8) -> Balanced {
        if byte == b'\n' {
            return Balanced::Never;
        }
        if self.pass(byte) {
            return Balanced::Further;
        }
        match byte {
            b',' | b']' if self.depth == 0 => return Balanced::Ended,
            b'}' | b'/' | b'#' if self.depth == 0 => return Balanced::Never,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth -= 1,
            _ => {}
        }
        Balanced::Further
    }

    /// Whether the byte belongs to a string.
    fn pass(&mut self, byte: u8) -> bool {
        if self.escaped {
            self.escaped = false;
            return true;
        }
        match byte {
            b'\\' if self.quoted => self.escaped = true,
            b'"' => self.quoted = !self.quoted,
            _ => return self.quoted,
        }
        true
    }
}

/// Tells when a document that came in part is worth reading again.
#[derive(Debug, Default)]
pub(super) struct ReadAhead {
    scanned: usize,
    due: usize,
    balance: Balance,
}

impl ReadAhead {
    /// `read` bytes were too few: not before its brackets balance, or twice as many have come.
    pub(super) fn with(&mut self, read: usize) {
        self.due = read.saturating_mul(2);
    }

    pub(super) fn is_over(&mut self, text: &[u8]) -> bool {
        if self.due == 0 {
            return true;
        }
        let mut balanced = text.len() >= self.due;
        for &byte in text.get(self.scanned..).unwrap_or_default() {
            if self.balance.pass(byte) {
                balanced |= byte == b'"' && self.balance.depth == 0;
                continue;
            }
            match byte {
                b'{' | b'[' => self.balance.depth += 1,
                b'}' | b']' => self.balance.depth = self.balance.depth.saturating_sub(1),
                _ => {}
            }
            balanced |= self.balance.depth == 0;
        }
        self.scanned = text.len();
        balanced
    }
}
