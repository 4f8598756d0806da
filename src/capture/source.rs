//! Which inputs there are: files, directories searched for captures, standard input.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::follow::Followed;
use super::{Capture, Error, Options};

/// One input, not yet opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source(Kind);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    StandardInput,
    File(PathBuf),
}

/// The inputs that the arguments name, in their order; those of a directory sorted by path.
pub fn sources(inputs: &[String]) -> Result<Vec<Source>, Error> {
    let mut found = Vec::new();
    for input in inputs {
        if input == "-" {
            found.push(Source(Kind::StandardInput));
            continue;
        }
        let path = PathBuf::from(input);
        if read(&path, fs::metadata(&path))?.is_dir() {
            found.extend(captures_in(&path)?);
        } else {
            found.push(Source(Kind::File(path)));
        }
    }
    Ok(found)
}

impl Source {
    /// The name under which it is told: its path, or `-`.
    pub fn label(&self) -> String {
        self.path().to_string_lossy().into_owned()
    }

    /// Whether opening it waits for somebody who writes to it.
    pub fn is_named_pipe(&self) -> bool {
        self.file().is_some_and(is_named_pipe)
    }

    /// Opens it; a named pipe waits here for its writer.
    pub fn open(&self, options: &Options) -> Result<Capture, Error> {
        let input: Box<dyn Read + Send> = match &self.0 {
            Kind::StandardInput => Box::new(io::stdin()),
            Kind::File(path) => Box::new(read(path, File::open(path))?),
        };
        Ok(Capture::of(self.path(), input, options))
    }

    /// Opens it and goes on reading as it grows, through truncation and rotation, until `stop`.
    /// Standard input ends by itself and is read as ever.
    pub fn follow(&self, options: &Options, stop: Arc<AtomicBool>) -> Result<Capture, Error> {
        match &self.0 {
            Kind::StandardInput => self.open(options),
            Kind::File(path) => {
                let file = read(path, File::open(path))?;
                let followed = Followed::new(path.clone(), file, stop);
                Ok(Capture::following(path.clone(), followed, options))
            }
        }
    }

    /// Its path; none for standard input, which can be read only once.
    pub fn file(&self) -> Option<&Path> {
        match &self.0 {
            Kind::StandardInput => None,
            Kind::File(path) => Some(path),
        }
    }

    fn path(&self) -> PathBuf {
        match &self.0 {
            Kind::StandardInput => PathBuf::from("-"),
            Kind::File(path) => path.clone(),
        }
    }
}

#[cfg(unix)]
fn is_named_pipe(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt;
    fs::metadata(path).is_ok_and(|about| about.file_type().is_fifo())
}

#[cfg(not(unix))]
fn is_named_pipe(_: &Path) -> bool {
    false
}

fn read<T>(path: &Path, outcome: io::Result<T>) -> Result<T, Error> {
    outcome.map_err(|cause| Error::Read {
        path: path.to_owned(),
        cause,
    })
}

fn captures_in(root: &Path) -> Result<Vec<Source>, Error> {
    let mut files = Vec::new();
    let mut seen = HashSet::new();
    // Linked directories last: what is reached both ways is told under its own name.
    let (mut open, mut linked) = (vec![root.to_owned()], Vec::new());
    while let Some(directory) = open.pop().or_else(|| linked.pop()) {
        // A link back up would never end: each real directory is entered once.
        if !seen.insert(read(&directory, fs::canonicalize(&directory))?) {
            continue;
        }
        for entry in read(&directory, fs::read_dir(&directory))? {
            let path = read(&directory, entry)?.path();
            match fs::metadata(&path) {
                Ok(about) if about.is_dir() && path.is_symlink() => linked.push(path),
                Ok(about) if about.is_dir() => open.push(path),
                // A pipe or device that merely lies here might never end.
                Ok(about) if about.is_file() && is_capture(&path) => files.push(path),
                Err(cause) if is_capture(&path) => return Err(Error::Read { path, cause }),
                Ok(_) | Err(_) => {}
            }
        }
        // In the order of names, not that of the disk.
        linked.sort_by(|one, other| other.cmp(one));
    }
    if files.is_empty() {
        let path = root.to_owned();
        return Err(Error::Empty { path });
    }
    files.sort();
    Ok(files.into_iter().map(Kind::File).map(Source).collect())
}

fn is_capture(path: &Path) -> bool {
    let Some(name) = path.file_name() else {
        return false;
    };
    let name = name.to_string_lossy().to_ascii_lowercase();
    let plain = [".gz", ".zst"]
        .iter()
        .find_map(|packed| name.strip_suffix(packed))
        .unwrap_or(&name);
    [".json", ".jsonl", ".ndjson"]
        .iter()
        .any(|ending| plain.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captures_are_known_by_name() {
        let cases = [
            ("a.json", true),
            ("a.NDJSON.GZ", true),
            ("a.jsonl.zst", true),
            ("a.txt", false),
            ("json", false),
            ("a.json.bak", false),
        ];
        for (name, expected) in cases {
            assert_eq!(is_capture(Path::new(name)), expected, "{name}");
        }
    }
}
