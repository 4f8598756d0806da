//! Two JSON reports of ours, compared by their findings and by what they tried.

use std::collections::{HashMap, HashSet, VecDeque};
use std::fmt;

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::report::FORMAT;
use crate::report::difference::ComparisonVerdict;
use crate::report::difference::findings::{FindingsChange, RuleChange, Side, Told};

/// Why two reports cannot be compared.
#[derive(Debug)]
pub enum Error {
    /// One of them is no report, or not whole.
    Unreadable {
        /// Its name.
        name: String,
        /// What is wrong with it.
        cause: serde_json::Error,
    },
    /// One of them has another version of the format.
    Format {
        /// Its name.
        name: String,
        /// The version that it has.
        format: String,
    },
    /// They were judged in different profiles.
    Profile(String, String),
    /// They were judged by different rules.
    Ruleset(String, String),
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Unreadable { name, cause } => {
                write!(out, "{name} is no whole report: {cause}")
            }
            Error::Format { name, format } => write!(
                out,
                "{name} is a report of format {format}, and this version compares {FORMAT}"
            ),
            Error::Profile(old, new) => write!(
                out,
                "the reports were judged in different profiles: {old} and {new}; check again in one"
            ),
            Error::Ruleset(old, new) => write!(
                out,
                "the reports were judged by different rules: {} and {}; check again with one version",
                abridged(old),
                abridged(new)
            ),
        }
    }
}

impl std::error::Error for Error {}

/// Enough of a digest to tell two apart.
fn abridged(digest: &str) -> String {
    let shown: String = digest.chars().take(19).collect();
    if shown.len() < digest.len() {
        format!("{shown}…")
    } else {
        shown
    }
}

#[derive(Deserialize)]
struct Head {
    report: String,
}

#[derive(Deserialize)]
struct Report {
    ruleset: Ruleset,
    outcome: String,
    counts: Counts,
    rules: Vec<Rule>,
    findings: Vec<Finding>,
    findings_left_out: u64,
}

#[derive(Deserialize)]
struct Ruleset {
    profile: String,
    digest: String,
}

#[derive(Deserialize)]
struct Counts {
    documents: u64,
    events: u64,
    errors: u64,
    warnings: u64,
    notes: u64,
    waived: u64,
}

#[derive(Deserialize)]
struct Rule {
    id: String,
    verdict: String,
}

#[derive(Deserialize)]
struct Finding {
    rule: String,
    severity: String,
    message: String,
    input: String,
    document: u64,
    event: Option<u64>,
    fingerprint: String,
    waived: Option<IgnoredAny>,
    #[serde(default)]
    known: bool,
}

impl From<Finding> for Told {
    fn from(finding: Finding) -> Told {
        Told {
            rule: finding.rule,
            severity: finding.severity,
            message: finding.message,
            input: finding.input,
            document: finding.document,
            event: finding.event,
            fingerprint: finding.fingerprint,
            excused: finding.waived.is_some() || finding.known,
        }
    }
}

/// A report's text and the name under which it is told.
#[derive(Debug, Clone, Copy)]
pub struct ReportText<'t> {
    /// Its path.
    pub name: &'t str,
    /// The JSON.
    pub text: &'t str,
}

/// How the new report differs from the old one.
///
/// # Errors
/// Reports that are unlike: other formats, profiles or rules.
pub fn compare(old: ReportText<'_>, new: ReportText<'_>) -> Result<FindingsChange, Error> {
    let (old, new) = (read(old)?, read(new)?);
    if old.ruleset.profile != new.ruleset.profile {
        return Err(Error::Profile(old.ruleset.profile, new.ruleset.profile));
    }
    if old.ruleset.digest != new.ruleset.digest {
        return Err(Error::Ruleset(old.ruleset.digest, new.ruleset.digest));
    }
    let mut reasons = Vec::new();
    if old.findings_left_out + new.findings_left_out > 0 {
        reasons.push(
            "findings were left out of a report: check again with a larger --max-findings"
                .to_owned(),
        );
    }
    if old.counts.events + new.counts.events == 0 {
        reasons.push("neither report has an event, so nothing was compared".to_owned());
    }
    let verdicts = verdicts(&old.rules, &new.rules);
    let (old_side, new_side) = (side(&old), side(&new));
    let cut_off = new.findings_left_out > 0;
    let (added, gone, still) = sorted(old.findings, new.findings);
    let tried: HashSet<&str> = new
        .rules
        .iter()
        .filter(|rule| is_exercised(Some(&rule.verdict)))
        .map(|rule| rule.id.as_str())
        .collect();
    let (fixed, untried) = gone
        .into_iter()
        .partition(|told| tried.contains(told.rule.as_str()));
    let now = || added.iter().chain(&still);
    let newly_failing = |change: &RuleChange| {
        let failing = change.new.as_deref() == Some("fail");
        failing && (cut_off || now().any(|told| told.rule == change.rule && !told.excused))
    };
    let worse = added
        .iter()
        .any(|told| told.severity == "error" && !told.excused)
        || verdicts
            .iter()
            .any(|change| change.lost || newly_failing(change));
    let verdict = match (worse, reasons.is_empty()) {
        (true, _) => ComparisonVerdict::Regression,
        (false, true) => ComparisonVerdict::NoRegression,
        (false, false) => ComparisonVerdict::Incomplete,
    };
    Ok(FindingsChange {
        verdict,
        reasons,
        old: old_side,
        new: new_side,
        added,
        fixed,
        untried,
        still,
        verdicts,
    })
}

fn read(text: ReportText<'_>) -> Result<Report, Error> {
    let unreadable = |cause| Error::Unreadable {
        name: text.name.to_owned(),
        cause,
    };
    let head: Head = serde_json::from_str(text.text).map_err(unreadable)?;
    if head.report != FORMAT {
        return Err(Error::Format {
            name: text.name.to_owned(),
            format: head.report,
        });
    }
    serde_json::from_str(text.text).map_err(unreadable)
}

fn side(report: &Report) -> Side {
    let counts = &report.counts;
    Side {
        outcome: report.outcome.clone(),
        documents: counts.documents,
        events: counts.events,
        errors: counts.errors,
        warnings: counts.warnings,
        notes: counts.notes,
        waived: counts.waived,
    }
}

/// New, fixed, still there. A fault that is there twice where it was once is new once; one that was
/// excused and is not any more is new.
fn sorted(old: Vec<Finding>, new: Vec<Finding>) -> (Vec<Told>, Vec<Told>, Vec<Told>) {
    let mut before: Vec<Option<Told>> = old.into_iter().map(|one| Some(one.into())).collect();
    let mut places: HashMap<(String, bool), VecDeque<usize>> = HashMap::new();
    for (index, told) in before.iter().enumerate() {
        if let Some(told) = told {
            let key = (told.fingerprint.clone(), told.excused);
            places.entry(key).or_default().push_back(index);
        }
    }
    let (mut added, mut still) = (Vec::new(), Vec::new());
    for told in new.into_iter().map(Told::from) {
        let mut take = |excused: bool| {
            let key = (told.fingerprint.clone(), excused);
            let place = places.get_mut(&key)?.pop_front()?;
            before.get_mut(place)?.take()
        };
        let same = take(told.excused).is_some();
        let other = !same && take(!told.excused).is_some();
        if same || (other && told.excused) {
            still.push(told);
        } else {
            added.push(told);
        }
    }
    (added, before.into_iter().flatten().collect(), still)
}

/// Rules that came to another verdict, in the new order; then those that are no longer there.
fn verdicts(old: &[Rule], new: &[Rule]) -> Vec<RuleChange> {
    let by_id = |rules: &[Rule]| -> HashMap<String, String> {
        let pair = |rule: &Rule| (rule.id.clone(), rule.verdict.clone());
        rules.iter().map(pair).collect()
    };
    let (before, now) = (by_id(old), by_id(new));
    let gone = old.iter().filter(|rule| !now.contains_key(&rule.id));
    let change = |rule: &Rule| {
        let (old, new) = (before.get(&rule.id).cloned(), now.get(&rule.id).cloned());
        let lost = is_exercised(old.as_deref()) && !is_exercised(new.as_deref());
        (old != new).then(|| RuleChange {
            rule: rule.id.clone(),
            old,
            new,
            lost,
        })
    };
    new.iter().chain(gone).filter_map(change).collect()
}

fn is_exercised(verdict: Option<&str>) -> bool {
    verdict.is_some_and(|verdict| !matches!(verdict, "not-exercised" | "not-applicable"))
}
