//! Fields have their documented types.

use crate::event::vocabulary::Field;
use crate::rules::{Authority, Check, Edit, Example, Rule};

/// field/type
pub const RULE: Rule = Rule {
    id: "field/type",
    says: "Every field with a documented type has it.",
    why: "A client in a typed language cannot read the event at all.",
    remedy: "Send the value in its documented type.",
    authority: Authority::Documented,
    source: "v1/docs/call-event-parameters",
    since: "0.1.0",
    good: &[Example {
        title: "a caller's number where the sample has null",
        golden: "answered",
        edits: &[Edit::Keep(3)],
        also: &[],
    }],
    bad: &[
        Example {
            title: "the count as a string",
            golden: "incoming-call",
            edits: &[Edit::Set(0, Field::Count, "\"11\"")],
            also: &[],
        },
        Example {
            title: "milliseconds where a time is meant",
            golden: "incoming-call",
            edits: &[Edit::Set(0, Field::CurrentStateTime, "1586421432701")],
            also: &[],
        },
        Example {
            title: "the variables as a list",
            golden: "incoming-call",
            edits: &[Edit::Set(0, Field::CallVariables, "[]")],
            also: &[],
        },
    ],
    check: Check::Schema(&[""]),
};
