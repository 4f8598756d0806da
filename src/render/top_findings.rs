//! Which findings to show where a reader takes only so many.

use crate::report::{Finding, Report};

/// A finding and its place in the report's list, from 0.
pub(super) type Numbered<'r> = (usize, &'r Finding);

/// At most so many: those that count before those that are borne, the heaviest first. They come back in
/// input order.
pub(super) fn heaviest(report: &Report, most: usize) -> Vec<&Finding> {
    let chosen = numbered(report, most).into_iter();
    chosen.map(|(_, finding)| finding).collect()
}

/// The same, each with its place.
pub(super) fn numbered(report: &Report, most: usize) -> Vec<Numbered<'_>> {
    let mut chosen: Vec<Numbered<'_>> = report.findings.iter().enumerate().collect();
    if chosen.len() > most {
        chosen.sort_by_key(|(_, finding)| (!finding.counts(), finding.severity));
        chosen.truncate(most);
        chosen.sort_by_key(|(number, _)| *number);
    }
    chosen
}
