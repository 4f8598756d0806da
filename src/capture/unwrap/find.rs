//! What was found in a text: an event, one that cannot be read, or something that cannot be opened.

use std::sync::Arc;

use super::coding::Coding;
use crate::capture::layer::Layer;
use crate::capture::{Document, LIMITS, broken};
use crate::json::{self, FaultKind, Position, Read, Span, SyntaxError, Tape};

/// Something found, and where.
#[derive(Debug)]
pub(super) struct Find {
    /// Where it begins in the text that was searched; of what stands in a string, where the string's
    /// text begins.
    pub(super) start: u64,
    /// The same place in the input.
    pub(super) place: Position,
    /// The JSON Pointer at which it stands.
    pub(super) pointer: String,
    pub(super) what: What,
    /// The strings that it was taken out of, from the outside in.
    pub(super) layers: Vec<Layer>,
    /// Whether it stands at a place that was asked for.
    pub(super) wanted: bool,
}

#[derive(Debug)]
pub(super) enum What {
    Event(Held),
    /// An event without its envelope: only its `message`, or only its `call`.
    Part(Held),
    /// Another message, or at a wanted place whatever stands there.
    Other(Held),
    /// It looks like the event, and is broken.
    Broken(Box<[u8]>, SyntaxError),
    /// What cannot be opened here, and may hold events.
    Closed(&'static str),
    /// Bytes of no known form: brotli, which has no mark, if what stands around says so further on.
    Nameless,
}

/// A document that was read; nothing where it is only counted.
#[derive(Debug, Default)]
pub(super) struct Held {
    pub(super) text: Arc<str>,
    pub(super) tape: Tape,
}

impl Held {
    /// The text, which is known to be a document.
    pub(super) fn of(text: &str) -> Held {
        Held {
            text: text.into(),
            tape: read(text.as_bytes()).unwrap_or_default(),
        }
    }
}

impl Find {
    /// What the text says that stands there, within a string whose raw text is given.
    pub(super) fn within(
        mut self,
        start: u64,
        place: Position,
        raw: &Arc<[u8]>,
        coding: Coding,
    ) -> Find {
        let begin = usize::try_from(self.start).unwrap_or(usize::MAX);
        self.layers.insert(
            0,
            Layer {
                raw: Arc::clone(raw),
                begin,
                coding,
            },
        );
        Find {
            start,
            place,
            ..self
        }
    }

    /// Whether it is broken, and stands in no string.
    pub(super) fn is_broken_text(&self) -> bool {
        matches!(self.what, What::Broken(..)) && self.layers.is_empty()
    }

    /// Whether it is no event, however it is read.
    pub(super) fn is_other(&self) -> bool {
        matches!(self.what, What::Other(_))
    }

    /// Whether it is, or looks like, an event.
    pub(super) fn is_like_event(&self) -> bool {
        matches!(self.what, What::Event(_) | What::Part(_) | What::Broken(..))
    }

    /// Whether it is the part at one of these pointers, which stands in no string.
    pub(super) fn is_part_at(&self, pointers: &[String]) -> bool {
        matches!(self.what, What::Part(_))
            && self.layers.is_empty()
            && pointers.contains(&self.pointer)
    }

    /// Whether it is only bytes that nothing has named yet.
    pub(super) fn is_nameless(&self) -> bool {
        matches!(self.what, What::Nameless)
    }

    /// Whether it is no more than the end of a text that was cut off.
    pub(super) fn is_end(&self) -> bool {
        matches!(&self.what, What::Broken(text, _) if text.is_empty())
    }

    /// The document; none for what cannot be opened.
    pub(super) fn document(self) -> Option<Document> {
        let mut document = match self.what {
            What::Event(held) | What::Part(held) | What::Other(held) => {
                Document::whole(self.place, held.text, held.tape)
            }
            What::Broken(text, fault) => Document::broken(self.place, &text, fault),
            What::Closed(_) | What::Nameless => return None,
        };
        document.layers = self.layers;
        document.within = self.pointer.into();
        Some(document)
    }
}

/// So deep stands what decides whether an object is the event: the members of its call.
const DEPTH_OF_EVENT: usize = 3;

/// Reads what looks like a document: whole, or why not.
pub(super) fn read(text: &[u8]) -> Result<Tape, SyntaxError> {
    whole(json::read(text, true), text)
}

/// The same where it is only counted: no more of it than tells whether it is the event.
pub(super) fn read_outline(text: &[u8]) -> Result<Tape, SyntaxError> {
    whole(json::read_outline(DEPTH_OF_EVENT, text), text)
}

fn whole(read: Read, text: &[u8]) -> Result<Tape, SyntaxError> {
    match read {
        Read::Whole(tape, end) if end == text.len() => Ok(tape),
        Read::Whole(_, end) => Err(broken::trailing(text, end)),
        Read::Broken(fault) => Err(fault),
        Read::Short => {
            let end = Span::new(text.len(), text.len());
            Err(broken::fault(FaultKind::Truncated(0), end))
        }
    }
}

/// A broken text, as far as it is kept; the bytes left out before it come first.
pub(super) fn keep(text: &[u8], fault: SyntaxError) -> (usize, What) {
    let (from, kept, fault) = broken::kept(text, fault, LIMITS.kept);
    (from, What::Broken(kept.into(), fault))
}
