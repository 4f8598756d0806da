//! Names are not empty.

use crate::event::Event;
use crate::event::vocabulary::Field;
use crate::json::Node;
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation, check_each};

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
    check: Check::Event(check),
};

const NAMES: [Field; 5] = [
    Field::Source,
    Field::Id,
    Field::ConnectionId,
    Field::ContactId,
    Field::CallState,
];

fn check(event: &Event<'_>) -> Checked {
    check_each(event.texts(&NAMES), wrong)
}

fn wrong(field: Field, node: Node<'_>) -> Option<Violation> {
    if !node.string()?.is_empty() {
        return None;
    }
    let message = format!("`{}` is empty", field.key());
    Some(
        Violation::at(node, message, "empty")
            .expected("a value")
            .actual("\"\""),
    )
}
