//! What a bundle says of its own result, held against itself before anything is judged again.

use std::collections::HashSet;

use serde_json::Value;

use super::archive::{self, Archive, is_capture};
use super::declaration::Declaration;
use super::fault::VerificationFailure;
use super::level::ConformanceLevel;
use super::ruleset::{RuleWords, RulesetFile};
use super::terms::BundleInfo;
use crate::engine::EVENT_SCHEMA;
use crate::report::Report;

/// Whether the coverage shows what the declaration claims, as often as the level asks.
pub fn declaration(
    archive: &Archive,
    declaration: &Declaration,
    level: ConformanceLevel,
) -> Result<(), String> {
    let coverage = read(archive, archive::COVERAGE)?;
    let claims = &declaration.claims;
    let kinds = [
        (
            "leg_types",
            1,
            claims
                .leg_types
                .iter()
                .map(|leg| leg.word())
                .collect::<Vec<_>>(),
        ),
        (
            "events",
            1,
            claims.events.iter().map(|word| word.word()).collect(),
        ),
        (
            "flows",
            level.calls_a_flow(),
            claims.flows.iter().map(|flow| flow.name()).collect(),
        ),
    ];
    if level.asks_for_flows() && claims.flows.is_empty() {
        return Err(format!("level {} asks for a claimed flow", level.name()));
    }
    for (kind, asked, claimed) in kinds {
        let lines = coverage
            .get(kind)
            .and_then(Value::as_array)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let named = |name: &str| {
            lines
                .iter()
                .find(|line| line.get("name").and_then(Value::as_str) == Some(name))
        };
        for name in &claimed {
            let shown = named(name)
                .and_then(|line| line.get("shown")?.as_u64())
                .unwrap_or_default();
            if shown < asked {
                return Err(format!(
                    "`{name}` is claimed, and shown {shown} times of {asked}"
                ));
            }
        }
        let more = lines.iter().find(|line| {
            let name = line.get("name").and_then(Value::as_str).unwrap_or_default();
            line.get("claimed") != Some(&Value::Bool(claimed.contains(&name)))
        });
        if let Some(line) = more {
            return Err(format!(
                "the coverage says of {line} another claim than the declaration"
            ));
        }
    }
    Ok(())
}

/// Whether the report accounts for every rule of its rule set, and its counts for its findings and inputs.
/// Gives the number of rules.
pub fn rules(archive: &Archive, terms: &BundleInfo) -> Result<usize, String> {
    let report = read(archive, archive::REPORT)?;
    let ruleset = ruleset(archive)?;
    let told = |pointer: &str| {
        report
            .pointer(pointer)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let count = |pointer: &str| {
        report
            .pointer(pointer)
            .and_then(Value::as_u64)
            .unwrap_or_default()
    };
    let list = |key: &str| {
        report
            .get(key)
            .and_then(Value::as_array)
            .map(Vec::as_slice)
            .unwrap_or_default()
    };
    let schema = archive.content(archive::SCHEMA).unwrap_or_default();
    if told("/ruleset/digest") != ruleset.digest(&String::from_utf8_lossy(schema)) {
        return Err("its digest is not that of the rules and the schema in the bundle".into());
    }
    let tool = (told("/tool/name"), told("/tool/version"));
    if tool != (&terms.tool.name, &terms.tool.version) {
        return Err("another version of callproof wrote it than the bundle".into());
    }
    if told("/ruleset/profile") != terms.level.profile().name() {
        return Err(format!(
            "its profile is not that of level {}",
            terms.level.name()
        ));
    }
    let judged: Vec<&str> = list("rules")
        .iter()
        .filter_map(|rule| rule.get("id")?.as_str())
        .collect();
    let stated: Vec<&str> = ruleset
        .rules
        .iter()
        .map(|rule| rule.id.as_str())
        .filter(|id| !is_of_waivers(id))
        .collect();
    if let Some(id) = stated.iter().find(|id| !judged.contains(id)) {
        return Err(format!("{id} was not judged"));
    }
    if let Some(id) = judged.iter().find(|id| !stated.contains(id)) {
        return Err(format!("{id} is no rule of it"));
    }
    if judged != stated || count("/ruleset/rules") != ruleset.rules.len() as u64 {
        return Err("rules are there twice, or in another order".into());
    }
    if told("/outcome") != "conformant" || count("/counts/errors") > 0 {
        return Err("the outcome is not conformant".into());
    }
    let is_narrowed = !list("reasons").is_empty()
        || count("/counts/waived") + count("/counts/known") > 0
        || report.get("waivers_as_of") != Some(&Value::Null);
    if is_narrowed {
        return Err("the run was narrowed, or findings were waived".into());
    }
    let findings = count("/counts/warnings") + count("/counts/notes");
    if findings != list("findings").len() as u64 + count("/findings_left_out") {
        return Err("the counts are not those of its findings".into());
    }
    inputs(archive, list("inputs"), count("/counts/events"))?;
    Ok(stated.len())
}

/// The inputs of the report are the captures of the bundle.
fn inputs(archive: &Archive, inputs: &[Value], events: u64) -> Result<(), String> {
    let captures: Vec<_> = archive
        .members
        .iter()
        .filter(|member| is_capture(&member.name))
        .collect();
    let same = inputs.iter().zip(&captures).all(|(input, member)| {
        input.get("path").and_then(Value::as_str) == Some(&member.name)
            && input.get("bytes").and_then(Value::as_u64) == Some(member.size)
            && input.get("sha256").and_then(Value::as_str) == Some(&member.sha256)
    });
    if !same || inputs.len() != captures.len() {
        return Err("its inputs are not the captures of the bundle".into());
    }
    let mut seen = HashSet::new();
    if captures.iter().any(|member| !seen.insert(&member.sha256)) {
        return Err("a capture is there twice".into());
    }
    let told: u64 = inputs
        .iter()
        .filter_map(|input| input.get("events")?.as_u64())
        .sum();
    if told == events {
        Ok(())
    } else {
        Err("its events are not those of its inputs".into())
    }
}

/// What differs where a bundle was judged by other rules than ours.
pub fn other_rules(archive: &Archive, terms: &BundleInfo, ours: &Report) -> VerificationFailure {
    let theirs = match ruleset(archive) {
        Ok(theirs) => theirs.rules,
        Err(why) => return VerificationFailure::Account(why),
    };
    let own = RulesetFile::this().rules;
    let is_new = |rule: &&RuleWords| !theirs.iter().any(|other| other.id == rule.id);
    let mut rules: Vec<String> = theirs
        .iter()
        .filter(|rule| !own.contains(rule))
        .map(|rule| rule.id.clone())
        .chain(
            own.iter()
                .filter(is_new)
                .map(|rule| format!("{} is new", rule.id)),
        )
        .collect();
    if archive.content(archive::SCHEMA) != Some(EVENT_SCHEMA.as_bytes()) {
        rules.push("the event schema".into());
    }
    let report = read(archive, archive::REPORT).unwrap_or_default();
    let told = report
        .get("rules")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let disagrees = |rule: &RuleWords| {
        let tally = ours.tallies.iter().find(|tally| tally.rule.id == rule.id);
        let told = told
            .iter()
            .find(|told| told.get("id").and_then(Value::as_str) == Some(&rule.id));
        let count = |key: &str| told.and_then(|told| told.get(key)?.as_u64());
        tally.is_none_or(|tally| {
            (count("checked"), count("failed")) != (Some(tally.checked), Some(tally.failed))
        })
    };
    let same = theirs
        .iter()
        .filter(|rule| own.contains(rule) && !is_of_waivers(&rule.id));
    let disagree = same
        .filter(|rule| disagrees(rule))
        .map(|rule| rule.id.clone())
        .collect();
    VerificationFailure::OtherRules {
        version: terms.tool.version.clone(),
        rules,
        disagree,
    }
}

/// No waiver is read where something is certified, so none is judged.
fn is_of_waivers(id: &str) -> bool {
    id.starts_with("waiver/")
}

fn ruleset(archive: &Archive) -> Result<RulesetFile, String> {
    let bytes = archive.content(archive::RULESET).unwrap_or_default();
    let ruleset: RulesetFile = serde_json::from_slice(bytes)
        .map_err(|_| format!("`{}` is not as callproof writes it", archive::RULESET))?;
    let is_ours = ruleset.bytes().ok().as_deref() == Some(bytes);
    is_ours
        .then_some(ruleset)
        .ok_or_else(|| "its rule set has two readings".into())
}

fn read(archive: &Archive, name: &str) -> Result<Value, String> {
    let bytes = archive.content(name).unwrap_or_default();
    serde_json::from_slice(bytes).map_err(|_| format!("`{name}` is not JSON"))
}
