//! A rule with all that a reader of a result may want to know of it.

use serde::Serialize;

use super::Message;
use crate::render::listing;
use crate::report::{Report, Tally, Verdict};
use crate::rules::{Authority, Rule, Severity};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Descriptor {
    id: &'static str,
    short_description: Message,
    full_description: Message,
    help: Help,
    default_configuration: Configuration,
    properties: Properties,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Properties {
    tags: [&'static str; 2],
    authority: &'static str,
    source: &'static str,
    since: &'static str,
    #[serde(rename = "problem.severity")]
    problem_severity: &'static str,
    precision: &'static str,
    /// What became of it in this run; none where only findings name it.
    verdict: Option<Verdict>,
    checked: Option<u64>,
    failed: Option<u64>,
}

impl Descriptor {
    pub(super) fn of(rule: &'static Rule, report: &Report) -> Descriptor {
        let tally = report.tallies.iter().find(|tally| tally.rule.id == rule.id);
        let severity = match tally {
            Some(tally) => tally.severity,
            None => report.ruleset.profile.severity(rule.authority),
        };
        Descriptor {
            id: rule.id,
            short_description: text(rule.says),
            full_description: text(&format!("{} {}", rule.says, rule.why)),
            help: Help::of(rule),
            default_configuration: Configuration {
                level: severity.name(),
            },
            properties: Properties {
                tags: [rule.family(), rule.authority.name()],
                authority: rule.authority.name(),
                source: rule.source,
                since: rule.since,
                problem_severity: match severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    Severity::Note => "recommendation",
                },
                precision: precision(rule.authority),
                verdict: tally.map(Tally::verdict),
                checked: tally.map(|tally| tally.checked),
                failed: tally.map(|tally| tally.failed),
            },
        }
    }
}

/// How sure it is that what breaks the rule is wrong.
fn precision(authority: Authority) -> &'static str {
    match authority {
        Authority::Documented | Authority::Sampled => "very-high",
        Authority::Universal => "high",
        Authority::Derived => "medium",
        Authority::Note => "low",
    }
}

fn text(text: &str) -> Message {
    Message {
        text: text.to_owned(),
    }
}

impl Help {
    fn of(rule: &Rule) -> Help {
        let (authority, weight) = (rule.authority.name(), listing::severities(rule.authority));
        let mut text = format!(
            "{}\nWhy: {}\nRemedy: {}\nAuthority: {authority} ({}); {weight}",
            rule.says, rule.why, rule.remedy, rule.source
        );
        let mut markdown = format!(
            "{}\n\n**Why:** {}\n\n**Remedy:** {}\n\n**Authority:** {authority} ({}); {weight}",
            rule.says, rule.why, rule.remedy, rule.source
        );
        if !rule.bad.is_empty() {
            text.push_str("\nFails:");
            markdown.push_str("\n\n**Fails:**\n");
        }
        for example in rule.bad {
            text.push_str(&format!("\n- {}", example.title));
            markdown.push_str(&format!("\n- {}", example.title));
        }
        Help { text, markdown }
    }
}
