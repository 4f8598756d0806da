//! Only a ringing call can be answered.

use super::offered_only;
use crate::event::vocabulary::{Button, Field};
use crate::event::{Event, LegState};
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule};

/// button/answer-only-ringing
pub const RULE: Rule = Rule {
    id: "button/answer-only-ringing",
    says: "`answer` is offered only while the leg rings.",
    why: "The agent answers a call that is already answered, or gone.",
    remedy: "Hide `answer` as soon as the leg leaves `connecting`.",
    authority: Authority::Universal,
    source: "Amazon Connect Streams, Cisco Finesse, Genesys, Webex CC, TAPI 3, Salesforce SCV; docs/incoming-call",
    since: "0.1.0",
    good: &[
        Example {
            title: "ringing, and answer is not offered: a desk phone",
            golden: "incoming-call",
            edits: &[Edit::Offer(0, &[])],
            also: &[],
        },
        Example {
            title: "ringing: reject without answer",
            golden: "incoming-call",
            edits: &[Edit::Offer(0, &[Button::Reject])],
            also: &[],
        },
    ],
    bad: &[
        Example {
            title: "while talking",
            golden: "answered",
            edits: &[Edit::Offer(
                1,
                &[Button::Answer, Button::Consult, Button::Numberpad],
            )],
            also: &[],
        },
        Example {
            title: "without the platform's own view",
            golden: "answered",
            edits: &[
                Edit::Offer(1, &[Button::Answer, Button::Consult, Button::Numberpad]),
                Edit::Remove(1, Field::ResponseActual),
            ],
            also: &["field/sampled-presence"],
        },
    ],
    check: Check::Event(check),
};

fn check(event: &Event<'_>) -> Checked {
    offered_only(
        event,
        Button::Answer,
        LegState::rings,
        "the leg does not ring",
    )
}
