//! What is kept of an event so that a finding can still show it: its text, or the places that rules cite.

use std::sync::Arc;

use crate::capture::{Content, Document};
use crate::event::FieldRef;
use crate::event::vocabulary::{Button, FIELDS, Field};
use crate::json::{Node, Places, Position, Read, Span, read};
use crate::report::mask::Masks;
use crate::report::{Elsewhere, Location, excerpt};

/// Larger texts are not kept: their places are found at once.
const LARGEST: usize = 16 * 1024;

/// An event that can be shown again.
#[derive(Debug)]
pub struct RetainedText {
    /// The input's place among the inputs, from 0.
    pub input: usize,
    /// The document in it, from 1.
    pub document: u64,
    /// The event in it, from 1.
    pub event: u64,
    kept: Kept,
}

#[derive(Debug)]
enum Kept {
    /// The document's own text, until its turn.
    Shared(Position, Arc<str>),
    Text(Position, String),
    Places {
        places: Vec<(FieldRef, Location)>,
        call: Option<String>,
        leg: Option<String>,
    },
}

/// What can be shown of an event.
#[derive(Debug, Default)]
pub struct ShownEvent {
    /// The places that were asked for.
    pub locations: Vec<Location>,
    /// The call's id, masked.
    pub call: Option<String>,
}

impl RetainedText {
    /// What to keep of the document, which is an event. Its numbers are given when its turn comes.
    pub fn of(document: &Document, masks: Masks) -> RetainedText {
        RetainedText {
            input: 0,
            document: document.number,
            event: 0,
            kept: keep(document, masks),
        }
    }

    /// The places as a reader finds them.
    pub fn show(&self, wanted: &[(FieldRef, &str)], masks: Masks) -> ShownEvent {
        match &self.kept {
            Kept::Shared(start, text) => shown(text, *start, wanted, masks),
            Kept::Text(start, text) => shown(text, *start, wanted, masks),
            Kept::Places { places, call, .. } => ShownEvent {
                locations: wanted
                    .iter()
                    .filter_map(|place| found(places, place))
                    .collect(),
                call: call.clone(),
            },
        }
    }

    /// The ids of its call and its leg, masked.
    pub fn ids(&self, masks: Masks) -> (Option<String>, Option<String>) {
        match &self.kept {
            Kept::Shared(_, text) => ids(text, masks),
            Kept::Text(_, text) => ids(text, masks),
            Kept::Places { call, leg, .. } => (call.clone(), leg.clone()),
        }
    }

    /// From its turn on it stays for long, in memory that another sight has left.
    pub fn settle(mut self, spare: &mut BufferPool) -> RetainedText {
        if let Kept::Shared(start, text) = &self.kept {
            self.kept = Kept::Text(*start, spare.copy(text));
        }
        self
    }

    /// Where it stands, for a finding of another document.
    pub fn elsewhere(&self, path: &str) -> Elsewhere {
        Elsewhere {
            input: path.to_owned(),
            document: self.document,
            event: self.event,
        }
    }
}

/// Memory of sights that were let go. Texts that stay would otherwise lie scattered among those that only
/// pass, and every allocation of the run would be slower (a tenth of a run was measured).
#[derive(Debug, Default)]
pub struct BufferPool(Vec<String>);

/// So many at the most.
const MOST_SPARE: usize = 256;

/// Room is made in steps of so many bytes, so that texts of like sizes fit where another was.
const STEP: usize = 256;

impl BufferPool {
    /// The sight is not needed any more.
    pub fn take(&mut self, sight: RetainedText) {
        match sight.kept {
            Kept::Text(_, text) if self.0.len() < MOST_SPARE => self.0.push(text),
            Kept::Text(..) | Kept::Shared(..) | Kept::Places { .. } => {}
        }
    }

    fn copy(&mut self, text: &str) -> String {
        // Not a small text in the place of a large one: memory is to follow what is kept.
        let fitting = self
            .0
            .pop()
            .filter(|spare| spare.capacity() / 2 <= text.len());
        let mut copy = fitting.unwrap_or_default();
        copy.clear();
        copy.reserve_exact(text.len().next_multiple_of(STEP));
        copy.push_str(text);
        copy
    }
}

fn ids(text: &str, masks: Masks) -> (Option<String>, Option<String>) {
    match read(text.as_bytes(), true) {
        Read::Whole(tape, _) => {
            let root = tape.root(text);
            (call(root, masks), leg(root, masks))
        }
        Read::Broken(_) | Read::Short => (None, None),
    }
}

fn keep(document: &Document, masks: Masks) -> Kept {
    match &document.content {
        Content::Whole { text, .. } if document.layers.is_empty() && text.len() <= LARGEST => {
            Kept::Shared(document.start, Arc::clone(text))
        }
        Content::Whole { text, tape } => {
            let root = tape.root(text);
            let at = |byte: u32| document.position(byte);
            Kept::Places {
                places: all_places(root, text, at, masks),
                call: call(root, masks),
                leg: leg(root, masks),
            }
        }
        Content::Broken { .. } => Kept::Places {
            places: Vec::new(),
            call: None,
            leg: None,
        },
    }
}

fn all_places(
    root: Node<'_>,
    text: &str,
    at: impl Fn(u32) -> Position,
    masks: Masks,
) -> Vec<(FieldRef, Location)> {
    let fields = FIELDS.iter().map(|row| FieldRef::Field(row.field));
    let buttons = Button::ALL.into_iter().map(FieldRef::Button);
    let wanted: Vec<(FieldRef, &str)> = fields.chain(buttons).map(|spot| (spot, "")).collect();
    let locations = locations(root, text, &wanted, at, masks);
    wanted
        .iter()
        .map(|(spot, _)| *spot)
        .zip(locations)
        .collect()
}

fn found(places: &[(FieldRef, Location)], (spot, label): &(FieldRef, &str)) -> Option<Location> {
    let (_, location) = places.iter().find(|(kept, _)| kept == spot)?;
    Some(Location {
        label: (*label).to_owned(),
        ..location.clone()
    })
}

fn shown(text: &str, start: Position, wanted: &[(FieldRef, &str)], masks: Masks) -> ShownEvent {
    let Read::Whole(tape, _) = read(text.as_bytes(), true) else {
        return ShownEvent::default();
    };
    let root = tape.root(text);
    let places = Places::of(start, text.as_bytes());
    let at = |byte: u32| places.at(text.as_bytes(), byte as usize);
    ShownEvent {
        locations: locations(root, text, wanted, at, masks),
        call: call(root, masks),
    }
}

/// The call that an event of that root belongs to, its id masked.
pub fn call(root: Node<'_>, masks: Masks) -> Option<String> {
    id(root, Field::ContactId, masks)
}

/// The leg, its id masked.
fn leg(root: Node<'_>, masks: Masks) -> Option<String> {
    id(root, Field::Id, masks).or_else(|| id(root, Field::ConnectionId, masks))
}

fn id(root: Node<'_>, field: Field, masks: Masks) -> Option<String> {
    let id = root.at(field.pointer())?;
    id.string().filter(|id| !id.is_empty())?;
    let shown = masks.node(root, id);
    Some(shown.trim_matches('"').to_owned())
}

fn locations(
    root: Node<'_>,
    text: &str,
    wanted: &[(FieldRef, &str)],
    at: impl Fn(u32) -> Position,
    masks: Masks,
) -> Vec<Location> {
    let nodes: Vec<Node<'_>> = wanted.iter().map(|(spot, _)| spot.find(root)).collect();
    let spans: Vec<Span> = nodes.iter().map(|node| node.span()).collect();
    let excerpts = excerpt::of_node(root, text, &spans, masks);
    let places = wanted.iter().zip(nodes).zip(excerpts);
    places
        .map(|(((_, label), node), excerpt)| Location {
            elsewhere: None,
            pointer: Some(masks.pointer(&root.pointer_to(node))),
            start: at(node.span().start),
            end: at(node.span().end),
            length: u64::from(node.span().len()),
            label: (*label).to_owned(),
            excerpt,
        })
        .collect()
}
