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

use crate::rules::Rule;

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
