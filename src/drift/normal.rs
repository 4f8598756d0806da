//! The normal form of a capture: its calls, step by step, with what varies between runs masked.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::capture::Document;
use crate::event::vocabulary::{Field, LegType};
use crate::event::{Event, Kinship, kinship};
use crate::json::{Kind, Node};

/// A capture without what varies from run to run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Normal {
    /// In order of their first state time.
    pub calls: Vec<Call>,
}

impl Normal {
    /// How many events it has.
    pub fn events(&self) -> u64 {
        self.calls.iter().map(|call| call.steps.len() as u64).sum()
    }
}

/// One call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Call {
    /// Its events in order of state time.
    pub steps: Vec<Step>,
}

/// One event of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The event as masked canonical JSON.
    pub text: String,
    /// The name of its leg, unique within its call, such as `connection-1`.
    pub leg: String,
    /// The leg's type, where it is a documented one.
    pub leg_type: Option<LegType>,
    /// `call.event` as it stands.
    pub event: Option<String>,
}

/// The normal form of a capture that is at hand, document by document.
pub fn of_documents(documents: &[Document]) -> Normal {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut calls: Vec<Masked> = Vec::new();
    for document in documents {
        let Some(root) = document
            .root()
            .filter(|&root| kinship(root) == Kinship::Event)
        else {
            continue;
        };
        let event = Event::new(root);
        let contact = event
            .text(Field::ContactId)
            .map(|text| text.value.into_owned())
            .unwrap_or_default();
        let place = *places.entry(contact).or_insert_with(|| {
            calls.push(Masked::default());
            calls.len() - 1
        });
        if let Some(call) = calls.get_mut(place) {
            let step = call.step(&event);
            call.steps.push(step);
        }
    }
    let steps = |call: Masked| Call { steps: call.steps };
    Normal {
        calls: calls.into_iter().map(steps).collect(),
    }
}

/// A call whose values are being masked.
#[derive(Default)]
struct Masked {
    start: Option<Timestamp>,
    names: HashMap<(&'static str, String), usize>,
    steps: Vec<Step>,
}

impl Masked {
    fn step(&mut self, event: &Event<'_>) -> Step {
        if self.start.is_none() {
            self.start = event
                .text(Field::StatusTimestamp)
                .and_then(|text| text.value.parse().ok());
        }
        let id = event.text(Field::ConnectionId).map(|text| text.value);
        let leg = self.name("connection", &id.unwrap_or_default());
        let mut text = String::new();
        self.write(event.root(), event.root(), &mut text);
        Step {
            text,
            leg,
            leg_type: event.leg_type(),
            event: event.text(Field::EventWord).map(|text| text.value.into()),
        }
    }

    fn name(&mut self, kind: &'static str, value: &str) -> String {
        let next = 1 + self
            .names
            .keys()
            .filter(|(other, _)| *other == kind)
            .count();
        let number = self.names.entry((kind, value.to_owned())).or_insert(next);
        format!("{kind}-{number}")
    }

    fn write(&mut self, root: Node<'_>, node: Node<'_>, text: &mut String) {
        match node.kind() {
            Kind::Object => {
                text.push('{');
                for (index, member) in node.members().enumerate() {
                    let comma = if index > 0 { "," } else { "" };
                    text.push_str(&format!("{comma}{}:", member.key.raw()));
                    self.write(root, member.value, text);
                }
                text.push('}');
            }
            Kind::Array => {
                text.push('[');
                for element in node.elements() {
                    text.push_str(if element.index > 0 { "," } else { "" });
                    self.write(root, element.value, text);
                }
                text.push(']');
            }
            Kind::String => text.push_str(&self.string(&root.pointer_to(node), node)),
            Kind::Null | Kind::Boolean | Kind::Number => text.push_str(node.raw()),
        }
    }

    fn string(&mut self, pointer: &str, node: Node<'_>) -> String {
        let value = node.string().unwrap_or_default();
        let is = |fields: &[Field]| fields.iter().any(|field| field.pointer() == pointer);
        if is(&[Field::Id, Field::ConnectionId]) {
            return format!("\"[{}]\"", self.name("connection", &value));
        }
        if is(&[Field::ContactId]) {
            return format!("\"[{}]\"", self.name("contact", &value));
        }
        if is(&[Field::PhoneNumber, Field::FromAddress]) {
            return format!("\"[{}]\"", self.name("phone", &value));
        }
        if pointer.starts_with(Field::CallVariables.pointer()) {
            let key = pointer.rsplit('/').next().unwrap_or_default();
            return format!("\"[{key}]\"");
        }
        let time = value.parse::<Timestamp>().ok().zip(self.start);
        match time.map(|(time, start)| time.as_millisecond() - start.as_millisecond()) {
            None => node.raw().to_owned(),
            Some(0) => "\"[t0]\"".to_owned(),
            Some(after) => format!(
                "\"[t0{}{}.{:03}s]\"",
                if after < 0 { '-' } else { '+' },
                after.abs() / 1000,
                after.abs() % 1000
            ),
        }
    }
}
