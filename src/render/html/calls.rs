//! Calls as pictures: time goes down, a lane for each leg, and beside each step the buttons as the agent
//! sees them and what was found.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::MOST_CALLS;
use crate::event::vocabulary::{Button, EventWord, Status};
use crate::privacy::terminal_text;
use crate::render::calls::{is_over, kind, offered, states, word};
use crate::render::summary;
use crate::render::top_findings::Numbered;
use crate::report::call::{CallTrack, LegTrack, StepTrack};
use crate::report::{Finding, Report};

/// So many steps are drawn of a call, and of all.
const STEPS: usize = 80;
const ALL_STEPS: usize = 2_000;

/// So many legs of a call have a lane.
const LANES: usize = 8;

/// So many findings are pinned to a step.
const PINS: usize = 2;

/// So many characters of an id are shown.
const ID: usize = 14;

/// The picture's measures, in its own units.
const HEAD: usize = 46;
const ROW: usize = 52;
const TIME: usize = 100;
const LANE: usize = 118;
const CHIP: usize = 78;
const CHIP_GAP: usize = 4;
const CHIPS_A_ROW: usize = 6;
const CHIP_ROW: usize = 21;
const PINNED: usize = 250;
const LAST_BAR: usize = 30;

#[derive(Serialize)]
pub struct CallsSection {
    total: u64,
    buttons: Vec<Chip>,
    calls: Vec<Call>,
    left_out: Option<String>,
    /// The call in which a finding is pinned.
    #[serde(skip)]
    of_finding: HashMap<usize, u64>,
}

/// A button on the pad.
#[derive(Serialize)]
struct Chip {
    key: &'static str,
    x: usize,
    y: usize,
}

#[derive(Serialize)]
struct Call {
    number: u64,
    id: Option<String>,
    flows: String,
    states: String,
    told: Option<String>,
    open: bool,
    width: usize,
    height: usize,
    pad: usize,
    pins: usize,
    lanes: Vec<Lane>,
    steps: Vec<Step>,
    left_out: Option<String>,
}

#[derive(Serialize)]
struct Lane {
    x: usize,
    kind: &'static str,
    id: Option<String>,
}

#[derive(Serialize)]
struct Step {
    y: usize,
    day: Option<String>,
    clock: String,
    /// None where the leg has no lane.
    lane: Option<usize>,
    leg: &'static str,
    look: &'static str,
    word: &'static str,
    height: usize,
    outdated: bool,
    /// Offered, and no finding names it.
    offered: Vec<&'static str>,
    /// Offered, and a finding names it.
    wrong: Vec<&'static str>,
    /// Not offered, and a finding names it.
    doubtful: Vec<&'static str>,
    offered_told: String,
    place: String,
    pins: Vec<Pin>,
    more: usize,
    /// The first finding that has no pin.
    next: Option<usize>,
}

#[derive(Serialize)]
struct Pin {
    number: usize,
    severity: &'static str,
    rule: &'static str,
    counts: bool,
    y: usize,
}

impl CallsSection {
    pub fn of(report: &Report, shown: &[Numbered<'_>]) -> CallsSection {
        let on_page: HashSet<usize> = shown.iter().map(|(number, _)| *number).collect();
        let mut tracks: Vec<&CallTrack> = report.calls.iter().take(MOST_CALLS).collect();
        tracks.sort_by_key(|track| (track.findings() == 0, track.number));
        let mut room = ALL_STEPS;
        let mut calls: Vec<Call> = Vec::new();
        let mut of_finding = HashMap::new();
        for track in tracks {
            let steps = track.steps().count().min(STEPS);
            if steps > room {
                continue;
            }
            room -= steps;
            calls.push(Call::of(track, report, &on_page, calls.is_empty()));
            let pinned = track.steps().flat_map(|step| &step.findings);
            of_finding.extend(pinned.map(|finding| (*finding, track.number)));
        }
        let more = report.counts.calls.saturating_sub(calls.len() as u64);
        CallsSection {
            total: report.counts.calls,
            buttons: pad(),
            left_out: (more > 0).then(|| summary::number(more, "call")),
            calls,
            of_finding,
        }
    }

    /// The number of the call in which the finding at that place of the report's list is pinned.
    pub fn of_finding(&self, finding: usize) -> Option<u64> {
        self.of_finding.get(&finding).copied()
    }
}

/// All buttons in the documentation's order, in rows.
fn pad() -> Vec<Chip> {
    let chip = |(index, button): (usize, Button)| Chip {
        key: button.key(),
        x: index % CHIPS_A_ROW * (CHIP + CHIP_GAP),
        y: index / CHIPS_A_ROW * CHIP_ROW,
    };
    Button::ALL.into_iter().enumerate().map(chip).collect()
}

impl Call {
    fn of(track: &CallTrack, report: &Report, on_page: &HashSet<usize>, open: bool) -> Call {
        let mut turns: Vec<(usize, &LegTrack, &StepTrack)> = Vec::new();
        for (lane, leg) in track.legs.iter().enumerate() {
            turns.extend(leg.steps.iter().map(|step| (lane, leg, step)));
        }
        turns.sort_by_key(|(_, _, step)| step.turn);
        let more = turns.len().saturating_sub(STEPS);
        turns.truncate(STEPS);
        let flows: Vec<&str> = track.flows.iter().map(|flow| flow.name()).collect();
        let lanes = lanes(track);
        let pad = TIME + lanes.len() * LANE + CHIP_GAP * 2;
        let pins = pad + CHIPS_A_ROW * (CHIP + CHIP_GAP) + CHIP_GAP * 3;
        let findings = track.findings();
        Call {
            number: track.number,
            id: track.call.as_deref().map(|id| terminal_text::cut(id, ID)),
            flows: flows.join(", "),
            states: states(track),
            told: (findings > 0).then(|| summary::number(findings as u64, "finding")),
            open,
            width: pins + PINNED,
            height: HEAD + turns.len() * ROW,
            pad,
            pins,
            lanes,
            steps: steps(&turns, report, on_page),
            left_out: (more > 0).then(|| summary::number(more as u64, "step")),
        }
    }
}

fn lanes(track: &CallTrack) -> Vec<Lane> {
    let lane = |(index, leg): (usize, &LegTrack)| Lane {
        x: TIME + index * LANE,
        kind: kind(leg),
        id: leg.leg.as_deref().map(|id| terminal_text::cut(id, ID)),
    };
    track
        .legs
        .iter()
        .take(LANES)
        .enumerate()
        .map(lane)
        .collect()
}

fn steps(
    turns: &[(usize, &LegTrack, &StepTrack)],
    report: &Report,
    on_page: &HashSet<usize>,
) -> Vec<Step> {
    let mut day = "";
    let mut drawn = Vec::with_capacity(turns.len());
    for (row, &(lane, leg, step)) in turns.iter().enumerate() {
        let time = step.time.as_deref().unwrap_or_default();
        let (date, clock) = time.split_once('T').unwrap_or(("", "no time"));
        let new_day = !date.is_empty() && date != day;
        if new_day {
            day = date;
        }
        let follows =
            |(other, _, next): &&(usize, &LegTrack, &StepTrack)| *other == lane && !next.outdated;
        let next = turns.iter().skip(row + 1).position(|turn| follows(&turn));
        let rows = next.map_or(turns.len() - row, |rows| rows + 1);
        let short = is_over(step) || step.outdated;
        let found: Vec<(usize, &Finding)> = step
            .findings
            .iter()
            .filter(|number| on_page.contains(number))
            .filter_map(|&number| Some((number, report.findings.get(number)?)))
            .collect();
        drawn.push(Step {
            y: HEAD + row * ROW,
            day: new_day.then(|| date.to_owned()),
            clock: clock.trim_end_matches('Z').to_owned(),
            lane: (lane < LANES).then_some(TIME + lane * LANE),
            leg: kind(leg),
            look: look(step),
            word: word(step),
            height: if short { LAST_BAR } else { rows * ROW - 4 },
            outdated: step.outdated,
            offered: keys(|button| step.offered.contains(&button) && !step.is_wrong(button)),
            wrong: keys(|button| step.offered.contains(&button) && step.is_wrong(button)),
            doubtful: keys(|button| !step.offered.contains(&button) && step.is_wrong(button)),
            offered_told: offered(step),
            place: format!("document {}", step.document),
            pins: found.iter().take(PINS).enumerate().map(pin).collect(),
            more: found.len().saturating_sub(PINS),
            next: found.get(PINS).map(|(number, _)| number + 1),
        });
    }
    drawn
}

fn keys(are_meant: impl Fn(Button) -> bool) -> Vec<&'static str> {
    let meant = Button::ALL.into_iter().filter(|button| are_meant(*button));
    meant.map(Button::key).collect()
}

fn pin((row, &(number, finding)): (usize, &(usize, &Finding))) -> Pin {
    Pin {
        number: number + 1,
        severity: finding.severity.name(),
        rule: finding.rule.id,
        counts: finding.counts(),
        y: row * CHIP_ROW,
    }
}

/// How the state's bar looks.
fn look(step: &StepTrack) -> &'static str {
    match (step.word, step.state) {
        (Some(EventWord::Acw), _) => "work",
        (Some(word), _) => status_look(word.status()),
        (None, Some(status)) => status_look(status),
        (None, None) => "unknown",
    }
}

fn status_look(status: Status) -> &'static str {
    match status {
        Status::Init | Status::Connecting | Status::Incoming => "ring",
        Status::Connected | Status::SilentMonitor | Status::Barge => "talk",
        Status::Hold => "hold",
        Status::Disconnected | Status::Ended => "over",
        Status::Error | Status::Missed | Status::Rejected => "lost",
    }
}
