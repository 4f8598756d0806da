//! A document is JSON.

use super::told_by;
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, TextInput};

/// text/json
pub const RULE: Rule = Rule {
    id: "text/json",
    says: "The document is JSON as RFC 8259 defines it.",
    why: "A client's parser refuses the document whole: the event never happened.",
    remedy: "Write the event with a JSON library, not by hand or by joining strings.",
    authority: Authority::Documented,
    source: "RFC 8259",
    since: "0.1.0",
    good: &[],
    bad: &[
        Example {
            title: "a no-break space where JSON allows only four kinds of space",
            golden: "incoming-call",
            edits: &[Edit::Replace(
                0,
                "
    \"topic\"",
                "
    \"topic\"",
            )],
            also: &[],
        },
        Example {
            title: "a comma before the closing bracket",
            golden: "incoming-call",
            edits: &[Edit::Replace(
                0,
                "\"source\": \"event\"",
                "\"source\": \"event\",",
            )],
            also: &[],
        },
        Example {
            title: "single quotes",
            golden: "incoming-call",
            edits: &[Edit::Replace(0, "\"Amazon\"", "'Amazon'")],
            also: &[],
        },
        Example {
            title: "a word of another language",
            golden: "incoming-call",
            edits: &[Edit::Replace(
                0,
                "\"ActionsAllowed\": null",
                "\"ActionsAllowed\": None",
            )],
            also: &[],
        },
        Example {
            title: "a comment",
            golden: "incoming-call",
            edits: &[Edit::Replace(
                0,
                "\"count\": 11",
                "\"count\": 11 // all of them",
            )],
            also: &[],
        },
        Example {
            title: "a missing comma",
            golden: "incoming-call",
            edits: &[Edit::Replace(
                0,
                "\"channel\": \"Amazon\",",
                "\"channel\": \"Amazon\"",
            )],
            also: &[],
        },
    ],
    check: Check::Text(check),
};

fn check(reading: &TextInput<'_>) -> Checked {
    told_by(reading, RULE.id)
}
