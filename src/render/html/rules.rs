//! Every rule of the run with its verdict: what, why, remedy, and what carries it.

use std::collections::HashSet;

use serde::Serialize;

use super::anchor;
use crate::report::{Report, Verdict};
use crate::rules::Severity;

/// Rules of one family.
#[derive(Serialize)]
pub struct Family {
    name: &'static str,
    rules: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    id: &'static str,
    anchor: String,
    says: &'static str,
    why: &'static str,
    remedy: &'static str,
    authority: &'static str,
    source: &'static str,
    since: &'static str,
    severity: &'static str,
    verdict: &'static str,
    checked: u64,
    failed: u64,
    found: u64,
    /// Whether findings of it are on the page.
    on_page: bool,
}

/// The rules in their listed order, then those that only findings name; of these rules the page
/// has findings.
pub fn families(report: &Report, on_page: &HashSet<&str>) -> Vec<Family> {
    let mut families: Vec<Family> = Vec::new();
    for entry in entries(report, on_page) {
        let name = entry.id.split('/').next().unwrap_or_default();
        match families.iter_mut().find(|family| family.name == name) {
            Some(family) => family.rules.push(entry),
            None => families.push(Family {
                name,
                rules: vec![entry],
            }),
        }
    }
    families
}

fn entries(report: &Report, on_page: &HashSet<&str>) -> Vec<Entry> {
    let entry = |rule: &'static crate::rules::Rule, severity: Severity, verdict: Verdict| Entry {
        id: rule.id,
        anchor: anchor(rule.id),
        says: rule.says,
        why: rule.why,
        remedy: rule.remedy,
        authority: rule.authority.name(),
        source: rule.source,
        since: rule.since,
        severity: severity.name(),
        verdict: verdict.name(),
        checked: 0,
        failed: 0,
        found: 0,
        on_page: on_page.contains(rule.id),
    };
    let mut entries: Vec<Entry> = report
        .tallies
        .iter()
        .map(|tally| Entry {
            checked: tally.checked,
            failed: tally.failed,
            found: tally.found,
            ..entry(tally.rule, tally.severity, tally.verdict())
        })
        .collect();
    for finding in &report.findings {
        if entries.iter().any(|entry| entry.id == finding.rule.id) {
            continue;
        }
        let verdict = match finding.severity {
            Severity::Error => Verdict::Fail,
            Severity::Warning => Verdict::Warn,
            Severity::Note => Verdict::Pass,
        };
        let alike = report.findings.iter();
        let alike = alike.filter(|other| other.rule.id == finding.rule.id);
        entries.push(Entry {
            found: alike.count() as u64,
            ..entry(finding.rule, finding.severity, verdict)
        });
    }
    entries
}
