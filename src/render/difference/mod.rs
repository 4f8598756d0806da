//! How two captures or two reports differ, written.

pub mod human;
pub mod inline;
pub mod json;
pub mod patch;
