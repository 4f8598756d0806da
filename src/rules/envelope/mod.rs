//! Is it addressed as this event?

mod channel;
mod shape;
mod source_value;
mod subtopic;
mod topic;

pub use shape::encoded_twice;

use super::Rule;

pub(crate) use shape::without_envelope;

/// The family, in the listed order.
pub const RULES: &[Rule] = &[
    shape::RULE,
    channel::RULE,
    topic::RULE,
    subtopic::RULE,
    source_value::RULE,
];
