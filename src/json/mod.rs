//! JSON text as it was written: one reader, from bytes to a flat tape of nodes with their places.
//!
//! The room under all others: capture asks it where a document ends, events are read off its tape.

mod node;
mod pointer;
mod position;
mod reader;
mod syntax_error;
mod tape;
mod trail;

pub use node::{Element, Kind, Member, Node};
pub use pointer::{child_pointer, index_pointer};
pub use position::{Places, Position, Span};
pub use reader::{DEPTH_LIMIT, DOCUMENT_LIMIT, Read, is_foreign_space, read, read_outline};
pub use syntax_error::{FaultKind, Foreign, OBJECT_TEXT, SyntaxError};
pub use tape::{Duplicate, Tape};
pub use trail::Trail;
