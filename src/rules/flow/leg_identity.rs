//! A leg keeps its call and its type.

use crate::call::{Brief, FieldRef, Leg, Step};
use crate::event::vocabulary::Field;
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation};

/// flow/leg-identity
pub const RULE: Rule = Rule {
    id: "flow/leg-identity",
    says: "A leg belongs to one call and keeps its type: its contact id and its type never change.",
    why: "Events of two calls are mixed up: the agent sees the data of one customer while talking to another.",
    remedy: "Take id, contact id and type from the same object of the platform, at the same moment.",
    authority: Authority::Universal,
    source: "a connection belongs to one contact in every call-control system compared",
    since: "0.1.0",
    good: &[Example {
        title: "a call offered again under a new leg",
        golden: "missed",
        edits: &[
            Edit::Copy(0, 3),
            Edit::Set(3, Field::Id, "\"c1a0e7d2-58b4-4f39-8e6d-3b7f92a41c05\""),
            Edit::Set(
                3,
                Field::ConnectionId,
                "\"c1a0e7d2-58b4-4f39-8e6d-3b7f92a41c05\"",
            ),
            Edit::Set(3, Field::StatusTimestamp, "\"2020-04-09T08:38:00.000Z\""),
            Edit::Set(3, Field::CurrentStateTime, "\"2020-04-09T08:38:00.000Z\""),
        ],
        also: &[],
    }],
    bad: &[
        Example {
            title: "one event with the contact of another call",
            golden: "answered",
            edits: &[Edit::Set(
                1,
                Field::ContactId,
                "\"c1a0e7d2-58b4-4f39-8e6d-3b7f92a41c05\"",
            )],
            also: &[],
        },
        Example {
            title: "the agent's leg becomes the customer's",
            golden: "answered",
            edits: &[
                Edit::Set(5, Field::CallType, "\"inbound\""),
                Edit::Set(5, Field::ActualType, "\"inbound\""),
                Edit::Set(5, Field::FieldsType, "\"inbound\""),
                Edit::Set(5, Field::MediaCallType, "\"inbound\""),
            ],
            also: &[],
        },
    ],
    check: Check::Step(check),
};

fn check(step: &Step<'_>) -> Checked {
    let Some(leg) = step.namesake else {
        let leg = step.leg()?;
        let same_call = leg.first.call.is_some() && step.now.call.is_some();
        let same_type = leg.leg_type().is_some() && step.now.leg_type.is_some();
        return (same_call || same_type).then(Vec::new);
    };
    let kind = leg_type(leg, step.now);
    let reported = match (contact(leg, step.now), kind) {
        (Some(contact), Some(kind)) => Some(Violation {
            message: format!("{}, and its type", contact.message),
            places: contact.places.into_iter().chain(kind.places).collect(),
            ..contact
        }),
        (contact, kind) => contact.or(kind),
    };
    Some(reported.into_iter().collect())
}

fn contact(leg: &Leg, now: &Brief) -> Option<Violation> {
    let (first, now_id) = (leg.first.call?, now.call?);
    if first == now_id {
        return None;
    }
    let contact = FieldRef::Field(Field::ContactId);
    let violation = Violation::seen(now, contact, "the leg changes its call", "another contact");
    Some(violation.with_seen(&leg.first, contact, "the contact that the leg began with"))
}

fn leg_type(leg: &Leg, now: &Brief) -> Option<Violation> {
    let (first, now_type) = (leg.leg_type()?, now.leg_type?);
    if first == now_type {
        return None;
    }
    let (from, to) = (first.word(), now_type.word());
    let field = FieldRef::Field(Field::CallType);
    let message = format!("the leg changes its type from {from} to {to}");
    let violation = Violation::seen(now, field, message, format!("now {to}"));
    Some(violation.with_seen(&leg.first, field, format!("{from} at first")))
}
