//! Only a call on hold can be resumed.

use super::offered_only;
use crate::event::vocabulary::Button;
use crate::event::{Event, LegState};
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule};

/// button/resume-only-on-hold
pub const RULE: Rule = Rule {
    id: "button/resume-only-on-hold",
    says: "`resume` is offered only on hold.",
    why: "The hold flag was lost: the agent talks to a customer whom the desk shows as waiting.",
    remedy: "Offer `resume` while the state is `hold`, and hide it otherwise.",
    authority: Authority::Universal,
    source: "Amazon Connect Streams, Cisco Finesse, Genesys, Webex CC, TAPI 3, Salesforce SCV; docs/incoming-call",
    since: "0.1.0",
    good: &[Example {
        title: "on hold, and resume is not offered",
        golden: "hold-and-resume",
        edits: &[Edit::Offer(3, &[Button::Disconnect])],
        also: &[],
    }],
    bad: &[Example {
        title: "while talking",
        golden: "answered",
        edits: &[Edit::Offer(2, &[Button::Disconnect, Button::Resume])],
        also: &[],
    }],
    check: Check::Event(check),
};

fn check(event: &Event<'_>) -> Checked {
    offered_only(
        event,
        Button::Resume,
        LegState::is_on_hold,
        "the leg is not on hold",
    )
}
