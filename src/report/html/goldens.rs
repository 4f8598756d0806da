//! What became of goldens: old and new side by side.

use serde::Serialize;

/// A golden and what the run made of it.
#[derive(Debug, Serialize)]
pub struct Comparison {
    /// Its name.
    pub name: String,
    /// `same`, `changed`, `missing` or `orphan`.
    pub state: &'static str,
    /// Where they differ.
    pub changes: Vec<Change>,
}

/// A place at which golden and run differ.
#[derive(Debug, Serialize)]
pub struct Change {
    /// From the document's root.
    pub pointer: String,
    /// What the golden has, masked, line by line; none where it has nothing.
    pub old: Option<Vec<String>>,
    /// What the run has.
    pub new: Option<Vec<String>>,
}
