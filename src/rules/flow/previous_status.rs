//! The state before is the state before.

use crate::call::{FieldRef, Step};
use crate::event::vocabulary::{Field, Phase};
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation, ensure};

/// flow/previous-status
pub const RULE: Rule = Rule {
    id: "flow/previous-status",
    says: "`previousStatus` is the last different state of the leg, or one that was passed since without an event.",
    why: "Whoever computes what changed from it draws the wrong change.",
    remedy: "Send the state that this leg had before, or leave `previousStatus` out.",
    authority: Authority::Derived,
    source: "docs/clear-contact, where it is `connected`; no page documents it",
    since: "0.1.0",
    good: &[
        Example {
            title: "the state before",
            golden: "answered",
            edits: &[Edit::Put(
                4,
                "/message/call/ResponseActual/previousStatus",
                "\"connected\"",
            )],
            also: &[],
        },
        Example {
            title: "a state that polling skipped",
            golden: "answered",
            edits: &[Edit::Put(
                4,
                "/message/call/ResponseActual/previousStatus",
                "\"hold\"",
            )],
            also: &[],
        },
    ],
    bad: &[Example {
        title: "a state that the leg had left",
        golden: "answered",
        edits: &[Edit::Put(
            4,
            "/message/call/ResponseActual/previousStatus",
            "\"connecting\"",
        )],
        also: &[],
    }],
    check: Check::Step(check),
};

fn check(step: &Step<'_>) -> Checked {
    let leg = step.leg()?;
    let (reported, now) = (step.now.previous?, step.now.state?);
    if reported == now.status {
        // agree/previous-status reports it.
        return None;
    }
    let last = leg.last.state?;
    let before = if last.status == now.status {
        leg.before?
    } else {
        last.status
    };
    let passed = before.phase() <= reported.phase() && reported.phase() <= now.phase;
    let holds = reported == before || (passed && reported.phase() != Phase::Over);
    ensure(holds, || {
        let message = format!(
            "`previousStatus` is {}, and the leg was {}",
            reported.word(),
            before.word()
        );
        Violation::seen(
            step.now,
            FieldRef::Field(Field::PreviousStatus),
            message,
            "not the state before",
        )
        .with_seen(
            &leg.last,
            last.field,
            format!("the leg's last event says {}", last.status.word()),
        )
    })
}
