//! A run judged against a declaration.

use std::io::{self, Read};

use super::claims::{ClaimCoverage, narrow};
use super::declaration::Declaration;
use super::error::Error;
use super::level::ConformanceLevel;
use super::shown::Observed;
use crate::capture::{Capture, Options as Reading};
use crate::engine::{Engine, Options};
use crate::report::{Outcome, Reason, Report};

/// Opens a capture from its beginning, as often as it is asked to.
pub type Open<'o> = Box<dyn Fn() -> io::Result<Box<dyn Read + Send>> + 'o>;

/// So many findings are kept in full: a certificate's run has warnings at the most.
const MOST_FINDINGS: usize = 1_000;

/// So many calls are drawn on the page of the report.
const MOST_CALLS: usize = 200;

/// Captures judged, and what they show of what is claimed.
#[derive(Debug, Clone)]
pub struct Run {
    /// The report, its outcome weighed by the declaration too.
    pub report: Report,
    /// Claims beside what was shown.
    pub coverage: ClaimCoverage,
}

impl Run {
    /// Judges captures, each under its name, one after another. Memory does not grow with them.
    ///
    /// # Errors
    /// A capture that cannot be read.
    pub fn of<'c>(
        captures: impl Iterator<Item = (&'c str, &'c Open<'c>)>,
        declaration: &Declaration,
        level: ConformanceLevel,
        jobs: usize,
    ) -> Result<Run, Error> {
        let mut judge = Engine::new(Options {
            profile: level.profile(),
            max_findings: MOST_FINDINGS,
            jobs,
            tracks: MOST_CALLS,
            ..Options::default()
        })?;
        let mut shown = Observed::new(declaration);
        for (name, open) in captures {
            let input = open().map_err(Error::io(format!("read {name}")))?;
            let mut capture = Capture::from_reader(name, input, &Reading::default());
            let number = judge.begin(name, &mut |_| {});
            while let Some(documents) = capture.next_batch()? {
                judge.push(number, &documents, &mut |_| {});
                documents
                    .iter()
                    .for_each(|document| shown.take(name, document));
            }
            let facts = capture.facts();
            judge.leave_unchecked(&facts.unchecked);
            judge.end(number, facts.bytes, facts.sha256, &mut |_| {});
        }
        let report = judge.report(&mut |_| {});
        shown.follow(&report.coverage);
        Ok(Run::weighed(report, &shown, declaration, level))
    }

    fn weighed(
        mut report: Report,
        shown: &Observed,
        declaration: &Declaration,
        level: ConformanceLevel,
    ) -> Run {
        narrow(&mut report.tallies, declaration);
        let coverage = ClaimCoverage::of(declaration, shown, level);
        for (contradiction, events, place) in &shown.contradictions {
            report.reasons.push(Reason {
                code: "election",
                message: format!(
                    "the declaration elects {}, and {} not, the first in document {} of {}",
                    contradiction.elected(),
                    if *events == 1 {
                        "1 event does".to_owned()
                    } else {
                        format!("{events} events do")
                    },
                    place.document,
                    place.input
                ),
            });
            report.outcome = Outcome::Nonconformant;
        }
        // Without an event that is reason enough.
        let mut short = match report.counts.events {
            0 => Vec::new(),
            1.. => coverage.shortfalls(),
        };
        if level.asks_for_flows() && declaration.claims.flows.is_empty() {
            let level = level.name();
            short.push(format!(
                "level {level} asks for at least one claimed flow, and none is"
            ));
        }
        if !short.is_empty() && report.outcome == Outcome::Conformant {
            report.outcome = Outcome::Incomplete;
        }
        let not_shown = |message| Reason {
            code: "not-shown",
            message,
        };
        report.reasons.extend(short.into_iter().map(not_shown));
        Run { report, coverage }
    }

    /// The first thing in which the verdicts of two runs differ.
    pub(super) fn difference(&self, other: &Run) -> Option<String> {
        let (one, two) = (&self.report, &other.report);
        if one.outcome != two.outcome {
            return Some("the outcome".into());
        }
        if one.counts != two.counts {
            return Some("the counts of documents, events, legs, calls or findings".into());
        }
        let tallies = one.tallies.iter().zip(&two.tallies);
        let unlike = tallies
            .filter(|(one, two)| (one.checked, one.failed) != (two.checked, two.failed))
            .map(|(one, _)| one.rule.id)
            .next();
        if let Some(rule) = unlike {
            return Some(format!("how often {rule} applied or was broken"));
        }
        if one.findings.len() != two.findings.len()
            || one.findings_left_out != two.findings_left_out
        {
            return Some("the number of findings".into());
        }
        let mut findings = one.findings.iter().zip(&two.findings);
        if let Some((finding, _)) = findings.find(|(one, two)| place(one) != place(two)) {
            return Some(format!(
                "a finding of {} in document {}",
                finding.rule.id, finding.document
            ));
        }
        let others = |report: &Report| {
            let counts = report.other_messages.iter().map(|message| message.count);
            counts.collect::<Vec<u64>>()
        };
        if others(one) != others(two) {
            return Some("the messages that are passed over".into());
        }
        (self.coverage != other.coverage).then(|| "what is shown of the claims".into())
    }
}

/// What a finding says of its place and weight, whatever values stand there.
fn place(finding: &crate::report::Finding) -> impl PartialEq {
    let pointers: Vec<Option<String>> = finding
        .locations
        .iter()
        .map(|location| location.pointer.clone())
        .collect();
    (
        finding.rule.id,
        finding.severity,
        finding.document,
        finding.event,
        pointers,
    )
}
