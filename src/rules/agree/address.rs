//! Both phone numbers are the same.

use super::are_alike;
use crate::event::Event;
use crate::event::vocabulary::Field;
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation, ensure};

/// agree/address
pub const RULE: Rule = Rule {
    id: "agree/address",
    says: "`fromAddress` is `phoneNumber`.",
    why: "The agent sees one number and calls back another.",
    remedy: "Fill both from the same connection: null on an agent's leg.",
    authority: Authority::Sampled,
    source: "docs/incoming-call",
    since: "0.1.0",
    good: &[],
    bad: &[Example {
        title: "the caller's number on the agent's leg, in one place",
        golden: "incoming-call",
        edits: &[Edit::Set(0, Field::FromAddress, "\"+16013261548\"")],
        also: &[],
    }],
    check: Check::Event(check),
};

fn check(event: &Event<'_>) -> Checked {
    let from = event.unclaimed(Field::FromAddress)?;
    let number = event.unclaimed(Field::PhoneNumber)?;
    ensure(are_alike(from, number, |one, other| one == other), || {
        Violation::at(
            from,
            "`fromAddress` and `phoneNumber` differ",
            "this number",
        )
        .and(number, "and that one")
        .actual_value(from)
    })
}
