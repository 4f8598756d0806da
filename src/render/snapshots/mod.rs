//! What became of snapshots, written.

pub mod human;
pub mod json;
