//! JSON text as it was written: one reader, from bytes to a flat tape of nodes with their places.
//!
//! The room under all others: capture asks it where a document ends, events are read off its tape.

mod fault;
mod node;
mod pointer;
mod position;
mod tape;

pub use fault::{Fault, FaultKind, Foreign};
pub use node::{Element, Kind, Member, Node};
pub use pointer::{child_pointer, index_pointer};
pub use position::{Position, Span};
pub use tape::{DEPTH_LIMIT, DOCUMENT_LIMIT, Duplicate, Read, Tape, is_foreign_space, read};
