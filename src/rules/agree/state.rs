//! Both states are the same.

use crate::event::Event;
use crate::event::vocabulary::{Field, Status, nearest};
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation, ensure, quoted};

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
    let state = event.undisputed_text(Field::CallState)?;
    let status = event.undisputed_text(Field::Status)?;
    ensure(state.value == status.value, || {
        let message = format!(
            "`CallState` is {}, yet `status` is {}",
            quoted(&state.value),
            quoted(&status.value)
        );
        let violation = Violation::at(state.node, message, "this state")
            .and(status.node, "and that one")
            .actual_value(state.node);
        match meant(&state.value).or_else(|| meant(&status.value)) {
            Some(word) => violation.help(format!("the state is spelt `{word}`")),
            None => violation,
        }
    })
}

/// The state that a word nobody knows may stand for.
fn meant(word: &str) -> Option<&'static str> {
    match Status::read(word) {
        Some(_) => None,
        None => nearest(word, Status::ALL.map(Status::word)),
    }
}
