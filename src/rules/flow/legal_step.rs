//! A leg takes legal steps.

use crate::call::Step;
use crate::event::vocabulary::{Field, Phase};
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation, ensure};

/// flow/legal-step
pub const RULE: Rule = Rule {
    id: "flow/legal-step",
    says: "A leg that carries a call does not ring again: it goes from connecting to connected or hold, between these two, and to its end.",
    why: "A screen that follows the leg would offer to answer a call that is already answered.",
    remedy: "Send the state that the platform reports for this leg; do not fill the gap with the state of another leg or of an earlier call.",
    authority: Authority::Universal,
    source: "legal steps of a connection in every call-control system compared",
    since: "0.1.0",
    good: &[
        Example {
            title: "a path of steps collapsed into one: polling saw ringing, and then hold",
            golden: "hold-and-resume",
            edits: &[Edit::Drop(1)],
            also: &[],
        },
        Example {
            title: "a state repeated after a refresh",
            golden: "answered",
            edits: &[Edit::Copy(1, 2)],
            also: &[],
        },
        Example {
            title: "first seen in mid-call, after a reload of the page",
            golden: "answered",
            edits: &[Edit::Drop(0)],
            also: &[],
        },
    ],
    bad: &[Example {
        title: "a connected leg rings again",
        golden: "answered",
        edits: &[
            Edit::Copy(0, 3),
            Edit::Set(3, Field::StatusTimestamp, "\"2020-04-09T08:38:40.000Z\""),
            Edit::Set(3, Field::CurrentStateTime, "\"2020-04-09T08:38:40.000Z\""),
        ],
        also: &[],
    }],
    check: Check::Step(check),
};

fn check(step: &Step<'_>) -> Checked {
    let last = &step.leg()?.last;
    let (from, to) = (last.state?, step.now.state?);
    let order = [Phase::Before, Phase::Ringing, Phase::Live];
    let place = |phase| order.iter().position(|known| *known == phase);
    let (Some(before), Some(after)) = (place(from.phase), place(to.phase)) else {
        // What follows an end is for flow/over-is-over; an end may follow anything.
        return Some(Vec::new());
    };
    ensure(before <= after, || {
        let (from_word, to_word) = (from.status.word(), to.status.word());
        Violation::seen(
            step.now,
            to.field,
            format!("the leg goes from {from_word} back to {to_word}"),
            format!("{to_word} again"),
        )
        .with_seen(last, from.field, format!("it was {from_word} already"))
    })
}
