//! Which documented variant a producer elects where the pages conflict, and what contradicts it.

use serde::Serialize;

use super::declaration::Elections;
use crate::event::Event;
use crate::event::vocabulary::{Field, LegType};
use crate::json::Kind;

/// How an agent's leg is spelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum AgentSpelling {
    /// As the tables print it.
    #[serde(rename = "Agent")]
    Capital,
    /// As every sample prints it.
    #[serde(rename = "agent")]
    Small,
}

/// Whether the fields that the tables call NA are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum NaFields {
    /// Each of them, in every event.
    Present,
    /// None of them.
    Absent,
}

/// What `fromAddress` is on an agent's leg.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FromAddress {
    /// `null`, as in the sample.
    Null,
    /// A string, as in the tables.
    String,
}

/// The election that an event contradicts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Contradiction {
    AgentSpelling(AgentSpelling),
    NaFields(NaFields),
    FromAddress(FromAddress),
}

impl Contradiction {
    /// What was elected, as it stands in a declaration.
    pub(super) fn elected(self) -> &'static str {
        match self {
            Contradiction::AgentSpelling(AgentSpelling::Capital) => "agent-spelling = \"Agent\"",
            Contradiction::AgentSpelling(AgentSpelling::Small) => "agent-spelling = \"agent\"",
            Contradiction::NaFields(NaFields::Present) => "na-fields = \"present\"",
            Contradiction::NaFields(NaFields::Absent) => "na-fields = \"absent\"",
            Contradiction::FromAddress(FromAddress::Null) => "from-address = \"null\"",
            Contradiction::FromAddress(FromAddress::String) => "from-address = \"string\"",
        }
    }
}

/// The fields that tell a leg's type.
const TYPES: [Field; 4] = [
    Field::CallType,
    Field::ActualType,
    Field::FieldsType,
    Field::MediaCallType,
];

/// The fields that the tables call NA (v1/docs/call-event-parameters), each with the object that holds it.
const NA: [(Field, Field); 7] = [
    (Field::ActionsAllowed, Field::Call),
    (Field::ResponseType, Field::Call),
    (Field::ResponseText, Field::Call),
    (Field::ResponseActual, Field::Call),
    (Field::ExtendedCallVariables, Field::Call),
    (Field::Participants, Field::ResponseFields),
    (Field::Campaign, Field::ResponseFields),
];

impl Elections {
    /// The elections that this event contradicts.
    pub(super) fn contradicted(
        &self,
        event: &Event<'_>,
    ) -> impl Iterator<Item = Contradiction> + use<> {
        let spelling = self
            .agent_spelling
            .filter(|elected| !is_spelled(event, *elected));
        let na = self.na_fields.filter(|elected| !has_na(event, *elected));
        let from = self
            .from_address
            .filter(|elected| !comes_from(event, *elected));
        [
            spelling.map(Contradiction::AgentSpelling),
            na.map(Contradiction::NaFields),
            from.map(Contradiction::FromAddress),
        ]
        .into_iter()
        .flatten()
    }
}

fn is_spelled(event: &Event<'_>, elected: AgentSpelling) -> bool {
    let word = match elected {
        AgentSpelling::Capital => "Agent",
        AgentSpelling::Small => "agent",
    };
    let told = TYPES.into_iter().filter_map(|field| event.text(field));
    told.filter(|text| text.value.eq_ignore_ascii_case(word))
        .all(|text| text.value == word)
}

fn has_na(event: &Event<'_>, elected: NaFields) -> bool {
    let there = NA
        .into_iter()
        .filter(|(_, parent)| event.field(*parent).is_some())
        .map(|(field, _)| event.field(field).is_some());
    match elected {
        NaFields::Present => there.into_iter().all(|there| there),
        NaFields::Absent => !there.into_iter().any(|there| there),
    }
}

fn comes_from(event: &Event<'_>, elected: FromAddress) -> bool {
    if event.leg_type() != Some(LegType::Agent) {
        return true;
    }
    let Some(from) = event.field(Field::FromAddress) else {
        return true;
    };
    match (elected, from.kind()) {
        (FromAddress::Null, kind) => kind == Kind::Null,
        (FromAddress::String, kind) => kind == Kind::String,
    }
}

/// What a capture's events elect so far, for a proposal.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Leanings {
    agent: [bool; 2],
    na: [bool; 2],
    from: [bool; 2],
}

impl Leanings {
    /// Notes the variants that the event contradicts.
    pub(super) fn take(&mut self, event: &Event<'_>) {
        let spellings = [AgentSpelling::Capital, AgentSpelling::Small];
        let presences = [NaFields::Present, NaFields::Absent];
        let addresses = [FromAddress::Null, FromAddress::String];
        for (out, elected) in self.agent.iter_mut().zip(spellings) {
            *out |= !is_spelled(event, elected);
        }
        for (out, elected) in self.na.iter_mut().zip(presences) {
            *out |= !has_na(event, elected);
        }
        for (out, elected) in self.from.iter_mut().zip(addresses) {
            *out |= !comes_from(event, elected);
        }
    }

    /// The variants that nothing contradicts, where the other is contradicted.
    pub(super) fn elections(self) -> Elections {
        Elections {
            agent_spelling: one(self.agent, [AgentSpelling::Capital, AgentSpelling::Small]),
            na_fields: one(self.na, [NaFields::Present, NaFields::Absent]),
            from_address: one(self.from, [FromAddress::Null, FromAddress::String]),
        }
    }
}

fn one<T>(out: [bool; 2], [first, second]: [T; 2]) -> Option<T> {
    match out {
        [false, true] => Some(first),
        [true, false] => Some(second),
        [true, true] | [false, false] => None,
    }
}
