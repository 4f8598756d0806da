//! Are the fields there, and of their types?

mod non_empty;
mod required;
mod sampled_presence;
mod sampled_type;
mod r#type;
mod unknown_key;

use super::Rule;

/// The family, in the listed order.
pub const RULES: &[Rule] = &[
    required::RULE,
    r#type::RULE,
    sampled_type::RULE,
    sampled_presence::RULE,
    non_empty::RULE,
    unknown_key::RULE,
];

/// Platforms hand out times as milliseconds since 1970; some producers pass them on as they are.
pub(crate) const UNCONVERTED_TIME: &str = "this looks like the platform's own value, passed on unconverted: write the instant as RFC 3339, for example `2020-04-09T08:37:12.701Z`";
