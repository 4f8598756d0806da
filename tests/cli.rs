//! The command as a person or a script meets it: what it prints, and its exit code.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

const CALLPROOF: &str = env!("CARGO_BIN_EXE_callproof");

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(CALLPROOF);
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .env_remove("COLUMNS");
    command
}

fn run(arguments: &[&str]) -> Output {
    command(arguments).output().expect("the command runs")
}

fn fed(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = command(arguments)
        .stdin(Stdio::piped())
        .spawn()
        .expect("the command runs");
    // A refusal may come before all is read; what is not taken is not missed.
    let _ = child.stdin.take().expect("a pipe").write_all(input);
    child.wait_with_output().expect("the command ends")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("an exit code")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// A folder of this test's own, empty.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

#[test]
fn exit_codes_mean_one_thing_each() {
    let empty = folder("exit-codes");
    let empty_path = empty.to_str().expect("a path");
    let cases: &[(&str, &[&str], i32)] = &[
        ("goldens conform", &["check", "golden/"], 0),
        (
            "in strict too",
            &["check", "golden/", "--profile", "strict"],
            0,
        ),
        ("an error", &["check", "tests/captures/nightly.ndjson"], 1),
        ("no such file", &["check", "no/such/file.json"], 2),
        ("a folder without captures", &["check", empty_path], 2),
        (
            "an unknown flag",
            &["check", "golden/", "--no-such-flag"],
            2,
        ),
        ("an unknown command", &["chekc"], 2),
        ("no arguments", &[], 2),
        (
            "a rule that does not exist",
            &["check", "golden/", "--only", "button/mirorr"],
            2,
        ),
        (
            "a rule to skip that does not exist",
            &["check", "golden/", "--skip", "nothing"],
            2,
        ),
        (
            "text rules are never skipped",
            &["check", "golden/", "--skip", "text/json"],
            2,
        ),
        (
            "a selection that leaves nothing",
            &["check", "golden/", "--only", "button", "--skip", "button"],
            2,
        ),
        (
            "a selection that applies to nothing",
            &["check", "golden/", "--only", "flow/no-replay"],
            3,
        ),
        (
            "a selection that applies",
            &["check", "golden/", "--only", "button/mirror"],
            0,
        ),
        ("nothing on standard input", &["check", "-"], 3),
        ("nothing piped in", &["check"], 3),
        (
            "an unknown rule to explain",
            &["explain", "button/mirorr"],
            2,
        ),
        ("an unknown schema", &["schema", "evnt"], 2),
        (
            "a report that cannot be written",
            &["check", "golden/", "--report", "json=no/such/folder/r.json"],
            2,
        ),
        ("help", &["--help"], 0),
        ("version", &["--version"], 0),
    ];
    for (name, arguments, expected) in cases {
        let output = run(arguments);
        assert_eq!(
            code(&output),
            *expected,
            "{name}: {}{}",
            text(&output.stdout),
            text(&output.stderr)
        );
        if *expected == 2 {
            assert!(
                output.stdout.is_empty(),
                "{name} prints a report: {}",
                text(&output.stdout)
            );
        }
    }
}

#[test]
fn what_cannot_be_done_is_one_line() {
    let cases: &[(&[&str], &str)] = &[
        (&["check", "no/such/file.json"], "no/such/file.json"),
        (&["check", "golden/", "--fail-fats"], "--fail-fast"),
        (
            &["check", "golden/", "--only", "button/mirorr"],
            "did you mean `button/mirror`?",
        ),
        (&["check", "src/cli/"], "no capture in src/cli/"),
        (&["explain", "mirror"], "button/mirror"),
        (&["explain", "button"], "callproof rules --family button"),
        (
            &["check", "no\u{1b}[2J\nsuch\u{202e}"],
            "no␛[2J␊such\u{fffd}",
        ),
        (&["explain", "\u{1b}[31m"], "␛[31m"),
        (&["schema", "reprot"], "did you mean `report`?"),
        (&["check", "golden/", "--report", "json"], "FORMAT=PATH"),
        (&["rules", "--family", "buton"], "did you mean `button`?"),
        (
            &["check", "golden/", "--report", "bogus=x"],
            "no format is called `bogus`; there are human, json, ndjson,",
        ),
        (
            &["check", "golden/", "--fail-fats"],
            "`callproof check --help` shows",
        ),
        (
            &["--color", "never", "golden", "record", "--forse"],
            "`callproof golden record --help` shows",
        ),
        (&["chekc"], "`callproof --help` shows"),
        (&["declare"], "<--init|--from <CAPTURE>>"),
        (&["rules", "-q"], "--quiet would leave nothing of `rules`"),
        (&["--quiet", "explain", "button"], "nothing of `explain`"),
        (
            &[
                "waive",
                "--from",
                "no-report.json",
                "--expires",
                "2026-06-30",
                "--today",
                "2026-07-01",
            ],
            "--expires 2026-06-30 is past: it is 2026-07-01",
        ),
    ];
    for (arguments, says) in cases {
        let output = run(arguments);
        let line = text(&output.stderr);
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert_eq!(line.lines().count(), 1, "{arguments:?}: {line}");
        assert!(
            line.starts_with("callproof: ") && line.contains(says),
            "{arguments:?}: {line}"
        );
    }
}

/// Quiet, a command leaves its exit code; commands that only print do not offer to be.
#[test]
fn quiet_leaves_the_exit_code() {
    let cases: &[(&[&str], i32)] = &[
        (&["check", "golden/"], 0),
        (&["calls", "golden/"], 0),
        (&["calls", "golden/", "--show", "1"], 0),
        (&["calls", "src/lib.rs"], 1),
        (&["coverage", "golden/"], 0),
        (
            &[
                "coverage",
                "golden/missed.json",
                "--require-coverage",
                "flow:answered",
            ],
            3,
        ),
        (&["compare", "golden/missed.json", "golden/missed.json"], 0),
    ];
    for (arguments, expected) in cases {
        let output = run(&[arguments, &["--quiet"][..]].concat());
        assert_eq!(code(&output), *expected, "{arguments:?}");
        assert_eq!(text(&output.stdout), "", "{arguments:?}");
        let help = text(&run(&[arguments[0], "--help"]).stdout);
        assert!(help.contains("--quiet"), "{help}");
    }
    for printer in ["rules", "explain", "schema", "sample", "levels"] {
        let help = text(&run(&[printer, "--help"]).stdout);
        assert!(!help.contains("--quiet"), "{help}");
    }
}

#[test]
fn a_capture_with_faults_as_a_person_sees_it() {
    let output = run(&["check", "tests/captures/nightly.ndjson"]);
    assert_eq!(code(&output), 1);
    insta::assert_snapshot!(text(&output.stdout));
}

#[test]
fn json_is_as_its_schema_says_and_the_same_for_any_number_of_jobs() {
    let report = run(&[
        "check",
        "tests/captures/nightly.ndjson",
        "--format",
        "json",
        "--jobs",
        "1",
    ])
    .stdout;
    for jobs in ["2", "3", "16"] {
        let other = run(&[
            "check",
            "tests/captures/nightly.ndjson",
            "--format",
            "json",
            "--jobs",
            jobs,
        ])
        .stdout;
        assert_eq!(text(&report), text(&other), "--jobs {jobs}");
    }
    let schema: serde_json::Value =
        serde_json::from_slice(&run(&["schema", "report"]).stdout).expect("a schema");
    let report: serde_json::Value = serde_json::from_slice(&report).expect("a report");
    let validator = jsonschema::validator_for(&schema).expect("a valid schema");
    let errors: Vec<String> = validator
        .iter_errors(&report)
        .map(|error| error.to_string())
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(report["outcome"], "nonconformant");
    assert_eq!(report["counts"]["errors"], 3);
    assert_eq!(report["counts"]["other_messages"], 1);
}

/// Many documents are shared out to threads: their findings come back in input order all the same.
#[test]
fn any_number_of_jobs_gives_the_same_bytes() {
    let one = fs::read_to_string("tests/captures/nightly.ndjson").expect("a capture");
    let many = one.repeat(60);
    let arguments = |jobs| ["check", "-", "--format", "ndjson", "--jobs", jobs];
    let alone = fed(&arguments("1"), many.as_bytes());
    assert_eq!(code(&alone), 1);
    assert_eq!(
        text(&alone.stdout),
        text(&fed(&arguments("5"), many.as_bytes()).stdout)
    );
}

#[test]
fn a_report_goes_to_a_file_whole_or_not_at_all() {
    let folder = folder("reports");
    let path = folder.join("report.json");
    let argument = format!("json={}", path.display());
    let output = run(&["check", "golden/", "--report", &argument, "--quiet"]);
    assert_eq!((code(&output), output.stdout.len()), (0, 0));
    let printed = run(&["check", "golden/", "--format", "json"]).stdout;
    assert_eq!(fs::read(&path).expect("the report"), printed);
    let blocked = folder.join("blocked");
    fs::create_dir_all(blocked.join("report.json")).expect("a folder in the way");
    let argument = format!("json={}", blocked.join("report.json").display());
    let output = run(&["check", "golden/", "--report", &argument]);
    assert_eq!(code(&output), 2);
    assert!(text(&output.stderr).contains("report.json"));
    assert_eq!(
        fs::read_dir(&blocked).expect("the folder").count(),
        1,
        "a half file is left"
    );
}

#[test]
fn narrowing_a_run_is_told() {
    let reasons = |arguments: &[&str]| {
        let arguments = [&["check", "golden/", "--format", "json"], arguments].concat();
        let report: serde_json::Value =
            serde_json::from_slice(&run(&arguments).stdout).expect("a report");
        let codes: Vec<String> = report["reasons"]
            .as_array()
            .expect("reasons")
            .iter()
            .map(|reason| reason["code"].to_string())
            .collect();
        codes.join(" ")
    };
    assert_eq!(reasons(&[]), "");
    assert_eq!(reasons(&["--only", "button"]), "\"selection\"");
    assert_eq!(reasons(&["--skip", "button"]), "\"selection\"");
    assert_eq!(reasons(&["--fail-fast"]), "\"fail-fast\"");
}

#[test]
fn warnings_fail_where_that_is_asked_for() {
    let event = fs::read_to_string("golden/incoming-call.json")
        .expect("the sample")
        .replace("\"Campaign\": \"\",", "");
    assert_eq!(code(&fed(&["check"], event.as_bytes())), 0);
    assert_eq!(
        code(&fed(&["check", "--fail-on", "warning"], event.as_bytes())),
        1
    );
    assert_eq!(
        code(&fed(&["check", "--profile", "strict"], event.as_bytes())),
        1
    );
}

#[test]
fn max_findings_bounds_what_is_kept_and_not_what_is_counted() {
    let bad = fs::read_to_string("golden/incoming-call.json")
        .expect("the sample")
        .replace("\"Amazon\"", "\"amazon\"");
    let output = fed(
        &["check", "--format", "json", "--max-findings", "3"],
        bad.repeat(10).as_bytes(),
    );
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("a report");
    assert_eq!(report["counts"]["errors"], 10);
    assert_eq!(report["findings"].as_array().expect("findings").len(), 3);
    // The leg that is still ringing at the end is a finding too.
    assert_eq!(report["counts"]["notes"], 1);
    assert_eq!(report["findings_left_out"], 8);
}

#[test]
fn only_events_makes_any_other_message_an_error() {
    let capture = fs::read("tests/captures/nightly.ndjson").expect("a capture");
    let first = capture.split(|byte| *byte == b'\n').next().expect("a line");
    let golden = fs::read("golden/incoming-call.json").expect("the sample");
    let both = [first, b"\n", &golden].concat();
    assert_eq!(code(&fed(&["check"], &both)), 0);
    let output = fed(&["check", "--only-events"], &both);
    assert_eq!(code(&output), 1);
    assert!(
        text(&output.stdout).contains("error[envelope/subtopic]"),
        "{}",
        text(&output.stdout)
    );
}

#[test]
fn colours_come_only_when_they_are_wanted() {
    let coloured = |arguments: &[&str]| text(&run(arguments).stdout).contains('\u{1b}');
    assert!(!coloured(&["check", "tests/captures/nightly.ndjson"]));
    assert!(coloured(&[
        "check",
        "tests/captures/nightly.ndjson",
        "--color",
        "always"
    ]));
    assert!(!coloured(&["explain", "button/mirror"]));
}

#[test]
fn completions_and_man_pages_name_what_there_is() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = text(&run(&["completions", shell]).stdout);
        assert!(
            script.contains("only-events") && script.contains("explain"),
            "{shell}"
        );
    }
    for (arguments, says) in [
        (&["man"][..], "callproof"),
        (&["man", "check"], "max\\-findings"),
    ] {
        let page = text(&run(arguments).stdout);
        assert!(
            page.contains(".TH ") && page.contains(says),
            "{arguments:?}: {page}"
        );
    }
    for (arguments, says) in [
        (
            &["man", "nothing"][..],
            "`callproof` has no command `nothing`",
        ),
        (
            &["man", "check", "x"],
            "`callproof check` has no command `x`",
        ),
    ] {
        let refused = run(arguments);
        assert_eq!(code(&refused), 2);
        assert_eq!(text(&refused.stderr), format!("callproof: {says}\n"));
    }
}

fn started(arguments: &[&str]) -> Child {
    command(arguments)
        .stdin(Stdio::piped())
        .spawn()
        .expect("the command runs")
}

#[test]
fn a_reader_who_goes_away_ends_it_silently() {
    let many = fs::read_to_string("tests/captures/nightly.ndjson")
        .expect("a capture")
        .repeat(400);
    let mut child = started(&["check", "-", "--format", "ndjson"]);
    drop(child.stdout.take());
    let _ = child
        .stdin
        .take()
        .expect("a pipe")
        .write_all(many.as_bytes());
    let output = child.wait_with_output().expect("the command ends");
    assert_eq!((code(&output), text(&output.stderr).as_str()), (141, ""));
}

#[test]
fn a_slow_producer_gets_findings_as_they_come() {
    let bad = fs::read_to_string("tests/captures/nightly.ndjson").expect("a capture");
    let mut child = started(&["check", "-", "--format", "ndjson"]);
    let mut input = child.stdin.take().expect("a pipe");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    assert!(
        lines
            .next()
            .expect("a header")
            .expect("text")
            .contains("\"kind\":\"header\"")
    );
    input
        .write_all(bad.as_bytes())
        .and_then(|()| input.flush())
        .expect("the pipe takes it");
    // Standard input stays open: the finding is there before the end.
    assert!(
        lines
            .next()
            .expect("a finding")
            .expect("text")
            .contains("button/mirror")
    );
    drop(input);
    assert!(
        lines
            .last()
            .expect("a summary")
            .expect("text")
            .contains("\"kind\":\"summary\"")
    );
    assert_eq!(child.wait().expect("the end").code(), Some(1));
}

#[cfg(unix)]
#[test]
fn an_interrupt_prints_the_summary_so_far() {
    let capture = fs::read_to_string("golden/incoming-call.json").expect("the sample");
    let mut child = started(&["check", "-", "--format", "ndjson"]);
    let mut input = child.stdin.take().expect("a pipe");
    let mut output = BufReader::new(child.stdout.take().expect("a pipe"));
    let mut header = String::new();
    output.read_line(&mut header).expect("a header");
    input
        .write_all(capture.as_bytes())
        .and_then(|()| input.flush())
        .expect("the pipe takes it");
    let sent = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .expect("kill");
    assert!(sent.success());
    let mut rest = String::new();
    output.read_to_string(&mut rest).expect("a summary");
    assert_eq!(child.wait().expect("the end").code(), Some(130));
    assert!(rest.contains("\"interrupted\""), "{rest}");
}

/// Help says what the exit codes mean, wherever a command has its own.
#[test]
fn help_has_the_exit_codes() {
    for command in [
        &[][..],
        &["compare"],
        &["normalize"],
        &["golden", "record"],
        &["golden", "check"],
        &["declare"],
        &["certify"],
        &["verify"],
        &["evidence", "list"],
    ] {
        let help = text(&run(&[command, &["--help"]].concat()).stdout);
        assert!(help.contains("Exit codes: 0"), "{command:?}: {help}");
    }
}

/// Who interrupts a pipeline ends its producer too: the end of the pipe is no end of the capture.
#[cfg(unix)]
#[test]
fn an_interrupt_that_ends_the_producer_too_is_one() {
    let capture = fs::read_to_string("golden/answered.json").expect("a golden");
    for _ in 0..10 {
        let mut child = started(&["check", "-", "--format", "ndjson"]);
        let mut input = child.stdin.take().expect("a pipe");
        let mut output = BufReader::new(child.stdout.take().expect("a pipe"));
        output.read_line(&mut String::new()).expect("a header");
        input.write_all(capture.as_bytes()).expect("a reader");
        let sent = Command::new("kill")
            .args(["-INT", &child.id().to_string()])
            .status();
        drop(input);
        assert!(sent.expect("kill").success());
        let mut rest = String::new();
        output.read_to_string(&mut rest).expect("a summary");
        assert_eq!(child.wait().expect("the end").code(), Some(130), "{rest}");
    }
}

/// What an impatient user tries.
#[test]
fn nothing_makes_it_panic() {
    let folder = folder("impatient");
    let binary: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    let cases: [(&str, Vec<u8>, i32); 9] = [
        ("binary", binary, 1),
        (
            "a web page",
            b"<!DOCTYPE html><html><body>{}</body></html>".to_vec(),
            1,
        ),
        ("only spaces", b" \n\t\r\n".to_vec(), 3),
        ("an empty array", b"[]".to_vec(), 3),
        ("a scalar", b"42".to_vec(), 1),
        ("deep", vec![b'['; 200_000], 1),
        ("a lone quote", b"{\"".to_vec(), 1),
        ("UTF-16", b"\xFF\xFE{\0}\0".to_vec(), 1),
        (
            "a cut gzip stream",
            b"\x1f\x8b\x08\x00\x00\x00\x00\x00".to_vec(),
            1,
        ),
    ];
    for (name, bytes, expected) in cases {
        let path = folder.join("input.json");
        fs::write(&path, bytes).expect("a file");
        let output = run(&["check", path.to_str().expect("a path")]);
        assert_eq!(
            code(&output),
            expected,
            "{name}: {}{}",
            text(&output.stdout),
            text(&output.stderr)
        );
        assert!(!text(&output.stderr).contains("panicked"), "{name}");
    }
}
