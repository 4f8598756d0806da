//! Bullets in place of letters that may be private.

use super::terminal_text;

/// Every letter and digit a bullet, punctuation and spaces as they are.
pub(crate) fn letters(text: &str) -> String {
    text.chars().map(bullet).collect()
}

pub(crate) fn bullet(letter: char) -> char {
    let plain = letter.is_ascii_punctuation() || letter.is_ascii_control() || letter == ' ';
    // What no eye sees holds no secret, and is often the fault itself.
    if plain || terminal_text::visible(letter) != letter || letter == char::REPLACEMENT_CHARACTER {
        letter
    } else {
        '•'
    }
}
