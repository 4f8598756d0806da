//! A finding in a line: what formats show that only have room for words.

use super::summary;
use crate::privacy::terminal_text;
use crate::report::{Elsewhere, Finding, Location, Report};

/// Path, line and column of a place of the finding.
pub(super) fn place(finding: &Finding, location: &Location) -> String {
    let input = input(finding, location);
    let start = location.start;
    format!(
        "{}:{}:{}",
        terminal_text::shown(input),
        start.line,
        start.column
    )
}

/// The path of the input that the place stands in.
pub(super) fn input<'f>(finding: &'f Finding, location: &'f Location) -> &'f str {
    let elsewhere = location.elsewhere.as_ref();
    elsewhere.map_or(&finding.input, |Elsewhere { input, .. }| input)
}

/// Where the finding stands first.
pub(super) fn first_place(finding: &Finding) -> String {
    match finding.locations.first() {
        Some(cause) => place(finding, cause),
        None => terminal_text::shown(&finding.input),
    }
}

/// The places beside the first, each with what is to be seen there.
pub(super) fn other_places(finding: &Finding) -> Vec<String> {
    let others = finding.locations.iter().skip(1);
    let told = |other: &Location| {
        let label = terminal_text::shown(&other.label);
        format!("{}: {label}", place(finding, other))
    };
    others.map(told).collect()
}

/// Why the finding does not count; none where it does.
pub(super) fn borne(finding: &Finding) -> Option<String> {
    match (&finding.waived, finding.known) {
        (Some(waived), _) => Some(terminal_text::shown(&format!(
            "waived until {} by {}: {}",
            waived.expires, waived.owner, waived.reason
        ))),
        (None, true) => Some("known: an earlier report has it".to_owned()),
        (None, false) => None,
    }
}

/// The message, and in brackets why the finding does not count.
pub(super) fn message(finding: &Finding) -> String {
    let message = terminal_text::shown(&finding.message);
    match borne(finding) {
        Some(borne) => format!("{message} ({borne})"),
        None => message,
    }
}

/// Place, weight, rule and message.
pub(super) fn line(finding: &Finding) -> String {
    let (severity, rule) = (finding.severity.name(), finding.rule.id);
    let (place, message) = (first_place(finding), message(finding));
    format!("{place}: {severity}[{rule}]: {message}")
}

/// The outcome with what was found, why, and what became of the rules, in a line each.
pub(super) fn outcome(report: &Report) -> Vec<String> {
    let mut lines = vec![summary::verdict(report)];
    lines.extend(reasons(report));
    lines.push(format!("rules: {}", summary::rules(report)));
    if report.findings_left_out > 0 {
        lines.push(summary::left_out(report.findings_left_out));
    }
    lines
}

/// Why the outcome is what it is.
pub(super) fn reasons(report: &Report) -> Vec<String> {
    let reasons = report.reasons.iter();
    reasons
        .map(|reason| terminal_text::shown(&reason.message))
        .collect()
}
