//! Text that is written inside another: from a byte of it to the byte where it was written.

use std::sync::Arc;

use super::unwrap::Coding;

/// A string around a document, or around the next string.
#[derive(Debug, Clone)]
pub struct Layer {
    /// The string as written, between its quotes.
    pub(super) raw: Arc<[u8]>,
    /// Where, in the string's text, the text begins that is of interest.
    pub(super) begin: usize,
    /// How it is written.
    pub(super) coding: Coding,
}

impl Layer {
    /// Where in `raw` the byte is written that stands `at` bytes into the text of interest.
    pub(super) fn raw_offset(&self, at: usize) -> usize {
        self.coding.raw_offset(&self.raw, self.begin + at)
    }
}
