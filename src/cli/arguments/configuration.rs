//! Which configuration a command takes; what `init` and `waive` take.

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;

use crate::cli::today;

/// Which configuration a command takes.
#[derive(Debug, Clone, Args)]
pub struct Configuration {
    /// The configuration; without it callproof.toml, looked for from here upward to the repository's root
    #[arg(long, global = true, value_name = "FILE", conflicts_with = "no_config")]
    pub config: Option<PathBuf>,
    /// Use no configuration
    #[arg(long, global = true)]
    pub no_config: bool,
}

/// Write a commented callproof.toml into this folder.
#[derive(Debug, Args)]
pub struct Init {
    /// Write over the one that is there
    #[arg(long)]
    pub force: bool,
}

/// Write waivers for the errors of a report that count.
#[derive(Debug, Args)]
pub struct Waive {
    /// The report, as `callproof check --format json` writes it
    #[arg(long, value_name = "REPORT.json")]
    pub from: PathBuf,
    /// The waiver file, or `-` for standard output [default: the configuration's, else waivers.toml]
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// The last day on which they count, today at the earliest [default: 30 days from today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = today::day)]
    pub expires: Option<Date>,
    /// Today [default: SOURCE_DATE_EPOCH's day, else today in UTC]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = today::day)]
    pub today: Option<Date>,
    #[command(flatten)]
    pub configuration: Configuration,
}
