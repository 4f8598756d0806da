//! Findings of unreadable documents, deferred until it is known whether any document of the input is readable.

use std::collections::hash_map::Entry;

use super::{Engine, LeftOut};
use crate::ledger::CountedOnly;
use crate::report::Finding;

impl Engine {
    pub(super) fn defer(&mut self, input: usize, finding: Finding) {
        let most = self.options.max_findings;
        let Some(state) = self.input_states.get_mut(input) else {
            return;
        };
        if state.deferred.len() < most {
            state.deferred.push(finding);
            return;
        }
        let alike = (finding.rule.id, finding.fingerprint.clone());
        match state.deferred_left_out.entry(alike) {
            Entry::Occupied(mut alike) => alike.get_mut().findings += 1,
            Entry::Vacant(first) => {
                first.insert(CountedOnly::of(&finding));
            }
        }
    }

    /// The deferred findings of the input, and those that were only counted.
    fn take_deferred(&mut self, input: usize) -> (Vec<Finding>, LeftOut) {
        let state = self.input_states.get_mut(input);
        state.map_or_else(Default::default, |state| {
            let deferred = std::mem::take(&mut state.deferred);
            (deferred, std::mem::take(&mut state.deferred_left_out))
        })
    }

    /// Reports the deferred findings: a document is whole, or there are few.
    pub(super) fn flush(&mut self, input: usize, sink: &mut dyn FnMut(&Finding)) {
        let (deferred, left_out) = self.take_deferred(input);
        for finding in deferred {
            self.report_finding(finding, None, sink);
        }
        for counted in left_out.values() {
            self.leave_out(counted, None, (input, 0));
        }
    }

    /// Reports one finding for an input of which nothing can be read.
    pub(super) fn summarize(&mut self, input: usize, sink: &mut dyn FnMut(&Finding)) {
        let broken = self.input_states.get(input).map_or(0, |state| state.broken);
        let (deferred, _) = self.take_deferred(input);
        if let Some(mut finding) = deferred.into_iter().next() {
            finding.message = format!(
                "none of {broken} documents can be read; the first: {}",
                finding.message
            );
            self.report_finding(finding, None, sink);
        }
    }
}
