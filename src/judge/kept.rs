//! Findings in full, as many as were asked for: the heaviest are kept, in input order.

use crate::report::{Finding, LARGEST_FINDINGS_BYTES, glyph};
use crate::rules::Severity;

/// What a finding takes in a report beside its words, in bytes: the names of its parts, its rule, its numbers.
const FRAME_BYTES: usize = 1024;

/// What a place of it takes so.
const PLACE_BYTES: usize = 320;

/// A bounded store. Once it is full, a heavier finding takes the place of the last lightest one.
#[derive(Debug)]
pub struct FindingStore {
    most: usize,
    /// What the kept ones take, in bytes.
    bytes: usize,
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

impl FindingStore {
    /// A store for so many.
    pub fn new(most: usize) -> FindingStore {
        FindingStore {
            most,
            bytes: 0,
            next: 0,
            left_out: 0,
            by_weight: [const { Vec::new() }; SHELVES],
        }
    }

    /// Takes a finding in.
    pub fn push(&mut self, finding: Finding) {
        let weight = shelf(&finding);
        let size = size(&finding);
        // As many lighter ones make room as it takes: each may be small.
        while self.len() >= self.most || self.bytes + size > LARGEST_FINDINGS_BYTES {
            self.left_out += 1;
            if !self.drop_lighter(weight) {
                return;
            }
        }
        self.bytes += size;
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
        let mut lighter = self.by_weight.iter_mut().skip(than + 1).rev();
        let dropped = lighter.find_map(Vec::pop);
        if let Some((_, dropped)) = &dropped {
            self.bytes -= size(dropped);
        }
        dropped.is_some()
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

/// What the finding takes, in bytes, in memory as in a report.
fn size(finding: &Finding) -> usize {
    let optional = |text: &Option<String>| text.as_deref().map_or(0, written);
    let places = finding.locations.iter().map(|location| {
        let elsewhere = location.elsewhere.as_ref();
        PLACE_BYTES
            + optional(&location.pointer)
            + written(&location.label)
            + written(&location.excerpt.text)
            + elsewhere.map_or(0, |elsewhere| written(&elsewhere.input))
    });
    FRAME_BYTES
        + written(&finding.message)
        + written(&finding.help)
        + written(&finding.input)
        + optional(&finding.expected)
        + optional(&finding.actual)
        + places.sum::<usize>()
}

/// How long the text is as a report writes it, escapes and all.
fn written(text: &str) -> usize {
    let of = |letter: char| match letter {
        '"' | '\\' => 2,
        letter if letter < ' ' || glyph::is_hidden(letter) => 6 * letter.len_utf16(),
        letter => letter.len_utf8(),
    };
    text.chars().map(of).sum()
}
