//! What must hold: one record a rule, one file a record. A rule's path is its id.

mod agree;
mod button;
mod envelope;
mod error_texts;
pub mod example;
mod fault;
mod field;
mod first;
mod flow;
mod foreign;
mod profile;
mod rule;
mod stand_in;
mod text;
mod value;
mod violation;
mod waiver;
mod wording;

pub(crate) use envelope::{encoded_twice, without_envelope};
pub use example::{Edit, Example};
pub(crate) use field::UNCONVERTED_TIME;
pub use first::{First, MAX_CHECKED, first_of};
pub use profile::{Authority, Profile, Severity};
pub use rule::{Check, Rule, TextInput};
pub(crate) use stand_in::{StandIn, help as stand_in_help};
pub(crate) use value::{is_joined_uuid, is_uuid};
pub use violation::{Checked, ShownValue, Violation, Where, ensure};
pub use waiver::EXAMPLE_DAY;
pub use wording::{
    MAX_KEY_CHARS, check_each, join_limited, join_limited_of, quoted, quoted_time, shown,
};

/// The families, in their listed order.
pub const FAMILIES: [(&str, &[Rule]); 8] = [
    ("text", text::RULES),
    ("envelope", envelope::RULES),
    ("field", field::RULES),
    ("value", value::RULES),
    ("agree", agree::RULES),
    ("button", button::RULES),
    ("flow", flow::RULES),
    ("waiver", waiver::RULES),
];

/// Every rule, in the listed order.
pub fn all() -> impl Iterator<Item = &'static Rule> + Clone {
    FAMILIES.into_iter().flat_map(|(_, rules)| rules)
}

/// The rule of that id.
pub fn find(id: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.id == id)
}

/// Every rule, strongest authority first, then as listed: the order in which faults are reported.
pub fn by_authority() -> Vec<&'static Rule> {
    let mut rules: Vec<&'static Rule> = all().collect();
    rules.sort_by_key(|rule| rule.authority);
    rules
}

impl Rule {
    /// Whether it is reported once a run for each message, with the number of events that have it.
    pub fn is_once_a_run(&self) -> bool {
        self.id == "field/unknown-key"
    }

    /// The part of the id before the slash.
    pub fn family(&self) -> &'static str {
        self.id.split('/').next().unwrap_or_default()
    }
}
