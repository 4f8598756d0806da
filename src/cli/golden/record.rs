//! `callproof golden record`.

use callproof::capture::label;
use callproof::privacy::terminal_text;
use callproof::report::Outcome;
use callproof::snapshot::normal::Masking;
use callproof::snapshot::store::{CaptureContent, File, Folder, RecordedCapture, Snapshot};

use super::arguments::RecordArguments;
use crate::cli::output::{self, Surface};
use crate::cli::{Done, Failure};

/// Writes what is missing, and with `--force` what differs.
pub fn run(
    arguments: &RecordArguments,
    masking: &Masking,
    surface: Surface,
) -> Result<Done, Failure> {
    let folder = arguments.place.folder()?;
    let mut outcome = Outcome::Conformant;
    let read = arguments
        .captures
        .each("golden record", masking, |captured| {
            let told = record(arguments, &folder, &captured)?;
            outcome = worse(outcome, told.outcome);
            if !surface.quiet || told.outcome != Outcome::Conformant {
                output::print(&format!("{}\n", terminal_text::shown(&told.line)))?;
            }
            Ok(())
        })?;
    Ok(Done::Judged(read.outcome(outcome)))
}

/// What became of one capture.
struct Told {
    outcome: Outcome,
    line: String,
}

fn record(
    arguments: &RecordArguments,
    folder: &Folder,
    captured: &RecordedCapture,
) -> Result<Told, Failure> {
    let RecordedCapture {
        name,
        input,
        content,
        too_large,
    } = captured;
    let told = |outcome, line| Ok(Told { outcome, line });
    let normal = match content {
        CaptureContent::Events(normal) => normal,
        CaptureContent::Broken(_) if !too_large.is_empty() => {
            let line = format!("too large {name}: not all events in {input} can be in a golden");
            return told(Outcome::Nonconformant, line);
        }
        CaptureContent::Broken(documents) => {
            let line = format!(
                "broken    {name}: {documents} of the documents in {input} cannot be read; callproof check names the faults"
            );
            return told(Outcome::Nonconformant, line);
        }
        CaptureContent::Empty => {
            let line = format!("empty     {name}: no event in {input}");
            return told(Outcome::Incomplete, line);
        }
    };
    let path = folder.file(name, File::Golden);
    let there = if arguments.force {
        // What cannot be read is overwritten too.
        folder.read(name, File::Golden).ok().flatten()
    } else {
        folder.read(name, File::Golden)?
    };
    let producer = arguments.captures.producer.as_deref();
    let snapshot = captured.snapshot(normal, producer, there.as_ref());
    let same = there
        .as_ref()
        .map(|golden| golden.contents == snapshot.contents);
    let names = |golden: &Snapshot| golden.metadata.producer != snapshot.metadata.producer;
    let renamed = there.as_ref().is_some_and(names);
    match same {
        Some(false) if !arguments.force => {
            let line = format!(
                "differs   {}: --force overwrites it; callproof golden check shows how it differs",
                label(&path)
            );
            return told(Outcome::Nonconformant, line);
        }
        Some(true) if !renamed => {}
        Some(_) => folder.write(name, File::Golden, &snapshot)?,
        None if arguments.force => folder.write(name, File::Golden, &snapshot)?,
        None => {
            if !folder.add(name, File::Golden, &snapshot)? {
                // Another run was faster: what it wrote is compared like any other.
                return record(arguments, folder, captured);
            }
        }
    }
    // Whatever waited was about an older form.
    folder.reject(name)?;
    let path = label(&path);
    let line = match (same, producer) {
        (Some(true), Some(producer)) if renamed => {
            format!("same      {path}, of producer {producer} now")
        }
        (Some(true), _) => format!("same      {path}"),
        (Some(false) | None, _) => format!("recorded  {path}"),
    };
    told(Outcome::Conformant, line)
}

fn worse(one: Outcome, other: Outcome) -> Outcome {
    match (one, other) {
        (Outcome::Nonconformant, _) | (_, Outcome::Nonconformant) => Outcome::Nonconformant,
        (Outcome::Incomplete, _) | (_, Outcome::Incomplete) => Outcome::Incomplete,
        (Outcome::Conformant, Outcome::Conformant) => Outcome::Conformant,
    }
}
