//! Call types are documented words.

use crate::event::vocabulary::Field;
use crate::rules::{Authority, Check, Edit, Example, Rule};

/// value/call-type
pub const RULE: Rule = Rule {
    id: "value/call-type",
    says: "`CallType`, `Type` and `callType` are `Agent`, `agent`, `inbound` or `outbound`.",
    why: "A client tells the agent's leg from the customer's by this word.",
    remedy: "Write `agent`, `inbound` or `outbound`.",
    authority: Authority::Documented,
    source: "v1/docs/call-event-parameters",
    since: "0.1.0",
    good: &[Example {
        title: "`Agent` as in the table, where the samples have `agent`",
        golden: "incoming-call",
        edits: &[Edit::Set(0, Field::CallType, "\"Agent\"")],
        also: &[],
    }],
    bad: &[
        Example {
            title: "another letter case",
            golden: "incoming-call",
            edits: &[Edit::Set(0, Field::MediaCallType, "\"AGENT\"")],
            also: &[],
        },
        Example {
            title: "a word of another system",
            golden: "incoming-call",
            edits: &[Edit::Set(0, Field::CallType, "\"customer\"")],
            also: &[],
        },
    ],
    check: Check::Schema(&[
        "/message/call/CallType",
        "/message/call/ResponseFields/Type",
        "/message/call/ResponseFields/MediaProperties/callType",
    ]),
};
