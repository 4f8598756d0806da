//! The messages of text that is no JSON at all: another encoding, another language, a log.

use super::error_texts::{Words, words};
use crate::json::{Foreign, SyntaxError};

pub(super) fn foreign_space(space: char, text: &[u8]) -> Words {
    let name = match space {
        '\u{A0}' => "no-break space ",
        '\u{FEFF}' => "byte-order mark ",
        '\u{200B}' => "zero-width space ",
        '\u{2028}' => "line separator ",
        '\u{3000}' => "ideographic space ",
        '\u{AD}' => "soft hyphen ",
        _ => "",
    };
    let count = count_outside_strings(space, text);
    let message = format!(
        "{name}U+{:04X} where JSON allows only space, tab, CR, LF",
        u32::from(space)
    );
    let message = if count > 1 {
        format!("{message}; {count} of them in this document")
    } else {
        message
    };
    let mut bytes = [0; 4];
    let bytes: String = space
        .encode_utf8(&mut bytes)
        .bytes()
        .map(|byte| format!("\\x{byte:02x}"))
        .collect();
    let help = format!(
        "replace each by a plain space, for example `LC_ALL=C sed 's/{bytes}/\\x20/g' FILE`; they come from copying off a web page"
    );
    words(message, "not a JSON space", help)
}

/// How often the character occurs between tokens.
pub(super) fn count_outside_strings(wanted: char, text: &[u8]) -> usize {
    let text = String::from_utf8_lossy(text);
    let mut count = 0;
    let (mut quoted, mut escaped) = (false, false);
    for letter in text.chars() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            letter if letter == wanted && !quoted => count += 1,
            _ => {}
        }
    }
    count
}

pub(super) fn other_encoding(encoding: Foreign, text: &[u8]) -> Words {
    let name = match encoding {
        Foreign::Utf16Le => "UTF-16LE",
        Foreign::Utf16Be => "UTF-16BE",
        Foreign::Utf32 => "UTF-32",
    };
    let is_marked = matches!(
        text,
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [0, 0, 0xFE, 0xFF, ..]
    );
    let (proof, label) = match is_marked {
        true => ("byte-order mark", "its byte-order mark"),
        false => ("zero bytes", "a zero byte beside each character"),
    };
    let from = match (is_marked, encoding, text.first()) {
        (true, Foreign::Utf16Le | Foreign::Utf16Be, _) => "UTF-16",
        (true, Foreign::Utf32, _) => "UTF-32",
        (false, Foreign::Utf32, Some(0)) => "UTF-32BE",
        (false, Foreign::Utf32, _) => "UTF-32LE",
        (false, Foreign::Utf16Le | Foreign::Utf16Be, _) => name,
    };
    words(
        format!("the text is {name} by its {proof}, and JSON is exchanged as UTF-8"),
        label,
        format!("convert it: `iconv -f {from} -t UTF-8 FILE`"),
    )
}

/// Whether the first line that is there has an object at its end, behind something else.
pub(super) fn is_log(text: &[u8]) -> bool {
    let line = text
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default()
        .trim_ascii_end();
    line.ends_with(b"}") && line.windows(2).any(|pair| pair == b"{\"")
}

pub(super) fn not_json(shown: &str, fault: &SyntaxError, text: &[u8]) -> Words {
    let help = match fault.other {
        _ if is_log(text) => "these look like log lines that hold JSON: try --unwrap",
        _ if text.windows(2).any(|pair| pair == b"{\"") => {
            "callproof reads JSON; where events stand in other text, --unwrap takes them out"
        }
        Some(_) => {
            "save only the part that is JSON, from its first bracket to its last, or take events out of it with --unwrap"
        }
        None => {
            "callproof reads JSON: one document, an array of them, one a line, or one after another"
        }
    };
    Words {
        other: "what looks like JSON begins here",
        ..words(
            format!(
                "this is not JSON: it begins with {shown}, and a document begins with `{{` or `[`"
            ),
            "neither an object nor an array",
            help,
        )
    }
}
