//! Waivers themselves: what nobody answers for any more must not go on silently.

mod expired;
mod unmatched;

use super::Rule;

/// The day by which the family's examples are judged.
pub const EXAMPLE_DAY: &str = "2026-07-01";

/// The family, in the listed order.
pub const RULES: &[Rule] = &[expired::RULE, unmatched::RULE];
