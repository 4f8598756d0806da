//! An input that was named holds an event, or the run is incomplete and names it.

#![cfg(feature = "cli")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// A folder with these files, and one event's call in `call.ndjson`.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("named_inputs")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("found")).expect("a folder");
    let call = callproof::sample::call("answered").expect("a flow");
    let call = [("call.ndjson", call.as_str()), ("found/call.ndjson", &call)];
    for (name, text) in call.iter().chain(files) {
        fs::write(folder.join(name), text).expect("a file");
    }
    folder
}

/// The exit code, and the codes and messages of the reasons.
fn check(folder: &Path, arguments: &[&str]) -> (Option<i32>, Vec<(String, String)>) {
    let output = Command::new(env!("CARGO_BIN_EXE_callproof"))
        .current_dir(folder)
        .args(["check", "--no-config", "--format", "json"])
        .args(arguments)
        .output()
        .expect("the command runs");
    let report: Value = serde_json::from_slice(&output.stdout).expect("a report");
    let text = |value: &Value| value.as_str().expect("a string").to_owned();
    let reasons = report["reasons"].as_array().expect("an array");
    let reasons = reasons
        .iter()
        .map(|reason| (text(&reason["code"]), text(&reason["message"])));
    (output.status.code(), reasons.collect())
}

const OTHER: &str = r#"{"channel":"Amazon","topic":"Agent","subtopic":"State","message":{}}"#;

#[test]
fn a_named_input_without_an_event_makes_the_run_incomplete() {
    let folder = folder(
        "empty",
        &[
            ("empty.ndjson", ""),
            ("lines.ndjson", "\n\n"),
            ("other.ndjson", OTHER),
        ],
    );
    for empty in ["empty.ndjson", "lines.ndjson", "other.ndjson"] {
        let reason = format!("`{empty}` holds no event, so nothing of it is proven");
        let reason = ("empty-inputs".to_owned(), reason);
        for order in ["input", "time", "separate", "none"] {
            let (code, reasons) = check(&folder, &["call.ndjson", empty, "--order", order]);
            assert_eq!(code, Some(3), "{empty} {order}");
            assert!(reasons.contains(&reason), "{empty} {order}: {reasons:?}");
        }
    }
    let all = [
        "empty.ndjson",
        "call.ndjson",
        "lines.ndjson",
        "other.ndjson",
    ];
    let (code, reasons) = check(&folder, &all);
    let said = "3 inputs hold no event, so nothing of them is proven: `empty.ndjson`, `lines.ndjson`, `other.ndjson`";
    assert_eq!(code, Some(3));
    assert_eq!(reasons, [("empty-inputs".to_owned(), said.to_owned())]);
}

#[test]
fn an_input_found_in_a_folder_may_be_empty() {
    let folder = folder(
        "found",
        &[("found/empty.ndjson", ""), ("found/other.ndjson", OTHER)],
    );
    assert_eq!(check(&folder, &["found"]), (Some(0), Vec::new()));
    let (code, _) = check(&folder, &["found", "--order", "time"]);
    assert_eq!(code, Some(0));
    // The same file named is expected to hold one.
    let (code, _) = check(&folder, &["found/call.ndjson", "found/empty.ndjson"]);
    assert_eq!(code, Some(3));
}

/// What is said already is not said again: an error, or where events stand that were not checked.
#[test]
fn a_reason_is_given_once() {
    let call = callproof::sample::call("missed").expect("a flow");
    let event = call.lines().next().expect("an event");
    let folder = folder(
        "once",
        &[
            ("wrapped.ndjson", &format!("{{\"detail\":{event}}}")),
            ("cut.ndjson", "{\"a\":"),
            ("empty.ndjson", ""),
        ],
    );
    let codes = |inputs: &[&str]| {
        let (code, reasons) = check(&folder, inputs);
        let codes: Vec<String> = reasons.into_iter().map(|(code, _)| code).collect();
        (code, codes)
    };
    assert_eq!(
        codes(&["call.ndjson", "wrapped.ndjson"]),
        (Some(3), vec!["unchecked".to_owned()])
    );
    assert_eq!(codes(&["call.ndjson", "cut.ndjson"]), (Some(1), Vec::new()));
    assert_eq!(
        codes(&["empty.ndjson"]),
        (Some(3), vec!["no-events".to_owned()])
    );
}
