//! Findings by rule: the first of each kind in full, those like it in a line each.

use std::collections::HashMap;

use serde::Serialize;

use super::anchor;
use super::calls::CallsSection;
use super::picture::{HtmlSnippet, LocationText, pictures, places};
use crate::privacy::terminal_text;
use crate::render::human::likeness;
use crate::render::top_findings::Numbered;
use crate::render::{one_line, summary};
use crate::report::{Finding, Report};
use crate::rules::{Rule, Severity};

/// So many kinds of a rule are shown in full.
const KINDS: usize = 12;

/// So many findings of the page are shown in full.
const IN_FULL: usize = 400;

/// With so many findings every rule is unfolded.
const FEW: usize = 60;

/// So many characters of a text are shown in a line, and in full.
const LINE: usize = 160;
const LONGEST: usize = 2_000;

/// So many calls are suggested to filter by.
const SUGGESTED: usize = 200;

#[derive(Serialize)]
pub struct Findings {
    total: usize,
    left_out: Option<String>,
    groups: Vec<Group>,
    severities: Vec<&'static str>,
    authorities: Vec<&'static str>,
    calls: Vec<String>,
    has_borne: bool,
}

/// A rule and its findings.
#[derive(Serialize)]
struct Group {
    rule: &'static str,
    anchor: String,
    says: &'static str,
    authority: &'static str,
    source: &'static str,
    severity: &'static str,
    stands: bool,
    count: usize,
    told: String,
    open: bool,
    kinds: Vec<Kind>,
    rest: Vec<Row>,
}

/// Findings that are alike.
#[derive(Serialize)]
struct Kind {
    first: Card,
    like: Vec<Row>,
}

/// A finding in full.
#[derive(Serialize)]
struct Card {
    number: usize,
    severity: &'static str,
    state: &'static str,
    borne: Option<String>,
    message: String,
    place: String,
    document: u64,
    event: Option<u64>,
    /// How many events it stands for; none for one.
    count: Option<u64>,
    call: Option<String>,
    /// The number of the call that is drawn.
    drawn: Option<u64>,
    pictures: Vec<HtmlSnippet>,
    places: Vec<LocationText>,
    expected: Option<String>,
    actual: Option<String>,
    help: String,
}

/// A finding in a line.
#[derive(Serialize)]
struct Row {
    number: usize,
    state: &'static str,
    place: String,
    /// None where it is that of the finding in full.
    message: Option<String>,
    call: Option<String>,
    drawn: Option<u64>,
}

impl Findings {
    pub fn of(report: &Report, shown: &[Numbered<'_>], calls: &CallsSection) -> Findings {
        let total = shown.len();
        let mut order: Vec<&'static Rule> = Vec::new();
        let mut by_rule: HashMap<&str, Vec<Numbered<'_>>> = HashMap::new();
        for &(number, finding) in shown {
            let findings = by_rule.entry(finding.rule.id).or_default();
            if findings.is_empty() {
                order.push(finding.rule);
            }
            findings.push((number, finding));
        }
        let mut listed: Vec<(&'static Rule, Vec<Numbered<'_>>)> = order
            .into_iter()
            .filter_map(|rule| Some((rule, by_rule.remove(rule.id)?)))
            .collect();
        listed.sort_by_key(|(_, findings)| {
            let stand = findings.iter().any(|(_, finding)| finding.counts());
            (!stand, heaviest(findings), usize::MAX - findings.len())
        });
        let mut in_full = IN_FULL;
        let group = |(index, (rule, findings)): (usize, (&'static Rule, Vec<Numbered<'_>>))| {
            let open = total <= FEW || index == 0;
            Group::of(rule, &findings, open, calls, &mut in_full)
        };
        let groups: Vec<Group> = listed.into_iter().enumerate().map(group).collect();
        let more = report.findings_left_out + (report.findings.len() - total) as u64;
        Findings {
            total,
            left_out: (more > 0).then(|| summary::left_out(more)),
            severities: distinct(groups.iter().map(|group| group.severity)),
            authorities: distinct(groups.iter().map(|group| group.authority)),
            calls: suggested(report),
            has_borne: report.findings.iter().any(|finding| !finding.counts()),
            groups,
        }
    }
}

fn heaviest(findings: &[Numbered<'_>]) -> Severity {
    let severities = findings.iter().map(|(_, finding)| finding.severity);
    severities.min().unwrap_or(Severity::Note)
}

fn distinct(names: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    let mut distinct = Vec::new();
    for name in names {
        if !distinct.contains(&name) {
            distinct.push(name);
        }
    }
    distinct
}

fn suggested(report: &Report) -> Vec<String> {
    let mut calls: Vec<&str> = report
        .findings
        .iter()
        .filter_map(|finding| finding.call.as_deref())
        .collect();
    calls.sort_unstable();
    calls.dedup();
    calls
        .into_iter()
        .take(SUGGESTED)
        .map(str::to_owned)
        .collect()
}

impl Group {
    fn of(
        rule: &'static Rule,
        findings: &[Numbered<'_>],
        open: bool,
        calls: &CallsSection,
        in_full: &mut usize,
    ) -> Group {
        let mut kinds: Vec<Kind> = Vec::new();
        let mut rest = Vec::new();
        let mut known = HashMap::new();
        for &(number, finding) in findings {
            let next = kinds.len();
            let kind = *known.entry(likeness(finding)).or_insert(next);
            let row = || Row::of(number, finding, calls);
            match kinds.get_mut(kind) {
                Some(kind) => {
                    let row = row();
                    let message = row.message.filter(|message| *message != kind.first.message);
                    kind.like.push(Row { message, ..row });
                }
                None if kind == next && next < KINDS && *in_full > 0 => {
                    *in_full -= 1;
                    kinds.push(Kind {
                        first: Card::of(number, finding, calls),
                        like: Vec::new(),
                    });
                }
                None => rest.push(row()),
            }
        }
        Group {
            rule: rule.id,
            anchor: anchor(rule.id),
            says: rule.says,
            authority: rule.authority.name(),
            source: rule.source,
            severity: heaviest(findings).name(),
            stands: findings.iter().any(|(_, finding)| finding.counts()),
            count: findings.len(),
            told: summary::number(findings.len() as u64, "finding"),
            open,
            kinds,
            rest,
        }
    }
}

impl Card {
    fn of(number: usize, finding: &Finding, calls: &CallsSection) -> Card {
        let cut = |text: &str| terminal_text::cut(text, LONGEST);
        Card {
            number: number + 1,
            severity: finding.severity.name(),
            state: state(finding),
            borne: one_line::borne(finding).map(|borne| cut(&borne)),
            message: cut(&finding.message),
            place: one_line::first_place(finding),
            document: finding.document,
            event: finding.event,
            count: (finding.count > 1).then_some(finding.count),
            call: finding.call.as_deref().map(cut),
            drawn: calls.of_finding(number),
            pictures: pictures(finding),
            places: places(finding),
            expected: finding.expected.as_deref().map(cut),
            actual: finding.actual.as_deref().map(cut),
            help: cut(&finding.help),
        }
    }
}

impl Row {
    fn of(number: usize, finding: &Finding, calls: &CallsSection) -> Row {
        Row {
            number: number + 1,
            state: state(finding),
            place: terminal_text::cut(&one_line::first_place(finding), LINE),
            message: Some(terminal_text::cut(&finding.message, LINE)),
            call: finding
                .call
                .as_deref()
                .map(|call| terminal_text::cut(call, LINE)),
            drawn: calls.of_finding(number),
        }
    }
}

/// How it is borne; empty where it counts.
fn state(finding: &Finding) -> &'static str {
    match (&finding.waived, finding.known) {
        (Some(_), _) => "waived",
        (None, true) => "known",
        (None, false) => "",
    }
}
