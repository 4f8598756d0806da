//! The report as GitLab's code quality widget reads it: an array of issues.

use std::io::{self, Write};

use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};

use super::json::ToolView;
use super::occurrence::Occurrences;
use super::{escaped, one_line};
use crate::privacy::terminal_text;
use crate::report::{Finding, Outcome, Report};
use crate::rules::Severity;

/// The whole report.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    escaped::write_indented(out, &Issues(report))
}

/// Every issue, made only while it is written.
struct Issues<'r>(&'r Report);

impl Serialize for Issues<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut sequence = serializer.serialize_seq(None)?;
        if let Some(outcome) = outcome(self.0) {
            sequence.serialize_element(&outcome)?;
        }
        let mut alike = Occurrences::default();
        for finding in &self.0.findings {
            let issue = issue(finding, alike.fingerprint(finding));
            sequence.serialize_element(&issue)?;
        }
        sequence.end()
    }
}

#[derive(Serialize)]
struct Issue {
    /// First, so that the file says early whose it is.
    engine_name: &'static str,
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Place,
}

#[derive(Serialize)]
struct Place {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<u64>,
}

/// A run that is not conformant is never an empty list.
fn outcome(report: &Report) -> Option<Issue> {
    let severity = match report.outcome {
        Outcome::Conformant => return None,
        Outcome::Nonconformant | Outcome::Incomplete => "blocker",
    };
    let input = report.inputs.first().map_or("-", |input| &input.path);
    Some(Issue {
        engine_name: ToolView::THIS.name,
        description: one_line::outcome(report).join("; "),
        check_name: "outcome",
        fingerprint: format!("outcome:{}", report.outcome.name()),
        severity,
        location: Place {
            path: path(input),
            lines: Lines {
                begin: 1,
                end: None,
            },
        },
    })
}

fn issue(finding: &Finding, fingerprint: String) -> Issue {
    let severity = match finding.severity {
        Severity::Error if finding.counts() => "major",
        Severity::Warning if finding.counts() => "minor",
        Severity::Error | Severity::Warning | Severity::Note => "info",
    };
    let cause = finding.locations.first();
    Issue {
        engine_name: ToolView::THIS.name,
        description: one_line::message(finding),
        check_name: finding.rule.id,
        fingerprint,
        severity,
        location: Place {
            path: path(cause.map_or(&finding.input, |cause| one_line::input(finding, cause))),
            lines: Lines {
                begin: cause.map_or(1, |cause| cause.start.line),
                end: cause.map(|cause| cause.end.line),
            },
        },
    }
}

/// GitLab looks a path up as the repository writes it: without a leading `./`.
fn path(input: &str) -> String {
    terminal_text::shown(input.strip_prefix("./").unwrap_or(input))
}
