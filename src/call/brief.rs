//! What the flow rules need of an event.

use std::hash::BuildHasher;

use crate::event::timestamp::Instant;
use crate::event::vocabulary::{Button, EventWord, FIELDS, Field, LegType, Phase, Status};
use crate::event::{Buttons, Event};
use crate::json::{Kind, Node};
use foldhash::fast::FixedState as Quick;
use foldhash::quality::FixedState as Thorough;

/// 128 bits of a hash of an id: enough to distinguish it from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(u128);

impl Id {
    /// The low half.
    pub fn low_bits(self) -> u64 {
        self.0 as u64
    }

    /// Another id.
    pub fn inverse(self) -> Id {
        Id(!self.0)
    }

    /// The four quarters.
    pub fn words(self) -> [u32; 4] {
        [96, 64, 32, 0].map(|shift| (self.0 >> shift) as u32)
    }
}

/// A field or a button of a remembered event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FieldRef {
    /// A field.
    Field(Field),
    /// A button, in `ButtonStates.items`; in `buttonStates` where `items` lacks it.
    Button(Button),
}

/// A state, and the field that reports it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownState {
    /// The state.
    pub status: Status,
    /// What it lets the leg do.
    pub phase: Phase,
    /// The field that reports it.
    pub field: FieldRef,
}

/// One event of a leg, without its text: its readable values.
#[derive(Debug, Clone)]
pub struct Brief {
    /// Which of the run's events, from 1.
    pub number: u64,
    /// The leg's connection id.
    pub leg: Option<Id>,
    /// The call's contact id.
    pub call: Option<Id>,
    /// The type of the leg.
    pub leg_type: Option<LegType>,
    /// The state of the leg.
    pub state: Option<KnownState>,
    /// `call.event`.
    pub word: Option<EventWord>,
    /// When the state changed: `statusTimestamp`, else `CurrentStateTime`.
    pub time: Option<(Instant, Field)>,
    /// When the call entered the queue.
    pub queue_time: Option<Instant>,
    /// The state before, as the event reports it.
    pub previous: Option<Status>,
    /// The buttons that are offered.
    pub offered: Buttons,
    /// The buttons that any table offers, reported or not: they are drawn.
    pub said: Buttons,
    /// The buttons that a finding about the event alone has reported.
    pub reported: Buttons,
    /// Whether the event has buttons and none of them is unreadable.
    pub has_sound_buttons: bool,
    /// Whether unreadable text came while the call was open: it may have been an event of the call.
    pub after_gap: bool,
}

/// A hash of each field's value, as far as it must be the same in a repeat. Only the newest event's of each
/// leg is remembered.
#[derive(Debug, Clone, Hash)]
pub struct ContentHash([u32; FIELDS.len()]);

/// Fields that may differ in a repeat: its variables are free, and the others have rules of their own
/// (flow/leg-identity, flow/queue-time). Buttons are compared by what they offer.
const VARYING: [Field; 9] = [
    Field::CallVariables,
    Field::Ani,
    Field::Dnis,
    Field::ContactId,
    Field::CallType,
    Field::ActualType,
    Field::FieldsType,
    Field::MediaCallType,
    Field::QueueTimestamp,
];

impl Brief {
    /// The brief of the event. Its number is given when it is checked.
    pub fn of(event: &Event<'_>) -> Brief {
        let state = event.state().map(|state| KnownState {
            status: state.status,
            phase: state.phase,
            field: FieldRef::Field(field_of(event, state.node)),
        });
        let time = |field| {
            event.readable(field)?;
            Some((event.instant(field)?.clone(), field))
        };
        Brief {
            number: 0,
            leg: id(event, Field::Id).or_else(|| id(event, Field::ConnectionId)),
            call: id(event, Field::ContactId),
            leg_type: event.leg_type(),
            state,
            word: event.event_word().map(|(word, _)| word),
            time: time(Field::StatusTimestamp).or_else(|| time(Field::CurrentStateTime)),
            queue_time: time(Field::QueueTimestamp).map(|(time, _)| time),
            previous: event
                .readable(Field::PreviousStatus)
                .and_then(|node| Status::read(&node.string()?)),
            offered: event.offered(),
            said: event.said(),
            reported: event.reported(),
            has_sound_buttons: event.has_buttons() && !has_unreadable_buttons(event),
            after_gap: false,
        }
    }

    /// Whether nothing but the end of its leg is remembered: the event itself was evicted.
    pub fn is_only_an_end(&self) -> bool {
        self.number == 0
    }

    /// The state's time, if the event has one.
    pub fn at(&self) -> Option<&Instant> {
        self.time.as_ref().map(|(time, _)| time)
    }

    /// Whether the event equals the other one, as far as both are remembered.
    pub fn repeats(&self, other: &Brief) -> bool {
        self.word == other.word
            && self.at() == other.at()
            && self.offered == other.offered
            && self.state.map(|state| state.status) == other.state.map(|state| state.status)
            && self.queue_time == other.queue_time
    }

    /// What the leg may do.
    pub fn phase(&self) -> Option<Phase> {
        self.state.map(|state| state.phase)
    }

    /// Whether the leg rings.
    pub fn rings(&self) -> bool {
        self.phase() == Some(Phase::Ringing)
    }

    /// Whether the leg carries a call.
    pub fn lives(&self) -> bool {
        self.phase() == Some(Phase::Live)
    }

    /// Whether the leg is over.
    pub fn is_over(&self) -> bool {
        self.phase() == Some(Phase::Over)
    }

    /// Whether the leg talks.
    pub fn talks(&self) -> bool {
        let talks =
            |state: KnownState| state.phase == Phase::Live && state.status == Status::Connected;
        self.state.is_some_and(talks)
    }

    /// Whether it is an agent's leg.
    pub fn is_agents(&self) -> bool {
        self.leg_type == Some(LegType::Agent)
    }

    /// Whether it is known to be no agent's leg.
    pub fn is_others(&self) -> bool {
        self.leg_type.is_some_and(|kind| kind != LegType::Agent)
    }
}

impl ContentHash {
    /// Hashes the event's fields.
    pub fn of(event: &Event<'_>) -> ContentHash {
        ContentHash(FIELDS.each_ref().map(|row| {
            let node = event.field(row.field);
            node.map_or(0, |node| hash_of(row.field, node))
        }))
    }

    /// The fields that differ in the other event although a repeat's may not (rule flow/duplicate), in the
    /// documented order.
    pub fn differences(&self, other: &ContentHash) -> impl Iterator<Item = Field> {
        let said = FIELDS.iter().zip(self.0.iter().zip(other.0));
        said.filter(|(_, (one, other))| **one != *other)
            .map(|(row, _)| row.field)
    }
}

impl FieldRef {
    /// Its node in the event of that root, or the nearest object that should hold it.
    pub fn find<'d>(self, root: Node<'d>) -> Node<'d> {
        match self {
            FieldRef::Field(field) => deepest(root, field),
            FieldRef::Button(button) => {
                let table = |table: Field| root.at(table.pointer())?.get(button.key());
                table(Field::Items)
                    .or_else(|| table(Field::Flags))
                    .unwrap_or_else(|| deepest(root, Field::Items))
            }
        }
    }
}

fn deepest(root: Node<'_>, field: Field) -> Node<'_> {
    let found = root.at(field.pointer());
    found.unwrap_or_else(|| match field.row().parent {
        Some(parent) => deepest(root, parent),
        None => root,
    })
}

fn field_of(event: &Event<'_>, node: Node<'_>) -> Field {
    let fields = [Field::Status, Field::CallState, Field::EventWord];
    let is_there = |field: &Field| {
        let there = event.field(*field);
        there.is_some_and(|there| there.number() == node.number())
    };
    fields
        .into_iter()
        .find(is_there)
        .unwrap_or(Field::EventWord)
}

fn has_unreadable_buttons(event: &Event<'_>) -> bool {
    let tables = [Field::Items, Field::Flags].map(|table| event.field(table));
    let hides = |table: Node<'_>| {
        event.is_unreadable(table)
            || table
                .members()
                .any(|button| event.is_unreadable(button.value))
    };
    tables.into_iter().flatten().any(hides)
}

fn id(event: &Event<'_>, field: Field) -> Option<Id> {
    let text = event.readable(field)?.string()?;
    if text.is_empty() {
        return None;
    }
    let half = |seed| u128::from(Thorough::with_seed(seed).hash_one(text.as_ref()));
    Some(Id(half(0) << 64 | half(1)))
}

fn hash_of(field: Field, node: Node<'_>) -> u32 {
    if VARYING.contains(&field) {
        return 0;
    }
    let quick = Quick::with_seed(0);
    let hash = match node.kind() {
        Kind::Object => return 2,
        Kind::Array => return 4,
        Kind::String => quick.hash_one(node.string()),
        Kind::Null | Kind::Boolean | Kind::Number => quick.hash_one(node.raw()),
    };
    // Half of it is enough to see a change; 0 is a field that is absent.
    (hash as u32) | 1
}
