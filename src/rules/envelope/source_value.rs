//! The source is `event`.

use crate::event::vocabulary::Field;
use crate::rules::{Authority, Check, Edit, Example, Rule};

/// envelope/source-value
pub const RULE: Rule = Rule {
    id: "envelope/source-value",
    says: "`message.source` is `event`.",
    why: "It tells an event from a reply; a client that looks for it drops what carries another word.",
    remedy: "Write `event`.",
    authority: Authority::Sampled,
    source: "docs/incoming-call",
    since: "0.1.0",
    good: &[],
    bad: &[Example {
        title: "another word",
        golden: "incoming-call",
        edits: &[Edit::Set(0, Field::Source, "\"call\"")],
        also: &[],
    }],
    check: Check::Schema(&["/message/source"]),
};
