//! Which findings to show where a reader takes only so many.

use super::{Finding, Report};

/// At most so many: those that count before those that are borne, the heaviest first. They come back in
/// input order.
pub(super) fn heaviest(report: &Report, most: usize) -> Vec<&Finding> {
    let mut chosen: Vec<(usize, &Finding)> = report.findings.iter().enumerate().collect();
    if chosen.len() > most {
        chosen.sort_by_key(|(_, finding)| (!finding.counts(), finding.severity));
        chosen.truncate(most);
        chosen.sort_by_key(|(number, _)| *number);
    }
    chosen.into_iter().map(|(_, finding)| finding).collect()
}
