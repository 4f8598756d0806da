//! Two reports, compared: what is new, what is fixed, what is no longer tried.

use serde::{Deserialize, Serialize};

use super::ComparisonVerdict;

/// Two JSON reports compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingsChange {
    /// What it comes to.
    #[serde(rename = "outcome")]
    pub verdict: ComparisonVerdict,
    /// What limits the verdict, in a line each.
    pub reasons: Vec<String>,
    /// What the first report counts.
    pub old: Side,
    /// What the second report counts.
    pub new: Side,
    /// Findings that only the second has.
    #[serde(rename = "new_findings")]
    pub added: Vec<Told>,
    /// Findings that only the first has, of rules that the second tried.
    pub fixed: Vec<Told>,
    /// Findings that only the first has, of rules that the second did not try: nobody knows.
    pub untried: Vec<Told>,
    /// Findings that both have.
    pub still: Vec<Told>,
    /// Rules whose verdict is another, in the second's order.
    pub verdicts: Vec<RuleChange>,
}

/// What one report says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Side {
    pub outcome: String,
    pub documents: u64,
    pub events: u64,
    pub errors: u64,
    pub warnings: u64,
    pub notes: u64,
    pub waived: u64,
}

/// A finding as its report tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Told {
    pub rule: String,
    pub severity: String,
    pub message: String,
    pub input: String,
    pub document: u64,
    pub event: Option<u64>,
    pub fingerprint: String,
    /// Whether a waiver covers it, or an earlier report has it: it does not count.
    pub excused: bool,
}

/// A rule that came to another verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleChange {
    /// The rule's id.
    pub rule: String,
    /// Its verdict in the first report; none where it was not selected.
    pub old: Option<String>,
    /// Its verdict in the second report; none where it was not selected.
    pub new: Option<String>,
    /// Whether it was exercised, and is not any more.
    pub lost: bool,
}
