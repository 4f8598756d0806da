//! Before anything is understood: is it JSON at all?

mod duplicate_key;
mod json;
mod limits;
mod truncated;
mod utf_8;

use super::Rule;
use super::fault::{rule_of, violation_of};
use super::{Checked, TextInput};

/// The family, in the listed order.
pub const RULES: &[Rule] = &[
    json::RULE,
    utf_8::RULE,
    duplicate_key::RULE,
    truncated::RULE,
    limits::RULE,
];

/// The faults of the document that belong to that rule. Where another rule's fault keeps the document
/// from being read, the rule cannot check.
fn told_by(reading: &TextInput<'_>, rule: &str) -> Checked {
    let own: Vec<_> = reading
        .faults
        .iter()
        .filter(|fault| rule_of(&fault.kind) == rule)
        .collect();
    if own.is_empty() && reading.root.is_none() {
        return None;
    }
    Some(
        own.into_iter()
            .map(|fault| violation_of(fault, reading.text))
            .collect(),
    )
}
