//! Optional fields have the type that the samples show.

use super::UNCONVERTED_TIME;
use crate::event::Event;
use crate::event::vocabulary::Field;
use crate::json::{Kind, Node};
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation};

/// field/sampled-type
pub const RULE: Rule = Rule {
    id: "field/sampled-type",
    says: "The optional fields, and the fields of `ResponseActual`, have the type that the samples show.",
    why: "The documentation gives these fields no type; clients are written against the samples.",
    remedy: "Send the value in the type that the documented sample has.",
    authority: Authority::Derived,
    source: "docs/incoming-call",
    since: "0.1.0",
    good: &[],
    bad: &[
        Example {
            title: "the response text as a number",
            golden: "incoming-call",
            edits: &[Edit::Set(0, Field::ResponseText, "0")],
            also: &[],
        },
        Example {
            title: "milliseconds where a time is meant, and nothing beside that contradicts it",
            golden: "incoming-call",
            edits: &[
                Edit::Remove(0, Field::ResponseFields),
                Edit::Set(0, Field::StatusTimestamp, "1586421432701"),
            ],
            also: &[],
        },
    ],
    check: Check::Event(check),
};

const ROWS: [(Field, &[Kind]); 15] = [
    (Field::ActionsAllowed, &[Kind::Null]),
    (Field::ResponseType, &[Kind::Number]),
    (Field::ResponseText, &[Kind::String]),
    (Field::ResponseActual, &[Kind::Object]),
    (Field::ConnectionId, &[Kind::String]),
    (Field::ContactId, &[Kind::String]),
    (Field::PhoneNumber, &[Kind::String, Kind::Null]),
    (Field::Status, &[Kind::String]),
    (Field::StatusTimestamp, &[Kind::String]),
    (Field::ActualType, &[Kind::String]),
    (Field::Flags, &[Kind::Object]),
    (Field::PreviousStatus, &[Kind::String]),
    (Field::ExtendedCallVariables, &[Kind::Null]),
    (Field::Participants, &[Kind::Array]),
    (Field::Campaign, &[Kind::String]),
];

fn check(event: &Event<'_>) -> Checked {
    let present = || {
        ROWS.iter()
            .filter_map(|(field, kinds)| Some((*field, *kinds, event.get(*field)?)))
    };
    present().next()?;
    Some(
        present()
            .filter(|(_, kinds, node)| !kinds.contains(&node.kind()))
            .map(|(field, kinds, node)| wrong_type(field, kinds, node))
            .collect(),
    )
}

fn wrong_type(field: Field, kinds: &[Kind], node: Node<'_>) -> Violation {
    let meant = kinds
        .iter()
        .map(|kind| kind.named())
        .collect::<Vec<_>>()
        .join(" or ");
    let violation = Violation::at(
        node,
        format!(
            "`{}` is {}, and {meant} in every sample",
            field.key(),
            node.kind().named()
        ),
        format!("{}, not {meant}", node.kind().named()),
    )
    .expected(&meant)
    .actual(node.kind().named());
    if field == Field::StatusTimestamp && node.kind() == Kind::Number {
        return violation.help(UNCONVERTED_TIME);
    }
    violation
}
