//! It rings exactly when it says so.

use super::{told_state, with_states};
use crate::event::Event;
use crate::event::vocabulary::{EventWord, Field, Phase};
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
    let (status, state) = told_state(event)?;
    let word = event.unclaimed_text(Field::EventWord)?;
    let reported = EventWord::read(&word.value)?;
    // A contact that is `incoming` rings as well as a connection that is `connecting`.
    let rings = status.phase() == Phase::Ringing;
    ensure(rings == (reported == EventWord::Connecting), || {
        let message = format!(
            "`event` is `{}`, yet the leg is `{}`",
            reported.word(),
            status.word()
        );
        let violation = Violation::at(word.node, message, "the event").actual_value(word.node);
        with_states(violation, event, &state)
    })
}
