//! What a run must show.

use super::Error;
use crate::event::vocabulary::nearest;
use crate::report::coverage::Coverage;
use crate::rules::quoted;

/// An item of the coverage that must have been shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    kind: String,
    name: String,
}

impl Requirement {
    /// Reads requirements: a set of them, or one item. `events`, `steps`, `buttons`, `flows` and `rules`
    /// are all items of the kind that belong to the ceiling, `ceiling` is all of these, and
    /// `flow:missed`, `event:agent/connecting`, `step:agent/connecting>connected`, `button:answer`,
    /// `rule:button/mirror` are single items.
    ///
    /// # Errors
    /// A name that no item has; the error knows the nearest one.
    pub fn read(text: &str, known: &Coverage) -> Result<Vec<Requirement>, Error> {
        let kinds = known.kinds();
        let of_kind = |plural: &str| text == plural || text == "ceiling";
        let required = |kind: &str, name: &str| Requirement {
            kind: kind.to_owned(),
            name: name.to_owned(),
        };
        let mut found = Vec::new();
        for (kind, plural, items) in kinds {
            let wanted = items.iter().filter(|item| {
                let named = text
                    .strip_prefix(kind)
                    .and_then(|rest| rest.strip_prefix(':'));
                (of_kind(plural) && item.ceiling) || named == Some(item.name.as_str())
            });
            found.extend(wanted.map(|item| required(kind, &item.name)));
        }
        if !found.is_empty() {
            return Ok(found);
        }
        let names: Vec<String> = kinds
            .iter()
            .flat_map(|(kind, _, items)| {
                items
                    .iter()
                    .map(move |item| format!("{kind}:{}", item.name))
            })
            .chain(kinds.iter().map(|(_, plural, _)| (*plural).to_owned()))
            .chain(["ceiling".to_owned()])
            .collect();
        Err(Error::UnknownCoverage {
            // The wrong file may have been given for the list.
            name: quoted(text).trim_matches('`').to_owned(),
            nearest: nearest(text, names.iter().map(String::as_str)).map(str::to_owned),
        })
    }

    /// What there is to be shown: the coverage of a run that showed nothing.
    pub fn known() -> Coverage {
        super::coverage::CoverageCounts::default().coverage(&[])
    }
}

/// The requirements that were not met: each kind, and the names.
pub fn missing(required: &[Requirement], coverage: &Coverage) -> Vec<(&'static str, String)> {
    let mut missing = Vec::new();
    for (kind, _, items) in coverage.kinds() {
        let shown = |name: &str| items.iter().any(|item| item.name == name && item.times > 0);
        let names: Vec<&str> = required
            .iter()
            .filter(|required| required.kind == kind && !shown(&required.name))
            .map(|required| required.name.as_str())
            .collect();
        if !names.is_empty() {
            missing.push((kind, names.join(", ")));
        }
    }
    missing
}
