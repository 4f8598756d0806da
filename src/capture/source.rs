//! Which inputs there are: files, directories searched for captures, standard input.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::follow::Followed;
use super::unwrap::holds_event;
use super::{Capture, Error, Options, label};

/// So much of a file in a folder tells whether it is a capture, where its name does not.
const SNIFFED: u64 = 64 << 10;

/// One input, not yet opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    kind: Kind,
    /// It was named itself, not found in a folder.
    is_named: bool,
    /// A log or archive of a folder, which is an input only if it holds something like the event.
    perhaps: bool,
}

/// The inputs that were named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    /// In their order.
    pub sources: Vec<Source>,
    /// Files of folders that are no captures.
    pub passed_over: Vec<PathBuf>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    StandardInput,
    File(PathBuf),
}

impl Sources {
    /// Those that hold something like the event, or were named themselves.
    ///
    /// # Errors
    /// One cannot be read.
    pub fn captures(self) -> Result<Vec<Source>, Error> {
        Ok(self.settled()?.sources)
    }

    /// The same, each log and archive looked through: what holds nothing like the event is passed over.
    ///
    /// # Errors
    /// One cannot be read.
    pub fn settled(mut self) -> Result<Sources, Error> {
        let mut captures = Vec::new();
        for source in self.sources {
            if source.is_passed_over()? {
                self.passed_over.push(source.path());
            } else {
                captures.push(source);
            }
        }
        let passed_over = self.passed_over;
        Ok(Sources {
            sources: captures,
            passed_over,
        })
    }
}

/// Whether an argument means standard input, and no file: it is `-`.
pub fn is_standard_input(input: &Path) -> bool {
    input.as_os_str() == "-"
}

/// The inputs that the arguments name, in their order; those of a directory sorted by path.
pub fn sources<P: AsRef<Path>>(inputs: &[P]) -> Result<Sources, Error> {
    let mut found = Sources::default();
    for input in inputs {
        let path = input.as_ref().to_owned();
        if is_standard_input(&path) {
            found.sources.push(Source::named(Kind::StandardInput));
            continue;
        }
        if read(&path, fs::metadata(&path))?.is_dir() {
            let folder = captures_in(&path)?;
            found.sources.extend(folder.sources);
            found.passed_over.extend(folder.passed_over);
        } else {
            found.sources.push(Source::named(Kind::File(path)));
        }
    }
    Ok(found)
}

impl Source {
    fn named(kind: Kind) -> Source {
        Source {
            kind,
            is_named: true,
            perhaps: false,
        }
    }

    fn in_folder(path: PathBuf) -> Source {
        let perhaps = ending(&path).is_some_and(|ending| matches!(ending, ".log" | ".har"));
        Source {
            kind: Kind::File(path),
            is_named: false,
            perhaps,
        }
    }

    /// Whether it was named itself, not found in a folder.
    pub fn is_named(&self) -> bool {
        self.is_named
    }

    /// Whether it is a log or archive of a folder in which nothing looks like the event.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn is_passed_over(&self) -> Result<bool, Error> {
        match &self.kind {
            Kind::File(path) if self.perhaps => {
                let file = read(path, File::open(path))?;
                let holds = read(path, holds_event(Box::new(file), u64::MAX))?;
                Ok(!holds)
            }
            Kind::File(_) | Kind::StandardInput => Ok(false),
        }
    }

    /// The name under which it is told: its path, or `-`.
    pub fn label(&self) -> String {
        label(&self.path())
    }

    /// Whether opening it waits for somebody who writes to it.
    pub fn is_named_pipe(&self) -> bool {
        self.file().is_some_and(is_named_pipe)
    }

    /// Opens it; a named pipe waits here for its writer.
    pub fn open(&self, options: &Options) -> Result<Capture, Error> {
        let input: Box<dyn Read + Send> = match &self.kind {
            Kind::StandardInput => Box::new(io::stdin()),
            Kind::File(path) => Box::new(read(path, File::open(path))?),
        };
        Ok(Capture::of(self.path(), input, options))
    }

    /// Opens it and goes on reading as it grows, through truncation and rotation, until `stop`.
    /// Standard input ends by itself and is read as ever.
    pub fn follow(&self, options: &Options, stop: Arc<AtomicBool>) -> Result<Capture, Error> {
        match &self.kind {
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
        match &self.kind {
            Kind::StandardInput => None,
            Kind::File(path) => Some(path),
        }
    }

    fn path(&self) -> PathBuf {
        match &self.kind {
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

fn captures_in(root: &Path) -> Result<Sources, Error> {
    let (mut files, mut passed_over) = (Vec::new(), Vec::new());
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
                Ok(about) if about.is_file() && (is_capture(&path) || looks_like_one(&path)) => {
                    files.push(path);
                }
                Err(cause) if is_capture(&path) => return Err(Error::Read { path, cause }),
                Ok(_) | Err(_) => passed_over.push(path),
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
    passed_over.sort();
    let sources = files.into_iter().map(Source::in_folder).collect();
    Ok(Sources {
        sources,
        passed_over,
    })
}

fn is_capture(path: &Path) -> bool {
    ending(path).is_some()
}

/// The ending by which a capture is known.
fn ending(path: &Path) -> Option<&'static str> {
    let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
    let packed = [".gz", ".zst"]
        .iter()
        .find_map(|packed| name.strip_suffix(packed));
    let plain = packed.unwrap_or(&name);
    let endings = [".json", ".jsonl", ".ndjson", ".log", ".har"];
    endings.into_iter().find(|ending| plain.ends_with(ending))
}

/// Whether the beginning of a file tells that it is a capture all the same.
fn looks_like_one(path: &Path) -> bool {
    let file = File::open(path);
    file.is_ok_and(|file| holds_event(Box::new(file), SNIFFED).unwrap_or(false))
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
            ("a.log", true),
            ("A.HAR.gz", true),
            ("a.txt", false),
            ("json", false),
            ("a.json.bak", false),
        ];
        for (name, expected) in cases {
            assert_eq!(is_capture(Path::new(name)), expected, "{name}");
        }
    }
}
