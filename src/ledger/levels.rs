//! The severity of rules in one run: as the profile says, unless the configuration changes it.

use super::Error;
use super::selection::known;
use crate::rules::{Profile, Rule, Severity, all};

/// The level that the configuration sets for a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleLevel {
    /// A finding is an error.
    Deny,
    /// A finding is a warning.
    Warn,
    /// The rule is not checked.
    Allow,
}

impl RuleLevel {
    /// All three, heaviest first.
    pub const ALL: [RuleLevel; 3] = [RuleLevel::Deny, RuleLevel::Warn, RuleLevel::Allow];

    /// Its name in a configuration.
    pub fn name(self) -> &'static str {
        match self {
            RuleLevel::Deny => "deny",
            RuleLevel::Warn => "warn",
            RuleLevel::Allow => "allow",
        }
    }
}

/// Rules and families with a level of their own. A rule's entry takes precedence over its family's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleLevels(pub Vec<(String, RuleLevel)>);

impl RuleLevels {
    /// Checks every entry.
    ///
    /// # Errors
    /// A name that matches nothing, or a rule that is never turned down.
    pub fn check(&self) -> Result<(), Error> {
        self.0
            .iter()
            .try_for_each(|(name, level)| RuleLevels::check_entry(name, *level))
    }

    /// Checks one entry.
    ///
    /// # Errors
    /// A name that matches nothing, or a rule that is never turned down.
    pub fn check_entry(name: &str, level: RuleLevel) -> Result<(), Error> {
        known(name)?;
        let family = name.split('/').next().unwrap_or_default();
        match (family, level) {
            ("text" | "waiver", RuleLevel::Warn | RuleLevel::Allow) => {
                Err(Error::NeverDown(name.to_owned()))
            }
            _ => Ok(()),
        }
    }

    /// The level set for the rule.
    pub fn of(&self, rule: &Rule) -> Option<RuleLevel> {
        let named = |name: &str| self.0.iter().find(|(own, _)| own == name);
        named(rule.id)
            .or_else(|| named(rule.family()))
            .map(|(_, level)| *level)
    }

    /// The severity of a selected rule.
    pub fn severity(&self, rule: &Rule, profile: Profile) -> Severity {
        match self.of(rule) {
            Some(RuleLevel::Deny) => Severity::Error,
            Some(RuleLevel::Warn) => Severity::Warning,
            // A rule at `allow` is selected only if `--only` names it.
            Some(RuleLevel::Allow) | None => profile.severity(rule.authority),
        }
    }

    /// Sentences about entries that change how a rule is checked; `is_checked` says which rules are.
    pub fn reasons(&self, profile: Profile, is_checked: impl Fn(&Rule) -> bool) -> Vec<String> {
        let changes = |name: &str, level: RuleLevel, rule: &Rule| match level {
            _ if rule.id != name && (rule.family() != name || self.has(rule.id)) => false,
            RuleLevel::Allow => !is_checked(rule),
            RuleLevel::Deny | RuleLevel::Warn => {
                let own = profile.severity(rule.authority);
                is_checked(rule) && self.severity(rule, profile) != own
            }
        };
        let reason = |(level, does): (RuleLevel, &str)| {
            let entries = self.0.iter().filter(|(_, own)| *own == level);
            let names: Vec<&str> = entries
                .filter(|(name, level)| all().any(|rule| changes(name, *level, rule)))
                .map(|(name, _)| name.as_str())
                .collect();
            (!names.is_empty()).then(|| format!("the configuration {does}: {}", names.join(", ")))
        };
        [
            (RuleLevel::Allow, "turns off"),
            (RuleLevel::Warn, "turns to warnings"),
            (RuleLevel::Deny, "turns to errors"),
        ]
        .into_iter()
        .filter_map(reason)
        .collect()
    }

    fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(own, _)| own == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::find;

    #[test]
    fn a_rules_own_entry_beats_its_familys() {
        let levels = RuleLevels(vec![
            ("button".into(), RuleLevel::Allow),
            ("button/mirror".into(), RuleLevel::Warn),
        ]);
        let level = |id: &str| find(id).and_then(|rule| levels.of(rule));
        assert_eq!(level("button/mirror"), Some(RuleLevel::Warn));
        assert_eq!(level("button/count"), Some(RuleLevel::Allow));
        assert_eq!(level("field/required"), None);
    }

    #[test]
    fn some_rules_are_never_turned_down() {
        for name in ["text", "text/json", "waiver", "waiver/expired"] {
            assert!(
                RuleLevels::check_entry(name, RuleLevel::Deny).is_ok(),
                "{name}"
            );
            for level in [RuleLevel::Warn, RuleLevel::Allow] {
                let refused = Err(Error::NeverDown(name.into()));
                assert_eq!(RuleLevels::check_entry(name, level), refused, "{name}");
            }
        }
    }
}
