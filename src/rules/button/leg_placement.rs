//! Each button has its leg.

use super::are_named;
use crate::event::vocabulary::{Button, Field, LegType};
use crate::event::{Event, Offer};
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation};

/// button/leg-placement
pub const RULE: Rule = Rule {
    id: "button/leg-placement",
    says: "`answer`, `reject`, `clearContact`, `consult` and `numberpad` are offered on agents' legs only, `hold`, `resume` and `disconnect` on the others only.",
    why: "The agent holds or hangs up their own leg in place of the customer's.",
    remedy: "Offer each button on the leg that the platform acts on.",
    authority: Authority::Derived,
    source: "docs/answer-call, docs/call-state-synchronization",
    since: "0.1.0",
    good: &[],
    bad: &[Example {
        title: "hold on the agent's own leg, beside the customer's",
        golden: "hold-and-resume",
        edits: &[Edit::Offer(4, &[Button::Consult, Button::Disconnect])],
        also: &[],
    }],
    check: Check::Event(check),
};

fn check(event: &Event<'_>) -> Checked {
    let agent = event.leg_type()? == LegType::Agent;
    let offers = event.offers();
    if offers.is_empty() {
        return None;
    }
    let misplaced: Vec<Offer<'_>> = offers
        .into_iter()
        .filter(|offer| is_agents(offer.button).is_some_and(|agents| agents != agent))
        .collect();
    let Some((first, rest)) = misplaced.split_first() else {
        return Some(Vec::new());
    };
    let leg = if agent {
        "an agent's leg"
    } else {
        "a leg that is no agent's"
    };
    let violation = Violation::at(
        first.node,
        format!(
            "{} offered on {leg}",
            are_named(misplaced.iter().map(|offer| offer.button))
        ),
        "offered",
    );
    let violation = rest.iter().fold(violation, |violation, offer| {
        violation.and(offer.node, "offered")
    });
    Some(vec![match event.get(Field::CallType) {
        Some(kind) => violation.beside(kind, "the leg"),
        None => violation,
    }])
}

/// Whether the button is the agent's leg's; none where it was never seen on either.
fn is_agents(button: Button) -> Option<bool> {
    match button {
        Button::Answer
        | Button::Reject
        | Button::ClearContact
        | Button::Consult
        | Button::Numberpad => Some(true),
        Button::Hold | Button::Resume | Button::Disconnect => Some(false),
        Button::Swap | Button::Transfer | Button::Conference => None,
    }
}
