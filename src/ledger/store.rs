//! A bounded store of findings: the most severe are kept, in input order.

use crate::privacy::terminal_text;
use crate::report::{Finding, LARGEST_FINDINGS_BYTES};
use crate::rules::Severity;

/// Bytes of a finding in a report beside its texts: the names of its members, its rule, its numbers.
const FRAME_BYTES: usize = 1024;

/// Bytes of one location beside its texts.
const LOCATION_BYTES: usize = 320;

/// A bounded store. Once it is full, a more severe finding replaces the last least severe one.
#[derive(Debug)]
pub struct FindingStore {
    most: usize,
    /// Size of the kept ones.
    bytes: usize,
    next: u64,
    left_out: u64,
    /// Findings that count by severity, then the others by severity.
    buckets: [Vec<(u64, Finding)>; BUCKETS],
}

const BUCKETS: usize = 2 * Severity::ALL.len();

/// The bucket of a finding, the most severe first: one that does not count never replaces one that does.
fn bucket(finding: &Finding) -> usize {
    let severity = finding.severity as usize;
    if finding.counts() {
        severity
    } else {
        Severity::ALL.len() + severity
    }
}

impl FindingStore {
    /// A store for at most `most` findings.
    pub fn new(most: usize) -> FindingStore {
        FindingStore {
            most,
            bytes: 0,
            next: 0,
            left_out: 0,
            buckets: [const { Vec::new() }; BUCKETS],
        }
    }

    /// Adds a finding.
    pub fn push(&mut self, finding: Finding) {
        let own = bucket(&finding);
        let size = size(&finding);
        // Less severe ones are dropped until it fits: each may be small.
        while self.len() >= self.most || self.bytes + size > LARGEST_FINDINGS_BYTES {
            self.left_out += 1;
            if !self.drop_less_severe(own) {
                return;
            }
        }
        self.bytes += size;
        if let Some(bucket) = self.buckets.get_mut(own) {
            bucket.push((self.next, finding));
        }
        self.next += 1;
    }

    /// Counts findings that were never pushed.
    pub fn leave_out(&mut self, findings: u64) {
        self.left_out += findings;
    }

    fn len(&self) -> usize {
        self.buckets.iter().map(Vec::len).sum()
    }

    fn drop_less_severe(&mut self, than: usize) -> bool {
        let mut others = self.buckets.iter_mut().skip(than + 1).rev();
        let dropped = others.find_map(Vec::pop);
        if let Some((_, dropped)) = &dropped {
            self.bytes -= size(dropped);
        }
        dropped.is_some()
    }

    /// The kept findings in input order, and how many others there were.
    pub fn finish(self) -> (Vec<Finding>, u64) {
        let mut findings: Vec<(u64, Finding)> = self.buckets.into_iter().flatten().collect();
        findings.sort_by_key(|(number, _)| *number);
        (
            findings.into_iter().map(|(_, finding)| finding).collect(),
            self.left_out,
        )
    }
}

/// The approximate size of the finding in bytes, in memory as in a report.
fn size(finding: &Finding) -> usize {
    let optional = |text: &Option<String>| text.as_deref().map_or(0, written);
    let locations = finding.locations.iter().map(|location| {
        let elsewhere = location.elsewhere.as_ref();
        LOCATION_BYTES
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
        + locations.sum::<usize>()
}

/// How long the text is as a report writes it, escapes and all.
fn written(text: &str) -> usize {
    let of = |letter: char| match letter {
        '"' | '\\' => 2,
        letter if letter < ' ' || terminal_text::is_hidden(letter) => 6 * letter.len_utf16(),
        letter => letter.len_utf8(),
    };
    text.chars().map(of).sum()
}
