//! What `compare` takes.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Configuration, Extraction};

/// Compare two captures, or two JSON reports: what changed.
#[derive(Debug, Args)]
pub struct Compare {
    /// What was: a capture, a directory of captures, a JSON report, or `-`
    #[arg(value_name = "OLD")]
    pub old: PathBuf,
    /// What is now, of the same kind
    #[arg(value_name = "NEW")]
    pub new: PathBuf,
    /// What to print on standard output
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: CompareFormat,
    /// Show every change, not one for all events that share it
    #[arg(long)]
    pub all: bool,
    /// Mask open fields such as queueName and status whole, but for documented words: names of persons in them are
    /// not recognised otherwise
    #[arg(long)]
    pub mask_open: bool,
    #[command(flatten)]
    pub extraction: Extraction,
    #[command(flatten)]
    pub configuration: Configuration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CompareFormat {
    Human,
    Json,
}
