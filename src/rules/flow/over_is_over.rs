//! The end of a leg is final.

use crate::call::Step;
use crate::event::vocabulary::Field;
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation, ensure};

/// flow/over-is-over
pub const RULE: Rule = Rule {
    id: "flow/over-is-over",
    says: "A leg that is over never rings or lives again.",
    why: "A call that comes back from its end keeps the agent busy with nobody, and is counted twice.",
    remedy: "Let a new offer have a connection id of its own, and drop what arrives late about a leg that has ended.",
    authority: Authority::Universal,
    source: "the end of a connection is final in every call-control system compared",
    since: "0.1.0",
    good: &[Example {
        title: "the end told twice",
        golden: "answered",
        edits: &[Edit::Copy(3, 4)],
        also: &[],
    }],
    bad: &[Example {
        title: "the agent's leg is connected after its end",
        golden: "answered",
        edits: &[
            Edit::Copy(1, 5),
            Edit::Set(5, Field::StatusTimestamp, "\"2020-04-09T08:39:10.000Z\""),
            Edit::Set(5, Field::CurrentStateTime, "\"2020-04-09T08:39:10.000Z\""),
        ],
        also: &[],
    }],
    check: Check::Step(check),
};

fn check(step: &Step<'_>) -> Checked {
    let last = &step.leg()?.last;
    if !last.is_over() {
        return None;
    }
    let (end, now) = (last.state?, step.now.state?);
    ensure(step.now.is_over(), || {
        let word = now.status.word();
        Violation::seen(
            step.now,
            now.field,
            format!("the leg is {word}, and it was over already"),
            format!("{word} after the end"),
        )
        .with_seen(last, end.field, "it was over here")
    })
}
