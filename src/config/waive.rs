//! Waivers for the findings of a report, to be filled in by whoever answers for them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use toml::Value;

use super::Error;
use super::table::SourceText;
use super::waivers::drafts;
use crate::privacy::terminal_text;
use crate::report::read_back::{Earlier, EarlierFinding};

/// The head of a new file.
const HEAD: &str =
    "# Findings that somebody bears for a while: they are told, and do not fail a run.
# An entry counts once `reason` and `owner` are filled in, up to and with the day `expires`.
# Without its `fingerprint` an entry suppresses every finding of its rule at its `pointer`, and with
# `everywhere = true` in its place every finding of its rule. `expires` is at most 366 days ahead.
";

/// A waiver file and what was added to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// The whole file: what stood there, as it stood, and the new entries behind it.
    pub text: String,
    /// How many entries are new.
    pub entries: usize,
    /// How many faults an entry was there for.
    pub there: usize,
}

/// Adds entries for the report's errors that count, one for each fault; `text` is what the file holds.
///
/// # Errors
/// A file that cannot be read as waivers, filled in or not.
pub fn waive(path: &str, text: &str, report: &Earlier, expires: Date) -> Result<Added, Error> {
    let source = SourceText { path, text };
    let parsed = source.parsed()?;
    let drafts = drafts(source, &parsed)?;
    let mut added = Added {
        text: if text.is_empty() {
            HEAD.to_owned()
        } else {
            text.to_owned()
        },
        entries: 0,
        there: 0,
    };
    for (fault, findings) in faults(report) {
        let first = findings.first();
        let (rule, pointer, fingerprint) = fault;
        let is_there = drafts
            .iter()
            .any(|draft| draft.is_about(rule, pointer, fingerprint));
        let Some(first) = first.filter(|_| !is_there) else {
            added.there += 1;
            continue;
        };
        if !added.text.ends_with('\n') {
            added.text.push('\n');
        }
        added.text.push_str(&entry(first, findings.len(), expires));
        added.entries += 1;
    }
    // What stood there may hold waivers in a form that takes no more entries behind it.
    let whole = SourceText {
        path,
        text: &added.text,
    };
    match whole.parsed() {
        Ok(_) => Ok(added),
        Err(_) => Err(source.error(
            0..0,
            "no entry can be added behind these: write each as a [[waiver]] table".into(),
        )),
    }
}

/// Findings that are one fault, by rule, pointer and fingerprint.
type Faults<'r> = BTreeMap<(&'r str, Option<&'r str>, &'r str), Vec<&'r EarlierFinding>>;

fn faults(report: &Earlier) -> Faults<'_> {
    let mut faults: Faults<'_> = BTreeMap::new();
    for finding in &report.findings {
        let counts = finding.severity == "error" && finding.waived.is_none() && !finding.known;
        if counts && finding.family() != "waiver" {
            let fault = (
                finding.rule.as_str(),
                finding.pointer(),
                finding.fingerprint.as_str(),
            );
            faults.entry(fault).or_default().push(finding);
        }
    }
    faults
}

fn entry(finding: &EarlierFinding, times: usize, expires: Date) -> String {
    let quoted = |text: &str| Value::from(text).to_string();
    let times = match times {
        1 => "1 finding".to_owned(),
        more => format!("{more} findings"),
    };
    let says = terminal_text::shown(&finding.message);
    let mut entry = format!("\n# {times}: {says}\n[[waiver]]\n");
    entry.push_str(&format!("rule = {}\n", quoted(&finding.rule)));
    match finding.pointer() {
        Some(pointer) => entry.push_str(&format!("pointer = {}\n", quoted(pointer))),
        None => entry.push_str("everywhere = true\n"),
    }
    entry.push_str(&format!(
        "fingerprint = {}\nreason = \"\"\nowner = \"\"\nexpires = {expires}\n",
        quoted(&finding.fingerprint)
    ));
    entry
}
