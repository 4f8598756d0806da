//! The report in the Common Test Report Format: a test for the run, then one a rule.

use std::io::{self, Write};

use serde::{Serialize, Serializer};

use super::json::ToolView;
use super::test_case::{Case, CaseStatus, cases};
use super::{escaped, human, one_line};
use crate::privacy::terminal_text;
use crate::report::{Counts, Finding, Outcome, Report};

/// The version of the format that is written.
const SPECIFICATION: &str = "0.0.0";

/// The whole report. The format demands a time: `seconds` since 1970 stand for the whole run, which has
/// no clock of its own.
pub fn write(report: &Report, seconds: u64, out: &mut dyn Write) -> io::Result<()> {
    let cases = cases(report);
    let mut tests = vec![outcome(report)];
    tests.extend(cases.iter().map(test));
    let document = Document {
        report_format: "CTRF",
        spec_version: SPECIFICATION,
        generated_by: env!("CARGO_PKG_NAME"),
        results: Results {
            tool: ToolView::THIS,
            summary: Summary::of(report, &tests, seconds.saturating_mul(1000)),
            tests,
        },
    };
    escaped::write_indented(out, &document)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document<'r> {
    report_format: &'static str,
    spec_version: &'static str,
    generated_by: &'static str,
    results: Results<'r>,
}

#[derive(Serialize)]
struct Results<'r> {
    tool: ToolView,
    summary: Summary<'r>,
    tests: Vec<Test<'r>>,
}

#[derive(Serialize)]
struct Summary<'r> {
    tests: usize,
    passed: usize,
    failed: usize,
    skipped: usize,
    pending: usize,
    other: usize,
    start: u64,
    stop: u64,
    extra: Extra<'r>,
}

/// What a report has and the format does not name.
#[derive(Serialize)]
struct Extra<'r> {
    outcome: Outcome,
    profile: &'static str,
    ruleset: &'r str,
    counts: &'r Counts,
    findings_left_out: u64,
    waivers_as_of: Option<&'r str>,
}

impl Summary<'_> {
    fn of<'r>(report: &'r Report, tests: &[Test<'_>], time: u64) -> Summary<'r> {
        let of = |status: &str| tests.iter().filter(|test| test.status == status).count();
        Summary {
            tests: tests.len(),
            passed: of("passed"),
            failed: of("failed"),
            skipped: of("skipped"),
            pending: of("pending"),
            other: of("other"),
            start: time,
            stop: time,
            extra: Extra {
                outcome: report.outcome,
                profile: report.ruleset.profile.name(),
                ruleset: &report.ruleset.digest,
                counts: &report.counts,
                findings_left_out: report.findings_left_out,
                waivers_as_of: report.waivers_as_of.as_deref(),
            },
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Test<'r> {
    name: &'static str,
    status: &'static str,
    duration: u64,
    suite: [&'static str; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    #[serde(skip_serializing_if = "Trace::is_empty")]
    trace: Trace<'r>,
    raw_status: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file_path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
}

/// Findings, turned into text only while they are written.
struct Trace<'r>(Vec<&'r Finding>);

impl Trace<'_> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Trace<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&human::text(&self.0))
    }
}

/// The run itself: passed only where the outcome is conformant.
fn outcome(report: &Report) -> Test<'_> {
    let status = match report.outcome {
        Outcome::Conformant => "passed",
        Outcome::Nonconformant => "failed",
        Outcome::Incomplete => "other",
    };
    Test {
        name: "outcome",
        status,
        duration: 0,
        suite: ["run"],
        message: Some(one_line::outcome(report).join("\n")),
        trace: Trace(Vec::new()),
        raw_status: report.outcome.name(),
        tags: Vec::new(),
        file_path: None,
        line: None,
    }
}

fn test<'r>(case: &Case<'r>) -> Test<'r> {
    let (status, raw_status) = match case.status {
        CaseStatus::Passed => ("passed", "pass"),
        CaseStatus::Warned => ("passed", "warn"),
        CaseStatus::Borne => ("passed", "waived or known"),
        CaseStatus::Failed => ("failed", "fail"),
        CaseStatus::Idle => ("skipped", "not-exercised"),
    };
    let first = case.findings.first();
    let cause = first.and_then(|finding| finding.locations.first());
    let message = match case.status {
        CaseStatus::Failed | CaseStatus::Warned => Some(case.headline()),
        CaseStatus::Borne => first.map(|finding| one_line::message(finding)),
        CaseStatus::Idle => Some("not exercised: applied to nothing".to_owned()),
        CaseStatus::Passed => None,
    };
    Test {
        name: case.rule.id,
        status,
        duration: 0,
        suite: [case.rule.family()],
        message,
        trace: Trace(case.findings.clone()),
        raw_status,
        tags: vec![case.rule.authority.name()],
        file_path: first.map(|finding| terminal_text::shown(&finding.input)),
        line: cause.map(|cause| cause.start.line),
    }
}
