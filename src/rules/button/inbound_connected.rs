//! A connected customer is held or hung up.

use super::offered_while_two;
use crate::call::Step;
use crate::event::vocabulary::{Button, LegType};
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule};

/// button/inbound-connected
pub const RULE: Rule = Rule {
    id: "button/inbound-connected",
    says: "While an inbound leg is connected and no third leg is known, at most `disconnect` and `hold` are offered.",
    why: "No sample offers more on the customer's leg.",
    remedy: "Offer the agent's own buttons on the agent's leg.",
    authority: Authority::Derived,
    source: "docs/call-state-synchronization",
    since: "0.1.0",
    good: &[],
    bad: &[Example {
        title: "swapping with nobody",
        golden: "answered",
        edits: &[Edit::Offer(
            2,
            &[Button::Disconnect, Button::Hold, Button::Swap],
        )],
        also: &[],
    }],
    check: Check::Step(check),
};

fn check(step: &Step<'_>) -> Checked {
    let allowed = [Button::Disconnect, Button::Hold];
    offered_while_two(
        step,
        LegType::Inbound,
        &allowed,
        "the customer talks to one agent",
    )
}
