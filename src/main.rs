//! argv in, exit code out.

#![forbid(unsafe_code)]

mod cli;

use std::process::ExitCode;

use callproof::report::Outcome;
use cli::{Done, Failure};

fn main() -> ExitCode {
    match cli::run() {
        Ok(done) => exit_code(done),
        Err(failure) => {
            failure.tell();
            ExitCode::from(failure_code(&failure))
        }
    }
}

fn exit_code(done: Done) -> ExitCode {
    match done {
        Done::Fine | Done::Judged(Outcome::Conformant) => ExitCode::SUCCESS,
        Done::Judged(Outcome::Nonconformant) | Done::Refuted => ExitCode::from(1),
        Done::Judged(Outcome::Incomplete) => ExitCode::from(3),
        Done::Interrupted => ExitCode::from(130),
    }
}

fn failure_code(failure: &Failure) -> u8 {
    match failure {
        Failure::Usage(_) | Failure::OwnWords(_) | Failure::Environment(_) => 2,
        Failure::ReaderGone => 141,
    }
}
