//! `callproof golden` and `callproof check --golden` as a person or a script meets them.

#![cfg(feature = "cli")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use callproof::report::SCHEMA;
use serde_json::Value;

const CALLPROOF: &str = env!("CARGO_BIN_EXE_callproof");

/// A folder of this test's own, with captures in it.
struct Scratch {
    path: PathBuf,
}

impl Scratch {
    fn new(name: &str) -> Scratch {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
            .join("golden")
            .join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("captures")).expect("a folder");
        Scratch { path }
    }

    /// One with these flows as captures, recorded.
    fn recorded(name: &str, flows: &[&str]) -> Scratch {
        let scratch = Scratch::new(name);
        for flow in flows {
            scratch.capture(flow, &sample(flow));
        }
        let output = scratch.run(&["golden", "record", "captures"]);
        assert_eq!(code(&output), 0, "{}", told(&output));
        scratch
    }

    fn capture(&self, name: &str, text: &str) {
        self.write(&format!("captures/{name}.ndjson"), text);
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.path.join(path), text).expect("a file");
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path.join(path)).expect(path)
    }

    fn has(&self, path: &str) -> bool {
        self.path.join(path).symlink_metadata().is_ok()
    }

    /// The names in `golden/`, sorted.
    fn goldens(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path.join("golden"));
        let mut names: Vec<String> = entries
            .into_iter()
            .flatten()
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        names
    }

    fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command
            .args(arguments)
            .current_dir(&self.path)
            .stdin(Stdio::null())
            .env_remove("CI")
            .env_remove("COLUMNS");
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let output = self.command(CALLPROOF, arguments).output();
        output.expect("the command runs")
    }

    fn run_under_ci(&self, arguments: &[&str]) -> Output {
        let output = self
            .command(CALLPROOF, arguments)
            .env("CI", "true")
            .output();
        output.expect("the command runs")
    }
}

/// A flow as the reference producer prints it.
fn sample(flow: &str) -> String {
    callproof::sample::call(flow).expect("a flow")
}

/// The same with a button that is shown otherwise.
fn changed(flow: &str) -> String {
    sample(flow).replace("\"answer\":\"Enable\"", "\"answer\":\"Hide\"")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("an exit code")
}

/// What was said, on both streams.
fn told(output: &Output) -> String {
    let (out, err) = (&output.stdout, &output.stderr);
    format!(
        "{}{}",
        String::from_utf8_lossy(out),
        String::from_utf8_lossy(err)
    )
}

#[test]
fn a_change_is_shown_and_accepted() {
    let scratch = Scratch::recorded("a-change", &["incoming-call", "missed"]);
    assert_eq!(scratch.goldens(), ["incoming-call.snap", "missed.snap"]);
    assert_eq!(code(&scratch.run(&["golden", "check", "captures"])), 0);

    scratch.capture("missed", &changed("missed"));
    let output = scratch.run(&["golden", "check", "captures"]);
    assert_eq!(code(&output), 1);
    for part in [
        "changed[golden/missed]",
        "answer",
        "Hide",
        "callproof golden review",
    ] {
        assert!(told(&output).contains(part), "{part}: {}", told(&output));
    }
    assert!(scratch.has("golden/missed.snap.new"));

    let pending = scratch.run(&["golden", "pending", "--format", "json"]);
    let listed: Value = serde_json::from_slice(&pending.stdout).expect("JSON");
    assert_eq!(listed[0]["name"], "missed");
    assert_eq!(listed[0]["state"], "changed");
    assert_eq!(listed[0]["pending"], "golden/missed.snap.new");
    assert_eq!(listed.as_array().map(Vec::len), Some(1));

    assert_eq!(code(&scratch.run(&["golden", "accept", "missed"])), 0);
    assert_eq!(scratch.goldens(), ["incoming-call.snap", "missed.snap"]);
    assert_eq!(code(&scratch.run(&["golden", "check", "captures"])), 0);
}

#[test]
fn a_rejected_change_leaves_the_golden() {
    let scratch = Scratch::recorded("rejected", &["missed"]);
    let golden = scratch.read("golden/missed.snap");
    scratch.capture("missed", &changed("missed"));
    scratch.run(&["golden", "check", "captures"]);
    assert_eq!(code(&scratch.run(&["golden", "reject", "--all"])), 0);
    assert_eq!(scratch.goldens(), ["missed.snap"]);
    assert_eq!(scratch.read("golden/missed.snap"), golden);
}

#[test]
fn what_is_not_new_any_more_does_not_wait() {
    let scratch = Scratch::recorded("stale", &["missed"]);
    scratch.capture("missed", &changed("missed"));
    scratch.run(&["golden", "check", "captures"]);
    assert!(scratch.has("golden/missed.snap.new"));
    scratch.capture("missed", &sample("missed"));
    assert_eq!(code(&scratch.run(&["golden", "check", "captures"])), 0);
    assert!(!scratch.has("golden/missed.snap.new"));
}

#[test]
fn recording_overwrites_only_by_force() {
    let scratch = Scratch::recorded("force", &["missed"]);
    let golden = scratch.read("golden/missed.snap");
    scratch.capture("missed", &changed("missed"));
    let output = scratch.run(&["golden", "record", "captures"]);
    assert_eq!(code(&output), 1);
    assert!(told(&output).contains("--force"), "{}", told(&output));
    assert_eq!(scratch.read("golden/missed.snap"), golden);
    assert_eq!(
        code(&scratch.run(&["golden", "record", "captures", "--force"])),
        0
    );
    assert_ne!(scratch.read("golden/missed.snap"), golden);
    assert_eq!(code(&scratch.run(&["golden", "check", "captures"])), 0);
}

#[test]
fn a_golden_keeps_its_producer() {
    let scratch = Scratch::new("producer");
    scratch.capture("missed", &sample("missed"));
    scratch.run(&[
        "golden",
        "record",
        "captures",
        "--producer",
        "night: connector",
    ]);
    scratch.capture("missed", &changed("missed"));
    scratch.run(&["golden", "check", "captures"]);
    let pending = scratch.run(&["golden", "pending"]);
    assert!(
        told(&pending).contains("producer night: connector"),
        "{}",
        told(&pending)
    );
    let header = scratch.read("golden/missed.snap.new");
    let header = header.split_inclusive('\n').take(8).collect::<String>();
    insta::assert_snapshot!(header, @r#"
    ---
    source: callproof
    expression: missed
    info:
      producer: "night: connector"
      scenario: missed
      callproof: 0.1.0
    ---
    "#);
}

/// Whatever ends its lines, and whatever header another tool wrote: the content counts.
#[test]
fn line_ends_and_headers_are_no_change() {
    let scratch = Scratch::recorded("line-ends", &["missed"]);
    let golden = scratch.read("golden/missed.snap");
    let (_, content) = golden.split_once("\n---\n").expect("a header");
    for text in [
        golden.replace('\n', "\r\n"),
        format!("---\nsource: tests/x.rs\n---\n{content}"),
    ] {
        scratch.write("golden/missed.snap", &text);
        let output = scratch.run(&["golden", "check", "captures"]);
        assert_eq!(code(&output), 0, "{}", told(&output));
    }
}

#[test]
fn every_state_has_its_exit_code() {
    let scratch = Scratch::recorded("states", &["incoming-call", "missed"]);
    let mut story = String::new();
    let mut tell = |title: &str, arguments: &[&str], expected: i32| {
        let output = scratch.run(arguments);
        assert_eq!(code(&output), expected, "{title}: {}", told(&output));
        story.push_str(&format!("## {title}\n{}\n", told(&output)));
    };
    let one = "captures/incoming-call.ndjson";
    tell("an orphan", &["golden", "check", one], 1);
    tell(
        "an orphan that may be",
        &["golden", "check", one, "--allow-orphans"],
        0,
    );
    tell(
        "no golden at all",
        &["golden", "check", one, "--dir", "elsewhere"],
        3,
    );
    scratch.capture("wrap-up", &sample("incoming-call"));
    tell("a new capture", &["golden", "check", "captures"], 1);
    assert!(scratch.has("golden/wrap-up.snap.new"));
    scratch.capture("wrap-up", &sample("incoming-call")[..900]);
    tell("a broken capture", &["golden", "check", "captures"], 1);
    tell(
        "a broken capture cannot be recorded",
        &["golden", "record", "captures"],
        1,
    );
    assert!(!scratch.has("golden/wrap-up.snap"));
    scratch.capture("wrap-up", "\n");
    tell("an empty capture", &["golden", "check", "captures"], 3);
    tell(
        "an empty capture cannot be recorded",
        &["golden", "record", "captures"],
        3,
    );
    assert!(!scratch.has("golden/wrap-up.snap"));
    insta::assert_snapshot!(story);
}

#[test]
fn no_golden_stands_outside_its_folder() {
    let scratch = Scratch::recorded("names", &["missed"]);
    let long = "n".repeat(201);
    for name in [
        "../x", "/tmp/x", "a/b", "a\\b", "..", ".x", "-", "", "CON", "com1.x", "a\nb", &long,
    ] {
        let scenario = format!("--scenario={name}");
        for action in ["record", "check"] {
            let output = scratch.run(&["golden", action, "captures/missed.ndjson", &scenario]);
            assert_eq!(code(&output), 2, "{name:?}: {}", told(&output));
            assert_eq!(
                told(&output).lines().count(),
                1,
                "{name:?}: {}",
                told(&output)
            );
        }
    }
    scratch.write("captures/aux.json", "{}");
    assert_eq!(code(&scratch.run(&["golden", "record", "captures"])), 2);
    assert_eq!(scratch.goldens(), ["missed.snap"]);
}

#[test]
fn two_captures_never_share_a_golden() {
    let scratch = Scratch::new("shared");
    scratch.capture("missed", &sample("missed"));
    scratch.write("captures/Missed.json", &sample("missed"));
    let output = scratch.run(&["golden", "record", "captures"]);
    assert_eq!(code(&output), 2);
    for path in ["captures/missed.ndjson", "captures/Missed.json"] {
        assert!(told(&output).contains(path), "{}", told(&output));
    }
    assert!(!scratch.has("golden"));
    let output = scratch.run(&["golden", "record", "captures", "--scenario", "night"]);
    assert_eq!(code(&output), 2);
}

/// Masked names may be the same: the places of the captures tell them apart, and the message what to do.
#[test]
fn goldens_whose_masked_names_are_one_are_told_apart() {
    let scratch = Scratch::new("masked-names");
    let paths = [
        "captures/call-7318642953.json",
        "captures/call-7318642954.json",
    ];
    for path in paths {
        scratch.write(path, &sample("missed"));
    }
    for command in [
        &["golden", "record"][..],
        &["golden", "check"],
        &["check", "--golden", "golden"],
    ] {
        let arguments = [command, &["captures/a.json"], &paths].concat();
        scratch.write("captures/a.json", &sample("missed"));
        let output = scratch.run(&arguments);
        assert_eq!(code(&output), 2);
        let said = told(&output);
        for words in [
            "capture 2 (",
            "capture 3 (",
            "`call-xxxxxxxxxx`",
            "masked",
            "rename",
            "--scenario NAME",
        ] {
            assert!(said.contains(words), "{words}: {said}");
        }
        assert!(!said.contains("7318642"), "{said}");
    }
    let output = scratch.run(&["golden", "record", paths[1], "--scenario", "second"]);
    assert_eq!(code(&output), 0, "{}", told(&output));
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_out() {
    use std::os::unix::fs::symlink;

    let scratch = Scratch::recorded("links", &["missed"]);
    scratch.write("outside.txt", "mine");
    let golden = scratch.path.join("golden");
    let refused = |arguments: &[&str]| {
        let output = scratch.run(arguments);
        assert_eq!(code(&output), 2, "{arguments:?}: {}", told(&output));
        assert!(told(&output).contains("link"), "{}", told(&output));
    };
    for file in ["missed.snap", "missed.snap.new"] {
        let _ = fs::remove_file(golden.join("missed.snap"));
        symlink("../outside.txt", golden.join(file)).expect("a link");
        refused(&["golden", "record", "captures", "--force"]);
        if file == "missed.snap" {
            refused(&["golden", "check", "captures"]);
            refused(&["check", "captures", "--golden", "golden"]);
        } else {
            refused(&["golden", "accept", "missed"]);
            refused(&["golden", "reject", "missed"]);
        }
        fs::remove_file(golden.join(file)).expect("the link");
    }
    assert_eq!(scratch.read("outside.txt"), "mine");

    // The folder itself: out of here, never; to another place in here, yes.
    let here = scratch.path.join("here");
    fs::create_dir_all(here.join("real")).expect("a folder");
    fs::copy(
        scratch.path.join("captures/missed.ndjson"),
        here.join("missed.ndjson"),
    )
    .expect("a copy");
    symlink("..", here.join("out")).expect("a link");
    symlink("real", here.join("in")).expect("a link");
    symlink("nowhere", here.join("dangling")).expect("a link");
    for (dir, expected) in [("out", 2), ("out/captures", 2), ("dangling", 2), ("in", 0)] {
        let output = Command::new(CALLPROOF)
            .args(["golden", "record", "missed.ndjson", "--dir", dir])
            .current_dir(&here)
            .output()
            .expect("the command runs");
        assert_eq!(code(&output), expected, "{dir}: {}", told(&output));
    }
    assert!(here.join("real/missed.snap").exists());
    assert!(!scratch.has("captures/missed.snap"));
}

#[test]
fn what_lies_in_the_folder_is_not_trusted() {
    let scratch = Scratch::recorded("untrusted", &["missed"]);
    let golden = scratch.read("golden/missed.snap");
    let conflict = golden.replace("{\n", "<<<<<<< HEAD\n{\n=======\n{\n>>>>>>> other\n");
    let cases = [
        ("empty", String::new()),
        ("no snapshot", "{}\n".to_owned()),
        ("a header alone", "---\nsource: x\n---\n".to_owned()),
        ("merged and not decided", conflict),
        (
            "not the normal form",
            "---\nsource: x\n---\nhello\n".to_owned(),
        ),
        ("binary", "---\n\0\u{1b}[31m".to_owned()),
    ];
    let mut story = String::new();
    for (name, text) in cases {
        scratch.write("golden/missed.snap", &text);
        let output = scratch.run(&["golden", "check", "captures"]);
        assert_eq!(code(&output), 2, "{name}: {}", told(&output));
        assert_eq!(
            told(&output).lines().count(),
            1,
            "{name}: {}",
            told(&output)
        );
        story.push_str(&format!("## {name}\n{}", told(&output)));
        scratch.write("golden/missed.snap", &golden);
        scratch.write("golden/missed.snap.new", &text);
        for action in [&["accept", "--all"][..], &["pending"]] {
            let output = scratch.run(&[&["golden"], action].concat());
            assert_eq!(code(&output), 2, "{name}: {}", told(&output));
        }
        fs::remove_file(scratch.path.join("golden/missed.snap.new")).expect("the file");
    }
    let huge = fs::File::create(scratch.path.join("golden/missed.snap")).expect("a file");
    huge.set_len((256 << 20) + 1).expect("a length");
    story.push_str(&format!(
        "## huge\n{}",
        told(&scratch.run(&["golden", "check", "captures"]))
    ));
    fs::write(scratch.path.join("golden/missed.snap"), [b'-', b'-', 0xff]).expect("a file");
    story.push_str(&format!(
        "## no text\n{}",
        told(&scratch.run(&["golden", "check", "captures"]))
    ));
    fs::remove_file(scratch.path.join("golden/missed.snap")).expect("the file");
    fs::create_dir(scratch.path.join("golden/missed.snap")).expect("a folder");
    story.push_str(&format!(
        "## a folder\n{}",
        told(&scratch.run(&["golden", "record", "captures"]))
    ));
    insta::assert_snapshot!(story);
}

/// `ulimit -f` ends a process in the midst of writing: that is an interruption at the worst moment.
#[cfg(unix)]
#[test]
fn an_interrupted_write_leaves_the_old_golden() {
    let scratch = Scratch::recorded("interrupted", &["answered"]);
    let golden = scratch.read("golden/answered.snap");
    assert!(golden.len() > 2048, "too short to be cut");
    scratch.capture("answered", &changed("answered"));
    for action in ["record --force", "check"] {
        // In blocks of 512 or 1,024 bytes, as the shell likes.
        let line = format!("ulimit -f 2; exec '{CALLPROOF}' golden {action} captures");
        let output = scratch
            .command("sh", &["-c", &line])
            .output()
            .expect("a shell");
        assert_ne!(
            output.status.code(),
            Some(0),
            "{action} was not interrupted"
        );
        assert_eq!(scratch.read("golden/answered.snap"), golden, "{action}");
        assert!(!scratch.has("golden/answered.snap.new"), "{action}");
    }
    // What an interruption leaves is in nobody's way.
    assert_eq!(code(&scratch.run(&["golden", "check", "captures"])), 1);
    assert_eq!(code(&scratch.run(&["golden", "accept", "--all"])), 0);
    assert_eq!(code(&scratch.run(&["golden", "check", "captures"])), 0);
}

#[test]
fn nothing_is_touched_unless_all_of_it_waits() {
    let scratch = Scratch::recorded("unknown", &["missed"]);
    scratch.capture("missed", &changed("missed"));
    scratch.run(&["golden", "check", "captures"]);
    for arguments in [
        &["golden", "accept", "missed", "misssed"][..],
        &["golden", "accept", "../missed"],
        &["golden", "accept"],
        &["golden", "reject"],
        &["golden", "accept", "missed", "--all"],
        &["golden", "review"],
        &["golden"],
    ] {
        let output = scratch.run(arguments);
        assert_eq!(code(&output), 2, "{arguments:?}: {}", told(&output));
        assert!(output.stdout.is_empty(), "{arguments:?}");
    }
    let review = told(&scratch.run(&["golden", "review"]));
    assert!(review.contains("callproof golden accept NAME"), "{review}");
    assert!(scratch.has("golden/missed.snap.new"));
    assert_eq!(code(&scratch.run(&["golden", "accept", "--all"])), 0);
    assert_eq!(code(&scratch.run(&["golden", "accept", "--all"])), 0);
    assert_eq!(
        told(&scratch.run(&["golden", "pending"])),
        "nothing is pending\n"
    );
}

#[test]
fn under_ci_a_patch_brings_the_goldens_up_to_date() {
    let captures = ["missed", "an incoming call", "übergabe"];
    // Where the command runs below the root of a repository, so does `git apply`.
    for (name, root) in [("patch", "."), ("patch-below", "..")] {
        let scratch = Scratch::recorded(name, &["missed", "incoming-call"]);
        fs::rename(
            scratch.path.join("captures/incoming-call.ndjson"),
            scratch.path.join("captures/an incoming call.ndjson"),
        )
        .expect("a new name");
        fs::remove_file(scratch.path.join("golden/incoming-call.snap")).expect("a golden");
        scratch.run(&["golden", "record", "captures"]);
        for capture in captures {
            scratch.capture(capture, &changed("missed"));
        }
        scratch.write("golden/README.md", "not a golden");
        let git = |arguments: &[&str]| {
            let output = scratch.command("git", arguments).output().expect("git");
            assert_eq!(code(&output), 0, "{arguments:?}: {}", told(&output));
        };
        git(&["init", "-q", root]);
        let before = scratch.goldens();

        let output = scratch.run_under_ci(&["golden", "check", "captures"]);
        assert_eq!(code(&output), 1);
        assert!(
            told(&output).contains("--patch goldens.patch"),
            "{}",
            told(&output)
        );
        assert_eq!(scratch.goldens(), before);
        let arguments = ["golden", "check", "captures", "--patch", "goldens.patch"];
        let output = scratch.run_under_ci(&arguments);
        assert_eq!(code(&output), 1);
        assert!(
            told(&output).contains("git apply goldens.patch"),
            "{}",
            told(&output)
        );
        assert_eq!(scratch.goldens(), before);

        git(&["apply", "goldens.patch"]);
        let after = [
            "README.md",
            "an incoming call.snap",
            "missed.snap",
            "übergabe.snap",
        ];
        assert_eq!(scratch.goldens(), after);
        let output = scratch.run_under_ci(&arguments);
        assert_eq!(code(&output), 0, "{}", told(&output));
        assert_eq!(scratch.read("goldens.patch"), "");
        let _ = fs::remove_dir_all(scratch.path.join(root).join(".git"));
    }
}

#[test]
fn a_patch_is_for_goldens_below_the_current_directory() {
    let scratch = Scratch::recorded("patch-outside", &["missed"]);
    for dir in ["../patch-outside/golden", "/no/where"] {
        let arguments = ["golden", "check", "captures", "--dir", dir, "--patch", "p"];
        let output = scratch.run(&arguments);
        assert_eq!(code(&output), 2, "{dir}: {}", told(&output));
        assert!(!scratch.has("p"));
    }
}

/// The run's report and its schema.
fn joined(scratch: &Scratch, more: &[&str]) -> (i32, Value) {
    let arguments = [&["check", "--golden", "golden", "--format", "json"], more].concat();
    let output = scratch.run(&arguments);
    let report: Value = serde_json::from_slice(&output.stdout).expect("a report");
    let schema: Value = serde_json::from_str(SCHEMA).expect("the schema");
    let schema = jsonschema::validator_for(&schema).expect("the schema");
    if let Err(error) = schema.validate(&report) {
        panic!("the report is not as its schema says: {error}");
    }
    (code(&output), report)
}

#[test]
fn conformance_and_goldens_are_one_run_and_one_report() {
    let scratch = Scratch::recorded("joined", &["incoming-call", "missed"]);
    let (exit, report) = joined(&scratch, &["captures"]);
    assert_eq!((exit, &report["outcome"]), (0, &"conformant".into()));
    let alone = scratch.run(&["golden", "check", "captures", "--format", "json"]);
    let alone: Value = serde_json::from_slice(&alone.stdout).expect("JSON");
    assert_eq!(alone["outcome"], "conformant");
    assert_eq!(alone["goldens"], report["goldens"]);
    assert_eq!(report["goldens"]["each"][1]["state"], "same");

    // It conforms, and is not as it was.
    scratch.capture("missed", &sample("rejected"));
    let (exit, report) = joined(&scratch, &["captures"]);
    assert_eq!((exit, &report["outcome"]), (1, &"nonconformant".into()));
    assert_eq!(report["counts"]["errors"], 0);
    assert_eq!(report["reasons"][0]["code"], "goldens");
    assert_eq!(report["goldens"]["each"][1]["state"], "changed");
    assert_eq!(scratch.goldens(), ["incoming-call.snap", "missed.snap"]);
    let human = told(&scratch.run(&["check", "captures", "--golden", "golden"]));
    for part in [
        "changed[golden/missed]",
        "1 changed (missed), 1 same",
        "next: callproof golden check",
    ] {
        assert!(human.contains(part), "{part}: {human}");
    }
    let lines = scratch.run(&[
        "check", "captures", "--golden", "golden", "--format", "ndjson",
    ]);
    assert!(told(&lines).contains("\"state\":\"changed\""));

    // It is as it was, and does not conform.
    scratch.capture("missed", &changed("missed"));
    scratch.run(&["golden", "record", "captures", "--force"]);
    let (exit, report) = joined(&scratch, &["captures"]);
    assert_eq!(
        (exit, &report["goldens"]["each"][1]["state"]),
        (1, &"same".into())
    );

    // One without a capture.
    let one = "captures/incoming-call.ndjson";
    let (exit, report) = joined(&scratch, &[one]);
    assert_eq!(
        (exit, &report["goldens"]["each"][1]["state"]),
        (1, &"orphan".into())
    );
    assert_eq!(joined(&scratch, &[one, "--allow-orphans"]).0, 0);

    // A run that ends early has not seen all.
    let (exit, report) = joined(&scratch, &["captures", "--fail-fast", "--skip", "button"]);
    assert_eq!((exit, report["goldens"].is_null()), (0, false));
    let (exit, report) = joined(&scratch, &["captures", "--fail-fast"]);
    assert_eq!((exit, report["goldens"].is_null()), (1, true));
    let codes = report["reasons"].as_array().expect("reasons").iter();
    assert!(
        codes
            .map(|reason| &reason["code"])
            .any(|code| code == "goldens-not-compared")
    );
}

#[test]
fn another_producer_takes_over_what_is_the_same() {
    let scratch = Scratch::new("renamed");
    scratch.capture("missed", &sample("missed"));
    let record = |producer: &[&str]| {
        let output = scratch.run(&[&["golden", "record", "captures"], producer].concat());
        assert_eq!(code(&output), 0);
        told(&output)
    };
    record(&["--producer", "p1"]);
    let before = scratch.read("golden/missed.snap");
    assert_eq!(record(&[]), "same      golden/missed.snap\n");
    assert_eq!(scratch.read("golden/missed.snap"), before);
    assert_eq!(
        record(&["--producer", "p2"]),
        "same      golden/missed.snap, of producer p2 now\n"
    );
    assert_eq!(
        scratch.read("golden/missed.snap"),
        before.replace("p1", "p2")
    );
}

#[test]
fn conformance_without_any_golden_proves_too_little() {
    let scratch = Scratch::new("joined-none");
    scratch.capture("missed", &sample("missed"));
    let (exit, report) = joined(&scratch, &["captures"]);
    assert_eq!((exit, &report["outcome"]), (3, &"incomplete".into()));
    assert_eq!(report["reasons"][0]["code"], "no-goldens");
    let human = told(&scratch.run(&["check", "captures", "--golden", "golden"]));
    assert!(human.contains("next: callproof golden record"), "{human}");
    let plain = scratch.run(&["check", "captures", "--format", "json"]);
    let plain: Value = serde_json::from_slice(&plain.stdout).expect("a report");
    assert!(plain.get("goldens").is_none());
}

/// A capture that comes on standard input is named by `--scenario`.
#[test]
fn standard_input_needs_a_name() {
    let scratch = Scratch::recorded("stdin", &["missed"]);
    let piped = |arguments: &[&str]| {
        let capture = fs::File::open(scratch.path.join("captures/missed.ndjson")).expect("a file");
        let mut command = scratch.command(CALLPROOF, arguments);
        command.stdin(capture).output().expect("the command runs")
    };
    let output = piped(&["golden", "check"]);
    assert_eq!(code(&output), 2);
    assert!(
        told(&output).contains("--scenario NAME"),
        "{}",
        told(&output)
    );
    let both = ["check", "-", "--golden", "golden", "--scenario", "missed"];
    assert_eq!(code(&piped(&both)), 0);
    assert_eq!(code(&piped(&both[..4])), 2);
    let alone = ["golden", "check", "--scenario", "missed"];
    assert_eq!(code(&piped(&alone)), 0);
    assert_eq!(
        code(&piped(&["golden", "check", "-", "--scenario", "night"])),
        1
    );
    assert!(
        Path::new(&scratch.path)
            .join("golden/night.snap.new")
            .exists()
    );
}

/// Of runs that record at once, those of one capture win, and all others say so: none is lost unseen.
#[test]
fn one_of_many_records_at_once_wins() {
    let rounds = std::env::var("CALLPROOF_ROUNDS").ok();
    let rounds: usize = rounds.map_or(5, |rounds| rounds.parse().expect("a number"));
    for round in 0..rounds {
        let scratch = Scratch::new("at-once");
        for capture in ["one", "other"] {
            fs::create_dir(scratch.path.join(capture)).expect("a folder");
        }
        scratch.write("one/missed.json", &sample("missed"));
        scratch.write("other/missed.json", &changed("missed"));
        let begin = |number: usize| {
            let capture = ["one", "other"][number % 2];
            let arguments = ["golden", "record", &format!("{capture}/missed.json")];
            let mut command = scratch.command(CALLPROOF, &arguments);
            command.stdout(Stdio::piped()).stderr(Stdio::piped());
            (capture, command.spawn().expect("the command runs"))
        };
        let children: Vec<_> = (0..10).map(begin).collect();
        let ended = children.into_iter().map(|(capture, child)| {
            let output = child.wait_with_output().expect("an end");
            (capture, code(&output), told(&output))
        });
        let ended: Vec<_> = ended.collect();
        let recorded: Vec<_> = ended
            .iter()
            .filter(|(_, _, said)| said.starts_with("recorded"))
            .collect();
        let [(winner, 0, _)] = recorded[..] else {
            panic!("round {round}: {ended:?}");
        };
        for (capture, exit, said) in &ended {
            let expected = if capture == winner { 0 } else { 1 };
            assert_eq!(*exit, expected, "round {round}: {capture}: {said}");
        }
        assert_eq!(scratch.goldens(), ["missed.snap"]);
        let again = scratch.run(&["golden", "check", &format!("{winner}/missed.json")]);
        assert_eq!(code(&again), 0, "{}", told(&again));
    }
}
