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
    by_weight: [Vec<(Place, Finding)>; SHELVES],
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

/// Where a finding belongs: its input, its document, and its turn among those of the document.
type Place = (usize, u64, u64);

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

    /// Takes a finding of that input in.
    pub fn push(&mut self, input: usize, finding: Finding) {
        let weight = shelf(&finding);
        if self.len() >= self.most {
            self.left_out += 1;
            if !self.drop_lighter(weight) {
                return;
            }
        }
        if let Some(shelf) = self.by_weight.get_mut(weight) {
            shelf.push(((input, finding.document, self.next), finding));
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
        let mut findings: Vec<(Place, Finding)> = self.by_weight.into_iter().flatten().collect();
        findings.sort_by_key(|(place, _)| *place);
        (
            findings.into_iter().map(|(_, finding)| finding).collect(),
            self.left_out,
        )
    }
}
