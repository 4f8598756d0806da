//! What goldens would become, as a patch that `git apply` takes where callproof ran.

use std::path::Path;

use similar::TextDiff;

/// The unified patch that makes a file of that path hold `new`; nothing where it does.
///
/// It has no `diff --git` line: with one, `git apply` would take the path as one from the root of the
/// repository, and callproof does not know where that is.
pub fn patch(path: &Path, old: Option<&str>, new: &str) -> String {
    let from = old.map_or("/dev/null".to_owned(), |_| name("a", path));
    TextDiff::from_lines(old.unwrap_or_default(), new)
        .unified_diff()
        .header(&from, &name("b", path))
        .to_string()
}

/// The path as patches write it: a tab ends a name with spaces, quotes hold one with stranger letters.
fn name(side: &str, path: &Path) -> String {
    let mut name = side.to_owned();
    for part in path.components() {
        if let std::path::Component::Normal(part) = part {
            name.push('/');
            name.push_str(&part.to_string_lossy());
        }
    }
    let strange = |letter: char| letter.is_control() || matches!(letter, '"' | '\\');
    if name.contains(strange) {
        quoted(&name)
    } else if name.contains(' ') {
        format!("{name}\t")
    } else {
        name
    }
}

/// In C's quotes: every byte that is not plain as three octal digits.
fn quoted(name: &str) -> String {
    let mut quoted = String::from("\"");
    for byte in name.bytes() {
        match byte {
            b' ' | b'!' | b'#'..=b'[' | b']'..=b'~' => quoted.push(char::from(byte)),
            other => quoted.push_str(&format!("\\{other:03o}")),
        }
    }
    quoted.push('"');
    quoted
}
