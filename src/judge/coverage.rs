//! Counts what a run shows.

use crate::event::vocabulary::{Button, EventWord, LegType, Phase, Status};
use crate::event::{Flow, Step};
use crate::report::Tally;
use crate::report::coverage::{Coverage, Item};
use crate::rules::{Check, all};

/// The states between which a leg steps, as coverage tells them; nothing stands before the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    First,
    Connecting,
    Connected,
    Hold,
    Disconnected,
}

impl Stage {
    const ALL: [Stage; 5] = [
        Stage::First,
        Stage::Connecting,
        Stage::Connected,
        Stage::Hold,
        Stage::Disconnected,
    ];

    /// The stage of a state; none for those of a supervisor, and before the ringing.
    fn of(status: Status) -> Option<Stage> {
        match (status.phase(), status) {
            (Phase::Ringing, _) => Some(Stage::Connecting),
            (Phase::Over, _) => Some(Stage::Disconnected),
            (Phase::Live, Status::Connected) => Some(Stage::Connected),
            (Phase::Live, Status::Hold) => Some(Stage::Hold),
            (Phase::Live | Phase::Before, _) => None,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Stage::First => "first",
            Stage::Connecting => "connecting",
            Stage::Connected => "connected",
            Stage::Hold => "hold",
            Stage::Disconnected => "disconnected",
        }
    }

    /// Whether a leg may step so: the legal steps of the flow rules.
    fn leads_to(self, next: Stage) -> bool {
        match (self, next) {
            (_, Stage::First) | (Stage::Disconnected, _) => false,
            (Stage::First, _) => true,
            (_, Stage::Connecting) => false,
            (from, to) => from != to,
        }
    }
}

/// Pairs that the golden calls show (golden/README.md says what each rests on).
const PAIRS: [(LegType, &[EventWord]); 3] = [
    (LegType::Agent, &EventWord::ALL),
    (
        LegType::Inbound,
        &[EventWord::Connected, EventWord::Hold, EventWord::Dropped],
    ),
    (
        LegType::Outbound,
        &[
            EventWord::Connecting,
            EventWord::Connected,
            EventWord::Dropped,
        ],
    ),
];

/// Steps that the golden calls show.
const STEPS: [(LegType, &[(Stage, Stage)]); 3] = [
    (
        LegType::Agent,
        &[
            (Stage::First, Stage::Connecting),
            (Stage::First, Stage::Connected),
            (Stage::First, Stage::Disconnected),
            (Stage::Connecting, Stage::Connected),
            (Stage::Connecting, Stage::Disconnected),
            (Stage::Connected, Stage::Hold),
            (Stage::Connected, Stage::Disconnected),
            (Stage::Hold, Stage::Connected),
        ],
    ),
    (
        LegType::Inbound,
        &[
            (Stage::First, Stage::Connected),
            (Stage::Connected, Stage::Hold),
            (Stage::Connected, Stage::Disconnected),
            (Stage::Hold, Stage::Connected),
        ],
    ),
    (
        LegType::Outbound,
        &[
            (Stage::First, Stage::Connecting),
            (Stage::Connecting, Stage::Connected),
            (Stage::Connected, Stage::Disconnected),
        ],
    ),
];

/// What was shown so far.
#[derive(Debug, Default)]
pub struct Shown {
    events: [[u64; EventWord::ALL.len()]; LegType::ALL.len()],
    steps: [[[u64; Stage::ALL.len()]; Stage::ALL.len()]; LegType::ALL.len()],
    buttons: [u64; Button::ALL.len()],
    flows: [u64; Flow::ALL.len()],
}

impl Shown {
    /// The event in its turn shows this.
    pub fn step(&mut self, step: &Step<'_>) {
        let now = step.now;
        for button in now.offered.iter() {
            add(self.buttons.get_mut(button as usize));
        }
        let Some(leg_type) = now.leg_type else {
            return;
        };
        if let Some(word) = now.word {
            let events = self.events.get_mut(leg_type as usize);
            add(events.and_then(|events| events.get_mut(word as usize)));
        }
        let before = match (step.known_leg(), step.leg()) {
            (None, _) => Some(Stage::First),
            (Some(_), None) => None,
            (Some(_), Some(leg)) => leg.last.state.and_then(|state| Stage::of(state.status)),
        };
        let after = now.state.and_then(|state| match state.phase {
            Phase::Over => Some(Stage::Disconnected),
            Phase::Before | Phase::Ringing | Phase::Live => Stage::of(state.status),
        });
        if let (Some(before), Some(after)) = (before, after)
            && before != after
        {
            let steps = self.steps.get_mut(leg_type as usize);
            let steps = steps.and_then(|steps| steps.get_mut(before as usize));
            add(steps.and_then(|steps| steps.get_mut(after as usize)));
        }
    }

    /// A call shows this for the first time.
    pub fn flow(&mut self, flow: Flow) {
        add(self.flows.get_mut(flow as usize));
    }

    /// All of it, beside the ceiling.
    pub fn coverage(&self, tallies: &[Tally]) -> Coverage {
        let item = |name: &str, times: Option<&u64>| Item {
            name: name.to_owned(),
            times: times.copied().unwrap_or_default(),
            ceiling: true,
        };
        let buttons = Button::ALL.into_iter().zip(&self.buttons);
        let flows = Flow::ALL.into_iter().zip(&self.flows);
        Coverage {
            events: self.pairs(),
            steps: self.steps(),
            buttons: buttons
                .map(|(button, times)| item(button.key(), Some(times)))
                .collect(),
            flows: flows
                .map(|(flow, times)| item(flow.name(), Some(times)))
                .collect(),
            rules: all()
                .filter(|rule| !matches!(rule.check, Check::Waiver(_)))
                .map(|rule| {
                    let tally = tallies.iter().find(|tally| tally.rule.id == rule.id);
                    item(rule.id, tally.map(|tally| &tally.checked))
                })
                .collect(),
        }
    }

    fn pairs(&self) -> Vec<Item> {
        let mut items = Vec::new();
        for (leg_type, known) in PAIRS {
            let counts = self.events.get(leg_type as usize);
            for word in EventWord::ALL {
                let times = counts.and_then(|counts| counts.get(word as usize));
                items.push(Item {
                    name: format!("{}/{}", leg_type.word(), word.word()),
                    times: times.copied().unwrap_or_default(),
                    ceiling: known.contains(&word),
                });
            }
        }
        items
    }

    fn steps(&self) -> Vec<Item> {
        let mut items = Vec::new();
        for (leg_type, known) in STEPS {
            for from in Stage::ALL {
                for to in Stage::ALL.into_iter().filter(|&to| from != to) {
                    let counts = self.steps.get(leg_type as usize);
                    let counts = counts.and_then(|counts| counts.get(from as usize));
                    let times = counts.and_then(|counts| counts.get(to as usize));
                    let times = times.copied().unwrap_or_default();
                    if times > 0 || from.leads_to(to) {
                        items.push(Item {
                            name: format!("{}/{}>{}", leg_type.word(), from.word(), to.word()),
                            times,
                            ceiling: known.contains(&(from, to)),
                        });
                    }
                }
            }
        }
        items
    }
}

fn add(count: Option<&mut u64>) {
    if let Some(count) = count {
        *count += 1;
    }
}
