//! Where output goes: standard output, standard error, files that appear whole or not at all.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use anstream::{AutoStream, ColorChoice};
use callproof::capture::label;
use callproof::privacy;
use callproof::privacy::terminal_text;
use callproof::render::Style;
use callproof::staged::StagedFile;

use super::arguments::Color;
use super::{Failure, named_file};

/// How a run appears to whoever started it.
#[derive(Debug, Clone, Copy)]
pub struct Surface {
    /// When to colour.
    pub color: Color,
    /// Whether to print no report for a person.
    pub quiet: bool,
    /// Threads that examine documents.
    pub jobs: usize,
}

impl Surface {
    /// How a report for a person looks on standard output.
    pub fn style(self, fold: bool) -> Style {
        let color = match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => AutoStream::choice(&io::stdout()) != ColorChoice::Never,
        };
        Style {
            color,
            width: columns(),
            fold,
        }
    }
}

/// The terminal's width; 80 where there is none, or more than a line of text wants.
fn columns() -> usize {
    const WIDEST: usize = 120;
    let told = std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse::<usize>().ok());
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let terminal = if io::stdout().is_terminal() {
        told.or_else(terminal)
    } else {
        told
    };
    terminal.unwrap_or(80).clamp(20, WIDEST)
}

/// Prints on standard output.
pub fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Writes on standard output through a buffer.
pub fn write(render: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    render(&mut out)?;
    out.flush()
}

/// Says a line on standard error; if nobody reads it there is nobody to tell.
pub fn complain(line: &str) {
    complain_in_own_words(&masked(line));
}

/// Says a line whose paths are masked already: its numbers are ours, or the user's own.
pub fn complain_in_own_words(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", harmless(line.trim_end()));
}

/// The path without what identifies a person, unless somebody asked for everything.
pub fn masked_path(path: &Path) -> String {
    masked(&label(path))
}

/// A line or path without what identifies a person, unless somebody asked for everything.
pub fn masked(line: &str) -> String {
    let shows_values = std::env::args_os().any(|word| word == "--show-values");
    match shows_values {
        true => line.to_owned(),
        false => privacy::line(line),
    }
}

/// Paths and arguments may hold what moves or colours a terminal. One line stays one, and only help,
/// which stands behind a blank line, keeps its own.
fn harmless(text: &str) -> String {
    let (line, help) = text.split_once("\n\n").unwrap_or((text, ""));
    let mut shown = terminal_text::shown(line);
    if !help.is_empty() {
        shown.push('\n');
    }
    for line in help.lines() {
        shown.push('\n');
        shown.push_str(&terminal_text::shown(line));
    }
    shown
}

/// A configuration or a file of waivers beyond this was not written by hand.
pub const MAX_SETTINGS_BYTES: u64 = 1 << 20;

/// An earlier report beyond this is not read: reports are smaller by far.
pub const MAX_REPORT_BYTES: u64 = 128 << 20;

/// Reads a text file of the user's own, a configuration, waivers or a report, of at most so many bytes.
pub fn read_text(path: &Path, max_bytes: u64) -> Result<String, Failure> {
    read_open(open(path)?, path, max_bytes)
}

/// Opens a file of the user's own.
pub fn open(path: &Path) -> Result<File, Failure> {
    named_file::open(path).map_err(unread(path))
}

/// Reads a text file that is open.
pub fn read_open(file: File, path: &Path, max_bytes: u64) -> Result<String, Failure> {
    let mut text = String::new();
    let mut bytes = Vec::new();
    file.take(max_bytes + 1)
        .read_to_end(&mut bytes)
        .map_err(unread(path))?;
    if bytes.len() as u64 > max_bytes {
        let (path, mebibytes) = (label(path), max_bytes >> 20);
        return Err(Failure::Environment(format!(
            "cannot read {path}: it is larger than {mebibytes} MiB, the limit for such a file"
        )));
    }
    bytes
        .as_slice()
        .read_to_string(&mut text)
        .map_err(unread(path))?;
    Ok(text)
}

fn unread(path: &Path) -> impl Fn(io::Error) -> Failure {
    let path = label(path);
    move |error| Failure::Environment(format!("cannot read {path}: {error}"))
}

/// Keeps an input from being written over by what is made of it.
///
/// # Errors
/// The path is one of the inputs that are named.
pub fn spare(inputs: &[PathBuf], path: &Path) -> Result<(), Failure> {
    let Ok(target) = path.canonicalize() else {
        return Ok(());
    };
    let is_target = |input: &PathBuf| {
        let file = input.canonicalize();
        file.is_ok_and(|file| file.is_file() && file == target)
    };
    if inputs.iter().any(is_target) {
        let path = label(path);
        let line = format!("{path} is an input, and would be lost: write to another file");
        return Err(Failure::Usage(line));
    }
    Ok(())
}

/// Writes a file whole, or leaves what was there: a temporary file beside it, then a rename. Devices and
/// pipes are written as they are.
pub fn write_file(
    path: &Path,
    render: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let written = match is_stream(path) {
        true => named_file::open_stream(path).and_then(|file| fill(file, render)),
        false => replace(path, render),
    };
    written.map_err(|error| Failure::Environment(format!("cannot write {}: {error}", label(path))))
}

/// Whether there is a device or a pipe, which cannot be replaced and must not be.
fn is_stream(path: &Path) -> bool {
    let kind = std::fs::metadata(path).map(|facts| facts.file_type());
    kind.is_ok_and(|kind| !kind.is_file() && !kind.is_dir())
}

fn replace(path: &Path, render: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut staged = StagedFile::beside(path)?;
    staged.clear_stale();
    fill(staged.file(), render)?;
    staged.replace(path)
}

fn fill(file: impl Write, render: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(file);
    render(&mut out)?;
    out.flush()
}
