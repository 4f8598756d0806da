//! Masked names, such as `connection-1`: which old one is which new one.

use std::collections::HashMap;

/// What pairs of values say about their names.
#[derive(Debug, Default)]
pub(super) struct Names<'n> {
    votes: HashMap<(&'n str, &'n str), u64>,
}

impl<'n> Names<'n> {
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

/// The name in a masked value's text (`"[phone-1 +1••••••1548]"` has `phone-1`); none in other values.
pub(super) fn name(raw: &str) -> Option<&str> {
    let inner = raw.strip_prefix("\"[")?.strip_suffix("]\"")?;
    let name = inner.split(' ').next()?;
    let (kind, number) = name.rsplit_once('-')?;
    let is_word = !kind.is_empty() && kind.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    (is_word && is_number).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn a_name_is_a_word_and_a_number_in_brackets() {
        let cases = [
            (r#""[connection-1]""#, Some("connection-1")),
            (r#""[phone-12 +1••••••1548]""#, Some("phone-12")),
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
