//! Which document is this event, and which is a neighbour on the same channel.

use super::vocabulary::{CHANNEL, Field, NEIGHBOURS, SUBTOPIC, TOPIC, folded, is_near};
use crate::json::{Kind, Node};

/// How a document relates to the event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kinship {
    /// It is the event, well or badly made.
    Event,
    /// Another documented message of the channel.
    Neighbour(Message),
    /// A message that no page documents.
    Unknown(Message),
    /// No object, so no message at all.
    Shapeless,
}

/// What names a message; empty where it says nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub struct Message {
    pub channel: String,
    pub topic: String,
    pub subtopic: String,
}

/// Decides which document is the event: one whose subtopic is ours or nearly ours; or one that is no
/// neighbour and has `message.call.ButtonStates`; or one of our channel and topic without a subtopic.
pub fn kinship(root: Node<'_>) -> Kinship {
    if root.kind() != Kind::Object {
        return Kinship::Shapeless;
    }
    let word = |field: Field| {
        let word = root.get(field.key()).and_then(Node::string);
        // A normal form is what it stands for: this stands for a number, which is no word.
        word.filter(|word| !is_masked_number(word))
            .unwrap_or_default()
            .into_owned()
    };
    let message = Message {
        channel: word(Field::Channel),
        topic: word(Field::Topic),
        subtopic: word(Field::Subtopic),
    };
    if is_near(&message.subtopic, SUBTOPIC) {
        return Kinship::Event;
    }
    if is_neighbour(&message) {
        return Kinship::Neighbour(message);
    }
    let ours =
        message.channel == CHANNEL && message.topic == TOPIC && message.subtopic.trim().is_empty();
    if ours || root.at(Field::ButtonStates.pointer()).is_some() {
        return Kinship::Event;
    }
    Kinship::Unknown(message)
}

/// What a normal form shows in the place of a number that may be a phone's.
fn is_masked_number(word: &str) -> bool {
    let shape = word
        .strip_prefix("[number ")
        .and_then(|rest| rest.strip_suffix(']'));
    shape.is_some_and(|shape| shape.contains('d'))
}

fn is_neighbour(message: &Message) -> bool {
    let (topic, subtopic) = (folded(&message.topic), folded(&message.subtopic));
    NEIGHBOURS
        .iter()
        .any(|(of, name)| folded(name) == subtopic && of.is_none_or(|of| folded(of) == topic))
}
