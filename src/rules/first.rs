//! The first of many faults: a document may break a rule at a million places.

use super::Violation;

/// Faults of one rule that are looked at in a document; others are counted.
pub const MAX_CHECKED: usize = 10_000;

/// The first of many things, and how many there are.
pub struct First<T> {
    /// At most [`MAX_CHECKED`].
    pub items: Vec<T>,
    /// How many there are in all.
    pub count: usize,
}

impl<T> FromIterator<T> for First<T> {
    fn from_iter<I: IntoIterator<Item = T>>(all: I) -> First<T> {
        let mut all = all.into_iter();
        let items: Vec<T> = all.by_ref().take(MAX_CHECKED).collect();
        let count = items.len() + all.count();
        First { items, count }
    }
}

/// The first of the violations; the last of these counts the others.
pub fn first_of(all: impl Iterator<Item = Violation>) -> Vec<Violation> {
    let First { mut items, count } = all.collect();
    let more = count - items.len();
    if let Some(last) = items.last_mut() {
        last.more = more as u64;
    }
    items
}
