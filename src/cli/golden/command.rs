//! Commands on goldens that go on from a run.

use super::arguments::{CaptureArguments, FOLDER, SnapshotFolder};
use crate::cli::arguments::Configuration;
use crate::cli::hint;

/// Where captures and their goldens are, as it was said.
pub struct Said<'s> {
    pub captures: &'s CaptureArguments,
    pub place: &'s SnapshotFolder,
    pub configuration: &'s Configuration,
}

impl Said<'_> {
    /// `callproof golden ACTION` over the captures; none where they cannot be read again.
    pub fn over_captures(&self, action: &str, further: &[&str]) -> Option<String> {
        let captures = self.captures;
        if captures.inputs.is_empty() || !hint::last(&captures.inputs) {
            return None;
        }
        let mut words = vec!["golden".to_owned(), action.to_owned()];
        // What is shown in another way than it is cannot be typed.
        let inputs = captures.inputs.iter().map(|input| input.to_str());
        let inputs: Vec<&str> = inputs.collect::<Option<_>>()?;
        let inputs = || inputs.iter().map(|&input| input.to_owned());
        // Names that begin like a flag are kept apart.
        let like_flags = inputs().any(|input| input.starts_with('-'));
        if !like_flags {
            words.extend(inputs());
        }
        let flags = [
            ("--scenario", captures.scenario.as_deref()),
            ("--producer", captures.producer.as_deref()),
        ];
        for (flag, value) in flags {
            words.extend(value.into_iter().flat_map(|value| flagged(flag, value)));
        }
        if captures.extraction.unwrap {
            words.push("--unwrap".to_owned());
        }
        let places = captures.extraction.at.iter();
        words.extend(places.flat_map(|place| flagged("--at", place)));
        words.extend(self.flags()?);
        words.extend(further.iter().map(|&word| word.to_owned()));
        if like_flags {
            words.push("--".to_owned());
            words.extend(inputs());
        }
        hint::command(&words)
    }

    /// `callproof golden ACTION` in the folder.
    pub fn in_folder(&self, action: &str) -> Option<String> {
        let mut words = vec!["golden".to_owned(), action.to_owned()];
        words.extend(self.flags()?);
        hint::command(&words)
    }

    fn flags(&self) -> Option<Vec<String>> {
        let mut words = Vec::new();
        let dir = self.place.dir().to_str()?;
        if dir != FOLDER {
            words.extend(flagged("--dir", dir));
        }
        if let Some(path) = &self.configuration.config {
            words.extend(flagged("--config", path.to_str()?));
        }
        if self.configuration.no_config {
            words.push("--no-config".to_owned());
        }
        Some(words)
    }
}

fn flagged(flag: &str, value: &str) -> [String; 2] {
    [flag.to_owned(), value.to_owned()]
}
