//! What became of the goldens, for a person: each that is not as accepted, with its difference.

use std::io::{self, Write};

use crate::render::difference;
use crate::render::style::{Role, Style};
use crate::render::summary as closing;
use crate::report::Outcome;
use crate::report::snapshots::{SnapshotResult, SnapshotResults, SnapshotStatus};

/// Every golden that is not as it was accepted.
pub fn write(goldens: &SnapshotResults, style: Style, out: &mut dyn Write) -> io::Result<()> {
    for golden in &goldens.each {
        let ink = match goldens.weight(&golden.state) {
            Outcome::Conformant => Role::Note,
            Outcome::Incomplete => Role::Warning,
            Outcome::Nonconformant => Role::Error,
        };
        let Some(told) = told(golden, goldens) else {
            continue;
        };
        let head = format!("{}[golden/{}]", golden.state.name(), golden.name);
        write!(
            out,
            "{}",
            style.paragraph(ink, &head, 4, &format!(": {told}"))
        )?;
        if let SnapshotStatus::Changed(comparison) = &golden.state {
            difference::human::write(comparison, style, out)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// The closing lines of a check of goldens alone.
pub fn summary(
    goldens: &SnapshotResults,
    note: Option<&str>,
    next: Option<&str>,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let outcome = goldens.outcome();
    let ink = match outcome {
        Outcome::Conformant => Role::Good,
        Outcome::Nonconformant => Role::Error,
        Outcome::Incomplete => Role::Warning,
    };
    let outcome = outcome.name();
    let found = match goldens.reason() {
        Some(("no-goldens", told)) => format!(": {told}"),
        Some(_) | None => format!(": {} in {}", goldens.counted(), goldens.folder),
    };
    let indent = outcome.len() + 2;
    write!(out, "{}", style.paragraph(ink, outcome, indent, &found))?;
    if let Some(note) = note {
        write!(
            out,
            "{}",
            style.paragraph(Role::Strong, "  note: ", 4, note)
        )?;
    }
    match next {
        Some(next) => closing::command(next, style, out),
        None => Ok(()),
    }
}

/// What there is to say of a golden; nothing of one that is as it was.
pub(crate) fn told(golden: &SnapshotResult, goldens: &SnapshotResults) -> Option<String> {
    let input = golden.input.as_deref().unwrap_or_default();
    match &golden.state {
        SnapshotStatus::Same => None,
        SnapshotStatus::Changed(comparison) => Some(format!(
            "{input} differs from its golden, {}",
            number(comparison.changes(), "change")
        )),
        SnapshotStatus::Missing { calls, events } => Some(format!(
            "{input} has no golden; {} in {}",
            number(*events, "event"),
            number(*calls, "call")
        )),
        SnapshotStatus::Orphan => {
            let remedy = if goldens.orphans_allowed {
                ""
            } else {
                "; remove it, or allow it with --allow-orphans"
            };
            let (folder, name) = (&goldens.folder, &golden.name);
            Some(format!("no capture for {folder}/{name}.snap{remedy}"))
        }
        SnapshotStatus::Broken { documents } => Some(format!(
            "{} of {input} cannot be read; callproof check names the faults",
            number(
                usize::try_from(*documents).unwrap_or(usize::MAX),
                "document"
            )
        )),
        SnapshotStatus::Empty => Some(format!("no event in {input}")),
    }
}

/// `1 event`, `2 events`.
fn number(count: usize, name: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {name}{plural}")
}
