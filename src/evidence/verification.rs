//! What became of a bundle, step by step.

use serde::Serialize;

use super::declaration::ProducerInfo;
use super::level::ConformanceLevel;
use super::terms::{Tool, Validity};

/// What became of a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BundleState {
    /// Everything that it says was found again.
    Verified,
    /// Something that it says is not so.
    Refuted,
    /// It could not be told.
    CouldNot,
}

impl BundleState {
    /// For a person.
    pub fn name(self) -> &'static str {
        match self {
            BundleState::Verified => "verified",
            BundleState::Refuted => "refuted",
            BundleState::CouldNot => "could not be verified",
        }
    }
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VerificationStep {
    /// What was looked at.
    pub name: &'static str,
    /// What is wrong, as a stable word; none where nothing is.
    pub fault: Option<&'static str>,
    /// What was found.
    pub message: String,
}

/// Who and what a bundle is about, as it says itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct About {
    /// Who is certified.
    pub producer: ProducerInfo,
    /// At which level.
    pub level: ConformanceLevel,
    /// When it counts.
    pub valid: Validity,
    /// What made it.
    pub tool: Tool,
    /// Whether its captures are copies with pseudonyms.
    pub redacted: bool,
    /// The id of the key that signed; none for an unsigned bundle.
    pub signed_by: Option<String>,
}

/// The result: steps in their order, up to the first that failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verification {
    /// What became of it.
    pub state: BundleState,
    /// The steps.
    pub checks: Vec<VerificationStep>,
    /// What it is about, as far as it could be read.
    pub bundle: Option<About>,
}

impl Verification {
    /// The fault that ended it.
    pub fn fault(&self) -> Option<&VerificationStep> {
        self.checks.last().filter(|check| check.fault.is_some())
    }
}
