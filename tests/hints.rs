//! What a report names as the next step works when somebody pastes it into a shell.

#![cfg(all(unix, feature = "cli"))]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const CALLPROOF: &str = env!("CARGO_BIN_EXE_callproof");

/// A folder with captures whose names a shell would take apart, and goldens of them.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("hints")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    let names = [("plain", "missed"), ("a call", "rejected")];
    for captures in ["captures", "changed captures"] {
        fs::create_dir_all(folder.join(captures)).expect("a folder");
        for (name, flow) in names {
            let sample = callproof::sample::call(flow).expect("a flow");
            let text = match captures {
                "captures" => sample,
                _ => sample.replace("InboundTest", "Night"),
            };
            fs::write(folder.join(captures).join(format!("{name}.ndjson")), text).expect("a file");
        }
    }
    for odd in ["night's $HOME.ndjson", "-first.ndjson"] {
        fs::copy(folder.join("captures/plain.ndjson"), folder.join(odd)).expect("a file");
    }
    fs::write(folder.join("empty.ndjson"), "").expect("a file");
    fs::write(folder.join("packet.json"), packet()).expect("a file");
    let recorded = run(
        &folder,
        &["golden", "record", "captures", "--dir", "my goldens"],
    );
    assert_eq!(recorded.status.code(), Some(0));
    folder
}

fn packet() -> String {
    let event = callproof::sample::call("incoming-call").expect("a flow");
    format!("{{\"detail\":{{\"body\":{event}}}}}")
}

fn prepared(program: &str, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .current_dir(folder)
        .stdin(Stdio::null())
        .env_remove("CI")
        .env_remove("COLUMNS");
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let output = prepared(CALLPROOF, folder).args(arguments).output();
    output.expect("the command runs")
}

/// The command that the output names, where it names one.
fn hint(output: &Output) -> Option<String> {
    let text = String::from_utf8(output.stdout.clone()).expect("UTF-8");
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("  next: "))?;
    Some(line.to_owned())
}

#[test]
fn a_hint_is_a_command_that_works() {
    let folder = folder("works");
    // What is run, the next step, and the exit code of that.
    let cases: &[(&[&str], Option<&str>, i32)] = &[
        (
            &["check", "captures"],
            Some("callproof check captures --profile strict"),
            0,
        ),
        (
            &[
                "--color",
                "never",
                "check",
                "night's $HOME.ndjson",
                "--profile=core",
            ],
            Some("callproof --color never check \"night's \"'$HOME.ndjson' --profile standard"),
            0,
        ),
        (
            &["check", "--", "-first.ndjson"],
            Some("callproof check --profile strict -- -first.ndjson"),
            0,
        ),
        (&["check", "captures", "--profile", "strict"], None, 0),
        (&["check", "empty.ndjson"], Some("callproof sample"), 0),
        (
            &["check", "packet.json"],
            Some("callproof check packet.json --unwrap"),
            0,
        ),
        (
            &["check", "--at", "/detail", "packet.json"],
            Some("callproof check packet.json --unwrap"),
            0,
        ),
        (
            &["check", "captures", "--only", "flow/no-replay"],
            Some("callproof explain flow/no-replay"),
            0,
        ),
        (
            &["check", "captures", "--require-coverage", "flow:answered"],
            None,
            0,
        ),
        (
            &["check", "captures", "--golden", "none yet"],
            Some("callproof golden record captures --dir 'none yet'"),
            0,
        ),
        (
            &[
                "check",
                "changed captures",
                "--golden",
                "my goldens",
                "--no-config",
            ],
            Some("callproof golden check 'changed captures' --dir 'my goldens' --no-config"),
            1,
        ),
        (&["check", "-q", "--golden", "x", "captures"], None, 0),
        (
            &["golden", "check", "captures", "--dir", "nor here"],
            Some("callproof golden record captures --dir 'nor here'"),
            0,
        ),
        (
            &[
                "golden",
                "check",
                "changed captures",
                "--dir",
                "my goldens",
                "--patch",
                "a patch",
            ],
            Some("git apply 'a patch'"),
            0,
        ),
    ];
    for (arguments, expected, code) in cases {
        let hint = hint(&run(&folder, arguments));
        assert_eq!(hint.as_deref(), *expected, "{arguments:?}");
        let Some(line) = hint else { continue };
        let places = Path::new(CALLPROOF)
            .parent()
            .expect("a folder")
            .display()
            .to_string();
        let path = std::env::var("PATH").unwrap_or_default();
        let pasted = prepared("sh", &folder)
            .args(["-c", &line])
            .env("PATH", format!("{places}:{path}"))
            .output()
            .expect("a shell");
        let told = String::from_utf8_lossy(&pasted.stderr);
        assert_eq!(pasted.status.code(), Some(*code), "{line}: {told}");
    }
}

#[test]
fn what_cannot_be_run_again_is_no_hint() {
    let folder = folder("stdin");
    let capture = || fs::File::open(folder.join("captures/plain.ndjson")).expect("a capture");
    for arguments in [
        &["check"][..],
        &["check", "-"],
        &["check", "-", "--golden", "none", "--scenario", "plain"],
        &["golden", "check", "--dir", "none", "--scenario", "plain"],
    ] {
        let mut command = prepared(CALLPROOF, &folder);
        let output = command.args(arguments).stdin(capture()).output();
        assert_eq!(
            hint(&output.expect("the command runs")),
            None,
            "{arguments:?}"
        );
    }
}

#[test]
fn what_waits_is_reviewed_and_under_ci_becomes_a_patch() {
    let folder = folder("waits");
    let arguments = [
        "golden",
        "check",
        "changed captures",
        "--dir",
        "my goldens",
        "--allow-orphans",
    ];
    let under_ci = prepared(CALLPROOF, &folder)
        .args(arguments)
        .env("CI", "true")
        .output()
        .expect("the command runs");
    assert_eq!(
        hint(&under_ci).as_deref(),
        Some(
            "callproof golden check 'changed captures' --dir 'my goldens' --allow-orphans --patch goldens.patch"
        )
    );
    assert_eq!(
        hint(&run(&folder, &arguments)).as_deref(),
        Some("callproof golden review --dir 'my goldens'")
    );
}
