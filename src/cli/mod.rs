//! Commands and flags: one file a command.

mod arguments;
mod bearing;
mod calls;
mod check;
mod compare;
mod completions;
mod configuration;
mod confines;
mod coverage;
mod evidence;
mod explain;
mod golden;
mod hearing;
mod hint;
mod init;
mod inputs;
mod named_file;
mod normalize;
mod output;
mod progress;
mod rendering;
mod rules;
mod sample;
mod schema;
mod today;
mod waive;

use std::ffi::OsString;
use std::io;

use callproof::report::Outcome;
use clap::error::{ContextKind, ErrorKind};

use arguments::Command;
use evidence::arguments::EvidenceCommand;

/// What a command came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// It did what it does, and judged nothing.
    Fine,
    /// It judged a producer.
    Judged(Outcome),
    /// It found a bundle to say what is not so.
    Refuted,
    /// It was interrupted, and has said what it had so far.
    Interrupted,
}

/// Why a command could not do its work.
#[derive(Debug)]
pub enum Failure {
    /// It was asked for something that is not there; the text says what is.
    Usage(String),
    /// The same of what the user has written: flags and settings are told as they are, and the paths among
    /// them are masked already.
    OwnWords(String),
    /// The surroundings do not allow it: a file, a pipe, a disk.
    Environment(String),
    /// Whoever read our output has gone.
    ReaderGone,
}

impl Failure {
    /// Says it in a line on standard error; nothing where nobody reads any more.
    pub fn tell(&self) {
        match self {
            Failure::Usage(line) | Failure::Environment(line) => {
                output::complain(&format!("callproof: {line}"));
            }
            Failure::OwnWords(line) => output::complain_in_own_words(&format!("callproof: {line}")),
            Failure::ReaderGone => {}
        }
    }
}

impl From<io::Error> for Failure {
    /// Errors of writing to standard output; files are written in `output`, which names them.
    fn from(error: io::Error) -> Failure {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::ReaderGone,
            _ => Failure::Environment(format!("cannot write to standard output: {error}")),
        }
    }
}

/// Runs the command that the arguments name.
///
/// # Errors
/// Whatever kept the command from doing its work.
pub fn run() -> Result<Done, Failure> {
    let arguments = match arguments::read() {
        Ok(arguments) => arguments,
        Err(error) => return refused(&error),
    };
    let surface = arguments.surface();
    match arguments.command {
        Command::Check(check) => check::run(check, surface),
        Command::Calls(calls) => calls::run(&calls, surface),
        Command::Golden(golden) => golden::run(golden, surface),
        Command::Compare(compare) => compare::run(&compare, surface),
        Command::Coverage(coverage) => coverage::run(&coverage, surface),
        Command::Normalize(normalize) => normalize::run(&normalize, surface),
        Command::Rules(rules) => rules::run(&rules, surface),
        Command::Explain(explain) => explain::run(&explain, surface),
        Command::Schema(schema) => schema::run(&schema),
        Command::Init(init) => init::run(&init, surface),
        Command::Waive(waive) => waive::run(&waive, surface),
        Command::Completions(completions) => completions::run(&completions),
        Command::Man(man) => completions::man(&man),
        Command::Sample(sample) => sample::run(&sample, surface),
        Command::Declare(declare) => evidence::declare(&declare, surface),
        Command::Levels => evidence::levels(),
        Command::Certify(certify) => evidence::certify(&certify, surface),
        Command::Keygen(keygen) => evidence::keygen(&keygen, surface),
        Command::Verify(verify) => evidence::verify(&verify, surface),
        Command::Evidence(bundles) => match bundles.command {
            EvidenceCommand::List(list) => evidence::list(&list, surface),
        },
    }
}

/// What clap has to say: help and version as they are, a mistake in one line.
fn refused(error: &clap::Error) -> Result<Done, Failure> {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            output::print(&error.render().to_string())?;
            Ok(Done::Fine)
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => Err(Failure::Usage(format!(
            "a command is missing\n\n{}",
            error.render()
        ))),
        _ => {
            let line = in_one_line(&error.render().to_string());
            let command = meant(std::env::args_os().skip(1));
            let line = format!("{line}; `{command} --help` shows what there is");
            Err(match is_of_a_value(error) {
                true => Failure::OwnWords(line),
                false => Failure::Usage(line),
            })
        }
    }
}

/// Whether a flag has a value that it cannot have, and no path stands in it.
fn is_of_a_value(error: &clap::Error) -> bool {
    let is_path = error
        .get(ContextKind::InvalidArg)
        .is_some_and(|flag| flag.to_string().contains("PATH"));
    matches!(
        error.kind(),
        ErrorKind::ValueValidation | ErrorKind::InvalidValue
    ) && !is_path
}

/// clap's message and its tips, without the usage that follows them.
fn in_one_line(message: &str) -> String {
    let said = message
        .lines()
        .map(str::trim)
        .take_while(|line| !line.starts_with("Usage:"));
    let line = said
        .filter(|line| !line.is_empty() && !line.starts_with("For more information"))
        .collect::<Vec<_>>()
        .join("; ");
    line.trim_start_matches("error: ").replace(":;", ":")
}

/// The command that the words name, as far as there is one.
fn meant(words: impl Iterator<Item = OsString>) -> String {
    let mut command = arguments::command();
    let mut name = command.get_name().to_owned();
    for word in words {
        let Some(inner) = command.find_subcommand(&word) else {
            continue;
        };
        name = format!("{name} {}", inner.get_name());
        command = inner.clone();
    }
    name
}
