//! Faults to plant: the rules' own bad examples, as changes of one document.
//!
//! Not every bad example is one. Left out are those that break other rules too, that touch more than one
//! document, add or drop one, or do not stay on one line; those that change by what an event is followed
//! through its call ([`IDENTITY`]), but for calls of one event: flow rules would see another leg.
//! None is repaired by new ids, times and numbers: an edited value is no role's, or another role's.

use super::cast::Cast;
use super::compact::compact;
use super::template::Template;
use crate::event::vocabulary::Field;
use crate::event::{Event, MessageKind, classify};
use crate::json::{Node, Read, read};
use crate::rules::{Check, Edit, Example, Rule, TextInput, Violation, all};

/// By these an event is known to belong to its leg and its call.
const IDENTITY: [Field; 4] = [
    Field::Id,
    Field::ContactId,
    Field::CallType,
    Field::ActualType,
];

/// A bad example as a change of one document of its golden.
pub struct Slip {
    rule: &'static str,
    title: &'static str,
    pointer: Option<String>,
    is_event: bool,
    keeps_identity: bool,
    before: Template,
    after: Template,
}

/// A fault at an event of a flow.
#[derive(Debug)]
pub struct PlantedFault {
    /// The rule that it breaks, once, and no other.
    pub rule: &'static str,
    /// The example's title.
    pub title: &'static str,
    /// Where, from the document's root; none where the text cannot be read.
    pub pointer: Option<String>,
    /// Whether the document is still taken for the event.
    pub is_event: bool,
    /// The flow's event that has it, from 0.
    pub event: usize,
    /// The document with the fault.
    pub template: Template,
}

/// Every bad example that can be planted.
pub fn slips() -> Vec<Slip> {
    all()
        .flat_map(|rule| rule.bad.iter().map(move |example| (rule, example)))
        .filter_map(|(rule, example)| Slip::new(rule, example))
        .collect()
}

impl Slip {
    fn new(rule: &'static Rule, example: &'static Example) -> Option<Slip> {
        if !example.also.is_empty() {
            return None;
        }
        let event = only_event(example.edits)?;
        let golden = example.golden_documents();
        let before = golden.get(event)?;
        let after = compact(example.documents().get(event)?);
        if after.contains('\n') || tells_the_past(example.edits) {
            return None;
        }
        let Told { pointer, is_event } = told(rule, example, &after)?;
        let documents: Vec<&str> = golden.iter().map(String::as_str).collect();
        let cast = Cast::of(&documents);
        Some(Slip {
            rule: rule.id,
            title: example.title,
            pointer,
            is_event,
            keeps_identity: identity(&after).is_none_or(|own| Some(own) == identity(before))
                && queue_time(&after).is_none_or(|own| Some(own) == queue_time(before)),
            before: Template::new(&compact(before), &cast),
            after: Template::new(&after, &cast),
        })
    }

    /// The faults that it makes in a flow: at every event that is the same moment of a call as its own.
    pub fn faults(&self, flow: &[Template]) -> Vec<PlantedFault> {
        if !self.keeps_identity && flow.len() > 1 {
            return Vec::new();
        }
        let at = |(event, template): (usize, &Template)| {
            let roles = self.before.translation(template)?;
            Some(PlantedFault {
                rule: self.rule,
                title: self.title,
                pointer: self.pointer.clone(),
                is_event: self.is_event,
                event,
                template: self.after.recast(&roles)?,
            })
        };
        flow.iter().enumerate().filter_map(at).collect()
    }
}

/// Whether an edit says what the leg was before: whether that is wrong depends on where it is planted.
fn tells_the_past(edits: &[Edit]) -> bool {
    let previous = Field::PreviousStatus.pointer();
    edits
        .iter()
        .any(|edit| matches!(edit, Edit::Put(_, pointer, _) if *pointer == previous))
}

/// The one event that the edits change; none where they change several, or which documents there are.
fn only_event(edits: &[Edit]) -> Option<usize> {
    let mut events = edits.iter().map(|edit| match *edit {
        Edit::Set(event, _, _)
        | Edit::Remove(event, _)
        | Edit::Put(event, _, _)
        | Edit::Cut(event, _)
        | Edit::Rename(event, _, _)
        | Edit::Offer(event, _)
        | Edit::Replace(event, _, _) => Some(event),
        Edit::Copy(..) | Edit::Move(..) | Edit::Drop(_) | Edit::Keep(_) | Edit::Append(_) => None,
    });
    let first = events.next()??;
    events.all(|event| event == Some(first)).then_some(first)
}

/// What says to which leg and call the event belongs; none where it cannot be read.
fn identity(document: &str) -> Option<[Option<String>; 4]> {
    let Read::Whole(tape, _) = read(document.as_bytes(), true) else {
        return None;
    };
    let event = Event::new(tape.root(document));
    Some(IDENTITY.map(|field| Some(event.text(field)?.value.into_owned())))
}

/// When the call entered its queue, as it is written; none where that cannot be read. An edited time is no role's: in
/// a flow it would be another time than that of the events beside it.
fn queue_time(document: &str) -> Option<String> {
    let Read::Whole(tape, _) = read(document.as_bytes(), true) else {
        return None;
    };
    let event = Event::new(tape.root(document));
    event.instant(Field::QueueTimestamp)?;
    Some(event.text(Field::QueueTimestamp)?.value.into_owned())
}

struct Told {
    pointer: Option<String>,
    is_event: bool,
}

/// Where the rule finds the fault; none where it finds none, or where that cannot be said here.
fn told(rule: &Rule, example: &Example, document: &str) -> Option<Told> {
    // Capture takes a byte-order mark off and goes on: the finding has no node, the event is read.
    let bare = document.strip_prefix('\u{feff}').unwrap_or(document);
    let Read::Whole(tape, length) = read(bare.as_bytes(), true) else {
        return Some(Told {
            pointer: None,
            is_event: false,
        });
    };
    if length != bare.len() {
        return None;
    }
    let root = tape.root(bare);
    let is_event = classify(root) == MessageKind::Event;
    if bare != document {
        return Some(Told {
            pointer: None,
            is_event,
        });
    }
    let pointer = match rule.check {
        Check::Text(check) => {
            let reading = TextInput {
                text: document.as_bytes(),
                faults: &[],
                root: Some(root),
                duplicates: &tape.duplicates,
            };
            cause(root, &check(&reading)?)?
        }
        Check::Event(check) => cause(root, &check(&Event::new(root))?)?,
        Check::Schema(_) => edited(example.edits)?,
        // They need the whole call: a fault of one event is what is planted.
        Check::Step(_) | Check::Leg(_) | Check::Waiver(_) => return None,
    };
    Some(Told {
        pointer: Some(pointer),
        is_event,
    })
}

/// The first place of the only violation.
fn cause(root: Node<'_>, violations: &[Violation]) -> Option<String> {
    let [violation] = violations else {
        return None;
    };
    let node = violation.places.first()?.node?;
    Some(root.pointer_to(root.sibling(node)))
}

/// The place of the only edit: the schema tells a value where it stands, and what is missing at its object.
fn edited(edits: &[Edit]) -> Option<String> {
    let [edit] = edits else {
        return None;
    };
    let parent = |pointer: &str| Some(pointer.rsplit_once('/')?.0.to_owned());
    match *edit {
        Edit::Set(_, field, _) => Some(field.pointer().to_owned()),
        Edit::Put(_, pointer, _) => Some(pointer.to_owned()),
        Edit::Remove(_, field) => parent(field.pointer()),
        Edit::Cut(_, pointer) => parent(pointer),
        Edit::Rename(..)
        | Edit::Offer(..)
        | Edit::Replace(..)
        | Edit::Copy(..)
        | Edit::Move(..)
        | Edit::Drop(_)
        | Edit::Keep(_)
        | Edit::Append(_) => None,
    }
}
