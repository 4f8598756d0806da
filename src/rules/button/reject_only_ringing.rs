//! Only a ringing call can be rejected.

use super::offered_only;
use crate::event::vocabulary::Button;
use crate::event::{Event, LegState};
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule};

/// button/reject-only-ringing
pub const RULE: Rule = Rule {
    id: "button/reject-only-ringing",
    says: "`reject` is offered only while the leg rings.",
    why: "The agent means to reject and hangs up on a customer who is already talking.",
    remedy: "Hide `reject` as soon as the leg leaves `connecting`.",
    authority: Authority::Universal,
    source: "Amazon Connect Streams, Cisco Finesse, Genesys, Webex CC, TAPI 3, Salesforce SCV; docs/incoming-call",
    since: "0.1.0",
    good: &[Example {
        title: "answer without reject",
        golden: "incoming-call",
        edits: &[Edit::Offer(0, &[Button::Answer])],
        also: &[],
    }],
    bad: &[Example {
        title: "while talking",
        golden: "answered",
        edits: &[Edit::Offer(
            1,
            &[Button::Reject, Button::Consult, Button::Numberpad],
        )],
        also: &[],
    }],
    check: Check::Event(check),
};

fn check(event: &Event<'_>) -> Checked {
    offered_only(
        event,
        Button::Reject,
        LegState::rings,
        "the leg does not ring",
    )
}
