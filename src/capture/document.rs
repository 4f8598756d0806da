//! One document: its text, where it stood, and what the reader made of it.

use std::sync::{Arc, OnceLock};

use crate::json::{Duplicate, Node, Places, Position, SyntaxError, Tape};

use super::layer::Layer;

/// A document of a capture.
#[derive(Debug)]
pub struct Document {
    /// Which of the input's documents, from 1.
    pub number: u64,
    /// Where its text begins in the (decompressed) input; of a text inside a string, where the
    /// outermost string's text begins.
    pub start: Position,
    /// The JSON Pointer at which it stood in the document that was framed; empty for that itself.
    pub within: Box<str>,
    /// Which of the input's arrays it stands in, from 1; 0 for one that stands in none.
    pub array: u64,
    /// What was read.
    pub content: Content,
    /// Faults that did not keep it from being read: a byte-order mark before it, a comma missing
    /// before it. They stand before the document, and are placed at its first byte.
    pub slips: Vec<SyntaxError>,
    /// The strings that the text was taken out of, from the outside in; nearly always none.
    pub layers: Vec<Layer>,
    /// Counted when the first place is asked for.
    places: OnceLock<Box<Places>>,
}

/// What the reader made of a document.
#[derive(Debug)]
pub enum Content {
    /// Whole: the text and its nodes.
    Whole {
        /// The text; who remembers the event shares it.
        text: Arc<str>,
        /// Its nodes.
        tape: Tape,
    },
    /// Not JSON.
    Broken {
        /// Its bytes; of a large one only 64 KiB around the fault.
        text: Box<[u8]>,
        /// Why, with places in `text`; an end that was not kept is left out.
        fault: SyntaxError,
        /// Whether no document at all was looked for: the input is something else.
        refused: bool,
    },
}

impl Document {
    pub(super) fn whole(start: Position, text: Arc<str>, tape: Tape) -> Document {
        Document::new(start, Content::Whole { text, tape })
    }

    pub(super) fn broken(start: Position, text: &[u8], fault: SyntaxError) -> Document {
        let content = Content::Broken {
            text: text.into(),
            fault,
            refused: false,
        };
        Document::new(start, content)
    }

    pub(super) fn new(start: Position, content: Content) -> Document {
        Document {
            number: 0,
            start,
            within: Box::default(),
            array: 0,
            content,
            slips: Vec::new(),
            layers: Vec::new(),
            places: OnceLock::new(),
        }
    }

    /// Its text, as far as it is kept.
    pub fn bytes(&self) -> &[u8] {
        match &self.content {
            Content::Whole { text, .. } => text.as_bytes(),
            Content::Broken { text, .. } => text,
        }
    }

    /// Where that byte of its text stands in the input, through all strings around it.
    pub fn position(&self, byte: u32) -> Position {
        let mut at = byte as usize;
        for layer in self.layers.iter().rev() {
            at = layer.raw_offset(at);
        }
        let outermost = match self.layers.first() {
            Some(layer) => &layer.raw,
            None => self.bytes(),
        };
        let places = self
            .places
            .get_or_init(|| Box::new(Places::of(self.start, outermost)));
        places.at(outermost, at)
    }
}

impl Document {
    /// Its root, where it could be read.
    pub fn root(&self) -> Option<Node<'_>> {
        match &self.content {
            Content::Whole { text, tape } => Some(tape.root(text)),
            Content::Broken { .. } => None,
        }
    }

    /// Keys that an object of it has twice.
    pub fn duplicates(&self) -> &[Duplicate] {
        match &self.content {
            Content::Whole { tape, .. } => &tape.duplicates,
            Content::Broken { .. } => &[],
        }
    }
}
