//! One fault, one finding: each node of golden events gets one fault at a time.

use callproof::Checker;
use callproof::event::golden::GoldenCall;
use callproof::event::vocabulary::Button;
use callproof::report::{Finding, Report};
use callproof::rules::{Profile, Severity};
use serde_json::{Value, json};

const CALL: &str = "/message/call";
const ITEMS: &str = "/message/call/ButtonStates/items";
const FLAGS: &str = "/message/call/ResponseActual/buttonStates";

fn event(golden: &str, number: usize) -> Value {
    let golden = GoldenCall::find(golden).expect("a golden call");
    serde_json::from_str(golden.documents()[number]).expect("JSON")
}

/// Ringing, connected and over on the agent's leg, and connected on the customer's.
fn events() -> Vec<(String, Value)> {
    let all = [
        ("incoming-call", 0),
        ("answered", 1),
        ("answered", 2),
        ("answered", 4),
        ("answered", 5),
    ];
    let named = all.map(|(golden, number)| (format!("{golden}/{number}"), event(golden, number)));
    named.into_iter().collect()
}

fn check(event: &Value, profile: Profile) -> Report {
    let checker = Checker::default().profile(profile);
    checker.check_str(&event.to_string()).expect("a check")
}

fn errors(report: &Report) -> Vec<&Finding> {
    let findings = report.findings.iter();
    findings
        .filter(|finding| finding.severity == Severity::Error)
        .collect()
}

fn pointers(value: &Value, here: &str, found: &mut Vec<String>) {
    if let Value::Object(members) = value {
        for (key, member) in members {
            let pointer = format!("{here}/{key}");
            found.push(pointer.clone());
            pointers(member, &pointer, found);
        }
    }
}

fn without(event: &Value, pointer: &str) -> Value {
    let mut event = event.clone();
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    let parent = event.pointer_mut(parent).expect("a parent");
    parent.as_object_mut().expect("an object").remove(key);
    event
}

fn with(event: &Value, pointer: &str, value: Value) -> Value {
    let mut event = event.clone();
    *event.pointer_mut(pointer).expect("a place") = value;
    event
}

fn other_type(value: &Value) -> Value {
    match value {
        Value::String(_) | Value::Null => json!(7),
        Value::Number(_) | Value::Object(_) | Value::Array(_) => json!("seven"),
        Value::Bool(_) => json!("true"),
    }
}

fn empty(value: &Value) -> Option<Value> {
    match value {
        Value::String(_) => Some(json!("")),
        Value::Object(_) => Some(json!({})),
        Value::Array(_) | Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

fn other_case(value: &Value) -> Option<Value> {
    let text = value.as_str()?;
    let upper = text.to_uppercase();
    let other = if upper == text {
        text.to_lowercase()
    } else {
        upper
    };
    (other != text).then(|| json!(other))
}

/// Each fault with its name.
fn faults(event: &Value) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    pointers(event, "", &mut found);
    let mut faults = Vec::new();
    for pointer in &found {
        let value = event.pointer(pointer).expect("a place");
        faults.push((format!("delete {pointer}"), without(event, pointer)));
        let mut add = |name: &str, wrong: Option<Value>| {
            if let Some(wrong) = wrong.filter(|wrong| wrong != value) {
                faults.push((format!("{name} {pointer}"), with(event, pointer, wrong)));
            }
        };
        add("null", Some(Value::Null));
        add("type", Some(other_type(value)));
        add("empty", empty(value));
        add("case", other_case(value));
        add("word", value.as_str().map(|_| json!("wrong")));
    }
    for button in Button::ALL.map(Button::key) {
        let (item, flag) = (format!("{ITEMS}/{button}"), format!("{FLAGS}/{button}"));
        let is_shown = event.pointer(&flag) == Some(&json!(true));
        let word = json!(if is_shown { "Hide" } else { "Enable" });
        let in_items = with(event, &item, word);
        let in_both = with(&in_items, &flag, json!(!is_shown));
        faults.push((format!("flip in items {button}"), in_items));
        faults.push((
            format!("flip in flags {button}"),
            with(event, &flag, json!(!is_shown)),
        ));
        faults.push((format!("flip in both {button}"), in_both));
    }
    faults
}

/// An emptied object lacks each of its fields, and each is a fault.
fn is_of_emptied(name: &str, errors: &[&Finding]) -> bool {
    let lacks = |finding: &&Finding| {
        let pointer = finding.locations[0].pointer.as_deref();
        let rule = finding.rule.id;
        pointer == name.strip_prefix("empty ")
            && ["field/required", "field/sampled-presence"].contains(&rule)
    };
    errors.iter().all(lacks)
}

#[test]
fn one_fault_is_at_most_one_error() {
    let mut more = Vec::new();
    for (golden, event) in events() {
        for (name, faulty) in faults(&event) {
            for profile in [Profile::Standard, Profile::Strict] {
                let report = check(&faulty, profile);
                let errors = errors(&report);
                if errors.len() > 1 && !is_of_emptied(&name, &errors) {
                    let told: Vec<String> = errors
                        .iter()
                        .map(|finding| format!("{}: {}", finding.rule.id, finding.message))
                        .collect();
                    more.push(format!(
                        "{golden} {name} ({}):\n    {}",
                        profile.name(),
                        told.join("\n    ")
                    ));
                }
            }
        }
    }
    assert!(
        more.is_empty(),
        "{} faults:\n{}",
        more.len(),
        more.join("\n")
    );
}

/// What clients read is never silently wrong.
#[test]
fn a_mandatory_field_that_is_gone_is_an_error() {
    let event = event("incoming-call", 0);
    for pointer in [
        "/channel",
        "/message",
        CALL,
        ITEMS,
        "/message/call/id",
        "/message/source",
    ] {
        assert_eq!(
            errors(&check(&without(&event, pointer), Profile::Standard)).len(),
            1,
            "{pointer}"
        );
    }
}

fn renamed(event: &Value, table: &str, rename: impl Fn(&str) -> String) -> Value {
    let old = event
        .pointer(table)
        .and_then(Value::as_object)
        .expect("a table");
    let new = old
        .iter()
        .map(|(key, value)| (rename(key), value.clone()))
        .collect();
    with(event, table, Value::Object(new))
}

fn changed(event: &Value, table: &str, change: impl Fn(&Value) -> Value) -> Value {
    let old = event
        .pointer(table)
        .and_then(Value::as_object)
        .expect("a table");
    let new = old
        .iter()
        .map(|(key, value)| (key.clone(), change(value)))
        .collect();
    with(event, table, Value::Object(new))
}

/// A whole table that is wrong in one way is one fault.
#[test]
fn a_table_of_buttons_is_wrong_once() {
    for (golden, event) in events() {
        let lower = |value: &Value| json!(value.as_str().expect("a word").to_lowercase());
        let upper = |key: &str| key.to_uppercase();
        let faults = [
            ("button/values", changed(&event, ITEMS, lower)),
            (
                "button/values",
                changed(&event, ITEMS, |_| json!("Disable")),
            ),
            (
                "button/flags",
                changed(&event, FLAGS, |flag| json!(flag.to_string())),
            ),
            ("button/names", renamed(&event, ITEMS, upper)),
            ("button/flags", renamed(&event, FLAGS, upper)),
            (
                "button/names",
                renamed(&renamed(&event, ITEMS, upper), FLAGS, upper),
            ),
            ("button/flags", with(&event, FLAGS, json!({}))),
        ];
        for (rule, faulty) in faults {
            for profile in [Profile::Core, Profile::Standard, Profile::Strict] {
                let report = check(&faulty, profile);
                let told: Vec<&str> = errors(&report)
                    .iter()
                    .map(|finding| finding.rule.id)
                    .collect();
                assert_eq!(told, [rule], "{golden} {faulty}");
            }
        }
    }
}

/// Eleven bad values are one finding, and no long one.
#[test]
fn a_long_finding_is_cut() {
    let lower = |value: &Value| json!(value.as_str().expect("a word").to_lowercase());
    let faulty = changed(&event("incoming-call", 0), ITEMS, lower);
    let report = check(&faulty, Profile::Standard);
    let mut text = Vec::new();
    let style = callproof::render::Style::default();
    callproof::render::human::finding(errors(&report)[0], style, &mut text).expect("memory");
    let text = String::from_utf8(text).expect("UTF-8");
    assert!(text.lines().count() < 40, "{text}");
    assert!(
        text.contains("other locations, which the JSON report has"),
        "{text}"
    );
}

/// In `items` alone, in both tables, and where the count goes along.
#[test]
fn a_missing_button_is_named_first() {
    let event = event("incoming-call", 0);
    let in_items = without(&event, &format!("{ITEMS}/swap"));
    let in_both = without(&in_items, &format!("{FLAGS}/swap"));
    let counted = with(&in_both, "/message/call/ButtonStates/count", json!(10));
    for faulty in [&in_items, &in_both, &counted] {
        let report = check(faulty, Profile::Strict);
        let errors = errors(&report);
        assert_eq!(errors.len(), 1, "{faulty}");
        assert!(
            errors[0].message.starts_with("`items` lacks `swap`"),
            "{}",
            errors[0].message
        );
    }
}

#[test]
fn an_empty_id_is_called_empty() {
    let event = event("incoming-call", 0);
    for id in [
        "id",
        "ResponseActual/connectionId",
        "ResponseActual/contactId",
    ] {
        let report = check(
            &with(&event, &format!("{CALL}/{id}"), json!("")),
            Profile::Strict,
        );
        let errors = errors(&report);
        assert_eq!(errors.len(), 1, "{id}");
        assert_eq!(errors[0].rule.id, "field/non-empty");
        assert!(errors[0].message.contains("empty"), "{}", errors[0].message);
    }
}

/// `\u0041mazing` is `Amazing`, whoever wrote it.
#[test]
fn a_value_is_shown_decoded() {
    let event = event("incoming-call", 0).to_string();
    let escaped = event.replacen("\"Amazon\"", "\"\\u0041mazing\"", 1);
    let report = Checker::default().check_str(&escaped).expect("a check");
    let finding = &report.findings[0];
    assert_eq!(finding.actual.as_deref(), Some("\"Amazing\""));
    assert!(finding.message.contains("`Amazing`"), "{}", finding.message);
}

/// The published schema names the buttons of both tables, and refuses nothing that is accepted.
#[test]
fn the_schema_refuses_only_what_is_an_error() {
    let schema: Value = serde_json::from_str(callproof::engine::EVENT_SCHEMA).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    for (golden, event) in events() {
        assert!(validator.is_valid(&event), "{golden}");
        for (name, faulty) in faults(&event) {
            let report = check(&faulty, Profile::Standard);
            if report.counts.errors == 0 {
                assert!(validator.is_valid(&faulty), "{golden} {name}");
            }
        }
        for button in Button::ALL.map(Button::key) {
            let lacks = without(&event, &format!("{FLAGS}/{button}"));
            assert!(!validator.is_valid(&lacks), "{golden} {button}");
        }
        let strange = with(&event, FLAGS, {
            let mut flags = event.pointer(FLAGS).cloned().expect("flags");
            flags["record"] = json!(false);
            flags
        });
        assert!(!validator.is_valid(&strange), "{golden}");
    }
}

/// A key of the producer's own is one note for the run, with the number of its events.
#[test]
fn an_unknown_key_is_reported_once_a_run() {
    let mut event = event("incoming-call", 0);
    event["message"]["call"]["tenant"] = json!({ "name": "x" });
    let mut other = event.clone();
    other["message"]["traceId"] = json!(1);
    let lines = format!("{event}\n{event}\n{other}\n");
    let report = Checker::default().check_str(&lines).expect("a check");
    let notes: Vec<(&str, u64, u64)> = report
        .findings
        .iter()
        .filter(|finding| finding.rule.id == "field/unknown-key")
        .map(|finding| {
            let pointer = finding.locations[0].pointer.as_deref().unwrap_or_default();
            (pointer, finding.document, finding.count)
        })
        .collect();
    assert_eq!(
        notes,
        [("/message/call/tenant", 1, 3), ("/message/traceId", 3, 1)]
    );
}

#[test]
fn unknown_keys_are_bounded() {
    let event = event("incoming-call", 0);
    let with_keys = |keys: std::ops::Range<usize>| {
        let mut event = event.clone();
        for key in keys {
            event[format!("{key}-{}", "k".repeat(200))] = json!(1);
        }
        event
    };
    let lines = format!(
        "{}\n{}\n{}\n",
        with_keys(0..60),
        with_keys(0..240),
        with_keys(200..250)
    );
    let report = Checker::default().check_str(&lines).expect("a check");
    let notes: Vec<&Finding> = report
        .findings
        .iter()
        .filter(|finding| finding.rule.id == "field/unknown-key")
        .collect();
    assert_eq!(notes.len(), 100);
    assert_eq!(report.counts.unknown_keys_left_out, 150);
    // And one call that is not over.
    assert_eq!(report.counts.notes, 250 + 1);
    assert!(notes[..60].iter().all(|note| note.count == 2));
    for note in notes {
        assert!(note.message.chars().count() < 140, "{}", note.message);
        let pointer = note.locations[0].pointer.as_deref().unwrap_or_default();
        assert!(pointer.chars().count() <= 82, "{pointer}");
    }
}

/// The drawings show what the event offers, and mark each button that a finding names.
#[test]
fn what_is_found_is_drawn() {
    let mut checker = Checker::default().profile(Profile::Strict);
    checker.options.tracks = 10;
    let mut drawn = 0;
    for (golden, event) in events() {
        for (name, faulty) in faults(&event) {
            if !name.starts_with("flip") {
                continue;
            }
            let report = checker.check_str(&faulty.to_string()).expect("a check");
            let step = report.calls.iter().flat_map(|call| call.steps()).next();
            let step = step.expect("a step");
            let (_, button) = name.rsplit_once(' ').expect("a button");
            let button = Button::named(button).expect("a button");
            let item = faulty.pointer(&format!("{ITEMS}/{}", button.key()));
            let flag = faulty.pointer(&format!("{FLAGS}/{}", button.key()));
            let says = item == Some(&json!("Enable")) || flag == Some(&json!(true));
            assert_eq!(step.offered.contains(&button), says, "{golden} {name}");
            let findings = report.findings.iter();
            let named =
                findings.filter(|finding| finding.message.contains(&format!("`{}`", button.key())));
            assert_eq!(
                step.wrong.contains(&button),
                named.count() > 0,
                "{golden} {name}"
            );
            if !step.wrong.contains(&button) {
                continue;
            }
            drawn += 1;
            let mut text = Vec::new();
            let style = callproof::render::Style::default();
            callproof::render::calls::draw(&report.calls[0], &report, style, &mut text)
                .expect("memory");
            let text = String::from_utf8(text).expect("UTF-8");
            assert!(
                text.contains(&format!("!{}", button.key())),
                "{golden} {name}: {text}"
            );
            let mut page = Vec::new();
            callproof::render::html::write(&report, &mut page).expect("memory");
            let page = String::from_utf8(page).expect("UTF-8");
            let mark = if says { "w" } else { "d" };
            assert!(
                page.contains(&format!("<use href=\"#{mark}-{}\"/>", button.key())),
                "{golden} {name}"
            );
        }
    }
    assert!(drawn > 100, "{drawn}");
}
