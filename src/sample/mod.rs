//! The reference producer: the documented event, whole exemplary calls, and captures of any size.

mod cast;
mod chance;
mod clock;
mod compact;
mod fault;
mod flow;
mod producer;
mod template;

use std::fmt;

use crate::event::golden::{GOLDENS, GoldenCall};
use compact::compact;
pub use producer::{CaptureLine, Planted, Producer};

/// The most calls that one capture may have: their days stay within four-digit years.
pub const MOST_CALLS: u64 = 1_000_000_000;

/// The most calls under way at once: each is held in memory.
pub const MOST_INTERLEAVED: usize = 1_000_000;

/// What a capture should be like. The same options give the same bytes.
#[derive(Debug, Clone)]
pub struct Options {
    /// How many calls it has.
    pub calls: u64,
    /// What its ids, numbers, times and the mixture of flows are drawn from.
    pub seed: u64,
    /// How many calls are under way at once, as long as so many are left.
    pub interleave: usize,
    /// The flows to mix, by name; none means all that are whole calls.
    pub flows: Vec<String>,
    /// The share of calls that have a fault, from 0.0 to 1.0.
    pub faults: f64,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            calls: 1,
            seed: 1,
            interleave: 1,
            flows: Vec::new(),
            faults: 0.0,
        }
    }
}

/// Why there can be no such sample.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub enum Error {
    /// No golden call has the name.
    UnknownFlow {
        name: String,
        nearest: Option<&'static str>,
    },
    /// No calls, or too many.
    Calls(u64),
    /// No call at once, or too many.
    Interleave(usize),
    /// A share below 0.0 or above 1.0.
    Faults(f64),
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::UnknownFlow {
                name,
                nearest: Some(nearest),
            } => write!(out, "no flow is called `{name}`; did you mean `{nearest}`?"),
            Error::UnknownFlow {
                name,
                nearest: None,
            } => {
                let names: Vec<&str> = GOLDENS.iter().map(|golden| golden.name).collect();
                let names = names.join(", ");
                write!(out, "no flow is called `{name}`; there are {names}")
            }
            Error::Calls(calls) => {
                write!(out, "a capture has 1 to 1 billion calls, not {calls}")
            }
            Error::Interleave(calls) => write!(
                out,
                "1 to 1 million calls can be under way at once, not {calls}"
            ),
            Error::Faults(share) => write!(
                out,
                "faults are a share of the calls from 0.0 to 1.0, not {share}"
            ),
        }
    }
}

impl std::error::Error for Error {}

/// The documented event exactly as it stands.
pub fn documented() -> &'static str {
    GOLDENS
        .first()
        .map(|golden| golden.text)
        .unwrap_or_default()
}

/// Every flow, the documented event first.
pub fn flows() -> &'static [GoldenCall] {
    GOLDENS
}

/// A golden call, one event a line, its values exactly as they stand.
///
/// # Errors
/// No flow has that name.
pub fn call(name: &str) -> Result<String, Error> {
    let documents = flow::find(name)?.documents();
    let line = |document: &str| compact(document) + "\n";
    Ok(documents.into_iter().map(line).collect())
}
