//! `callproof rules`.

use callproof::event::vocabulary::nearest;
use callproof::render::listing;
use callproof::rules::{Authority, FAMILIES, Profile, Rule, Severity, all};

use super::arguments::{Rules, RulesFormat};
use super::output::{self, Surface};
use super::{Done, Failure};

/// Lists the rules that were asked for.
pub fn run(arguments: &Rules, surface: Surface) -> Result<Done, Failure> {
    known("family", &arguments.family, FAMILIES.map(|(name, _)| name))?;
    known(
        "authority",
        &arguments.authority,
        Authority::ALL.map(Authority::name),
    )?;
    let profile = arguments.profile.map(|name| name.profile());
    let rules: Vec<&Rule> = all()
        .filter(|rule| is_asked_for(rule, arguments, profile))
        .collect();
    if rules.is_empty() {
        return Err(Failure::Usage("no rule is like that".into()));
    }
    output::write(|out| match arguments.format {
        RulesFormat::Human => listing::human(&rules, surface.style(true), out),
        RulesFormat::Json => listing::json(&rules, out),
        RulesFormat::Ids => listing::ids(&rules, out),
        RulesFormat::Markdown => listing::markdown(&rules, out),
    })?;
    Ok(Done::Fine)
}

fn is_asked_for(rule: &Rule, arguments: &Rules, profile: Option<Profile>) -> bool {
    let among =
        |names: &[String], name: &str| names.is_empty() || names.iter().any(|own| own == name);
    among(&arguments.family, rule.family())
        && among(&arguments.authority, rule.authority.name())
        && profile.is_none_or(|profile| profile.severity(rule.authority) == Severity::Error)
}

fn known<const N: usize>(
    kind: &str,
    names: &[String],
    all: [&'static str; N],
) -> Result<(), Failure> {
    let Some(name) = names.iter().find(|name| !all.contains(&name.as_str())) else {
        return Ok(());
    };
    let hint = match nearest(name, all) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("there are {}", all.join(", ")),
    };
    Err(Failure::OwnWords(format!(
        "no {kind} is called `{name}`; {hint}"
    )))
}
