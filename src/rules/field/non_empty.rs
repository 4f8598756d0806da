//! Names are not empty.

use crate::event::vocabulary::Field;
use crate::rules::{Authority, Check, Edit, Example, Rule};

/// field/non-empty
pub const RULE: Rule = Rule {
    id: "field/non-empty",
    says: "`id`, `contactId`, `connectionId`, `CallState` and `message.source` are not empty strings.",
    why: "An empty id belongs to every call and to none: events of different calls run together.",
    remedy: "Send the real value; leave an optional field out rather than empty.",
    authority: Authority::Universal,
    source: "v1/docs/call-event-parameters",
    since: "0.1.0",
    good: &[],
    bad: &[Example {
        title: "a contact without an id",
        golden: "incoming-call",
        edits: &[Edit::Set(0, Field::ContactId, "\"\"")],
        also: &[],
    }],
    check: Check::Schema(&[
        "/message/source",
        "/message/call/id",
        "/message/call/ResponseActual/connectionId",
        "/message/call/ResponseActual/contactId",
        "/message/call/ResponseFields/CallState",
    ]),
};
