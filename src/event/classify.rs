//! Which document is this event, and which is another documented message of the channel.

use super::vocabulary::{CHANNEL, Field, NEIGHBOURS, SOURCE, SUBTOPIC, TOPIC, folded, is_near};
use crate::json::{Kind, Node};

/// How a document relates to the event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MessageKind {
    /// It is the event, well or badly made.
    Event,
    /// It is a part of the event, sent without its envelope.
    Bare(Part),
    /// Another documented message of the channel.
    Neighbour(Message),
    /// A message that no page documents.
    Unknown(Message),
    /// No object, so no message at all.
    Shapeless,
}

/// A part of the event that may come without its envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The value of `message`.
    Message,
    /// The value of `message.call`.
    Call,
}

/// What names a message; empty where it has no such field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub struct Message {
    pub channel: String,
    pub topic: String,
    pub subtopic: String,
}

/// Decides which document is the event: one whose subtopic is ours or nearly ours; or one that is no
/// other documented message and has `message.call.ButtonStates`; or one of our channel and topic without a subtopic. Any
/// other object may still be a part of the event, without its envelope.
pub fn classify(root: Node<'_>) -> MessageKind {
    if root.kind() != Kind::Object {
        return MessageKind::Shapeless;
    }
    let word = |field: Field| {
        let word = root.get(field.key()).and_then(Node::string);
        // In a template this is the placeholder of a number, which is no word.
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
        return MessageKind::Event;
    }
    if is_neighbour(&message) {
        return MessageKind::Neighbour(message);
    }
    let ours =
        message.channel == CHANNEL && message.topic == TOPIC && message.subtopic.trim().is_empty();
    if ours || root.at(Field::ButtonStates.pointer()).is_some() {
        return MessageKind::Event;
    }
    match part(root) {
        Some(part) => MessageKind::Bare(part),
        None => MessageKind::Unknown(message),
    }
}

/// Which part of the event this is, by its members.
fn part(root: Node<'_>) -> Option<Part> {
    if is_call(root) {
        return Some(Part::Call);
    }
    root.get(Field::Call.key())
        .filter(|call| is_call(*call))
        .map(|_| Part::Message)
}

/// Whether it can only be the value of `message.call`: it has buttons, and an event word or a leg type.
fn is_call(node: Node<'_>) -> bool {
    let buttons = node.get(Field::ButtonStates.key());
    let has = |field: Field| node.get(field.key()).is_some();
    buttons.is_some_and(|buttons| buttons.kind() == Kind::Object)
        && (has(Field::EventWord) || has(Field::CallType))
}

impl Part {
    /// Its key in the event.
    pub fn key(self) -> &'static str {
        self.field().key()
    }

    /// The whole event, this part left open as `…`.
    pub fn wrapper(self) -> String {
        let message = match self {
            Part::Message => "…".to_owned(),
            Part::Call => format!(r#"{{"source":"{SOURCE}","call":…}}"#),
        };
        format!(
            r#"{{"channel":"{CHANNEL}","topic":"{TOPIC}","subtopic":"{SUBTOPIC}","message":{message}}}"#
        )
    }

    fn field(self) -> Field {
        match self {
            Part::Message => Field::Message,
            Part::Call => Field::Call,
        }
    }
}

/// Whether the word is a template's placeholder for a number that may be a phone's.
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
