//! The event is a documented word.

use crate::event::vocabulary::Field;
use crate::rules::{Authority, Check, Edit, Example, Rule};

/// value/event
pub const RULE: Rule = Rule {
    id: "value/event",
    says: "`call.event` is one of the documented words.",
    why: "A client switches on this word; one it does not know changes nothing on the agent's screen.",
    remedy: "Write one of `connecting`, `missed`, `connected`, `Rejected`, `hold`, `ACW`, `Dropped`, letter case as here.",
    authority: Authority::Documented,
    source: "v1/docs/call-event-parameters",
    since: "0.1.0",
    good: &[],
    bad: &[
        Example {
            title: "another letter case",
            golden: "answered",
            edits: &[Edit::Set(4, Field::EventWord, "\"acw\"")],
            also: &[],
        },
        Example {
            title: "a word of the platform, not of the event",
            golden: "rejected",
            edits: &[Edit::Set(1, Field::EventWord, "\"declined\"")],
            also: &[],
        },
    ],
    check: Check::Schema(&["/message/call/event"]),
};
