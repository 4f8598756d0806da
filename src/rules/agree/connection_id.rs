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
    let one = event.undisputed(Field::Id)?;
    let other = event.undisputed(Field::ConnectionId)?;
    ensure(are_alike(one, other, |one, other| one == other), || {
        Violation::at(one, told(one, other), "the event is about this connection")
            .and(other, "its details are about this one")
            .actual_value(one)
    })
}

fn told(one: Node<'_>, other: Node<'_>) -> String {
    let is_named = |id: Node<'_>| id.string().is_some_and(|id| !id.is_empty());
    let problem = |field: &str, id: Node<'_>| match id.string() {
        Some(_) => format!("`{field}` is empty"),
        None => format!("`{field}` is {}", id.kind().named()),
    };
    match (is_named(one), is_named(other)) {
        (true, true) => "`id` and `connectionId` name different connections".to_owned(),
        (false, _) => format!("{}, and `connectionId` is not", problem("id", one)),
        (true, false) => format!("{}, and `id` is not", problem("connectionId", other)),
    }
}
