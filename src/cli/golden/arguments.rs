//! What `callproof golden` takes.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};

use crate::cli::arguments::{Configuration, Extraction};

/// Record what captures look like, and compare later ones with it.
///
/// A golden holds a capture in its normal form, masked. It is a file in the snapshot format of the insta
/// crate, named after the capture: `golden/NAME.snap`.
#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub struct SnapshotArguments {
    #[command(subcommand)]
    pub action: Action,
    /// Mask open fields such as queueName and status whole, but for documented words: names of persons in them are
    /// not recognised otherwise
    #[arg(long, global = true)]
    pub mask_open: bool,
    #[command(flatten)]
    pub configuration: Configuration,
}

#[derive(Debug, Subcommand)]
pub enum Action {
    /// Write the goldens that are missing
    ///
    /// Exit codes: 0 all are recorded, 1 one exists and differs (--force overwrites it) or a capture is
    /// broken, 2 could not do the work, 3 a capture has no event.
    Record(RecordArguments),
    /// Compare captures with their goldens
    ///
    /// What is new or changed waits beside its golden as `NAME.snap.new`; under CI nothing is written.
    ///
    /// Exit codes: 0 all are the same, 1 one is missing, changed or without a capture, 2 could not do the
    /// work, 3 there is no golden at all.
    Check(SnapshotCheckArguments),
    /// List what waits for a decision
    Pending(Pending),
    /// Decide about what waits, one by one, on a terminal
    Review(Review),
    /// Let what waits become the golden
    Accept(Decide),
    /// Throw away what waits
    Reject(Decide),
}

/// Where goldens are.
#[derive(Debug, Args)]
pub struct SnapshotFolder {
    /// The folder of the goldens; without it that of the configuration, else golden
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
}

/// Where goldens are unless somebody says otherwise.
pub const FOLDER: &str = "golden";

impl SnapshotFolder {
    /// The folder.
    pub fn dir(&self) -> &Path {
        self.dir.as_deref().unwrap_or(Path::new(FOLDER))
    }
}

impl Action {
    /// Where its goldens are.
    pub fn place(&mut self) -> &mut SnapshotFolder {
        match self {
            Action::Record(record) => &mut record.place,
            Action::Check(check) => &mut check.place,
            Action::Pending(pending) => &mut pending.place,
            Action::Review(review) => &mut review.place,
            Action::Accept(decide) | Action::Reject(decide) => &mut decide.place,
        }
    }

    /// Which captures it takes, where it takes any.
    pub fn captures(&mut self) -> Option<&mut CaptureArguments> {
        match self {
            Action::Record(record) => Some(&mut record.captures),
            Action::Check(check) => Some(&mut check.captures),
            Action::Pending(_) | Action::Review(_) | Action::Accept(_) | Action::Reject(_) => None,
        }
    }
}

/// Which captures, and what they are called.
#[derive(Debug, Args)]
pub struct CaptureArguments {
    /// Files, directories, or `-`
    #[arg(value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Name the golden of the only capture
    #[arg(long, value_name = "NAME")]
    pub scenario: Option<String>,
    /// Whose captures these are; the golden says it
    #[arg(long, value_name = "NAME")]
    pub producer: Option<String>,
    #[command(flatten)]
    pub extraction: Extraction,
}

#[derive(Debug, Args)]
pub struct RecordArguments {
    #[command(flatten)]
    pub captures: CaptureArguments,
    #[command(flatten)]
    pub place: SnapshotFolder,
    /// Overwrite goldens that differ
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, Args)]
pub struct SnapshotCheckArguments {
    #[command(flatten)]
    pub captures: CaptureArguments,
    #[command(flatten)]
    pub place: SnapshotFolder,
    /// Let goldens without a capture pass
    #[arg(long)]
    pub allow_orphans: bool,
    /// Write there what the goldens would become, for `git apply`
    #[arg(long, value_name = "FILE")]
    pub patch: Option<PathBuf>,
    /// What to print on standard output
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: PendingFormat,
}

#[derive(Debug, Args)]
pub struct Pending {
    #[command(flatten)]
    pub place: SnapshotFolder,
    /// How to list
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: PendingFormat,
}

#[derive(Debug, Args)]
pub struct Review {
    #[command(flatten)]
    pub place: SnapshotFolder,
}

#[derive(Debug, Args)]
pub struct Decide {
    /// Which, by name
    #[arg(value_name = "NAME", conflicts_with = "all")]
    pub names: Vec<String>,
    /// All that waits
    #[arg(long)]
    pub all: bool,
    #[command(flatten)]
    pub place: SnapshotFolder,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PendingFormat {
    Human,
    Json,
}
