//! What stands ahead, and what that says of a bracket: whether it opens or closes an array, whether a
//! document has ended too early. It depends on the text alone, never on how much of it has come.

use crate::capture::extent::{Balance, Balanced};
use crate::capture::unwrap::is_event;
use crate::capture::window::is_space;
use crate::json::{self, Read};

/// What a `[` between documents is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Opening {
    /// More must come first.
    Unclear,
    /// It opens an array of documents.
    Array,
    /// It stands before a whole document by mistake.
    Stray,
    /// Its line is something else, such as a line of a log.
    Line,
}

/// A text and whether it has come whole.
#[derive(Clone, Copy)]
pub(in crate::capture) struct Ahead<'t> {
    pub(in crate::capture) text: &'t [u8],
    pub(in crate::capture) ended: bool,
}

/// What stands next.
enum Next {
    Unclear,
    End,
    Byte(u8),
}

impl<'t> Ahead<'t> {
    fn from(self, at: usize) -> Ahead<'t> {
        Ahead {
            text: self.text.get(at..).unwrap_or_default(),
            ..self
        }
    }

    /// Behind blanks, and line breaks.
    fn behind_space(self) -> Ahead<'t> {
        self.from(self.text.iter().take_while(|byte| is_space(byte)).count())
    }

    /// Behind blanks of the same line.
    fn behind_blanks(self) -> Ahead<'t> {
        let blanks = self
            .text
            .iter()
            .take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r'));
        self.from(blanks.count())
    }

    /// Whether nothing follows on the line.
    pub(super) fn is_at_line_end(self) -> bool {
        matches!(self.behind_blanks().next(), Next::End | Next::Byte(b'\n'))
    }

    /// Whether nothing follows at all.
    pub(super) fn is_blank(self) -> bool {
        matches!(self.behind_space().next(), Next::End)
    }

    fn next(self) -> Next {
        match self.text.first() {
            Some(&byte) => Next::Byte(byte),
            None if self.ended => Next::End,
            None => Next::Unclear,
        }
    }

    fn read(self) -> Read {
        json::read(self.text, self.ended)
    }

    /// What the `[` is that the text begins with; `most` bytes of a list of plain values are looked at.
    pub(super) fn opening(self, may_stand_alone: bool, most: usize) -> Opening {
        let behind = self.from(1);
        let alone = match behind.behind_blanks().next() {
            Next::Unclear => return Opening::Unclear,
            // An array that the end of the input cuts off.
            Next::End => return Opening::Array,
            Next::Byte(byte) => byte == b'\n',
        };
        let is_array = behind.first_element(self, alone && may_stand_alone, most);
        match is_array {
            Opening::Line if alone => Opening::Array,
            told => told,
        }
    }

    /// `self` stands behind the bracket, with which `whole` begins.
    fn first_element(self, whole: Ahead<'_>, stays: bool, most: usize) -> Opening {
        let element = self.behind_space();
        let first = match element.next() {
            Next::Unclear => return Opening::Unclear,
            Next::End | Next::Byte(b']') => return Opening::Array,
            Next::Byte(first) => first,
        };
        let length = match element.read() {
            Read::Short => return Opening::Unclear,
            Read::Whole(_, length) => length,
            Read::Broken(_) => return element.behind_broken(),
        };
        if first != b'{' {
            return whole.plain_list(most);
        }
        match element.from(length).behind_space().next() {
            Next::Unclear => Opening::Unclear,
            Next::Byte(b',' | b']') => Opening::Array,
            Next::Byte(b'{') if stays => element.from(length).second_element(),
            Next::End | Next::Byte(_) if stays => Opening::Array,
            Next::End | Next::Byte(_) => Opening::Stray,
        }
    }

    /// Behind the first element of an array whose bracket stands alone on its line, and no comma: one may
    /// be missing, or all of them because there is no array.
    fn second_element(self) -> Opening {
        let element = self.behind_space();
        match element.read() {
            Read::Short => Opening::Unclear,
            Read::Broken(_) => Opening::Array,
            Read::Whole(_, length) => match element.from(length).behind_space().next() {
                Next::Unclear => Opening::Unclear,
                Next::Byte(b',' | b']') => Opening::Array,
                Next::End | Next::Byte(_) => Opening::Stray,
            },
        }
    }

    /// Elements that are broken, and end on their line, are passed over to the first that is whole.
    fn behind_broken(self) -> Opening {
        let mut element = self;
        loop {
            let mut balance = Balance::default();
            let ends = |byte: &u8| !matches!(balance.step(*byte), Balanced::Further);
            let Some(end) = element.text.iter().position(ends) else {
                return if element.ended {
                    Opening::Line
                } else {
                    Opening::Unclear
                };
            };
            if element.text.get(end) != Some(&b',') {
                return Opening::Line;
            }
            element = element.from(end + 1).behind_space();
            match (element.next(), element.read()) {
                (Next::Unclear, _) | (_, Read::Short) => return Opening::Unclear,
                (Next::End, _) => return Opening::Line,
                (Next::Byte(_), Read::Broken(_)) => {}
                (Next::Byte(first), Read::Whole(_, length)) => {
                    return match element.from(length).behind_space().next() {
                        Next::Unclear => Opening::Unclear,
                        Next::Byte(b',' | b']') if first == b'{' => Opening::Array,
                        Next::End | Next::Byte(_) => Opening::Line,
                    };
                }
            }
        }
    }

    /// A list of plain values, such as `[1, "a"]`, must be whole and alone on its line: `[2025-01-01] x`
    /// and `[main] x` are lines of a log.
    fn plain_list(self, most: usize) -> Opening {
        let text = self.text.get(..most);
        let clipped = Ahead {
            text: text.unwrap_or(self.text),
            ended: self.ended && text.is_none(),
        };
        let length = match clipped.read() {
            Read::Short if text.is_some() => return Opening::Array,
            Read::Short => return Opening::Unclear,
            Read::Broken(_) => return Opening::Line,
            Read::Whole(_, length) => length,
        };
        match self.from(length).behind_blanks().next() {
            Next::Unclear => Opening::Unclear,
            Next::End | Next::Byte(b'\n') => Opening::Array,
            Next::Byte(_) => Opening::Line,
        }
    }

    /// Whether the line that begins here strayed into a broken object, which began at `column`: the lines
    /// below go on with that, and no document begins here.
    pub(in crate::capture) fn strays(self, column: usize) -> Option<bool> {
        let array = self.text.first() == Some(&b'[');
        if matches!(self.text.first(), Some(b'{' | b'[')) {
            match self.read() {
                Read::Short => return None,
                Read::Broken(_) => {}
                Read::Whole(tape, length) => {
                    let text = self.text.get(..length).unwrap_or_default();
                    let root = std::str::from_utf8(text).unwrap_or_default();
                    if column == 1 && is_event(tape.root(root)) {
                        return Some(false);
                    }
                    match self.from(length).behind_space().next() {
                        Next::Unclear => return None,
                        Next::Byte(b',' | b'}' | b']' | b'"') => return Some(true),
                        Next::End | Next::Byte(_) if array || is_event(tape.root(root)) => {
                            return Some(false);
                        }
                        Next::End | Next::Byte(_) => {}
                    }
                }
            }
        }
        self.goes_on_below(column, array)
    }

    /// Whether the next line is more of an object that began at `column`. What is indented below a `[`
    /// may be an element of it.
    fn goes_on_below(self, column: usize, array: bool) -> Option<bool> {
        let Some(end) = memchr::memchr(b'\n', self.text) else {
            return self.ended.then_some(false);
        };
        let below = self.from(end + 1);
        let blanks = below
            .text
            .iter()
            .take_while(|byte| matches!(byte, b' ' | b'\t'));
        let indent = blanks.count();
        match below.from(indent).next() {
            Next::Unclear => None,
            Next::End | Next::Byte(b'\n' | b'\r') => Some(false),
            Next::Byte(b'{') if array => Some(false),
            Next::Byte(byte) => Some(indent >= column || (indent + 1 == column && byte == b'}')),
        }
    }

    /// Whether the object that ends here was closed too early: a bracket too many follows, or further
    /// members of it. None as long as more must come first.
    pub(in crate::capture) fn goes_on(self, spans_lines: bool) -> Option<bool> {
        let behind = self.behind_blanks();
        match behind.next() {
            Next::Unclear => None,
            Next::Byte(b'}') => Some(true),
            Next::Byte(b'"') => behind.is_member(),
            Next::Byte(b',') if spans_lines => behind.from(1).behind_space().is_member(),
            Next::Byte(b',') => behind.from(1).behind_blanks().is_member(),
            Next::End | Next::Byte(_) => Some(false),
        }
    }

    /// Whether a key and its colon stand here.
    fn is_member(self) -> Option<bool> {
        match self.next() {
            Next::Unclear => return None,
            Next::Byte(b'"') => {}
            Next::End | Next::Byte(_) => return Some(false),
        }
        match self.read() {
            Read::Short => None,
            Read::Broken(_) => Some(false),
            Read::Whole(_, length) => match self.from(length).behind_blanks().next() {
                Next::Unclear => None,
                Next::End => Some(false),
                Next::Byte(byte) => Some(byte == b':'),
            },
        }
    }

    /// Whether the array goes on behind an element that lacks the comma before it.
    pub(super) fn goes_on_in_array(self) -> Option<bool> {
        match self.behind_space().next() {
            Next::Unclear => None,
            Next::End => Some(false),
            Next::Byte(byte) => Some(matches!(byte, b',' | b']')),
        }
    }

    /// How many bytes a stray `]` takes along that stands here: all of its line but the comma at the end, or
    /// what stands before the next bracket that may open something.
    pub(super) fn stray_end(self, awaits: bool) -> Option<usize> {
        let mut ends = memchr::memchr3_iter(b'\n', b'{', b'[', self.text);
        let end = loop {
            let Some(at) = ends.next() else {
                break self.ended.then_some(self.text.len())?;
            };
            let opens = match self.text.get(at) {
                Some(b'{') => self.from(at).begins_object(),
                Some(b'[') => self.from(at + 1).begins_elements(awaits),
                Some(_) | None => Some(true),
            };
            if opens? {
                break at;
            }
        };
        let line = self.text.get(..end).unwrap_or_default().trim_ascii_end();
        Some(line.strip_suffix(b",").unwrap_or(line).len())
    }

    fn begins_object(self) -> Option<bool> {
        match self.read() {
            Read::Short => None,
            Read::Whole(..) => Some(true),
            Read::Broken(_) => Some(false),
        }
    }

    /// Whether an array may go on here behind its bracket. One that ends its line opens none where an
    /// element is awaited.
    fn begins_elements(self, awaited: bool) -> Option<bool> {
        match self.behind_blanks().next() {
            Next::Unclear => None,
            Next::Byte(b'\n') => Some(!awaited),
            Next::End | Next::Byte(b'{' | b'[') => Some(true),
            Next::Byte(_) => Some(false),
        }
    }

    /// Whether the array goes on although a `]` stands here. Where a comma `awaits` its element, or the
    /// array has lines `below`, what follows may stand below too.
    pub(super) fn goes_on_behind_end(self, awaits: bool, below: bool) -> Option<bool> {
        let rest = self.from(self.stray_end(awaits)?);
        let behind = if below {
            rest.behind_space()
        } else {
            rest.behind_blanks()
        };
        let (element, parted) = match behind.next() {
            Next::Unclear => return None,
            Next::Byte(b',') if below => (behind.from(1).behind_space(), true),
            Next::Byte(b',') => (behind.from(1).behind_blanks(), true),
            Next::End | Next::Byte(_) => (behind, awaits),
        };
        match element.next() {
            Next::Unclear => return None,
            Next::Byte(b']') => return Some(true),
            Next::Byte(b'{') => {}
            Next::Byte(_) if parted => {}
            Next::End | Next::Byte(_) => return Some(false),
        }
        let behind = match element.read() {
            Read::Short => return None,
            Read::Broken(_) => return Some(false),
            Read::Whole(_, length) => element.from(length),
        };
        match behind.behind_blanks().next() {
            // One more `]` on its line is too many there rather than here.
            Next::Byte(b']') => Some(parted),
            Next::Unclear | Next::End | Next::Byte(_) => behind.goes_on_in_array(),
        }
    }

    /// The same of a `]` that may stand directly here, behind an element.
    pub(super) fn goes_on_behind_own_end(self) -> Option<bool> {
        match self.next() {
            Next::Unclear => None,
            Next::Byte(b']') => self.goes_on_behind_end(false, true),
            Next::End | Next::Byte(_) => Some(false),
        }
    }
}
