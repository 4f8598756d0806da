//! Buttons belong to one phase of the call.

use crate::event::Event;
use crate::event::vocabulary::{Button, Field};
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation};

/// button/one-phase
pub const RULE: Rule = Rule {
    id: "button/one-phase",
    says: "The buttons offered are all for ringing (`answer`, `reject`), or all for the call itself, or `clearContact`.",
    why: "Buttons of two phases at once leave the agent to guess whether the call rings or runs.",
    remedy: "Offer the buttons of the state that the leg is in.",
    authority: Authority::Derived,
    source: "docs/incoming-call",
    since: "0.1.0",
    good: &[],
    bad: &[Example {
        title: "answering and hanging up at once, on an outbound leg",
        golden: "incoming-call",
        edits: &[
            Edit::Set(0, Field::CallType, "\"outbound\""),
            Edit::Set(0, Field::ActualType, "\"outbound\""),
            Edit::Set(0, Field::FieldsType, "\"outbound\""),
            Edit::Set(0, Field::MediaCallType, "\"outbound\""),
            Edit::Offer(0, &[Button::Answer, Button::Disconnect]),
        ],
        also: &[],
    }],
    check: Check::Event(check),
};

fn check(event: &Event<'_>) -> Checked {
    let offers = event.offers();
    let first = phase(offers.first()?.button);
    let Some(other) = offers.iter().find(|offer| phase(offer.button) != first) else {
        return Some(Vec::new());
    };
    let start = offers.first()?;
    let message = format!(
        "`{}` and `{}` belong to different phases of a call",
        start.button.key(),
        other.button.key()
    );
    let violation = Violation::at(start.node, message, phase(start.button))
        .and(other.node, phase(other.button));
    Some(vec![violation])
}

/// Which phase the button belongs to, in words.
fn phase(button: Button) -> &'static str {
    match button {
        Button::Answer | Button::Reject => "for a call that rings",
        Button::ClearContact => "for a call that is over",
        Button::Disconnect
        | Button::Hold
        | Button::Resume
        | Button::Consult
        | Button::Numberpad
        | Button::Swap
        | Button::Transfer
        | Button::Conference => "for a call that runs",
    }
}
