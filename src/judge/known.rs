//! Faults that an earlier report has already: they are told, and do not count.

use std::collections::HashMap;

use super::{Options, Traits, ruleset};
use crate::report::earlier::Earlier;

/// The faults of an earlier report.
#[derive(Debug, Clone)]
pub struct Known {
    file: String,
    earlier: Earlier,
    /// How often each fingerprint stands in the report.
    times: HashMap<String, u64>,
}

impl Known {
    /// What that report has; `file` is its path as named. What was waived there is not known: a waiver ends.
    pub fn of(file: &str, mut earlier: Earlier) -> Known {
        let mut times: HashMap<String, u64> = HashMap::new();
        // A report may hold very many: of each only the fingerprint is needed.
        for finding in std::mem::take(&mut earlier.findings) {
            if finding.waived.is_none() && finding.family() != "waiver" {
                *times.entry(finding.fingerprint).or_default() += 1;
            }
        }
        Known {
            file: file.to_owned(),
            earlier,
            times,
        }
    }

    /// Whether the finding is there already. Text that cannot be read hides an event, so of text findings
    /// only as many are known as the report has; of others the fault is known, however often it comes.
    pub fn has(&mut self, traits: &Traits<'_>) -> bool {
        match self.times.get_mut(traits.fingerprint) {
            None | Some(0) => false,
            Some(left) => {
                if traits.rule.family() == "text" {
                    *left -= 1;
                }
                true
            }
        }
    }

    /// What a reader of the new report must know of the earlier one.
    pub fn told(&self, options: &Options) -> Vec<String> {
        let Known { file, earlier, .. } = self;
        let mut told = vec![format!(
            "--new-since {file}: what that report has already does not count"
        )];
        let own = ruleset(options.profile);
        if earlier.digest != own.digest {
            told.push(format!(
                "{file} was judged by another rule set: a fault that it has may look new"
            ));
        }
        if earlier.profile != own.profile.name() {
            told.push(format!(
                "{file} was judged in profile {}: what was a warning there and is an error now is known too",
                earlier.profile
            ));
        }
        if earlier.findings_left_out > 0 {
            told.push(format!(
                "{file} has counted {} findings without keeping them: those may look new",
                earlier.findings_left_out
            ));
        }
        told
    }
}
