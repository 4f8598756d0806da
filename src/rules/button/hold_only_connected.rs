//! Only a connected call can be held.

use super::offered_only;
use crate::event::vocabulary::Button;
use crate::event::{Event, LegState};
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule};

/// button/hold-only-connected
pub const RULE: Rule = Rule {
    id: "button/hold-only-connected",
    says: "`hold` is offered only while the leg is connected.",
    why: "A call that is on hold already, or still rings, cannot be held again.",
    remedy: "Offer `hold` while the state is `connected`, and hide it otherwise.",
    authority: Authority::Universal,
    source: "Amazon Connect Streams, Cisco Finesse, Genesys, Webex CC, TAPI 3, Salesforce SCV; docs/incoming-call",
    since: "0.1.0",
    good: &[Example {
        title: "connected, and neither hold nor disconnect is offered",
        golden: "answered",
        edits: &[Edit::Offer(2, &[])],
        also: &[],
    }],
    bad: &[Example {
        title: "on hold already",
        golden: "hold-and-resume",
        edits: &[Edit::Offer(3, &[Button::Disconnect, Button::Hold])],
        also: &[],
    }],
    check: Check::Event(check),
};

fn check(event: &Event<'_>) -> Checked {
    offered_only(
        event,
        Button::Hold,
        LegState::is_connected,
        "the leg is not connected",
    )
}
