//! Faults that an earlier report has already: they are told, and do not count.

use std::collections::HashMap;
use std::sync::Arc;

use super::FindingKey;
use crate::report::Ruleset;
use crate::report::earlier::Earlier;

/// The faults of an earlier report.
#[derive(Debug, Clone)]
pub struct Baseline {
    file: String,
    earlier: Earlier,
    /// How often each fingerprint stands in the report.
    times: Arc<HashMap<String, u64>>,
    /// How many findings in text that cannot be read were known so far.
    texts: HashMap<String, u64>,
}

impl Baseline {
    /// What that report has; `file` is its path as named. What was waived there is not known: a waiver ends.
    pub fn of(file: &str, mut earlier: Earlier) -> Baseline {
        let mut times: HashMap<String, u64> = HashMap::new();
        // A report may hold very many: of each only the fingerprint is needed.
        for finding in std::mem::take(&mut earlier.findings) {
            if finding.waived.is_none() && finding.family() != "waiver" {
                *times.entry(finding.fingerprint).or_default() += 1;
            }
        }
        Baseline {
            file: file.to_owned(),
            earlier,
            times: Arc::new(times),
            texts: HashMap::new(),
        }
    }

    /// Whether the report has the fault.
    pub fn has(&self, traits: &FindingKey<'_>) -> bool {
        self.times.contains_key(traits.fingerprint)
    }

    /// Whether the finding is there already. Text that cannot be read hides an event, so of text findings
    /// only as many are known as the report has; of others the fault is known, however often it comes.
    pub fn takes(&mut self, traits: &FindingKey<'_>) -> bool {
        let Some(times) = self.times.get(traits.fingerprint) else {
            return false;
        };
        if traits.rule.family() != "text" {
            return true;
        }
        let so_far = self.texts.entry(traits.fingerprint.to_owned()).or_default();
        *so_far += 1;
        *so_far <= *times
    }

    /// What a reader of the new report must know of the earlier one.
    pub fn told(&self, own: &Ruleset) -> Vec<String> {
        let Baseline { file, earlier, .. } = self;
        let mut told = vec![format!(
            "--baseline {file}: what that report has already does not count"
        )];
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
