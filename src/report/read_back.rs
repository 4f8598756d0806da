//! A report that was written before, read back: as much of it as another run asks for.

use serde::Deserialize;

use super::FORMAT;
use super::Waived;

/// A JSON report.
#[derive(Debug, Clone)]
pub struct Earlier {
    /// The profile that it was judged in.
    pub profile: String,
    /// What it says of its rule set.
    pub digest: String,
    /// Its findings, in their order.
    pub findings: Vec<EarlierFinding>,
    /// How many more there were.
    pub findings_left_out: u64,
}

/// A finding of it.
#[derive(Debug, Clone, Deserialize)]
pub struct EarlierFinding {
    /// The rule's id.
    pub rule: String,
    /// Its weight then, by name.
    pub severity: String,
    /// What is wrong.
    pub message: String,
    /// Where; the first is the cause.
    pub locations: Vec<EarlierLocation>,
    /// What the same fault has too.
    pub fingerprint: String,
    /// The waiver that covered it.
    pub waived: Option<Waived>,
    /// Whether a report before that one had it.
    pub known: bool,
}

/// A place of it.
#[derive(Debug, Clone, Deserialize)]
pub struct EarlierLocation {
    /// From the document's root; none where the text could not be read.
    pub pointer: Option<String>,
}

/// What tells a report from other JSON.
#[derive(Deserialize)]
struct Head {
    report: Option<String>,
}

#[derive(Deserialize)]
struct Document {
    ruleset: Ruleset,
    findings: Vec<EarlierFinding>,
    findings_left_out: u64,
}

#[derive(Deserialize)]
struct Ruleset {
    profile: String,
    digest: String,
}

impl EarlierFinding {
    /// The part of its rule's id before the slash.
    pub fn family(&self) -> &str {
        self.rule.split('/').next().unwrap_or_default()
    }

    /// Where its cause stands.
    pub fn pointer(&self) -> Option<&str> {
        self.locations.first()?.pointer.as_deref()
    }
}

impl Earlier {
    /// Reads a report back.
    ///
    /// # Errors
    /// Why the text is no report of ours, to be said behind its path.
    pub fn read(text: &str) -> Result<Earlier, String> {
        let head: Head = serde_json::from_str(text)
            .map_err(|error| format!("is no JSON report of callproof: {error}"))?;
        match head.report.as_deref() {
            Some(FORMAT) => {}
            Some(other) if other.starts_with("callproof/") => {
                return Err(format!("is a report of another format than {FORMAT}"));
            }
            Some(_) | None => return Err("is no JSON report of callproof".into()),
        }
        let document: Document = serde_json::from_str(text)
            .map_err(|error| format!("is no whole report of callproof: {error}"))?;
        Ok(Earlier {
            profile: document.ruleset.profile,
            digest: document.ruleset.digest,
            findings: document.findings,
            findings_left_out: document.findings_left_out,
        })
    }
}
