//! What a configuration that nobody named may decide. It was found, so it may be anybody's: it writes only
//! below its own folder, and only over reports.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use callproof::capture::label;
use callproof::config::FILE;
use callproof::render::beginning::{self, MAX_HEAD_BYTES};
use callproof::staged;

use super::Failure;

/// The folder of a configuration that was found.
#[derive(Debug, Clone)]
pub struct Confines {
    /// The configuration, as it is shown.
    config: PathBuf,
    /// Its folder, without links.
    folder: PathBuf,
}

impl Confines {
    /// Those of the configuration at that path, which is open as `file`.
    ///
    /// # Errors
    /// It belongs to somebody who is neither the user, nor root, nor the owner of the working directory.
    pub fn of(config: &Path, file: &File) -> Result<Confines, Failure> {
        let facts = [config.symlink_metadata(), file.metadata()];
        for facts in facts {
            is_trusted(config, &facts.map_err(unread(config))?)?;
        }
        let folder = folder_of(config).canonicalize().map_err(unread(config))?;
        Ok(Confines {
            config: config.to_owned(),
            folder,
        })
    }

    /// The real path of a report that the configuration names.
    ///
    /// The standard library opens no file relative to an open folder: whoever may rename folders below the
    /// configuration's while this runs can still lead the report elsewhere. A link in the report's own
    /// place is replaced and never followed.
    ///
    /// # Errors
    /// It would leave the folder, or replace what is no report.
    pub fn report(&self, path: &Path) -> Result<PathBuf, Failure> {
        let real = self.below(path)?;
        let facts = match real.symlink_metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(real),
            facts => facts.map_err(unread(path))?,
        };
        if facts.is_symlink() {
            return Err(self.refused(path, "it is a link"));
        }
        if !facts.is_file() {
            return Err(self.refused(path, "it is no regular file"));
        }
        let is_own = !is_program(&facts)
            && real.file_name().is_none_or(|name| name != FILE)
            && is_report(&real).map_err(unread(path))?;
        if !is_own {
            let why = "the file there is no report of callproof, and would be lost";
            return Err(self.refused(path, why));
        }
        Ok(real)
    }

    /// The real path of what the configuration names, where that is below its folder. What is not there
    /// yet leads nowhere.
    ///
    /// # Errors
    /// It leaves the folder.
    pub fn below(&self, path: &Path) -> Result<PathBuf, Failure> {
        let within = path.strip_prefix(folder_of(&self.config));
        let within = within.or_else(|_| path.strip_prefix(self.config.with_file_name("")));
        let within = within.unwrap_or(path);
        if within.has_root() || within.is_absolute() {
            return Err(self.refused(path, "it is an absolute path"));
        }
        let goes_down = |part| matches!(part, Component::Normal(_) | Component::CurDir);
        if !within.components().all(goes_down) {
            return Err(self.refused(path, "it leaves that folder through `..`"));
        }
        let Some(name) = within.file_name() else {
            return Err(self.refused(path, "it names no file"));
        };
        let parent = self.folder.join(within.parent().unwrap_or(Path::new("")));
        let there = parent.ancestors().find_map(|up| up.canonicalize().ok());
        if !there.is_some_and(|real| real.starts_with(&self.folder)) {
            return Err(self.refused(path, "a link leads out of that folder"));
        }
        Ok(parent.canonicalize().unwrap_or(parent).join(name))
    }

    fn refused(&self, path: &Path, why: &str) -> Failure {
        let (path, config) = (label(path), label(&self.config));
        Failure::Usage(format!(
            "{config} names {path}: {why}; a configuration that was found writes only below its folder and only over reports (--config {config} trusts it)"
        ))
    }
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

fn unread(path: &Path) -> impl Fn(io::Error) -> Failure {
    let path = label(path);
    move |error| Failure::Environment(format!("cannot read {path}: {error}"))
}

/// In a container we are root, and the files may be another's: then the working directory is too.
fn is_trusted(config: &Path, facts: &Metadata) -> Result<(), Failure> {
    let Some(owner) = staged::owner(facts) else {
        return Ok(());
    };
    let is = |other: io::Result<Option<u32>>| other.ok().flatten() == Some(owner);
    let is_trusted = owner == 0
        || is(fs::metadata(".").map(|facts| staged::owner(&facts)))
        || is(staged::user());
    is_trusted.then_some(()).ok_or_else(|| {
        let config = label(config);
        Failure::Usage(format!(
            "{config} belongs to user {owner}, who is neither you, nor root, nor the owner of the working directory: name it with --config {config} to trust it, or use --no-config"
        ))
    })
}

/// Whether the file can be run: no report can.
fn is_program(facts: &Metadata) -> bool {
    #[cfg(unix)]
    return std::os::unix::fs::PermissionsExt::mode(&facts.permissions()) & 0o111 != 0;
    #[cfg(not(unix))]
    {
        let _ = facts;
        false
    }
}

fn is_report(path: &Path) -> io::Result<bool> {
    let mut head = Vec::new();
    File::open(path)?
        .take(MAX_HEAD_BYTES)
        .read_to_end(&mut head)?;
    Ok(beginning::is_report(&head))
}
