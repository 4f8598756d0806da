//! What the events of a run show of what can be claimed.

use serde::Serialize;

use super::declaration::{Declaration, Elections};
use super::election::Contradiction;
use crate::call::Flow;
use crate::capture::Document;
use crate::event::vocabulary::{EventWord, LegType};
use crate::event::{Event, MessageKind, classify};
use crate::report::coverage::Coverage;

/// How often a leg type showed an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct LegEventCount {
    pub leg_type: &'static str,
    pub event: &'static str,
    pub shown: u64,
}

/// Counts of what was shown. Memory is bounded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Observed {
    leg_types: [u64; LegType::ALL.len()],
    events: [u64; EventWord::ALL.len()],
    pairs: [[u64; EventWord::ALL.len()]; LegType::ALL.len()],
    flows: [u64; Flow::ALL.len()],
    elections: Elections,
    /// Events that contradict an election: how many, and where the first stands.
    pub(super) contradictions: Vec<(Contradiction, u64, DocumentRef)>,
}

/// Where an event stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct DocumentRef {
    pub(super) input: String,
    pub(super) document: u64,
}

impl Observed {
    /// Nothing yet; elections are watched as the declaration makes them.
    pub fn new(declaration: &Declaration) -> Observed {
        Observed {
            elections: declaration.elections,
            ..Observed::default()
        }
    }

    /// Events of that leg type.
    pub fn leg_type(&self, leg: LegType) -> u64 {
        self.leg_types
            .get(leg as usize)
            .copied()
            .unwrap_or_default()
    }

    /// Events of that word.
    pub fn event(&self, word: EventWord) -> u64 {
        self.events.get(word as usize).copied().unwrap_or_default()
    }

    /// Calls that went that way.
    pub fn flow(&self, flow: Flow) -> u64 {
        self.flows.get(flow as usize).copied().unwrap_or_default()
    }

    /// Every pair of leg type and event that was shown.
    pub fn pairs(&self) -> Vec<LegEventCount> {
        let pair = |leg: LegType, word: EventWord| {
            let row = self.pairs.get(leg as usize)?;
            let shown = *row.get(word as usize)?;
            (shown > 0).then_some(LegEventCount {
                leg_type: leg.word(),
                event: word.word(),
                shown,
            })
        };
        LegType::ALL
            .into_iter()
            .flat_map(|leg| {
                EventWord::ALL
                    .into_iter()
                    .filter_map(move |word| pair(leg, word))
            })
            .collect()
    }

    /// Looks at a document of that input.
    pub fn take(&mut self, input: &str, document: &Document) {
        let Some(root) = document.root() else { return };
        match classify(root) {
            MessageKind::Event => {}
            MessageKind::Bare(_)
            | MessageKind::Neighbour(_)
            | MessageKind::Unknown(_)
            | MessageKind::Shapeless => {
                return;
            }
        }
        let event = Event::new(root);
        let (leg, word) = (event.leg_type(), event.event_word().map(|(word, _)| word));
        if let Some(leg) = leg {
            add(&mut self.leg_types, leg as usize);
        }
        if let Some(word) = word {
            add(&mut self.events, word as usize);
        }
        if let (Some(leg), Some(word)) = (leg, word)
            && let Some(row) = self.pairs.get_mut(leg as usize)
        {
            add(row, word as usize);
        }
        let place = || DocumentRef {
            input: input.to_owned(),
            document: document.number,
        };
        for contradiction in self.elections.contradicted(&event) {
            match self
                .contradictions
                .iter_mut()
                .find(|(own, _, _)| *own == contradiction)
            {
                Some((_, events, _)) => *events += 1,
                None => self.contradictions.push((contradiction, 1, place())),
            }
        }
    }

    /// The judge has followed the calls: takes over how many went which way.
    pub fn follow(&mut self, coverage: &Coverage) {
        for (flow, count) in Flow::ALL.into_iter().zip(&mut self.flows) {
            let item = coverage.flows.iter().find(|item| item.name == flow.name());
            *count = item.map_or(0, |item| item.times);
        }
    }
}

fn add(counts: &mut [u64], index: usize) {
    if let Some(count) = counts.get_mut(index) {
        *count += 1;
    }
}
