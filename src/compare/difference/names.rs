//! Masked names, such as `connection-1`: which old one is which new one.

use std::collections::HashMap;

/// What pairs of values say about their names.
#[derive(Debug, Default)]
pub(super) struct NameMapping<'n> {
    votes: HashMap<(&'n str, &'n str), u64>,
}

impl<'n> NameMapping<'n> {
    /// An old and a new name stand at the same place of one event.
    pub(super) fn vote(&mut self, old: &'n str, new: &'n str) {
        *self.votes.entry((old, new)).or_default() += 1;
    }

    /// For each old name the new one that most places give it; no two get the same.
    pub(super) fn decide(self) -> HashMap<&'n str, &'n str> {
        let mut votes: Vec<((&str, &str), u64)> = self.votes.into_iter().collect();
        votes.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(&other.0)));
        let mut decided = HashMap::new();
        let mut taken = std::collections::HashSet::new();
        for ((old, new), _) in votes {
            if !decided.contains_key(old) && taken.insert(new) {
                decided.insert(old, new);
            }
        }
        decided
    }
}

/// The name in a masked value's text (`"[phone-1 +ddd]"` has `phone-1`); none in other
/// values, of which a rank among times (`[t-1]`) is one.
pub(super) fn name(raw: &str) -> Option<&str> {
    let inner = raw.strip_prefix("\"[")?.strip_suffix("]\"")?;
    let ends = inner.match_indices('-').filter_map(|(dash, _)| {
        let behind = inner.get(dash + 1..)?;
        let digits = behind.len() - behind.trim_start_matches(is_digit).len();
        let ended = behind.get(digits..)?.split(' ').next() == Some("");
        (dash > 0 && digits > 0 && ended && !inner.starts_with("t-")).then_some(dash + 1 + digits)
    });
    inner.get(..ends.min()?)
}

fn is_digit(letter: char) -> bool {
    letter.is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn a_name_is_a_word_and_a_number_in_brackets() {
        let cases = [
            (r#""[connection-1]""#, Some("connection-1")),
            (r#""[phone-12 +dddddddddd]""#, Some("phone-12")),
            (r#""[my-key_2-3 number]""#, Some("my-key_2-3")),
            (r#""[t0-16.000s]""#, None),
            (r#""[t-1]""#, None),
            (r#""[t0+1.250s]""#, None),
            (r#""[t0]""#, None),
            (r#""[ANI]""#, None),
            (r#""connection-1""#, None),
            ("null", None),
        ];
        for (raw, expected) in cases {
            assert_eq!(name(raw), expected, "{raw}");
        }
    }
}
