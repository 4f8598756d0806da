//! The rules of this version, and the digest over their texts.

use sha2::{Digest, Sha256};

use super::EVENT_SCHEMA;
use crate::report::Ruleset;
use crate::rules::{Profile, Rule, all};

/// The rules of this version: their texts and the event schema, whatever the profile and selection.
pub fn ruleset(profile: Profile) -> Ruleset {
    Ruleset {
        profile,
        digest: digest(all().map(words), EVENT_SCHEMA),
        rules: all().count(),
    }
}

/// The texts of a rule that the rule set's digest covers: id, says, authority, source, since.
pub fn words(rule: &'static Rule) -> [&'static str; 5] {
    [
        rule.id,
        rule.says,
        rule.authority.name(),
        rule.source,
        rule.since,
    ]
}

/// The digest of a rule set: over the texts of its rules, in order, and its event schema.
pub fn digest<'w>(rules: impl Iterator<Item = [&'w str; 5]>, schema: &str) -> String {
    let mut hash = Sha256::new();
    for word in rules.flatten() {
        hash.update(word.as_bytes());
        hash.update([0]);
    }
    hash.update(schema.as_bytes());
    let digest: String = hash
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("sha256:{digest}")
}
