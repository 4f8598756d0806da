//! The messages of syntax errors: what is wrong, and the remedy. The family `text` reports them.

use super::error_texts::{Words, words};
use super::foreign::{foreign_space, not_json, other_encoding};
use super::{Violation, quoted};
use crate::json::{DEPTH_LIMIT, FaultKind, SyntaxError};
use crate::privacy::{self, phone};

/// The bytes of U+FEFF in UTF-8.
const BYTE_ORDER_MARK: u32 = 3;

/// The id of the rule that reports the error.
pub(super) fn rule_of(kind: &FaultKind) -> &'static str {
    match kind {
        FaultKind::ByteOrderMark
        | FaultKind::Utf8
        | FaultKind::OtherEncoding(_)
        | FaultKind::LoneSurrogate => "text/utf-8",
        FaultKind::Truncated(_) | FaultKind::Stream(_) => "text/truncated",
        FaultKind::TooDeep | FaultKind::TooLarge | FaultKind::Ratio => "text/limits",
        FaultKind::ForeignSpace(_)
        | FaultKind::Control(_)
        | FaultKind::OpenString
        | FaultKind::Escape
        | FaultKind::TrailingText
        | FaultKind::Comment
        | FaultKind::SingleQuote
        | FaultKind::TypographicQuote(_)
        | FaultKind::NotANumber
        | FaultKind::Word(_)
        | FaultKind::BareKey
        | FaultKind::LeadingZero
        | FaultKind::Number
        | FaultKind::TrailingComma
        | FaultKind::MissingComma
        | FaultKind::ExtraComma
        | FaultKind::MissingColon
        | FaultKind::MissingValue
        | FaultKind::Mismatch
        | FaultKind::Unopened
        | FaultKind::StrayBracket
        | FaultKind::ClosedEarly
        | FaultKind::LogLine
        | FaultKind::ObjectText
        | FaultKind::Unexpected(_)
        | FaultKind::NotJson => "text/json",
    }
}

/// The fault as a violation; `text` is the document that has it.
pub(super) fn violation_of(fault: &SyntaxError, text: &[u8]) -> Violation {
    let said = describe(fault, text);
    let violation = Violation::in_text(fault.at, said.message, said.label).help(said.help);
    let violation = match fault.kind == FaultKind::ByteOrderMark {
        true => violation.before_document(BYTE_ORDER_MARK),
        false => violation,
    };
    match fault.other {
        Some(other) => violation.beside_text(other, said.other),
        None => violation,
    }
}

fn describe(fault: &SyntaxError, text: &[u8]) -> Words {
    let raw = String::from_utf8_lossy(text.get(fault.at.range()).unwrap_or_default());
    // Nothing is known of broken text, so four digits in a row are hidden already.
    let shown = quoted(&phone::hidden_runs(&privacy::hidden(&raw), 4));
    match &fault.kind {
        FaultKind::ForeignSpace(space) => foreign_space(*space, text),
        FaultKind::ByteOrderMark => words(
            "a byte-order mark stands before the document",
            "U+FEFF",
            "save the text as UTF-8 without a byte-order mark: the first three bytes, EF BB BF, must go",
        ),
        FaultKind::Utf8 => words(
            "these bytes are not UTF-8",
            "not UTF-8",
            "the text was probably written in another encoding, such as Latin-1: write it as UTF-8",
        ),
        FaultKind::OtherEncoding(encoding) => other_encoding(*encoding, text),
        FaultKind::LoneSurrogate => words(
            format!("the escape {shown} is half of a surrogate pair"),
            "its other half is missing",
            "characters beyond U+FFFF are escaped as two units, such as `\\ud83d\\ude00`, or written as they are",
        ),
        FaultKind::Control(byte) => words(
            format!("a raw control character U+{byte:04X} stands inside a string"),
            "must be escaped",
            format!("write it as `{}`", escape_of(*byte)),
        ),
        FaultKind::OpenString => words(
            "a string is not closed on its line",
            "begins here",
            "close it with `\"`; a line break inside a string is written `\\n`",
        ),
        FaultKind::Escape => words(
            format!("{shown} is no escape that JSON has"),
            "this escape",
            "JSON escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal digits; a backslash itself is written `\\\\`",
        ),
        FaultKind::Truncated(open) => Words {
            other: "opened here, never closed",
            ..truncated(*open)
        },
        FaultKind::TrailingText => words(
            "text follows the end of the document",
            "after the end",
            "put each document on a line of its own, and nothing else beside it",
        ),
        FaultKind::Comment => words(
            "a comment: JSON has none",
            "a comment",
            "leave the comment out",
        ),
        FaultKind::SingleQuote if text.starts_with(b"{'") && fault.at.start == 1 => words(
            "this is an object as Python prints it, not JSON: its strings stand in single quotes",
            "not a JSON quote",
            "write it with `json.dumps(event)`, not with `str(event)` or `print(event)`",
        ),
        FaultKind::SingleQuote => words(
            format!("{shown} does not quote strings in JSON"),
            "not a JSON quote",
            "put strings and keys in double quotes, `\"`; this looks like the print-out of a program's own value",
        ),
        FaultKind::TypographicQuote(quote) => words(
            format!(
                "the typographic quotation mark `{quote}` (U+{:04X}) does not quote strings in JSON",
                u32::from(*quote)
            ),
            "not a JSON quote",
            "replace it by the plain `\"`; word processors and web pages put typographic marks in its place",
        ),
        FaultKind::NotANumber => words(
            format!("{shown} is not a number that JSON has"),
            "no JSON number",
            "send null, or leave the field out, where there is no number",
        ),
        FaultKind::Word(_) if raw == "undefined" => words(
            "`undefined` is what JavaScript has for no value; JSON has no such word",
            "no JSON word",
            "send null, or leave the field out; a whole document `undefined` means that no event was passed on",
        ),
        FaultKind::Word(meant) => word(*meant, &shown),
        FaultKind::BareKey => words(
            "a key is not quoted",
            "needs double quotes",
            "put every key in double quotes",
        ),
        FaultKind::LeadingZero => words(
            format!("the number {shown} begins with a zero"),
            "a leading zero",
            "leave the zero out; if it matters, as in a phone number or a code, the value is a string",
        ),
        FaultKind::Number => words(
            format!("{shown} is not written as JSON writes numbers"),
            "no JSON number",
            "write digits, then a fraction and an exponent if need be: `0.5`, `-1`, `1e3`; no `+`, no hexadecimal",
        ),
        FaultKind::TrailingComma => Words {
            other: "the end",
            ..words(
                "a comma stands before a closing bracket",
                "one comma too many",
                "leave out the comma behind the last value",
            )
        },
        FaultKind::MissingComma => words(
            "a comma is missing before this value",
            "a comma belongs before this",
            "put a comma between two values",
        ),
        FaultKind::ExtraComma => words(
            "a comma stands where a value should be",
            "no value before this comma",
            "leave out the comma, or put the value before it",
        ),
        FaultKind::MissingColon => Words {
            other: "the key",
            ..words(
                "a key is not followed by a colon",
                "a colon belongs here",
                "put `:` between a key and its value",
            )
        },
        FaultKind::MissingValue => words(
            "a key has no value",
            "a value belongs before this",
            "send null where there is nothing to say, or leave the key out",
        ),
        FaultKind::Mismatch => Words {
            other: "opened here",
            ..words(
                format!("{shown} closes what was not opened with it"),
                "closes something else",
                "close objects with `}` and arrays with `]`, innermost first",
            )
        },
        FaultKind::Unopened => words(
            format!("{shown} closes nothing: the document has ended before it"),
            "one bracket too many",
            "leave it out; or an opening bracket is missing further up",
        ),
        FaultKind::StrayBracket => words(
            "`[` opens no array: neither `,` nor `]` follows the document behind it",
            "one bracket too many",
            "leave it out; or put commas between the documents and `]` behind the last",
        ),
        FaultKind::ClosedEarly => Words {
            other: "its members go on here",
            ..words(
                "`}` ends the document, and its members go on behind it",
                "one bracket too many",
                "leave it out; or an opening bracket is missing further up",
            )
        },
        FaultKind::LogLine => words(
            "this is a line of a log, not a JSON document",
            "not JSON",
            "write the log to another place than the capture, or take the events out of it",
        ),
        FaultKind::ObjectText => words(
            "`[object Object]` is what JavaScript writes for an object in a string, not the object",
            "not JSON",
            "an object was joined to a string: write the whole event with one `JSON.stringify(event)`",
        ),
        FaultKind::Unexpected(letter) => words(
            format!(
                "{} (U+{:04X}) begins nothing in JSON",
                quoted(&letter.to_string()),
                u32::from(*letter)
            ),
            "not expected here",
            "a value is an object, an array, a string in double quotes, a number, true, false or null",
        ),
        FaultKind::TooDeep => words(
            format!("objects and arrays nest deeper than {DEPTH_LIMIT}"),
            "one level too deep",
            "an event nests five deep; find out what was put into it",
        ),
        FaultKind::TooLarge => words(
            "the document is larger than 16 MiB",
            "begins here",
            "an event takes about three kilobytes; find out what was put into it, or whether line breaks between events are missing",
        ),
        FaultKind::Stream(cause) => words(
            format!(
                "the compressed stream is damaged or cut off: {}",
                quoted(cause)
            ),
            "the last that could be read",
            "copy the file again, or compress it anew",
        ),
        FaultKind::Ratio => words(
            "the compressed stream grows more than a thousandfold",
            "reading stopped here",
            "no capture compresses so well: this is not one, or somebody means harm",
        ),
        FaultKind::NotJson => not_json(&shown, fault, text),
    }
}

fn escape_of(byte: u8) -> String {
    match byte {
        0x08 => "\\b".into(),
        0x09 => "\\t".into(),
        0x0C => "\\f".into(),
        other => format!("\\u{other:04x}"),
    }
}

fn truncated(open: usize) -> Words {
    let message = match open {
        0 => "the document ends too soon".to_owned(),
        1 => "the document ends too soon: one bracket is still open".to_owned(),
        open => format!("the document ends too soon: {open} brackets are still open"),
    };
    words(
        message,
        "ends here",
        "look for a size limit, a rotated log or a closed connection on the way; the event itself is lost",
    )
}

fn word(meant: Option<&'static str>, shown: &str) -> Words {
    match meant {
        Some(meant) => words(
            format!("{shown} is no word of JSON"),
            "no JSON word",
            format!("JSON writes it `{meant}`"),
        ),
        // Its letters may be a customer's name.
        None => words(
            "a word stands here that JSON does not have",
            "no JSON word",
            "strings stand in double quotes; the only bare words are true, false and null",
        ),
    }
}
