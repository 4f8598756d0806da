//! The report as TAP 14: a test point for the run, then one a rule.

use std::io::{self, Write};

use serde::Serialize;

use super::json::ToolView;
use super::test_case::{Case, CaseStatus, cases};
use super::{escaped, one_line, summary};
use crate::privacy::terminal_text;
use crate::report::{Counts, Finding, Outcome, Report};

/// The whole report.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let cases = cases(report);
    writeln!(out, "TAP version 14\n1..{}", cases.len() + 1)?;
    outcome(report, out)?;
    for (index, case) in cases.iter().enumerate() {
        point(index + 2, case, out)?;
    }
    Ok(())
}

/// The run's own point: ok only where the outcome is conformant.
fn outcome(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let ok = match report.outcome {
        Outcome::Conformant => "ok",
        Outcome::Nonconformant | Outcome::Incomplete => "not ok",
    };
    let description = escaped(&summary::verdict(report));
    writeln!(out, "{ok} 1 - {description}\n  ---")?;
    member(
        out,
        "tool",
        &format!("{} {}", ToolView::THIS.name, ToolView::THIS.version),
    )?;
    member(out, "outcome", report.outcome.name())?;
    member(out, "reasons", &one_line::reasons(report))?;
    member(out, "rules", &summary::rules(report))?;
    member(out, "profile", report.ruleset.profile.name())?;
    member(out, "ruleset", &report.ruleset.digest)?;
    counts(&report.counts, out)?;
    member(out, "findings_left_out", &report.findings_left_out)?;
    if let Some(day) = &report.waivers_as_of {
        member(out, "waivers_as_of", day)?;
    }
    writeln!(out, "  ...")
}

fn counts(counts: &Counts, out: &mut dyn Write) -> io::Result<()> {
    for (name, count) in [
        ("documents", counts.documents),
        ("events", counts.events),
        ("errors", counts.errors),
        ("warnings", counts.warnings),
        ("notes", counts.notes),
        ("waived", counts.waived),
        ("known", counts.known),
    ] {
        member(out, name, &count)?;
    }
    Ok(())
}

fn point(number: usize, case: &Case<'_>, out: &mut dyn Write) -> io::Result<()> {
    let id = case.rule.id;
    match case.status {
        CaseStatus::Passed => writeln!(out, "ok {number} - {id}")?,
        CaseStatus::Warned => writeln!(out, "ok {number} - {id} (warning)")?,
        // A test that is known to fail and does not count: what TAP has TODO for.
        CaseStatus::Borne => writeln!(out, "not ok {number} - {id} # TODO waived or known")?,
        CaseStatus::Failed => writeln!(out, "not ok {number} - {id}")?,
        CaseStatus::Idle => writeln!(out, "ok {number} - {id} # SKIP not exercised")?,
    }
    if case.findings.is_empty() && case.status != CaseStatus::Failed {
        return Ok(());
    }
    writeln!(out, "  ---")?;
    if case.status == CaseStatus::Failed {
        member(out, "message", &case.headline())?;
    }
    member(out, "rule", case.rule.says)?;
    member(out, "authority", case.rule.authority.name())?;
    member(out, "source", case.rule.source)?;
    if let Some((checked, failed)) = case.judged {
        member(out, "checked", &checked)?;
        member(out, "failed", &failed)?;
    }
    if !case.findings.is_empty() {
        writeln!(out, "  findings:")?;
    }
    for finding in &case.findings {
        self::finding(finding, out)?;
    }
    writeln!(out, "  ...")
}

fn finding(finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "    - at: ")?;
    escaped::write_line(out, &one_line::first_place(finding))?;
    writeln!(out)?;
    element(out, "severity", finding.severity.name())?;
    element(out, "message", &terminal_text::shown(&finding.message))?;
    let others = one_line::other_places(finding);
    if !others.is_empty() {
        element(out, "also", &others)?;
    }
    if let Some(call) = &finding.call {
        element(out, "call", &terminal_text::shown(call))?;
    }
    if let Some(borne) = one_line::borne(finding) {
        element(out, "borne", &borne)?;
    }
    Ok(())
}

/// A line of an element of the findings.
fn element(out: &mut dyn Write, name: &str, value: &(impl Serialize + ?Sized)) -> io::Result<()> {
    write!(out, "    ")?;
    member(out, name, value)
}

/// A line of a diagnostic block. JSON on one line is YAML, and leaves nothing to be guessed.
fn member(out: &mut dyn Write, name: &str, value: &(impl Serialize + ?Sized)) -> io::Result<()> {
    write!(out, "  {name}: ")?;
    escaped::write_line(out, value)?;
    writeln!(out)
}

/// A description in which nothing begins a directive.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('#', "\\#")
}
