//! What waivers and earlier reports ask of a finding.

use crate::event::vocabulary::LegType;
use crate::report::{Finding, Waived};
use crate::rules::{Rule, Severity};

/// A finding as far as it decides whether the finding counts.
#[derive(Debug, Clone, Copy)]
pub struct FindingKey<'f> {
    /// The rule.
    pub rule: &'static Rule,
    /// Its weight.
    pub severity: Severity,
    /// Where its cause stands; none where the text could not be read.
    pub pointer: Option<&'f str>,
    /// What the same fault has too.
    pub fingerprint: &'f str,
    /// The type of the leg that the event is about.
    pub call_type: Option<LegType>,
}

impl FindingKey<'_> {
    /// Those of a finding that is told.
    pub fn of(finding: &Finding, call_type: Option<LegType>) -> FindingKey<'_> {
        let cause = finding.locations.first();
        FindingKey {
            rule: finding.rule,
            severity: finding.severity,
            pointer: cause.and_then(|cause| cause.pointer.as_deref()),
            fingerprint: &finding.fingerprint,
            call_type,
        }
    }
}

/// Findings alike that are only counted: there were too many to tell.
#[derive(Debug, Clone)]
pub struct CountedOnly {
    /// As in [`Traits`].
    pub rule: &'static Rule,
    /// As in [`Traits`].
    pub severity: Severity,
    /// As in [`Traits`]; none too where nothing asks for it.
    pub pointer: Option<String>,
    /// As in [`Traits`]; empty where nothing asks for it.
    pub fingerprint: String,
    /// How many.
    pub findings: u64,
    /// The message, where it is reported once a run.
    pub once: Option<String>,
}

impl CountedOnly {
    /// A finding that will not be told.
    pub fn of(finding: &Finding) -> CountedOnly {
        let traits = FindingKey::of(finding, None);
        CountedOnly {
            rule: traits.rule,
            severity: traits.severity,
            pointer: traits.pointer.map(str::to_owned),
            fingerprint: traits.fingerprint.to_owned(),
            findings: 1,
            once: None,
        }
    }

    /// Those of each of them.
    pub fn traits(&self, call_type: Option<LegType>) -> FindingKey<'_> {
        FindingKey {
            rule: self.rule,
            severity: self.severity,
            pointer: self.pointer.as_deref(),
            fingerprint: &self.fingerprint,
            call_type,
        }
    }
}

/// Why a finding does not count, or that it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Disposition {
    /// It counts.
    Counts,
    /// A waiver covers it.
    Waived(Waived),
    /// An earlier report has it.
    Known,
}
