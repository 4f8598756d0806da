//! All rules, listed: for a person, as JSON, as bare ids, as the table that README holds.

use std::io::{self, Write};

use serde::Serialize;

use super::escaped;
use super::style::{Role, Style};
use crate::event::golden::GoldenCall;
use crate::rules::{Authority, Profile, Rule, Severity};

/// Two lines a rule: its id, what carries it and how much it weighs; then what it says.
pub fn human(rules: &[&Rule], style: Style, out: &mut dyn Write) -> io::Result<()> {
    for rule in rules {
        let authority = rule.authority;
        let text = format!(
            " · {}, {} · {}",
            authority.name(),
            rule.source,
            severities(authority)
        );
        write!(out, "{}", style.paragraph(Role::Strong, rule.id, 4, &text))?;
        write!(out, "{}", style.paragraph(Role::Plain, "  ", 2, rule.says))?;
    }
    let ids = rules.iter().map(|rule| rule.id);
    write!(
        out,
        "{}",
        style.paragraph(Role::Strong, "", 0, &counted(ids))
    )
}

/// How many rules these are, by what they judge: `73 rules judge captures, 2 judge waivers`.
pub fn counted<'i>(ids: impl Iterator<Item = &'i str>) -> String {
    let (mut captures, mut waivers) = (0, 0);
    for id in ids {
        match id.starts_with("waiver/") {
            true => waivers += 1,
            false => captures += 1,
        }
    }
    let told = |count: u64| match count {
        1 => "1 rule judges".to_owned(),
        count => format!("{count} rules judge"),
    };
    match (captures, waivers) {
        (0, waivers) => format!("{} waivers", told(waivers)),
        (captures, 0) => format!("{} captures", told(captures)),
        (captures, 1) => format!("{} captures, 1 judges waivers", told(captures)),
        (captures, waivers) => format!("{} captures, {waivers} judge waivers", told(captures)),
    }
}

/// Three lines or more a flow: its name, what happens in it, what its events rest on.
pub fn flows(flows: &[GoldenCall], style: Style, out: &mut dyn Write) -> io::Result<()> {
    for flow in flows {
        let says = format!(": {}", flow.says);
        let rests_on = format!("rests on: {}", flow.rests_on);
        write!(
            out,
            "{}",
            style.paragraph(Role::Strong, flow.name, 4, &says)
        )?;
        write!(
            out,
            "{}",
            style.paragraph(Role::Plain, "    ", 4, &rests_on)
        )?;
    }
    Ok(())
}

/// A JSON array of the rules.
pub fn json(rules: &[&Rule], out: &mut dyn Write) -> io::Result<()> {
    let rows: Vec<Row> = rules.iter().map(|rule| Row::of(rule)).collect();
    escaped::write_indented(out, &rows)
}

/// One id a line.
pub fn ids(rules: &[&Rule], out: &mut dyn Write) -> io::Result<()> {
    rules
        .iter()
        .try_for_each(|rule| writeln!(out, "{}", rule.id))
}

/// A Markdown table.
pub fn markdown(rules: &[&Rule], out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "| rule | says | authority | source | core | standard | strict |"
    )?;
    writeln!(out, "| --- | --- | --- | --- | --- | --- | --- |")?;
    for rule in rules {
        let [core, standard, strict] = weights(rule.authority).map(Severity::name);
        let authority = rule.authority.name();
        let (says, source) = (cell(rule.says), cell(rule.source));
        writeln!(
            out,
            "| `{}` | {says} | {authority} | {source} | {core} | {standard} | {strict} |",
            rule.id
        )?;
    }
    Ok(())
}

/// Text as a table's cell holds it.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

#[derive(Serialize)]
struct Row {
    id: &'static str,
    says: &'static str,
    authority: &'static str,
    source: &'static str,
    since: &'static str,
    severity: Weights,
}

#[derive(Serialize)]
struct Weights {
    core: &'static str,
    standard: &'static str,
    strict: &'static str,
}

impl Row {
    fn of(rule: &Rule) -> Row {
        let [core, standard, strict] = weights(rule.authority).map(Severity::name);
        Row {
            id: rule.id,
            says: rule.says,
            authority: rule.authority.name(),
            source: rule.source,
            since: rule.since,
            severity: Weights {
                core,
                standard,
                strict,
            },
        }
    }
}

/// The weight in each profile, mildest profile first.
fn weights(authority: Authority) -> [Severity; 3] {
    Profile::ALL.map(|profile| profile.severity(authority))
}

/// The weights in words: `warning in core, error in standard and strict`.
pub(super) fn severities(authority: Authority) -> String {
    let mut groups: Vec<(Severity, Vec<&str>)> = Vec::new();
    for profile in Profile::ALL {
        let severity = profile.severity(authority);
        match groups.last_mut() {
            Some((last, names)) if *last == severity => names.push(profile.name()),
            Some(_) | None => groups.push((severity, vec![profile.name()])),
        }
    }
    if let [(severity, _)] = groups.as_slice() {
        return format!("{} in every profile", severity.name());
    }
    let told: Vec<String> = groups
        .iter()
        .map(|(severity, names)| format!("{} in {}", severity.name(), names.join(" and ")))
        .collect();
    told.join(", ")
}
