//! The event's id is the connection's.

use super::are_alike;
use crate::event::Event;
use crate::event::vocabulary::Field;
use crate::json::Node;
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation, ensure};

/// agree/connection-id
pub const RULE: Rule = Rule {
    id: "agree/connection-id",
    says: "`call.id` is `ResponseActual.connectionId`.",
    why: "A client finds the call by one of the two and acts on the other: it hangs up somebody else.",
    remedy: "Fill both from the same connection.",
    authority: Authority::Sampled,
    source: "docs/incoming-call",
    since: "0.1.0",
    good: &[],
    bad: &[Example {
        title: "the contact's id where the connection's should be",
        golden: "incoming-call",
        edits: &[Edit::Set(
            0,
            Field::Id,
            "\"d675473e-7dbc-4a9b-ad92-b78f26e70b3b\"",
        )],
        also: &[],
    }],
    check: Check::Event(check),
};

fn check(event: &Event<'_>) -> Checked {
    // An empty id names no connection: field/non-empty says so.
    let id = |field| event.unclaimed(field).filter(|id| !is_empty(*id));
    let (one, other) = (id(Field::Id)?, id(Field::ConnectionId)?);
    ensure(are_alike(one, other, |one, other| one == other), || {
        Violation::at(
            one,
            violation_of(one, other),
            "the event is about this connection",
        )
        .and(other, "its details are about this one")
        .actual_value(one)
    })
}

fn is_empty(id: Node<'_>) -> bool {
    id.string().is_some_and(|id| id.is_empty())
}

fn violation_of(one: Node<'_>, other: Node<'_>) -> String {
    match (one.string(), other.string()) {
        (Some(_), Some(_)) => "`id` and `connectionId` name different connections".to_owned(),
        (None, _) => format!("`id` is {}, and `connectionId` is not", one.kind().named()),
        (Some(_), None) => format!(
            "`connectionId` is {}, and `id` is not",
            other.kind().named()
        ),
    }
}
