//! Calls as a report shows them: legs, steps, and where findings stand.

use serde::Serialize;

use crate::call::Flow;
use crate::event::vocabulary::{Button, EventWord, LegType, Status};

/// A call that was followed; ids are masked like all others.
#[derive(Debug, Clone, Serialize)]
pub struct CallTrack {
    /// Which of the run's calls, from 1, in the order in which they came up.
    pub number: u64,
    /// Its contact id, masked; none where no event names it.
    pub call: Option<String>,
    /// What happened in it.
    #[serde(serialize_with = "names")]
    pub flows: Vec<Flow>,
    /// Its legs, in the order in which they came up.
    pub legs: Vec<LegTrack>,
}

/// A leg of it.
#[derive(Debug, Clone, Serialize)]
pub struct LegTrack {
    /// Its connection id, masked.
    pub leg: Option<String>,
    /// Its type.
    #[serde(serialize_with = "leg_type")]
    pub leg_type: Option<LegType>,
    /// Its events in their turn.
    pub steps: Vec<StepTrack>,
}

/// One event of a leg.
#[derive(Debug, Clone, Serialize)]
pub struct StepTrack {
    /// When it had its turn among all events of the run, from 1.
    pub turn: u64,
    /// The input's path.
    pub input: String,
    /// The document in it, from 1.
    pub document: u64,
    /// The event in it, from 1.
    pub event: u64,
    /// The state's time as RFC 3339; none where it is not told or in dispute.
    pub time: Option<String>,
    /// The state; none where it is not told or in dispute.
    #[serde(serialize_with = "status")]
    pub state: Option<Status>,
    /// `call.event`; none where it is no documented word.
    #[serde(rename = "word", serialize_with = "word")]
    pub word: Option<EventWord>,
    /// The buttons that the event offers, in any of its tables.
    #[serde(serialize_with = "keys")]
    pub offered: Vec<Button>,
    /// Those that a finding names, offered or not.
    #[serde(serialize_with = "keys")]
    pub wrong: Vec<Button>,
    /// Whether it is older than the newest of its leg, and was set aside.
    pub outdated: bool,
    /// The places of its findings in the report's list, from 0.
    pub findings: Vec<usize>,
}

impl StepTrack {
    /// Whether a finding names the button.
    pub fn is_wrong(&self, button: Button) -> bool {
        self.wrong.contains(&button)
    }
}

impl CallTrack {
    /// All steps of all legs.
    pub fn steps(&self) -> impl Iterator<Item = &StepTrack> {
        self.legs.iter().flat_map(|leg| &leg.steps)
    }

    /// How many findings stand in it.
    pub fn findings(&self) -> usize {
        self.steps().map(|step| step.findings.len()).sum()
    }
}

fn names<S: serde::Serializer>(flows: &[Flow], out: S) -> Result<S::Ok, S::Error> {
    out.collect_seq(flows.iter().map(|flow| flow.name()))
}

fn leg_type<S: serde::Serializer>(kind: &Option<LegType>, out: S) -> Result<S::Ok, S::Error> {
    kind.map(LegType::word).serialize(out)
}

fn status<S: serde::Serializer>(status: &Option<Status>, out: S) -> Result<S::Ok, S::Error> {
    status.map(Status::word).serialize(out)
}

fn word<S: serde::Serializer>(word: &Option<EventWord>, out: S) -> Result<S::Ok, S::Error> {
    word.map(EventWord::word).serialize(out)
}

fn keys<S: serde::Serializer>(buttons: &[Button], out: S) -> Result<S::Ok, S::Error> {
    out.collect_seq(buttons.iter().map(|button| button.key()))
}
