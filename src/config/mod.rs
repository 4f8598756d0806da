//! What a team writes down once: `callproof.toml`, and its waivers. Text in, settings out; the files
//! themselves are the command's.

mod error;
mod settings;
mod table;
mod waive;
mod waivers;

pub use error::Error;
pub use settings::{Config, NormalSettings, SnapshotSettings};
pub use waive::{Added, waive};
pub use waivers::{MAX_DAYS, waivers};

/// The file's name, looked for from the working directory upward.
pub const FILE: &str = "callproof.toml";

/// The JSON Schema of the file, for editors.
pub const SCHEMA: &str = include_str!("../../schemas/config.schema.json");

/// A file with every key, commented out, at its default.
pub const TEMPLATE: &str = include_str!("callproof.toml");
