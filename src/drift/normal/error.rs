//! Why there is no normal form.

use std::fmt;
use std::io;

/// Why there is no normal form.
#[derive(Debug)]
pub enum Error {
    /// The temporary file that holds what is too much for the memory failed.
    Spill(io::Error),
    /// The text is no normal form: on that line stands what is not JSON.
    Broken {
        /// From 1.
        line: u64,
    },
    /// A selector that selects nothing anywhere.
    Selector {
        /// As it was given.
        text: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A resolution that there is not.
    Resolution(String),
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Spill(cause) => write!(out, "cannot use a temporary file: {cause}"),
            Error::Broken { line } => write!(out, "line {line} is not JSON"),
            Error::Selector { text, why } => write!(out, "`{text}` is no selector: {why}"),
            Error::Resolution(text) => write!(
                out,
                "`{text}` is no resolution: a number of milliseconds or seconds is meant, such as 100ms or 1s, or `order`"
            ),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Spill(cause) => Some(cause),
            Error::Broken { .. } | Error::Selector { .. } | Error::Resolution(_) => None,
        }
    }
}
