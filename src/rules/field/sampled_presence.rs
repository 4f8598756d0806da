//! Optional fields are there, as in the samples.

use crate::event::Event;
use crate::event::vocabulary::Field;
use crate::json::{Kind, Node};
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation};

/// field/sampled-presence
pub const RULE: Rule = Rule {
    id: "field/sampled-presence",
    says: "The optional fields are there, as in every sample.",
    why: "The documentation does not ask for them, yet clients were written against samples that have them.",
    remedy: "Send the field, with null, 0 or an empty value where there is nothing to say.",
    authority: Authority::Derived,
    source: "docs/incoming-call",
    since: "0.1.0",
    good: &[Example {
        title: "ResponseFields is left out: nothing is asked of its children",
        golden: "incoming-call",
        edits: &[Edit::Remove(0, Field::ResponseFields)],
        also: &[],
    }],
    bad: &[Example {
        title: "no campaign",
        golden: "incoming-call",
        edits: &[Edit::Remove(0, Field::Campaign)],
        also: &[],
    }],
    check: Check::Event(check),
};

const FIELDS: [Field; 7] = [
    Field::ActionsAllowed,
    Field::ResponseType,
    Field::ResponseText,
    Field::ResponseActual,
    Field::ExtendedCallVariables,
    Field::Participants,
    Field::Campaign,
];

fn check(event: &Event<'_>) -> Checked {
    let holders = || {
        FIELDS
            .into_iter()
            .filter_map(|field| Some((field, holder(event, field)?)))
    };
    holders().next()?;
    Some(
        holders()
            .filter(|(field, _)| event.field(*field).is_none())
            .map(|(field, holder)| missing(field, holder))
            .collect(),
    )
}

/// The object in which the field should stand.
fn holder<'d>(event: &Event<'d>, field: Field) -> Option<Node<'d>> {
    event
        .get(field.row().parent?)
        .filter(|node| node.kind() == Kind::Object)
}

fn missing(field: Field, holder: Node<'_>) -> Violation {
    let key = field.key();
    Violation::at(
        holder,
        format!("`{key}` is missing"),
        format!("`{key}` is not in this object"),
    )
    .expected(format!("`{key}`"))
    .actual("nothing")
    .claiming_nothing()
}
