//! A document has a sensible size.

use super::told_by;
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, TextInput};

/// text/limits
pub const RULE: Rule = Rule {
    id: "text/limits",
    says: "The document is no larger than 16 MiB and nests no deeper than 128.",
    why: "No client expects such an event; some fall over it.",
    remedy: "Find out what was put into the event, and leave it out.",
    authority: Authority::Documented,
    source: "the harness's stated limits",
    since: "0.1.0",
    good: &[],
    bad: &[Example {
        title: "nested too deeply",
        golden: "incoming-call",
        edits: &[Edit::Replace(
            0,
            "\"Participants\": []",
            "\"Participants\": [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
        )],
        also: &[],
    }],
    check: Check::Text(check),
};

fn check(reading: &TextInput<'_>) -> Checked {
    told_by(reading, RULE.id)
}
