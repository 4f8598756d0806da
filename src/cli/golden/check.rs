//! `callproof golden check`.

use std::path::{Path, PathBuf};

use callproof::drift::normal::Masking;
use callproof::drift::store::{self, Captured, Content, File, Folder, Name, Snapshot};
use callproof::report::golden::{Golden, Goldens, State, human, json};

use super::arguments::{Check, ListFormat};
use crate::cli::output::{self, Surface};
use crate::cli::{Done, Failure};

/// Compares, says what differs, and leaves it beside the goldens for a decision.
pub fn run(arguments: &Check, masking: &Masking, surface: Surface) -> Result<Done, Failure> {
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
    let names = arguments
        .captures
        .each("golden check", masking, |captured| {
            let golden = store::compare(&folder, &captured)?;
            let name = &captured.name;
            let proposal = proposal(arguments, &folder, &captured, &golden)?;
            if let (Some(base), Some(snapshot)) = (&patched, &proposal) {
                patch.push_str(&part(&folder, base, name, snapshot)?);
            }
            match (writes, &proposal, &golden.state) {
                (true, Some(snapshot), _) => folder.write(name, File::Pending, snapshot)?,
                // What waited is not new any more.
                (true, None, State::Same) => drop(folder.reject(name)?),
                (true | false, _, _) => {}
            }
            each.push(golden);
            Ok(())
        })?;
    each.extend(store::orphans(&folder, &names)?);
    let goldens = Goldens {
        folder: arguments.place.dir().to_string_lossy().into_owned(),
        recorded,
        orphans_allowed: arguments.allow_orphans,
        each,
    };
    if let Some(path) = &arguments.patch {
        output::write_file(path, |out| out.write_all(patch.as_bytes()))?;
    }
    tell(arguments, surface, &goldens, writes)?;
    Ok(Done::Judged(goldens.outcome()))
}

/// The golden that the capture would make, where it is new or differs.
fn proposal(
    arguments: &Check,
    folder: &Folder,
    captured: &Captured,
    golden: &Golden,
) -> Result<Option<Snapshot>, Failure> {
    let differs = matches!(golden.state, State::Changed(_) | State::Missing { .. });
    let (Content::Events(normal), true) = (&captured.content, differs) else {
        return Ok(None);
    };
    let there = folder.read(&captured.name, File::Golden)?;
    let producer = arguments.captures.producer.as_deref();
    Ok(Some(captured.snapshot(normal, producer, there.as_ref())))
}

/// The patch that makes the golden hold that.
fn part(folder: &Folder, base: &Path, name: &Name, snapshot: &Snapshot) -> Result<String, Failure> {
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
            folder.display()
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
    arguments: &Check,
    surface: Surface,
    goldens: &Goldens,
    writes: bool,
) -> Result<(), Failure> {
    match arguments.format {
        ListFormat::Json => output::write(|out| json::write(goldens, out))?,
        ListFormat::Human if surface.quiet => {}
        ListFormat::Human => {
            let style = surface.style(true);
            let next = next(arguments, goldens, writes);
            output::write(|out| {
                human::write(goldens, style, out)?;
                human::summary(goldens, next.as_deref(), style, out)
            })?;
        }
    }
    Ok(())
}

/// The one thing to do now.
fn next(arguments: &Check, goldens: &Goldens, writes: bool) -> Option<String> {
    let dir = arguments.place.dir();
    let at = if dir == Path::new("golden") {
        String::new()
    } else {
        format!(" --dir {}", dir.display())
    };
    let waits = |golden: &Golden| matches!(golden.state, State::Changed(_) | State::Missing { .. });
    if goldens.recorded > 0 && !goldens.each.iter().any(waits) {
        return None;
    }
    Some(match &arguments.patch {
        Some(patch) => format!("git apply {}", patch.display()),
        None if goldens.recorded == 0 => format!("callproof golden record{at}"),
        None if writes => format!("callproof golden review{at}"),
        None => "nothing was written, since CI is set: --patch FILE hands back a patch".to_owned(),
    })
}
