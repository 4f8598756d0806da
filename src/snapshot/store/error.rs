//! Why goldens could not be read or written. What a producer changed is never an error.

use std::fmt;
use std::io;
use std::path::PathBuf;

use super::SnapshotName;
use crate::capture::label;
use crate::snapshot::normal;

/// Why the store refuses, or cannot do, its work.
#[derive(Debug)]
pub enum Error {
    /// A name that no golden may have.
    Name {
        /// The name.
        name: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// Standard input has no name of its own.
    Nameless,
    /// One name for several captures.
    OneName {
        /// How many captures there are.
        captures: usize,
    },
    /// Two captures whose golden would be the same file.
    SameName {
        /// The name.
        name: SnapshotName,
        /// Which they are, from 0.
        places: [usize; 2],
    },
    /// A path that must not be followed or is nothing that a golden can be.
    Refused {
        /// The path.
        path: PathBuf,
        /// Why.
        why: &'static str,
    },
    /// A file that is no golden.
    Unreadable {
        /// The path.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// Nothing waits under that name.
    NotPending {
        /// The name.
        name: SnapshotName,
    },
    /// The normal form cannot be made.
    Normal(normal::Error),
    /// The system refused.
    Disk {
        /// What was tried: `read`, `write`, …
        verb: &'static str,
        /// The path.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Name { name, why } => write!(
                out,
                "a golden cannot be named `{name}`: {why}; --scenario NAME gives another name"
            ),
            Error::Normal(error) => error.fmt(out),
            Error::Nameless => write!(
                out,
                "standard input has no name: name its golden with --scenario NAME"
            ),
            Error::OneName { captures } => {
                write!(out, "--scenario names one capture, and here are {captures}")
            }
            Error::SameName {
                name,
                places: [first, second],
            } => write!(
                out,
                "captures {} and {} would share the golden `{name}`: rename one of them",
                first + 1,
                second + 1
            ),
            Error::Refused { path, why } => write!(out, "{}: {why}", label(path)),
            Error::Unreadable { path, why } => {
                write!(out, "{} is no golden: {why}", label(path))
            }
            Error::NotPending { name } => write!(
                out,
                "nothing is pending under `{name}`; `callproof golden pending` lists what is"
            ),
            Error::Disk { verb, path, cause } => {
                write!(out, "cannot {verb} {}: {}", label(path), words(cause))
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        if let Error::Disk { cause, .. } = self {
            Some(cause)
        } else {
            None
        }
    }
}

/// The cause in plain words, without the system's error number.
fn words(cause: &io::Error) -> String {
    match cause.kind() {
        io::ErrorKind::NotFound => "no such file or directory".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => cause.to_string(),
    }
}
