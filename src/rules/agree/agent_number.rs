//! An agent's leg has no number.

use crate::event::Event;
use crate::event::vocabulary::{Field, LegType};
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation, ensure};

/// agree/agent-number
pub const RULE: Rule = Rule {
    id: "agree/agent-number",
    says: "On an agent's leg `phoneNumber` is null.",
    why: "The number read from the agent's leg is the agent's, and gets stored as the caller's.",
    remedy: "Send null on the agent's leg, the caller's number on the inbound leg.",
    authority: Authority::Derived,
    source: "docs/call-state-synchronization",
    since: "0.1.0",
    good: &[Example {
        title: "a number on the customer's leg",
        golden: "answered",
        edits: &[Edit::Keep(3)],
        also: &[],
    }],
    bad: &[Example {
        title: "the caller's number on the agent's leg",
        golden: "incoming-call",
        edits: &[
            Edit::Set(0, Field::FromAddress, "\"+16013261548\""),
            Edit::Set(0, Field::PhoneNumber, "\"+16013261548\""),
        ],
        also: &[],
    }],
    check: Check::Event(check),
};

fn check(event: &Event<'_>) -> Checked {
    let number = event.unclaimed(Field::PhoneNumber)?;
    let kind = event.unclaimed_text(Field::CallType)?;
    if LegType::read(&kind.value)? != LegType::Agent {
        return None;
    }
    ensure(number.is_null(), || {
        Violation::at(
            number,
            "an agent's leg has a phone number",
            "should be null",
        )
        .beside(kind.node, "the agent's leg")
        .expected("null")
        .actual_value(number)
    })
}
