//! No output holds what identifies a person, unless `--show-values` asks for it.

use std::io::Write;
use std::process::{Command, Stdio};

use callproof::Checker;
use callproof::rules::{Profile, all};

const FORMATS: [&str; 11] = [
    "human", "json", "ndjson", "junit", "sarif", "tap", "ctrf", "github", "gitlab", "markdown",
    "html",
];

/// Values that stand nowhere else, each in a place that the contract calls private.
const MARKS: [(&str, &str); 9] = [
    ("/message/call/CallVariables/ANI", "+15550147731"),
    (
        "/message/call/CallVariables/customerName",
        "Zbigniew Marker",
    ),
    ("/message/call/ResponseActual/phoneNumber", "+15550147732"),
    ("/message/call/ResponseFields/fromAddress", "+15550147733"),
    ("/message/call/id", "aaaaaaaa-1111-4222-8333-marker000001"),
    (
        "/message/call/ResponseActual/connectionId",
        "bbbbbbbb-1111-4222-8333-marker000002",
    ),
    (
        "/message/call/ResponseActual/contactId",
        "cccccccc-1111-4222-8333-marker000003",
    ),
    ("/message/undocumented", "secret-marker-4"),
    ("/message/call/ExtendedCallVariables", "secret-marker-5"),
];

fn marked() -> String {
    let mut event: serde_json::Value =
        serde_json::from_str(include_str!("../golden/incoming-call.json")).expect("JSON");
    for (pointer, mark) in MARKS {
        let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
        event.pointer_mut(parent).expect("a parent")[key] = mark.into();
    }
    // A key may be a number too.
    event["message"]["call"]["CallVariables"]["Marker 4155550177"] = "x".into();
    event["message"]["4155550178"] = "x".into();
    event["message"]["call"]["event"] = "conected".into();
    event["message"]["call"]["ButtonStates"]["count"] = 3.into();
    event.to_string()
}

fn printed(format: &str, show: &[&str], capture: &str) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_callproof"))
        .args([
            "check",
            "-",
            "--profile",
            "strict",
            "--all",
            "--format",
            format,
        ])
        .args(show)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the command runs");
    child
        .stdin
        .take()
        .expect("a pipe")
        .write_all(capture.as_bytes())
        .expect("the pipe takes it");
    String::from_utf8(child.wait_with_output().expect("the end").stdout).expect("UTF-8")
}

/// The event whole, indented, cut anywhere, and broken in the middle.
fn captures() -> Vec<String> {
    let whole = marked();
    let value: serde_json::Value = serde_json::from_str(&whole).expect("JSON");
    let mut captures = vec![
        whole.clone(),
        serde_json::to_string_pretty(&value).expect("JSON"),
    ];
    captures.extend(
        (1..whole.len())
            .step_by(37)
            .map(|end| whole[..end].to_owned()),
    );
    captures.push(whole.replace("\"Success\"", "'Success'"));
    captures.push(whole.replace(
        "\"customerName\":\"Zbigniew Marker\"",
        "customerName:Zbigniew Marker",
    ));
    captures.push(whole.replace("\"+15550147731\"", "0015550147731"));
    captures.push(whole.replace("\"+15550147732\"", "15550147732"));
    captures.push(format!("{whole} Zbigniew Marker +15550147731"));
    captures.push("Zbigniew Marker called from +15550147731\n".to_owned());
    captures
}

#[test]
fn no_format_shows_private_values() {
    let captures = captures();
    for format in FORMATS {
        for capture in captures.iter().take(2).chain(captures.iter().rev().take(6)) {
            let output = printed(format, &[], capture);
            assert!(!output.is_empty(), "{format}");
            assert_masked(&output, &format!("{format}: {capture}"));
        }
    }
}

/// The same in memory, for a cut at every few bytes.
#[test]
fn no_cut_shows_private_values() {
    let checker = Checker::default().profile(Profile::Strict);
    for capture in captures() {
        let report = checker.check_str(&capture).expect("a check of everything");
        assert_masked(&format!("{:?}", report.findings), &capture);
    }
}

fn assert_masked(output: &str, what: &str) {
    let words = MARKS.iter().map(|(_, mark)| *mark).chain([
        "Zbigniew",
        "15550147731",
        "marker0000",
        "4155550177",
        "4155550178",
    ]);
    for mark in words {
        assert!(
            !output.contains(mark),
            "`{mark}` is shown: {output}\nof {what}"
        );
    }
}

/// A number among the words of a field that may be shown, and in the names of other messages.
#[test]
fn no_format_shows_numbers_among_words() {
    let mut event: serde_json::Value =
        serde_json::from_str(include_str!("../golden/incoming-call.json")).expect("JSON");
    event["message"]["call"]["CallType"] = "4155550199 x".into();
    event["message"]["call"]["event"] = "Call to +14155550199 failed".into();
    let other =
        r#"{"channel":"A 4155550199","topic":"T4155550199","subtopic":"4155550199","message":{}}"#;
    let capture = format!("{event}\n{other}\n");
    for format in FORMATS {
        let output = printed(format, &[], &capture);
        assert!(!output.contains("4155550199"), "{format}: {output}");
    }
    // The formats that name other messages.
    for format in ["human", "json", "ndjson"] {
        let output = printed(format, &["--show-values"], &capture);
        assert!(output.contains("T4155550199"), "{format}: {output}");
    }
}

#[test]
fn values_are_shown_where_that_is_asked_for() {
    let output = printed("json", &["--show-values"], &marked());
    for mark in ["aaaaaaaa-1111-4222-8333-marker000001", "+15550147733"] {
        assert!(output.contains(mark), "`{mark}` is not shown: {output}");
    }
}

/// Rules write their own messages: none of them may hold a private value of its examples.
#[test]
fn no_rules_message_holds_a_private_value() {
    for rule in all() {
        for example in rule.bad {
            let report = Checker::default()
                .check_str(&example.capture())
                .expect("a check");
            for finding in &report.findings {
                let shown = format!(
                    "{} {} {:?} {:?}",
                    finding.message, finding.help, finding.expected, finding.actual
                );
                for value in ["+161081111", "6013261548", "4876-9276", "4a9b-ad92"] {
                    assert!(!shown.contains(value), "{}: {shown}", rule.id);
                }
            }
        }
    }
}
