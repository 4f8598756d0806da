//! The report as JUnit XML: a suite for the run, one a family, in it one case a rule.

use std::io::{self, Write};

use quick_junit::{NonSuccessKind, Property, TestCase, TestCaseStatus, TestSuite};

use super::test_case::{Case, CaseStatus, cases};
use super::{human, one_line};
use crate::report::{Finding, Outcome, Report};

/// The whole report. It has no time: a run's clock is no part of its result.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut run = quick_junit::Report::new("callproof");
    run.add_test_suite(outcome(report));
    run.add_test_suites(families(&cases(report)));
    let text = run.to_string().map_err(io::Error::other)?;
    // The schemas of Jenkins and surefire know no `skipped` at the root, and the first one is the root's.
    let strange = format!(" skipped=\"{}\"", run.skipped);
    let (before, behind) = text.split_once(&strange).unwrap_or((&text, ""));
    out.write_all(before.as_bytes())?;
    out.write_all(behind.as_bytes())
}

/// The run itself: green only where the outcome is conformant.
fn outcome(report: &Report) -> TestSuite {
    let lines = one_line::outcome(report);
    let non_success = |kind| {
        let mut status = TestCaseStatus::non_success(kind);
        status.set_type(report.outcome.name());
        status.set_message(lines.first().map_or("", String::as_str));
        status.set_description(lines.join("\n"));
        status
    };
    let status = match report.outcome {
        Outcome::Conformant => TestCaseStatus::success(),
        Outcome::Nonconformant => non_success(NonSuccessKind::Failure),
        Outcome::Incomplete => non_success(NonSuccessKind::Error),
    };
    let mut case = TestCase::new("outcome", status);
    case.set_classname("callproof.run");
    if report.outcome == Outcome::Conformant {
        case.set_system_out(lines.join("\n"));
    }
    let mut suite = TestSuite::new("run");
    suite.add_properties(properties(report));
    suite.add_test_case(case);
    suite
}

fn properties(report: &Report) -> Vec<Property> {
    let counts = &report.counts;
    let mut properties = vec![
        ("outcome", report.outcome.name().to_owned()),
        ("profile", report.ruleset.profile.name().to_owned()),
        ("ruleset", report.ruleset.digest.clone()),
        ("documents", counts.documents.to_string()),
        ("events", counts.events.to_string()),
        ("errors", counts.errors.to_string()),
        ("warnings", counts.warnings.to_string()),
        ("notes", counts.notes.to_string()),
        ("waived", counts.waived.to_string()),
        ("known", counts.known.to_string()),
        ("findings_left_out", report.findings_left_out.to_string()),
    ];
    if let Some(day) = &report.waivers_as_of {
        properties.push(("waivers_as_of", day.clone()));
    }
    let property = |(name, value): (&str, String)| Property::new(name, value);
    properties.into_iter().map(property).collect()
}

/// The suites in the order of their first rule.
fn families(cases: &[Case<'_>]) -> Vec<TestSuite> {
    let mut suites: Vec<TestSuite> = Vec::new();
    for case in cases {
        let name = case.rule.family();
        if !suites.iter().any(|suite| suite.name == *name) {
            suites.push(TestSuite::new(name));
        }
        if let Some(suite) = suites.iter_mut().find(|suite| suite.name == *name) {
            suite.add_test_case(self::case(case));
        }
    }
    suites
}

/// A rule's case: what counts makes it fail, all else stands in its output.
fn case(case: &Case<'_>) -> TestCase {
    let (standing, borne): (Vec<&Finding>, Vec<&Finding>) =
        case.findings.iter().partition(|finding| finding.counts());
    let (status, told) = match case.status {
        CaseStatus::Failed => (failure(case, &standing), borne),
        CaseStatus::Idle => {
            let mut status = TestCaseStatus::skipped();
            status.set_message("not exercised: applied to nothing");
            (status, Vec::new())
        }
        CaseStatus::Passed | CaseStatus::Warned | CaseStatus::Borne => {
            (TestCaseStatus::success(), case.findings.clone())
        }
    };
    let mut written = TestCase::new(case.rule.id, status);
    written.set_classname(format!("callproof.{}", case.rule.family()));
    if !told.is_empty() {
        written.set_system_out(human::text(&told));
    }
    written
}

fn failure(case: &Case<'_>, standing: &[&Finding]) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    status.set_type(case.rule.authority.name());
    status.set_message(case.headline());
    status.set_description(human::text(standing));
    status
}
