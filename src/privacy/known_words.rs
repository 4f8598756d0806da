//! Words that tell nothing of a person: those that the documentation has, and words for no value.

use crate::event::vocabulary::{
    Button, CHANNEL, ENABLE, EventWord, FIELDS, HIDE, LegType, NEIGHBOURS, SOURCE, SUBTOPIC,
    Status, TOPIC,
};

/// Bare words that are meant as JSON literals, and what JavaScript writes for an object.
pub(super) const LITERALS: [&str; 10] = [
    "true",
    "false",
    "null",
    "none",
    "nil",
    "nan",
    "infinity",
    "undefined",
    "inf",
    "object",
];

/// Whether all that the text says are documented words, or words for no value.
pub(super) fn is_known(text: &str) -> bool {
    let words =
        text.split(|letter: char| letter.is_ascii_punctuation() && letter != '_' || letter == ' ');
    let is_literal = |word: &str| LITERALS.iter().any(|one| one.eq_ignore_ascii_case(word));
    words
        .filter(|word| !word.is_empty())
        .all(|word| is_documented(word) || is_literal(word))
}

/// Whether the documentation has the word, letter case aside.
pub(super) fn is_documented(word: &str) -> bool {
    let same = |known: &str| known.eq_ignore_ascii_case(word);
    [CHANNEL, TOPIC, SUBTOPIC, SOURCE].into_iter().any(same)
        || FIELDS.iter().any(|row| same(row.field.key()))
        || Button::ALL.iter().any(|button| same(button.key()))
        || Status::ALL.iter().any(|status| same(status.word()))
        || EventWord::ALL.iter().any(|event| same(event.word()))
        || LegType::ALL.iter().any(|kind| same(kind.word()))
        || is_button_word(word)
        || NEIGHBOURS
            .iter()
            .any(|(topic, subtopic)| topic.is_some_and(same) || same(subtopic))
}

/// Whether the documentation knows the word as a button's value.
fn is_button_word(word: &str) -> bool {
    [ENABLE, HIDE, "Disable"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(word))
}
