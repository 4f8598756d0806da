//! How a capture differs from another: a stand-in that holds lines.

pub mod human;
pub mod json;

use serde::Serialize;

/// The differences, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// Lines that are gone (`-`) or new (`+`).
    pub lines: Vec<String>,
}

impl Comparison {
    /// How many changes there are.
    pub fn changes(&self) -> usize {
        self.lines.len()
    }
}
