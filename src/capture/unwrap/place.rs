//! Where a wanted event stands: a JSON Pointer, in which `*` is any key or index.

/// Places in documents, as `--at` names them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Places(Vec<String>);

impl Places {
    pub(super) fn new(pointers: &[String]) -> Places {
        Places(pointers.to_vec())
    }

    /// Whether one of them is where the pointer leads.
    pub(super) fn hold(&self, pointer: &str) -> bool {
        self.0.iter().any(|place| is_at(place, pointer))
    }
}

fn is_at(place: &str, pointer: &str) -> bool {
    let (mut steps, mut taken) = (place.split('/'), pointer.split('/'));
    loop {
        match (steps.next(), taken.next()) {
            (None, None) => return true,
            (Some("*"), Some(_)) => {}
            (Some(step), Some(taken)) if step == taken => {}
            (Some(_) | None, _) => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_any_step() {
        let cases = [
            ("", "", true),
            ("/a", "/a", true),
            ("/a", "/a/b", false),
            ("/a/*", "/a/3", true),
            ("/a/*", "/a", false),
            ("/*/b~1c", "/x/b~1c", true),
            ("/*", "", false),
        ];
        for (place, pointer, expected) in cases {
            assert_eq!(is_at(place, pointer), expected, "{place} {pointer}");
        }
    }
}
