//! Time goes on when the state does.

use crate::call::{FieldRef, Step};
use crate::event::vocabulary::Field;
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation, ensure};

/// flow/clock-forward
pub const RULE: Rule = Rule {
    id: "flow/clock-forward",
    says: "When the state of a leg changes, its state time goes forward.",
    why: "Ringing, talk and hold times come out as zero, and two states cannot be put in order.",
    remedy: "Send the time at which the platform changed the state, not the time of the call or of an earlier state.",
    authority: Authority::Derived,
    source: "`statusTimestamp` is the time of the state in every sample; clocks of some platforms are coarse",
    since: "0.1.0",
    good: &[Example {
        title: "a repeat keeps its time",
        golden: "answered",
        edits: &[Edit::Copy(1, 2)],
        also: &[],
    }],
    bad: &[Example {
        title: "answered in the very millisecond in which it began to ring",
        golden: "answered",
        edits: &[
            Edit::Set(1, Field::StatusTimestamp, "\"2020-04-09T08:37:12.701Z\""),
            Edit::Set(1, Field::CurrentStateTime, "\"2020-04-09T08:37:12.701Z\""),
        ],
        also: &[],
    }],
    check: Check::Step(check),
};

fn check(step: &Step<'_>) -> Checked {
    let last = &step.leg()?.last;
    let (from, to) = (last.state?.status, step.now.state?.status);
    let ((before, before_field), (after, after_field)) =
        (last.time.as_ref()?, step.now.time.as_ref()?);
    if from == to {
        return None;
    }
    ensure(before != after, || {
        let message = format!(
            "the leg goes from {} to {} in no time",
            from.word(),
            to.word()
        );
        Violation::seen(
            step.now,
            FieldRef::Field(*after_field),
            message,
            format!("the time of {}", to.word()),
        )
        .with_seen(
            last,
            FieldRef::Field(*before_field),
            format!("the same as that of {}", from.word()),
        )
    })
}
