//! Fingerprints that are unique in a file, for readers that ask for that.

use std::collections::HashMap;

use crate::report::Finding;

/// A fingerprint is one fault; faults of one kind are numbered, so that each has its own.
#[derive(Default)]
pub(super) struct Occurrences<'r>(HashMap<&'r str, u64>);

impl<'r> Occurrences<'r> {
    pub(super) fn fingerprint(&mut self, finding: &'r Finding) -> String {
        let number = self.0.entry(&finding.fingerprint).or_default();
        *number += 1;
        format!("{}:{number}", finding.fingerprint)
    }
}
