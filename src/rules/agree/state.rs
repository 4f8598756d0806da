//! Both states are the same.

use super::{are_alike, named};
use crate::event::Event;
use crate::event::vocabulary::{Field, Status, nearest};
use crate::json::Node;
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation, ensure};

/// agree/state
pub const RULE: Rule = Rule {
    id: "agree/state",
    says: "`ResponseFields.CallState` is `ResponseActual.status`.",
    why: "Two clients that read different fields show the agent different states of one call.",
    remedy: "Fill both from the same state.",
    authority: Authority::Sampled,
    source: "docs/incoming-call",
    since: "0.1.0",
    good: &[],
    bad: &[Example {
        title: "one of the two lags behind",
        golden: "answered",
        edits: &[Edit::Set(1, Field::CallState, "\"connecting\"")],
        also: &[],
    }],
    check: Check::Event(check),
};

fn check(event: &Event<'_>) -> Checked {
    let state = event.unclaimed(Field::CallState)?;
    let status = event.unclaimed(Field::Status)?;
    ensure(are_alike(state, status, |one, other| one == other), || {
        let message = format!(
            "`CallState` is {}, yet `status` is {}",
            named(state),
            named(status)
        );
        let violation = Violation::at(state, message, "this state")
            .and(status, "and that one")
            .actual_value(state);
        match meant(state).or_else(|| meant(status)) {
            Some(word) => violation.help(format!("the state is spelt `{word}`")),
            None => violation,
        }
    })
}

/// The state that a word nobody knows may stand for.
fn meant(node: Node<'_>) -> Option<&'static str> {
    let word = node.string()?;
    match Status::read(&word) {
        Some(_) => None,
        None => nearest(&word, Status::ALL.map(Status::word)),
    }
}
