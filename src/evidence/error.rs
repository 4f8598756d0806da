//! Why there can be no evidence. What a producer did wrong is in the report, what a bundle has wrong in its
//! verification, never here.

use std::fmt;
use std::io;

use crate::{capture, engine};

/// What kept us from certifying.
#[derive(Debug)]
pub enum Error {
    /// The declaration cannot be read; the text says where and what.
    Declaration(String),
    /// The key is none.
    Key(String),
    /// No judge could be made.
    Judge(engine::Error),
    /// A capture could not be read.
    Capture(capture::Error),
    /// Something else could not be read or written.
    Io {
        /// What was being done.
        doing: String,
        /// Why it failed.
        cause: io::Error,
    },
    /// A capture was different when it was read again.
    Changed(String),
    /// The verdicts on the redacted copy are not those on the original; the text says which first.
    Unlike(String),
    /// A bound of the bundle format.
    Limit(String),
    /// A certificate cannot be drawn: this build of callproof is broken.
    Page(String),
}

impl Error {
    pub(super) fn io(doing: impl Into<String>) -> impl FnOnce(io::Error) -> Error {
        let doing = doing.into();
        |cause| Error::Io { doing, cause }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Declaration(line) | Error::Key(line) | Error::Limit(line) => out.write_str(line),
            Error::Judge(error) => error.fmt(out),
            Error::Capture(error) => error.fmt(out),
            Error::Io { doing, cause } => write!(out, "cannot {doing}: {cause}"),
            Error::Changed(name) => {
                write!(
                    out,
                    "{name} changed while it was read: certify what no longer grows"
                )
            }
            Error::Unlike(difference) => write!(
                out,
                "the redacted copy is not judged like the original, so nothing is signed: {difference}"
            ),
            Error::Page(cause) => {
                write!(
                    out,
                    "this build is broken, its certificate does not render: {cause}"
                )
            }
        }
    }
}

impl std::error::Error for Error {}

impl From<engine::Error> for Error {
    fn from(error: engine::Error) -> Error {
        Error::Judge(error)
    }
}

impl From<capture::Error> for Error {
    fn from(error: capture::Error) -> Error {
        Error::Capture(error)
    }
}
