//! Two values side by side: which of their words differ.

use similar::{ChangeTag, TextDiff};

/// Longer values are not taken apart: their comparison would cost more than it shows.
const LONGEST: usize = 2_000;

/// A character and whether it is of a word that the other value lacks.
pub(super) type Marked = Vec<(char, bool)>;

/// Both values with their words marked; nothing is marked where they have no word in common.
pub(super) fn marked(old: &str, new: &str) -> (Marked, Marked) {
    if old.len().max(new.len()) > LONGEST {
        return (plain(old), plain(new));
    }
    let diff = TextDiff::from_unicode_words(old, new);
    let (mut before, mut after) = (Marked::new(), Marked::new());
    let mut common = false;
    for change in diff.iter_all_changes() {
        let piece = change.value();
        let letters = |differs: bool| piece.chars().map(move |letter| (letter, differs));
        match change.tag() {
            ChangeTag::Equal => {
                common |= piece.contains(char::is_alphanumeric);
                before.extend(letters(false));
                after.extend(letters(false));
            }
            ChangeTag::Delete => before.extend(letters(true)),
            ChangeTag::Insert => after.extend(letters(true)),
        }
    }
    if common {
        (before, after)
    } else {
        (plain(old), plain(new))
    }
}

/// The value with nothing marked.
pub(super) fn plain(value: &str) -> Marked {
    value.chars().map(|letter| (letter, false)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(marked: &Marked) -> String {
        let mark = |(letter, differs): &(char, bool)| if *differs { '^' } else { *letter };
        marked.iter().map(mark).collect()
    }

    #[test]
    fn words_that_differ_are_marked() {
        let cases = [
            ("\"Enable\"", "\"Hide\"", "\"Enable\"", "\"Hide\""),
            (
                "\"Sales North\"",
                "\"Sales South\"",
                "\"Sales ^^^^^\"",
                "\"Sales ^^^^^\"",
            ),
            ("\"Sales\"", "\"Sales desk\"", "\"Sales\"", "\"Sales^^^^^\""),
            ("1", "2", "1", "2"),
            ("", "", "", ""),
        ];
        for (old, new, before, after) in cases {
            let (one, other) = marked(old, new);
            assert_eq!((shown(&one), shown(&other)), (before.into(), after.into()));
        }
    }

    #[test]
    fn a_long_value_is_shown_as_it_is() {
        let (old, new) = ("word ".repeat(500), "word ".repeat(501));
        let (one, other) = marked(&old, &new);
        assert_eq!((shown(&one), shown(&other)), (old, new));
    }
}
