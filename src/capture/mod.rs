//! How the text reached us, and where each document begins and ends.

mod document;

pub use document::{Content, Document};
