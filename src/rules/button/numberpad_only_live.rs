//! The number pad needs a live call.

use super::offered_wrongly;
use crate::event::vocabulary::{Button, LegType};
use crate::event::{Event, Offer};
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule};

/// button/numberpad-only-live
pub const RULE: Rule = Rule {
    id: "button/numberpad-only-live",
    says: "On an agent's leg `numberpad` is offered neither while it rings nor when it is over.",
    why: "Digits that are pressed then go nowhere.",
    remedy: "Hide `numberpad` until the call is answered, and after its end.",
    authority: Authority::Derived,
    source: "docs/incoming-call",
    since: "0.1.0",
    good: &[],
    bad: &[Example {
        title: "while it rings",
        golden: "incoming-call",
        edits: &[Edit::Offer(0, &[Button::Numberpad])],
        also: &[],
    }],
    check: Check::Event(check),
};

fn check(event: &Event<'_>) -> Checked {
    let state = event
        .state_of_buttons()
        .filter(|state| state.rings() || state.is_over())?;
    if event.leg_type()? != LegType::Agent {
        return None;
    }
    let offers: Vec<Offer<'_>> = event.offer(Button::Numberpad).into_iter().collect();
    Some(
        offered_wrongly(&offers, state, "the call is not live")
            .into_iter()
            .collect(),
    )
}
