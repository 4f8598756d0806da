//! The command line, as clap reads it: one file a family of commands.

mod calls;
mod capture;
mod check;
mod compare;
mod configuration;
mod manual;
mod normalize;
mod report;
mod rules;
mod sample;

use clap::builder::RangedU64ValueParser;
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

pub use calls::{CallsArguments, CoverageArguments, Looking, TableFormat};
pub use capture::{Extraction, Following, OrderName};
pub use check::{Against, CheckArguments, FailOn};
pub use compare::{Compare, CompareFormat};
pub use configuration::{Configuration, Init, Waive};
pub use manual::{Completions, Man};
pub use normalize::Normalize;
pub use report::{Format, ProfileName};
pub use rules::{Explain, Rules, RulesFormat, SchemaArguments};
pub use sample::Sample;

use super::evidence::arguments::{Certify, Declare, EvidenceArguments, Keygen, Verify};
use super::output::Surface;

/// A conformance harness for InboundCallStateChange events (channel Amazon).
///
/// Exit codes: 0 conformant, 1 nonconformant, 2 could not do the work, 3 incomplete (no error, but the
/// run proves too little), 130 interrupted, 141 the reader of the output went away.
#[derive(Debug, Parser)]
#[command(
    name = "callproof",
    version,
    arg_required_else_help = true,
    max_term_width = 100
)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
    /// When to colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
    /// Print no report for a person; what was asked for in other formats is still written
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Threads that examine documents; the result is the same for any number
    #[arg(long, global = true, value_name = "N", default_value_t = default_jobs(), value_parser = some(), allow_negative_numbers = true)]
    pub jobs: usize,
}

/// Commands that do nothing but print: quiet they would do nothing.
const PRINTERS: [&str; 7] = [
    "rules",
    "explain",
    "schema",
    "sample",
    "levels",
    "completions",
    "man",
];

/// The command line: commands that do nothing but print do not offer to be quiet.
pub fn command() -> clap::Command {
    let mut command = Arguments::command();
    for name in PRINTERS {
        let quiet = Arg::new("quiet").long("quiet").short('q').hide(true);
        let quiet = quiet.action(ArgAction::SetTrue);
        command = command.mut_subcommand(name, |printer| printer.arg(quiet));
    }
    command
}

/// What somebody typed.
///
/// # Errors
/// A mistake, or a wish for help.
pub fn read() -> Result<Arguments, clap::Error> {
    let matches = command().try_get_matches()?;
    let arguments = Arguments::from_arg_matches(&matches)?;
    let printer = matches.subcommand_name();
    match printer.filter(|name| arguments.quiet && PRINTERS.contains(name)) {
        None => Ok(arguments),
        Some(name) => {
            let line = format!("--quiet would leave nothing of `{name}`, which only prints\n");
            Err(command().error(ErrorKind::ArgumentConflict, line))
        }
    }
}

/// A number from 1 up.
fn some() -> RangedU64ValueParser<usize> {
    RangedU64ValueParser::new().range(1..)
}

fn default_jobs() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

impl Arguments {
    /// How this run appears to whoever started it.
    pub fn surface(&self) -> Surface {
        Surface {
            color: self.color,
            quiet: self.quiet,
            jobs: self.jobs,
        }
    }
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check captures against every rule
    ///
    /// INPUT is a file, a directory (recursively *.json, *.jsonl, *.ndjson, each also .gz and .zst), or
    /// `-` for standard input, which is also read when there is no INPUT and something is piped in. One
    /// document, an array of documents, one a line, or one after another: told apart by content.
    Check(CheckArguments),
    /// Compare two captures, or two JSON reports: what changed
    ///
    /// OLD and NEW are both captures (files, or directories whose files are paired by name), or both JSON
    /// reports of `check`: told apart by content. Times and ids are masked and never a difference by themselves.
    ///
    /// Exit codes: 0 no regression, 1 regression (of captures: any change of behaviour), 2 the two cannot be
    /// compared, 3 incomplete (nothing in both, no event on either side, or findings left out of a report).
    Compare(Compare),
    /// Print captures in their normal form: masked, in one order, so that only behaviour shows
    ///
    /// INPUT is what it is for `check`. Times become distances from their call's beginning; ids, phone
    /// numbers, variables and undocumented values become names, equal ones equal names. Two runs of one
    /// scenario give the same bytes.
    ///
    /// Exit codes: 0, or 1 where a document was not JSON and is left out, 3 where there is no event.
    Normalize(Normalize),
    /// Record what captures look like, and compare later ones with it
    Golden(super::golden::SnapshotArguments),
    /// List every rule
    Rules(Rules),
    /// Explain a rule: what, why, examples, remedy
    Explain(Explain),
    /// Print an embedded JSON Schema
    Schema(SchemaArguments),
    /// Write a commented callproof.toml
    Init(Init),
    /// Write waivers for the errors of a report, to be filled in
    ///
    /// An entry for each fault, behind what the file holds already; none is written twice. They count once
    /// `reason` and `owner` are filled in: until then `check` refuses the file.
    Waive(Waive),
    /// Print shell completions
    Completions(Completions),
    /// Print a man page
    Man(Man),
    /// List the calls of a capture, or draw one
    ///
    /// A line for each call, in the order of their first events: its contact id, how many legs it has, its
    /// first and last time (with the day where that is another), how many findings blame its events (`found`;
    /// check tells them), and the states that its agent's leg passes.
    Calls(CallsArguments),
    /// Print what a capture exercises, beside what a perfect one could
    Coverage(CoverageArguments),
    /// Print the documented event, an exemplary call, or a capture of any size
    ///
    /// Without arguments the documented event; with FLOW a whole call; with --calls a capture that conforms in
    /// profile strict, but for the faults that are asked for. One event a line. The same arguments give the
    /// same bytes.
    Sample(Sample),
    /// Write a producer's declaration to begin with
    ///
    /// Exit codes: 0 written, 2 could not, 3 the captures hold no event, so nothing can be proposed.
    Declare(Declare),
    /// Print what each level of conformance asks for
    Levels,
    /// Make a signed bundle of captures: what was tested, by which rules, with which result
    ///
    /// Exit codes: 0 written, 1 the captures do not conform, 2 could not, 3 they do not show what is claimed.
    /// Unless it is 0, nothing is written.
    Certify(Certify),
    /// Make a pair of keys for certify and verify
    Keygen(Keygen),
    /// Verify a bundle offline: signature, digests, completeness, and every verdict again
    ///
    /// Exit codes: 0 verified; 1 refuted: it is a bundle, and something that it states is not so, or the key that
    /// was given did not sign it; 2 could not be verified: the file is no bundle or cannot be read, or a flag is
    /// wrong. A gate accepts 0 alone: 2 shows nothing about a producer, and is no pass.
    Verify(Verify),
    /// Work with the bundles of a programme
    Evidence(EvidenceArguments),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}
