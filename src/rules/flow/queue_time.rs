//! A call enters its queue once.

use crate::call::{FieldRef, Step};
use crate::event::vocabulary::Field;
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation, ensure};

/// flow/queue-time
pub const RULE: Rule = Rule {
    id: "flow/queue-time",
    says: "The queue's time stays the same while a leg lives.",
    why: "The wait that the agent sees, and the service level, jump.",
    remedy: "Keep the time at which the call entered the queue; do not renew it with each state.",
    authority: Authority::Derived,
    source: "equal in all samples of one call; a transfer to another queue may renew it",
    since: "0.1.0",
    good: &[Example {
        title: "a new offer may have been queued anew",
        golden: "missed",
        edits: &[
            Edit::Copy(0, 3),
            Edit::Set(3, Field::Id, "\"c1a0e7d2-58b4-4f39-8e6d-3b7f92a41c05\""),
            Edit::Set(
                3,
                Field::ConnectionId,
                "\"c1a0e7d2-58b4-4f39-8e6d-3b7f92a41c05\"",
            ),
            Edit::Set(3, Field::StatusTimestamp, "\"2020-04-09T08:38:00.000Z\""),
            Edit::Set(3, Field::CurrentStateTime, "\"2020-04-09T08:38:00.000Z\""),
            Edit::Set(3, Field::QueueTimestamp, "\"2020-04-09T08:37:50.000Z\""),
        ],
        also: &[],
    }],
    bad: &[Example {
        title: "another queue time with the answer",
        golden: "answered",
        edits: &[Edit::Set(
            1,
            Field::QueueTimestamp,
            "\"2020-04-09T08:37:16.240Z\"",
        )],
        also: &[],
    }],
    check: Check::Step(check),
};

fn check(step: &Step<'_>) -> Checked {
    let leg = step.leg()?;
    let (first, now) = (
        leg.first.queue_time.as_ref()?,
        step.now.queue_time.as_ref()?,
    );
    let field = FieldRef::Field(Field::QueueTimestamp);
    if leg
        .forgotten()
        .is_some_and(|content| content.has_other_queue_time(now))
    {
        let label = "another time than that of the leg's last event, which came long before";
        return Some(vec![Violation::seen(
            step.now,
            field,
            "the leg's queue time changes",
            label,
        )]);
    }
    // A time that stays wrong is reported once.
    ensure(
        first == now || leg.last.queue_time.as_ref() == Some(now),
        || {
            Violation::seen(
                step.now,
                field,
                "the leg's queue time changes",
                "another time",
            )
            .with_seen(&leg.first, field, "the time that the leg began with")
        },
    )
}
