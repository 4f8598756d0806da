//! What the commands about evidence take.

use std::path::PathBuf;

use callproof::evidence::ConformanceLevel;
use clap::{ArgGroup, Args, Subcommand, ValueEnum};
use jiff::civil::Date;

/// Write a producer's declaration to begin with.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("what").required(true).args(["init", "from"])))]
pub struct Declare {
    /// Write a commented one
    #[arg(long)]
    pub init: bool,
    /// Propose one from what these captures show (files or directories; repeatable)
    #[arg(long, value_name = "CAPTURE")]
    pub from: Vec<PathBuf>,
    /// Where to write it; a file that is there stays as it is
    #[arg(long, short, value_name = "FILE", default_value = "producer.toml")]
    pub output: PathBuf,
}

/// Make a signed bundle of captures: what was tested, by which rules, with which result.
#[derive(Debug, Args)]
pub struct Certify {
    /// Files or directories, as for check
    #[arg(value_name = "INPUT", required = true)]
    pub inputs: Vec<PathBuf>,
    /// What the producer claims (see declare)
    #[arg(long, value_name = "FILE")]
    pub declaration: PathBuf,
    /// How much must hold (see levels)
    #[arg(long, value_name = "LEVEL")]
    pub level: LevelName,
    /// The secret key that signs (see keygen)
    #[arg(long, value_name = "FILE", required_unless_present = "unsigned")]
    pub key: Option<PathBuf>,
    /// Sign nothing, and say so everywhere
    #[arg(long, conflicts_with_all = ["key", "redacted"])]
    pub unsigned: bool,
    /// Put copies in, with pseudonyms in place of personal values, and the originals' digests
    #[arg(long)]
    pub redacted: bool,
    /// The first day on which the certificate counts [default: today]
    #[arg(long, value_name = "DATE")]
    pub valid_from: Option<Date>,
    /// The last day on which it counts [default: a year later]
    #[arg(long, value_name = "DATE")]
    pub valid_until: Option<Date>,
    /// The bundle; one that is there stays as it is
    #[arg(long, short, value_name = "FILE", default_value = "evidence.tar")]
    pub output: PathBuf,
    /// Write over the bundle that is there
    #[arg(long)]
    pub force: bool,
    /// Refused: a certificate judges by every rule
    #[arg(long, value_name = "RULE", hide = true)]
    pub only: Vec<String>,
    /// Refused: a certificate judges by every rule
    #[arg(long, value_name = "RULE", hide = true)]
    pub skip: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LevelName {
    Core,
    Standard,
    Strict,
}

impl LevelName {
    /// The level of that name.
    pub fn level(self) -> ConformanceLevel {
        match self {
            LevelName::Core => ConformanceLevel::Core,
            LevelName::Standard => ConformanceLevel::Standard,
            LevelName::Strict => ConformanceLevel::Strict,
        }
    }
}

/// Make a pair of keys for certify and verify.
#[derive(Debug, Args)]
pub struct Keygen {
    /// NAME.key is secret and signs, NAME.pub is public and verifies; files that are there stay
    #[arg(long, short, value_name = "NAME")]
    pub output: PathBuf,
}

/// Verify a bundle offline: signature, digests, completeness, and every verdict again.
#[derive(Debug, Args)]
pub struct Verify {
    /// The bundle
    #[arg(value_name = "BUNDLE")]
    pub bundle: PathBuf,
    /// The public key that must have signed it
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// Take a bundle that nobody signed
    #[arg(long, conflicts_with = "key")]
    pub allow_unsigned: bool,
    /// The day on which it must count [default: today]
    #[arg(long, value_name = "DATE")]
    pub today: Option<Date>,
    /// What to print
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: VerifyFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum VerifyFormat {
    Human,
    Json,
}

/// Work with the bundles of a programme.
#[derive(Debug, Args)]
pub struct EvidenceArguments {
    #[command(subcommand)]
    pub command: EvidenceCommand,
}

#[derive(Debug, Subcommand)]
pub enum EvidenceCommand {
    /// List all bundles (*.tar) of a directory, each verified again
    ///
    /// Exit codes: 0 every bundle is what it says, be it expired, superseded or not valid yet; 1 one is
    /// refuted or not signed; 2 one could not be verified.
    List(List),
}

/// List all bundles (*.tar) of a directory, each verified again.
#[derive(Debug, Args)]
pub struct List {
    /// The directory
    #[arg(value_name = "DIR")]
    pub directory: PathBuf,
    /// A public key that may have signed (repeatable); without one no signature is checked
    #[arg(long, value_name = "FILE")]
    pub key: Vec<PathBuf>,
    /// The day on which they must count [default: today]
    #[arg(long, value_name = "DATE")]
    pub today: Option<Date>,
    /// What to print
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: BundleListFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum BundleListFormat {
    Human,
    Json,
    Html,
}
