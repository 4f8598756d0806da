//! Which rules a run checks.

use super::{Error, RuleLevel, RuleLevels};
use crate::event::vocabulary::nearest;
use crate::rules::{FAMILIES, Rule, all};

/// What was asked for; empty lists select every rule.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Rules or families; none means all.
    pub only: Vec<String>,
    /// Rules or families to leave out.
    pub skip: Vec<String>,
}

impl Selection {
    /// The selected rules in their listed order.
    ///
    /// # Errors
    /// A name that matches nothing, a rule that is never skipped or turned down, or nothing left.
    pub fn rules(&self, levels: &RuleLevels) -> Result<Vec<&'static Rule>, Error> {
        self.only
            .iter()
            .chain(&self.skip)
            .try_for_each(|name| known(name))?;
        if let Some(name) = self
            .skip
            .iter()
            .find(|name| matches!(name.split('/').next(), Some("text" | "waiver")))
        {
            return Err(Error::NeverSkipped(name.clone()));
        }
        levels.check()?;
        let rules: Vec<&'static Rule> = all().filter(|rule| self.takes(rule, levels)).collect();
        let asked_for_text = self.only.iter().any(|name| name.starts_with("text"));
        if !asked_for_text && rules.iter().all(|rule| rule.family() == "text") {
            return Err(Error::Empty);
        }
        Ok(rules)
    }

    /// Whether every rule is selected.
    pub fn is_everything(&self) -> bool {
        self.only.is_empty() && self.skip.is_empty()
    }

    /// Whether the rule is selected; those about waivers are wherever waivers are read, and only there.
    fn takes(&self, rule: &Rule, levels: &RuleLevels) -> bool {
        let named = |names: &[String]| {
            names
                .iter()
                .any(|name| name == rule.id || name == rule.family())
        };
        match rule.family() {
            "text" => return true,
            "waiver" => return false,
            _ => {}
        }
        let off = levels.of(rule) == Some(RuleLevel::Allow);
        let asked_for = self.only.iter().any(|name| name == rule.id);
        (self.only.is_empty() || named(&self.only)) && !named(&self.skip) && (!off || asked_for)
    }
}

/// Checks that a rule or a family has that name.
pub(super) fn known(name: &str) -> Result<(), Error> {
    let names = || {
        all()
            .map(|rule| rule.id)
            .chain(FAMILIES.into_iter().map(|(family, _)| family))
    };
    if names().any(|known| known == name) {
        return Ok(());
    }
    let nearest = nearest(name, names());
    Err(Error::Unknown {
        name: name.to_owned(),
        nearest,
    })
}
