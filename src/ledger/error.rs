//! Why an engine could not be made. What a producer did wrong is never an error here.

use std::fmt;

/// Why an engine could not be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// A name that is neither a rule nor a family, and the nearest that is.
    Unknown {
        /// The name as given.
        name: String,
        /// What may be meant.
        nearest: Option<&'static str>,
    },
    /// Coverage is required of something that there is not, and the nearest that there is.
    UnknownCoverage {
        /// The name as given.
        name: String,
        /// What may be meant.
        nearest: Option<String>,
    },
    /// Text rules are never left out: what cannot be read cannot be checked. Nor are those about waivers.
    NeverSkipped(String),
    /// Neither text rules nor those about waivers are ever turned down.
    NeverDown(String),
    /// No rule is left.
    Empty,
    /// The embedded schema does not compile: this build of callproof is broken.
    Schema(String),
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Unknown {
                name,
                nearest: Some(meant),
            } => {
                write!(
                    out,
                    "no rule and no family is called `{name}`; did you mean `{meant}`?"
                )
            }
            Error::Unknown {
                name,
                nearest: None,
            } => {
                write!(
                    out,
                    "no rule and no family is called `{name}`; `callproof rules` lists them"
                )
            }
            Error::UnknownCoverage { name, nearest } => {
                let meant = match nearest {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => "`callproof coverage` lists what there is".to_owned(),
                };
                write!(out, "no coverage is called `{name}`; {meant}")
            }
            Error::NeverSkipped(name) if name.starts_with("waiver") => write!(
                out,
                "`{name}` cannot be skipped: --no-waivers leaves the waivers themselves out"
            ),
            Error::NeverSkipped(name) => write!(
                out,
                "`{name}` cannot be skipped: text rules are never deselected"
            ),
            Error::NeverDown(name) => write!(
                out,
                "`{name}` cannot be turned down: text and waiver rules are errors in every run"
            ),
            Error::Empty => write!(out, "the selection leaves no rule to check"),
            Error::Schema(cause) => write!(
                out,
                "this build is broken, its event schema does not compile: {cause}"
            ),
        }
    }
}

impl std::error::Error for Error {}
