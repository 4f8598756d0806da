//! Faults that an earlier report has already: they are reported, and do not count.

use std::collections::HashMap;
use std::sync::Arc;

use super::FindingKey;
use crate::report::Ruleset;
use crate::report::read_back::Earlier;

/// The faults of an earlier report.
#[derive(Debug, Clone)]
pub struct Baseline {
    file: String,
    earlier: Earlier,
    /// How often the report has each fingerprint.
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
    pub fn has(&self, key: &FindingKey<'_>) -> bool {
        self.times.contains_key(key.fingerprint)
    }

    /// Whether the finding is there already. Text that cannot be read hides an event, so of text findings
    /// only as many are known as the report has; of others the fault is known, however often it comes.
    pub fn takes(&mut self, key: &FindingKey<'_>) -> bool {
        let Some(times) = self.times.get(key.fingerprint) else {
            return false;
        };
        if key.rule.family() != "text" {
            return true;
        }
        let so_far = self.texts.entry(key.fingerprint.to_owned()).or_default();
        *so_far += 1;
        *so_far <= *times
    }

    /// What a reader of the new report must know about the baseline.
    pub fn reasons(&self, own: &Ruleset) -> Vec<String> {
        let Baseline { file, earlier, .. } = self;
        let mut reasons = vec![format!(
            "--baseline {file}: what that report has already does not count"
        )];
        if earlier.digest != own.digest {
            reasons.push(format!(
                "{file} was checked by another rule set: a fault that it has may look new"
            ));
        }
        if earlier.profile != own.profile.name() {
            reasons.push(format!(
                "{file} was checked in profile {}: what was a warning there and is an error now is known too",
                earlier.profile
            ));
        }
        if earlier.findings_left_out > 0 {
            reasons.push(format!(
                "{file} has counted {} findings without keeping them: those may look new",
                earlier.findings_left_out
            ));
        }

        reasons
    }
}
