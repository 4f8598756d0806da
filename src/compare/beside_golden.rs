//! Each event beside the reference event of its leg and state: states, buttons, presence and types.

use std::collections::{BTreeMap, HashMap};

use crate::capture::Document;
use crate::event::golden::{GOLDENS, Provenance};
use crate::event::vocabulary::{EventWord, Field, LegType, Status};
use crate::event::{Event, MessageKind, classify};
use crate::json::{Kind, Node, Read, Tape, read};
use crate::privacy::field_role::FieldRole;
use crate::privacy::masks::Masks;
use crate::report::difference::documented::{Beside, Deviation, Documented};

use super::difference::values::{Leaf, leaves};

/// So many kinds of difference are told apart: keys are the producer's, and without end.
const KINDS: usize = 1_000;

/// What an event and its reference have in common.
type Key = (LegType, Status, Option<EventWord>);

/// A reference event, and what was held beside it.
struct Reference {
    key: Key,
    evidence: Provenance,
    text: &'static str,
    tape: Tape,
    events: u64,
    found: HashMap<Seen, usize>,
    deviations: Vec<Deviation>,
}

/// A difference: its place, what is here, what is there.
type Seen = (String, Option<String>, Option<String>);

/// Holds events beside the golden calls.
pub struct Documenting {
    references: Vec<Reference>,
    without: BTreeMap<String, u64>,
    masks: Masks,
    kinds: usize,
    left_out: u64,
    input: String,
    events: u64,
}

impl Documenting {
    /// Nothing seen yet; values are shown as `masks` allow.
    pub fn new(masks: Masks) -> Documenting {
        Documenting {
            references: references(),
            without: BTreeMap::new(),
            masks,
            kinds: 0,
            left_out: 0,
            input: String::new(),
            events: 0,
        }
    }

    /// A new input begins.
    pub fn begin(&mut self, input: &str) {
        input.clone_into(&mut self.input);
        self.events = 0;
    }

    /// Holds the events among the documents beside their references.
    pub fn hear(&mut self, documents: &[Document]) {
        for root in documents.iter().filter_map(Document::root) {
            if classify(root) == MessageKind::Event {
                self.events += 1;
                self.event(&Event::new(root));
            }
        }
    }

    /// What was seen.
    pub fn finish(self) -> Documented {
        let seen = self.references.into_iter().filter(|one| one.events > 0);
        let beside = |reference: Reference| Beside {
            leg_type: reference.key.0,
            state: state(reference.key.1, reference.key.2),
            evidence: reference.evidence,
            events: reference.events,
            deviations: reference.deviations,
        };
        Documented {
            states: seen.map(beside).collect(),
            without: self.without.into_iter().collect(),
            left_out: self.left_out,
        }
    }

    fn event(&mut self, event: &Event<'_>) {
        let found = key(event).and_then(|key| {
            let like = |reference: &&mut Reference| is_reference(reference.key, key);
            self.references.iter_mut().find(like)
        });
        let Some(reference) = found else {
            *self.without.entry(named(event)).or_default() += 1;
            return;
        };
        reference.events += 1;
        let root = reference.tape.root(reference.text);
        let all = leaves(root, event.root());
        for seen in all.iter().filter_map(|leaf| deviation(leaf, self.masks)) {
            if let Some(place) = reference.found.get(&seen) {
                if let Some(known) = reference.deviations.get_mut(*place) {
                    known.events += 1;
                }
            } else if self.kinds < KINDS {
                self.kinds += 1;
                reference
                    .found
                    .insert(seen.clone(), reference.deviations.len());
                let (pointer, here, there) = seen;
                reference.deviations.push(Deviation {
                    pointer,
                    here,
                    there,
                    events: 1,
                    input: self.input.clone(),
                    event: self.events,
                });
            } else {
                self.left_out += 1;
            }
        }
    }
}

/// The first event of each leg and state in the golden calls, of several the best founded.
fn references() -> Vec<Reference> {
    let mut found: Vec<Reference> = Vec::new();
    for golden in GOLDENS {
        for (text, evidence) in golden.documents().into_iter().zip(golden.evidence) {
            let Read::Whole(tape, _) = read(text.as_bytes(), true) else {
                continue;
            };
            let Some(key) = key(&Event::new(tape.root(text))) else {
                continue;
            };
            let reference = Reference {
                key,
                evidence: *evidence,
                text,
                tape,
                events: 0,
                found: HashMap::new(),
                deviations: Vec::new(),
            };
            match found.iter_mut().find(|other| other.key == key) {
                Some(other) if evidence.basis < other.evidence.basis => *other = reference,
                Some(_) => {}
                None => found.push(reference),
            }
        }
    }
    found
}

fn key(event: &Event<'_>) -> Option<Key> {
    let word = event.event_word().map(|(word, _)| word);
    Some((event.leg_type()?, event.state()?.status, word))
}

/// An event whose word nobody knows is held beside the first reference of its leg and state.
fn is_reference((leg, status, word): Key, of: Key) -> bool {
    (leg, status) == (of.0, of.1) && (of.2.is_none() || of.2 == word)
}

fn state(status: Status, word: Option<EventWord>) -> String {
    match word {
        Some(word) if word.word() != status.word() => {
            format!("{} ({})", status.word(), word.word())
        }
        Some(_) | None => status.word().to_owned(),
    }
}

/// The leg and state of an event that has no reference, as far as they are known words.
fn named(event: &Event<'_>) -> String {
    let leg = event
        .leg_type()
        .map_or("a leg of no known type", LegType::word);
    let word = event.event_word().map(|(word, _)| word);
    match event.state() {
        Some(told) => format!("{leg} {}", state(told.status, word)),
        None => format!("{leg} in no known state"),
    }
}

/// How the place differs: in presence, in type, or in a word that tells a state or a button.
fn deviation(leaf: &Leaf<'_>, masks: Masks) -> Option<Seen> {
    if is_open(&leaf.pointer) {
        return None;
    }
    let differs = match (leaf.old, leaf.new) {
        (Some(there), Some(here)) => {
            here.kind() != there.kind() || (is_telling(&leaf.pointer) && here.raw() != there.raw())
        }
        (None, _) | (_, None) => true,
    };
    let told = |node: Node<'_>| shown(&leaf.pointer, node, masks);
    let pointer = masks.pointer(&leaf.pointer);
    differs.then(|| (pointer, leaf.new.map(told), leaf.old.map(told)))
}

/// Whether the place is inside a container whose contents nobody documents.
fn is_open(pointer: &str) -> bool {
    [
        Field::CallVariables,
        Field::Participants,
        Field::ExtendedCallVariables,
        Field::ActionsAllowed,
    ]
    .iter()
    .filter_map(|field| pointer.strip_prefix(field.pointer()))
    .any(|inner| inner.starts_with('/'))
}

/// Whether the value there tells a state or a button.
fn is_telling(pointer: &str) -> bool {
    match FieldRole::at(pointer) {
        FieldRole::Button | FieldRole::StrangeButton => true,
        FieldRole::Field(field) => matches!(
            field,
            Field::Status
                | Field::CallState
                | Field::EventWord
                | Field::PreviousStatus
                | Field::Count
        ),
        FieldRole::Root | FieldRole::Undocumented => false,
    }
}

/// Values that tell a state or a button as they are, of others only the type.
fn shown(pointer: &str, node: Node<'_>, masks: Masks) -> String {
    match node.kind() {
        Kind::Object | Kind::Array | Kind::Null => node.kind().named().to_owned(),
        Kind::Boolean | Kind::Number | Kind::String if is_telling(pointer) => {
            masks.value(node.raw(), FieldRole::at(pointer).privacy(node.raw()))
        }
        Kind::Boolean | Kind::Number | Kind::String => node.kind().named().to_owned(),
    }
}
