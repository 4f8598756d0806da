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

use super::{Rule, Violation, quoted};
use crate::event::vocabulary::{Field, Status};
use crate::event::{Event, Text};
use crate::json::{Kind, Member, Node};

/// The family, in the listed order.
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

/// The leg's state as the event reports it first: `status` if known, else `CallState` if known.
fn told_state<'d>(event: &Event<'d>) -> Option<(Status, Text<'d>)> {
    let mut fields = [Field::Status, Field::CallState].into_iter();
    fields.find_map(|field| {
        let text = event.unclaimed_text(field)?;
        Some((Status::read(&text.value)?, text))
    })
}

/// Whether both are the same JSON value, type included; texts as the row compares them.
fn are_alike(one: Node<'_>, other: Node<'_>, texts: impl Fn(&str, &str) -> bool) -> bool {
    match (one.string(), other.string()) {
        (Some(one), Some(other)) => texts(&one, &other),
        (None, None) => is_same_value(one, other),
        (Some(_), None) | (None, Some(_)) => false,
    }
}

/// Nesting is limited, so this goes no deeper than a document may.
fn is_same_value(one: Node<'_>, other: Node<'_>) -> bool {
    if one.kind() != other.kind() {
        return false;
    }
    match one.kind() {
        Kind::Null => true,
        Kind::Boolean => one.boolean() == other.boolean(),
        Kind::Number => {
            let number = |node: Node<'_>| node.number_value().and_then(|number| number.as_f64());
            one.raw() == other.raw() || (number(one).is_some() && number(one) == number(other))
        }
        Kind::String => one.string() == other.string(),
        Kind::Array => {
            let mut pairs = one.elements().zip(other.elements());
            one.len() == other.len()
                && pairs.all(|(one, other)| is_same_value(one.value, other.value))
        }
        Kind::Object => {
            let is_in = |member: Member<'_>| {
                let key = member.key.string()?;
                Some(is_same_value(one.get(&key)?, other.get(&key)?))
            };
            one.len() == other.len() && one.members().all(|member| is_in(member) == Some(true))
        }
    }
}

/// A value as a message may show it: a text by itself, of others only what they are.
fn named(node: Node<'_>) -> String {
    match node.string() {
        Some(text) => quoted(&text),
        None => node.kind().named().to_owned(),
    }
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
