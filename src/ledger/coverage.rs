//! Counts what a run shows.

use crate::call::{Flow, Step};
use crate::event::vocabulary::{Button, EventWord, LegType, Phase, Status};
use crate::report::Tally;
use crate::report::coverage::{Coverage, Item};
use crate::rules::{Check, all};

/// The states between which a leg steps, as coverage names them; `First` is before its first event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CoverageState {
    First,
    Connecting,
    Connected,
    Hold,
    Disconnected,
}

impl CoverageState {
    const ALL: [CoverageState; 5] = [
        CoverageState::First,
        CoverageState::Connecting,
        CoverageState::Connected,
        CoverageState::Hold,
        CoverageState::Disconnected,
    ];

    /// None for the states of a supervisor, and for those before the ringing.
    fn of(status: Status) -> Option<CoverageState> {
        match (status.phase(), status) {
            (Phase::Ringing, _) => Some(CoverageState::Connecting),
            (Phase::Over, _) => Some(CoverageState::Disconnected),
            (Phase::Live, Status::Connected) => Some(CoverageState::Connected),
            (Phase::Live, Status::Hold) => Some(CoverageState::Hold),
            (Phase::Live | Phase::Before, _) => None,
        }
    }

    fn word(self) -> &'static str {
        match self {
            CoverageState::First => "first",
            CoverageState::Connecting => "connecting",
            CoverageState::Connected => "connected",
            CoverageState::Hold => "hold",
            CoverageState::Disconnected => "disconnected",
        }
    }

    /// Whether a leg may step so: the legal steps of the flow rules.
    fn leads_to(self, next: CoverageState) -> bool {
        match (self, next) {
            (_, CoverageState::First) | (CoverageState::Disconnected, _) => false,
            (CoverageState::First, _) => true,
            (_, CoverageState::Connecting) => false,
            (from, to) => from != to,
        }
    }
}

/// Pairs that the golden calls show (golden/README.md names the source of each).
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
const STEPS: [(LegType, &[(CoverageState, CoverageState)]); 3] = [
    (
        LegType::Agent,
        &[
            (CoverageState::First, CoverageState::Connecting),
            (CoverageState::First, CoverageState::Connected),
            (CoverageState::First, CoverageState::Disconnected),
            (CoverageState::Connecting, CoverageState::Connected),
            (CoverageState::Connecting, CoverageState::Disconnected),
            (CoverageState::Connected, CoverageState::Hold),
            (CoverageState::Connected, CoverageState::Disconnected),
            (CoverageState::Hold, CoverageState::Connected),
        ],
    ),
    (
        LegType::Inbound,
        &[
            (CoverageState::First, CoverageState::Connected),
            (CoverageState::Connected, CoverageState::Hold),
            (CoverageState::Connected, CoverageState::Disconnected),
            (CoverageState::Hold, CoverageState::Connected),
        ],
    ),
    (
        LegType::Outbound,
        &[
            (CoverageState::First, CoverageState::Connecting),
            (CoverageState::Connecting, CoverageState::Connected),
            (CoverageState::Connected, CoverageState::Disconnected),
        ],
    ),
];

/// What was shown so far.
#[derive(Debug, Default)]
pub struct CoverageCounts {
    events: [[u64; EventWord::ALL.len()]; LegType::ALL.len()],
    steps: [[[u64; CoverageState::ALL.len()]; CoverageState::ALL.len()]; LegType::ALL.len()],
    buttons: [u64; Button::ALL.len()],
    flows: [u64; Flow::ALL.len()],
}

impl CoverageCounts {
    /// Counts what the event shows.
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
            (None, _) => Some(CoverageState::First),
            (Some(_), None) => None,
            (Some(_), Some(leg)) => leg
                .last
                .state
                .and_then(|state| CoverageState::of(state.status)),
        };
        let after = now.state.and_then(|state| match state.phase {
            Phase::Over => Some(CoverageState::Disconnected),
            Phase::Before | Phase::Ringing | Phase::Live => CoverageState::of(state.status),
        });
        if let (Some(before), Some(after)) = (before, after)
            && before != after
        {
            let steps = self.steps.get_mut(leg_type as usize);
            let steps = steps.and_then(|steps| steps.get_mut(before as usize));
            add(steps.and_then(|steps| steps.get_mut(after as usize)));
        }
    }

    /// Counts a flow that a call shows for the first time.
    pub fn flow(&mut self, flow: Flow) {
        add(self.flows.get_mut(flow as usize));
    }

    /// All counts, with the maximum that can be covered.
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
            for from in CoverageState::ALL {
                for to in CoverageState::ALL.into_iter().filter(|&to| from != to) {
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
