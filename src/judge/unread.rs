//! Findings of documents that cannot be read, held until it is known whether any of the input can.

use std::collections::hash_map::Entry;

use super::{CountedOnly, Engine, LeftOut};
use crate::report::Finding;

impl Engine {
    pub(super) fn hold(&mut self, input: usize, finding: Finding) {
        let most = self.options.max_findings;
        let Some(hearing) = self.hearings.get_mut(input) else {
            return;
        };
        if hearing.held.len() < most {
            hearing.held.push(finding);
            return;
        }
        let alike = (finding.rule.id, finding.fingerprint.clone());
        match hearing.held_left_out.entry(alike) {
            Entry::Occupied(mut alike) => alike.get_mut().findings += 1,
            Entry::Vacant(first) => {
                first.insert(CountedOnly::of(&finding));
            }
        }
    }

    /// What was held of the input, and how much more there was.
    fn held(&mut self, input: usize) -> (Vec<Finding>, LeftOut) {
        let hearing = self.hearings.get_mut(input);
        hearing.map_or_else(Default::default, |hearing| {
            let held = std::mem::take(&mut hearing.held);
            (held, std::mem::take(&mut hearing.held_left_out))
        })
    }

    /// Tells what was held: a document is whole, or there are few.
    pub(super) fn release(&mut self, input: usize, told: &mut dyn FnMut(&Finding)) {
        let (held, left_out) = self.held(input);
        for finding in held {
            self.tell(finding, None, told);
        }
        for untold in left_out.values() {
            self.leave_out(untold, None, (input, 0));
        }
    }

    /// One finding for an input of which nothing can be read.
    pub(super) fn collapse(&mut self, input: usize, told: &mut dyn FnMut(&Finding)) {
        let broken = self.hearings.get(input).map_or(0, |hearing| hearing.broken);
        let (held, _) = self.held(input);
        if let Some(mut finding) = held.into_iter().next() {
            finding.message = format!(
                "none of {broken} documents can be read; the first: {}",
                finding.message
            );
            self.tell(finding, None, told);
        }
    }
}
