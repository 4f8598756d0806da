//! What a document says: the event's fields, found once, and the states and buttons they tell.

mod buttons;
mod call;
mod checksum;
mod flow;
pub mod instant;
mod kind;
mod leg;
mod moment;
pub mod reference;
pub mod vocabulary;

use std::borrow::Cow;
use std::collections::HashSet;

pub use buttons::{ButtonDisplay, Buttons, Offer};
pub use call::{Call, Step};
pub use checksum::Checksum;
pub use flow::Flow;
use instant::Instant;
pub use kind::{Message, MessageKind, Part, classify};
pub use leg::{Ending, Leg};
pub use moment::{Brief, ContentHash, FieldRef, Id, ToldState};

use crate::json::Node;
use vocabulary::{Button, EventWord, FIELDS, Field, LegType, Phase, Status};

/// One event, as the rules see it.
pub struct Event<'d> {
    root: Node<'d>,
    fields: [Option<Node<'d>>; FIELDS.len()],
    buttons: [ButtonDisplay<'d>; Button::ALL.len()],
    instants: [Option<Instant>; Field::TIMES.len()],
    words: Words<'d>,
    claims: Claims,
}

/// The documented words of the event, each with the place that says it.
struct Words<'d> {
    status: Option<(Status, Node<'d>)>,
    state: Option<(Status, Node<'d>)>,
    event: Option<(EventWord, Node<'d>)>,
    leg_type: Option<(LegType, Node<'d>)>,
}

/// Nodes that findings have named: one fault is told once.
#[derive(Debug, Default)]
struct Claims {
    /// Reported by a documented or sampled rule: not read any more, as if absent.
    hidden: HashSet<u32>,
    /// Reported by any rule: no other rule reports them.
    blamed: HashSet<u32>,
    /// Shown beside what was reported.
    cited: HashSet<u32>,
}

/// A string and the node that holds it.
#[derive(Clone)]
pub struct Text<'d> {
    /// Where it stands.
    pub node: Node<'d>,
    /// Its value.
    pub value: Cow<'d, str>,
}

/// The state of the event's leg, and the place that tells it.
#[derive(Clone, Copy)]
pub struct LegState<'d> {
    /// The state.
    pub status: Status,
    /// What it lets the leg do; OVER also when `call.event` alone says so.
    pub phase: Phase,
    /// The place that decides the phase.
    pub node: Node<'d>,
}

impl<'d> Event<'d> {
    /// Finds the fields of the document whose root this is.
    pub fn new(root: Node<'d>) -> Event<'d> {
        let mut fields = [None; FIELDS.len()];
        for row in &FIELDS {
            let parent = match row.parent {
                None => Some(root),
                Some(parent) => fields.get(parent as usize).copied().flatten(),
            };
            if let Some(place) = fields.get_mut(row.field as usize) {
                *place = parent.and_then(|parent| parent.get(row.field.key()));
            }
        }
        let found = |field: Field| fields.get(field as usize).copied().flatten();
        let instant = |field: Field| instant::instant(&found(field)?.string()?);
        Event {
            root,
            fields,
            buttons: ButtonDisplay::all(found(Field::Items), found(Field::Flags)),
            instants: Field::TIMES.map(instant),
            words: Words {
                status: found(Field::Status).and_then(|node| known(node, Status::read)),
                state: found(Field::CallState).and_then(|node| known(node, Status::read)),
                event: found(Field::EventWord).and_then(|node| known(node, EventWord::read)),
                leg_type: found(Field::CallType).and_then(|node| known(node, LegType::read)),
            },
            claims: Claims::default(),
        }
    }

    /// When that is, where the field is one of [`Field::TIMES`] and tells an instant, reported or not.
    pub fn instant(&self, field: Field) -> Option<&Instant> {
        let mut times = Field::TIMES.iter().zip(&self.instants);
        times
            .find(|(time, _)| **time == field)
            .and_then(|(_, instant)| instant.as_ref())
    }

    /// The document's root.
    pub fn root(&self) -> Node<'d> {
        self.root
    }

    /// The field, whatever was told about it.
    pub fn field(&self, field: Field) -> Option<Node<'d>> {
        self.fields.get(field as usize).copied().flatten()
    }

    /// The field, unless it is missing or a finding has already blamed it.
    pub fn get(&self, field: Field) -> Option<Node<'d>> {
        self.field(field).filter(|&node| !self.is_blamed(node))
    }

    /// The field, unless it is missing or any finding has already named it: what agreement rules compare.
    pub fn undisputed(&self, field: Field) -> Option<Node<'d>> {
        self.field(field).filter(|&node| !self.is_named(node))
    }

    /// The field's string, unless it is missing, no string, or blamed.
    pub fn text(&self, field: Field) -> Option<Text<'d>> {
        text(self.get(field)?)
    }

    /// Those of the fields that are strings and not blamed.
    pub fn texts(&self, fields: &[Field]) -> impl Iterator<Item = (Field, Node<'d>)> {
        fields
            .iter()
            .filter_map(|&field| Some((field, self.text(field)?.node)))
    }

    /// The field's string, for agreement rules.
    pub fn undisputed_text(&self, field: Field) -> Option<Text<'d>> {
        text(self.undisputed(field)?)
    }

    /// Whether a finding has blamed that node.
    pub fn is_blamed(&self, node: Node<'_>) -> bool {
        self.claims.blamed.contains(&node.number())
    }

    /// Whether any finding has named that node, to blame it or beside what it blames.
    pub fn is_named(&self, node: Node<'_>) -> bool {
        self.is_blamed(node) || self.claims.cited.contains(&node.number())
    }

    /// Whether the node is not read any more: a documented or sampled rule has reported it. What a weaker
    /// rule has reported is read as it stands.
    pub fn is_hidden(&self, node: Node<'_>) -> bool {
        self.claims.hidden.contains(&node.number())
    }

    /// The field, unless it is missing or hidden: what other rules and whole calls build on.
    pub fn readable(&self, field: Field) -> Option<Node<'d>> {
        self.field(field).filter(|&node| !self.is_hidden(node))
    }

    /// Remembers that a finding blames that node: no other finding will.
    pub fn blame(&mut self, node: u32) {
        self.claims.blamed.insert(node);
    }

    /// Remembers that the node is not to be read any more.
    pub fn hide(&mut self, node: u32) {
        self.claims.hidden.insert(node);
    }

    /// Remembers that a finding shows that node beside the one it blames.
    pub fn cite(&mut self, node: u32) {
        self.claims.cited.insert(node);
    }

    /// `call.event`, where it is a documented word.
    pub fn event_word(&self) -> Option<(EventWord, Node<'d>)> {
        self.words.event.filter(|(_, node)| !self.is_hidden(*node))
    }

    /// `call.CallType`, letter case aside.
    pub fn leg_type(&self) -> Option<LegType> {
        let told = self
            .words
            .leg_type
            .filter(|(_, node)| !self.is_hidden(*node));
        told.map(|(leg_type, _)| leg_type)
    }

    /// The leg's state: `status` if known, else `CallState` if known, else as `call.event` tells it. What is
    /// hidden is not read; beside a known state the event word never changes it.
    pub fn state(&self) -> Option<LegState<'d>> {
        let words = &self.words;
        let states = words.status.into_iter().chain(words.state);
        let word = words.event.map(|(word, node)| (word.status(), node));
        let mut told = states.chain(word);
        let (status, node) = told.find(|(_, node)| !self.is_hidden(*node))?;
        Some(LegState {
            status,
            phase: status.phase(),
            node,
        })
    }
}

impl LegState<'_> {
    /// RINGING
    pub fn rings(&self) -> bool {
        self.phase == Phase::Ringing
    }

    /// OVER
    pub fn is_over(&self) -> bool {
        self.phase == Phase::Over
    }

    /// Talking.
    pub fn is_connected(&self) -> bool {
        self.phase == Phase::Live && self.status == Status::Connected
    }

    /// Waiting.
    pub fn is_on_hold(&self) -> bool {
        self.phase == Phase::Live && self.status == Status::Hold
    }

    /// Connected or on hold: there is somebody at the other end.
    pub fn is_two_way(&self) -> bool {
        self.is_connected() || self.is_on_hold()
    }
}

fn text(node: Node<'_>) -> Option<Text<'_>> {
    Some(Text {
        node,
        value: node.string()?,
    })
}

fn known<T>(node: Node<'_>, read: impl Fn(&str) -> Option<T>) -> Option<(T, Node<'_>)> {
    Some((read(&node.string()?)?, node))
}
