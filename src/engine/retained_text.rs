//! What is retained of an event so that a later finding can show it: its text, or the locations that rules report.

use std::sync::Arc;

use crate::call::FieldRef;
use crate::capture::{Content, Document};
use crate::event::vocabulary::{Button, FIELDS, Field};
use crate::json::{Node, Places, Position, Read, Span, read};
use crate::privacy::masks::Masks;
use crate::report::{Elsewhere, Location, excerpt};

/// Bytes of a retained text; of a larger one the locations are found at once.
const MAX_TEXT_BYTES: usize = 16 * 1024;

/// An event that can be shown again.
#[derive(Debug)]
pub struct RetainedText {
    /// The index of the input.
    pub input: usize,
    /// The document in it, from 1.
    pub document: u64,
    /// The event in it, from 1.
    pub event: u64,
    kept: Kept,
}

#[derive(Debug)]
enum Kept {
    /// The document's own text, until its event is checked.
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
    /// The requested locations.
    pub locations: Vec<Location>,
    /// The call's id, masked.
    pub call: Option<String>,
}

impl RetainedText {
    /// Retains the event. The input and the event's number are filled in by the engine.
    pub fn of(document: &Document, masks: Masks) -> RetainedText {
        RetainedText {
            input: 0,
            document: document.number,
            event: 0,
            kept: keep(document, masks),
        }
    }

    /// The requested locations as a reader finds them.
    pub fn show(&self, wanted: &[(FieldRef, &str)], masks: Masks) -> ShownEvent {
        match &self.kept {
            Kept::Shared(start, text) => shown(text, *start, wanted, masks),
            Kept::Text(start, text) => shown(text, *start, wanted, masks),
            Kept::Places { places, call, .. } => ShownEvent {
                locations: wanted.iter().filter_map(|one| found(places, one)).collect(),
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

    /// Copies the text into memory from the pool: once its event is checked it stays for long.
    pub fn retain(mut self, spare: &mut BufferPool) -> RetainedText {
        if let Kept::Shared(start, text) = &self.kept {
            self.kept = Kept::Text(*start, spare.copy(text));
        }
        self
    }

    /// Its location, for a finding of another document.
    pub fn elsewhere(&self, path: &str) -> Elsewhere {
        Elsewhere {
            input: path.to_owned(),
            document: self.document,
            event: self.event,
        }
    }
}

/// Memory of dropped texts. Long-lived texts would otherwise lie scattered among short-lived ones, and every
/// allocation of the run would be slower (a tenth of a run was measured).
#[derive(Debug, Default)]
pub struct BufferPool(Vec<String>);

/// Buffers kept for reuse.
const MAX_BUFFERS: usize = 256;

/// Capacities are multiples of this many bytes, so that texts of similar size fit into the same buffer.
const BUFFER_STEP_BYTES: usize = 256;

impl BufferPool {
    /// Takes the memory of a text that is not needed any more.
    pub fn take(&mut self, retained: RetainedText) {
        match retained.kept {
            Kept::Text(_, text) if self.0.len() < MAX_BUFFERS => self.0.push(text),
            Kept::Text(..) | Kept::Shared(..) | Kept::Places { .. } => {}
        }
    }

    fn copy(&mut self, text: &str) -> String {
        // A small text must not keep a large buffer.
        let fitting = self
            .0
            .pop()
            .filter(|spare| spare.capacity() / 2 <= text.len());
        let mut copy = fitting.unwrap_or_default();
        copy.clear();
        copy.reserve_exact(text.len().next_multiple_of(BUFFER_STEP_BYTES));
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
        Content::Whole { text, .. }
            if document.layers.is_empty() && text.len() <= MAX_TEXT_BYTES =>
        {
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
    let wanted: Vec<(FieldRef, &str)> = fields.chain(buttons).map(|field| (field, "")).collect();
    let locations = locations(root, text, &wanted, at, masks);
    wanted
        .iter()
        .map(|(field, _)| *field)
        .zip(locations)
        .collect()
}

fn found(places: &[(FieldRef, Location)], (field, label): &(FieldRef, &str)) -> Option<Location> {
    let (_, location) = places.iter().find(|(kept, _)| kept == field)?;
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

/// The id of the event's call, masked.
pub fn call(root: Node<'_>, masks: Masks) -> Option<String> {
    id(root, Field::ContactId, masks)
}

/// The id of the event's leg, masked.
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
    let nodes: Vec<Node<'_>> = wanted.iter().map(|(field, _)| field.find(root)).collect();
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
