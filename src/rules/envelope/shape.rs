//! A document is an object.

use crate::rules::{Authority, Check, Edit, Example, Rule};

/// envelope/shape
pub const RULE: Rule = Rule {
    id: "envelope/shape",
    says: "The document is an object.",
    why: "A client reads `channel`, `topic` and `message` off every document; from anything else it reads nothing.",
    remedy: "Send one JSON object per event.",
    authority: Authority::Documented,
    source: "v1/docs/call-event-parameters",
    since: "0.1.0",
    good: &[],
    bad: &[Example {
        title: "a bare string behind the event",
        golden: "incoming-call",
        edits: &[Edit::Append("\"connecting\"")],
        also: &[],
    }],
    check: Check::Schema(&[""]),
};
