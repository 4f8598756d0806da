//! Where output goes: standard output, standard error, files that appear whole or not at all.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

use anstream::{AutoStream, ColorChoice};
use callproof::privacy;
use callproof::report::{Style, glyph};

use super::Failure;
use super::arguments::Color;

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
    let line = masked(line.trim_end());
    let _ = writeln!(io::stderr().lock(), "{}", harmless(&line));
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
    let mut shown = glyph::shown(line);
    if !help.is_empty() {
        shown.push('\n');
    }
    for line in help.lines() {
        shown.push('\n');
        shown.push_str(&glyph::shown(line));
    }
    shown
}

/// Reads a text file of the user's own: a configuration, waivers, a report.
pub fn read_text(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path)
        .map_err(|error| Failure::Environment(format!("cannot read {}: {error}", path.display())))
}

/// Keeps an input from being written over by what is made of it.
///
/// # Errors
/// The path is one of the inputs that are named.
pub fn spare(inputs: &[String], path: &Path) -> Result<(), Failure> {
    let Ok(target) = path.canonicalize() else {
        return Ok(());
    };
    let is_target = |input: &String| {
        let file = Path::new(input).canonicalize();
        file.is_ok_and(|file| file.is_file() && file == target)
    };
    if inputs.iter().any(is_target) {
        let path = path.display();
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
        true => OpenOptions::new()
            .write(true)
            .open(path)
            .and_then(|file| fill(file, render)),
        false => replace(path, render),
    };
    written
        .map_err(|error| Failure::Environment(format!("cannot write {}: {error}", path.display())))
}

/// Whether there is a device or a pipe, which cannot be replaced and must not be.
fn is_stream(path: &Path) -> bool {
    let kind = std::fs::metadata(path).map(|facts| facts.file_type());
    kind.is_ok_and(|kind| !kind.is_file() && !kind.is_dir())
}

fn replace(path: &Path, render: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let written = File::create(&beside)
        .and_then(|file| fill(file, render))
        .and_then(|()| std::fs::rename(&beside, path));
    if written.is_err() {
        // The first error is the one to tell.
        let _ = std::fs::remove_file(&beside);
    }
    written
}

fn fill(file: File, render: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(file);
    render(&mut out)?;
    out.flush()
}
