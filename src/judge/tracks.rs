//! The calls of a run as its report shows them, as many as were asked for.

use std::collections::HashMap;

use crate::event::{Flow, Id, Moment};
use crate::report::Finding;
use crate::report::call::{CallTrack, LegTrack, StepTrack};

/// The tracks so far.
#[derive(Debug, Default)]
pub struct Tracks {
    /// How many calls are kept; of more only the number is known.
    most: usize,
    calls: Vec<CallTrack>,
    legs: HashMap<(u64, Id), usize>,
}

/// An event as its track shows it.
pub struct Passage<'p> {
    /// Which of the run's calls, from 1.
    pub call: u64,
    /// The event.
    pub moment: &'p Moment,
    /// The input's path.
    pub input: &'p str,
    /// The document in it, from 1.
    pub document: u64,
    /// The event in it, from 1.
    pub event: u64,
    /// The ids of call and leg, masked.
    pub ids: (Option<String>, Option<String>),
    /// Whether it was set aside.
    pub outdated: bool,
    /// What the call shows with it for the first time.
    pub flows: &'p [Flow],
}

impl Tracks {
    /// Keeps so many calls.
    pub fn new(most: usize) -> Tracks {
        Tracks {
            most,
            ..Tracks::default()
        }
    }

    /// Whether anything is kept.
    pub fn is_on(&self) -> bool {
        self.most > 0
    }

    /// The event goes on its call's track.
    pub fn add(&mut self, passage: Passage<'_>) {
        let Some(leg) = passage.moment.leg else {
            return;
        };
        let place = passage.call.saturating_sub(1) as usize;
        if place >= self.most {
            return;
        }
        if place == self.calls.len() {
            self.calls.push(CallTrack {
                number: passage.call,
                call: None,
                flows: Vec::new(),
                legs: Vec::new(),
            });
        }
        let Some(call) = self.calls.get_mut(place) else {
            return;
        };
        let (call_id, leg_id) = passage.ids;
        call.call = call.call.take().or(call_id);
        call.flows.extend(passage.flows);
        let next = call.legs.len();
        let leg = *self.legs.entry((passage.call, leg)).or_insert(next);
        if leg == next {
            call.legs.push(LegTrack {
                leg: leg_id,
                leg_type: None,
                steps: Vec::new(),
            });
        }
        let Some(leg) = call.legs.get_mut(leg) else {
            return;
        };
        let moment = passage.moment;
        leg.leg_type = leg.leg_type.or(moment.leg_type);
        leg.steps.push(StepTrack {
            turn: moment.number,
            input: passage.input.to_owned(),
            document: passage.document,
            event: passage.event,
            time: moment.at().map(|time| format!("{time:.3}")),
            state: moment.state.map(|state| state.status),
            word: moment.word,
            offered: moment.offered.iter().collect(),
            outdated: passage.outdated,
            findings: Vec::new(),
        });
    }

    /// The tracks, with the findings pinned to the steps at which they stand.
    pub fn finish(mut self, findings: &[Finding]) -> Vec<CallTrack> {
        let mut standing: HashMap<(&str, u64), Vec<usize>> = HashMap::new();
        for (index, finding) in findings.iter().enumerate() {
            let place = (finding.input.as_str(), finding.document);
            standing.entry(place).or_default().push(index);
        }
        let legs = self.calls.iter_mut().flat_map(|call| &mut call.legs);
        for step in legs.flat_map(|leg| &mut leg.steps) {
            let place = (step.input.as_str(), step.document);
            step.findings = standing.get(&place).cloned().unwrap_or_default();
        }
        self.calls
    }
}
