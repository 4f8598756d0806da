//! Findings in full, as many as were asked for: the heaviest are kept, in input order.

use crate::report::Finding;
use crate::rules::Severity;

/// A bounded store. Once it is full, a heavier finding takes the place of the last lightest one.
#[derive(Debug)]
pub struct Kept {
    most: usize,
    next: u64,
    left_out: u64,
    /// Findings that count by severity, then the others by severity.
    by_weight: [Vec<(u64, Finding)>; SHELVES],
}

const SHELVES: usize = 2 * Severity::ALL.len();

/// How light a finding is: one that is waived or known never takes the place of one that counts.
fn shelf(finding: &Finding) -> usize {
    let severity = finding.severity as usize;
    if finding.counts() {
        severity
    } else {
        Severity::ALL.len() + severity
    }
}

impl Kept {
    /// A store for so many.
    pub fn new(most: usize) -> Kept {
        Kept {
            most,
            next: 0,
            left_out: 0,
            by_weight: [const { Vec::new() }; SHELVES],
        }
    }

    /// Takes a finding in.
    pub fn push(&mut self, finding: Finding) {
        let weight = shelf(&finding);
        if self.len() >= self.most {
            self.left_out += 1;
            if !self.drop_lighter(weight) {
                return;
            }
        }
        if let Some(shelf) = self.by_weight.get_mut(weight) {
            shelf.push((self.next, finding));
        }
        self.next += 1;
    }

    /// So many more were found and not even offered.
    pub fn leave_out(&mut self, findings: u64) {
        self.left_out += findings;
    }

    fn len(&self) -> usize {
        self.by_weight.iter().map(Vec::len).sum()
    }

    fn drop_lighter(&mut self, than: usize) -> bool {
        let lighter = self.by_weight.iter_mut().skip(than + 1).rev();
        lighter.into_iter().any(|shelf| shelf.pop().is_some())
    }

    /// What was kept, in input order, and how many more there were.
    pub fn finish(self) -> (Vec<Finding>, u64) {
        let mut findings: Vec<(u64, Finding)> = self.by_weight.into_iter().flatten().collect();
        findings.sort_by_key(|(number, _)| *number);
        (
            findings.into_iter().map(|(_, finding)| finding).collect(),
            self.left_out,
        )
    }
}
