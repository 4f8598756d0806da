//! The schema's errors as violations that a reader understands.

use jsonschema::error::{TypeKind, ValidationErrorKind};
use serde_json::Value;

use crate::event::vocabulary::{is_near, nearest};
use crate::json::{Kind, Node};
use crate::rules::{StandIn, UNCONVERTED_TIME, Violation, quoted};

/// The error at that node, whose key is `name` (empty for the document itself).
pub fn violation(kind: &ValidationErrorKind, node: Node<'_>, name: &str) -> Violation {
    match kind {
        ValidationErrorKind::Required { property } => {
            missing(node, property.as_str().unwrap_or_default())
        }
        ValidationErrorKind::Type { kind } => wrong_type(node, name, &types(kind)),
        ValidationErrorKind::AnyOf { context } => {
            let meant: Vec<String> = context
                .iter()
                .flatten()
                .filter_map(|error| match error.kind() {
                    ValidationErrorKind::Type { kind } => Some(types(kind)),
                    _ => None,
                })
                .collect();
            wrong_type(node, name, &meant.join(" or "))
        }
        ValidationErrorKind::Constant { expected_value } => {
            wrong_word(node, name, &[expected_value.as_str().unwrap_or_default()])
        }
        ValidationErrorKind::Enum { options } => {
            let words = options
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str);
            wrong_word(node, name, &words.collect::<Vec<_>>())
        }
        ValidationErrorKind::MinLength { .. } => {
            Violation::at(node, format!("`{name}` is empty"), "empty")
                .expected("a value")
                .actual("\"\"")
        }
        other => Violation::at(
            node,
            format!("`{name}` breaks the schema's `{}`", other.keyword()),
            "here",
        ),
    }
}

/// Whether the error is about the type of the value.
pub fn is_of_type(kind: &ValidationErrorKind) -> bool {
    matches!(
        kind,
        ValidationErrorKind::Type { .. } | ValidationErrorKind::AnyOf { .. }
    )
}

/// "a string", "a string or null".
fn types(kind: &TypeKind) -> String {
    let named = |name: &str| match name {
        "null" => "null".to_owned(),
        "object" | "array" | "integer" => format!("an {name}"),
        other => format!("a {other}"),
    };
    match kind {
        TypeKind::Single(one) => named(one.as_str()),
        TypeKind::Multiple(set) => set
            .iter()
            .map(|one| named(one.as_str()))
            .collect::<Vec<_>>()
            .join(" or "),
    }
}

/// Reported at the object that lacks it, without claiming it: other findings may be about it.
fn missing(object: Node<'_>, key: &str) -> Violation {
    let violation = Violation::at(
        object,
        format!("`{key}` is missing"),
        format!("`{key}` is not in this object"),
    )
    .expected(format!("`{key}`"))
    .actual("nothing")
    .claiming_nothing();
    let slip = object
        .members()
        .filter_map(|member| member.key.string())
        .find(|own| is_near(own, key));
    match slip {
        Some(slip) => violation.help(format!(
            "{} is here; the field is spelt `{key}`",
            quoted(&slip)
        )),
        None => violation,
    }
}

fn wrong_type(node: Node<'_>, name: &str, meant: &str) -> Violation {
    let is = StandIn::of(node)
        .and_then(StandIn::named)
        .unwrap_or(node.kind().named());
    let subject = if name.is_empty() {
        "the document".to_owned()
    } else {
        format!("`{name}`")
    };
    let violation = Violation::at(
        node,
        format!("{subject} is {is}, not {meant}"),
        format!("{is}, not {meant}"),
    )
    .expected(meant)
    .actual(is);
    let is_time = name.ends_with("Time") || name.to_ascii_lowercase().ends_with("timestamp");
    if is_time && node.kind() == Kind::Number {
        return violation.help(UNCONVERTED_TIME);
    }
    violation
}

fn wrong_word(node: Node<'_>, name: &str, words: &[&str]) -> Violation {
    let own = node.string().unwrap_or_default();
    let expected = words
        .iter()
        .map(|word| format!("`{word}`"))
        .collect::<Vec<_>>()
        .join(", ");
    let message = match words {
        [only] => format!("`{name}` is {}, not `{only}`", quoted(&own)),
        _ => format!("{} is not a documented value of `{name}`", quoted(&own)),
    };
    let violation = Violation::at(node, message, "not an allowed value")
        .expected(expected)
        .actual_value(node);
    match nearest(&own, words.iter().copied()) {
        Some(meant) => violation.help(format!("the documentation spells it `{meant}`")),
        None => violation,
    }
}
