//! JSON Pointers (RFC 6901), as text.

use std::borrow::Cow;

/// `parent` extended by an object key.
pub fn child_pointer(parent: &str, key: &str) -> String {
    let mut pointer = String::with_capacity(parent.len() + key.len() + 1);
    pointer.push_str(parent);
    pointer.push('/');
    for letter in key.chars() {
        match letter {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
    pointer
}

/// `parent` extended by an array index.
pub fn index_pointer(parent: &str, index: usize) -> String {
    format!("{parent}/{index}")
}

/// The keys of a pointer, unescaped; the empty pointer has none.
pub(super) fn keys(pointer: &str) -> impl Iterator<Item = Cow<'_, str>> {
    pointer
        .split('/')
        .skip(1)
        .map(|key| match key.contains('~') {
            true => Cow::Owned(key.replace("~1", "/").replace("~0", "~")),
            false => Cow::Borrowed(key),
        })
}
