//! Do fields that must say the same say the same?

mod address;
mod agent_number;
mod call_type;
mod connection_id;
mod event_ringing;
mod event_state;
mod previous_status;
mod queue;
mod state;
mod state_time;

use crate::event::vocabulary::Field;
use crate::event::{Event, Text};
use crate::rules::{Rule, Violation};

/// The family, in its listed order.
pub const RULES: &[Rule] = &[
    connection_id::RULE,
    state::RULE,
    event_ringing::RULE,
    event_state::RULE,
    call_type::RULE,
    state_time::RULE,
    address::RULE,
    queue::RULE,
    agent_number::RULE,
    previous_status::RULE,
];

/// The leg's state as the event tells it first: `status`, else `CallState`.
fn told_state<'d>(event: &Event<'d>) -> Option<Text<'d>> {
    event
        .undisputed_text(Field::Status)
        .or_else(|| event.undisputed_text(Field::CallState))
}

/// The violation with the state it is about, and with `CallState` where that repeats it: one fault.
fn with_states(violation: Violation, event: &Event<'_>, state: &Text<'_>) -> Violation {
    let violation = violation.and(state.node, "the state");
    let repeated = event
        .text(Field::CallState)
        .filter(|text| text.node.number() != state.node.number() && text.value == state.value);
    match repeated {
        Some(text) => violation.and(text.node, "the state again"),
        None => violation,
    }
}
