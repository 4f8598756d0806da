//! Checks the tape against the event schema; each error belongs to the rule that the schema names.

mod tape_json;
mod words;

use std::collections::{BTreeSet, HashMap, HashSet};

use jsonschema::{PatternOptions, ValidationError, Validator};
use serde_json::Value;

use crate::json::Node;
use crate::rules::{Check, Rule, Violation, find};
use tape_json::TapeJson;

/// The schema of the event, as published.
pub const EVENT_SCHEMA: &str = include_str!("../../../schemas/event.schema.json");

/// Errors that are looked at of a rule with a check of its own, which reports the rest.
const MAX_ERRORS_BESIDE_CHECK: usize = 8;

/// Errors of a document that are looked at: only a hundred of a rule are reported.
const MAX_ERRORS: usize = 10_000;

/// The compiled schema, and which rule each of its parts states.
pub struct Schema {
    validator: Validator<TapeJson>,
    text: Value,
}

/// An error of the schema, as its rule would report it.
pub struct Stated {
    /// The rule that the failing part names.
    pub rule: &'static Rule,
    /// What it found.
    pub violation: Violation,
}

impl Schema {
    /// Compiles the embedded schema. It fails only if the schema itself is wrong, which a test excludes.
    pub fn compile() -> Result<Schema, String> {
        let text: Value = serde_json::from_str(EVENT_SCHEMA).map_err(|error| error.to_string())?;
        let validator = jsonschema::options_for::<TapeJson>()
            .with_pattern_options(PatternOptions::regex())
            .offline()
            .build(&text)
            .map_err(|error| error.to_string())?;
        Ok(Schema { validator, text })
    }

    /// Whether the document conforms to the schema.
    pub fn holds(&self, root: Node<'_>) -> bool {
        self.validator.is_valid(root)
    }

    /// Every error of the document; a wrong type is not also a wrong value. Of a rule that has a check of its own, a few errors are enough.
    pub fn errors(&self, root: Node<'_>) -> Vec<Stated> {
        let errors = self.validator.iter_errors(root).take(MAX_ERRORS);
        let errors: Vec<ValidationError<'_>> = errors.collect();
        let mistyped: HashSet<&str> = errors
            .iter()
            .filter(|error| words::is_of_type(error.kind()))
            .map(|error| error.instance_path().as_str())
            .collect();
        let is_fresh = |error: &&ValidationError<'_>| {
            words::is_of_type(error.kind()) || !mistyped.contains(error.instance_path().as_str())
        };
        let mut counts: HashMap<&str, usize> = HashMap::new();
        let mut stated = Vec::new();
        for error in errors.iter().filter(is_fresh) {
            let Some(rule) = self.rule_at(error.schema_path().as_str()).and_then(find) else {
                continue;
            };
            let times = counts.entry(rule.id).or_default();
            *times += 1;
            match rule.check {
                Check::Event(_) if *times > MAX_ERRORS_BESIDE_CHECK => {}
                Check::Text(_)
                | Check::Schema(_)
                | Check::Event(_)
                | Check::Step(_)
                | Check::Leg(_)
                | Check::Waiver(_) => {
                    stated.extend(stated_at(rule, root, error));
                }
            }
        }
        stated
    }

    /// The `$comment` nearest above the failing keyword.
    fn rule_at(&self, path: &str) -> Option<&str> {
        let mut here = &self.text;
        let mut rule = None;
        for key in path.split('/').skip(1) {
            rule = here.get("$comment").and_then(Value::as_str).or(rule);
            let key = key.replace("~1", "/").replace("~0", "~");
            here = match here {
                Value::Array(parts) => parts.get(key.parse::<usize>().ok()?)?,
                Value::Object(parts) => parts.get(&key)?,
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return None,
            };
        }
        rule
    }

    /// Every rule that the schema names.
    pub fn rules(&self) -> BTreeSet<String> {
        let mut named = BTreeSet::new();
        collect(&self.text, &mut named);
        named
    }
}

fn stated_at(rule: &'static Rule, root: Node<'_>, error: &ValidationError<'_>) -> Option<Stated> {
    let path = error.instance_path().as_str();
    let node = root.at(path)?;
    let name = path.rsplit('/').next().unwrap_or_default();
    Some(Stated {
        rule,
        violation: words::violation(error.kind(), node, name),
    })
}

fn collect(part: &Value, named: &mut BTreeSet<String>) {
    if let Some(rule) = part.get("$comment").and_then(Value::as_str) {
        named.insert(rule.to_owned());
    }
    match part {
        Value::Object(parts) => parts.values().for_each(|part| collect(part, named)),
        Value::Array(parts) => parts.iter().for_each(|part| collect(part, named)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
