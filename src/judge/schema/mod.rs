//! The event schema, held against the tape itself; each error comes under the rule that the schema names.

mod tape_json;
mod words;

use std::collections::BTreeSet;

use jsonschema::{PatternOptions, ValidationError, Validator};
use serde_json::Value;

use crate::json::Node;
use crate::rules::{Rule, Violation, find};
use tape_json::TapeJson;

/// The schema of the event, as published.
pub const EVENT_SCHEMA: &str = include_str!("../../../schemas/event.schema.json");

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
    /// wrong value.
    pub fn errors(&self, root: Node<'_>) -> Vec<Stated> {
        let errors: Vec<ValidationError<'_>> = self.validator.iter_errors(root).collect();
        let mistyped: Vec<&str> = errors
            .iter()
            .filter(|error| words::is_of_type(error.kind()))
            .map(|error| error.instance_path().as_str())
            .collect();
        errors
            .iter()
            .filter(|error| {
                words::is_of_type(error.kind())
                    || !mistyped.contains(&error.instance_path().as_str())
            })
            .filter_map(|error| self.stated(root, error))
            .collect()
    }

    fn stated(&self, root: Node<'_>, error: &ValidationError<'_>) -> Option<Stated> {
        let rule = find(self.rule_at(error.schema_path().as_str())?)?;
        let node = root.at(error.instance_path().as_str())?;
        let name = error
            .instance_path()
            .as_str()
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .to_owned();
        Some(Stated {
            rule,
            violation: words::told(error.kind(), node, &name),
        })
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
