//! From documents, in any order and number, to calls in theirs. Memory holds one call and two
//! buffers; what is more is sorted on disk, so no call is ever given up for finished.

use std::sync::atomic::{AtomicBool, Ordering};

use super::arrange::arrange;
use super::cut;
use super::size::{LARGEST, Size};
use super::spill::{SortRecord, Sorted, Sorter};
use super::{Error, Masking, NormalCall, NormalForm, name};
use crate::capture::{Content, Document};
use crate::event::vocabulary::Field;
use crate::event::{MessageKind, classify};
use crate::json::{Kind, Node};

/// What one sorting may hold in memory.
const BOUND: usize = 16 << 20;

/// Parts the events of a call: no JSON text has it.
const PARTING: u8 = 0;

/// Collects the documents of any number of inputs, then gives their normal form.
///
/// ```
/// use callproof::capture::{Capture, Options};
/// use callproof::snapshot::normal::{Masking, Normalizer};
///
/// let call = callproof::sample::call("missed")?;
/// let mut capture = Capture::from_reader("missed", std::io::Cursor::new(call), &Options::default());
/// let mut normalizer = Normalizer::new(Masking::default());
/// while let Some(documents) = capture.next_batch()? {
///     for document in &documents {
///         normalizer.hear(document)?;
///     }
/// }
/// let normal = normalizer.finish()?;
/// assert_eq!(normal.calls.len(), 1);
/// assert_eq!(normal.calls[0].steps.len(), 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Normalizer {
    masking: Masking,
    bound: usize,
    events: Sorter,
    /// Events so far.
    heard: u64,
    /// Inputs so far.
    inputs: u64,
}

/// What a document was to the normalizer.
#[derive(Debug)]
pub enum NormalizeResult {
    /// The event: part of the normal form.
    Event,
    /// Another message, or none at all: left out.
    Other,
    /// Not JSON: left out.
    Broken,
    /// The event, and too large to be part of anything: left out, for this reason.
    Large(Error),
}

impl Normalizer {
    /// A normalizer that has heard nothing.
    pub fn new(masking: Masking) -> Normalizer {
        Normalizer::bounded(masking, BOUND)
    }

    fn bounded(masking: Masking, bound: usize) -> Normalizer {
        Normalizer {
            masking,
            bound,
            events: Sorter::new(bound),
            heard: 0,
            inputs: 0,
        }
    }

    /// Takes the next document of an input. Every document of it must come, in its order: the first
    /// begins a new input.
    ///
    /// # Errors
    /// The temporary file failed.
    pub fn hear(&mut self, document: &Document) -> Result<NormalizeResult, Error> {
        if document.number <= 1 {
            self.inputs += 1;
        }
        let (text, root) = match (&document.content, document.root()) {
            (Content::Whole { text, .. }, Some(root)) => (text, root),
            (Content::Whole { .. } | Content::Broken { .. }, _) => {
                return Ok(NormalizeResult::Broken);
            }
        };
        match classify(root) {
            MessageKind::Event => {}
            MessageKind::Bare(_)
            | MessageKind::Neighbour(_)
            | MessageKind::Unknown(_)
            | MessageKind::Shapeless => {
                return Ok(NormalizeResult::Other);
            }
        }
        let size = match Size::of(document, root) {
            Ok(size) => size,
            Err(large) => return Ok(NormalizeResult::Large(large)),
        };
        self.heard += 1;
        let mut key = self.group(root, document.array);
        key.extend(self.heard.to_be_bytes());
        key.extend(size.in_call().to_be_bytes());
        let body = text.as_bytes().to_vec();
        self.events
            .push(SortRecord { key, body })
            .map_err(Error::Spill)?;
        Ok(NormalizeResult::Event)
    }

    /// The call that an event belongs to: its contact; else its connection; else that of all events
    /// that name neither. A masked id names a call inside of one array only.
    fn group(&self, root: Node<'_>, array: u64) -> Vec<u8> {
        let contact = id(root, Field::ContactId);
        let leg = || id(root, Field::ConnectionId).or_else(|| id(root, Field::Id));
        let (kind, id) = match (contact, leg) {
            (Some(contact), _) => (0, contact),
            (None, leg) => match leg() {
                Some(leg) => (1, leg),
                None => return vec![2],
            },
        };
        let mut group = vec![kind];
        if name::is_name(&id) {
            group.extend(self.inputs.to_be_bytes());
            group.extend(array.to_be_bytes());
        } else {
            group.extend([0; 16]);
        }
        group.extend(id.as_bytes());
        group
    }

    /// The whole normal form, in memory.
    ///
    /// # Errors
    /// The temporary file failed.
    pub fn finish(self) -> Result<NormalForm, Error> {
        let mut normal = NormalForm::default();
        let Some(mut calls) = self.calls(&AtomicBool::new(false))? else {
            return Ok(normal);
        };
        while let Some(body) = calls.next_body()? {
            normal.calls.push(NormalCall::of(steps(&body)));
        }
        Ok(normal)
    }

    /// The calls one after another; none when `stop` was set meanwhile.
    ///
    /// # Errors
    /// The temporary file failed, or a call is too large.
    pub fn calls(self, stop: &AtomicBool) -> Result<Option<CallOrder>, Error> {
        let mut events = self.events.sorted().map_err(Error::Spill)?;
        let mut calls = Sorter::new(self.bound);
        let mut open = Open::default();
        loop {
            let event = events.next().map_err(Error::Spill)?;
            if let Some(call) = open.take(event.as_ref(), &self.masking) {
                calls.push(call).map_err(Error::Spill)?;
            }
            let Some(event) = event else { break };
            open.add(event)?;
            if stop.load(Ordering::Relaxed) {
                return Ok(None);
            }
        }
        // Its buffers are not needed any more.
        drop(events);
        let sorted = calls.sorted().map_err(Error::Spill)?;
        Ok(Some(CallOrder { sorted }))
    }
}

/// The id, where it is a text or a number that says anything.
fn id(root: Node<'_>, field: Field) -> Option<String> {
    let node = root.at(field.pointer())?;
    let id = match node.kind() {
        Kind::String => node.string()?.into_owned(),
        Kind::Number => node.raw().to_owned(),
        Kind::Null | Kind::Boolean | Kind::Array | Kind::Object => return None,
    };
    // As long as the normal form shows of it.
    let id = cut::text(&id).into_owned();
    Some(id).filter(|id| !id.is_empty())
}

/// The call whose events are coming.
#[derive(Default)]
struct Open {
    group: Vec<u8>,
    /// The number of its first event.
    first: u64,
    texts: Vec<String>,
    /// How large its normal form will be.
    size: u64,
}

impl Open {
    /// The call, if the event does not belong to it; none where there is no call yet.
    fn take(&mut self, event: Option<&SortRecord>, masking: &Masking) -> Option<SortRecord> {
        let goes_on = event.is_some_and(|event| parts(&event.key).group == self.group);
        if goes_on || self.texts.is_empty() {
            return None;
        }
        let arranged = arrange(std::mem::take(&mut self.texts), self.first, masking);
        let key = arranged.place.key();
        let mut body = Vec::new();
        for (index, step) in arranged.steps.into_iter().enumerate() {
            if index > 0 {
                body.push(PARTING);
            }
            body.extend(step.as_bytes());
        }
        Some(SortRecord { key, body })
    }

    fn add(&mut self, event: SortRecord) -> Result<(), Error> {
        let Parts {
            group,
            number,
            size,
        } = parts(&event.key);
        if self.texts.is_empty() {
            self.group = group.to_vec();
            self.first = number;
            self.size = 0;
        }
        self.size += size;
        if self.size > LARGEST {
            return Err(Error::LargeCall {
                events: self.texts.len(),
            });
        }
        self.texts
            .push(String::from_utf8(event.body).unwrap_or_default());
        Ok(())
    }
}

/// What an event's key is made of.
struct Parts<'k> {
    group: &'k [u8],
    number: u64,
    size: u64,
}

fn parts(key: &[u8]) -> Parts<'_> {
    let (key, size) = split_number(key);
    let (group, number) = split_number(key);
    Parts {
        group,
        number,
        size,
    }
}

fn split_number(key: &[u8]) -> (&[u8], u64) {
    match key.split_last_chunk() {
        Some((before, number)) => (before, u64::from_be_bytes(*number)),
        None => (key, 0),
    }
}

/// Calls in their order.
pub struct CallOrder {
    sorted: Sorted,
}

impl CallOrder {
    /// The next call as the normal form writes it.
    ///
    /// # Errors
    /// The temporary file failed.
    pub fn next_text(&mut self) -> Result<Option<String>, Error> {
        let body = self.next_body()?;
        Ok(body.map(|body| super::array(steps(&body))))
    }

    fn next_body(&mut self) -> Result<Option<Vec<u8>>, Error> {
        let call = self.sorted.next().map_err(Error::Spill)?;
        Ok(call.map(|call| call.body))
    }
}

/// The texts of a call's events.
fn steps(body: &[u8]) -> impl Iterator<Item = &str> {
    let steps = body.split(|byte| *byte == PARTING);
    steps.map(|step| std::str::from_utf8(step).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::{Capture, Options};
    use crate::sample::{self, Producer};

    fn normal(capture: &str, bound: usize) -> NormalForm {
        let input = std::io::Cursor::new(capture.to_owned());
        let mut capture = Capture::from_reader("capture", input, &Options::default());
        let mut normalizer = Normalizer::bounded(Masking::default(), bound);
        while let Some(documents) = capture.next_batch().expect("memory") {
            for document in &documents {
                normalizer.hear(document).expect("a temporary file");
            }
        }
        normalizer.finish().expect("a temporary file")
    }

    #[test]
    fn the_bound_changes_nothing() {
        let mut producer = Producer::new(&sample::Options {
            calls: 60,
            interleave: 12,
            faults: 0.5,
            ..sample::Options::default()
        })
        .expect("a producer");
        let mut capture = String::new();
        while let Some(line) = producer.next_line() {
            capture.push_str(line.text);
        }
        let whole = normal(&capture, BOUND);
        assert!(whole.calls.len() >= 60);
        for bound in [1, 10_000, 100_000] {
            assert_eq!(normal(&capture, bound), whole, "{bound}");
        }
    }
}
