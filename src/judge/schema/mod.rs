//! The event schema, held against the tape itself; each error comes under the rule that the schema names.

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

/// So many errors of a rule are looked at where its own check tells what there is to tell.
const FEW: usize = 8;

/// So many errors of a document are looked at: a hundred of a rule are told.
const MOST: usize = 10_000;

/// The compiled schema, and which rule each of its parts states.
pub struct Schema {
    validator: Validator<TapeJson>,
    text: Value,
}

/// An error of the schema, as its rule would tell it.
pub struct Stated {
    /// The rule that the failing part names.
    pub rule: &'static Rule,
    /// What it found.
    pub violation: Violation,
}

impl Schema {
    /// Compiles the embedded schema. It fails only if the schema itself is at fault, which a test excludes.
    pub fn compile() -> Result<Schema, String> {
        let text: Value = serde_json::from_str(EVENT_SCHEMA).map_err(|error| error.to_string())?;
        let validator = jsonschema::options_for::<TapeJson>()
            .with_pattern_options(PatternOptions::regex())
            .offline()
            .build(&text)
            .map_err(|error| error.to_string())?;
        Ok(Schema { validator, text })
    }

    /// Whether the document is as the schema wants it.
    pub fn holds(&self, root: Node<'_>) -> bool {
        self.validator.is_valid(root)
    }

    /// Everything in which the document is not as the schema wants it; a wrong type is not also a
    /// wrong value. Of a rule that has a check of its own, a few errors are enough.
    pub fn errors(&self, root: Node<'_>) -> Vec<Stated> {
        let errors = self.validator.iter_errors(root).take(MOST);
        let errors: Vec<ValidationError<'_>> = errors.collect();
        let mistyped: HashSet<&str> = errors
            .iter()
            .filter(|error| words::is_of_type(error.kind()))
            .map(|error| error.instance_path().as_str())
            .collect();
        let is_fresh = |error: &&ValidationError<'_>| {
            words::is_of_type(error.kind()) || !mistyped.contains(error.instance_path().as_str())
        };
        let mut told: HashMap<&str, usize> = HashMap::new();
        let mut stated = Vec::new();
        for error in errors.iter().filter(is_fresh) {
            let Some(rule) = self.rule_at(error.schema_path().as_str()).and_then(find) else {
                continue;
            };
            let times = told.entry(rule.id).or_default();
            *times += 1;
            match rule.check {
                Check::Event(_) if *times > FEW => {}
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
        violation: words::told(error.kind(), node, name),
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
