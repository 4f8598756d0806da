//! Strings that stand in for the value that was meant: a program's slip, whatever field it happens to.

use super::{Violation, quoted};
use crate::json::{self, Node, OBJECT_TEXT, Read};

/// What programs write where a value is missing.
const WORDS_FOR_NOTHING: [&str; 8] = [
    "undefined",
    "null",
    "NULL",
    "NaN",
    "nan",
    "None",
    "nil",
    "<nil>",
];

/// What a string holds in place of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StandIn {
    /// JSON that was encoded so many times, at least twice; whether an object or an array is in it.
    Encoded(usize, bool),
    /// What JavaScript writes for an object in a string.
    ObjectText,
    /// A word for a value that was missing.
    Nothing(&'static str),
}

impl StandIn {
    /// What the node's string holds, where it is one of these.
    pub fn of(node: Node<'_>) -> Option<StandIn> {
        let text = node.string()?;
        let text = text.trim();
        if let Some(word) = WORDS_FOR_NOTHING.into_iter().find(|word| *word == text) {
            return Some(StandIn::Nothing(word));
        }
        if text == OBJECT_TEXT {
            return Some(StandIn::ObjectText);
        }
        encoded(text)
    }

    /// What the value of a wrong type is, for a headline.
    pub fn named(self) -> Option<&'static str> {
        match self {
            StandIn::Encoded(_, true) => Some("a string that holds JSON"),
            StandIn::ObjectText => Some("the text `[object Object]`"),
            StandIn::Encoded(_, false) | StandIn::Nothing(_) => None,
        }
    }

    /// "twice", "three times".
    pub fn times(count: usize) -> String {
        match count {
            2 => "twice".to_owned(),
            3 => "three times".to_owned(),
            more => format!("{more} times"),
        }
    }

    fn help(self, name: &str) -> String {
        match self {
            StandIn::Encoded(count, is_container) => {
                let times = StandIn::times(count);
                let meant = if is_container { "object" } else { "value" };
                format!(
                    "{name} is encoded {times}: send the {meant} itself; most often `JSON.stringify` or `json.dumps` is called again on what is text already: call it once, on the whole event"
                )
            }
            StandIn::ObjectText => format!(
                "{name} was an object, and JavaScript joined it to a string: send the object itself, and call `JSON.stringify` once, on the whole event"
            ),
            StandIn::Nothing(word) => format!(
                "{name} says `{word}`: the producer's value was missing, and the word was written in its place; find out why it was missing, and send the value (or null without quotes, where the field may be null)"
            ),
        }
    }
}

/// What to do where a place at fault holds a string that stands in for a value.
pub fn help(root: Node<'_>, violation: &Violation) -> Option<String> {
    let claimed = violation.places.iter().filter(|place| place.claims);
    let mut nodes = claimed.filter_map(|place| Some(root.sibling(place.node?)));
    nodes.find_map(|node| {
        let stand_in = StandIn::of(node).filter(|_| !node.is_key_itself())?;
        Some(stand_in.help(&name(root, node)))
    })
}

/// The key under which it stands.
fn name(root: Node<'_>, node: Node<'_>) -> String {
    let pointer = root.pointer_to(node);
    match pointer.rsplit_once('/') {
        Some((_, key)) => quoted(&key.replace("~1", "/").replace("~0", "~")),
        None => "the document".to_owned(),
    }
}

/// How often what the string holds was encoded, where that is JSON.
fn encoded(text: &str) -> Option<StandIn> {
    let mut count = 1;
    let mut text = text.to_owned();
    while let Some(inner) = decoded(text.trim()) {
        count += 1;
        match inner {
            Some(inner) => text = inner,
            None => return Some(StandIn::Encoded(count, true)),
        }
    }
    (count > 1).then_some(StandIn::Encoded(count, false))
}

/// What the JSON text says, where it is a string; inside that none, where it is an object or an array.
fn decoded(text: &str) -> Option<Option<String>> {
    if !text.starts_with(['{', '[', '"']) {
        return None;
    }
    match json::read(text.as_bytes(), true) {
        Read::Whole(tape, length) if length == text.len() => {
            let inner = tape.root(text).string().map(|inner| inner.into_owned());
            Some(inner)
        }
        Read::Whole(..) | Read::Broken(_) | Read::Short => None,
    }
}
