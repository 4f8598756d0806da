//! Places that somebody names: JSON Pointers in which `*` stands for any key or index of one level.

use std::str::FromStr;

use super::Error;

/// A JSON Pointer (RFC 6901) from an event's root; a level that is `*` stands for every key and
/// index there. It selects what it names and all inside of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selector {
    levels: Vec<Level>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Level {
    Any,
    Key(String),
}

impl FromStr for Selector {
    type Err = Error;

    fn from_str(text: &str) -> Result<Selector, Error> {
        let refused = |why| Error::Selector {
            text: text.to_owned(),
            why,
        };
        if !text.starts_with('/') {
            return Err(refused(
                "a JSON Pointer begins with `/`, such as /message/call/CallVariables/*",
            ));
        }
        let escaped = |behind: &str| behind.starts_with(['0', '1']);
        if !text.split('~').skip(1).all(escaped) {
            return Err(refused(
                "in a JSON Pointer `~` is written ~0, and `/` inside a key ~1",
            ));
        }
        let levels = text.split('/').skip(1).map(|level| match level {
            "*" => Level::Any,
            key => Level::Key(key.replace("~1", "/").replace("~0", "~")),
        });
        Ok(Selector {
            levels: levels.collect(),
        })
    }
}

/// How exactly a selector names a place: by more levels, then by more keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Exactness {
    levels: usize,
    keys: usize,
}

impl Selector {
    /// How exactly it names the place under these keys; none where it does not select it.
    pub(super) fn exactness(&self, path: &[String]) -> Option<Exactness> {
        let selected = self.levels.len() <= path.len()
            && self
                .levels
                .iter()
                .zip(path)
                .all(|(level, key)| match level {
                    Level::Any => true,
                    Level::Key(own) => own == key,
                });
        let keys = self.levels.iter().filter(|level| **level != Level::Any);
        selected.then(|| Exactness {
            levels: self.levels.len(),
            keys: keys.count(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_selected() {
        let cases = [
            ("/a/b", "/a/b", true),
            ("/a/b", "/a/b/c", true),
            ("/a/b", "/a", false),
            ("/a/*", "/a/x", true),
            ("/a/*/c", "/a/x/c", true),
            ("/a/*/c", "/a/x/d", false),
            ("/a~1b", "/a~1b", true),
            ("/", "/", true),
        ];
        for (selector, place, selected) in cases {
            let path: Vec<String> = place
                .split('/')
                .skip(1)
                .map(|key| key.replace("~1", "/"))
                .collect();
            let selector: Selector = selector.parse().expect("a selector");
            let exactness = selector.exactness(&path);
            assert_eq!(exactness.is_some(), selected, "{selector:?} {place}");
        }
    }

    #[test]
    fn what_is_no_selector() {
        for text in ["", "a/b", "/a~", "/a~2", "$.a"] {
            assert!(text.parse::<Selector>().is_err(), "{text}");
        }
    }
}
