//! What `check` takes.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

#[cfg(unix)]
use callproof::capture::label;
use clap::builder::{OsStringValueParser, TypedValueParser};
use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::{Configuration, Extraction, Following, Format, ProfileName};
use crate::cli::today;

/// What `check` takes.
#[derive(Debug, Args)]
pub struct CheckArguments {
    /// Files, directories, or `-`
    #[arg(value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub configuration: Configuration,
    /// How strictly to weigh: documented and sampled rules (core), universal ones too (standard), all
    /// (strict) [default: standard]
    #[arg(long, value_name = "PROFILE")]
    pub profile: Option<ProfileName>,
    /// Judge by this rule or family only (repeatable)
    #[arg(long, value_name = "RULE|FAMILY")]
    pub only: Vec<String>,
    /// Do not judge by this rule or family (repeatable)
    #[arg(long, value_name = "RULE|FAMILY")]
    pub skip: Vec<String>,
    /// Any message that is not this event is an error
    #[arg(long)]
    pub only_events: bool,
    /// What to print on standard output
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
    /// Write a report to a file too (repeatable)
    #[arg(long = "report", value_name = "FORMAT=PATH", value_parser = OsStringValueParser::new().try_map(to_file))]
    pub reports: Vec<(Format, PathBuf)>,
    /// Keep so many findings in full, and no more than 48 MiB of them; counts stay exact [default: 10000]
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub max_findings: Option<usize>,
    /// Show every finding, not one for each rule and place
    #[arg(long)]
    pub all: bool,
    /// End at the first error
    #[arg(long)]
    pub fail_fast: bool,
    /// What makes the run nonconformant [default: error]
    #[arg(long, value_name = "SEVERITY")]
    pub fail_on: Option<FailOn>,
    /// Findings that somebody bears for a while
    #[arg(long, value_name = "FILE", conflicts_with = "no_waivers")]
    pub waivers: Option<PathBuf>,
    /// Read no waivers, whatever the configuration says
    #[arg(long)]
    pub no_waivers: bool,
    /// The day by which waivers are judged [default: SOURCE_DATE_EPOCH's, else today in UTC]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = today::day)]
    pub today: Option<Date>,
    /// Whose captures these are: waivers that name another producer are passed over
    #[arg(long, value_name = "NAME")]
    pub producer: Option<String>,
    /// What that JSON report has already is known, and does not fail
    #[arg(long, value_name = "OLD.json")]
    pub baseline: Option<PathBuf>,
    /// Show phone numbers, ids and variables as they are
    #[arg(long)]
    pub show_values: bool,
    /// Mask open fields such as queueName and status whole, but for documented words: names of persons in them are
    /// not recognised otherwise
    #[arg(long, conflicts_with = "show_values")]
    pub mask_open: bool,
    #[command(flatten)]
    pub extraction: Extraction,
    #[command(flatten)]
    pub following: Following,
    /// What the run must show, or it is incomplete: a file of items, one a line, or events, steps, buttons, flows, rules, ceiling, or one item such as flow:missed (repeatable)
    #[arg(long, value_name = "FILE|NAME")]
    pub require_coverage: Vec<String>,
    /// Go on reading the file as it grows
    #[arg(long)]
    pub follow: bool,
    /// Show too how events differ from the reference events: an aid, never an error, behind the report that
    /// --format human prints and in no other
    #[arg(long, value_name = "WHAT")]
    pub against: Option<Against>,
    /// Compare each capture with its golden in this folder too
    #[arg(long, value_name = "DIR", conflicts_with = "follow")]
    pub golden: Option<PathBuf>,
    /// Name the golden of the only capture
    #[arg(long, value_name = "NAME", requires = "golden")]
    pub scenario: Option<String>,
    /// Let goldens without a capture pass
    #[arg(long, requires = "golden")]
    pub allow_orphans: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Against {
    /// The golden calls that callproof brings along
    Golden,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    Error,
    Warning,
}

fn to_file(argument: OsString) -> Result<(Format, PathBuf), String> {
    let (format, path) =
        parted(&argument).ok_or("FORMAT=PATH is meant, such as json=report.json")?;
    if path.as_os_str().is_empty() {
        return Err("the path is empty".into());
    }
    let known = Format::from_str(&format, true).map_err(|_| {
        let names = Format::names().join(", ");
        format!("no format is called `{format}`; there are {names}")
    })?;
    Ok((known, path))
}

/// What stands before the first `=`, and the path behind it, of whatever bytes it is.
#[cfg(unix)]
fn parted(argument: &OsStr) -> Option<(String, PathBuf)> {
    use std::os::unix::ffi::OsStrExt;
    let bytes = argument.as_bytes();
    let (format, path) = bytes.split_at(bytes.iter().position(|&byte| byte == b'=')?);
    let path = OsStr::from_bytes(path.get(1..)?);
    Some((label(OsStr::from_bytes(format).as_ref()), path.into()))
}

/// What stands before the first `=`, and the path behind it.
#[cfg(not(unix))]
fn parted(argument: &OsStr) -> Option<(String, PathBuf)> {
    let (format, path) = argument.to_str()?.split_once('=')?;
    Some((format.to_owned(), path.into()))
}
