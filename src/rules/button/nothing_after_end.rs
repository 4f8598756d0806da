//! A leg that is over offers nothing but clearing.

use super::offered_wrongly;
use crate::event::vocabulary::{Button, Field};
use crate::event::{Event, LegState, Offer};
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule};

/// button/nothing-after-end
pub const RULE: Rule = Rule {
    id: "button/nothing-after-end",
    says: "When a leg is over, nothing but `clearContact` is offered.",
    why: "The agent presses a button for a call that no longer exists.",
    remedy: "Hide every button but `clearContact` once the leg is over.",
    authority: Authority::Universal,
    source: "Amazon Connect Streams, Cisco Finesse, Genesys, Webex CC, TAPI 3, Salesforce SCV; docs/clear-contact",
    since: "0.1.0",
    good: &[Example {
        title: "cleared: nothing is offered",
        golden: "missed",
        edits: &[],
        also: &[],
    }],
    bad: &[
        Example {
            title: "hold after the end of the customer's leg",
            golden: "answered",
            edits: &[Edit::Offer(3, &[Button::Hold])],
            also: &[],
        },
        Example {
            title: "two buttons left over: one finding",
            golden: "answered",
            edits: &[Edit::Offer(
                4,
                &[Button::ClearContact, Button::Consult, Button::Numberpad],
            )],
            also: &[],
        },
        Example {
            title: "without the platform's own view",
            golden: "answered",
            edits: &[
                Edit::Offer(3, &[Button::Hold]),
                Edit::Remove(3, Field::ResponseActual),
            ],
            also: &["field/sampled-presence"],
        },
    ],
    check: Check::Event(check),
};

fn check(event: &Event<'_>) -> Checked {
    let state = event.state_of_buttons().filter(LegState::is_over)?;
    let offers: Vec<Offer<'_>> = event
        .offers()
        .into_iter()
        .filter(|offer| offer.button != Button::ClearContact)
        .collect();
    Some(
        offered_wrongly(&offers, state, "the leg is over")
            .into_iter()
            .collect(),
    )
}
