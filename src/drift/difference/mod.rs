//! How two normal forms differ: a stand-in that compares lines.

use similar::{ChangeTag, TextDiff};

use super::normal::Normal;
use crate::report::difference::Comparison;

/// The difference from `old` to `new`.
pub fn between(old: &Normal, new: &Normal) -> Comparison {
    let (old, new) = (text(old), text(new));
    let diff = TextDiff::from_lines(&old, &new);
    let changed = diff
        .iter_all_changes()
        .filter(|change| change.tag() != ChangeTag::Equal);
    let line = |sign: char, line: &str| format!("{sign}{}", line.trim_end());
    Comparison {
        lines: changed
            .map(|change| match change.tag() {
                ChangeTag::Equal | ChangeTag::Insert => line('+', change.value()),
                ChangeTag::Delete => line('-', change.value()),
            })
            .collect(),
    }
}

fn text(normal: &Normal) -> String {
    let steps = normal.calls.iter().flat_map(|call| &call.steps);
    steps.map(|step| format!("{}\n", step.text)).collect()
}
