//! What identifies a person, recognised by its form alone, wherever a producer's words are shown.
//!
//! The place of a value decides first ([`masks`]); what a place allows is still searched for phone
//! numbers, e-mail addresses, JSON web tokens and URL queries. Names of persons have no form.

pub mod broken_text;
pub mod bullets;
pub mod field_role;
pub mod form;
pub mod known_words;
pub mod masks;
pub mod phone;
#[cfg(feature = "evidence")]
pub mod pseudonym;
pub mod terminal_text;

#[cfg(feature = "evidence")]
pub use pseudonym::Pseudonyms;

use form::Form;

/// So many characters of a value, key or pointer segment are shown at the most.
pub const LONGEST_SHOWN_CHARS: usize = 60;

/// So many characters of a sentence with such values in it are shown at the most.
pub const LONGEST_SENTENCE_CHARS: usize = 1_000;

/// A longer text is looked at only so far, in bytes. What is shown of it is far shorter, so that the beginning tells
/// of everything shown whether it belongs to what is hidden: but for the word that the cut goes through.
pub const LONGEST_READ_BYTES: usize = 64 << 10;

/// The beginning of the text, at most so many bytes.
pub fn beginning(text: &str, most: usize) -> &str {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}

/// How long its beginning is before the word that is cut where it ends, in bytes.
pub fn before_cut_word(beginning: &str) -> usize {
    let bound = beginning
        .char_indices()
        .rev()
        .find(|(_, letter)| letter.is_whitespace() || letter.is_control());
    bound.map_or(0, |(at, letter)| at + letter.len_utf8())
}

/// The text, or so many of its characters and `…`.
pub fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
    }
}

/// The text with a bullet for every letter or digit of what identifies a person, as many characters as it has.
pub fn hidden(text: &str) -> String {
    form::replaced(text, &form::found(text), |form, piece| match form {
        Form::Phone => phone::shape(piece, '•'),
        Form::Email | Form::Token | Form::Query => bullets(piece),
    })
}

/// A JSON number as written, without phone numbers, and short.
pub fn number(raw: &str) -> String {
    shortened(&phone::hidden_runs(raw, phone::FEWEST), LONGEST_SHOWN_CHARS)
}

/// Every letter and digit a bullet; signs and spaces as they are.
pub fn bullets(piece: &str) -> String {
    let stays = |letter: char| {
        letter.is_ascii_punctuation()
            || letter.is_ascii_control()
            || letter.is_whitespace()
            || phone::is_space(letter)
    };
    let shown = piece
        .chars()
        .map(|letter| if stays(letter) { letter } else { '•' });
    shown.collect()
}

/// The path of a file as it may be shown, folder by folder. A day in a name is no phone number.
pub fn path(path: &str) -> String {
    path.split_inclusive(['/', '\\']).map(path_part).collect()
}

/// A line of ours that may name paths: as [`path`], the line as a whole.
pub fn line(line: &str) -> String {
    path_part(line)
}

fn path_part(part: &str) -> String {
    let mut found = form::found(part);
    found.retain(|found| {
        let piece = part.get(found.range.clone()).unwrap_or_default();
        let before = part.get(..found.range.start).unwrap_or_default();
        let behind = part.get(found.range.end..).unwrap_or_default();
        let is_ours =
            is_stamp(piece) || is_of_digest(before, piece) || behind.starts_with(" bytes");
        found.form != Form::Phone || !is_ours
    });
    form::replaced(part, &found, |_, piece| bullets(piece))
}

/// Whether the digits are part of a digest, `sha256:` and what follows.
fn is_of_digest(before: &str, piece: &str) -> bool {
    let digest = before.rsplit_once("sha256:").map(|(_, digest)| digest);
    before.ends_with("sha") && piece.starts_with("256:")
        || digest.is_some_and(|digest| digest.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Whether these digits are a day with or without a time of day, as file names have them: `20240131`,
/// `2024-01-31_101500`.
fn is_stamp(piece: &str) -> bool {
    let digits: String = piece.chars().filter(char::is_ascii_digit).collect();
    let mut signs = piece.chars().filter(|letter| !letter.is_ascii_digit());
    let number = |from: usize, to: usize| {
        let part = digits.get(from..to)?;
        part.parse::<u32>().ok()
    };
    let within = |from, to, least, most| {
        number(from, to).is_some_and(|value| (least..=most).contains(&value))
    };
    let is_day = within(0, 4, 1900, 2099) && within(4, 6, 1, 12) && within(6, 8, 1, 31);
    let is_time = match digits.len() {
        8 => true,
        12 => within(8, 10, 0, 23) && within(10, 12, 0, 59),
        14 => within(8, 10, 0, 23) && within(10, 12, 0, 59) && within(12, 14, 0, 60),
        _ => false,
    };
    is_day && is_time && signs.all(|sign| "-_.T".contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_keep_days_and_lose_numbers() {
        let cases = [
            ("calls/capture.ndjson", "calls/capture.ndjson"),
            ("a/20240131.json", "a/20240131.json"),
            ("2024-01-31_101500.json", "2024-01-31_101500.json"),
            ("20240131T101500.json", "20240131T101500.json"),
            ("2024/01/31/1200.json", "2024/01/31/1200.json"),
            ("call-4155550123.json", "call-••••••••••.json"),
            ("415-555-0123/x.json", "•••-•••-••••/x.json"),
            ("+1 415 555 0123.json", "+• ••• ••• ••••.json"),
            ("jo@example.com/x.json", "••@•••••••.•••/x.json"),
            ("C:\\calls\\4155550123\\x", "C:\\calls\\••••••••••\\x"),
        ];
        for (given, shown) in cases {
            assert_eq!(path(given), shown);
        }
        assert_eq!(
            line("more than 268435456 bytes"),
            "more than 268435456 bytes"
        );
    }
}
