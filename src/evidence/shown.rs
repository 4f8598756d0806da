//! What the events of a run show of what can be claimed.

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use super::claims::{Flow, Pair};
use super::declaration::{Declaration, Elections};
use super::election::Contradiction;
use crate::capture::Document;
use crate::event::vocabulary::{EventWord, Field, LegType};
use crate::event::{Event, Kinship, kinship};

/// So many calls are remembered at once; one that goes on after so many others began counts anew.
const CALLS_AT_ONCE: usize = 65_536;

/// Counts of what was shown. Memory is bounded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    leg_types: [u64; LegType::ALL.len()],
    events: [u64; EventWord::ALL.len()],
    pairs: [[u64; EventWord::ALL.len()]; LegType::ALL.len()],
    flows: [u64; Flow::ALL.len()],
    elections: Elections,
    /// Events that contradict an election: how many, and where the first stands.
    pub(super) contradictions: Vec<(Contradiction, u64, Place)>,
    calls: HashMap<u64, Call>,
    order: VecDeque<u64>,
}

/// Where an event stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) input: String,
    pub(super) document: u64,
}

/// What one call has shown so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Call {
    flows: u16,
    /// Leg types that were on hold.
    held: u8,
}

impl Shown {
    /// Nothing yet; elections are watched as the declaration makes them.
    pub fn new(declaration: &Declaration) -> Shown {
        Shown {
            elections: declaration.elections,
            ..Shown::default()
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
    pub fn pairs(&self) -> Vec<Pair> {
        let pair = |leg: LegType, word: EventWord| {
            let row = self.pairs.get(leg as usize)?;
            let shown = *row.get(word as usize)?;
            (shown > 0).then_some(Pair {
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
        match kinship(root) {
            Kinship::Event => {}
            Kinship::Neighbour(_) | Kinship::Unknown(_) | Kinship::Shapeless => return,
        }
        let event = Event::new(root);
        let (leg, word) = (event.leg_type(), event.event_word().map(|(word, _)| word));
        if let Some(leg) = leg {
            add(&mut self.leg_types, leg as usize);
        }
        if let Some(word) = word {
            add(&mut self.events, word as usize);
        }
        if let (Some(leg), Some(word)) = (leg, word) {
            if let Some(row) = self.pairs.get_mut(leg as usize) {
                add(row, word as usize);
            }
            self.follow(&event, leg, word);
        }
        let place = || Place {
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

    /// Notes the flows that the event completes in its call.
    ///
    /// A transfer, a consult or a conference shows only in how the legs of a call relate: these are not told
    /// here, and count as not shown.
    fn follow(&mut self, event: &Event<'_>, leg: LegType, word: EventWord) {
        let Some(id) = event.text(Field::ContactId) else {
            return;
        };
        let id = BuildHasherDefault::<DefaultHasher>::default().hash_one(id.value.as_ref());
        let call = self.call(id);
        let own = 1 << leg as u8;
        let completed: &[Flow] = match word {
            EventWord::Connecting => &[],
            EventWord::Connected if call.held & own != 0 => &[Flow::Answered, Flow::HoldAndResume],
            EventWord::Connected => &[Flow::Answered],
            EventWord::Missed => &[Flow::Missed],
            EventWord::Rejected => &[Flow::Rejected],
            EventWord::Hold => {
                call.held |= own;
                &[]
            }
            EventWord::Acw => &[Flow::WrapUp],
            EventWord::Dropped => &[Flow::Cleared],
        };
        for &flow in completed {
            // The customer's leg is connected before anybody answers.
            let told = flow != Flow::Answered || leg == LegType::Agent;
            let bit = 1 << flow as u16;
            let call = self.call(id);
            if told && call.flows & bit == 0 {
                call.flows |= bit;
                add(&mut self.flows, flow as usize);
            }
        }
    }

    fn call(&mut self, id: u64) -> &mut Call {
        if !self.calls.contains_key(&id) {
            if self.order.len() >= CALLS_AT_ONCE
                && let Some(oldest) = self.order.pop_front()
            {
                self.calls.remove(&oldest);
            }
            self.order.push_back(id);
        }
        self.calls.entry(id).or_default()
    }
}

fn add(counts: &mut [u64], index: usize) {
    if let Some(count) = counts.get_mut(index) {
        *count += 1;
    }
}
