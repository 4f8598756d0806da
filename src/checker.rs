//! The library's door: a capture in, a finished report out.

use std::fmt;
use std::io::{Cursor, Read};

use crate::capture::{self, Capture};
use crate::engine::{self, Engine, Options};
use crate::report::Report;

/// Checks captures with the same options, as often as you like.
///
/// ```
/// use callproof::{Checker, report::Outcome, rules::Profile};
///
/// let event = include_str!("../golden/incoming-call.json");
/// let report = Checker::default().profile(Profile::Strict).check_str(event)?;
/// assert_eq!(report.outcome, Outcome::Conformant);
/// assert_eq!(report.counts.events, 1);
/// # Ok::<(), callproof::CheckError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Checker {
    /// How it judges.
    pub options: Options,
    /// How it reads.
    pub capture: capture::Options,
}

/// Why a check could not be made. What a producer did wrong is in the report, never here.
#[derive(Debug)]
pub enum CheckError {
    /// No judge could be made.
    Judge(engine::Error),
    /// The capture could not be read.
    Capture(capture::Error),
}

impl fmt::Display for CheckError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CheckError::Judge(error) => error.fmt(out),
            CheckError::Capture(error) => error.fmt(out),
        }
    }
}

impl std::error::Error for CheckError {}

impl From<engine::Error> for CheckError {
    fn from(error: engine::Error) -> CheckError {
        CheckError::Judge(error)
    }
}

impl From<capture::Error> for CheckError {
    fn from(error: capture::Error) -> CheckError {
        CheckError::Capture(error)
    }
}

impl Checker {
    /// Weighs by this profile.
    pub fn profile(mut self, profile: crate::rules::Profile) -> Checker {
        self.options.profile = profile;
        self
    }

    /// Judges by this rule or family only; call it again for more.
    pub fn only(mut self, name: &str) -> Checker {
        self.options.selection.only.push(name.to_owned());
        self
    }

    /// Leaves this rule or family out; call it again for more.
    pub fn skip(mut self, name: &str) -> Checker {
        self.options.selection.skip.push(name.to_owned());
        self
    }

    /// Checks a capture that is in memory: one document, an array, one a line, or one after another.
    ///
    /// # Errors
    /// A selection that cannot be followed.
    pub fn check_str(&self, text: &str) -> Result<Report, CheckError> {
        self.check_reader("text", Cursor::new(text.to_owned().into_bytes()))
    }

    /// Checks a JSON value: an event, or an array of them. Its places are those of its compact print.
    ///
    /// ```
    /// use callproof::{Checker, report::Outcome};
    ///
    /// let value = serde_json::json!({ "channel": "Amazon", "topic": "InboundCall" });
    /// let report = Checker::default().check_value(&value)?;
    /// assert_eq!(report.outcome, Outcome::Nonconformant);
    /// assert_eq!(report.findings[0].rule.id, "field/required");
    /// # Ok::<(), callproof::CheckError>(())
    /// ```
    ///
    /// # Errors
    /// A selection that cannot be followed.
    pub fn check_value(&self, value: &serde_json::Value) -> Result<Report, CheckError> {
        self.check_reader("value", Cursor::new(value.to_string().into_bytes()))
    }

    /// Checks a capture as it is read; `name` is what the report calls it. Memory does not grow with it.
    ///
    /// # Errors
    /// A selection that cannot be followed, or a read that fails.
    pub fn check_reader(
        &self,
        name: &str,
        reader: impl Read + Send + 'static,
    ) -> Result<Report, CheckError> {
        let options = Options {
            at: self.capture.at.clone(),
            ..self.options.clone()
        };
        let mut judge = Engine::new(options)?;
        let mut capture = Capture::from_reader(name, reader, &self.capture);
        let input = judge.begin(name, &mut |_| {});
        while let Some(documents) = capture.next_batch()? {
            judge.push(input, &documents, &mut |_| {});
            if judge.is_decided() {
                break;
            }
        }
        let facts = capture.facts();
        judge.leave_unchecked(&facts.unchecked);
        judge.end(input, facts.bytes, facts.sha256.clone(), &mut |_| {});
        Ok(judge.report(&mut |_| {}))
    }
}

/// Checks a capture in profile standard.
///
/// # Errors
/// None that a text can cause; see [`Checker::check_str`].
pub fn check_str(text: &str) -> Result<Report, CheckError> {
    Checker::default().check_str(text)
}

/// Checks a capture in profile standard as it is read.
///
/// # Errors
/// A read that fails.
pub fn check_reader(reader: impl Read + Send + 'static) -> Result<Report, CheckError> {
    Checker::default().check_reader("reader", reader)
}
