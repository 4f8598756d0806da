//! Goldens: what a producer's captures looked like when somebody last accepted them.
//!
//! A golden is a file in the snapshot format of the `insta` crate, so that `cargo insta review` takes it too:
//! `NAME.snap`, and beside it `NAME.snap.new` while a newer form waits for a decision. [`SnapshotName`], [`Snapshot`],
//! [`Recorder`] and [`patch`] are pure; [`Folder`] alone touches the disk.

mod error;
mod folder;
mod name;
mod patch;
mod recorder;
mod snapshot;

pub use error::Error;
pub use folder::{File, Folder};
pub use name::{SnapshotName, names};
pub use patch::patch;
pub(crate) use recorder::text;
pub use recorder::{CaptureContent, RecordedCapture, Recorder};
pub use snapshot::{Metadata, Snapshot};
