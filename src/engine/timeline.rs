//! The calls of a run step by step, as many as the report shows.

use std::collections::{BTreeMap, HashMap};

use super::options::Tracked as Wanted;
use crate::call::{Brief, Flow, Id};
use crate::event::vocabulary::{Button, Field};
use crate::report::Finding;
use crate::report::call::{CallTrack, LegTrack, StepTrack};
use crate::rules::Severity;

/// The calls so far.
#[derive(Debug, Default)]
pub struct Timeline {
    /// How many calls are kept.
    most: usize,
    /// Which calls are kept if there are more.
    wanted: Wanted,
    /// By number.
    calls: BTreeMap<u64, Tracked>,
    /// The number of the last call that began.
    newest: u64,
}

#[derive(Debug)]
struct Tracked {
    track: CallTrack,
    legs: HashMap<Id, usize>,
    found: bool,
    is_open: bool,
}

/// An event as the timeline shows it.
pub struct TimelineEvent<'p> {
    /// Which of the run's calls, from 1.
    pub call: u64,

    pub brief: &'p Brief,

    pub input: &'p str,
    /// The document in it, from 1.
    pub document: u64,
    /// The event in it, from 1.
    pub event: u64,
    /// The ids of call and leg, masked.
    pub ids: (Option<String>, Option<String>),
    /// Whether it is older than an event before it, and so was not added to its leg.
    pub outdated: bool,
    /// Whether anything was found in it.
    pub found: bool,
    /// Whether more events of the call are expected.
    pub is_open: bool,
    /// The flows that the call shows with it for the first time.
    pub flows: &'p [Flow],
}

impl Timeline {
    /// Keeps at most `most` calls.
    pub fn new(most: usize, wanted: Wanted) -> Timeline {
        Timeline {
            most,
            wanted,
            ..Timeline::default()
        }
    }

    /// Whether anything is kept.
    pub fn is_on(&self) -> bool {
        self.most > 0
    }

    /// Adds the event to its call.
    pub fn add(&mut self, event: TimelineEvent<'_>) {
        let Some(leg) = event.brief.leg else {
            return;
        };
        let Some(call) = self.tracked(event.call) else {
            return;
        };
        call.found |= event.found;
        call.is_open = event.is_open;
        let (call_id, leg_id) = event.ids;
        call.track.call = call.track.call.take().or(call_id);
        call.track.flows.extend(event.flows);
        let next = call.track.legs.len();
        let leg = *call.legs.entry(leg).or_insert(next);
        if leg == next {
            call.track.legs.push(LegTrack {
                leg: leg_id,
                leg_type: None,
                steps: Vec::new(),
            });
        }
        let Some(leg) = call.track.legs.get_mut(leg) else {
            return;
        };
        let brief = event.brief;
        leg.leg_type = leg.leg_type.or(brief.leg_type);
        leg.steps.push(StepTrack {
            turn: brief.number,
            input: event.input.to_owned(),
            document: event.document,
            event: event.event,
            time: brief.at().map(|time| time.to_string()),
            state: brief.state.map(|state| state.status),
            word: brief.word,
            offered: brief.said.iter().collect(),
            wrong: Vec::new(),
            outdated: event.outdated,
            findings: Vec::new(),
        });
    }

    /// The call of that number; none if it is not kept.
    fn tracked(&mut self, number: u64) -> Option<&mut Tracked> {
        if number > self.newest {
            self.newest = number;
            if self.calls.len() >= self.most && !self.evict() {
                return None;
            }
            let track = CallTrack {
                number,
                call: None,
                flows: Vec::new(),
                legs: Vec::new(),
            };
            let tracked = Tracked {
                track,
                legs: HashMap::new(),
                found: false,
                is_open: true,
            };
            self.calls.insert(number, tracked);
        }
        self.calls.get_mut(&number)
    }

    /// Drops the oldest call that may give way to others; false where there is none.
    fn evict(&mut self) -> bool {
        let gives_way = |call: &Tracked| match self.wanted {
            Wanted::First => false,
            Wanted::FoundFirst => !call.found,
            Wanted::Open => !call.is_open,
        };
        let quiet = self.calls.iter().find(|(_, call)| gives_way(call));
        let Some(number) = quiet.map(|(number, _)| *number) else {
            return false;
        };
        self.calls.remove(&number).is_some()
    }

    /// The calls, each step with the findings of its event.
    pub fn finish(self, findings: &[Finding]) -> Vec<CallTrack> {
        let mut by_document: HashMap<(&str, u64), Vec<usize>> = HashMap::new();
        for (index, finding) in findings.iter().enumerate() {
            let document = (finding.input.as_str(), finding.document);
            by_document.entry(document).or_default().push(index);
        }
        let only_open = self.wanted == Wanted::Open;
        let calls = self.calls.into_values();
        let calls = calls.filter(|call| call.is_open || !only_open);
        let mut calls: Vec<CallTrack> = calls.map(|call| call.track).collect();
        let legs = calls.iter_mut().flat_map(|call| &mut call.legs);
        for step in legs.flat_map(|leg| &mut leg.steps) {
            let document = (step.input.as_str(), step.document);
            step.findings = by_document.get(&document).cloned().unwrap_or_default();
            let own = step
                .findings
                .iter()
                .filter_map(|index| findings.get(*index));
            let named: Vec<Button> = own.flat_map(buttons_of).collect();
            step.wrong = Button::ALL
                .into_iter()
                .filter(|button| named.contains(button))
                .collect();
        }
        calls
    }
}

/// The buttons that the finding is about, in either table of its own event; a note finds nothing wrong.
fn buttons_of(finding: &Finding) -> impl Iterator<Item = Button> {
    let is_more = finding.severity != Severity::Note;
    let own = finding
        .locations
        .iter()
        .filter(move |location| is_more && location.elsewhere.is_none());
    own.filter_map(|location| button_at(location.pointer.as_deref()?))
}

fn button_at(pointer: &str) -> Option<Button> {
    let (table, key) = pointer.rsplit_once('/')?;
    let tables = [Field::Items.pointer(), Field::Flags.pointer()];
    tables.contains(&table).then(|| Button::named(key))?
}
