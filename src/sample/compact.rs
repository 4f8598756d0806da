//! Documents on a line of their own.

/// The text without the spaces that JSON allows beside its brackets, colons and commas; what stands between
/// quotes stays. A text that is not JSON keeps, as one space, what parts its words.
pub fn compact(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut quoted = Quoted::Outside;
    let mut parted = false;
    for letter in text.trim_matches(is_space).chars() {
        if quoted == Quoted::Outside && is_space(letter) {
            parted = true;
            continue;
        }
        if parted && !is_structural(letter) && !line.ends_with(is_structural) {
            line.push(' ');
        }
        parted = false;
        quoted = quoted.behind(letter);
        line.push(letter);
    }
    line
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Quoted {
    Outside,
    Inside,
    Escaped,
}

impl Quoted {
    fn behind(self, letter: char) -> Quoted {
        match (self, letter) {
            (Quoted::Outside, '"') | (Quoted::Escaped, _) => Quoted::Inside,
            (Quoted::Outside, _) | (Quoted::Inside, '"') => Quoted::Outside,
            (Quoted::Inside, '\\') => Quoted::Escaped,
            (Quoted::Inside, _) => Quoted::Inside,
        }
    }
}

fn is_space(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\r' | '\n')
}

fn is_structural(letter: char) -> bool {
    matches!(letter, '{' | '}' | '[' | ']' | ':' | ',')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::golden::GOLDENS;
    use proptest::prelude::*;
    use serde_json::Value;

    #[test]
    fn goldens_are_as_another_writer_writes_them() {
        for golden in GOLDENS {
            for document in golden.documents() {
                let value: Value = serde_json::from_str(document).expect("a golden");
                let own: Value = serde_json::from_str(&compact(document)).expect("still JSON");
                assert_eq!(own, value);
                assert_eq!(compact(document).len(), value.to_string().len());
            }
        }
    }

    #[test]
    fn what_is_no_json_stays_wrong() {
        assert_eq!(compact("{\n  \"a\": 1 // one\n}"), "{\"a\":1 // one}");
        assert_eq!(compact("{ \"a\": 1\n  \"b\": 2 }"), "{\"a\":1 \"b\":2}");
        assert_eq!(compact("{ \"a: { , \\\" "), "{\"a: { , \\\"");
    }

    proptest! {
        #[test]
        fn strings_are_kept(text: String) {
            let value = serde_json::json!({ "a b": [text, null], "c": { "d": 1.5 } });
            let pretty = serde_json::to_string_pretty(&value).expect("JSON");
            prop_assert_eq!(compact(&pretty), value.to_string());
        }
    }
}
