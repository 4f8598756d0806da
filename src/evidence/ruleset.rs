//! The rules that a bundle was judged by, in words.

use serde::{Deserialize, Serialize};

use super::manifest::json;
use crate::engine::{digest, words};
use crate::rules::all;

/// `ruleset.json`: the rules in words.
#[derive(Debug, Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct RulesetFile {
    /// In their listed order.
    pub rules: Vec<RuleWords>,
}

/// One rule.
#[derive(Debug, Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct RuleWords {
    pub id: String,
    pub says: String,
    pub authority: String,
    pub source: String,
    pub since: String,
}

impl RulesetFile {
    /// The rules of this version, in their listed order.
    pub fn this() -> RulesetFile {
        let rule = |[id, says, authority, source, since]: [&str; 5]| RuleWords {
            id: id.to_owned(),
            says: says.to_owned(),
            authority: authority.to_owned(),
            source: source.to_owned(),
            since: since.to_owned(),
        };
        RulesetFile {
            rules: all().map(words).map(rule).collect(),
        }
    }

    /// As the member is written.
    pub fn bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        json(self)
    }

    /// Its digest, together with an event schema.
    pub fn digest(&self, schema: &str) -> String {
        let words = |rule: &'_ RuleWords| -> [String; 5] {
            [
                &rule.id,
                &rule.says,
                &rule.authority,
                &rule.source,
                &rule.since,
            ]
            .map(String::clone)
        };
        let owned: Vec<[String; 5]> = self.rules.iter().map(words).collect();
        digest(
            owned
                .iter()
                .map(|words| words.each_ref().map(String::as_str)),
            schema,
        )
    }
}
