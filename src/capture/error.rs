//! Why we could not look. What a producer did wrong is never an error.

use std::fmt;
use std::io;
use std::path::PathBuf;

use super::label;

/// Why an input could not be read.
#[derive(Debug)]
pub enum Error {
    /// It is missing, unreadable, or failed while it was read.
    Read {
        /// The input, as it was named.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// A directory that holds no capture file.
    Empty {
        /// The directory.
        path: PathBuf,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Read { path, cause } => {
                write!(out, "cannot read {}: {}", label(path), words(cause))
            }
            Error::Empty { path } => write!(
                out,
                "no capture in {}: no *.json, *.jsonl, *.ndjson, *.log or *.har file, plain or as .gz or .zst, and no other that begins with events",
                label(path)
            ),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Read { cause, .. } => Some(cause),
            Error::Empty { .. } => None,
        }
    }
}

/// The cause in plain words, without the system's error number.
fn words(cause: &io::Error) -> String {
    match cause.kind() {
        io::ErrorKind::NotFound => "no such file or directory".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a directory".to_owned(),
        _ => cause.to_string(),
    }
}
