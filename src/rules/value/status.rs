//! States are states of a connection.

use crate::event::Event;
use crate::event::vocabulary::{Field, Status, nearest};
use crate::json::Node;

use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation, check_each, quoted};

/// value/status
pub const RULE: Rule = Rule {
    id: "value/status",
    says: "`status` and `CallState` are states of a connection: init, connecting, connected, hold, disconnected, silent_monitor or barge.",
    why: "States of the contact leak in where a producer reads the wrong object of the platform; they lag behind the connection.",
    remedy: "Send the connection's state, not the contact's.",
    authority: Authority::Derived,
    source: "docs/incoming-call",
    since: "0.1.0",
    good: &[Example {
        title: "a supervisor listens in",
        golden: "answered",
        edits: &[
            Edit::Keep(2),
            Edit::Set(1, Field::Status, "\"silent_monitor\""),
            Edit::Set(1, Field::CallState, "\"silent_monitor\""),
            Edit::Offer(1, &[]),
        ],
        also: &[],
    }],
    bad: &[
        Example {
            title: "a contact's state, read as OVER",
            golden: "missed",
            edits: &[
                Edit::Keep(2),
                Edit::Set(1, Field::CallState, "\"missed\""),
                Edit::Set(1, Field::Status, "\"missed\""),
            ],
            also: &[],
        },
        Example {
            title: "a word that is nobody's",
            golden: "answered",
            edits: &[
                Edit::Remove(1, Field::ResponseActual),
                Edit::Set(1, Field::CallState, "\"on_call\""),
            ],
            also: &["field/sampled-presence"],
        },
    ],
    check: Check::Event(check),
};

fn check(event: &Event<'_>) -> Checked {
    // An empty word is no word: field/non-empty and agree/state report it.
    let words = event.texts(&[Field::Status, Field::CallState]);
    check_each(
        words.filter(|(_, node)| node.string().is_some_and(|word| !word.is_empty())),
        wrong,
    )
}

fn wrong(field: Field, node: Node<'_>) -> Option<Violation> {
    let word = node.string()?;
    let (problem, help) = match Status::read(&word) {
        Some(status) if status.is_connection_state() => return None,
        Some(_) => ("is a state of the contact, not of the connection", None),
        None => {
            let states = Status::ALL
                .into_iter()
                .filter(|status| status.is_connection_state());
            (
                "is not a known state",
                nearest(&word, states.map(Status::word)),
            )
        }
    };
    let message = format!("{} in `{}` {problem}", quoted(&word), field.key());
    let violation = Violation::at(node, message, "not a state of a connection")
        .expected("a state of a connection")
        .actual_value(node);
    Some(match help {
        Some(meant) => violation.help(format!("the state is spelt `{meant}`")),
        None => violation,
    })
}
