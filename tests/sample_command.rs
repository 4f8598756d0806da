//! `callproof sample` as a person or a script meets it.

#![cfg(feature = "cli")]

use std::fs;
use std::io::Read;
use std::process::{Command, Output, Stdio};

use callproof::sample::{Options, Producer};

fn callproof(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_callproof"))
        .arg("sample")
        .args(arguments)
        .output()
        .expect("the command runs")
}

fn out(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("UTF-8")
}

#[test]
fn the_documented_event_as_it_stands() {
    let output = callproof(&[]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(out(&output), include_str!("../golden/incoming-call.json"));
}

#[test]
fn flows_are_listed() {
    insta::assert_snapshot!(out(&callproof(&["--list"])));
}

#[test]
fn a_call_is_one_event_a_line() {
    let output = callproof(&["missed"]);
    assert_eq!(out(&output).lines().count(), 3);
    assert!(out(&output).ends_with("}\n"));
}

#[test]
fn mistakes_are_told_in_one_line() {
    let mistakes: [&[&str]; 10] = [
        &["answred"],
        &["--calls", "0"],
        &["--calls", "5", "--interleave", "0"],
        &["--calls", "5", "--faults", "1.5"],
        &["--calls", "5", "--faults", "NaN"],
        &["--calls", "5", "--manifest", "m.ndjson"],
        &["--calls", "5", "--flow", "nothing-like-it"],
        &["--seed", "5"],
        &["missed", "--calls", "5"],
        &["--calls", "many"],
    ];
    let mut told = String::new();
    for mistake in mistakes {
        let output = callproof(mistake);
        let line = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{mistake:?}");
        assert_eq!(line.lines().count(), 1, "{mistake:?}: {line}");
        assert!(output.stdout.is_empty(), "{mistake:?}");
        told.push_str(&line);
    }
    insta::assert_snapshot!(told);
}

#[test]
fn the_manifest_is_written_beside_the_capture() {
    let path = format!("{}/manifest.ndjson", env!("CARGO_TARGET_TMPDIR"));
    let output = callproof(&[
        "--calls",
        "20",
        "--seed",
        "6",
        "--faults",
        "0.5",
        "--manifest",
        &path,
    ]);
    assert_eq!(output.status.code(), Some(0));
    let mut producer = Producer::new(&Options {
        calls: 20,
        seed: 6,
        faults: 0.5,
        ..Options::default()
    })
    .expect("a producer");
    let (mut capture, mut planted) = (String::new(), 0);
    while let Some(line) = producer.next_line() {
        capture.push_str(line.text);
        planted += usize::from(line.planted.is_some());
    }
    assert_eq!(out(&output), capture);
    let manifest = fs::read_to_string(&path).expect("a manifest");
    assert_eq!(manifest.lines().count(), planted);
    insta::assert_snapshot!(manifest.lines().next().unwrap_or_default());
}

#[test]
fn a_manifest_that_cannot_be_written_is_named() {
    let output = callproof(&["--calls", "1", "--faults", "1", "--manifest", "no/where/m"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no/where/m"));
}

/// A reader that goes away ends the producer silently; no half manifest stays behind.
#[test]
fn a_closed_pipe_ends_it() {
    let path = format!("{}/unfinished.ndjson", env!("CARGO_TARGET_TMPDIR"));
    for more in [&[][..], &["--faults", "0.1", "--manifest", &path][..]] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_callproof"))
            .args(["sample", "--calls", "1000000000"])
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command runs");
        let mut first = [0; 100];
        let mut pipe = child.stdout.take().expect("a pipe");
        pipe.read_exact(&mut first).expect("a beginning");
        drop(pipe);
        let output = child.wait_with_output().expect("an end");
        assert_eq!(output.status.code(), Some(141));
        assert!(output.stderr.is_empty());
        assert!(fs::metadata(&path).is_err());
    }
}

/// What is being written has no name yet. A process that is killed while it puts the whole in its place cannot
/// clear up: whoever writes there next does, and touches nothing else.
#[cfg(target_os = "linux")]
#[test]
fn what_a_killed_process_left_is_removed() {
    let folder = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("killed");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    let names = || {
        let entries = fs::read_dir(&folder).expect("the folder").flatten();
        let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    };
    let arguments = [
        "sample",
        "--calls",
        "1000000000",
        "--faults",
        "0.1",
        "--manifest",
        "manifest.ndjson",
    ];
    let mut killed = Command::new(env!("CARGO_BIN_EXE_callproof"))
        .args(arguments)
        .current_dir(&folder)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the command runs");
    let mut first = [0; 1 << 16];
    let pipe = killed.stdout.as_mut().expect("a pipe");
    pipe.read_exact(&mut first).expect("a beginning");
    killed.kill().expect("a signal");
    killed.wait().expect("an end");
    assert_eq!(names(), Vec::<String>::new());

    let left = folder.join(".callproof--1-left.part");
    let file = fs::File::create(&left).expect("a file");
    let days = std::time::Duration::from_secs(2 * 24 * 60 * 60);
    file.set_modified(std::time::SystemTime::now() - days)
        .expect("a time");
    fs::write(folder.join(".callproof--1-new.part"), "").expect("a file");
    fs::write(folder.join(".other.1.part"), "").expect("a file");
    let written = Command::new(env!("CARGO_BIN_EXE_callproof"))
        .args([
            "sample",
            "--calls",
            "3",
            "--faults",
            "0.1",
            "--manifest",
            "manifest.ndjson",
        ])
        .current_dir(&folder)
        .output()
        .expect("the command runs");
    assert!(written.status.success());
    assert_eq!(
        names(),
        [".callproof--1-new.part", ".other.1.part", "manifest.ndjson"]
    );
}
