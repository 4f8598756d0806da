//! What `normalize` takes.

use std::path::PathBuf;

use callproof::snapshot::normal::{Resolution, Selector};
use clap::Args;

use super::{Configuration, Extraction};

/// What `normalize` takes.
#[derive(Debug, Args)]
pub struct Normalize {
    /// Files, directories, or `-`
    #[arg(value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Mask what stands at this JSON Pointer, `*` for any key of one level, too (repeatable)
    #[arg(long, value_name = "POINTER")]
    pub mask: Vec<Selector>,
    /// Do not mask what stands there (repeatable); the more exact selector holds
    #[arg(long, value_name = "POINTER")]
    pub unmask: Vec<Selector>,
    /// How finely times are told: 1ms (the default), 100ms, 1s and the like, or `order` for their order alone
    #[arg(long, value_name = "TIME")]
    pub resolution: Option<Resolution>,
    /// Mask open fields such as queueName and status whole, but for documented words: names of persons in them are
    /// not recognised otherwise
    #[arg(long)]
    pub mask_open: bool,
    #[command(flatten)]
    pub extraction: Extraction,
    /// Write there, whole or not at all, and not on standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub configuration: Configuration,
}
