//! The subtopic is the documented word.

use crate::event::vocabulary::Field;
use crate::rules::{Authority, Check, Edit, Example, Rule};

/// envelope/subtopic
pub const RULE: Rule = Rule {
    id: "envelope/subtopic",
    says: "`subtopic` is `InboundCallStateChange`, to the letter.",
    why: "The subtopic decides which handler gets the event. A misspelt one is dropped without a word.",
    remedy: "Write `InboundCallStateChange`, in exactly these letters.",
    authority: Authority::Documented,
    source: "v1/docs/call-event-parameters",
    since: "0.1.0",
    good: &[],
    bad: &[
        Example {
            title: "a capital too many, as on one of the vendor's own pages",
            golden: "incoming-call",
            edits: &[Edit::Set(0, Field::Subtopic, "\"InBoundCallStateChange\"")],
            also: &[],
        },
        Example {
            title: "a space behind",
            golden: "incoming-call",
            edits: &[Edit::Set(0, Field::Subtopic, "\"InboundCallStateChange \"")],
            also: &[],
        },
    ],
    check: Check::Schema(&["/subtopic"]),
};
