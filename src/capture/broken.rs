//! A broken document: what is wrong with it, and the part of its text that is kept.

use super::framing::ahead::Ahead;
use super::window::is_space;
use super::{Content, Document, Limits};
use crate::json::{self, FaultKind, OBJECT_TEXT, Position, Read, Span, SyntaxError};

/// A broken document's text, its extent known.
pub(super) struct Broken<'t> {
    pub(super) start: Position,
    pub(super) text: &'t [u8],
    /// A whole document stands directly before it.
    pub(super) follows: bool,
}

impl Broken<'_> {
    /// Reads exactly the extent again, so that the fault is relative to it: a line cut short ends too
    /// soon, rather than lacking a comma before the next.
    pub(super) fn document(&self, limits: &Limits) -> Document {
        let head = self.text.get(..limits.document).unwrap_or(self.text);
        let complete = head.len() == self.text.len();
        let fault = match json::read(head, complete) {
            Read::Broken(fault) => fault,
            Read::Whole(_, end) if end < head.len() => behind(head, end),
            Read::Whole(..) | Read::Short if !complete => {
                fault(FaultKind::TooLarge, Span::new(0, 1))
            }
            Read::Whole(..) | Read::Short => {
                fault(FaultKind::Truncated(0), Span::new(head.len(), head.len()))
            }
        };
        let fault = match bracketed(head) {
            Some(kind) if fault.kind != FaultKind::TooLarge => kind,
            Some(_) | None if self.follows && is_trailing(head, &fault) => trailing(head, 0),
            Some(_) | None => fault,
        };
        keep(self.start, head, fault, limits.kept)
    }
}

/// What is wrong behind the value that ends at `end`: it was closed too early, or more than it stands there.
fn behind(text: &[u8], end: usize) -> SyntaxError {
    let rest = Ahead {
        text: text.get(end..).unwrap_or_default(),
        ended: true,
    };
    if text.first() != Some(&b'{') || rest.goes_on(true) != Some(true) {
        return trailing(text, end);
    }
    let more = trailing(text, end).at;
    let start = more.range().start;
    match text.get(start) {
        Some(b'}') => fault(FaultKind::Unopened, Span::new(start, start + 1)),
        Some(_) | None => SyntaxError {
            kind: FaultKind::ClosedEarly,
            at: Span::new(end - 1, end),
            other: Some(Span::new(start, start + 1)),
        },
    }
}

/// What begins with words in brackets, such as `[INFO]` or `[2025-01-01]`, is no array.
fn bracketed(text: &[u8]) -> Option<SyntaxError> {
    let line = text.split(|byte| *byte == b'\n').next()?;
    let end = line
        .strip_prefix(b"[")?
        .iter()
        .position(|byte| *byte == b']')?
        + 1;
    let words = line.get(1..end)?;
    let is_json = |byte: &u8| matches!(byte, b'{' | b'}' | b'[' | b'"');
    if words.is_empty() || words.iter().any(is_json) {
        return None;
    }
    if words.contains(&b',') || line.starts_with(OBJECT_TEXT.as_bytes()) {
        return None;
    }
    Some(fault(FaultKind::LogLine, Span::new(0, end + 1)))
}

/// A fault with one place.
pub(super) fn fault(kind: FaultKind, at: Span) -> SyntaxError {
    SyntaxError {
        kind,
        at,
        other: None,
    }
}

/// A broken document that is no more than the mark which stands at fault, or an end.
pub(super) fn mark(place: Position, text: &[u8], kind: FaultKind) -> Document {
    let at = Span::new(0, text.len());
    Document::broken(place, text, fault(kind, at))
}

/// Tells this as the document's fault, at the same place.
pub(super) fn blame(document: &mut Document, kind: FaultKind) {
    match &mut document.content {
        Content::Whole { .. } => {}
        Content::Broken { fault, .. } => {
            fault.kind = kind;
            fault.other = None;
        }
    }
}

/// Whether the text is best told as something behind a document, rather than as a broken one.
fn is_trailing(text: &[u8], fault: &SyntaxError) -> bool {
    let begins = matches!(text.first(), Some(b'{' | b'[' | b'"'));
    let itself = matches!(
        fault.kind,
        FaultKind::Comment
            | FaultKind::ForeignSpace(_)
            | FaultKind::Unopened
            | FaultKind::ExtraComma
            | FaultKind::Utf8
    );
    !begins && !itself
}

/// What stands behind a document that ends at `end`, up to its line's end.
pub(super) fn trailing(text: &[u8], end: usize) -> SyntaxError {
    let rest = text.get(end..).unwrap_or_default();
    let start = end + rest.iter().take_while(|byte| is_space(byte)).count();
    let rest = text.get(start..).unwrap_or_default();
    let line = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
    let line = rest.get(..line).unwrap_or(rest).trim_ascii_end();
    fault(
        FaultKind::TrailingText,
        Span::new(start, start + line.len()),
    )
}

/// A broken document, of a large one the text around its fault.
pub(super) fn keep(start: Position, text: &[u8], fault: SyntaxError, most: usize) -> Document {
    let (from, kept, fault) = kept(text, fault, most);
    let start = start.after(text.get(..from).unwrap_or_default());
    Document::broken(start, kept, fault)
}

/// The text around the fault, and where it begins: at the start where that holds the fault, or else
/// half as much before the fault. An other end outside of it is left out.
pub(super) fn kept(text: &[u8], fault: SyntaxError, most: usize) -> (usize, &[u8], SyntaxError) {
    let at = fault.at.range();
    let from = if at.end <= most {
        0
    } else {
        letter(text, at.start.saturating_sub(most / 2))
    };
    let to = text.len().min(from + most);
    let within = |span: Span| {
        let range = span.range();
        (from <= range.start && range.end <= to)
            .then(|| Span::new(range.start - from, range.end - from))
    };
    let at = Span::new(
        at.start.saturating_sub(from),
        at.end.min(to).saturating_sub(from),
    );
    let fault = SyntaxError {
        kind: fault.kind,
        at,
        other: fault.other.and_then(within),
    };
    (from, text.get(from..to).unwrap_or_default(), fault)
}

/// The beginning of the letter that the byte belongs to.
fn letter(text: &[u8], at: usize) -> usize {
    let inside = |at: &usize| text.get(*at).is_some_and(|byte| byte & 0xC0 == 0x80);
    (at.saturating_sub(3)..=at)
        .rev()
        .find(|at| !inside(at))
        .unwrap_or(at)
}
