//! Captures beside their goldens.

use std::collections::HashSet;

use super::difference;
use crate::report::snapshots::{SnapshotResult, SnapshotResults, SnapshotStatus};
use crate::report::{Outcome, Reason, Report};
use crate::snapshot::normal::NormalForm;
use crate::snapshot::store::text;
use crate::snapshot::store::{CaptureContent, Error, File, Folder, RecordedCapture, SnapshotName};

/// What became of the capture's golden.
///
/// # Errors
/// A golden that cannot be read.
pub fn compare(folder: &Folder, captured: &RecordedCapture) -> Result<SnapshotResult, Error> {
    let state = match &captured.content {
        CaptureContent::Broken(documents) => SnapshotStatus::Broken {
            documents: *documents,
        },
        CaptureContent::Empty => SnapshotStatus::Empty,
        CaptureContent::Events(normal) => match folder.normal(&captured.name, File::Golden)? {
            None => SnapshotStatus::Missing {
                calls: normal.calls.len(),
                events: normal.calls.iter().map(|call| call.steps.len()).sum(),
            },
            // The text decides: what it does not hold was never accepted.
            Some(golden) if text(&golden) == text(normal) => SnapshotStatus::Same,
            Some(golden) => SnapshotStatus::Changed(difference::between(&golden, normal)),
        },
    };
    Ok(SnapshotResult {
        name: captured.name.to_string(),
        input: Some(captured.input.clone()),
        state,
    })
}

/// The goldens that none of these captures stands for.
///
/// # Errors
/// A folder that cannot be read.
pub fn orphans(folder: &Folder, captures: &[SnapshotName]) -> Result<Vec<SnapshotResult>, Error> {
    let taken: HashSet<&SnapshotName> = captures.iter().collect();
    let names = folder.names(File::Golden)?;
    let orphans = names.into_iter().filter(|name| !taken.contains(name));
    let orphan = |name: SnapshotName| SnapshotResult {
        name: name.to_string(),
        input: None,
        state: SnapshotStatus::Orphan,
    };
    Ok(orphans.map(orphan).collect())
}

/// What is pending under that name beside its golden.
///
/// # Errors
/// Nothing is; or one of the two files is no golden.
pub fn pending(
    folder: &Folder,
    name: &SnapshotName,
) -> Result<(NormalForm, Option<NormalForm>), Error> {
    let new = folder.normal(name, File::Pending)?;
    let new = new.ok_or_else(|| Error::NotPending { name: name.clone() })?;
    Ok((new, folder.normal(name, File::Golden)?))
}

/// Joins what became of the goldens to a report: the worse outcome is that of the run.
pub fn join(report: &mut Report, goldens: SnapshotResults) {
    report.outcome = match (report.outcome, goldens.outcome()) {
        (Outcome::Nonconformant, _) | (_, Outcome::Nonconformant) => Outcome::Nonconformant,
        (Outcome::Incomplete, _) | (_, Outcome::Incomplete) => Outcome::Incomplete,
        (Outcome::Conformant, Outcome::Conformant) => Outcome::Conformant,
    };
    if let Some((code, message)) = goldens.reason() {
        report.reasons.push(Reason { code, message });
    }
    report.goldens = Some(goldens);
}
