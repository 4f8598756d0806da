//! Calls as a person looks at them: a list, or one call drawn along its time.

use std::io::{self, Write};

use super::style::{Role, Style};
use crate::call::Flow;
use crate::event::vocabulary::{Button, LegType, Phase};
use crate::privacy::terminal_text;
use crate::report::Report;
use crate::report::call::{CallTrack, LegTrack, StepTrack};
use crate::rules::Severity;

/// Where the states begin in the list, in columns, behind the last time.
const STATES: usize = 49;

/// A clock alone, and with its day, in columns.
const CLOCK: usize = 8;
const DAY_AND_CLOCK: usize = 14;

/// So many findings of a step are told; of more only the count.
const MOST_FINDINGS: usize = 8;

/// The calls, one a line: all, or those that are open.
pub fn list(report: &Report, only_open: bool, style: Style, out: &mut dyn Write) -> io::Result<()> {
    if report.calls.is_empty() {
        let none = if only_open { "no open call" } else { "no call" };
        return writeln!(out, "{none}: {}", counted(report.counts.events, "event"));
    }
    let lasting = |call: &CallTrack| {
        let (first, last) = times(call);
        first.get(..10) != last.get(..10)
    };
    let width = match report.calls.iter().any(lasting) {
        true => DAY_AND_CLOCK,
        false => CLOCK,
    };
    let head = format!(
        "{:>5}  {:<9}  {:>4}  {:<14}  {:<width$}  {:>5}  ",
        "#", "call", "legs", "first", "last", "found"
    );
    writeln!(out, "{}states", style.paint(Role::Strong, &head))?;
    for call in &report.calls {
        let (first, last) = times(call);
        let told = match call.findings() {
            0 => "-".to_owned(),
            findings => findings.to_string(),
        };
        let line = format!(
            "{:>5}  {:<9}  {:>4}  {:<14}  {:<width$}  {told:>5}  ",
            call.number,
            shown(call.call.as_deref()),
            call.legs.len(),
            day_and_clock(first),
            match lasting(call) {
                true => day_and_clock(last),
                false => last.get(11..19).unwrap_or(last).to_owned(),
            },
        );
        let ink = heaviest(call, report).map_or(Role::Plain, Role::of);
        write!(
            out,
            "{}",
            style.paragraph(ink, &line, STATES + width, &states(call))
        )?;
    }
    let more = report
        .counts
        .calls
        .saturating_sub(report.calls.len() as u64);
    if more > 0 && !only_open {
        writeln!(out, "and {} more", counted(more, "call"))?;
    }
    Ok(())
}

/// `04-09 08:37:12`.
fn day_and_clock(time: &str) -> String {
    time.get(5..19).unwrap_or(time).replace('T', " ")
}

/// The states that the call passes, those of the agent's leg where there is one.
pub(super) fn states(call: &CallTrack) -> String {
    let agents = |leg: &&LegTrack| leg.leg_type == Some(LegType::Agent);
    let leg = call.legs.iter().find(agents).or(call.legs.first());
    let mut passed: Vec<&str> = Vec::new();
    for step in leg.into_iter().flat_map(|leg| &leg.steps) {
        let word = word(step);
        if !step.outdated && passed.last() != Some(&word) {
            passed.push(word);
        }
    }
    passed.join(" ")
}

/// The event's word, or the state where it has none.
pub(super) fn word(step: &StepTrack) -> &'static str {
    match (step.word, step.state) {
        (Some(word), _) => word.word(),
        (None, Some(state)) => state.word(),
        (None, None) => "?",
    }
}

/// The first and the last time of the call.
fn times(call: &CallTrack) -> (&str, &str) {
    let times = || call.steps().filter_map(|step| step.time.as_deref());
    (times().min().unwrap_or("-"), times().max().unwrap_or("-"))
}

fn heaviest(call: &CallTrack, report: &Report) -> Option<Severity> {
    let findings = call.steps().flat_map(|step| &step.findings);
    let severity = |finding: &usize| Some(report.findings.get(*finding)?.severity);
    findings.filter_map(severity).min()
}

fn shown(id: Option<&str>) -> String {
    id.map_or_else(|| "-".to_owned(), terminal_text::shown)
}

fn counted(count: u64, name: &str) -> String {
    format!("{count} {name}{}", if count == 1 { "" } else { "s" })
}

/// One call along its time: a lane for each leg, its states, the buttons offered, and what was found.
pub fn draw(
    call: &CallTrack,
    report: &Report,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let flows: Vec<&str> = call.flows.iter().map(|flow: &Flow| flow.name()).collect();
    let head = format!("call {}, {}", call.number, shown(call.call.as_deref()));
    let text = match flows.is_empty() {
        true => ": nothing that a flow is named after".to_owned(),
        false => format!(": {}", flows.join(", ")),
    };
    write!(out, "{}", style.paragraph(Role::Strong, &head, 2, &text))?;
    for (index, leg) in call.legs.iter().enumerate() {
        let text = format!("{} leg {}", kind(leg), shown(leg.leg.as_deref()));
        let head = format!("  {} ", index + 1);
        write!(out, "{}", style.paragraph(Role::Frame, &head, 6, &text))?;
    }
    let mut steps: Vec<(usize, &StepTrack)> = call
        .legs
        .iter()
        .enumerate()
        .flat_map(|(lane, leg)| leg.steps.iter().map(move |step| (lane, step)))
        .collect();
    steps.sort_by_key(|(_, step)| step.turn);
    let mut drawing = Drawing {
        call,
        report,
        style,
        open: vec![Lane::Before; call.legs.len()],
        day: String::new(),
    };
    for (lane, step) in steps {
        drawing.step(lane, step, out)?;
    }
    Ok(())
}

/// The type of the leg, in a sentence.
pub(super) fn kind(leg: &LegTrack) -> &'static str {
    leg.leg_type.map_or("a", LegType::word)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lane {
    /// The leg has not come up yet.
    Before,
    /// It is under way.
    Open,
    /// It has ended.
    Over,
}

struct Drawing<'d> {
    call: &'d CallTrack,
    report: &'d Report,
    style: Style,
    open: Vec<Lane>,
    day: String,
}

impl Drawing<'_> {
    fn step(&mut self, lane: usize, step: &StepTrack, out: &mut dyn Write) -> io::Result<()> {
        let time = step.time.as_deref().unwrap_or_default();
        let (day, clock) = time.split_once('T').unwrap_or(("", "no time"));
        if !day.is_empty() && day != self.day {
            day.clone_into(&mut self.day);
            writeln!(
                out,
                "{}",
                self.style.paint(Role::Strong, &format!("{day}, UTC"))
            )?;
        }
        let is_over = is_over(step);
        let mark = match (step.outdated, is_over) {
            (true, _) => "~",
            (false, true) => "o",
            (false, false) => "*",
        };
        let leg = self.call.legs.get(lane).map_or("a", kind);
        let head = format!(
            "{:<12}  {}",
            clock.trim_end_matches('Z'),
            self.lanes(Some((lane, mark)))
        );
        let indent = terminal_text::width(&head);
        let outdated = if step.outdated { ", set aside" } else { "" };
        let text = format!("{leg} {}{outdated}: {}", word(step), offered(step));
        let ink = if step.findings.is_empty() {
            Role::Plain
        } else {
            Role::Error
        };
        let mut drawn = self.style.paragraph(ink, &head, indent, &text);
        for button in &step.wrong {
            let name = format!("!{}", button.key());
            drawn = drawn.replace(&name, &self.style.paint(Role::Error, &name));
        }
        write!(out, "{drawn}")?;
        if let Some(open) = self.open.get_mut(lane).filter(|_| !step.outdated) {
            *open = if is_over { Lane::Over } else { Lane::Open };
        }
        self.findings(step, out)
    }

    /// A column for each leg: a line while it is under way, the mark where it steps.
    fn lanes(&self, step: Option<(usize, &str)>) -> String {
        let mut lanes = String::new();
        for (index, lane) in self.open.iter().enumerate() {
            lanes.push_str(match (step, lane) {
                (Some((stepping, mark)), _) if stepping == index => mark,
                (_, Lane::Open) => "|",
                (_, Lane::Before | Lane::Over) => " ",
            });
            lanes.push(' ');
        }
        lanes.push(' ');
        lanes
    }

    fn findings(&self, step: &StepTrack, out: &mut dyn Write) -> io::Result<()> {
        let lead = format!("{:<12}  {}", "", self.lanes(None));
        let findings = step
            .findings
            .iter()
            .filter_map(|index| self.report.findings.get(*index));
        for finding in findings.take(MOST_FINDINGS) {
            let title = format!("{}[{}]", finding.severity.name(), finding.rule.id);
            let painted = self.style.paint(Role::of(finding.severity), &title);
            let indent = terminal_text::width(&lead);
            let room = Style {
                width: self.style.columns().saturating_sub(indent),
                ..self.style
            };
            let text = room.paragraph(Role::Plain, "", 0, &format!("{title} {}", finding.message));
            for line in text.lines() {
                writeln!(out, "{lead}{}", line.replacen(&title, &painted, 1))?;
            }
        }
        let more = step.findings.len().saturating_sub(MOST_FINDINGS);
        if more > 0 {
            writeln!(out, "{lead}and {}", counted(more as u64, "finding"))?;
        }
        Ok(())
    }
}

/// Whether its leg ends with it.
pub(super) fn is_over(step: &StepTrack) -> bool {
    step.state.is_some_and(|state| {
        state.phase() == Phase::Over || step.word.is_some_and(|word| word.is_over())
    })
}

/// What the event offers, in words; a button that a finding names has a sign before it.
pub(super) fn offered(step: &StepTrack) -> String {
    let name = |button: Button| match step.is_wrong(button) {
        true => format!("!{}", button.key()),
        false => button.key().to_owned(),
    };
    let is_offered = |button: &Button| step.offered.contains(button);
    let offered: Vec<String> = step.offered.iter().copied().map(name).collect();
    let wrong = step.wrong.iter().copied();
    let others: Vec<String> = wrong
        .filter(|button| !is_offered(button))
        .map(name)
        .collect();
    let offered = match offered.is_empty() {
        true => "nothing".to_owned(),
        false => offered.join(", "),
    };
    match others.is_empty() {
        true => offered,
        false => format!("{offered}; not offered: {}", others.join(", ")),
    }
}
