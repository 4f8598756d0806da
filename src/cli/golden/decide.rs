//! `callproof golden accept` and `callproof golden reject`.

use callproof::capture::label;
use callproof::privacy::terminal_text;
use callproof::snapshot::store::{self, File, Folder, SnapshotName};

use super::arguments::Decide;
use crate::cli::output::{self, Surface};
use crate::cli::{Done, Failure};

/// What waits becomes the golden.
pub fn accept(arguments: &Decide, surface: Surface) -> Result<Done, Failure> {
    decide(arguments, surface, "accepted", Folder::accept)
}

/// What waits is thrown away.
pub fn reject(arguments: &Decide, surface: Surface) -> Result<Done, Failure> {
    decide(arguments, surface, "rejected", |folder, name| {
        folder.reject(name).map(|_| ())
    })
}

fn decide(
    arguments: &Decide,
    surface: Surface,
    done: &str,
    act: impl Fn(&Folder, &SnapshotName) -> Result<(), store::Error>,
) -> Result<Done, Failure> {
    let folder = arguments.place.folder()?;
    let pending = folder.names(File::Pending)?;
    let chosen = chosen(arguments, pending)?;
    if chosen.is_empty() && !surface.quiet {
        output::print("nothing is pending\n")?;
    }
    for name in &chosen {
        act(&folder, name)?;
        if !surface.quiet {
            let path = label(&folder.file(name, File::Golden));
            output::print(&format!("{done}  {}\n", terminal_text::shown(&path)))?;
        }
    }
    Ok(Done::Fine)
}

/// What is to be decided about; nothing is touched unless all of it waits.
fn chosen(arguments: &Decide, pending: Vec<SnapshotName>) -> Result<Vec<SnapshotName>, Failure> {
    if arguments.all {
        return Ok(pending);
    }
    if arguments.names.is_empty() {
        let names: Vec<String> = pending.iter().map(SnapshotName::to_string).collect();
        let waits = if names.is_empty() {
            "nothing is pending".to_owned()
        } else {
            format!("pending: {}", names.join(", "))
        };
        return Err(Failure::Usage(format!(
            "name what is meant, or --all; {waits}"
        )));
    }
    let mut chosen = Vec::new();
    for name in &arguments.names {
        let name = SnapshotName::new(name)?;
        if !pending.contains(&name) {
            return Err(store::Error::NotPending { name }.into());
        }
        if !chosen.contains(&name) {
            chosen.push(name);
        }
    }
    Ok(chosen)
}
