//! What `calls` and `coverage` take.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Extraction, Following, ProfileName, some};

/// The capture that `calls` and `coverage` look at.
#[derive(Debug, Args)]
pub struct Looking {
    /// Files, directories, or `-`
    #[arg(value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// How strictly findings are weighed
    #[arg(long, value_name = "PROFILE", default_value = "standard")]
    pub profile: ProfileName,
    /// Mask open fields such as queueName and status whole, but for documented words: names of persons in them are
    /// not recognised otherwise
    #[arg(long)]
    pub mask_open: bool,
    #[command(flatten)]
    pub extraction: Extraction,
    #[command(flatten)]
    pub following: Following,
}

/// List the calls of a capture, or draw one.
#[derive(Debug, Args)]
pub struct CallsArguments {
    #[command(flatten)]
    pub looking: Looking,
    /// Draw this call: its number in the list, or the beginning of its contact id
    #[arg(long, value_name = "CALL")]
    pub show: Option<String>,
    /// List only calls that are open when the capture ends
    #[arg(long)]
    pub open: bool,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: TableFormat,
    /// List so many calls at the most
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = some(), allow_negative_numbers = true)]
    pub most: usize,
}

/// Print what a capture exercises.
#[derive(Debug, Args)]
pub struct CoverageArguments {
    #[command(flatten)]
    pub looking: Looking,
    /// What the capture must show: as for `check` (repeatable)
    #[arg(long, value_name = "FILE|NAME")]
    pub require_coverage: Vec<String>,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: TableFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    Human,
    Json,
}
