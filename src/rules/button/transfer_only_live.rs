//! Transferring needs a live call.

use super::offered_only;
use crate::event::vocabulary::Button;
use crate::event::{Event, LegState};
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule};

/// button/transfer-only-live
pub const RULE: Rule = Rule {
    id: "button/transfer-only-live",
    says: "`transfer` is offered only while the leg is connected or on hold.",
    why: "A call that is not answered yet cannot be handed on.",
    remedy: "Offer `transfer` while the state is `connected` or `hold`, and hide it otherwise.",
    authority: Authority::Universal,
    source: "Amazon Connect Streams, Cisco Finesse, Genesys, Webex CC, TAPI 3, Salesforce SCV; docs/incoming-call",
    since: "0.1.0",
    good: &[Example {
        title: "connected, with no second leg: a blind transfer",
        golden: "answered",
        edits: &[Edit::Offer(
            1,
            &[Button::Consult, Button::Numberpad, Button::Transfer],
        )],
        also: &[],
    }],
    bad: &[Example {
        title: "while it rings",
        golden: "incoming-call",
        edits: &[Edit::Offer(
            0,
            &[Button::Answer, Button::Reject, Button::Transfer],
        )],
        also: &[],
    }],
    check: Check::Event(check),
};

fn check(event: &Event<'_>) -> Checked {
    offered_only(
        event,
        Button::Transfer,
        LegState::is_two_way,
        "the leg is neither connected nor on hold",
    )
}
