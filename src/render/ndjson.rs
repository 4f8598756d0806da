//! The report as lines: a header, each finding as it comes, a summary. Each line says its kind.

use std::io::{self, Write};

use serde::Serialize;

use super::escaped;
use super::json::{CoverageView, FindingView, RuleView, RulesetView, ToolView};
use super::snapshots::json::GoldensView;
use crate::report::FORMAT;
use crate::report::{
    Counts, Finding, Input, LARGEST_FINDINGS_BYTES, OtherMessage, Outcome, Reason, Report, Ruleset,
};

/// The whole report.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    header(&report.ruleset, out)?;
    let mut lines = Lines::default();
    for finding in &report.findings {
        lines.finding(finding, out)?;
    }
    lines.summary(report, out)
}

/// The first line, before anything is judged.
pub fn header(ruleset: &Ruleset, out: &mut dyn Write) -> io::Result<()> {
    let header = Line::Header {
        report: FORMAT,
        tool: ToolView::THIS,
        ruleset: RulesetView::of(ruleset),
    };
    header.write(out)
}

/// The lines behind the header. Findings are written up to a size; the summary counts the others.
#[derive(Debug, Default)]
pub struct Lines {
    findings: u64,
    bytes: usize,
    is_full: bool,
}

impl Lines {
    /// A finding's line, while there is room.
    pub fn finding(&mut self, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
        if self.is_full {
            return Ok(());
        }
        let mut line = Vec::new();
        Line::Finding(FindingView::of(finding)).write(&mut line)?;
        self.is_full = self.bytes + line.len() > LARGEST_FINDINGS_BYTES;
        if self.is_full {
            return Ok(());
        }
        self.bytes += line.len();
        self.findings += 1;
        out.write_all(&line)
    }

    /// The last line; it does not repeat the findings.
    pub fn summary(&self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        let found = report.findings.len() as u64 + report.findings_left_out;
        let summary = Line::Summary {
            outcome: report.outcome,
            reasons: &report.reasons,
            counts: &report.counts,
            inputs: &report.inputs,
            other_messages: &report.other_messages,
            other_messages_left_out: report.other_messages_left_out,
            rules: report.tallies.iter().map(RuleView::of).collect(),
            findings_left_out: found.saturating_sub(self.findings),
            waivers_as_of: report.waivers_as_of.as_deref(),
            coverage: CoverageView::of(&report.coverage),
            config: report.config.as_deref(),
            goldens: report.goldens.as_ref().map(GoldensView::of),
        };
        summary.write(out)
    }
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Line<'r> {
    Header {
        report: &'static str,
        tool: ToolView,
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
