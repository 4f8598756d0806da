//! `callproof golden pending`.

use callproof::compare::snapshots;
use std::io::{self, Write};

use callproof::capture::label;
use callproof::compare::difference;
use callproof::privacy::terminal_text;
use callproof::render::escaped;
use callproof::report::difference::Comparison;
use callproof::snapshot::normal::NormalForm;
use callproof::snapshot::store::{File, Folder, Metadata, SnapshotName};
use serde::Serialize;

use super::arguments::{Pending, PendingFormat};
use crate::cli::output::{self, Surface};
use crate::cli::{Done, Failure};

/// Lists what waits for a decision.
pub fn run(arguments: &Pending, surface: Surface) -> Result<Done, Failure> {
    let folder = arguments.place.folder()?;
    let mut waiting = Vec::new();
    for name in folder.names(File::Pending)? {
        waiting.push(Waiting::of(&folder, &name)?);
    }
    match arguments.format {
        PendingFormat::Json => output::write(|out| json(&waiting, out))?,
        PendingFormat::Human if surface.quiet => {}
        PendingFormat::Human => output::write(|out| human(&waiting, out))?,
    }
    Ok(Done::Fine)
}

/// What waits, and how it differs from its golden.
pub struct Waiting {
    /// Its name.
    pub name: SnapshotName,
    /// The difference; from nothing where there is no golden yet.
    pub comparison: Comparison,
    /// Whether there is no golden yet.
    pub is_new: bool,
    golden: String,
    pending: String,
    metadata: Metadata,
}

impl Waiting {
    /// Reads both files.
    pub fn of(folder: &Folder, name: &SnapshotName) -> Result<Waiting, Failure> {
        let (new, old) = snapshots::pending(folder, name)?;
        let snapshot = folder.read(name, File::Pending)?;
        let is_new = old.is_none();
        let old = old.unwrap_or(NormalForm { calls: Vec::new() });
        let path = |file| label(&folder.file(name, file));
        Ok(Waiting {
            name: name.clone(),
            comparison: difference::between(&old, &new),
            is_new,
            golden: path(File::Golden),
            pending: path(File::Pending),
            metadata: snapshot
                .map(|snapshot| snapshot.metadata)
                .unwrap_or_default(),
        })
    }

    /// What it is, in a line: `changed answered, 2 changes (producer night, callproof 0.1.0)`.
    pub fn told(&self) -> String {
        let changes = match (self.is_new, self.comparison.changes()) {
            (true, _) => "new".to_owned(),
            (false, 1) => "1 change".to_owned(),
            (false, changes) => format!("{changes} changes"),
        };
        let mut from = Vec::new();
        let told = &self.metadata;
        from.extend(told.producer.iter().map(|name| format!("producer {name}")));
        from.extend(
            told.callproof
                .iter()
                .map(|version| format!("callproof {version}")),
        );
        let from = if from.is_empty() {
            String::new()
        } else {
            format!(" ({})", from.join(", "))
        };
        terminal_text::shown(&format!("{}: {changes}{from}", self.name))
    }
}

fn human(waiting: &[Waiting], out: &mut dyn Write) -> io::Result<()> {
    if waiting.is_empty() {
        return writeln!(out, "nothing is pending");
    }
    for one in waiting {
        writeln!(out, "{}", one.told())?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Row<'w> {
    name: &'w str,
    state: &'static str,
    changes: usize,
    golden: &'w str,
    pending: &'w str,
    producer: Option<&'w str>,
    scenario: Option<&'w str>,
    callproof: Option<&'w str>,
}

impl Waiting {
    fn row(&self) -> Row<'_> {
        Row {
            name: self.name.as_str(),
            state: if self.is_new { "missing" } else { "changed" },
            changes: if self.is_new {
                0
            } else {
                self.comparison.changes()
            },
            golden: &self.golden,
            pending: &self.pending,
            producer: self.metadata.producer.as_deref(),
            scenario: self.metadata.scenario.as_deref(),
            callproof: self.metadata.callproof.as_deref(),
        }
    }
}

/// An array, one object a pending file.
fn json(waiting: &[Waiting], out: &mut dyn Write) -> io::Result<()> {
    let rows: Vec<Row<'_>> = waiting.iter().map(Waiting::row).collect();
    escaped::write_indented(out, &rows)
}
