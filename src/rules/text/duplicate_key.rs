//! No key twice.

use crate::json::{Duplicate, Node};
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, TextInput, Violation, quoted};

/// text/duplicate-key
pub const RULE: Rule = Rule {
    id: "text/duplicate-key",
    says: "No object has the same key twice.",
    why: "One parser takes the first, another the last: two clients see two different events.",
    remedy: "Send each key once.",
    authority: Authority::Documented,
    source: "RFC 8259, section 4",
    since: "0.1.0",
    good: &[],
    bad: &[
        Example {
            title: "a button twice, with two values",
            golden: "incoming-call",
            edits: &[Edit::Replace(
                0,
                "\"hold\": \"Hide\",",
                "\"hold\": \"Hide\",
                    \"hold\": \"Enable\",",
            )],
            also: &[],
        },
        Example {
            title: "the same key, written with an escape",
            golden: "incoming-call",
            edits: &[Edit::Replace(
                0,
                "\"Campaign\": \"\",",
                "\"Campaign\": \"\",
                \"Campai\\u0067n\": \"\",",
            )],
            also: &[],
        },
    ],
    check: Check::Text(check),
};

fn check(reading: &TextInput<'_>) -> Checked {
    let root = reading.root?;
    let twice = |duplicate: &Duplicate| twice(root, *duplicate);
    let mut found: Vec<Violation> = reading.duplicates.iter().map(twice).collect();
    let more = root.repeated_keys().saturating_sub(found.len());
    if let Some(last) = found.last_mut().filter(|_| more > 0) {
        let keys = if more == 1 { "key is" } else { "keys are" };
        last.message += &format!("; {more} more {keys} repeated in the document");
    }
    Some(found)
}

/// Both keys and values are claimed: their faults are reported here only.
fn twice(root: Node<'_>, duplicate: Duplicate) -> Violation {
    let first = root.sibling(duplicate.first);
    let second = root.sibling(duplicate.second);
    let name = quoted(&second.string().unwrap_or_default());
    Violation::at(
        second,
        format!("the key {name} stands twice in one object"),
        "here again",
    )
    .and(first, "first here")
    .help("leave one of the two out; parsers differ in which of them they take")
}
