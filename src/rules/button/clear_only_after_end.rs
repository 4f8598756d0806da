//! Clearing comes after the end.

use super::offered_only;
use crate::event::vocabulary::Button;
use crate::event::{Event, LegState};
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule};

/// button/clear-only-after-end
pub const RULE: Rule = Rule {
    id: "button/clear-only-after-end",
    says: "`clearContact` is offered only when the leg is over.",
    why: "The agent clears a call that is still going on, and it vanishes from the desk.",
    remedy: "Offer `clearContact` in ACW, after a miss, a rejection or an error; hide it before.",
    authority: Authority::Universal,
    source: "Amazon Connect Streams, Cisco Finesse, Genesys, Webex CC, TAPI 3, Salesforce SCV; docs/clear-contact",
    since: "0.1.0",
    good: &[Example {
        title: "after a miss",
        golden: "missed",
        edits: &[Edit::Keep(2)],
        also: &[],
    }],
    bad: &[Example {
        title: "clearing while talking",
        golden: "answered",
        edits: &[Edit::Offer(1, &[Button::ClearContact])],
        also: &[],
    }],
    check: Check::Event(check),
};

fn check(event: &Event<'_>) -> Checked {
    offered_only(
        event,
        Button::ClearContact,
        LegState::is_over,
        "the leg is not over",
    )
}
