//! Do the values come from the documented lists and forms?

mod call_type;
mod call_variables;
mod event;
mod phone;
mod response;
mod status;
mod timestamp;
mod timestamp_form;
mod uuid;

pub(crate) use uuid::{is_joined_uuid, is_uuid};

use super::Rule;

/// The family, in the listed order.
pub const RULES: &[Rule] = &[
    event::RULE,
    call_type::RULE,
    status::RULE,
    timestamp::RULE,
    timestamp_form::RULE,
    uuid::RULE,
    phone::RULE,
    call_variables::RULE,
    response::RULE,
];
