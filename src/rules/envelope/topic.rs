//! The topic is the documented word.

use crate::event::vocabulary::Field;
use crate::rules::{Authority, Check, Edit, Example, Rule};

/// envelope/topic
pub const RULE: Rule = Rule {
    id: "envelope/topic",
    says: "`topic` is `InboundCall`, to the letter.",
    why: "Subscribers filter by the topic; under another one the event is not delivered to them.",
    remedy: "Write `InboundCall`, in exactly these letters.",
    authority: Authority::Documented,
    source: "v1/docs/call-event-parameters",
    since: "0.1.0",
    good: &[],
    bad: &[Example {
        title: "the topic that other channels use",
        golden: "incoming-call",
        edits: &[Edit::Set(0, Field::Topic, "\"Inbound\"")],
        also: &[],
    }],
    check: Check::Schema(&["/topic"]),
};
