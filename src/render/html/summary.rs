//! The answer at a glance: the outcome, why, and what was judged.

use std::collections::HashSet;

use serde::Serialize;

use super::anchor;
use crate::render::summary;
use crate::report::{Outcome, Report, Verdict};
use crate::rules::Severity;

/// The bar of verdicts is so many units long.
const BAR: usize = 1000;

#[derive(Serialize)]
pub struct Summary {
    outcome: &'static str,
    answer: String,
    verdict: String,
    counts: Vec<Count>,
    reasons: Vec<String>,
    facts: Vec<Fact>,
    inputs: Vec<Input>,
    other_messages: Vec<OtherMessage>,
    other_messages_left_out: u64,
    verdicts: Vec<Segment>,
    verdicts_told: String,
    idle: Vec<Link>,
    failing: Vec<Link>,
}

/// A number with its name.
#[derive(Serialize)]
struct Count {
    name: &'static str,
    count: u64,
    tone: &'static str,
}

#[derive(Serialize)]
struct Fact {
    name: &'static str,
    text: String,
    code: bool,
}

#[derive(Serialize)]
struct Input {
    path: String,
    bytes: u64,
    documents: u64,
    events: u64,
    sha256: Option<String>,
}

#[derive(Serialize)]
struct OtherMessage {
    name: String,
    documented: bool,
    count: u64,
}

/// A part of the bar of verdicts.
#[derive(Serialize)]
struct Segment {
    name: &'static str,
    count: usize,
    start: usize,
    width: usize,
}

/// A rule to go to.
#[derive(Serialize)]
struct Link {
    rule: &'static str,
    anchor: String,
}

impl Link {
    /// To the rule's findings where the page has some.
    fn at_findings(self, on_page: &HashSet<&str>) -> Link {
        match on_page.contains(self.rule) {
            true => Link {
                anchor: format!("findings-{}", anchor(self.rule)),
                ..self
            },
            false => self,
        }
    }
}

impl Summary {
    /// The summary; these rules have findings on the page.
    pub fn of(report: &Report, on_page: &HashSet<&str>) -> Summary {
        let verdicts = verdicts(report);
        let told: Vec<String> = verdicts
            .iter()
            .map(|segment| format!("{} {}", segment.count, segment.name))
            .collect();
        Summary {
            outcome: report.outcome.name(),
            answer: answer(report),
            verdict: summary::verdict(report),
            counts: counts(report),
            reasons: report.reasons.iter().map(|r| r.message.clone()).collect(),
            facts: facts(report),
            inputs: report.inputs.iter().map(input).collect(),
            other_messages: other_messages(report),
            other_messages_left_out: report.other_messages_left_out,
            verdicts,
            verdicts_told: told.join(", "),
            idle: links(report, Verdict::NotExercised),
            failing: links(report, Verdict::Fail)
                .into_iter()
                .map(|link| link.at_findings(on_page))
                .collect(),
        }
    }
}

/// The outcome as a person would say it who is asked whether this may go out.
fn answer(report: &Report) -> String {
    let counts = &report.counts;
    match report.outcome {
        Outcome::Conformant => "Yes, by these rules: no error stands.".to_owned(),
        Outcome::Nonconformant if counts.errors == 0 => {
            "No: a finding stands that this run does not let pass.".to_owned()
        }
        Outcome::Nonconformant => {
            let stand = if counts.errors == 1 {
                "stands"
            } else {
                "stand"
            };
            let errors = summary::number(counts.errors, "error");
            format!("No: {errors} {stand}.")
        }
        Outcome::Incomplete => "Not proven: no error, but the run shows too little.".to_owned(),
    }
}

fn counts(report: &Report) -> Vec<Count> {
    let counts = &report.counts;
    let idle = links(report, Verdict::NotExercised).len() as u64;
    let count = |name, count, tone| Count { name, count, tone };
    vec![
        count("errors", counts.errors, Severity::Error.name()),
        count("warnings", counts.warnings, Severity::Warning.name()),
        count("notes", counts.notes, Severity::Note.name()),
        count("waived", counts.waived, "borne"),
        count("known", counts.known, "borne"),
        count("rules not exercised", idle, "idle"),
        count("events", counts.events, "plain"),
        count("calls", counts.calls, "plain"),
        count("legs", counts.legs, "plain"),
        count("documents", counts.documents, "plain"),
        count("other messages", counts.other_messages, "plain"),
    ]
}

fn facts(report: &Report) -> Vec<Fact> {
    let fact = |name, text: &str, code| Fact {
        name,
        text: text.to_owned(),
        code,
    };
    let rules = format!(
        "{} of {} selected, counting those about waivers",
        report.tallies.len(),
        report.ruleset.rules
    );
    let mut facts = vec![
        fact("profile", report.ruleset.profile.name(), false),
        fact("rules", &rules, false),
        fact("rule set", &report.ruleset.digest, true),
    ];
    if let Some(config) = &report.config {
        facts.push(fact("configuration", config, true));
    }
    if let Some(day) = &report.waivers_as_of {
        facts.push(fact("waivers as of", day, false));
    }
    facts
}

fn input(input: &crate::report::Input) -> Input {
    Input {
        path: input.path.clone(),
        bytes: input.bytes,
        documents: input.documents,
        events: input.events,
        sha256: input.sha256.clone(),
    }
}

fn other_messages(report: &Report) -> Vec<OtherMessage> {
    let named = |word: &str| match word {
        "" => "?".to_owned(),
        word => word.to_owned(),
    };
    let told = |message: &crate::report::OtherMessage| OtherMessage {
        name: format!(
            "{} / {} / {}",
            named(&message.channel),
            named(&message.topic),
            named(&message.subtopic)
        ),
        documented: message.documented,
        count: message.count,
    };
    report.other_messages.iter().map(told).collect()
}

/// The verdicts that occur, each as a part of a bar.
fn verdicts(report: &Report) -> Vec<Segment> {
    let all = report.tallies.len().max(1);
    let mut before = 0;
    let mut segments = Vec::new();
    for verdict in [
        Verdict::Pass,
        Verdict::Warn,
        Verdict::Fail,
        Verdict::NotExercised,
    ] {
        let count = links(report, verdict).len();
        let start = before * BAR / all;
        before += count;
        if count > 0 {
            segments.push(Segment {
                name: verdict.name(),
                count,
                start,
                width: before * BAR / all - start,
            });
        }
    }
    segments
}

fn links(report: &Report, verdict: Verdict) -> Vec<Link> {
    let tallies = report.tallies.iter();
    tallies
        .filter(|tally| tally.verdict() == verdict)
        .map(|tally| Link {
            rule: tally.rule.id,
            anchor: format!("rule-{}", anchor(tally.rule.id)),
        })
        .collect()
}
