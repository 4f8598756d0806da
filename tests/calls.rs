//! Calls listed and drawn, and coverage printed, as a person and a program read them.

use std::process::{Command, Output};

use callproof::report::{CALLS_SCHEMA, COVERAGE_SCHEMA};
use serde_json::Value;

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_callproof"))
        .args(arguments)
        .env_remove("COLUMNS")
        .output()
        .expect("the command runs")
}

fn printed(arguments: &[&str]) -> String {
    String::from_utf8(run(arguments).stdout).expect("UTF-8")
}

#[test]
fn calls_are_listed_and_drawn() {
    insta::assert_snapshot!("listed", printed(&["calls", "golden/"]));
    let faulty = "tests/captures/nightly.ndjson";
    insta::assert_snapshot!("listed_with_findings", printed(&["calls", faulty]));
    insta::assert_snapshot!("drawn", printed(&["calls", faulty, "--show", "1"]));
    let conference = ["calls", "golden/conference.json", "--show", "1"];
    insta::assert_snapshot!("drawn_with_three_legs", printed(&conference));
}

/// A call that goes on past midnight ends on a day of its own.
#[test]
fn a_list_names_the_last_day_where_it_is_another() {
    let folder = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let path = folder.join("midnight.json");
    let call = callproof::sample::call("missed").expect("a call");
    let late = call.replace("2020-04-09T08:37:4", "2020-04-10T00:00:4");
    std::fs::write(&path, late).expect("a capture");
    let list = printed(&["calls", path.to_str().expect("a path")]);
    assert!(list.contains("04-09 08:37:12  04-10 00:00:4"), "{list}");
}

#[test]
fn coverage_is_a_table() {
    insta::assert_snapshot!("coverage", printed(&["coverage", "golden/missed.json"]));
}

#[test]
fn machines_read_both_as_their_schemas_say() {
    let cases = [
        (vec!["calls", "golden/", "--format", "json"], CALLS_SCHEMA),
        (
            vec!["calls", "tests/captures/nightly.ndjson", "--format", "json"],
            CALLS_SCHEMA,
        ),
        (
            vec!["coverage", "golden/", "--format", "json"],
            COVERAGE_SCHEMA,
        ),
    ];
    for (arguments, schema) in cases {
        let schema: Value = serde_json::from_str(schema).expect("a schema");
        let value: Value = serde_json::from_str(&printed(&arguments)).expect("JSON");
        let validator = jsonschema::draft202012::new(&schema).expect("a schema");
        let errors: Vec<String> = validator
            .iter_errors(&value)
            .map(|error| format!("{} {error}", error.instance_path()))
            .collect();
        assert_eq!(errors, Vec::<String>::new(), "{arguments:?}");
    }
}

#[test]
fn exit_codes_and_mistakes() {
    let cases: &[(&[&str], i32, &str)] = &[
        (&["calls", "golden/"], 0, ""),
        (&["calls", "tests/captures/nightly.ndjson"], 0, ""),
        (&["calls", "golden/", "--show", "99"], 2, "lists 10"),
        (&["calls", "golden/", "--show", "d6754"], 0, ""),
        (&["calls", "golden/", "--show", ""], 2, "lists 10"),
        (&["calls", "no/such/file"], 2, "no/such/file"),
        (&["calls", "/dev/null"], 3, ""),
        (&["coverage", "/dev/null"], 3, ""),
        (
            &["coverage", "golden/", "--require-coverage", "events"],
            0,
            "",
        ),
        (
            &["coverage", "golden/", "--require-coverage", "ceiling"],
            3,
            "",
        ),
        (
            &["coverage", "golden/", "--require-coverage", "flow:mised"],
            2,
            "did you mean `flow:missed`?",
        ),
        (
            &[
                "check",
                "golden/",
                "--require-coverage",
                "tests/captures/nightly.ndjson",
            ],
            2,
            "InboundCall\",\"subtopic\":\"StateS…`",
        ),
        (
            &["check", "golden/missed.json", "--require-coverage", "flows"],
            3,
            "",
        ),
        (
            &["check", "golden/", "--separate"],
            2,
            "unexpected argument",
        ),
        (
            &["calls", "golden/", "--order", "none"],
            2,
            "follows no call",
        ),
        (
            &["coverage", "golden/", "--order", "none"],
            2,
            "follows no call",
        ),
        (&["check", "golden/", "--order", "none"], 0, ""),
        (
            &["check", "golden/", "--order", "none", "--only", "flow"],
            3,
            "",
        ),
    ];
    for (arguments, expected, said) in cases {
        let output = run(arguments);
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(
            output.status.code(),
            Some(*expected),
            "{arguments:?} {told}"
        );
        assert!(told.contains(said), "{arguments:?}: {told}");
    }
}

/// What is missing is named, item by item; a file lists requirements.
#[test]
fn missing_coverage_is_named() {
    let list = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("required.txt");
    std::fs::write(&list, "flow:missed  # shown\nflow:answered\nbutton:swap\n").expect("a file");
    let list = list.to_str().expect("a path");
    let told = printed(&["check", "golden/missed.json", "--require-coverage", list]);
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("the run did not show: button swap"), "{told}");
    assert!(
        told.contains("the run did not show: flow answered"),
        "{told}"
    );
}
