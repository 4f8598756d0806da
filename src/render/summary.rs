//! What a report comes to, in a few lines, and the one next step.

use std::io::{self, Write};

use super::style::{Role, Style};
use crate::privacy::terminal_text;
use crate::report::{Counts, Finding, Outcome, Report, Tally, Verdict};
use crate::rules::Severity;

/// So many names are listed; of more only the count is told.
const NAMES: usize = 6;

/// The closing lines of a report.
pub fn write(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let ink = match report.outcome {
        Outcome::Conformant => Role::Good,
        Outcome::Nonconformant => Role::Error,
        Outcome::Incomplete => Role::Warning,
    };
    let outcome = report.outcome.name();
    let found = format!(": {}", found(report));
    write!(
        out,
        "{}",
        style.paragraph(ink, outcome, outcome.len() + 2, &found)
    )?;
    reasons(report, style, out)?;
    if let Some(config) = &report.config {
        line("config", config, style, out)?;
    }
    if let Some(day) = &report.waivers_as_of {
        line("waivers", &format!("as of {day}"), style, out)?;
    }
    line("rules", &rules(report), style, out)?;
    if report.counts.events > 0 {
        line("coverage", &report.coverage.line(), style, out)?;
    }
    if !report.other_messages.is_empty() {
        line("other", &other_messages(report), style, out)?;
    }
    if report.counts.unfollowed > 0 {
        let events = number(report.counts.unfollowed, "event");
        let text = format!("{events} without a leg or a state that can be read");
        line("unfollowed", &text, style, out)?;
    }
    if let Some(keys) = undocumented(report) {
        line("undocumented", &keys, style, out)?;
    }
    if report.counts.files_passed_over > 0 {
        line("passed over", &files(report), style, out)?;
    }
    if report.findings_left_out > 0 {
        line("left out", &left_out(report.findings_left_out), style, out)?;
    }
    if let Some(next) = next_step(report) {
        command(&next, style, out)?;
    }
    Ok(())
}

/// What limits or explains the outcome.
pub fn reasons(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    for reason in &report.reasons {
        line("because", &reason.message, style, out)?;
    }
    Ok(())
}

/// The outcome and what was found, in a line without anything of a capture.
pub(super) fn verdict(report: &Report) -> String {
    format!("{}: {}", report.outcome.name(), found(report))
}

fn line(name: &str, text: &str, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let head = format!("  {name}: ");
    write!(out, "{}", style.paragraph(Role::Strong, &head, 4, text))
}

fn found(report: &Report) -> String {
    let counts = &report.counts;
    format!(
        "{} in {}{} of {}, profile {}",
        weighed(counts),
        number(counts.events, "event"),
        aside(counts),
        number(report.inputs.len() as u64, "input"),
        report.ruleset.profile.name()
    )
}

/// Findings by weight, those that do not count last.
fn weighed(counts: &Counts) -> String {
    let mut parts: Vec<String> = Severity::ALL
        .into_iter()
        .filter(|&severity| counts.of(severity) > 0)
        .map(|severity| number(counts.of(severity), severity.name()))
        .collect();
    let borne = [(counts.waived, "waived"), (counts.known, "known")];
    let is_borne = borne.iter().any(|(count, _)| *count > 0);
    if parts.is_empty() {
        let none = if is_borne {
            "nothing that counts"
        } else {
            "no findings"
        };
        parts.push(none.to_owned());
    }
    for (count, name) in borne.into_iter().filter(|(count, _)| *count > 0) {
        parts.push(format!("{count} {name}"));
    }
    parts.join(", ")
}

/// What was read besides events.
fn aside(counts: &Counts) -> String {
    if counts.documents == counts.events {
        return String::new();
    }
    let documents = number(counts.documents, "document");
    if counts.other_messages == 0 {
        return format!(" ({documents})");
    }
    let others = number(counts.other_messages, "other message");
    format!(" ({documents}, {others} passed over)")
}

/// How many rules came to which verdict; few are named.
pub(super) fn rules(report: &Report) -> String {
    let verdicts = [
        (Verdict::Pass, "passed"),
        (Verdict::Fail, "failed"),
        (Verdict::Warn, "warned"),
        (Verdict::NotExercised, "not exercised"),
        (Verdict::NotApplicable, "not applicable"),
    ];
    let told = verdicts.into_iter().filter_map(|(verdict, name)| {
        let ids: Vec<&str> = report
            .tallies
            .iter()
            .filter(|tally| tally.verdict() == verdict)
            .map(|tally| tally.rule.id)
            .collect();
        let count = ids.len();
        match (verdict, count) {
            (_, 0) => None,
            (Verdict::Fail | Verdict::Warn | Verdict::NotExercised, 1..=NAMES) => {
                Some(format!("{count} {name} ({})", ids.join(", ")))
            }
            (
                Verdict::Pass
                | Verdict::Fail
                | Verdict::Warn
                | Verdict::NotExercised
                | Verdict::NotApplicable,
                _,
            ) => Some(format!("{count} {name}")),
        }
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() {
        return "none selected".to_owned();
    }
    told.join(", ")
}

fn other_messages(report: &Report) -> String {
    let mut told: Vec<String> = report
        .other_messages
        .iter()
        .take(NAMES)
        .map(|message| {
            let name = |word: &str| {
                if word.is_empty() {
                    "?".to_owned()
                } else {
                    word.to_owned()
                }
            };
            let documented = if message.documented {
                "documented"
            } else {
                "not documented"
            };
            let (topic, subtopic) = (name(&message.topic), name(&message.subtopic));
            format!("{} × {topic}/{subtopic} ({documented})", message.count)
        })
        .collect();
    let more = report.other_messages.len().saturating_sub(NAMES);
    if more > 0 {
        told.push(format!("and {more} more names"));
    }
    let unnamed = report.other_messages_left_out;
    if unnamed > 0 {
        told.push(format!(
            "and {} with further names",
            number(unnamed, "message")
        ));
    }
    told.join(", ")
}

/// The keys that no page documents, each with the number of its events.
fn undocumented(report: &Report) -> Option<String> {
    let keys = report
        .findings
        .iter()
        .filter(|finding| finding.rule.is_once_a_run());
    let told = |finding: &Finding| {
        let key = finding.message.trim_end_matches(" is not documented");
        format!("{key} ({})", number(finding.count, "event"))
    };
    let mut named: Vec<String> = keys.clone().take(NAMES).map(told).collect();
    let more = (keys.count() as u64).saturating_sub(NAMES as u64);
    let more = more + report.counts.unknown_keys_left_out;
    if more > 0 {
        named.push(format!("and {}", number(more, "more key")));
    }
    (!named.is_empty()).then(|| named.join(", "))
}

/// Files of folders that are no captures.
fn files(report: &Report) -> String {
    let count = report.counts.files_passed_over;
    let more = if count > report.passed_over.len() as u64 {
        ", …"
    } else {
        ""
    };
    let names: Vec<String> = report
        .passed_over
        .iter()
        .map(|path| terminal_text::shown(path))
        .collect();
    let files = number(count, "file");
    format!(
        "{files} that no capture is known by: {}{more}",
        names.join(", ")
    )
}

/// How many findings are counted and not kept.
pub(super) fn left_out(findings: u64) -> String {
    let findings = number(findings, "finding");
    format!("{findings} counted but not shown")
}

/// The one thing to do now: a command that works as it stands.
fn next_step(report: &Report) -> Option<String> {
    match report.outcome {
        Outcome::Nonconformant => wrapped(report)
            .or_else(|| first(report, Severity::Error))
            .or_else(|| goldens(report))
            .or_else(|| first(report, Severity::Warning)),
        Outcome::Incomplete => report
            .commands
            .unwrap
            .clone()
            .or_else(|| goldens(report))
            .or_else(|| lacking(report)),
        Outcome::Conformant => {
            first(report, Severity::Warning).or_else(|| report.commands.stricter.clone())
        }
    }
}

/// How to reach events that were not checked, where nothing but the text around them is wrong.
fn wrapped(report: &Report) -> Option<String> {
    let mut errors = report
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error && finding.counts());
    let is_text = errors.all(|finding| finding.rule.id == "text/json");
    report.commands.unwrap.clone().filter(|_| is_text)
}

/// The page on the first rule that has a finding of that weight.
fn first(report: &Report, severity: Severity) -> Option<String> {
    let mut findings = report.findings.iter();
    let finding = findings.find(|finding| finding.severity == severity && finding.counts())?;
    Some(format!("callproof explain {}", finding.rule.id))
}

/// What to do about goldens that are not as accepted.
fn goldens(report: &Report) -> Option<String> {
    let goldens = report.goldens.as_ref()?;
    match (goldens.outcome(), goldens.recorded) {
        (Outcome::Conformant, _) => None,
        (Outcome::Incomplete | Outcome::Nonconformant, 0) => report.commands.record_goldens.clone(),
        (Outcome::Incomplete | Outcome::Nonconformant, _) => report.commands.check_goldens.clone(),
    }
}

/// Where to look for what the run lacks. Unchecked events and coverage say themselves what is to be done.
fn lacking(report: &Report) -> Option<String> {
    let is_so = |code| report.reasons.iter().any(|reason| reason.code == code);
    if report.counts.events == 0 {
        return (!is_so("unchecked")).then(|| "callproof sample".to_owned());
    }
    let idle = |tally: &&Tally| tally.verdict() == Verdict::NotExercised;
    let tally = report.tallies.iter().find(idle)?;
    is_so("nothing-exercised").then(|| format!("callproof explain {}", tally.rule.id))
}

/// A command, as it is to be typed: no line of ours ends within it.
pub(super) fn command(command: &str, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let head = style.paint(Role::Strong, "  next: ");
    writeln!(out, "{head}{}", terminal_text::shown(command))
}

/// `1 event`, `2 events`.
pub(super) fn number(count: u64, name: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {name}{plural}")
}
