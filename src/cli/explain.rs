//! `callproof explain`.

use callproof::event::vocabulary::{distance, folded};
use callproof::render::explain;
use callproof::rules::{FAMILIES, all, find};

use super::arguments::Explain;
use super::output::{self, Surface};
use super::{Done, Failure};

/// Prints the page on one rule.
pub fn run(arguments: &Explain, surface: Surface) -> Result<Done, Failure> {
    let Some(rule) = find(&arguments.rule) else {
        return Err(Failure::OwnWords(unknown(&arguments.rule)));
    };
    output::write(|out| explain::write(rule, surface.style(true), out))?;
    Ok(Done::Fine)
}

/// How to list the family of that name, or the three nearest ids; a name without its family counts as near as the whole.
fn unknown(id: &str) -> String {
    let family = id.trim_end_matches('/');
    if FAMILIES.iter().any(|(name, _)| *name == family) {
        return format!(
            "`{family}` is a family of rules; `callproof rules --family {family}` lists them"
        );
    }
    let asked = folded(id);
    let steps = |own: &str| {
        let name = own.split('/').nth(1).unwrap_or(own);
        let holds = name.contains(asked.trim_matches('/')) && asked.len() > 2;
        if holds {
            0
        } else {
            distance(&asked, own).min(distance(&asked, name))
        }
    };
    let mut ids: Vec<&str> = all().map(|rule| rule.id).collect();
    ids.sort_by_key(|own| steps(own));
    ids.truncate(3);
    format!(
        "no rule is called `{id}`; the nearest are {}",
        ids.join(", ")
    )
}
