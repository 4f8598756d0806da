//! Hold or resume, never both.

use crate::event::Event;
use crate::event::vocabulary::Button;
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation};

/// button/hold-xor-resume
pub const RULE: Rule = Rule {
    id: "button/hold-xor-resume",
    says: "`hold` and `resume` are never both offered.",
    why: "A call is on hold or it is not; offering both says neither.",
    remedy: "Offer `hold` while talking and `resume` on hold.",
    authority: Authority::Universal,
    source: "Amazon Connect Streams, Cisco Finesse, Genesys, Webex CC, TAPI 3, Salesforce SCV; docs/incoming-call",
    since: "0.1.0",
    good: &[Example {
        title: "neither: the vendor's own agent leg on hold hides resume",
        golden: "hold-and-resume",
        edits: &[Edit::Keep(5)],
        also: &[],
    }],
    bad: &[Example {
        title: "both while talking",
        golden: "answered",
        edits: &[Edit::Offer(
            2,
            &[Button::Disconnect, Button::Hold, Button::Resume],
        )],
        also: &[],
    }],
    check: Check::Event(check),
};

fn check(event: &Event<'_>) -> Checked {
    match (event.offer(Button::Hold), event.offer(Button::Resume)) {
        (None, None) => None,
        (Some(hold), Some(resume)) => {
            let violation =
                Violation::at(hold.node, "`hold` and `resume` are both offered", "offered")
                    .and(resume.node, "offered too");
            Some(vec![violation.expected("at most one of the two")])
        }
        (Some(_), None) | (None, Some(_)) => Some(Vec::new()),
    }
}
