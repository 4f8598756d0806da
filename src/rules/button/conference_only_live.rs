//! Joining needs a live call.

use super::offered_only;
use crate::event::vocabulary::Button;
use crate::event::{Event, LegState};
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule};

/// button/conference-only-live
pub const RULE: Rule = Rule {
    id: "button/conference-only-live",
    says: "`conference` is offered only while the leg is connected or on hold.",
    why: "A conference needs a call to join.",
    remedy: "Offer `conference` while the state is `connected` or `hold`, and hide it otherwise.",
    authority: Authority::Universal,
    source: "Amazon Connect Streams, Cisco Finesse, Genesys, Webex CC, TAPI 3, Salesforce SCV; docs/incoming-call",
    since: "0.1.0",
    good: &[Example {
        title: "on hold",
        golden: "hold-and-resume",
        edits: &[Edit::Offer(4, &[Button::Consult, Button::Conference])],
        also: &["flow/legs-for-buttons"],
    }],
    bad: &[Example {
        title: "while it rings",
        golden: "incoming-call",
        edits: &[Edit::Offer(
            0,
            &[Button::Answer, Button::Reject, Button::Conference],
        )],
        also: &[],
    }],
    check: Check::Event(check),
};

fn check(event: &Event<'_>) -> Checked {
    offered_only(
        event,
        Button::Conference,
        LegState::is_two_way,
        "the leg is neither connected nor on hold",
    )
}
