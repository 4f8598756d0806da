//! `callproof declare`.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

use callproof::capture::{self, Options, label};
use callproof::evidence::declaration::{TEMPLATE, propose};
use callproof::report::Outcome;

use super::arguments::Declare;
use super::{Done, Failure, Surface, is_there, output};
use crate::cli::inputs;

/// Writes a declaration, and says what to do with it.
pub fn run(arguments: &Declare, surface: Surface) -> Result<Done, Failure> {
    let path = &arguments.output;
    if is_there(path) {
        return Err(there_already(path));
    }
    let text = if arguments.init {
        TEMPLATE.to_owned()
    } else {
        let unreadable = |error: capture::Error| Failure::Environment(error.to_string());
        let sources = capture::sources(&arguments.from).and_then(capture::Sources::captures);
        let sources = sources.map_err(unreadable)?;
        let captures = sources.iter();
        let captures = captures.map(|source| Ok(inputs::opened(source, &Options::default())?));
        let proposal = propose(captures)?;
        if proposal.unchecked > 0 {
            output::complain(&format!(
                "callproof: events that stand inside something else, and of which the declaration says nothing: {}",
                proposal.unchecked
            ));
        }
        let Some(text) = proposal.text else {
            output::complain(
                "callproof: no event in the captures, so nothing can be proposed, and nothing was written",
            );
            return Ok(Done::Judged(Outcome::Incomplete));
        };
        text
    };
    write_new(path, text.as_bytes())?;
    if !surface.quiet {
        let path = label(path);
        output::print(&format!(
            "wrote {path}: fill in who you are, and read what it claims\n"
        ))?;
    }
    Ok(Done::Fine)
}

fn there_already(path: &Path) -> Failure {
    Failure::Usage(format!(
        "{} is there already, and stays as it is",
        label(path)
    ))
}

fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let opened = OpenOptions::new().write(true).create_new(true).open(path);
    let written = opened.and_then(|mut file| file.write_all(bytes));
    written.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => there_already(path),
        _ => Failure::Environment(format!("cannot write {}: {error}", label(path))),
    })
}
