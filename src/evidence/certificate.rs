//! The certificate: what its page, its badge and its machine form say.

use serde::Serialize;

use super::claims::{ClaimCoverage, ClaimLine};
use super::declaration::{Declaration, Elections, ProducerInfo};
use super::run::Run;
use super::terms::{BundleInfo, BundledCapture, Original, Tool, Validity};
use crate::report::{Counts, Report, Verdict};

/// `certificate.json`.
#[derive(Debug, Serialize)]
pub struct Certificate<'c> {
    certificate: &'static str,
    tool: &'c Tool,
    level: &'static str,
    profile: &'static str,
    producer: &'c ProducerInfo,
    valid: Validity,
    /// The key's id; none where nobody signs.
    signed_by: Option<&'c str>,
    redacted: bool,
    rules: Rules<'c>,
    claims: Claims<'c>,
    elections: Elections,
    counts: &'c Counts,
    captures: Vec<CaptureLine<'c>>,
}

#[derive(Debug, Serialize)]
struct Rules<'c> {
    digest: &'c str,
    count: usize,
    must_hold: &'static str,
    passed: usize,
    warned: Vec<&'static str>,
    not_exercised: Vec<&'static str>,
    not_applicable: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct Claims<'c> {
    leg_types: Vec<&'c ClaimLine>,
    events: Vec<&'c ClaimLine>,
    flows: Vec<&'c ClaimLine>,
    /// Shown by the captures and claimed by nobody.
    not_claimed: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct CaptureLine<'c> {
    name: &'c str,
    bytes: u64,
    sha256: &'c str,
    events: u64,
    original: Option<&'c Original>,
}

impl<'c> Certificate<'c> {
    /// The certificate of a run under these terms.
    pub fn of(
        terms: &'c BundleInfo,
        declaration: &'c Declaration,
        run: &'c Run,
    ) -> Certificate<'c> {
        let report = &run.report;
        Certificate {
            certificate: "callproof-certificate/1",
            tool: &terms.tool,
            level: terms.level.name(),
            profile: terms.level.profile().name(),
            producer: &declaration.producer,
            valid: terms.valid,
            signed_by: terms.signer.as_deref(),
            redacted: terms.redacted,
            rules: Rules {
                digest: &report.ruleset.digest,
                count: report.tallies.len(),
                must_hold: terms.level.rules(),
                passed: ids(report, Verdict::Pass).len(),
                warned: ids(report, Verdict::Warn),
                not_exercised: ids(report, Verdict::NotExercised),
                not_applicable: ids(report, Verdict::NotApplicable),
            },
            claims: claims(&run.coverage),
            elections: declaration.elections,
            counts: &report.counts,
            captures: captures(&terms.captures, report),
        }
    }
}

fn ids(report: &Report, verdict: Verdict) -> Vec<&'static str> {
    let tallies = report
        .tallies
        .iter()
        .filter(|tally| tally.verdict() == verdict);
    tallies.map(|tally| tally.rule.id).collect()
}

fn claims(coverage: &ClaimCoverage) -> Claims<'_> {
    Claims {
        leg_types: coverage
            .leg_types
            .iter()
            .filter(|line| line.claimed)
            .collect(),
        events: coverage.events.iter().filter(|line| line.claimed).collect(),
        flows: coverage.flows.iter().filter(|line| line.claimed).collect(),
        not_claimed: coverage.unclaimed(),
    }
}

fn captures<'c>(captured: &'c [BundledCapture], report: &'c Report) -> Vec<CaptureLine<'c>> {
    let inputs = report.inputs.iter().zip(captured);
    inputs
        .map(|(input, captured)| CaptureLine {
            name: &captured.name,
            bytes: input.bytes,
            sha256: input.sha256.as_deref().unwrap_or_default(),
            events: input.events,
            original: captured.original.as_ref(),
        })
        .collect()
}
