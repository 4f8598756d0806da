//! What became of the goldens, for a machine: the part `goldens` of the report, or a document of its own.

use std::io::{self, Write};

use serde::Serialize;

use crate::render::escaped;
use crate::report::Outcome;
use crate::report::difference::Comparison;
use crate::report::snapshots::{SnapshotResult, SnapshotResults, SnapshotStatus};

/// A document of its own, indented.
pub fn write(goldens: &SnapshotResults, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        outcome: goldens.outcome(),
        goldens: GoldensView::of(goldens),
    };
    escaped::write_indented(out, &document)
}

#[derive(Serialize)]
struct Document<'g> {
    outcome: Outcome,
    goldens: GoldensView<'g>,
}

#[derive(Serialize)]
pub(crate) struct GoldensView<'g> {
    folder: &'g str,
    recorded: usize,
    orphans_allowed: bool,
    each: Vec<GoldenView<'g>>,
}

#[derive(Serialize)]
struct GoldenView<'g> {
    name: &'g str,
    input: Option<&'g str>,
    state: &'static str,
    changes: usize,
    difference: Option<&'g Comparison>,
}

impl GoldensView<'_> {
    pub(crate) fn of(goldens: &SnapshotResults) -> GoldensView<'_> {
        GoldensView {
            folder: &goldens.folder,
            recorded: goldens.recorded,
            orphans_allowed: goldens.orphans_allowed,
            each: goldens.each.iter().map(GoldenView::of).collect(),
        }
    }
}

impl GoldenView<'_> {
    fn of(golden: &SnapshotResult) -> GoldenView<'_> {
        GoldenView {
            name: &golden.name,
            input: golden.input.as_deref(),
            state: golden.state.name(),
            changes: golden.state.changes(),
            difference: match &golden.state {
                SnapshotStatus::Changed(comparison) => Some(comparison),
                SnapshotStatus::Same
                | SnapshotStatus::Missing { .. }
                | SnapshotStatus::Orphan
                | SnapshotStatus::Broken { .. }
                | SnapshotStatus::Empty => None,
            },
        }
    }
}
