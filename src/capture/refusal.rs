//! How an input begins: as JSON, or as something else that is refused whole.

use super::{Content, Document};
use crate::json::{self, FaultKind, Foreign, Position, Read, Span, SyntaxError, is_foreign_space};

pub(super) const BYTE_ORDER_MARK: &[u8] = &[0xEF, 0xBB, 0xBF];

/// Byte-order marks of UTF-8, one behind another.
pub(super) struct Marks {
    /// All of them; 0 where there is none.
    pub(super) length: usize,
    /// Their line ends directly behind them.
    pub(super) alone: bool,
}

/// Those that the text begins with; none while more of it must come first.
pub(super) fn marks(text: &[u8], ended: bool) -> Option<Marks> {
    let mut rest = text;
    while let Some(behind) = rest.strip_prefix(BYTE_ORDER_MARK) {
        rest = behind;
    }
    let length = text.len() - rest.len();
    let is_cut = BYTE_ORDER_MARK.starts_with(rest) && !ended && (length > 0 || !rest.is_empty());
    (!is_cut).then_some(Marks {
        length,
        alone: matches!(rest.first(), None | Some(b'\n' | b'\r')),
    })
}

/// The longer marks first: that of UTF-16 begins that of UTF-32.
const MARKS: [(&[u8], Foreign); 4] = [
    (&[0xFF, 0xFE, 0, 0], Foreign::Utf32),
    (&[0, 0, 0xFE, 0xFF], Foreign::Utf32),
    (&[0xFF, 0xFE], Foreign::Utf16Le),
    (&[0xFE, 0xFF], Foreign::Utf16Be),
];

/// What an input's first bytes say.
#[derive(Debug, PartialEq)]
pub(super) enum Beginning {
    /// More of them are needed.
    Unclear,
    /// It may be JSON, or nothing at all.
    Json,
    /// It is something else, told at this place.
    Refused(FaultKind, Span),
}

/// Judges an input by its marks and its first visible character, looked for in `most` bytes.
pub(super) fn beginning(text: &[u8], ended: bool, at_start: bool, most: usize) -> Beginning {
    if at_start {
        let unclear = |mark: &[u8]| !ended && text.len() < mark.len() && mark.starts_with(text);
        if MARKS.iter().any(|(mark, _)| unclear(mark)) {
            return Beginning::Unclear;
        }
        if let Some((mark, foreign)) = MARKS.iter().find(|(mark, _)| text.starts_with(mark)) {
            let kind = FaultKind::OtherEncoding(*foreign);
            return Beginning::Refused(kind, Span::new(0, mark.len()));
        }
    }
    let unmarked = match at_start {
        true => unmarked(text, ended),
        false => behind_space(text),
    };
    match unmarked {
        Unmarked::Unclear if !ended => return Beginning::Unclear,
        Unmarked::Other(foreign) => {
            let kind = FaultKind::OtherEncoding(foreign);
            return Beginning::Refused(kind, Span::new(0, text.len().min(4)));
        }
        Unmarked::Unclear | Unmarked::Utf8 => {}
    }
    let window = text.get(..most).unwrap_or(text);
    let (at, letter) = first_visible(window);
    match letter {
        Letter::Known('{' | '[') => Beginning::Json,
        Letter::Known(_) | Letter::Invalid if has_document(window, at, ended) => Beginning::Json,
        Letter::Known(_) | Letter::Invalid if !ended && text.len() < most => Beginning::Unclear,
        Letter::Known(letter) => {
            Beginning::Refused(FaultKind::NotJson, Span::new(at, at + letter.len_utf8()))
        }
        Letter::Invalid => Beginning::Refused(FaultKind::NotJson, Span::new(at, at + 1)),
        Letter::None if ended || window.len() >= most => Beginning::Json,
        Letter::None => Beginning::Unclear,
    }
}

/// What the zero bytes at the beginning say of the encoding: JSON begins with two ASCII characters, and
/// has no zero byte.
enum Unmarked {
    Unclear,
    Other(Foreign),
    Utf8,
}

fn unmarked(text: &[u8], ended: bool) -> Unmarked {
    let Some(first) = text.first_chunk::<4>() else {
        return match *text {
            // One character is all there is.
            [one, 0] if ended && is_text(one) => Unmarked::Other(Foreign::Utf16Le),
            [0, one] if ended && is_text(one) => Unmarked::Other(Foreign::Utf16Be),
            [] | [_] => Unmarked::Unclear,
            _ if text.contains(&0) => Unmarked::Unclear,
            _ => Unmarked::Utf8,
        };
    };
    match *first {
        [0, 0, 0, letter] | [letter, 0, 0, 0] if is_text(letter) => Unmarked::Other(Foreign::Utf32),
        [one, 0, other, 0] if is_text(one) && is_text(other) => Unmarked::Other(Foreign::Utf16Le),
        [0, one, 0, other] if is_text(one) && is_text(other) => Unmarked::Other(Foreign::Utf16Be),
        _ => Unmarked::Utf8,
    }
}

/// The same behind spaces and line feeds that were passed over: of the last of them, written in two bytes, the
/// second is left.
fn behind_space(text: &[u8]) -> Unmarked {
    match *text {
        [0] => Unmarked::Unclear,
        [0, one, ..] if is_text(one) => Unmarked::Other(Foreign::Utf16Le),
        _ => Unmarked::Utf8,
    }
}

fn is_text(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~')
}

/// Whether the text is worth reading although it begins with no bracket: a plain value stands alone on
/// the line, or a later line is an object, or begins one over several lines.
fn has_document(text: &[u8], at: usize, ended: bool) -> bool {
    let visible = text.get(at..).unwrap_or_default();
    let mut lines = visible.split_inclusive(|byte| *byte == b'\n');
    let whole = |line: &&[u8]| ended || line.ends_with(b"\n");
    if lines.next().filter(whole).is_some_and(is_plain_value) {
        return true;
    }
    lines.filter(whole).any(is_object) || has_document_over_lines(visible, ended)
}

/// Whether a bracket alone on a line, in its first column, begins a document behind which another stands,
/// or the end. Behind the first that stands below a line of a log, more of the log follows.
fn has_document_over_lines(text: &[u8], ended: bool) -> bool {
    let mut lines = memchr::memchr_iter(b'\n', text).filter_map(|end| text.get(end + 1..));
    let behind = lines.find_map(|from| {
        let line = from.split(|byte| *byte == b'\n').next()?;
        if !matches!(line.trim_ascii_end(), b"{" | b"[") {
            return None;
        }
        match json::read(from, ended) {
            Read::Whole(_, length) => from.get(length..),
            Read::Short | Read::Broken(_) => None,
        }
    });
    match behind.map(<[u8]>::trim_ascii_start) {
        Some([b'{' | b'[', ..]) => true,
        Some([]) => ended,
        Some(_) | None => false,
    }
}

fn is_plain_value(line: &[u8]) -> bool {
    let line = line.trim_ascii_end();
    match json::read(line, true) {
        Read::Whole(_, length) => length == line.len(),
        // `undefined`, `NaN`: values of another language.
        Read::Broken(fault) => {
            let is_word = matches!(fault.kind, FaultKind::NotANumber | FaultKind::Word(Some(_)));
            is_word && fault.at.range() == (0..line.len())
        }
        Read::Short => false,
    }
}

fn is_object(line: &[u8]) -> bool {
    let line = line.trim_ascii_end();
    let read = || json::read(line, true);
    line.starts_with(b"{") && matches!(read(), Read::Whole(_, length) if length == line.len())
}

enum Letter {
    Known(char),
    Invalid,
    /// Only spaces, or half a letter, so far.
    None,
}

fn first_visible(text: &[u8]) -> (usize, Letter) {
    let (valid, error) = match std::str::from_utf8(text) {
        Ok(valid) => (valid, None),
        Err(error) => {
            let valid = text.get(..error.valid_up_to()).unwrap_or_default();
            (
                std::str::from_utf8(valid).unwrap_or_default(),
                error.error_len(),
            )
        }
    };
    let hidden = |letter: char| is_foreign_space(letter) || letter.is_ascii_whitespace();
    match valid.char_indices().find(|(_, letter)| !hidden(*letter)) {
        Some((at, letter)) => (at, Letter::Known(letter)),
        None if error.is_some() => (valid.len(), Letter::Invalid),
        None => (valid.len(), Letter::None),
    }
}

/// The one document of a refused input. The fault's other end is where something like JSON begins.
pub(super) fn document(start: Position, text: &[u8], kind: FaultKind, at: Span) -> Document {
    let fault = SyntaxError {
        other: likely_beginning(text).filter(|_| kind == FaultKind::NotJson),
        kind,
        at,
    };
    let content = Content::Broken {
        text: text.into(),
        fault,
        refused: true,
    };
    Document::new(start, content)
}

/// The brace of the first line that begins with one.
fn likely_beginning(text: &[u8]) -> Option<Span> {
    for end in memchr::memchr_iter(b'\n', text) {
        let line = end + 1;
        let rest = text.get(line..)?;
        let brace = line
            + rest
                .iter()
                .take_while(|&&byte| byte == b' ' || byte == b'\t')
                .count();
        if text.get(brace) == Some(&b'{') {
            return Some(Span::new(brace, brace + 1));
        }
    }
    None
}
