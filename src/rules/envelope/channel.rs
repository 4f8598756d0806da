//! The channel is the documented word.

use crate::event::vocabulary::Field;
use crate::rules::{Authority, Check, Edit, Example, Rule};

/// envelope/channel
pub const RULE: Rule = Rule {
    id: "envelope/channel",
    says: "`channel` is `Amazon`, to the letter.",
    why: "Clients route by the channel: an event on another one never reaches the agent's workspace.",
    remedy: "Write `Amazon`, in exactly these letters.",
    authority: Authority::Documented,
    source: "v1/docs/call-event-parameters",
    since: "0.1.0",
    good: &[],
    bad: &[
        Example {
            title: "lower case",
            golden: "incoming-call",
            edits: &[Edit::Set(0, Field::Channel, "\"amazon\"")],
            also: &[],
        },
        Example {
            title: "another vendor's channel",
            golden: "incoming-call",
            edits: &[Edit::Set(0, Field::Channel, "\"Genesys\"")],
            also: &[],
        },
    ],
    check: Check::Schema(&["/channel"]),
};
