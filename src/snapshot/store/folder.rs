//! Goldens on disk. A file appears whole or not at all, and no link leads anywhere else.

use std::fs::{self, Metadata};
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::OnceLock;

use super::{Error, Snapshot, SnapshotName};
use crate::snapshot::normal::NormalForm;
use crate::staged::StagedFile;

/// A golden beyond this is not read: no capture that a person reviews comes near it.
const LIMIT: u64 = 256 << 20;

/// The folder that holds a producer's goldens.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
    /// Whether what killed runs left is removed.
    cleared: OnceLock<()>,
}

/// Which of a name's two files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum File {
    /// The golden: `NAME.snap`.
    Golden,
    /// What waits to become it: `NAME.snap.new`.
    Pending,
}

impl File {
    fn ending(self) -> &'static str {
        match self {
            File::Golden => ".snap",
            File::Pending => ".snap.new",
        }
    }
}

impl Folder {
    /// The folder of that path; it need not be there yet.
    ///
    /// # Errors
    /// Something else stands there, or a link that leads out of where the path says it is.
    pub fn at(path: &Path) -> Result<Folder, Error> {
        let folder = Folder {
            path: path.to_owned(),
            cleared: OnceLock::new(),
        };
        match fs::metadata(path) {
            Err(cause) if cause.kind() == io::ErrorKind::NotFound && !path.is_symlink() => {
                Ok(folder)
            }
            Err(cause) => Err(disk("read", path, cause)),
            Ok(about) if !about.is_dir() => Err(refused(path, "it is no directory")),
            Ok(_) => folder.stays_inside().map(|()| folder),
        }
    }

    /// Its path, as it was given.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where that file stands.
    pub fn file(&self, name: &SnapshotName, file: File) -> PathBuf {
        self.path.join(format!("{name}{}", file.ending()))
    }

    /// The names of the files of that kind, sorted.
    ///
    /// # Errors
    /// A folder that cannot be read; a file that callproof cannot have written.
    pub fn names(&self, file: File) -> Result<Vec<SnapshotName>, Error> {
        let mut names = Vec::new();
        let entries = match fs::read_dir(&self.path) {
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(names),
            entries => entries.map_err(|cause| disk("read", &self.path, cause))?,
        };
        for entry in entries {
            let entry = entry.map_err(|cause| disk("read", &self.path, cause))?;
            let told = entry.file_name().to_string_lossy().into_owned();
            // Hidden files are other programs' notes, or what an interrupted run left.
            let Some(name) = told.strip_suffix(file.ending()) else {
                continue;
            };
            if told.starts_with('.') {
                continue;
            }
            names.push(SnapshotName::new(name).map_err(|_| {
                refused(
                    &entry.path(),
                    "no golden can have that name; remove the file",
                )
            })?);
        }
        names.sort();
        Ok(names)
    }

    /// The golden or what is pending; none where there is no such file.
    ///
    /// # Errors
    /// A link, something else than a file, or a text that is no golden.
    pub fn read(&self, name: &SnapshotName, file: File) -> Result<Option<Snapshot>, Error> {
        let Some(text) = self.text(name, file)? else {
            return Ok(None);
        };
        let snapshot = Snapshot::read(&text);
        snapshot
            .map(Some)
            .map_err(|why| unreadable(&self.file(name, file), why))
    }

    /// The normal form that the file holds; none where there is no such file.
    ///
    /// # Errors
    /// As for [`Folder::read`]; contents that are no normal form.
    pub fn normal(&self, name: &SnapshotName, file: File) -> Result<Option<NormalForm>, Error> {
        let Some(snapshot) = self.read(name, file)? else {
            return Ok(None);
        };
        let normal = NormalForm::read(&snapshot.contents);
        normal
            .map(Some)
            .map_err(|why| unreadable(&self.file(name, file), &why.to_string()))
    }

    /// The file's text as it stands.
    ///
    /// # Errors
    /// A link, something else than a file, one beyond 256 MiB, or no UTF-8.
    pub fn text(&self, name: &SnapshotName, file: File) -> Result<Option<String>, Error> {
        let path = self.file(name, file);
        let Some(about) = plain(&path)? else {
            return Ok(None);
        };
        if about.len() > LIMIT {
            return Err(unreadable(&path, "it is larger than 256 MiB"));
        }
        let mut bytes = Vec::new();
        fs::File::open(&path)
            .and_then(|file| file.take(LIMIT).read_to_end(&mut bytes))
            .map_err(|cause| disk("read", &path, cause))?;
        let text = String::from_utf8(bytes);
        text.map(Some)
            .map_err(|_| unreadable(&path, "it is not UTF-8 text"))
    }

    /// Writes the file whole, or leaves what was there.
    ///
    /// # Errors
    /// A link in its place, or a disk that refuses.
    pub fn write(&self, name: &SnapshotName, file: File, snapshot: &Snapshot) -> Result<(), Error> {
        let path = self.file(name, file);
        let staged = self.staged(&path, snapshot)?;
        let written = staged.replace(&path);
        written.map_err(|cause| disk("write", &path, cause))
    }

    /// Writes the file whole if nothing is there; says whether it did. Of runs that write at once, one does.
    ///
    /// # Errors
    /// As for [`Folder::write`].
    pub fn add(&self, name: &SnapshotName, file: File, snapshot: &Snapshot) -> Result<bool, Error> {
        let path = self.file(name, file);
        match self.staged(&path, snapshot)?.place(&path) {
            Ok(()) => Ok(true),
            Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            Err(cause) => Err(disk("write", &path, cause)),
        }
    }

    /// The file beside its place, all of it on the disk, so that a rename cannot outrun its bytes.
    fn staged(&self, path: &Path, snapshot: &Snapshot) -> Result<StagedFile, Error> {
        fs::create_dir_all(&self.path).map_err(|cause| disk("create", &self.path, cause))?;
        plain(path)?;
        let text = snapshot.text();
        let written = StagedFile::beside(path).and_then(|mut staged| {
            self.cleared.get_or_init(|| staged.clear_stale());
            staged.file().write_all(text.as_bytes())?;
            staged.file().sync_all()?;
            Ok(staged)
        });
        written.map_err(|cause| disk("write", path, cause))
    }

    /// What is pending becomes the golden: one rename.
    ///
    /// # Errors
    /// Nothing is pending, or it is no golden; a link; a disk that refuses.
    pub fn accept(&self, name: &SnapshotName) -> Result<(), Error> {
        let pending = self.normal(name, File::Pending)?;
        pending.ok_or_else(|| Error::NotPending { name: name.clone() })?;
        let golden = self.file(name, File::Golden);
        plain(&golden)?;
        fs::rename(self.file(name, File::Pending), &golden)
            .map_err(|cause| disk("write", &golden, cause))
    }

    /// Removes what is pending; says whether anything was.
    ///
    /// # Errors
    /// A link; a disk that refuses.
    pub fn reject(&self, name: &SnapshotName) -> Result<bool, Error> {
        let path = self.file(name, File::Pending);
        if plain(&path)?.is_none() {
            return Ok(false);
        }
        fs::remove_file(&path).map_err(|cause| disk("remove", &path, cause))?;
        Ok(true)
    }

    /// Whether the folder is where its path says: below the current directory for a path that goes down
    /// from there, else in its parent.
    fn stays_inside(&self) -> Result<(), Error> {
        let goes_down =
            |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
        let base = if self.path.components().all(goes_down) {
            Path::new(".")
        } else {
            self.path.parent().unwrap_or(&self.path)
        };
        let real = |path: &Path| fs::canonicalize(path).map_err(|cause| disk("read", path, cause));
        if real(&self.path)?.starts_with(real(base)?) {
            Ok(())
        } else {
            Err(refused(
                &self.path,
                "a link leads out of this directory; goldens are written only inside",
            ))
        }
    }
}

/// What is known of a plain file; none where nothing is.
fn plain(path: &Path) -> Result<Option<Metadata>, Error> {
    match fs::symlink_metadata(path) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(disk("read", path, cause)),
        Ok(about) if about.is_symlink() => {
            Err(refused(path, "it is a link, and a golden is a file"))
        }
        Ok(about) if !about.is_file() => Err(refused(path, "it is no file")),
        Ok(about) => Ok(Some(about)),
    }
}

fn disk(verb: &'static str, path: &Path, cause: io::Error) -> Error {
    Error::Disk {
        verb,
        path: path.to_owned(),
        cause,
    }
}

fn refused(path: &Path, why: &'static str) -> Error {
    Error::Refused {
        path: path.to_owned(),
        why,
    }
}

fn unreadable(path: &Path, why: &str) -> Error {
    Error::Unreadable {
        path: path.to_owned(),
        why: why.to_owned(),
    }
}
