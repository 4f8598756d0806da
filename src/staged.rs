//! A file that appears whole or not at all: written without a name, then put in its place.
//!
//! What is written has no name where the system can do that, so that a process that is killed leaves nothing. Only
//! while the whole is put in place it has a name beside that place; of a process that is killed just then it stays,
//! and whoever writes into the same folder next removes it: the name tells whose it was.

use std::fs::{self, File, Metadata};
use std::io::{self, Seek};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::NamedTempFile;

const PREFIX: &str = ".callproof-";
const SUFFIX: &str = ".part";

/// After this, whatever was being written is given up, wherever its process ran.
const MAX_AGE: Duration = Duration::from_secs(24 * 60 * 60);

/// A file that is being written, gone again unless it is put in place.
#[derive(Debug)]
pub struct StagedFile {
    content: File,
    folder: PathBuf,
}

impl StagedFile {
    /// An empty file in the folder of that path.
    ///
    /// # Errors
    /// The folder takes no file.
    pub fn beside(path: &Path) -> io::Result<StagedFile> {
        let folder = folder_of(path).to_owned();
        let content = tempfile::tempfile_in(&folder)?;
        Ok(StagedFile { content, folder })
    }

    /// What is to be filled.
    pub fn file(&mut self) -> &mut File {
        &mut self.content
    }

    /// Removes what killed processes of the same user left in the folder.
    pub fn clear_stale(&self) {
        let Ok(own) = self.content.metadata() else {
            return;
        };
        for path in stale(&self.folder, &own) {
            // Somebody else may have been faster.
            let _ = fs::remove_file(path);
        }
    }

    /// Puts the file there, whatever was there before. A link is replaced, not followed.
    ///
    /// # Errors
    /// The folder does not allow it.
    pub fn replace(self, path: &Path) -> io::Result<()> {
        let named = self.named()?;
        named.persist(path).map(drop).map_err(|error| error.error)
    }

    /// Puts the file there if nothing is there.
    ///
    /// # Errors
    /// `AlreadyExists` where something is; the folder does not allow it.
    pub fn place(self, path: &Path) -> io::Result<()> {
        let named = self.named()?;
        let placed = named.persist_noclobber(path);
        placed.map(drop).map_err(|error| error.error)
    }

    /// The whole of it under a name, which can be put in place in one step.
    fn named(mut self) -> io::Result<NamedTempFile> {
        let prefix = format!("{PREFIX}{}-{}-", origin(), std::process::id());
        let mut builder = tempfile::Builder::new();
        builder.prefix(&prefix).suffix(SUFFIX);
        let mut named = builder.make_in(&self.folder, |path| File::create_new(path))?;
        self.content.rewind()?;
        io::copy(&mut self.content, named.as_file_mut())?;
        Ok(named)
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
