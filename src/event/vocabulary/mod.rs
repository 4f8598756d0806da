//! The documentation's words, each written once: fields and their pointers, buttons, states, messages.

mod button;
mod field;
mod similarity;
mod state;

pub use button::{Button, ENABLE, HIDE};
pub use field::{FIELDS, Field, Privacy, Row};
pub use similarity::{distance, folded, is_near, nearest};
pub use state::{EventWord, LegType, Phase, Status};

/// The channel's documented name (v1/docs/call-event-parameters).
pub const CHANNEL: &str = "Amazon";
/// The topic's documented name (v1/docs/call-event-parameters).
pub const TOPIC: &str = "InboundCall";
/// The subtopic's documented name (v1/docs/call-event-parameters).
pub const SUBTOPIC: &str = "InboundCallStateChange";
/// The only sampled `message.source` (docs/incoming-call).
pub const SOURCE: &str = "event";

/// Other documented messages of the channel, as (topic, subtopic); where a page names no topic, none.
pub const NEIGHBOURS: [(Option<&str>, &str); 12] = [
    (Some("InboundCall"), "StateSync"),
    (Some("InboundCall"), "Answer"),
    (Some("InboundCall"), "Hold"),
    (Some("InboundCall"), "Resume"),
    (Some("InboundCall"), "Disconnect"),
    (Some("InboundCall"), "ClearContact"),
    (Some("InboundCall"), "SendDTMF"),
    (Some("InboundCall"), "SetMakeCall"),
    (Some("Agent"), "SetAgentState"),
    (Some("OutboundCall"), "OutboundCallStateChange"),
    (Some("Error"), "ApiError"),
    (None, "LoginSuccess"),
];
