//! Consulting needs a live call.

use super::offered_only;
use crate::event::vocabulary::Button;
use crate::event::{Event, LegState};
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule};

/// button/consult-only-live
pub const RULE: Rule = Rule {
    id: "button/consult-only-live",
    says: "`consult` is offered only while the leg is connected or on hold.",
    why: "A consultation begun before the call is answered has no call to go back to.",
    remedy: "Offer `consult` while the state is `connected` or `hold`, and hide it otherwise.",
    authority: Authority::Universal,
    source: "Amazon Connect Streams, Cisco Finesse, Genesys, Webex CC, TAPI 3, Salesforce SCV; docs/incoming-call",
    since: "0.1.0",
    good: &[Example {
        title: "on hold",
        golden: "hold-and-resume",
        edits: &[],
        also: &[],
    }],
    bad: &[Example {
        title: "while it rings",
        golden: "incoming-call",
        edits: &[Edit::Offer(
            0,
            &[Button::Answer, Button::Reject, Button::Consult],
        )],
        also: &[],
    }],
    check: Check::Event(check),
};

fn check(event: &Event<'_>) -> Checked {
    offered_only(
        event,
        Button::Consult,
        LegState::is_two_way,
        "the leg is neither connected nor on hold",
    )
}
