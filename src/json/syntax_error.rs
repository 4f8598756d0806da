//! Why a text is not JSON, and exactly where.

use super::Span;

/// The first thing that keeps a text from being one JSON document (RFC 8259).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// What is wrong.
    pub kind: FaultKind,
    /// Where, from the document's start.
    pub at: Span,
    /// The other end, for faults that have one: the bracket that was opened, say.
    pub other: Option<Span>,
}

/// What JavaScript writes for an object in a string.
pub const OBJECT_TEXT: &str = "[object Object]";

/// What is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// A character that looks like a space where JSON allows only space, tab, CR and LF.
    ForeignSpace(char),
    /// A byte-order mark.
    ByteOrderMark,
    /// Bytes that are not UTF-8.
    Utf8,
    /// UTF-16 or UTF-32 text, by its byte-order mark.
    OtherEncoding(Foreign),
    /// Half of a surrogate pair as a `\u` escape.
    LoneSurrogate,
    /// A raw control character inside a string.
    Control(u8),
    /// A string without its closing quote on the line.
    OpenString,
    /// A backslash before a character that JSON does not escape.
    Escape,
    /// The text ends inside the document; this many objects and arrays are open.
    Truncated(usize),
    /// Something after the end of the document.
    TrailingText,
    /// A comment.
    Comment,
    /// A string in single quotes.
    SingleQuote,
    /// A typographic quotation mark.
    TypographicQuote(char),
    /// `NaN`, `Infinity` or `-Infinity`.
    NotANumber,
    /// A word that is no JSON literal; the documented one where it is meant (`True`, `None`, …).
    Word(Option<&'static str>),
    /// A key without quotes.
    BareKey,
    /// A number with a leading zero.
    LeadingZero,
    /// A number written in a form that JSON does not have.
    Number,
    /// A comma before a closing bracket.
    TrailingComma,
    /// Two values without a comma between.
    MissingComma,
    /// A comma where a value should stand.
    ExtraComma,
    /// A key without its colon.
    MissingColon,
    /// A key without its value.
    MissingValue,
    /// A closing bracket that does not match the open one.
    Mismatch,
    /// A closing bracket with nothing open.
    Unopened,
    /// A `[` that opens no array: no comma follows what stands behind it.
    StrayBracket,
    /// A closing bracket, behind which the members of what it closes go on.
    ClosedEarly,
    /// The beginning of a line of a log.
    LogLine,
    /// [`OBJECT_TEXT`].
    ObjectText,
    /// A character that begins nothing in JSON.
    Unexpected(char),
    /// Nesting deeper than [`super::DEPTH_LIMIT`].
    TooDeep,
    /// A document larger than [`super::DOCUMENT_LIMIT`] bytes.
    TooLarge,
    /// A compressed stream that breaks off or is damaged; the decoder's words.
    Stream(String),
    /// A compressed stream that grows beyond the allowed ratio.
    Ratio,
    /// Neither an object nor an array: the whole input is something else.
    NotJson,
}

/// An encoding that is not UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// UTF-16, least significant byte first.
    Utf16Le,
    /// UTF-16, most significant byte first.
    Utf16Be,
    /// UTF-32, either order.
    Utf32,
}

impl SyntaxError {
    pub(super) fn new(kind: FaultKind, start: usize, end: usize) -> SyntaxError {
        SyntaxError {
            kind,
            at: Span::new(start, end),
            other: None,
        }
    }

    pub(super) fn and(mut self, other: Span) -> SyntaxError {
        self.other = Some(other);
        self
    }
}
