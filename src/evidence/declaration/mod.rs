//! What a producer says of itself: `producer.toml`.

mod proposal;
mod read;

use serde::Serialize;

pub use super::election::{AgentSpelling, FromAddress, NaFields};
use crate::call::Flow;
use crate::event::vocabulary::{EventWord, LegType};

pub use proposal::{TEMPLATE, propose};

/// The largest declaration, in bytes.
pub const LARGEST: usize = 64 << 10;

/// A producer's declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration {
    /// Who it is.
    pub producer: ProducerInfo,
    /// What it claims to send.
    pub claims: Claims,
    /// What it elects where the pages conflict.
    pub elections: Elections,
}

/// Who is certified; one line each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProducerInfo {
    /// Who makes it.
    pub vendor: String,
    /// What it is called.
    pub product: String,
    /// Which version of it made the captures.
    pub version: String,
    /// Whom to ask about it.
    pub contact: String,
}

/// What a producer claims to send. At least one leg type and one event.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Claims {
    /// Types of legs.
    pub leg_types: Vec<LegType>,
    /// Words of `call.event`.
    pub events: Vec<EventWord>,
    /// Ways in which its calls go.
    pub flows: Vec<Flow>,
}

/// The documented variant that a producer elects; none where it elects neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Elections {
    /// How an agent's leg is spelled.
    pub agent_spelling: Option<AgentSpelling>,
    /// Whether fields that the tables call NA are sent.
    pub na_fields: Option<NaFields>,
    /// What `fromAddress` is on an agent's leg.
    pub from_address: Option<FromAddress>,
}
