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
    /// An event whose normal form would be larger than 64 MiB.
    Large {
        /// Which of its input's documents, from 1.
        document: u64,
        /// The line on which it begins, from 1.
        line: u64,
        /// What makes it so large.
        pointer: String,
    },
    /// A call whose events would have a normal form larger than 64 MiB together.
    LargeCall {
        /// How many events of it fit.
        events: usize,
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
            Error::Large {
                document,
                line,
                pointer,
            } => write!(
                out,
                "document {document}, line {line}: the normal form of this event is larger than 64 MiB, most of it at {}; it is left out",
                if pointer.is_empty() {
                    "the root"
                } else {
                    pointer
                }
            ),
            Error::LargeCall { events } => write!(
                out,
                "a call has more than {events} events, and their normal form is larger than 64 MiB; events without ids count as one call: give them ids, or split the capture"
            ),
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
            Error::Broken { .. }
            | Error::Large { .. }
            | Error::LargeCall { .. }
            | Error::Selector { .. }
            | Error::Resolution(_) => None,
        }
    }
}
