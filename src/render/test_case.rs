//! A report as test runners know it: one case a rule.

use std::collections::HashMap;

use super::one_line;
use crate::report::{Finding, Report, Verdict};
use crate::rules::{Rule, Severity};

/// What became of a rule, as far as it decides anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CaseStatus {
    /// It held, or had only notes to tell.
    Passed,
    /// Broken, and that is a warning.
    Warned,
    /// Broken, and every finding is waived or known.
    Borne,
    /// Broken, and that is an error.
    Failed,
    /// It applied to nothing, or the producer does not claim what it judges.
    Idle,
}

/// A rule and its findings.
pub(super) struct Case<'r> {
    pub rule: &'static Rule,
    pub status: CaseStatus,
    /// What the rule applied to, and how many of them broke it; none for a rule without a tally.
    pub judged: Option<(u64, u64)>,
    /// Those that were kept, in input order.
    pub findings: Vec<&'r Finding>,
}

/// Every rule of the run in its listed order, then those that only findings name.
pub(super) fn cases(report: &Report) -> Vec<Case<'_>> {
    let mut order: Vec<&'static Rule> = Vec::new();
    let mut by_rule: HashMap<&str, Vec<&Finding>> = HashMap::new();
    for finding in &report.findings {
        let findings = by_rule.entry(finding.rule.id).or_default();
        if findings.is_empty() {
            order.push(finding.rule);
        }
        findings.push(finding);
    }
    let mut cases = Vec::with_capacity(report.tallies.len());
    for tally in &report.tallies {
        let findings = by_rule.remove(tally.rule.id).unwrap_or_default();
        cases.push(Case {
            rule: tally.rule,
            status: status(report, tally.verdict(), &findings),
            judged: Some((tally.checked, tally.failed)),
            findings,
        });
    }
    for rule in order {
        let Some(findings) = by_rule.remove(rule.id) else {
            continue;
        };
        let heaviest = findings.iter().map(|finding| finding.severity).min();
        let verdict = match heaviest {
            Some(Severity::Error) => Verdict::Fail,
            Some(Severity::Warning) => Verdict::Warn,
            Some(Severity::Note) | None => Verdict::Pass,
        };
        cases.push(Case {
            rule,
            status: status(report, verdict, &findings),
            judged: None,
            findings,
        });
    }
    cases
}

fn status(report: &Report, verdict: Verdict, findings: &[&Finding]) -> CaseStatus {
    let borne = |severity: Severity| {
        // Of what was left out nobody knows whether it is borne, but for the counts.
        let whole = report.findings_left_out == 0 || report.counts.of(severity) == 0;
        whole && !findings.is_empty() && !findings.iter().any(|finding| finding.counts())
    };
    match verdict {
        Verdict::Pass => CaseStatus::Passed,
        Verdict::Fail if borne(Severity::Error) => CaseStatus::Borne,
        Verdict::Fail => CaseStatus::Failed,
        Verdict::Warn if borne(Severity::Warning) => CaseStatus::Borne,
        Verdict::Warn => CaseStatus::Warned,
        Verdict::NotExercised | Verdict::NotApplicable => CaseStatus::Idle,
    }
}

impl Case<'_> {
    /// The first finding that counts, and how many more; the rule itself where none was kept.
    pub(super) fn headline(&self) -> String {
        let standing = || self.findings.iter().filter(|finding| finding.counts());
        let Some(first) = standing().next() else {
            return format!("broken: {}", self.rule.says);
        };
        let message = one_line::message(first);
        match standing().count().saturating_sub(1) {
            0 => message,
            more => format!("{message} (and {more} more)"),
        }
    }
}
