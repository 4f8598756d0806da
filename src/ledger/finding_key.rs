//! What identifies a finding for waivers and for a baseline.

use crate::event::vocabulary::LegType;
use crate::report::{Finding, Waived};
use crate::rules::{Rule, Severity};

/// A finding as far as it decides whether the finding counts.
#[derive(Debug, Clone, Copy)]
pub struct FindingKey<'f> {
    /// The rule that was broken.
    pub rule: &'static Rule,
    /// The rule's severity in this run.
    pub severity: Severity,
    /// The pointer of its first location; none where the text could not be read.
    pub pointer: Option<&'f str>,
    /// Equal for equal faults.
    pub fingerprint: &'f str,
    /// The type of the leg that the event is about.
    pub call_type: Option<LegType>,
}

impl FindingKey<'_> {
    /// The key of a finding.
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

/// Equal findings that are only counted, because there were too many to report.
#[derive(Debug, Clone)]
pub struct CountedOnly {
    /// The rule that was broken.
    pub rule: &'static Rule,

    /// The rule's severity in this run.
    pub severity: Severity,
    /// The pointer of the first location; none too where nothing suppresses findings.
    pub pointer: Option<String>,
    /// Empty where nothing suppresses findings.
    pub fingerprint: String,
    /// How many.
    pub findings: u64,
    /// The message, where it is reported once a run.
    pub once: Option<String>,
}

impl CountedOnly {
    /// Counts a finding that will not be reported.
    pub fn of(finding: &Finding) -> CountedOnly {
        let key = FindingKey::of(finding, None);
        CountedOnly {
            rule: key.rule,
            severity: key.severity,
            pointer: key.pointer.map(str::to_owned),
            fingerprint: key.fingerprint.to_owned(),
            findings: 1,
            once: None,
        }
    }

    /// The key of each of them.
    pub fn key(&self, call_type: Option<LegType>) -> FindingKey<'_> {
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
    /// A waiver suppresses it.
    Waived(Waived),
    /// The baseline has it.
    Known,
}
