//! The previous status was another.

use crate::event::Event;
use crate::event::vocabulary::Field;
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation, ensure, quoted};

/// agree/previous-status
pub const RULE: Rule = Rule {
    id: "agree/previous-status",
    says: "`previousStatus`, where it is sent, is not `status`.",
    why: "Nothing has changed by such an event, and a client that counts changes counts one too many.",
    remedy: "Send the last different status, or leave the key out.",
    authority: Authority::Derived,
    source: "docs/clear-contact",
    since: "0.1.0",
    good: &[Example {
        title: "as in the sample",
        golden: "answered",
        edits: &[Edit::Put(
            4,
            "/message/call/ResponseActual/previousStatus",
            "\"connected\"",
        )],
        also: &[],
    }],
    bad: &[Example {
        title: "the same status twice",
        golden: "answered",
        edits: &[Edit::Put(
            4,
            "/message/call/ResponseActual/previousStatus",
            "\"disconnected\"",
        )],
        also: &[],
    }],
    check: Check::Event(check),
};

fn check(event: &Event<'_>) -> Checked {
    let previous = event.unclaimed_text(Field::PreviousStatus)?;
    let status = event.unclaimed_text(Field::Status)?;
    ensure(previous.value != status.value, || {
        let message = format!(
            "`previousStatus` is {}, and so is `status`",
            quoted(&previous.value)
        );
        Violation::at(previous.node, message, "before")
            .and(status.node, "now")
            .actual_value(previous.node)
    })
}
