//! The command line, as clap reads it.

use std::path::PathBuf;

use callproof::capture::Extract;
use callproof::drift::normal::{Resolution, Selector};
use callproof::judge::Order;
use callproof::rules::Profile;
use clap::builder::RangedU64ValueParser;
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use super::evidence::arguments::{Certify, Declare, Evidence, Keygen, Verify};
use super::output::Surface;
use super::today;

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
    Check(Check),
    /// Compare two captures, or two JSON reports: what changed
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
    Golden(super::golden::Golden),
    /// List every rule
    Rules(Rules),
    /// Explain a rule: what, why, examples, remedy
    Explain(Explain),
    /// Print an embedded JSON Schema
    Schema(Schema),
    /// Write a commented callproof.toml
    Init(Init),
    /// Write waivers for the errors of a report, to be filled in
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
    Calls(Calls),
    /// Print what a capture exercises, beside what a perfect one could
    Coverage(Coverage),
    /// Print the documented event, an exemplary call, or a capture of any size
    Sample(Sample),
    /// Write a producer's declaration to begin with
    Declare(Declare),
    /// Print what each level of conformance asks for
    Levels,
    /// Make a signed bundle of captures: what was tested, by which rules, with which result
    Certify(Certify),
    /// Make a pair of keys for certify and verify
    Keygen(Keygen),
    /// Verify a bundle offline: signature, digests, completeness, and every verdict again
    Verify(Verify),
    /// Work with the bundles of a programme
    Evidence(Evidence),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

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

/// What `check` takes.
#[derive(Debug, Args)]
pub struct Check {
    /// Files, directories, or `-`
    #[arg(value_name = "INPUT")]
    pub inputs: Vec<String>,
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
    #[arg(long = "report", value_name = "FORMAT=PATH", value_parser = to_file)]
    pub reports: Vec<(Format, PathBuf)>,
    /// Keep so many findings in full; counts stay exact [default: 10000]
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
    pub new_since: Option<PathBuf>,
    /// Show phone numbers, ids and variables as they are
    #[arg(long)]
    pub show_values: bool,
    /// Take documents out of log lines or HTTP archives
    #[arg(long, value_name = "FROM")]
    pub extract: Option<ExtractFrom>,
    /// Judge what stands at this JSON Pointer in each document, in a JSON string too
    #[arg(long, value_name = "POINTER", value_parser = pointer)]
    pub at: Option<String>,
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

/// Compare two captures, or two JSON reports: what changed.
///
/// OLD and NEW are both captures (files, or directories whose files are paired by name), or both JSON
/// reports of `check`: told apart by content. Times and ids are masked and never a difference by themselves.
///
/// Exit codes: 0 no regression, 1 regression (of captures: any change of behaviour), 2 the two cannot be
/// compared, 3 incomplete (no event on both sides, or findings left out of a report).
#[derive(Debug, Args)]
pub struct Compare {
    /// What was: a capture, a directory of captures, a JSON report, or `-`
    #[arg(value_name = "OLD")]
    pub old: String,
    /// What is now, of the same kind
    #[arg(value_name = "NEW")]
    pub new: String,
    /// What to print on standard output
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: CompareFormat,
    /// Show every change, not one for all events that share it
    #[arg(long)]
    pub all: bool,
    #[command(flatten)]
    pub configuration: Configuration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CompareFormat {
    Human,
    Json,
}

/// How calls are followed through a capture.
#[derive(Debug, Args)]
pub struct Following {
    /// In which order the events of several inputs have their turn: input by input, or merged by state time
    #[arg(long, value_name = "ORDER", default_value = "input")]
    pub order: OrderName,
    /// Each input is a capture of its own: ids of one mean nothing in another
    #[arg(long, conflicts_with = "order")]
    pub separate: bool,
    /// So many calls that are over stay known, so that what comes late of them is noticed
    #[arg(
        long,
        value_name = "N",
        default_value_t = 500,
        allow_negative_numbers = true
    )]
    pub remember: usize,
}

/// The capture that `calls` and `coverage` look at.
#[derive(Debug, Args)]
pub struct Looking {
    /// Files, directories, or `-`
    #[arg(value_name = "INPUT")]
    pub inputs: Vec<String>,
    /// How strictly findings are weighed
    #[arg(long, value_name = "PROFILE", default_value = "standard")]
    pub profile: ProfileName,
    /// Take documents out of log lines or HTTP archives
    #[arg(long, value_name = "FROM")]
    pub extract: Option<ExtractFrom>,
    /// Look at what stands at this JSON Pointer in each document, in a JSON string too
    #[arg(long, value_name = "POINTER", value_parser = pointer)]
    pub at: Option<String>,
    #[command(flatten)]
    pub following: Following,
}

/// List the calls of a capture, or draw one.
#[derive(Debug, Args)]
pub struct Calls {
    #[command(flatten)]
    pub looking: Looking,
    /// Draw this call: its number in the list, or the beginning of its contact id
    #[arg(long, value_name = "CALL")]
    pub show: Option<String>,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: TableFormat,
    /// List so many calls at the most
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = some(), allow_negative_numbers = true)]
    pub most: usize,
}

/// Print what a capture exercises.
#[derive(Debug, Args)]
pub struct Coverage {
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ProfileName {
    Core,
    Standard,
    Strict,
}

impl ProfileName {
    /// The profile of that name.
    pub fn profile(self) -> Profile {
        match self {
            ProfileName::Core => Profile::Core,
            ProfileName::Standard => Profile::Standard,
            ProfileName::Strict => Profile::Strict,
        }
    }

    /// The name of that profile.
    pub fn of(profile: Profile) -> ProfileName {
        match profile {
            Profile::Core => ProfileName::Core,
            Profile::Standard => ProfileName::Standard,
            Profile::Strict => ProfileName::Strict,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// As a person reads it
    Human,
    /// One document; its schema is `callproof schema report`
    Json,
    /// The same in lines, each finding as it comes
    Ndjson,
    /// JUnit XML
    Junit,
    /// SARIF 2.1.0
    Sarif,
    /// TAP 14
    Tap,
    /// Common Test Report Format
    Ctrf,
    /// Workflow commands, and on standard output a step summary too
    Github,
    /// Code quality
    Gitlab,
    /// For a comment on a merge request
    Markdown,
    /// One page for a browser, with everything in it
    Html,
}

impl Format {
    /// The names of all.
    pub fn names() -> Vec<String> {
        let formats = Format::value_variants().iter();
        formats
            .filter_map(|format| Some(format.to_possible_value()?.get_name().to_owned()))
            .collect()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OrderName {
    Input,
    Time,
}

impl OrderName {
    /// The order of that name.
    pub fn order(self) -> Order {
        match self {
            OrderName::Input => Order::Input,
            OrderName::Time => Order::Time,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    Error,
    Warning,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExtractFrom {
    /// The object at the end of each log line
    Prefix,
    /// WebSocket messages and JSON responses of an HTTP archive
    Har,
}

impl ExtractFrom {
    /// What the capture room calls it.
    pub fn extract(self) -> Extract {
        match self {
            ExtractFrom::Prefix => Extract::Prefix,
            ExtractFrom::Har => Extract::Har,
        }
    }
}

fn to_file(text: &str) -> Result<(Format, PathBuf), String> {
    let (format, path) = text
        .split_once('=')
        .ok_or("FORMAT=PATH is meant, such as json=report.json")?;
    if path.is_empty() {
        return Err("the path is empty".into());
    }
    let known = Format::from_str(format, true).map_err(|_| {
        let names = Format::names().join(", ");
        format!("no format is called `{format}`; there are {names}")
    })?;
    Ok((known, PathBuf::from(path)))
}

pub fn pointer(text: &str) -> Result<String, String> {
    if !text.is_empty() && !text.starts_with('/') {
        return Err("a JSON Pointer begins with `/`, such as /detail/body".into());
    }
    let escaped = |behind: &str| behind.starts_with(['0', '1']);
    if !text.split('~').skip(1).all(escaped) {
        return Err("in a JSON Pointer `~` is written ~0, and `/` inside a key ~1".into());
    }
    Ok(text.to_owned())
}

/// What `normalize` takes.
#[derive(Debug, Args)]
pub struct Normalize {
    /// Files, directories, or `-`
    #[arg(value_name = "INPUT")]
    pub inputs: Vec<String>,
    /// Mask what stands at this JSON Pointer, `*` for any key of one level, too (repeatable)
    #[arg(long, value_name = "POINTER")]
    pub mask: Vec<Selector>,
    /// Do not mask what stands there (repeatable); the more exact selector holds
    #[arg(long, value_name = "POINTER")]
    pub unmask: Vec<Selector>,
    /// How finely times are told: 1ms (the default), 100ms, 1s and the like, or `order` for their order alone
    #[arg(long, value_name = "TIME")]
    pub resolution: Option<Resolution>,
    /// Take documents out of log lines or HTTP archives
    #[arg(long, value_name = "FROM")]
    pub extract: Option<ExtractFrom>,
    /// Take what stands at this JSON Pointer in each document, in a JSON string too
    #[arg(long, value_name = "POINTER", value_parser = pointer)]
    pub at: Option<String>,
    /// Write there, whole or not at all, and not on standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub configuration: Configuration,
}

/// List every rule.
#[derive(Debug, Args)]
pub struct Rules {
    /// How to list
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: RulesFormat,
    /// Only rules of this family (repeatable)
    #[arg(long, value_name = "FAMILY")]
    pub family: Vec<String>,
    /// Only rules of this authority (repeatable)
    #[arg(long, value_name = "AUTHORITY")]
    pub authority: Vec<String>,
    /// Only rules that are errors in this profile
    #[arg(long, value_name = "PROFILE")]
    pub profile: Option<ProfileName>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RulesFormat {
    Human,
    Json,
    Ids,
    Markdown,
}

/// Explain a rule.
#[derive(Debug, Args)]
pub struct Explain {
    /// The rule's id, such as button/mirror
    #[arg(value_name = "RULE")]
    pub rule: String,
}

/// Print an embedded JSON Schema.
#[derive(Debug, Args)]
pub struct Schema {
    /// Which
    #[arg(value_name = "NAME", default_value = "event")]
    pub name: String,
}

/// Write a commented callproof.toml into this folder.
#[derive(Debug, Args)]
pub struct Init {
    /// Write over the one that is there
    #[arg(long)]
    pub force: bool,
}

/// Write waivers for the errors of a report that count.
///
/// An entry for each fault, behind what the file holds already; none is written twice. They count once
/// `reason` and `owner` are filled in: until then `check` refuses the file.
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

/// Print shell completions.
#[derive(Debug, Args)]
pub struct Completions {
    /// For which shell
    #[arg(value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

/// Print a man page.
#[derive(Debug, Args)]
pub struct Man {
    /// Of which command, one inside another behind it; callproof itself without one
    #[arg(value_name = "COMMAND")]
    pub commands: Vec<String>,
}

/// The reference producer: print the documented event, an exemplary call, or a capture of any size.
///
/// Without arguments the documented event; with FLOW a whole call; with --calls a capture that conforms in
/// profile strict, but for the faults that are asked for. One event a line. The same arguments give the
/// same bytes.
#[derive(Debug, Args)]
pub struct Sample {
    /// Which call
    #[arg(value_name = "FLOW", conflicts_with_all = ["list", "calls"])]
    pub flow: Option<String>,
    /// List the flows, and what each rests on
    #[arg(long, conflicts_with = "calls")]
    pub list: bool,
    /// Produce a capture of so many calls
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub calls: Option<u64>,
    /// What ids, numbers, times and the mixture of flows are drawn from
    #[arg(long, value_name = "S", default_value_t = 1, requires = "calls")]
    pub seed: u64,
    /// So many calls are under way at once
    #[arg(long, value_name = "C", default_value_t = 1, requires = "calls")]
    pub interleave: usize,
    /// Only calls of this flow (repeatable)
    #[arg(long = "flow", value_name = "NAME", requires = "calls")]
    pub flows: Vec<String>,
    /// So large a share of the calls has a fault, one each: 0.0 to 1.0
    #[arg(long, value_name = "RATE", requires = "calls")]
    pub faults: Option<f64>,
    /// Write there which fault is where, one a line
    #[arg(long, value_name = "FILE", requires = "faults")]
    pub manifest: Option<PathBuf>,
}
