//! One document: its text, where it stood, and what the reader made of it.

use crate::json::{Fault, Position, Tape};

/// A document of a capture.
#[derive(Debug)]
pub struct Document {
    /// Which of the input's documents, from 1.
    pub number: u64,
    /// Where its text begins in the (decompressed) input.
    pub start: Position,
    /// What was read.
    pub content: Content,
    /// Faults that did not keep it from being read: a byte-order mark before it, a comma missing before it.
    pub slips: Vec<Fault>,
}

/// What the reader made of a document.
#[derive(Debug)]
pub enum Content {
    /// Whole: the text and its nodes.
    Whole {
        /// The text.
        text: Box<str>,
        /// Its nodes.
        tape: Tape,
    },
    /// Not JSON.
    Broken {
        /// Its bytes; of a very large one only the beginning.
        text: Box<[u8]>,
        /// Why, with places in `text`.
        fault: Fault,
        /// Whether no document at all was looked for: the input is something else.
        refused: bool,
    },
}
