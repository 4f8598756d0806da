//! What the capture leaves open.

use crate::call::Leg;
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation, ensure};

/// flow/unfinished
pub const RULE: Rule = Rule {
    id: "flow/unfinished",
    says: "Legs that are still open when the capture ends are listed.",
    why: "A capture that stops in mid-call proves nothing about the end of it.",
    remedy: "`callproof calls --open` lists them. Nothing need be done if the capture was cut; else send the events that end the leg, and let the agent clear it.",
    authority: Authority::Note,
    source: "a capture may stop at any time",
    since: "0.1.0",
    good: &[],
    bad: &[Example {
        title: "the capture ends before the agent clears the call",
        golden: "missed",
        edits: &[Edit::Keep(2)],
        also: &[],
    }],
    check: Check::Leg(check),
};

fn check(leg: &Leg) -> Checked {
    let state = leg.last.state?;
    ensure(!leg.is_open(), || {
        let (message, label) = match leg.last.is_over() {
            true => (
                "the capture ends while the leg waits to be cleared".to_owned(),
                "not cleared".to_owned(),
            ),
            false => {
                let word = state.status.word();
                (
                    format!("the capture ends while the leg is {word}"),
                    format!("still {word}"),
                )
            }
        };
        Violation::seen(&leg.last, state.field, message, label)
    })
}
