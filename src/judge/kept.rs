//! Findings in full, as many as were asked for: the heaviest are kept, in input order.

use crate::report::Finding;
use crate::rules::Severity;

/// A bounded store. Once it is full, a heavier finding takes the place of the last lightest one.
#[derive(Debug)]
pub struct Kept {
    most: usize,
    next: u64,
    left_out: u64,
    by_severity: [Vec<(Place, Finding)>; Severity::ALL.len()],
}

/// Where a finding belongs: its input, its document, and its turn among those of the document.
type Place = (usize, u64, u64);

impl Kept {
    /// A store for so many.
    pub fn new(most: usize) -> Kept {
        Kept {
            most,
            next: 0,
            left_out: 0,
            by_severity: [const { Vec::new() }; Severity::ALL.len()],
        }
    }

    /// Takes a finding of that input in.
    pub fn push(&mut self, input: usize, finding: Finding) {
        let severity = finding.severity;
        if self.len() >= self.most {
            self.left_out += 1;
            if !self.drop_lighter(severity) {
                return;
            }
        }
        if let Some(shelf) = self.by_severity.get_mut(severity as usize) {
            shelf.push(((input, finding.document, self.next), finding));
        }
        self.next += 1;
    }

    /// So many more were found and not even offered.
    pub fn leave_out(&mut self, findings: u64) {
        self.left_out += findings;
    }

    fn len(&self) -> usize {
        self.by_severity.iter().map(Vec::len).sum()
    }

    fn drop_lighter(&mut self, than: Severity) -> bool {
        let lighter = self.by_severity.iter_mut().skip(than as usize + 1).rev();
        lighter.into_iter().any(|shelf| shelf.pop().is_some())
    }

    /// What was kept, in input order, and how many more there were.
    pub fn finish(self) -> (Vec<Finding>, u64) {
        let mut findings: Vec<(Place, Finding)> = self.by_severity.into_iter().flatten().collect();
        findings.sort_by_key(|(place, _)| *place);
        (
            findings.into_iter().map(|(_, finding)| finding).collect(),
            self.left_out,
        )
    }
}
