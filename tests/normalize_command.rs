//! `callproof normalize` as a person or a script meets it.

#![cfg(feature = "cli")]

use std::fs;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_callproof"));
    command
        .arg("normalize")
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
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

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// A path of this test's own where nothing is.
fn nowhere(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_file(&path);
    path
}

/// What was asked for, and what came of it: exit code, bytes on standard output, standard error.
#[test]
fn what_it_comes_to() {
    let nightly = fs::read("tests/captures/nightly.ndjson").expect("a capture");
    let cases: &[(&str, &[&str], &[u8])] = &[
        ("a golden", &["golden/missed.json"], b""),
        ("a broken document and another message", &[], &nightly),
        ("the same, quiet", &["--quiet"], &nightly),
        ("nothing at all", &[], b""),
        ("only other messages", &[], b"{\"a\": 1}\n{\"b\": 2}\n"),
        ("no text", &["-"], b"\x7fELF\x02\x01\x01\0\0\0"),
        ("no such file", &["no/such/file.json"], b""),
        (
            "a mask that is no pointer",
            &["--mask", "CallVariables"],
            b"",
        ),
        ("an unmask that is no pointer", &["--unmask", "/a~"], b""),
        ("a resolution without a unit", &["--resolution", "100"], b""),
        (
            "a file that cannot be written",
            &["golden/missed.json", "-o", "no/such/n.json"],
            b"",
        ),
    ];
    let mut told = String::new();
    for (name, arguments, input) in cases {
        let output = fed(arguments, input);
        let code = output.status.code().expect("an exit code");
        let (bytes, said) = (output.stdout.len(), text(&output.stderr));
        told.push_str(&format!("{name}: exit {code}, {bytes} bytes\n{said}\n"));
    }
    insta::assert_snapshot!(told);
}

#[test]
fn a_file_holds_what_would_be_printed() {
    let path = nowhere("normal.json");
    let output = run(&["golden/answered.json", "-o", path.to_str().expect("a path")]);
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stdout.is_empty() && output.stderr.is_empty());
    let printed = run(&["golden/answered.json"]).stdout;
    assert_eq!(text(&fs::read(path).expect("a file")), text(&printed));
}

/// Where there is no event, what a file held before stays.
#[test]
fn a_run_without_events_writes_no_file() {
    let path = nowhere("kept.json");
    fs::write(&path, "as it was").expect("a file");
    let output = fed(&["-o", path.to_str().expect("a path")], b"{}");
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(fs::read_to_string(path).expect("a file"), "as it was");
}

#[test]
fn selectors_mask_and_unmask() {
    let lines = |arguments: &[&str]| {
        let output = run(arguments);
        let told = text(&output.stdout);
        let named = |line: &&str| {
            ["ANI", "DNIS", "status\"", "answer"]
                .iter()
                .any(|key| line.contains(key))
        };
        told.lines()
            .filter(named)
            .map(str::trim)
            .take(5)
            .collect::<Vec<_>>()
            .join("\n")
    };
    insta::assert_snapshot!(lines(&[
        "golden/incoming-call.json",
        "--mask",
        "/message/call/ResponseActual/*",
        "--unmask",
        "/message/call/CallVariables",
        "--mask",
        "/message/call/CallVariables/DNIS",
    ]));
}

/// What is made of a capture never takes its place.
#[test]
fn an_input_is_not_written_over() {
    let path = nowhere("own.ndjson");
    let capture = callproof::sample::call("missed").expect("a call");
    fs::write(&path, &capture).expect("a capture");
    let path = path.to_str().expect("a path");
    let report = format!("json={path}");
    for arguments in [
        &["normalize", path, "-o", path][..],
        &["check", path, "--report", &report],
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_callproof"))
            .args(arguments)
            .output()
            .expect("the command runs");
        let told = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains("is an input, and would be lost"), "{told}");
    }
    assert_eq!(fs::read_to_string(path).expect("a capture"), capture);
}

#[test]
fn what_a_log_holds_is_taken_out() {
    let output = run(&["tests/captures/service.log", "--unwrap"]);
    let checked = Command::new(env!("CARGO_BIN_EXE_callproof"))
        .args([
            "check",
            "tests/captures/service.log",
            "--unwrap",
            "--format",
            "json",
        ])
        .output()
        .expect("the command runs");
    let report: serde_json::Value = serde_json::from_slice(&checked.stdout).expect("a report");
    let events = text(&output.stdout).matches("\"channel\"").count();
    assert_eq!(report["counts"]["events"], events);
}

#[test]
fn a_reader_that_goes_away_ends_it() {
    let mut producer = Command::new(env!("CARGO_BIN_EXE_callproof"))
        .args(["sample", "--calls", "300"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the command runs");
    let mut child = command(&[])
        .stdin(producer.stdout.take().expect("a pipe"))
        .spawn()
        .expect("the command runs");
    let mut first = [0; 100];
    let mut pipe = child.stdout.take().expect("a pipe");
    pipe.read_exact(&mut first).expect("a beginning");
    drop(pipe);
    let output = child.wait_with_output().expect("an end");
    assert_eq!(output.status.code(), Some(141));
    assert!(output.stderr.is_empty());
    producer.wait().expect("an end");
}

/// An interrupt ends it at once; no half file stays behind.
#[cfg(unix)]
#[test]
fn an_interrupt_leaves_nothing() {
    let path = nowhere("interrupted.json");
    let mut child = command(&["-o", path.to_str().expect("a path")])
        .stdin(Stdio::piped())
        .spawn()
        .expect("the command runs");
    let mut input = child.stdin.take().expect("a pipe");
    let event = callproof::sample::call("incoming-call").expect("a call");
    // Once so much is taken, the command reads and notices interrupts.
    for _ in 0..200 {
        input.write_all(event.as_bytes()).expect("a reader");
    }
    let killed = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(killed.expect("kill runs").success());
    let output = child.wait_with_output().expect("an end");
    assert_eq!(output.status.code(), Some(130));
    assert!(fs::metadata(path).is_err());
}
