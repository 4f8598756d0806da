//! One party talks at a time.

use crate::call::Step;
use crate::event::vocabulary::Field;
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation};

/// flow/one-talking
pub const RULE: Rule = Rule {
    id: "flow/one-talking",
    says: "Until joining or transferring is offered, at most one leg besides the agent's is connected.",
    why: "A third party hears the customer before anybody joined them.",
    remedy: "Put the customer on hold before the third party is connected, and send the events in that order.",
    authority: Authority::Derived,
    source: "users of the platform reported a third party connected before anyone answered",
    since: "0.1.0",
    good: &[
        Example {
            title: "the customer waits while the third party talks",
            golden: "consult",
            edits: &[Edit::Keep(6)],
            also: &[],
        },
        Example {
            title: "joined after a conference was offered",
            golden: "conference",
            edits: &[Edit::Copy(7, 8)],
            also: &[],
        },
    ],
    bad: &[Example {
        title: "a third party is connected while the customer talks",
        golden: "answered",
        edits: &[
            Edit::Copy(2, 3),
            Edit::Set(3, Field::Id, "\"c1a0e7d2-58b4-4f39-8e6d-3b7f92a41c05\""),
            Edit::Set(
                3,
                Field::ConnectionId,
                "\"c1a0e7d2-58b4-4f39-8e6d-3b7f92a41c05\"",
            ),
        ],
        also: &[],
    }],
    check: Check::Step(check),
};

fn check(step: &Step<'_>) -> Checked {
    let now = step.now;
    let state = now.state?;
    let was_talking = step.leg().is_some_and(|leg| leg.last.talks());
    if !now.is_others() || !now.talks() || was_talking || step.is_outdated() {
        return None;
    }
    if step.call.may_join || now.after_gap {
        return None;
    }
    let talking = step
        .others()
        .find(|leg| leg.is_others() && leg.last.talks() && !leg.is_doubtful && !leg.has_missed);
    let Some(other) = talking else {
        return Some(Vec::new());
    };
    let violation = Violation::seen(
        now,
        state.field,
        "a second party is connected, and joining was never offered",
        "connected",
    );
    Some(vec![match other.last.state {
        Some(reported) => violation.with_seen(&other.last, reported.field, "so is this leg"),
        None => violation,
    }])
}
