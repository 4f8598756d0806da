//! A string that stands in for the value that was meant is named for what it is, in whatever field.

use callproof::Checker;
use callproof::render::{Style, human};
use callproof::report::Finding;
use callproof::rules::Profile;
use serde_json::Value;

const SAMPLE: &str = include_str!("../golden/incoming-call.json");

const CALL: &str = "/message/call";
const BUTTONS: &str = "/message/call/ButtonStates";
const VARIABLES: &str = "/message/call/CallVariables";
const STATUS: &str = "/message/call/ResponseActual/status";
const STATE: &str = "/message/call/ResponseFields/CallState";
const EVENT: &str = "/message/call/event";
const COUNT: &str = "/message/call/ButtonStates/count";
const NUMBER: &str = "/message/call/ResponseActual/phoneNumber";

fn findings(event: &Value) -> Vec<Finding> {
    let checker = Checker::default().profile(Profile::Strict);
    let report = checker.check_str(&event.to_string()).expect("a check");
    let mut findings = report.findings;
    findings.retain(|finding| finding.rule.id != "flow/unfinished");
    findings
}

/// The sample with these strings in place of what stands there.
fn with(values: &[(&str, String)]) -> Value {
    let mut event: Value = serde_json::from_str(SAMPLE).expect("JSON");
    for (pointer, text) in values {
        *event.pointer_mut(pointer).expect("a field") = Value::from(text.as_str());
    }
    event
}

/// What stands there, encoded once more.
fn encoded(pointer: &str) -> String {
    let event: Value = serde_json::from_str(SAMPLE).expect("JSON");
    event.pointer(pointer).expect("a field").to_string()
}

#[test]
fn each_is_said_in_its_own_words() {
    let again = |text: String| Value::from(text).to_string();
    let missing = |word: &str| word.to_owned();
    let cases = [
        ("`message` encoded", vec![("/message", encoded("/message"))]),
        ("`call` encoded", vec![(CALL, encoded(CALL))]),
        (
            "`call` encoded twice over",
            vec![(CALL, again(encoded(CALL)))],
        ),
        ("`ButtonStates` encoded", vec![(BUTTONS, encoded(BUTTONS))]),
        ("`event` encoded", vec![(EVENT, encoded(EVENT))]),
        (
            "an object's text",
            vec![(VARIABLES, missing("[object Object]"))],
        ),
        ("`status` undefined", vec![(STATUS, missing("undefined"))]),
        (
            "both states null",
            vec![(STATUS, missing("null")), (STATE, missing("null"))],
        ),
        ("`event` NaN", vec![(EVENT, missing("NaN"))]),
        ("`count` NaN", vec![(COUNT, missing("NaN"))]),
        ("a number undefined", vec![(NUMBER, missing("undefined"))]),
    ];
    let mut page = String::new();
    for (name, values) in cases {
        page.push_str(&format!("## {name}\n\n"));
        for finding in findings(&with(&values)) {
            let mut text = Vec::new();
            human::finding(&finding, Style::default(), &mut text).expect("memory");
            page.push_str(&String::from_utf8(text).expect("UTF-8"));
            page.push('\n');
        }
    }
    insta::assert_snapshot!(page);
}

/// Whatever the field: where a rule is broken by a word for no value, the help says that a value was missing.
#[test]
fn a_word_for_no_value_is_named_in_every_field() {
    let event: Value = serde_json::from_str(SAMPLE).expect("JSON");
    let mut told = 0;
    for pointer in strings(&event, "") {
        for word in ["undefined", "null", "NaN"] {
            for finding in findings(&with(&[(&pointer, word.to_owned())])) {
                let place = finding.locations[0].pointer.as_deref();
                assert!(
                    finding.help.contains("value was missing"),
                    "{pointer} {word}: {} {}",
                    finding.rule.id,
                    finding.help
                );
                told += usize::from(place == Some(pointer.as_str()));
            }
        }
    }
    assert!(told > 60, "{told}");
}

/// Second 60 is allowed only where a leap second may be.
#[test]
fn second_60_is_named_for_what_it_is() {
    let place = "/message/call/ResponseFields/MediaProperties/queueTimestamp";
    let told = findings(&with(&[(place, "2020-04-09T12:00:60.000Z".to_owned())]));
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].rule.id, "value/timestamp");
    assert!(
        told[0]
            .message
            .ends_with("has second 60 where there is no leap second")
    );
    assert!(
        told[0]
            .help
            .contains("only at 23:59:60 UTC at the end of a month")
    );
}

/// The pointers of all strings in the value.
fn strings(value: &Value, pointer: &str) -> Vec<String> {
    match value {
        Value::Object(members) => {
            let inside = |(key, value)| strings(value, &format!("{pointer}/{key}"));
            members.iter().flat_map(inside).collect()
        }
        Value::String(_) => vec![pointer.to_owned()],
        _ => Vec::new(),
    }
}
