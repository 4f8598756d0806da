//! How a text is written inside another: as a JSON string, a CSV cell, base64, percent-encoded,
//! or as HTML writes it.

use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

/// How the bytes of a text are written in what stands around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::capture) enum Coding {
    /// The escapes of a JSON string.
    Json,
    /// Each quote doubled, as in a CSV cell.
    Doubled,
    /// Base64, of either alphabet, line breaks allowed.
    Base64,
    /// `%` and two hexadecimal digits, `+` for a space, as in URLs and the bodies of forms.
    Percent,
    /// Quotes and brackets as entities, as in HTML and XML.
    Html,
    /// Two hexadecimal digits a byte.
    Hex,
    /// A JSON array of a number a byte.
    Numbers,
}

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);

impl Coding {
    /// The text that is written so; none for what is no base64.
    pub(in crate::capture) fn decode(self, raw: &[u8]) -> Option<Vec<u8>> {
        match self {
            Coding::Json => Some(unescape(raw)),
            Coding::Doubled => Some(single_quotes(raw)),
            Coding::Base64 => from_base64(raw),
            Coding::Percent => Some(decoded(raw, percent)),
            Coding::Html => Some(decoded(raw, entity)),
            Coding::Hex => Some(decoded(raw, hex)),
            Coding::Numbers => Some(decoded(raw, number)),
        }
    }

    /// Whether text outside of objects that is written so ends before that byte.
    pub(super) fn ends(self, byte: u8) -> bool {
        match self {
            // What no URL holds.
            Coding::Percent => {
                !byte.is_ascii_graphic()
                    || matches!(byte, b'"' | b'<' | b'>' | b'{' | b'}' | b'\\' | b'`')
            }
            Coding::Html => matches!(byte, b'"' | b'<' | b'>'),
            Coding::Json => byte == b'\n',
            Coding::Doubled | Coding::Base64 | Coding::Hex | Coding::Numbers => true,
        }
    }

    /// Where in `raw` the byte is written that stands `wanted` bytes into the text.
    pub(in crate::capture) fn raw_offset(self, raw: &[u8], wanted: usize) -> usize {
        match self {
            Coding::Json => raw_of_escaped(raw, wanted),
            Coding::Doubled => raw_of_doubled(raw, wanted),
            Coding::Base64 => raw_of_base64(raw, wanted),
            Coding::Percent => raw_of_decoded(raw, wanted, percent),
            Coding::Html => raw_of_decoded(raw, wanted, entity),
            Coding::Hex => raw_of_decoded(raw, wanted, hex),
            Coding::Numbers => raw_of_decoded(raw, wanted, number),
        }
    }
}

/// One escape: how many bytes it takes as written, and the bytes it means.
struct Escape {
    written: usize,
    bytes: [u8; 4],
    len: usize,
}

/// The escape at the start of `rest`, which is a backslash; what is no escape means itself.
fn escape(rest: &[u8]) -> Escape {
    let one = |byte| Escape {
        written: 2.min(rest.len()),
        bytes: [byte, 0, 0, 0],
        len: 1,
    };
    match rest.get(1) {
        Some(b'u') => unit_escape(rest).unwrap_or_else(|| one(b'u')),
        // No JSON, but what some servers write into their logs.
        Some(b'x') => hex(rest.get(2..).unwrap_or_default()).map_or_else(
            || one(b'x'),
            |(byte, written)| Escape {
                written: 2 + written,
                ..one(byte)
            },
        ),
        Some(b'b') => one(8),
        Some(b'f') => one(12),
        Some(b'n') => one(b'\n'),
        Some(b'r') => one(b'\r'),
        Some(b't') => one(b'\t'),
        Some(&other) => one(other),
        None => one(b'\\'),
    }
}

fn unit_escape(rest: &[u8]) -> Option<Escape> {
    let high = unit(rest)?;
    let low = rest
        .get(6..)
        .and_then(unit)
        .filter(|low| (0xDC00..0xE000).contains(low));
    let (code, written) = match (high, low) {
        (0xD800..0xDC00, Some(low)) => (0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00), 12),
        _ => (high, 6),
    };
    let mut bytes = [0; 4];
    let len = match char::from_u32(code) {
        Some(letter) => letter.encode_utf8(&mut bytes).len(),
        // Half a surrogate pair stays what no UTF-8 has, so that it is found.
        None => {
            let low = |shift: u32| 0x80 | u8::try_from(code >> shift & 0x3F).unwrap_or(0);
            bytes = [0xED, low(6), low(0), 0];
            3
        }
    };
    Some(Escape {
        written,
        bytes,
        len,
    })
}

fn unit(rest: &[u8]) -> Option<u32> {
    let digits = rest.strip_prefix(b"\\u")?.get(..4)?;
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

fn unescape(raw: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = memchr::memchr(b'\\', rest) {
        let (plain, escaped) = rest.split_at(at);
        text.extend_from_slice(plain);
        let escape = escape(escaped);
        text.extend_from_slice(escape.bytes.get(..escape.len).unwrap_or_default());
        rest = escaped.get(escape.written..).unwrap_or_default();
    }
    text.extend_from_slice(rest);
    text
}

fn raw_of_escaped(raw: &[u8], wanted: usize) -> usize {
    let (mut text, mut at) = (0, 0);
    while text < wanted {
        let rest = raw.get(at..).unwrap_or_default();
        let plain = memchr::memchr(b'\\', rest)
            .unwrap_or(rest.len())
            .min(wanted - text);
        if plain > 0 {
            (text, at) = (text + plain, at + plain);
            continue;
        }
        if rest.is_empty() {
            break;
        }
        let escape = escape(rest);
        if text + escape.len > wanted {
            break;
        }
        (text, at) = (text + escape.len, at + escape.written);
    }
    at
}

fn single_quotes(raw: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = memchr::memchr(b'"', rest) {
        let (plain, behind) = rest.split_at(at + 1);
        text.extend_from_slice(plain);
        rest = behind.strip_prefix(b"\"").unwrap_or(behind);
    }
    text.extend_from_slice(rest);
    text
}

fn raw_of_doubled(raw: &[u8], wanted: usize) -> usize {
    let (mut text, mut at) = (0, 0);
    while text < wanted && at < raw.len() {
        at += if raw.get(at..at + 2) == Some(b"\"\"") {
            2
        } else {
            1
        };
        text += 1;
    }
    at
}

/// Whether the byte may stand in base64, its padding aside.
pub(super) fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_')
}

fn from_base64(raw: &[u8]) -> Option<Vec<u8>> {
    let letters: Vec<u8> = raw
        .iter()
        .copied()
        .filter(|byte| is_base64(*byte))
        .collect();
    // One letter beyond a group of four says nothing.
    let whole = letters.len() - usize::from(letters.len() % 4 == 1);
    let letters = letters.get(..whole)?;
    let alphabet = if letters.iter().any(|byte| matches!(byte, b'-' | b'_')) {
        &URL_SAFE
    } else {
        &STANDARD
    };
    GeneralPurpose::new(alphabet, LENIENT).decode(letters).ok()
}

fn raw_of_base64(raw: &[u8], wanted: usize) -> usize {
    let letters = wanted / 3 * 4 + wanted % 3;
    let mut places = raw.iter().enumerate().filter(|(_, byte)| is_base64(**byte));
    places.nth(letters).map_or(raw.len(), |(at, _)| at)
}

/// The byte that begins `rest`, and how many bytes write it.
fn percent(rest: &[u8]) -> Option<(u8, usize)> {
    match rest {
        [b'%', digits @ ..] => {
            Some(hex(digits).map_or((b'%', 1), |(byte, written)| (byte, 1 + written)))
        }
        [b'+', ..] => Some((b' ', 1)),
        [other, ..] => Some((*other, 1)),
        [] => None,
    }
}

/// How HTML writes what JSON needs and HTML must not hold.
const ENTITIES: [(&[u8], u8); 9] = [
    (b"&quot;", b'"'),
    (b"&#34;", b'"'),
    (b"&#x22;", b'"'),
    (b"&amp;", b'&'),
    (b"&lt;", b'<'),
    (b"&gt;", b'>'),
    (b"&apos;", b'\''),
    (b"&#39;", b'\''),
    (b"&#x27;", b'\''),
];

/// The byte that begins `rest`, and how many bytes write it.
fn entity(rest: &[u8]) -> Option<(u8, usize)> {
    let entity = ENTITIES
        .iter()
        .find(|(written, _)| rest.starts_with(written));
    entity
        .map(|(written, byte)| (*byte, written.len()))
        .or_else(|| Some((*rest.first()?, 1)))
}

fn hex(rest: &[u8]) -> Option<(u8, usize)> {
    let digits = rest.get(..2)?;
    let digits = std::str::from_utf8(digits)
        .ok()
        .filter(|_| digits.iter().all(u8::is_ascii_hexdigit))?;
    Some((u8::from_str_radix(digits, 16).ok()?, 2))
}

/// The number that begins `rest`, and all that is no digit before the next one.
fn number(rest: &[u8]) -> Option<(u8, usize)> {
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let behind = rest
        .get(digits..)?
        .iter()
        .take_while(|byte| !byte.is_ascii_digit())
        .count();
    let byte = std::str::from_utf8(rest.get(..digits)?)
        .ok()?
        .parse()
        .ok()?;
    Some((byte, digits + behind))
}

fn decoded(raw: &[u8], one: fn(&[u8]) -> Option<(u8, usize)>) -> Vec<u8> {
    let mut text = Vec::with_capacity(raw.len() / 2);
    let mut rest = raw;
    while let Some((byte, written)) = one(rest) {
        text.push(byte);
        rest = rest.get(written..).unwrap_or_default();
    }
    text
}

fn raw_of_decoded(raw: &[u8], wanted: usize, one: fn(&[u8]) -> Option<(u8, usize)>) -> usize {
    let mut at = 0;
    for _ in 0..wanted {
        let rest = raw.get(at..).unwrap_or_default();
        at += one(rest).map_or(0, |(_, written)| written);
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_is_found_where_it_is_written() {
        let cases = [
            (
                Coding::Json,
                r#"\u0020{\"a\":\"\u00e9\ud83d\ude00é\"}"#,
                " {\"a\":\"é😀é\"}",
            ),
            (Coding::Doubled, r#"x {""a"":""""}"#, r#"x {"a":""}"#),
            (Coding::Base64, "eyJhIjoxfQ==", "{\"a\":1}"),
            (Coding::Json, "   {\\x22a\\x22:1}", "   {\"a\":1}"),
            (Coding::Hex, "7b2261223a317d", "{\"a\":1}"),
            (Coding::Numbers, "123, 34,97,34,58,49,125", "{\"a\":1}"),
            (Coding::Html, "  {&quot;a&#34;:1&lt;", "  {\"a\":1<"),
            (Coding::Percent, "%20%7B%22a%22:+1%7d", " {\"a\": 1}"),
            (Coding::Base64, "eyJh\r\nIjox\r\nfQ", "{\"a\":1}"),
        ];
        for (coding, raw, text) in cases {
            assert_eq!(
                coding.decode(raw.as_bytes()).unwrap(),
                text.as_bytes(),
                "{raw}"
            );
            let brace = text.find('{').unwrap();
            let before = coding.raw_offset(raw.as_bytes(), brace);
            let written = match coding {
                Coding::Json | Coding::Doubled | Coding::Html => "{",
                Coding::Percent => "%7B",
                Coding::Base64 => "eyJ",
                Coding::Hex => "7b",
                Coding::Numbers => "123",
            };
            assert!(raw[before..].starts_with(written), "{raw} {before}");
        }
    }

    #[test]
    fn half_a_surrogate_pair_stays_unreadable() {
        let text = Coding::Json.decode(br"a\ud800b").unwrap();
        assert!(std::str::from_utf8(&text).is_err());
    }
}
