//! A connected agent consults, dials and transfers.

use super::offered_while_two;
use crate::call::Step;
use crate::event::vocabulary::{Button, LegType};
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule};

/// button/agent-connected
pub const RULE: Rule = Rule {
    id: "button/agent-connected",
    says: "While an agent's leg is connected and no third leg is known, at most `consult`, `numberpad` and `transfer` are offered.",
    why: "No sample offers more; swapping and joining need a third party.",
    remedy: "Offer `swap` and `conference` only when there is somebody to swap with or to join.",
    authority: Authority::Derived,
    source: "docs/answer-call, docs/call-state-synchronization",
    since: "0.1.0",
    good: &[Example {
        title: "swapping and joining while a third party is there",
        golden: "consult",
        edits: &[Edit::Copy(6, 7)],
        also: &[],
    }],
    bad: &[Example {
        title: "a conference with one party",
        golden: "answered",
        edits: &[Edit::Offer(
            1,
            &[Button::Consult, Button::Numberpad, Button::Conference],
        )],
        also: &[],
    }],
    check: Check::Step(check),
};

fn check(step: &Step<'_>) -> Checked {
    let allowed = [Button::Consult, Button::Numberpad, Button::Transfer];
    offered_while_two(
        step,
        LegType::Agent,
        &allowed,
        "the agent talks to one party",
    )
}
