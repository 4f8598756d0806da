//! Which findings a waiver or the baseline suppresses. Nothing here counts, so any thread may ask.

use std::sync::Arc;

use crate::ledger::waivers::Terms;
use crate::ledger::{Baseline, FindingKey};

/// What suppresses findings in this run.
#[derive(Debug, Clone, Default)]
pub struct Suppressions {
    /// The waivers that may suppress something.
    pub waivers: Option<Arc<Terms>>,
    /// The earlier report.
    pub baseline: Option<Baseline>,
}

impl Suppressions {
    /// Whether there are any.
    pub fn are_any(&self) -> bool {
        self.waivers.is_some() || self.baseline.is_some()
    }

    /// Whether the finding is suppressed. Then it claims no value: what other rules find there counts until it
    /// is suppressed too.
    pub fn suppress(&self, key: &FindingKey<'_>) -> bool {
        let waivers = self.waivers.as_ref();
        let baseline = self.baseline.as_ref();
        waivers.is_some_and(|terms| terms.matching(key).next().is_some())
            || baseline.is_some_and(|known| known.has(key))
    }
}
