//! Nothing old arrives late.

use crate::call::{Brief, FieldRef, Step};
use crate::event::vocabulary::EventWord;
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation, ensure};

/// flow/stale
pub const RULE: Rule = Rule {
    id: "flow/stale",
    says: "An event is not older than the newest event of its leg.",
    why: "Whoever applies it shows a state that has passed: a call that ended rings again.",
    remedy: "Keep the order of the platform, and send nothing again that has been overtaken.",
    authority: Authority::Derived,
    source: "no page promises an order; replays of the day's calls were reported by users of the platform",
    since: "0.1.0",
    good: &[Example {
        title: "two legs need not keep an order between them",
        golden: "answered",
        edits: &[Edit::Move(2, 1)],
        also: &[],
    }],
    bad: &[Example {
        title: "ringing arrives after the answer",
        golden: "answered",
        edits: &[Edit::Move(1, 0)],
        also: &[],
    }],
    check: Check::Step(check),
};

fn check(step: &Step<'_>) -> Checked {
    let leg = step.known_leg()?;
    let (_, field) = step.now.time.as_ref()?;
    let (last_time, last_field) = leg.last.time.as_ref()?;
    ensure(!step.is_outdated(), || {
        let now = word(step.now);
        let (message, label) = match leg.last.is_only_an_end() {
            true => (
                format!("{now} arrives after its leg was over, whose newest time is {last_time}"),
                "this time is older than the leg's newest",
            ),
            false => (
                format!("{now} arrives after {}, which is newer", word(&leg.last)),
                "this time is older",
            ),
        };
        Violation::seen(
            step.now,
            FieldRef::Field(*field),
            message,
            label,
        )
        .with_seen(
            &leg.last,
            FieldRef::Field(*last_field),
            "than that of the leg's newest event",
        )
        .help(
            "keep the order of the platform; callproof leaves this event out of the leg's history",
        )
    })
}

/// What the event says of its leg.
fn word(brief: &Brief) -> &'static str {
    let word = brief.word.map(EventWord::word);
    let state = || brief.state.map(|state| state.status.word());
    word.or_else(state).unwrap_or("an event")
}
