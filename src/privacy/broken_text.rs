//! Text that is not JSON, as it may be shown: no place tells what a word is, so only known words stay.

use super::bullets::{bullet, letters};
use super::known_words::{LITERALS, is_documented};
use crate::privacy;

/// From so many digits in a row on they are masked.
const DIGITS: usize = 4;

/// The text with bullets for every letter that may be private, as many characters as it has.
///
/// Of strings only documented words stay, of bare words also JSON's literals, of numbers the short ones.
pub fn broken_text(text: &str) -> String {
    // Short groups of digits stay, but for those of one number.
    let text = privacy::hidden(text);
    let mut masked = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        let length = match closing_quote(first) {
            Some(close) => literal(rest, first, close),
            None => run(rest, first),
        };
        let (piece, behind) = rest
            .split_at_checked(length.max(first.len_utf8()))
            .unwrap_or((rest, ""));
        masked.push_str(&piece_masked(piece, first));
        rest = behind;
    }
    masked
}

fn closing_quote(open: char) -> Option<char> {
    match open {
        '"' | '\'' | '`' => Some(open),
        '“' | '”' | '„' => Some('”'),
        '‘' | '’' => Some('’'),
        _ => None,
    }
}

/// The length of the string literal, to its closing quote or the line's end.
fn literal(text: &str, open: char, close: char) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            '\n' => return at,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            letter if letter == close || (letter == '"' && open != '\'') => {
                return at + letter.len_utf8();
            }
            _ => {}
        }
    }
    text.len()
}

/// The length of a run of digits, of a word, or of one other character.
fn run(text: &str, first: char) -> usize {
    let inside: fn(char) -> bool = if first.is_ascii_digit() {
        |letter| letter.is_ascii_digit()
    } else if is_wordly(first) {
        |letter| is_wordly(letter) || letter.is_ascii_digit()
    } else {
        return first.len_utf8();
    };
    text.find(|letter| !inside(letter)).unwrap_or(text.len())
}

fn is_wordly(letter: char) -> bool {
    letter == '_' || (bullet(letter) == '•' && !letter.is_ascii_digit())
}

fn piece_masked(piece: &str, first: char) -> String {
    if closing_quote(first).is_some() {
        let word = piece.trim_matches(|letter: char| !letter.is_alphanumeric() && letter != '_');
        if is_documented(word) {
            return piece.to_owned();
        }
        return string_masked(piece);
    }
    if first.is_ascii_digit() && piece.len() < DIGITS {
        return piece.to_owned();
    }
    if is_documented(piece) || is_literal(piece) {
        return piece.to_owned();
    }
    letters(piece)
}

/// Letters as bullets; of an escape its kind stays, and half a surrogate pair, which says nothing alone.
fn string_masked(piece: &str) -> String {
    let mut masked = String::with_capacity(piece.len());
    let mut rest = piece.chars();
    while let Some(letter) = rest.next() {
        masked.push(quote_or_bullet(letter));
        if letter != '\\' {
            continue;
        }
        if let Some(surrogate) = surrogate(rest.as_str()) {
            masked.push_str(surrogate);
            rest.nth(surrogate.len() - 1);
        } else if let Some(kind) = rest.next() {
            let digit = kind.is_ascii_digit();
            masked.push(if kind.is_ascii() && !digit {
                kind
            } else {
                bullet(kind)
            });
        }
    }
    masked
}

fn quote_or_bullet(letter: char) -> char {
    match closing_quote(letter) {
        Some(_) => letter,
        None => bullet(letter),
    }
}

/// The escape of half a surrogate pair, without its backslash.
fn surrogate(text: &str) -> Option<&str> {
    let escape = text.get(..5)?;
    let unit = u32::from_str_radix(escape.strip_prefix('u')?, 16).ok()?;
    (0xD800..0xE000).contains(&unit).then_some(escape)
}

fn is_literal(word: &str) -> bool {
    LITERALS.iter().any(|literal| {
        word.len() >= 2
            && literal
                .get(..word.len())
                .is_some_and(|beginning| beginning.eq_ignore_ascii_case(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_words_stay() {
        let cases = [
            ("", ""),
            (r#"{"status":"hold"}"#, r#"{"status":"hold"}"#),
            (r#"{"name":"Jo Doe"}"#, r#"{"••••":"•• •••"}"#),
            (r#"{"ANI":"+16013261548"}"#, r#"{"ANI":"+•••••••••••"}"#),
            (
                r#"{"count": 11, "pin": 1234}"#,
                r#"{"count": 11, "•••": ••••}"#,
            ),
            (
                "{pin: 12, phone: 415-555-0123}",
                "{•••: 12, •••••: •••-•••-••••}",
            ),
            (r#"{status: Tru, x: nul}"#, r#"{status: Tru, •: nul}"#),
            (r#"{'event': 'Joe'}"#, r#"{'event': '•••'}"#),
            (r#"{“event”: “Joé”}"#, r#"{“event”: “•••”}"#),
            (
                r#""channel":"Amazon,"topic":"#,
                r#""channel":"Amazon,"topic":"#,
            ),
            (r#""ANI": Jane Doe", "DNIS""#, r#""ANI": •••• •••", "DNIS""#),
            (r#""on hold for Jane""#, r#""•• •••• ••• ••••""#),
            (r#""a\x41 \u0041\ud83d""#, r#""•\x•• \u••••\ud83d""#),
            ("\"a\u{1}b\u{feff}", "\"•\u{1}•\u{feff}"),
            ("\"open\nnext 12345", "\"••••\n•••• •••••"),
            ("<html>é</html>", "<••••>•</••••>"),
        ];
        for (text, masked) in cases {
            assert_eq!(broken_text(text), masked);
            assert_eq!(
                broken_text(text).chars().count(),
                text.chars().count(),
                "{text}"
            );
        }
    }
}
