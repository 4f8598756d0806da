//! Texts and numbers that are longer than any that a person reads: their beginning, and what tells two apart.

use std::borrow::Cow;

use sha2::{Digest, Sha256};

use crate::privacy::{self, phone};

/// What is longer, in bytes, stands in a normal form with its beginning only.
const LONGEST: usize = 64 << 10;

/// So much of it stands there: what is written for what identifies a person may be four times as long, and must
/// not be cut again.
const BEGINNING: usize = LONGEST / 8;

/// So much of a number.
const DIGITS: usize = 1_000;

/// The text; of a long one the beginning, without the word that the cut goes through and digits before it, since
/// they may belong to something that nobody may see.
pub(super) fn text(text: &str) -> Cow<'_, str> {
    if text.len() <= LONGEST {
        return Cow::Borrowed(text);
    }
    let begun = privacy::beginning(text, BEGINNING);
    let words = begun.get(..privacy::before_cut_word(begun));
    let words = words.unwrap_or_default().trim_end_matches(phone::is_part);
    Cow::Owned(marked(words, text))
}

/// The number as written; of a long one the beginning.
pub(super) fn number(raw: &str) -> Cow<'_, str> {
    if raw.len() <= LONGEST {
        return Cow::Borrowed(raw);
    }
    Cow::Owned(marked(privacy::beginning(raw, DIGITS), raw))
}

/// What is left of the whole, and a mark that differs where the whole does: letters, so that it is no number.
fn marked(left: &str, whole: &str) -> String {
    let digest = Sha256::digest(whole.as_bytes());
    let letter = |half: u8| char::from(b'a' + half);
    let letters = digest.iter().take(8);
    let letters = letters.flat_map(|byte| [letter(byte >> 4), letter(byte & 15)]);
    format!("{left} … cut:{}", letters.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_cut_goes_through_is_left_out_whole() {
        let short = "x".repeat(LONGEST);
        assert_eq!(text(&short), short);
        let tail = "x".repeat(LONGEST);
        for (written, left) in [
            (format!("call 415 555 0123{tail}"), "call"),
            (format!("jo{tail}@example.com"), ""),
            (format!("hold the line {tail}"), "hold the line"),
        ] {
            let cut = text(&written).into_owned();
            assert!(cut.starts_with(&format!("{left} … cut:")), "{cut}");
            assert_eq!(text(&cut), cut);
            assert_ne!(text(&format!("{written}y")), cut);
        }
    }
}
