//! The normal form of a capture: a stand-in that orders and masks nothing.

use std::fmt;
use std::io::{self, Write};

use crate::capture::Document;
use crate::event::{Kinship, kinship};

/// What is masked.
#[derive(Debug, Clone, Default)]
pub struct Masking {}

/// A capture in its normal form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Normal {
    /// Its calls.
    pub calls: Vec<Call>,
}

/// One call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Call {
    /// Its events.
    pub steps: Vec<Step>,
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its text, indented.
    pub text: String,
}

/// A text that is no normal form.
#[derive(Debug)]
pub struct Error(serde_json::Error);

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "it is not the normal form of a capture: {}", self.0)
    }
}

impl std::error::Error for Error {}

impl Normal {
    /// Reads what [`Normal::write`] wrote.
    ///
    /// # Errors
    /// A text that is something else.
    pub fn read(text: &str) -> Result<Normal, Error> {
        let mut calls = Vec::new();
        for event in serde_json::Deserializer::from_str(text).into_iter::<serde_json::Value>() {
            let text = format!("{:#}", event.map_err(Error)?);
            calls.push(Call {
                steps: vec![Step { text }],
            });
        }
        Ok(Normal { calls })
    }

    /// Writes it.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let steps = self.calls.iter().flat_map(|call| &call.steps);
        for step in steps {
            writeln!(out, "{}", step.text)?;
        }
        Ok(())
    }
}

/// Makes the normal form of the documents that it hears.
#[derive(Debug, Default)]
pub struct Normalizer {
    normal: Normal,
}

impl Normalizer {
    /// One that masks so.
    pub fn new(_: Masking) -> Normalizer {
        Normalizer::default()
    }

    /// The next document.
    pub fn hear(&mut self, document: &Document) {
        let Some(root) = document.root() else { return };
        if kinship(root) != Kinship::Event {
            return;
        }
        if let Ok(event) = serde_json::from_str::<serde_json::Value>(root.raw()) {
            let text = format!("{event:#}");
            self.normal.calls.push(Call {
                steps: vec![Step { text }],
            });
        }
    }

    /// The normal form of all that was heard.
    pub fn finish(self) -> Normal {
        self.normal
    }
}
