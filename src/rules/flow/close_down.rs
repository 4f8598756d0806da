//! A call is wrapped up before it is cleared.

use crate::call::Leg;
use crate::event::vocabulary::Field;
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation, ensure};

/// flow/close-down
pub const RULE: Rule = Rule {
    id: "flow/close-down",
    says: "An agent's leg that carried a call offers `clearContact` after its end, before it offers nothing.",
    why: "The agent gets no wrap-up: the contact cannot be cleared, or is cleared behind the agent's back.",
    remedy: "Send the ACW event with `clearContact` enabled when the call ends, and the one with all buttons hidden when the agent has cleared it.",
    authority: Authority::Derived,
    source: "docs/disconnect-call and docs/clear-contact, in that order; the words of `event` are inferred",
    since: "0.1.0",
    good: &[Example {
        title: "a call that nobody answered needs no wrap-up",
        golden: "missed",
        edits: &[
            Edit::Drop(1),
            Edit::Set(1, Field::StatusTimestamp, "\"2020-04-09T08:37:32.730Z\""),
            Edit::Set(1, Field::CurrentStateTime, "\"2020-04-09T08:37:32.730Z\""),
        ],
        also: &[],
    }],
    bad: &[Example {
        title: "no wrap-up",
        golden: "answered",
        edits: &[Edit::Drop(4)],
        also: &[],
    }],
    check: Check::Leg(check),
};

fn check(leg: &Leg) -> Checked {
    let cleared = leg.cleared.as_ref()?;
    let state = cleared.state?;
    if !leg.lived {
        return None;
    }
    ensure(leg.clearing_offered, || {
        Violation::seen(
            cleared,
            state.field,
            "the agent's leg ends with nothing offered, and `clearContact` never was",
            "nothing is offered here",
        )
    })
}
