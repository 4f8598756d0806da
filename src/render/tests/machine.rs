//! What programs read, against the schema that we publish.

use jsonschema::Validator;
use serde_json::{Value, json};

use super::sample::report;
use crate::render::{json, ndjson};
use crate::report::SCHEMA;

fn validator(part: Option<&str>) -> Validator {
    let mut schema: Value = serde_json::from_str(SCHEMA).unwrap();
    if let Some(part) = part {
        let definitions = schema["$defs"].take();
        schema = json!({ "$ref": format!("#/$defs/{part}"), "$defs": definitions });
    }
    jsonschema::draft202012::new(&schema).unwrap()
}

fn document() -> String {
    let mut out = Vec::new();
    json::write(&report(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn the_schema_is_one() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    assert!(jsonschema::meta::is_valid(&schema));
}

#[test]
fn the_document_is_as_its_schema_says() {
    let text = document();
    let value: Value = serde_json::from_str(&text).unwrap();
    let errors: Vec<String> = validator(None)
        .iter_errors(&value)
        .map(|error| format!("{} {error}", error.instance_path()))
        .collect();
    assert_eq!(errors, Vec::<String>::new());
    insta::assert_snapshot!(text);
}

#[test]
fn a_strange_member_anywhere_is_refused() {
    let validator = validator(None);
    let value: Value = serde_json::from_str(&document()).unwrap();
    let objects = [
        "",
        "/tool",
        "/ruleset",
        "/reasons/0",
        "/counts",
        "/inputs/0",
        "/other_messages/0",
        "/rules/0",
        "/findings/0",
        "/findings/0/locations/0",
    ];
    for pointer in objects {
        let mut changed = value.clone();
        changed.pointer_mut(pointer).unwrap()["strange"] = Value::Null;
        assert!(!validator.is_valid(&changed), "{pointer}");
    }
}

#[test]
fn every_line_is_as_its_schema_says() {
    let mut out = Vec::new();
    ndjson::write(&report(), &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    let validator = validator(Some("line"));
    let mut kinds = Vec::new();
    for line in text.lines() {
        let value: Value = serde_json::from_str(line).unwrap();
        assert!(validator.is_valid(&value), "{line}");
        kinds.push(value["kind"].as_str().unwrap().to_owned());
    }
    assert_eq!(
        kinds,
        [
            "header", "finding", "finding", "finding", "finding", "summary"
        ]
    );
    insta::assert_snapshot!(text);
}
