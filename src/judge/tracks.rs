//! The calls of a run as its report shows them, as many as were asked for.

use std::collections::{BTreeMap, HashMap};

use super::options::Tracked as Wanted;
use crate::event::vocabulary::{Button, Field};
use crate::event::{Brief, Flow, Id};
use crate::report::Finding;
use crate::report::call::{CallTrack, LegTrack, StepTrack};
use crate::rules::Severity;

/// The tracks so far.
#[derive(Debug, Default)]
pub struct Timeline {
    /// How many calls are kept; of more only the number is known.
    most: usize,
    /// Which are kept of more.
    wanted: Wanted,
    /// By their numbers.
    calls: BTreeMap<u64, Tracked>,
    /// The last call that came up.
    newest: u64,
}

#[derive(Debug)]
struct Tracked {
    track: CallTrack,
    legs: HashMap<Id, usize>,
    found: bool,
    is_open: bool,
}

/// An event as its track shows it.
pub struct TimelineEvent<'p> {
    /// Which of the run's calls, from 1.
    pub call: u64,
    /// The event.
    pub moment: &'p Brief,
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
    /// Whether anything was found in it.
    pub found: bool,
    /// Whether something of the call is still to come.
    pub is_open: bool,
    /// What the call shows with it for the first time.
    pub flows: &'p [Flow],
}

impl Timeline {
    /// Keeps so many calls.
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

    /// The event goes on its call's track.
    pub fn add(&mut self, passage: TimelineEvent<'_>) {
        let Some(leg) = passage.moment.leg else {
            return;
        };
        let Some(call) = self.tracked(passage.call) else {
            return;
        };
        call.found |= passage.found;
        call.is_open = passage.is_open;
        let (call_id, leg_id) = passage.ids;
        call.track.call = call.track.call.take().or(call_id);
        call.track.flows.extend(passage.flows);
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
        let moment = passage.moment;
        leg.leg_type = leg.leg_type.or(moment.leg_type);
        leg.steps.push(StepTrack {
            turn: moment.number,
            input: passage.input.to_owned(),
            document: passage.document,
            event: passage.event,
            time: moment.at().map(|time| time.to_string()),
            state: moment.state.map(|state| state.status),
            word: moment.word,
            offered: moment.said.iter().collect(),
            wrong: Vec::new(),
            outdated: passage.outdated,
            findings: Vec::new(),
        });
    }

    /// The call of that number; none where there is no room for it, or it has been let go.
    fn tracked(&mut self, number: u64) -> Option<&mut Tracked> {
        if number > self.newest {
            self.newest = number;
            if self.calls.len() >= self.most && !self.let_go() {
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

    /// Lets the oldest call go that gives way to others; false where there is none.
    fn let_go(&mut self) -> bool {
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

    /// The tracks, with the findings pinned to the steps at which they stand.
    pub fn finish(self, findings: &[Finding]) -> Vec<CallTrack> {
        let mut standing: HashMap<(&str, u64), Vec<usize>> = HashMap::new();
        for (index, finding) in findings.iter().enumerate() {
            let place = (finding.input.as_str(), finding.document);
            standing.entry(place).or_default().push(index);
        }
        let only_open = self.wanted == Wanted::Open;
        let calls = self.calls.into_values();
        let calls = calls.filter(|call| call.is_open || !only_open);
        let mut calls: Vec<CallTrack> = calls.map(|call| call.track).collect();
        let legs = calls.iter_mut().flat_map(|call| &mut call.legs);
        for step in legs.flat_map(|leg| &mut leg.steps) {
            let place = (step.input.as_str(), step.document);
            step.findings = standing.get(&place).cloned().unwrap_or_default();
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

/// The buttons of its own event at which the finding stands, in either table; a note finds nothing wrong.
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
