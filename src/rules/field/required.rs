//! Mandatory fields are there.

use crate::event::vocabulary::Field;
use crate::rules::{Authority, Check, Edit, Example, Rule};

/// field/required
pub const RULE: Rule = Rule {
    id: "field/required",
    says: "Every mandatory field is there.",
    why: "A client reads the field without asking whether it exists, and fails or shows nothing.",
    remedy: "Send the field in every event; the documentation lists it as mandatory.",
    authority: Authority::Documented,
    source: "v1/docs/call-event-parameters",
    since: "0.1.0",
    good: &[Example {
        title: "ResponseFields, which is optional, is left out with all its children",
        golden: "incoming-call",
        edits: &[Edit::Remove(0, Field::ResponseFields)],
        also: &[],
    }],
    bad: &[
        Example {
            title: "the queue's time is missing",
            golden: "incoming-call",
            edits: &[Edit::Remove(0, Field::QueueTimestamp)],
            also: &[],
        },
        Example {
            title: "a whole object is missing: told once",
            golden: "incoming-call",
            edits: &[Edit::Remove(0, Field::ButtonStates)],
            also: &[],
        },
        Example {
            title: "the topic is missing",
            golden: "incoming-call",
            edits: &[Edit::Remove(0, Field::Topic)],
            also: &[],
        },
    ],
    check: Check::Schema(&[""]),
};
