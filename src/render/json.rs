//! The report as one JSON document; `schemas/report.schema.json` describes it.

use std::io::{self, Write};

use serde::{Serialize, Serializer};

use super::escaped;
use super::snapshots::json::GoldensView;
use crate::report::call::CallTrack;
use crate::report::coverage::{Coverage, CoverageTotals as ItemCounts, Item};
use crate::report::{
    Counts, Elsewhere, FORMAT, Finding, Input, Location, OtherMessage, Outcome, Reason, Report,
};
use crate::report::{Ruleset, Tally, Verdict, Waived};

/// The name and version of the format of [`coverage`].
pub const COVERAGE_FORMAT: &str = "callproof-coverage/1";

/// The name and version of the format of [`calls`].
pub const CALLS_FORMAT: &str = "callproof-calls/1";

/// The whole report, indented.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    escaped::write_indented(out, &Document::of(report))
}

#[derive(Serialize)]
struct Document<'r> {
    report: &'static str,
    tool: ToolView,
    ruleset: RulesetView<'r>,
    outcome: Outcome,
    reasons: &'r [Reason],
    counts: &'r Counts,
    inputs: &'r [Input],
    other_messages: &'r [OtherMessage],
    other_messages_left_out: u64,
    rules: Vec<RuleView>,
    findings: FindingsView<'r>,
    findings_left_out: u64,
    waivers_as_of: Option<&'r str>,
    coverage: CoverageView<'r>,
    config: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    goldens: Option<GoldensView<'r>>,
}

impl Document<'_> {
    fn of(report: &Report) -> Document<'_> {
        Document {
            report: FORMAT,
            tool: ToolView::THIS,
            ruleset: RulesetView::of(&report.ruleset),
            outcome: report.outcome,
            reasons: &report.reasons,
            counts: &report.counts,
            inputs: &report.inputs,
            other_messages: &report.other_messages,
            other_messages_left_out: report.other_messages_left_out,
            rules: report.tallies.iter().map(RuleView::of).collect(),
            findings: FindingsView(&report.findings),
            findings_left_out: report.findings_left_out,
            waivers_as_of: report.waivers_as_of.as_deref(),
            goldens: report.goldens.as_ref().map(GoldensView::of),
            config: report.config.as_deref(),
            coverage: CoverageView::of(&report.coverage),
        }
    }
}

/// What the run has shown, alone.
pub fn coverage(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Shown<'r> {
        coverage: &'static str,
        tool: ToolView,
        outcome: Outcome,
        reasons: &'r [Reason],
        events: u64,
        kinds: CoverageView<'r>,
    }
    let shown = Shown {
        coverage: COVERAGE_FORMAT,
        tool: ToolView::THIS,
        outcome: report.outcome,
        reasons: &report.reasons,
        events: report.counts.events,
        kinds: CoverageView::of(&report.coverage),
    };
    escaped::write_indented(out, &shown)
}

/// These calls of the run, step by step, and its findings, which the steps number from 0.
pub fn calls(report: &Report, calls: &[&CallTrack], out: &mut dyn Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Shown<'r> {
        calls: &'static str,
        tool: ToolView,
        outcome: Outcome,
        reasons: &'r [Reason],
        counts: &'r Counts,
        tracks: &'r [&'r CallTrack],
        findings: Vec<FindingView<'r>>,
    }
    let shown = Shown {
        calls: CALLS_FORMAT,
        tool: ToolView::THIS,
        outcome: report.outcome,
        reasons: &report.reasons,
        counts: &report.counts,
        tracks: calls,
        findings: report.findings.iter().map(FindingView::of).collect(),
    };
    escaped::write_indented(out, &shown)
}

/// Each kind of coverage with its two numbers.
#[derive(Serialize)]
pub(super) struct CoverageView<'r> {
    events: KindView<'r>,
    steps: KindView<'r>,
    buttons: KindView<'r>,
    flows: KindView<'r>,
    rules: KindView<'r>,
}

impl CoverageView<'_> {
    pub(super) fn of(coverage: &Coverage) -> CoverageView<'_> {
        CoverageView {
            events: KindView::of(&coverage.events),
            steps: KindView::of(&coverage.steps),
            buttons: KindView::of(&coverage.buttons),
            flows: KindView::of(&coverage.flows),
            rules: KindView::of(&coverage.rules),
        }
    }
}

#[derive(Serialize)]
struct KindView<'r> {
    ceiling: usize,
    proved: usize,
    beyond: usize,
    items: &'r [Item],
}

impl KindView<'_> {
    fn of(items: &[Item]) -> KindView<'_> {
        let counts = ItemCounts::of(items);
        KindView {
            ceiling: counts.ceiling,
            proved: counts.proved,
            beyond: counts.beyond,
            items,
        }
    }
}

#[derive(Serialize)]
pub(super) struct ToolView {
    pub(super) name: &'static str,
    pub(super) version: &'static str,
}

impl ToolView {
    pub(super) const THIS: ToolView = ToolView {
        name: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
    };
}

#[derive(Serialize)]
pub(super) struct RulesetView<'r> {
    profile: &'static str,
    digest: &'r str,
    rules: usize,
}

impl RulesetView<'_> {
    pub(super) fn of(ruleset: &Ruleset) -> RulesetView<'_> {
        RulesetView {
            profile: ruleset.profile.name(),
            digest: &ruleset.digest,
            rules: ruleset.rules,
        }
    }
}

#[derive(Serialize)]
pub(super) struct RuleView {
    id: &'static str,
    verdict: Verdict,
    authority: &'static str,
    checked: u64,
    failed: u64,
    waived: u64,
    known: u64,
}

impl RuleView {
    pub(super) fn of(tally: &Tally) -> RuleView {
        RuleView {
            id: tally.rule.id,
            verdict: tally.verdict(),
            authority: tally.rule.authority.name(),
            checked: tally.checked,
            failed: tally.failed,
            waived: tally.waived,
            known: tally.known,
        }
    }
}

/// All findings, each viewed only while it is written: there may be a hundred thousand.
struct FindingsView<'r>(&'r [Finding]);

impl Serialize for FindingsView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(FindingView::of))
    }
}

#[derive(Serialize)]
pub(super) struct FindingView<'r> {
    rule: &'static str,
    severity: &'static str,
    authority: &'static str,
    source: &'static str,
    message: &'r str,
    help: &'r str,
    input: &'r str,
    document: u64,
    event: Option<u64>,
    locations: Vec<LocationView<'r>>,
    expected: Option<&'r str>,
    actual: Option<&'r str>,
    fingerprint: &'r str,
    call: Option<&'r str>,
    waived: Option<&'r Waived>,
    known: bool,
    count: u64,
}

impl FindingView<'_> {
    pub(super) fn of(finding: &Finding) -> FindingView<'_> {
        FindingView {
            rule: finding.rule.id,
            severity: finding.severity.name(),
            authority: finding.rule.authority.name(),
            source: finding.rule.source,
            message: &finding.message,
            help: &finding.help,
            input: &finding.input,
            document: finding.document,
            event: finding.event,
            locations: finding.locations.iter().map(LocationView::of).collect(),
            expected: finding.expected.as_deref(),
            actual: finding.actual.as_deref(),
            fingerprint: &finding.fingerprint,
            call: finding.call.as_deref(),
            waived: finding.waived.as_ref(),
            known: finding.known,
            count: finding.count,
        }
    }
}

#[derive(Serialize)]
struct LocationView<'r> {
    #[serde(flatten)]
    elsewhere: Option<&'r Elsewhere>,
    pointer: Option<&'r str>,
    byte: u64,
    length: u64,
    line: u64,
    column: u64,
    label: &'r str,
}

impl LocationView<'_> {
    fn of(location: &Location) -> LocationView<'_> {
        LocationView {
            elsewhere: location.elsewhere.as_ref(),
            pointer: location.pointer.as_deref(),
            byte: location.start.byte,
            length: location.length,
            line: location.start.line,
            column: location.start.column,
            label: &location.label,
        }
    }
}
