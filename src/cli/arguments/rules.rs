//! What `rules`, `explain` and `schema` take.

use clap::{Args, ValueEnum};

use super::ProfileName;

/// List every rule.
#[derive(Debug, Args)]
pub struct Rules {
    /// How to list
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: RulesFormat,
    /// Only rules of this family (repeatable)
    #[arg(long, value_name = "FAMILY")]
    pub family: Vec<String>,
    /// Only rules of this authority (repeatable)
    #[arg(long, value_name = "AUTHORITY")]
    pub authority: Vec<String>,
    /// Only rules that are errors in this profile
    #[arg(long, value_name = "PROFILE")]
    pub profile: Option<ProfileName>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RulesFormat {
    Human,
    Json,
    Ids,
    Markdown,
}

/// Explain a rule.
#[derive(Debug, Args)]
pub struct Explain {
    /// The rule's id, such as button/mirror
    #[arg(value_name = "RULE")]
    pub rule: String,
}

/// Print an embedded JSON Schema.
#[derive(Debug, Args)]
pub struct SchemaArguments {
    /// Which
    #[arg(value_name = "NAME", default_value = "event")]
    pub name: String,
}
