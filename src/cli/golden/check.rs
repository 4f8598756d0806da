//! `callproof golden check`.

use callproof::compare::snapshots;
use std::path::{Path, PathBuf};

use callproof::capture::label;
use callproof::render::snapshots::{human, json};
use callproof::report::snapshots::{SnapshotResult, SnapshotResults, SnapshotStatus};
use callproof::snapshot::normal::Masking;
use callproof::snapshot::store::{
    self, CaptureContent, File, Folder, RecordedCapture, Snapshot, SnapshotName,
};

use super::Said;
use super::arguments::{PendingFormat, SnapshotCheckArguments};
use crate::cli::arguments::Configuration;
use crate::cli::hint;
use crate::cli::output::{self, Surface};
use crate::cli::{Done, Failure};

/// Where a patch is written, if somebody takes the hint.
const PATCH: &str = "goldens.patch";

/// Why nothing waits for a decision.
const UNWRITTEN: &str = "nothing was written beside the goldens, since CI is set";

/// Compares, says what differs, and leaves it beside the goldens for a decision.
pub fn run(
    arguments: &SnapshotCheckArguments,
    configuration: &Configuration,
    masking: &Masking,
    surface: Surface,
) -> Result<Done, Failure> {
    let folder = arguments.place.folder()?;
    let patched = match &arguments.patch {
        Some(_) => Some(below_here(folder.path())?),
        None => None,
    };
    let recorded = folder.names(File::Golden)?.len();
    // A first run has nothing to compare with: its captures are to be recorded, not reviewed.
    let writes = recorded > 0 && !is_ci();
    let mut each = Vec::new();
    let mut patch = String::new();
    let read = arguments
        .captures
        .each("golden check", masking, |captured| {
            let golden = snapshots::compare(&folder, &captured)?;
            let name = &captured.name;
            let proposal = proposal(arguments, &folder, &captured, &golden)?;
            if let (Some(base), Some(snapshot)) = (&patched, &proposal) {
                patch.push_str(&part(&folder, base, name, snapshot)?);
            }
            match (writes, &proposal, &golden.state) {
                (true, Some(snapshot), _) => folder.write(name, File::Pending, snapshot)?,
                // What waited is not new any more.
                (true, None, SnapshotStatus::Same) => drop(folder.reject(name)?),
                (true | false, _, _) => {}
            }
            each.push(golden);
            Ok(())
        })?;
    each.extend(snapshots::orphans(&folder, &read.names)?);
    let goldens = SnapshotResults {
        folder: label(arguments.place.dir()),
        recorded,
        orphans_allowed: arguments.allow_orphans,
        each,
    };
    if let Some(path) = &arguments.patch {
        output::write_file(path, |out| out.write_all(patch.as_bytes()))?;
    }
    tell(arguments, configuration, surface, &goldens, writes)?;
    Ok(Done::Judged(read.outcome(goldens.outcome())))
}

/// The golden that the capture would make, where it is new or differs.
fn proposal(
    arguments: &SnapshotCheckArguments,
    folder: &Folder,
    captured: &RecordedCapture,
    golden: &SnapshotResult,
) -> Result<Option<Snapshot>, Failure> {
    let differs = matches!(
        golden.state,
        SnapshotStatus::Changed(_) | SnapshotStatus::Missing { .. }
    );
    let (CaptureContent::Events(normal), true) = (&captured.content, differs) else {
        return Ok(None);
    };
    let there = folder.read(&captured.name, File::Golden)?;
    let producer = arguments.captures.producer.as_deref();
    Ok(Some(captured.snapshot(normal, producer, there.as_ref())))
}

/// The patch that makes the golden hold that.
fn part(
    folder: &Folder,
    base: &Path,
    name: &SnapshotName,
    snapshot: &Snapshot,
) -> Result<String, Failure> {
    let old = folder.text(name, File::Golden)?;
    let file = folder.file(name, File::Golden);
    let path = base.join(file.file_name().unwrap_or_default());
    Ok(store::patch(&path, old.as_deref(), &snapshot.text()))
}

/// The folder's path from the current directory down: `git apply` takes no other.
fn below_here(folder: &Path) -> Result<PathBuf, Failure> {
    let here = std::env::current_dir()
        .map_err(|error| Failure::Environment(format!("cannot tell the directory: {error}")))?;
    let down = match folder.strip_prefix(&here) {
        Ok(down) => down,
        Err(_) if folder.is_relative() => folder,
        Err(_) => Path::new(".."),
    };
    let climbs = |part| matches!(part, std::path::Component::ParentDir);
    if down.components().any(climbs) {
        let line = format!(
            "--patch is for goldens below the current directory, and {} is not",
            label(folder)
        );
        return Err(Failure::Usage(line));
    }
    Ok(down.to_owned())
}

/// Whether a build server runs us: then the tree is not ours to write in.
fn is_ci() -> bool {
    std::env::var_os("CI")
        .is_some_and(|value| !value.is_empty() && !value.eq_ignore_ascii_case("false"))
}

fn tell(
    arguments: &SnapshotCheckArguments,
    configuration: &Configuration,
    surface: Surface,
    goldens: &SnapshotResults,
    writes: bool,
) -> Result<(), Failure> {
    match arguments.format {
        PendingFormat::Json => output::write(|out| json::write(goldens, out))?,
        PendingFormat::Human if surface.quiet => {}
        PendingFormat::Human => {
            let style = surface.style(true);
            let unwritten = !writes && arguments.patch.is_none() && waits(goldens);
            let note = (unwritten && goldens.recorded > 0).then_some(UNWRITTEN);
            let next = next(arguments, configuration, goldens, writes);
            output::write(|out| {
                human::write(goldens, style, out)?;
                human::summary(goldens, note, next.as_deref(), style, out)
            })?;
        }
    }
    Ok(())
}

/// Whether something is new or changed.
fn waits(goldens: &SnapshotResults) -> bool {
    let waits = |golden: &SnapshotResult| {
        matches!(
            golden.state,
            SnapshotStatus::Changed(_) | SnapshotStatus::Missing { .. }
        )
    };
    goldens.each.iter().any(waits)
}

/// The one thing to do now: a command that works as it stands.
fn next(
    arguments: &SnapshotCheckArguments,
    configuration: &Configuration,
    goldens: &SnapshotResults,
    writes: bool,
) -> Option<String> {
    if !waits(goldens) {
        return None;
    }
    let said = Said {
        captures: &arguments.captures,
        place: &arguments.place,
        configuration,
    };
    match &arguments.patch {
        _ if goldens.recorded == 0 => said.over_captures("record", &[]),
        Some(patch) => hint::line("git", &["apply".to_owned(), patch.to_str()?.to_owned()]),
        None if writes => said.in_folder("review"),
        // Under CI nothing waits, and a patch takes it home.
        None if arguments.allow_orphans => {
            said.over_captures("check", &["--allow-orphans", "--patch", PATCH])
        }
        None => said.over_captures("check", &["--patch", PATCH]),
    }
}
