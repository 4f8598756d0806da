//! What a certificate is worth: three nested levels.

use std::io::{self, Write};

use serde::{Deserialize, Serialize};

use crate::rules::Profile;

/// A level of conformance; each holds all that the one before it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ConformanceLevel {
    /// What is documented or sampled holds.
    Core,
    /// What every call-control system does holds too, and flows are shown more than once.
    Standard,
    /// Every rule holds.
    Strict,
}

/// All levels, from the weakest.
pub const LEVELS: [ConformanceLevel; 3] = [
    ConformanceLevel::Core,
    ConformanceLevel::Standard,
    ConformanceLevel::Strict,
];

impl ConformanceLevel {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            ConformanceLevel::Core => "core",
            ConformanceLevel::Standard => "standard",
            ConformanceLevel::Strict => "strict",
        }
    }

    /// The profile that its captures are judged in.
    pub fn profile(self) -> Profile {
        match self {
            ConformanceLevel::Core => Profile::Core,
            ConformanceLevel::Standard => Profile::Standard,
            ConformanceLevel::Strict => Profile::Strict,
        }
    }

    /// In how many calls each claimed flow must be shown.
    pub fn calls_a_flow(self) -> u64 {
        match self {
            ConformanceLevel::Core => 1,
            ConformanceLevel::Standard | ConformanceLevel::Strict => 3,
        }
    }

    /// Whether at least one flow must be claimed.
    pub fn asks_for_flows(self) -> bool {
        match self {
            ConformanceLevel::Core => false,
            ConformanceLevel::Standard | ConformanceLevel::Strict => true,
        }
    }

    /// The rules that must hold, in words.
    pub fn rules(self) -> &'static str {
        match self {
            ConformanceLevel::Core => "documented, sampled",
            ConformanceLevel::Standard => "documented, sampled, universal",
            ConformanceLevel::Strict => "documented, sampled, universal, derived",
        }
    }

    fn flows(self) -> &'static str {
        match self {
            ConformanceLevel::Core => "each claimed flow in 1 call",
            ConformanceLevel::Standard | ConformanceLevel::Strict => {
                "at least one claimed, each in 3 calls"
            }
        }
    }
}

/// The levels as a Markdown table.
///
/// # Errors
/// Those of `out`.
pub fn write_levels(out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "| level | rules that must hold | leg types and events | flows |"
    )?;
    writeln!(out, "| --- | --- | --- | --- |")?;
    for level in LEVELS {
        writeln!(
            out,
            "| {} | {} | each claimed one in 1 event | {} |",
            level.name(),
            level.rules(),
            level.flows()
        )?;
    }
    Ok(())
}
