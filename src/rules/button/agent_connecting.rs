//! A ringing agent can answer or reject.

use super::offered_at_most;
use crate::event::vocabulary::{Button, Field, LegType};
use crate::event::{Event, LegState};
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule};

/// button/agent-connecting
pub const RULE: Rule = Rule {
    id: "button/agent-connecting",
    says: "While an agent's leg rings, at most `answer` and `reject` are offered.",
    why: "No sample offers more; a client has no meaning for the rest before the call is answered.",
    remedy: "Hide every button but `answer` and `reject` until the call is answered.",
    authority: Authority::Derived,
    source: "docs/incoming-call",
    since: "0.1.0",
    good: &[Example {
        title: "an outbound leg may hang up while it rings",
        golden: "incoming-call",
        edits: &[
            Edit::Set(0, Field::CallType, "\"outbound\""),
            Edit::Set(0, Field::ActualType, "\"outbound\""),
            Edit::Set(0, Field::FieldsType, "\"outbound\""),
            Edit::Set(0, Field::MediaCallType, "\"outbound\""),
            Edit::Offer(0, &[Button::Disconnect]),
        ],
        also: &[],
    }],
    bad: &[Example {
        title: "hanging up instead of rejecting",
        golden: "incoming-call",
        edits: &[Edit::Offer(0, &[Button::Answer, Button::Disconnect])],
        also: &[],
    }],
    check: Check::Event(check),
};

fn check(event: &Event<'_>) -> Checked {
    // numberpad has a rule of its own: button/numberpad-only-live.
    let allowed = [Button::Answer, Button::Reject, Button::Numberpad];
    offered_at_most(
        event,
        LegType::Agent,
        LegState::rings,
        &allowed,
        "the agent's leg rings",
    )
}
