//! The event fits the state.

use super::{told_state, with_states};
use crate::event::Event;
use crate::event::vocabulary::{EventWord, Field, Status};
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation, ensure};

/// agree/event-state
pub const RULE: Rule = Rule {
    id: "agree/event-state",
    says: "While `status` is `connected` or `hold` the event is that word; when it is `disconnected` the event is `ACW`, `Dropped`, `missed` or `Rejected`.",
    why: "A client that shows the event and acts on the state offers the agent what the call cannot do.",
    remedy: "Derive the event from the state that the same message carries.",
    authority: Authority::Derived,
    source: "docs/incoming-call",
    since: "0.1.0",
    good: &[Example {
        title: "the end of the customer's leg",
        golden: "answered",
        edits: &[Edit::Set(3, Field::EventWord, "\"ACW\"")],
        also: &[],
    }],
    bad: &[
        Example {
            title: "on hold by the event, talking by the state",
            golden: "answered",
            edits: &[Edit::Set(1, Field::EventWord, "\"hold\"")],
            also: &[],
        },
        Example {
            title: "talking by the event, over by the state",
            golden: "missed",
            edits: &[Edit::Set(1, Field::EventWord, "\"connected\"")],
            also: &[],
        },
    ],
    check: Check::Event(check),
};

fn check(event: &Event<'_>) -> Checked {
    let (status, state) = told_state(event)?;
    let word = event.unclaimed_text(Field::EventWord)?;
    let reported = EventWord::read(&word.value)?;
    let (fits, meant) = match status {
        Status::Connected => (reported == EventWord::Connected, "`connected`"),
        Status::Hold => (reported == EventWord::Hold, "`hold`"),
        Status::Disconnected => (
            reported.is_over(),
            "`ACW`, `Dropped`, `missed` or `Rejected`",
        ),
        Status::Init
        | Status::Connecting
        | Status::SilentMonitor
        | Status::Barge
        | Status::Incoming
        | Status::Ended
        | Status::Error
        | Status::Missed
        | Status::Rejected => return None,
    };
    ensure(fits, || {
        let message = format!(
            "`event` is `{}`, yet the leg is `{}`",
            reported.word(),
            status.word()
        );
        let violation = Violation::at(word.node, message, "the event")
            .expected(meant)
            .actual_value(word.node);
        with_states(violation, event, &state)
    })
}
