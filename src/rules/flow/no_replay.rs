//! What is cleared stays cleared.

use crate::call::{Brief, FieldRef, Step};
use crate::event::vocabulary::Field;
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation, ensure};

/// flow/no-replay
pub const RULE: Rule = Rule {
    id: "flow/no-replay",
    says: "After an agent's leg is cleared, no event of it comes but an exact repeat, and none of the call's other legs that is older than the clearing.",
    why: "A reconnect that replays the day's calls fills the agent's screen with calls that are gone.",
    remedy: "Remember which contacts are cleared, and do not send them again after a reconnect.",
    authority: Authority::Derived,
    source: "replays of the day's calls were reported by users of the platform",
    since: "0.1.0",
    good: &[
        Example {
            title: "the end told twice",
            golden: "answered",
            edits: &[Edit::Copy(5, 6)],
            also: &[],
        },
        Example {
            title: "offered again under a new leg after a miss",
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
        },
    ],
    bad: &[
        Example {
            title: "wrap-up again after the agent cleared it",
            golden: "answered",
            edits: &[
                Edit::Copy(4, 6),
                Edit::Set(6, Field::StatusTimestamp, "\"2020-04-09T08:39:40.000Z\""),
                Edit::Set(6, Field::CurrentStateTime, "\"2020-04-09T08:39:40.000Z\""),
            ],
            also: &[],
        },
        Example {
            title: "an old event of another leg",
            golden: "answered",
            edits: &[
                Edit::Copy(2, 6),
                Edit::Set(6, Field::Id, "\"c1a0e7d2-58b4-4f39-8e6d-3b7f92a41c05\""),
                Edit::Set(
                    6,
                    Field::ConnectionId,
                    "\"c1a0e7d2-58b4-4f39-8e6d-3b7f92a41c05\"",
                ),
            ],
            also: &[],
        },
    ],
    check: Check::Step(check),
};

fn check(step: &Step<'_>) -> Checked {
    let cleared = step.call.cleared.as_ref()?;
    if step.is_outdated() {
        return None;
    }
    match step.leg() {
        Some(leg) if leg.cleared.is_some() => own_leg(step.now, &leg.last, cleared),
        _ if step.now.is_others() => other_leg(step.now, cleared),
        _ => None,
    }
}

fn own_leg(now: &Brief, last: &Brief, cleared: &Brief) -> Checked {
    let state = now.state?;
    if !now.is_over() {
        // flow/over-is-over reports it, or the leg has come back to life before.
        return None;
    }
    let is_repeat = now.word == last.word && now.at() == last.at() && now.offered == last.offered;
    ensure(is_repeat, || {
        Violation::seen(
            now,
            state.field,
            "an event of a leg that is cleared",
            "this comes after",
        )
        .with_seen(
            cleared,
            cleared.state.map_or(state.field, |state| state.field),
            "the clearing",
        )
    })
}

fn other_leg(now: &Brief, cleared: &Brief) -> Checked {
    let ((time, field), (clearing, clearing_field)) = (now.time.as_ref()?, cleared.time.as_ref()?);
    ensure(time >= clearing, || {
        Violation::seen(
            now,
            FieldRef::Field(*field),
            "an old event of a call that is cleared",
            "this is older",
        )
        .with_seen(
            cleared,
            FieldRef::Field(*clearing_field),
            "than the clearing",
        )
    })
}
