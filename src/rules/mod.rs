//! What must hold: one record a rule, one file a record. A rule's path is its id.

pub mod example;
mod rule;

pub use example::{Edit, Example};
pub use rule::{
    Authority, Check, Checked, Place, Profile, Reading, Rule, Severity, Violation, Worth, ensure,
    masked_digits, quoted,
};
