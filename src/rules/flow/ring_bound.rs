//! Ringing ends.

use crate::call::{Brief, FieldRef, Step};
use crate::event::timestamp::Instant;
use crate::event::vocabulary::{EventWord, Field};
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation, ensure};

/// flow/ring-bound
pub const RULE: Rule = Rule {
    id: "flow/ring-bound",
    says: "An agent's leg is answered, missed or rejected within 30 s of ringing.",
    why: "The platform takes an offer back after 20 s by default; a leg that rings on shows a call that is gone.",
    remedy: "Send the event that ends the ringing when the platform ends it, missed calls included.",
    authority: Authority::Derived,
    source: "the platform's own limit on ringing, with room for delay; some set-ups allow more",
    since: "0.1.0",
    good: &[Example {
        title: "answered after 29 s",
        golden: "answered",
        edits: &[
            Edit::Set(1, Field::StatusTimestamp, "\"2020-04-09T08:37:41.701Z\""),
            Edit::Set(1, Field::CurrentStateTime, "\"2020-04-09T08:37:41.701Z\""),
            Edit::Set(2, Field::StatusTimestamp, "\"2020-04-09T08:37:41.801Z\""),
            Edit::Set(2, Field::CurrentStateTime, "\"2020-04-09T08:37:41.801Z\""),
        ],
        also: &[],
    }],
    bad: &[Example {
        title: "answered after 40 s",
        golden: "answered",
        edits: &[
            Edit::Set(1, Field::StatusTimestamp, "\"2020-04-09T08:37:52.701Z\""),
            Edit::Set(1, Field::CurrentStateTime, "\"2020-04-09T08:37:52.701Z\""),
        ],
        also: &[],
    }],
    check: Check::Step(check),
};

/// So long an agent's leg may ring, in seconds.
const MAX_RING_SECONDS: i64 = 30;

fn check(step: &Step<'_>) -> Checked {
    let leg = step.leg()?;
    let rang = leg.rang.as_ref()?;
    let ((began, began_field), (now, now_field)) = (rang.time.as_ref()?, step.now.time.as_ref()?);
    if !leg.is_agents() || !leg.last.rings() || leg.is_unsure || may_skip(step.now) {
        return None;
    }
    let seconds = |end: &Instant| end.seconds_since(began);
    let last = began.plus_seconds(MAX_RING_SECONDS);
    let too_long = |end: &Instant| *end > last;
    let was_told = leg.last.at().is_some_and(too_long);
    ensure(!too_long(now) || was_told, || {
        let message = format!("the agent's leg has been ringing for {:.1} s", seconds(now));
        Violation::seen(
            step.now,
            FieldRef::Field(*now_field),
            message,
            format!("{:.1} s later", seconds(now)),
        )
        .with_seen(rang, FieldRef::Field(*began_field), "it began to ring here")
        .expected("at most 30 s")
    })
}

/// Whether another state may lie between the ringing and this one, which nobody saw.
fn may_skip(now: &Brief) -> bool {
    let directly = [Some(EventWord::Missed), Some(EventWord::Rejected)];
    !(now.rings() || now.talks() || directly.contains(&now.word))
}
