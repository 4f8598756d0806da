//! The report as lines: a header, each finding as it comes, a summary. Each line says its kind.

use std::io::{self, Write};

use serde::Serialize;

use super::golden::json::GoldensView;
use super::json::{CoverageView, FORMAT, FindingView, RuleView, RulesetView, Tool};
use super::{Counts, Finding, Input, OtherMessage, Outcome, Reason, Report, Ruleset, escaped};

/// The whole report.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    header(&report.ruleset, out)?;
    for finding in &report.findings {
        self::finding(finding, out)?;
    }
    summary(report, out)
}

/// The first line, before anything is judged.
pub fn header(ruleset: &Ruleset, out: &mut dyn Write) -> io::Result<()> {
    let header = Line::Header {
        report: FORMAT,
        tool: Tool::THIS,
        ruleset: RulesetView::of(ruleset),
    };
    header.write(out)
}

/// A finding's line.
pub fn finding(finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    Line::Finding(FindingView::of(finding)).write(out)
}

/// The last line; it does not repeat the findings.
pub fn summary(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let summary = Line::Summary {
        outcome: report.outcome,
        reasons: &report.reasons,
        counts: &report.counts,
        inputs: &report.inputs,
        other_messages: &report.other_messages,
        other_messages_left_out: report.other_messages_left_out,
        rules: report.tallies.iter().map(RuleView::of).collect(),
        findings_left_out: report.findings_left_out,
        waivers_as_of: report.waivers_as_of.as_deref(),
        coverage: CoverageView::of(&report.coverage),
        config: report.config.as_deref(),
        goldens: report.goldens.as_ref().map(GoldensView::of),
    };
    summary.write(out)
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Line<'r> {
    Header {
        report: &'static str,
        tool: Tool,
        ruleset: RulesetView<'r>,
    },
    Finding(FindingView<'r>),
    Summary {
        outcome: Outcome,
        reasons: &'r [Reason],
        counts: &'r Counts,
        inputs: &'r [Input],
        other_messages: &'r [OtherMessage],
        other_messages_left_out: u64,
        rules: Vec<RuleView>,
        findings_left_out: u64,
        waivers_as_of: Option<&'r str>,
        coverage: CoverageView<'r>,
        config: Option<&'r str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        goldens: Option<GoldensView<'r>>,
    },
}

impl Line<'_> {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        escaped::write_line(out, self)?;
        writeln!(out)
    }
}
