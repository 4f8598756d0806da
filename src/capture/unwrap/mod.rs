//! Events inside something else: found wherever they stand, taken out or counted.
//!
//! One [`Scanner`] looks for both, so that what is not taken is counted.

mod closed;
mod coding;
mod encoded;
mod evidence;
mod find;
mod line_prefix;
mod place;
mod quotes;
mod reader;
mod runs;
mod scanner;
mod text;
mod tokens;
mod watch;
mod weigh;

pub(super) use coding::Coding;
pub(super) use reader::Unwrapper;
pub use watch::Unchecked;
pub(super) use watch::{Watch, holds_event, is_event, may_hold_another};
