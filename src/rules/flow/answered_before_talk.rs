//! An agent answers before talking.

use crate::call::Step;
use crate::event::vocabulary::{Field, Phase};
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation, ensure};

/// flow/answered-before-talk
pub const RULE: Rule = Rule {
    id: "flow/answered-before-talk",
    says: "An agent's leg that is followed from its beginning rings before it is connected.",
    why: "A call that talks without having rung was answered by nobody that the capture shows.",
    remedy: "Send the connecting event when the call is offered, before the one that tells the answer.",
    authority: Authority::Derived,
    source: "legal steps of a connection; polling may skip a state, and a reload begins in mid-call",
    since: "0.1.0",
    good: &[Example {
        title: "first seen connected, after a reload of the page",
        golden: "wrap-up",
        edits: &[Edit::Copy(0, 1)],
        also: &[],
    }],
    bad: &[Example {
        title: "set up, and then connected",
        golden: "answered",
        edits: &[
            Edit::Set(0, Field::Status, "\"init\""),
            Edit::Set(0, Field::CallState, "\"init\""),
            Edit::Set(0, Field::EventWord, "\"connected\""),
            Edit::Offer(0, &[]),
        ],
        also: &[],
    }],
    check: Check::Step(check),
};

fn check(step: &Step<'_>) -> Checked {
    let leg = step.leg()?;
    let (before, state) = (leg.last.state?, step.now.state?);
    if !leg.is_agents() || leg.lived || !step.now.lives() {
        return None;
    }
    ensure(before.phase != Phase::Before || leg.rang.is_some(), || {
        Violation::seen(
            step.now,
            state.field,
            "the agent's leg talks and has never rung",
            "talks",
        )
        .with_seen(&leg.last, before.field, "and did not ring before")
    })
}
