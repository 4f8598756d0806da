//! The report as SARIF 2.1.0: one run, its rules with their help, its inputs, its findings.

mod place;
mod result;
mod rule;

use std::collections::HashSet;
use std::io::{self, Write};

use serde::{Serialize, Serializer};

use super::occurrence::Occurrences;
use super::top_findings::heaviest;
use super::{escaped, summary};
use crate::privacy::terminal_text;
use crate::report::{Counts, Finding, Input, Outcome, Report};
use crate::rules::Rule;
use place::{ArtifactLocation, uri};
use result::Outlook;
use rule::Descriptor;

/// GitHub refuses a file with more results in a run; what is left out is told in a notification.
pub const MOST_RESULTS: usize = 25_000;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The whole report.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let results = heaviest(report, MOST_RESULTS);
    let left_out = (report.findings.len() - results.len()) as u64 + report.findings_left_out;
    let rules = rules(report);
    let outlook = Outlook {
        rules: rules
            .iter()
            .zip(0..)
            .map(|(rule, n)| (rule.id, n))
            .collect(),
        compared: report.counts.known > 0,
    };
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: env!("CARGO_PKG_NAME"),
                    version: env!("CARGO_PKG_VERSION"),
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules: rules
                        .iter()
                        .map(|rule| Descriptor::of(rule, report))
                        .collect(),
                },
            },
            invocations: [Invocation::of(report, left_out)],
            artifacts: artifacts(&report.inputs),
            column_kind: "unicodeCodePoints",
            results: Results { results, outlook },
            properties: Properties::of(report, left_out),
        }],
    };
    escaped::write_indented(out, &log)
}

/// The rules of the run, then those that only findings name.
fn rules(report: &Report) -> Vec<&'static Rule> {
    let mut rules: Vec<&'static Rule> = report.tallies.iter().map(|tally| tally.rule).collect();
    for finding in &report.findings {
        if !rules.iter().any(|rule| rule.id == finding.rule.id) {
            rules.push(finding.rule);
        }
    }
    rules
}

#[derive(Serialize)]
struct Log<'r> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'r>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'r> {
    tool: Tool,
    invocations: [Invocation; 1],
    artifacts: Vec<Artifact<'r>>,
    column_kind: &'static str,
    results: Results<'r>,
    properties: Properties<'r>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    rules: Vec<Descriptor>,
}

/// Text for a person.
#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Message,
    descriptor: Name,
}

#[derive(Serialize)]
struct Name {
    id: &'static str,
}

impl Invocation {
    /// A run that proves too little did not do its work: else its empty list of results closes old alerts.
    fn of(report: &Report, left_out: u64) -> Invocation {
        let level = match report.outcome {
            Outcome::Conformant => "note",
            Outcome::Nonconformant | Outcome::Incomplete => "error",
        };
        let mut notifications = vec![Notification {
            level,
            message: Message {
                text: summary::verdict(report),
            },
            descriptor: Name {
                id: report.outcome.name(),
            },
        }];
        notifications.extend(report.reasons.iter().map(|reason| Notification {
            level,
            message: Message {
                text: terminal_text::shown(&reason.message),
            },
            descriptor: Name { id: reason.code },
        }));
        if left_out > 0 {
            notifications.push(Notification {
                level: "warning",
                message: Message {
                    text: summary::left_out(left_out),
                },
                descriptor: Name { id: "left-out" },
            });
        }
        Invocation {
            execution_successful: report.outcome != Outcome::Incomplete,
            tool_execution_notifications: notifications,
        }
    }
}

#[derive(Serialize)]
struct Artifact<'r> {
    location: ArtifactLocation,
    length: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    hashes: Option<Hashes<'r>>,
    roles: [&'static str; 1],
}

#[derive(Serialize)]
struct Hashes<'r> {
    #[serde(rename = "sha-256")]
    sha256: &'r str,
}

/// The inputs, each once however often it was named.
fn artifacts<'r>(inputs: &'r [Input]) -> Vec<Artifact<'r>> {
    let mut seen = HashSet::new();
    let first = inputs.iter().filter(|input| seen.insert(uri(&input.path)));
    let artifact = |input: &'r Input| Artifact {
        location: ArtifactLocation::described(&input.path),
        length: input.bytes,
        hashes: input.sha256.as_deref().map(|sha256| Hashes { sha256 }),
        roles: ["analysisTarget"],
    };
    first.map(artifact).collect()
}

/// The findings, each turned into a result only while it is written.
struct Results<'r> {
    results: Vec<&'r Finding>,
    outlook: Outlook,
}

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut alike = Occurrences::default();
        let results = self.results.iter().map(|finding| {
            let fingerprint = alike.fingerprint(finding);
            result::Result::of(finding, fingerprint, &self.outlook)
        });
        serializer.collect_seq(results)
    }
}

/// What a report has and SARIF does not name.
#[derive(Serialize)]
struct Properties<'r> {
    outcome: Outcome,
    profile: &'static str,
    ruleset: &'r str,
    counts: &'r Counts,
    findings_left_out: u64,
    waivers_as_of: Option<&'r str>,
}

impl Properties<'_> {
    fn of(report: &Report, left_out: u64) -> Properties<'_> {
        Properties {
            outcome: report.outcome,
            profile: report.ruleset.profile.name(),
            ruleset: &report.ruleset.digest,
            counts: &report.counts,
            findings_left_out: left_out,
            waivers_as_of: report.waivers_as_of.as_deref(),
        }
    }
}
