//! The event: its fields, found once, and the states and buttons that they report.

mod buttons;
mod classify;
pub mod golden;
pub mod timestamp;
pub mod vocabulary;

use std::borrow::Cow;
use std::collections::HashSet;

pub use buttons::{ButtonDisplay, Buttons, Offer};

pub use classify::{Message, MessageKind, Part, classify};
use timestamp::Instant;

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

/// The allowed values that the event has, each with its node.
struct Words<'d> {
    status: Option<(Status, Node<'d>)>,
    state: Option<(Status, Node<'d>)>,
    event: Option<(EventWord, Node<'d>)>,
    leg_type: Option<(LegType, Node<'d>)>,
}

/// Nodes that findings have claimed, so that one fault is reported once.
#[derive(Debug, Default)]
struct Claims {
    /// Reported by a documented or sampled rule: not read any more, as if absent.
    unreadable: HashSet<u32>,
    /// Reported by any rule: no other rule reports them.
    reported: HashSet<u32>,
    /// Shown beside what was reported.
    shown: HashSet<u32>,
}

/// A string and the node that holds it.
#[derive(Clone)]
pub struct Text<'d> {
    /// Its node.
    pub node: Node<'d>,
    /// Its value.
    pub value: Cow<'d, str>,
}

/// The state of the event's leg, and the node that reports it.
#[derive(Clone, Copy)]
pub struct LegState<'d> {
    /// The state.
    pub status: Status,
    /// What it lets the leg do; OVER also when `call.event` alone says so.
    pub phase: Phase,
    /// The node that decides the phase.
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
            if let Some(slot) = fields.get_mut(row.field as usize) {
                *slot = parent.and_then(|parent| parent.get(row.field.key()));
            }
        }
        let found = |field: Field| fields.get(field as usize).copied().flatten();
        let instant = |field: Field| timestamp::instant(&found(field)?.string()?);
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

    /// The field's time, if it is one of [`Field::TIMES`] and holds an instant, reported or not.
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

    /// The field, whatever was reported about it.
    pub fn field(&self, field: Field) -> Option<Node<'d>> {
        self.fields.get(field as usize).copied().flatten()
    }

    /// The field, unless it is missing or a finding has reported it.
    pub fn get(&self, field: Field) -> Option<Node<'d>> {
        self.field(field).filter(|&node| !self.is_reported(node))
    }

    /// The field, unless it is missing or any finding has claimed it: what agreement rules compare.
    pub fn unclaimed(&self, field: Field) -> Option<Node<'d>> {
        self.field(field).filter(|&node| !self.is_claimed(node))
    }

    /// The field's string, unless it is missing, no string, or reported.
    pub fn text(&self, field: Field) -> Option<Text<'d>> {
        text(self.get(field)?)
    }

    /// Those of the fields that are strings and not reported.
    pub fn texts(&self, fields: &[Field]) -> impl Iterator<Item = (Field, Node<'d>)> {
        fields
            .iter()
            .filter_map(|&field| Some((field, self.text(field)?.node)))
    }

    /// The field's string, for agreement rules.
    pub fn unclaimed_text(&self, field: Field) -> Option<Text<'d>> {
        text(self.unclaimed(field)?)
    }

    /// Whether a finding has reported that node.
    pub fn is_reported(&self, node: Node<'_>) -> bool {
        self.claims.reported.contains(&node.number())
    }

    /// Whether any finding has reported that node, or shown it beside what it reports.
    pub fn is_claimed(&self, node: Node<'_>) -> bool {
        self.is_reported(node) || self.claims.shown.contains(&node.number())
    }

    /// Whether the node is not read any more: a documented or sampled rule has reported it. What a weaker
    /// rule has reported is read all the same.
    pub fn is_unreadable(&self, node: Node<'_>) -> bool {
        self.claims.unreadable.contains(&node.number())
    }

    /// The field, unless it is missing or unreadable: what other rules and whole calls build on.
    pub fn readable(&self, field: Field) -> Option<Node<'d>> {
        self.field(field).filter(|&node| !self.is_unreadable(node))
    }

    /// Remembers that a finding reports that node, so that no other finding does.
    pub fn mark_reported(&mut self, node: u32) {
        self.claims.reported.insert(node);
    }

    /// Remembers that the node is not to be read any more.
    pub fn mark_unreadable(&mut self, node: u32) {
        self.claims.unreadable.insert(node);
    }

    /// Remembers that a finding shows that node beside the one it reports.
    pub fn mark_shown(&mut self, node: u32) {
        self.claims.shown.insert(node);
    }

    /// `call.event`, where it is an allowed value.
    pub fn event_word(&self) -> Option<(EventWord, Node<'d>)> {
        self.words
            .event
            .filter(|(_, node)| !self.is_unreadable(*node))
    }

    /// `call.CallType`, letter case aside.
    pub fn leg_type(&self) -> Option<LegType> {
        let known = self
            .words
            .leg_type
            .filter(|(_, node)| !self.is_unreadable(*node));
        known.map(|(leg_type, _)| leg_type)
    }

    /// The leg's state: `status` if known, else `CallState` if known, else that of `call.event`. What is
    /// unreadable is not read; beside a known state the event word never changes it.
    pub fn state(&self) -> Option<LegState<'d>> {
        let words = &self.words;
        let states = words.status.into_iter().chain(words.state);
        let word = words.event.map(|(word, node)| (word.status(), node));
        let mut known = states.chain(word);
        let (status, node) = known.find(|(_, node)| !self.is_unreadable(*node))?;
        Some(LegState {
            status,
            phase: status.phase(),
            node,
        })
    }
}

impl LegState<'_> {
    /// Whether the leg rings.
    pub fn rings(&self) -> bool {
        self.phase == Phase::Ringing
    }

    /// Whether the leg is over.
    pub fn is_over(&self) -> bool {
        self.phase == Phase::Over
    }

    /// Whether the leg talks.
    pub fn is_connected(&self) -> bool {
        self.phase == Phase::Live && self.status == Status::Connected
    }

    /// Whether the leg is on hold.
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
