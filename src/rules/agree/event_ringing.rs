//! It rings exactly when it says so.

use crate::event::Event;
use crate::event::vocabulary::{EventWord, Field, Status};
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation, ensure};

/// agree/event-ringing
pub const RULE: Rule = Rule {
    id: "agree/event-ringing",
    says: "`status` is `connecting` exactly when `event` is `connecting`.",
    why: "The agent's desk rings by the event; answered by the status. One of them is wrong.",
    remedy: "Derive the event from the state that the same message carries.",
    authority: Authority::Sampled,
    source: "docs/incoming-call",
    since: "0.1.0",
    good: &[],
    bad: &[
        Example {
            title: "answered by the event, still ringing by the state",
            golden: "incoming-call",
            edits: &[Edit::Set(0, Field::EventWord, "\"connected\"")],
            also: &[],
        },
        Example {
            title: "the same without the platform's own view",
            golden: "incoming-call",
            edits: &[
                Edit::Remove(0, Field::ResponseActual),
                Edit::Set(0, Field::EventWord, "\"connected\""),
            ],
            also: &["field/sampled-presence"],
        },
    ],
    check: Check::Event(check),
};

fn check(event: &Event<'_>) -> Checked {
    let state = event
        .undisputed_text(Field::Status)
        .or_else(|| event.undisputed_text(Field::CallState))?;
    let status = Status::read(&state.value)?;
    let word = event.undisputed_text(Field::EventWord)?;
    let told = EventWord::read(&word.value)?;
    ensure(
        (status == Status::Connecting) == (told == EventWord::Connecting),
        || {
            let message = format!(
                "`event` is `{}`, yet the leg is `{}`",
                told.word(),
                status.word()
            );
            Violation::at(word.node, message, "the event")
                .and(state.node, "the state")
                .actual_value(word.node)
        },
    )
}
