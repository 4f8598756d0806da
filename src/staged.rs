//! A file that appears whole or not at all: written beside its place, then put there.
//!
//! A process that is killed leaves what it was writing. Whoever writes into the same folder next removes
//! it; the name tells whose it was.

use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::NamedTempFile;

const PREFIX: &str = ".callproof-";
const SUFFIX: &str = ".part";

/// After this, whatever was being written is given up, wherever its process ran.
const MAX_AGE: Duration = Duration::from_secs(24 * 60 * 60);

/// A file that is being written, gone again unless it is put in place.
#[derive(Debug)]
pub struct StagedFile(NamedTempFile);

impl StagedFile {
    /// An empty file beside that path.
    ///
    /// # Errors
    /// The folder takes no file.
    pub fn beside(path: &Path) -> io::Result<StagedFile> {
        let prefix = format!("{PREFIX}{}-{}-", origin(), std::process::id());
        let mut builder = tempfile::Builder::new();
        builder.prefix(&prefix).suffix(SUFFIX);
        let named = builder.make_in(folder_of(path), |path| File::create_new(path));
        named.map(StagedFile)
    }

    /// What is to be filled.
    pub fn file(&mut self) -> &mut File {
        self.0.as_file_mut()
    }

    /// Removes what killed processes of the same user left in the folder.
    pub fn clear_stale(&self) {
        let own = self.0.as_file().metadata();
        let (Ok(own), Some(folder)) = (own, self.0.path().parent()) else {
            return;
        };
        for path in stale(folder, &own) {
            // Somebody else may have been faster.
            let _ = fs::remove_file(path);
        }
    }

    /// Puts the file there, whatever was there before. A link is replaced, not followed.
    ///
    /// # Errors
    /// The folder does not allow it.
    pub fn replace(self, path: &Path) -> io::Result<()> {
        self.0.persist(path).map(drop).map_err(|error| error.error)
    }

    /// Puts the file there if nothing is there.
    ///
    /// # Errors
    /// `AlreadyExists` where something is; the folder does not allow it.
    pub fn place(self, path: &Path) -> io::Result<()> {
        self.0
            .persist_noclobber(path)
            .map(drop)
            .map_err(|error| error.error)
    }
}

/// The user who owns what this process writes; none where the system has no such number.
///
/// # Errors
/// No temporary file can be made.
pub fn user() -> io::Result<Option<u32>> {
    tempfile::tempfile()?.metadata().map(|facts| owner(&facts))
}

/// The user who owns the file; none where the system has no such number.
pub fn owner(facts: &Metadata) -> Option<u32> {
    #[cfg(unix)]
    return Some(std::os::unix::fs::MetadataExt::uid(facts));
    #[cfg(not(unix))]
    {
        let _ = facts;
        None
    }
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

/// Where process numbers mean what they mean here: this boot of the machine, and the process's view of it.
/// Two containers, or two machines, may share a folder.
fn origin() -> String {
    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id");
    let view = fs::read_link("/proc/self/ns/pid");
    let (Ok(boot), Ok(view)) = (boot, view) else {
        return String::new();
    };
    let view = view.to_string_lossy().into_owned();
    let digits = |letter: &char| letter.is_ascii_digit();
    let boot = boot.chars().take(8);
    boot.chain(['.'])
        .chain(view.chars().filter(digits))
        .collect()
}

fn stale(folder: &Path, own: &Metadata) -> Vec<PathBuf> {
    let here = origin();
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.path())
        .filter(|path| is_stale(path, &here, own).unwrap_or(false))
        .collect()
}

/// None for a file that is not one of ours.
fn is_stale(path: &Path, here: &str, own: &Metadata) -> Option<bool> {
    let name = path.file_name()?.to_str()?;
    let name = name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?;
    let mut parts = name.splitn(3, '-');
    let (origin, process) = (parts.next()?, parts.next()?.parse::<u32>().ok()?);
    let facts = fs::symlink_metadata(path).ok()?;
    // Of another user's processes a system may show nothing.
    if !facts.is_file() || owner(&facts) != owner(own) {
        return None;
    }
    let age = facts.modified().ok()?.elapsed().unwrap_or_default();
    let is_gone = || !Path::new("/proc").join(process.to_string()).exists();
    Some(age > MAX_AGE || (!here.is_empty() && origin == here && is_gone()))
}
