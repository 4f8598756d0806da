//! Words and names in messages, cut where they are too long.

use std::borrow::Cow;

use super::violation::{Checked, Violation};
use crate::event::timestamp::instant;
use crate::event::vocabulary::Field;
use crate::json::Node;
use crate::privacy::{self, LONGEST_SHOWN_CHARS};

/// Checks each of these values. Fields that repeat one wrong value are reported together: it is one fault.
pub fn check_each<'d>(
    values: impl Iterator<Item = (Field, Node<'d>)>,
    wrong: impl Fn(Field, Node<'d>) -> Option<Violation>,
) -> Checked {
    let mut values = values.peekable();
    values.peek()?;
    let mut found: Vec<(Option<Cow<'d, str>>, Violation)> = Vec::new();
    for (field, node) in values {
        let Some(violation) = wrong(field, node) else {
            continue;
        };
        match found.iter_mut().find(|(value, _)| *value == node.string()) {
            Some((_, first)) => first.places.extend(violation.places),
            None => found.push((node.string(), violation)),
        }
    }
    Some(found.into_iter().map(|(_, violation)| violation).collect())
}

/// Characters of an undocumented key that are shown.
pub const MAX_KEY_CHARS: usize = 80;

/// A word of the producer's as a message may show it: short, printable, without what identifies a person.
pub fn quoted(word: &str) -> String {
    shown(word, LONGEST_SHOWN_CHARS)
}

/// A value in a time field as a message may show it: a valid time is no phone number, however many decimals it has.
pub fn quoted_time(time: &str) -> String {
    match instant(time) {
        Some(_) => framed(time, LONGEST_SHOWN_CHARS),
        None => quoted(time),
    }
}

/// A word of the producer's as a message may show it, at most `longest` characters of it.
pub fn shown(word: &str, longest: usize) -> String {
    framed(&privacy::hidden(word), longest)
}

fn framed(word: &str, longest: usize) -> String {
    let mut shown = String::from("`");
    for letter in word.chars().take(longest) {
        match letter {
            '`' => shown.push('\''),
            letter if letter.is_control() || crate::json::is_foreign_space(letter) => {
                shown.extend(letter.escape_unicode());
            }
            letter => shown.push(letter),
        }
    }
    if word.chars().nth(longest).is_some() {
        shown.push('…');
    }
    shown.push('`');
    shown
}

/// The names with commas; of many the first, and how many more.
pub fn join_limited(names: &[String]) -> String {
    join_limited_of(names, names.len())
}

/// The same for the first of `count` names.
pub fn join_limited_of(names: &[String], count: usize) -> String {
    const MAX_NAMES: usize = 12;
    let shown = names
        .iter()
        .take(MAX_NAMES)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    match count.saturating_sub(MAX_NAMES.min(names.len())) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
