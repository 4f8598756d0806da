//! `callproof compare` and `check --against golden` as a person or a script meets them.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

const RELEASE_1: &str = "tests/captures/release-1.ndjson";
const RELEASE_2: &str = "tests/captures/release-2.ndjson";

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_callproof"));
    command.args(arguments).stdin(Stdio::null());
    command
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .env_remove("COLUMNS");
    command
}

fn run(arguments: &[&str]) -> Output {
    command(arguments).output().expect("the command runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn told(arguments: &[&str]) -> String {
    let output = run(arguments);
    let code = output.status.code().expect("an exit code");
    format!(
        "{}{}exit {code}\n",
        text(&output.stdout),
        text(&output.stderr)
    )
}

/// A folder of this test's own, empty.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn file(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(&path, text).expect("a file");
    path.to_str().expect("a path").to_owned()
}

fn path(folder: &Path) -> &str {
    folder.to_str().expect("a path")
}

fn json(arguments: &[&str]) -> Value {
    let output = run(arguments);
    let value: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let schema: Value =
        serde_json::from_slice(&run(&["schema", "comparison"]).stdout).expect("a schema");
    let validator = jsonschema::draft202012::new(&schema).expect("a schema");
    let errors: Vec<String> = validator
        .iter_errors(&value)
        .map(|error| format!("{} {error}", error.instance_path()))
        .collect();
    assert_eq!(errors, Vec::<String>::new());
    value
}

/// The report on a capture, its profile standard unless something else is said.
fn report(folder: &Path, name: &str, arguments: &[&str]) -> String {
    let path = folder.join(name);
    let to = format!("json={}", path.to_str().expect("a path"));
    let all = [&["check", "--quiet", "--report", &to], arguments].concat();
    assert_ne!(run(&all).status.code(), Some(2), "{arguments:?}");
    path.to_str().expect("a path").to_owned()
}

/// The report as somebody changed it.
fn edited(folder: &Path, report: &str, name: &str, edit: impl Fn(&mut Value)) -> String {
    let mut value: Value =
        serde_json::from_str(&fs::read_to_string(report).expect("a report")).expect("JSON");
    edit(&mut value);
    file(folder, name, &value.to_string())
}

#[test]
fn the_schema_is_one() {
    let schema: Value =
        serde_json::from_slice(&run(&["schema", "comparison"]).stdout).expect("a schema");
    assert!(jsonschema::meta::is_valid(&schema));
}

#[test]
fn two_releases_as_a_person_sees_them() {
    insta::assert_snapshot!(told(&["compare", RELEASE_1, RELEASE_2]));
}

#[test]
fn two_releases_with_nothing_folded() {
    insta::assert_snapshot!(told(&["compare", "--all", RELEASE_1, RELEASE_2]));
}

#[test]
fn two_releases_in_colour_on_a_narrow_terminal() {
    let output = command(&["compare", "--color", "always", RELEASE_1, RELEASE_2])
        .env("COLUMNS", "60")
        .output()
        .expect("the command runs");
    insta::assert_snapshot!(text(&output.stdout).replace('\u{1b}', "^"));
}

#[test]
fn two_releases_as_a_program_reads_them() {
    let value = json(&["compare", "--format", "json", RELEASE_1, RELEASE_2]);
    assert_eq!(value["outcome"], "regression");
    assert_eq!(value["kind"], "captures");
    let counts = &value["counts"];
    let (added, removed) = (&counts["calls_added"], &counts["events_removed"]);
    assert_eq!(
        (added, removed, &counts["events_changed"]),
        (&json!(1), &json!(1), &json!(10))
    );
    let call = &value["scenarios"][0]["difference"]["calls"][0];
    insta::assert_json_snapshot!(call["events"][0]);
    insta::assert_json_snapshot!(call["shifts"]);
}

#[test]
fn values_are_masked() {
    let output = run(&[
        "compare",
        "--all",
        "--format",
        "json",
        RELEASE_1,
        "golden/missed.json",
    ]);
    let (shown, captures) = (
        text(&output.stdout),
        fs::read_to_string(RELEASE_1).expect("a capture"),
    );
    for line in captures.lines() {
        let event: Value = serde_json::from_str(line).expect("JSON");
        let call = &event["message"]["call"];
        for secret in [
            &call["id"],
            &call["ResponseActual"]["contactId"],
            &call["CallVariables"]["ANI"],
        ] {
            assert!(
                !shown.contains(secret.as_str().expect("a string")),
                "{secret}"
            );
        }
    }
}

#[test]
fn a_folder_is_compared_scenario_by_scenario() {
    let (old, new) = (folder("scenarios-old"), folder("scenarios-new"));
    let answered = fs::read_to_string("golden/answered.json").expect("a golden");
    let missed = fs::read_to_string("golden/missed.json").expect("a golden");
    file(&old, "answered.json", &answered);
    file(&old, "night/missed.json", &missed);
    file(&old, "gone.json", &missed);
    file(&new, "answered.json", &answered);
    file(
        &new,
        "night/missed.json",
        &missed.replace("InboundTest", "Night"),
    );
    file(&new, "more.json", &answered);
    insta::assert_snapshot!(told(&["compare", path(&old), path(&new)]));
    let value = json(&["compare", "--format", "json", path(&old), path(&new)]);
    assert_eq!(value["scenarios"].as_array().expect("scenarios").len(), 4);
}

#[test]
fn folders_with_nothing_to_compare_prove_nothing() {
    let (old, new) = (folder("apart-old"), folder("apart-new"));
    let answered = fs::read_to_string("golden/answered.json").expect("a golden");
    file(&old, "a.json", &answered);
    file(&new, "b.json", &answered);
    let told = told(&["compare", path(&old), path(&new)]);
    assert!(
        told.ends_with(
            "incomplete: nothing was compared; 1 capture removed, 1 added
  because: no capture is in both folders: they are paired by their paths below
    them
exit 3
"
        ),
        "{told}"
    );
    let value = json(&["compare", "--format", "json", path(&old), path(&new)]);
    assert_eq!(value["outcome"], "incomplete");
    file(&old, "c.json", "");
    file(&new, "c.json", "");
    let output = run(&["compare", path(&old), path(&new)]);
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(
        said.contains("because: the captures that are in both folders hold no event"),
        "{said}"
    );
}

#[test]
fn a_regression_says_what_it_is() {
    let (old, new) = (folder("what-old"), folder("what-new"));
    let answered = fs::read_to_string("golden/answered.json").expect("a golden");
    let [mut names_old, mut names_new] = [vec!["a.json"], vec!["a.json"]];
    let cases: &[(&str, bool, &str, &str)] = &[
        (
            "b.json",
            true,
            "regression: 1 capture added; otherwise no change of behaviour, 6 events in 1\n            call\n",
            "1 added",
        ),
        (
            "c.json",
            false,
            "regression: 1 capture removed, 1 added; otherwise no change",
            "1 removed",
        ),
    ];
    file(&old, "a.json", &answered);
    file(&new, "a.json", &answered);
    for (name, is_new, expected, what) in cases {
        let (folder, names) = match is_new {
            true => (&new, &mut names_new),
            false => (&old, &mut names_old),
        };
        names.push(name);
        file(folder, name, &answered);
        let told = told(&["compare", path(&old), path(&new)]);
        assert!(told.contains(expected), "{what}: {told}");
        assert!(told.ends_with("exit 1\n"), "{what}: {told}");
    }
    let broken = file(&new, "broken.json", &format!("{answered}{{\"x"));
    let told = told(&["compare", "golden/answered.json", &broken]);
    assert!(
        told.contains("regression: 1 capture with more or fewer documents that cannot be read;"),
        "{told}"
    );
}

#[test]
fn fresh_ids_other_times_and_indentation_are_no_difference() {
    let folder = folder("fresh");
    let old = fs::read_to_string("golden/hold-and-resume.json").expect("a golden");
    let fresh = old
        .replace("4bbfa29b-", "00bfa29b-")
        .replace("d675473e-", "0075473e-")
        .replace("2020-04-09T", "2021-05-10T")
        .replace("    ", " ");
    let new = file(&folder, "fresh.json", &fresh);
    insta::assert_snapshot!(told(&["compare", "golden/hold-and-resume.json", &new]));
}

#[test]
fn what_exit_codes_a_comparison_has() {
    let folder = folder("compare-codes");
    let empty = file(&folder, "empty.json", "");
    let broken = file(&folder, "broken.json", "{\"channel\":");
    let binary = file(&folder, "binary.json", "\u{0}\u{1}\u{2}");
    let other = file(
        &folder,
        "other.json",
        "{\"topic\":\"InboundCall\",\"subtopic\":\"StateSync\"}",
    );
    let report_1 = report(&folder, "1.json", &[RELEASE_1]);
    let report_2 = report(&folder, "2.json", &["tests/captures/nightly.ndjson"]);
    let strict = report(&folder, "strict.json", &["--profile", "strict", RELEASE_1]);
    let digest = edited(&folder, &report_1, "digest.json", |report| {
        report["ruleset"]["digest"] = json!("sha256:0000000000000000");
    });
    let version = edited(&folder, &report_1, "version.json", |report| {
        report["report"] = json!("callproof/2");
    });
    let half = file(
        &folder,
        "half.json",
        "{\"report\":\"callproof/1\",\"tool\":{}",
    );
    let golden = "golden/missed.json";
    let cases: &[(&str, &[&str], i32, &str)] = &[
        ("the same", &[golden, golden], 0, ""),
        ("another call", &[golden, RELEASE_1], 1, ""),
        ("two folders", &["golden", "golden"], 0, ""),
        ("no events on either side", &[&empty, &other], 3, ""),
        ("broken against broken", &[&broken, &binary], 3, ""),
        ("no events any more", &[golden, &empty], 1, ""),
        (
            "a document that cannot be read any more",
            &[golden, &broken],
            1,
            "",
        ),
        ("the same report", &[&report_1, &report_1], 0, ""),
        ("new errors", &[&report_1, &report_2], 1, ""),
        ("no such file", &[golden, "no-such-file"], 2, "no-such-file"),
        (
            "a report against a capture",
            &[&report_1, golden],
            2,
            "is a report and golden/missed.json is a capture",
        ),
        (
            "a folder against a capture",
            &["golden", golden],
            2,
            "a directory of captures",
        ),
        (
            "another profile",
            &[&report_1, &strict],
            2,
            "different profiles: standard and strict",
        ),
        (
            "other rules",
            &[&report_1, &digest],
            2,
            "different rules: sha256:",
        ),
        ("another format", &[&report_1, &version], 2, "callproof/2"),
        ("half a report", &[&report_1, &half], 2, "no whole report"),
        ("nothing", &[], 2, ""),
        ("one alone", &[golden], 2, ""),
        ("standard input twice", &["-", "-"], 2, "not both"),
    ];
    for (name, arguments, code, said) in cases {
        let output = run(&[&["compare"], *arguments].concat());
        let complaint = text(&output.stderr);
        assert_eq!(output.status.code(), Some(*code), "{name}: {complaint}");
        assert!(complaint.contains(said), "{name}: {complaint}");
        assert_eq!(
            complaint.lines().count() > 0,
            *code == 2,
            "{name}: {complaint}"
        );
    }
}

#[test]
fn a_capture_may_come_through_a_pipe() {
    let mut child = command(&["compare", RELEASE_1, "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the command runs");
    let capture = fs::read(RELEASE_1).expect("a capture");
    child
        .stdin
        .take()
        .expect("a pipe")
        .write_all(&capture)
        .expect("a reader");
    assert_eq!(child.wait().expect("the command ends").code(), Some(0));
}

#[test]
fn two_reports_as_a_person_sees_them() {
    let folder = folder("reports");
    let old = report(&folder, "old.json", &["tests/captures/nightly.ndjson"]);
    let new = report(&folder, "new.json", &[RELEASE_2, "--skip", "button/mirror"]);
    insta::assert_snapshot!(told(&["compare", &old, &new]));
    insta::assert_snapshot!(told(&["compare", &new, &old]));
    let value = json(&["compare", "--format", "json", &old, &new]);
    assert_eq!(value["kind"], "reports");
}

#[test]
fn what_makes_a_report_worse() {
    let folder = folder("worse");
    let base = report(&folder, "base.json", &["tests/captures/nightly.ndjson"]);
    let first = |report: &Value| report["findings"][0].clone();
    let id = |report: &Value| report["findings"][0]["rule"].clone();
    type Edit<'e> = &'e dyn Fn(&mut Value);
    let waiver = json!({ "reason": "r", "owner": "o", "expires": "2027-01-01" });
    let push = |report: &mut Value, finding: Value| {
        report["findings"]
            .as_array_mut()
            .expect("findings")
            .push(finding);
    };
    let set_verdict = |report: &mut Value, rule: &str, verdict: &str| {
        let rules = report["rules"].as_array_mut().expect("rules").iter_mut();
        for one in rules.filter(|one| one["id"] == rule) {
            one["verdict"] = json!(verdict);
        }
    };
    let cases: &[(&str, Edit<'_>, Edit<'_>, i32)] = &[
        ("nothing", &|_| {}, &|_| {}, 0),
        (
            "the same fault once more",
            &|_| {},
            &|new| push(new, first(new)),
            1,
        ),
        (
            "one fault fixed",
            &|_| {},
            &|new| {
                new["findings"].as_array_mut().expect("findings").remove(0);
            },
            0,
        ),
        (
            "a new warning",
            &|_| {},
            &|new| {
                let mut warning = first(new);
                warning["severity"] = json!("warning");
                warning["fingerprint"] = json!("0");
                push(new, warning);
            },
            0,
        ),
        (
            "a new error, waived",
            &|_| {},
            &|new| {
                let mut waived = first(new);
                waived["waived"] = waiver.clone();
                waived["fingerprint"] = json!("0");
                push(new, waived);
            },
            0,
        ),
        (
            "a waiver that has ended",
            &|old| old["findings"][0]["waived"] = waiver.clone(),
            &|_| {},
            1,
        ),
        (
            "a rule that is not exercised any more",
            &|_| {},
            &|new| set_verdict(new, "field/type", "not-exercised"),
            1,
        ),
        (
            "a rule that is not selected any more",
            &|_| {},
            &|new| {
                new["rules"]
                    .as_array_mut()
                    .expect("rules")
                    .retain(|rule| rule["id"] != "field/type");
            },
            1,
        ),
        (
            "a rule that is exercised now",
            &|old| set_verdict(old, "field/type", "not-exercised"),
            &|_| {},
            0,
        ),
        (
            "a rule that fails now",
            &|old| set_verdict(old, id(old).as_str().expect("an id"), "pass"),
            &|_| {},
            1,
        ),
        (
            "findings left out",
            &|_| {},
            &|new| new["findings_left_out"] = json!(1),
            3,
        ),
        (
            "no event on either side",
            &|old| old["counts"]["events"] = json!(0),
            &|new| new["counts"]["events"] = json!(0),
            3,
        ),
    ];
    for (name, old, new, code) in cases {
        let old = edited(&folder, &base, "old.json", old);
        let new = edited(&folder, &base, "new.json", new);
        let output = run(&["compare", &old, &new]);
        assert_eq!(
            output.status.code(),
            Some(*code),
            "{name}: {}",
            text(&output.stdout)
        );
    }
}

#[test]
fn events_beside_the_golden_calls() {
    insta::assert_snapshot!(told(&["check", "--against", "golden", RELEASE_2]));
    let folder = folder("beside");
    let outbound = fs::read_to_string("golden/answered.json")
        .expect("a golden")
        .replace("\"inbound\"", "\"outbound\"");
    let outbound = file(&folder, "outbound.json", &outbound);
    let all = told(&["check", "--against", "golden", &outbound]);
    let (_, beside) = all.split_once("beside the golden").expect("the aid");
    insta::assert_snapshot!(beside);
}

#[test]
fn the_golden_calls_are_an_aid_and_no_judge() {
    for input in [RELEASE_1, RELEASE_2, "tests/captures/nightly.ndjson"] {
        let (plain, beside) = (
            run(&["check", input]),
            run(&["check", "--against", "golden", input]),
        );
        assert_eq!(plain.status.code(), beside.status.code(), "{input}");
        // The next step runs the same again, flags and all.
        let (plain, beside) = (text(&plain.stdout), text(&beside.stdout));
        let (report, _) = plain.split_once("\n  next: ").expect("a next step");
        assert!(beside.starts_with(report), "{input}");
    }
    let quiet = run(&["check", "--quiet", "--against", "golden", RELEASE_1]);
    assert_eq!((quiet.status.code(), quiet.stdout.len()), (Some(0), 0));
    let output = run(&[
        "check",
        "--format",
        "json",
        "--against",
        "golden",
        RELEASE_1,
    ]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("--format human"));
}
