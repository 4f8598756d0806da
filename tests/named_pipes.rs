//! A named pipe that nobody writes to: the command says that it waits, and can be interrupted.
#![cfg(unix)]

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

fn pipe(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("callproof-{name}-{}", std::process::id()));
    let _ = std::fs::remove_file(&path);
    let made = Command::new("mkfifo").arg(&path).status();
    assert!(made.expect("mkfifo").success());
    path
}

/// The command with the pipe as its input, and what it first says on standard error.
fn waiting(path: &PathBuf) -> (Child, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_callproof"))
        .arg("check")
        .arg(path)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command");
    let mut line = String::new();
    let errors = child.stderr.take().expect("standard error");
    BufReader::new(errors).read_line(&mut line).expect("a line");
    (child, line)
}

#[test]
fn the_command_says_that_it_waits_for_a_writer() {
    let path = pipe("writer");
    let (mut child, line) = waiting(&path);
    assert!(line.contains("named pipe"), "{line}");
    let call = include_str!("../golden/incoming-call.json");
    let mut writer = std::fs::File::options()
        .write(true)
        .open(&path)
        .expect("a reader");
    writer.write_all(call.as_bytes()).expect("written");
    drop(writer);
    let status = child.wait().expect("an end");
    let _ = std::fs::remove_file(&path);
    assert_eq!(status.code(), Some(0));
}

#[test]
fn an_interrupt_ends_the_wait() {
    let path = pipe("interrupt");
    let (mut child, line) = waiting(&path);
    assert!(line.contains("named pipe"), "{line}");
    let id = child.id().to_string();
    let sent = Command::new("kill").args(["-INT", &id]).status();
    assert!(sent.expect("kill").success());
    let status = child.wait().expect("an end");
    let _ = std::fs::remove_file(&path);
    assert_ne!(status.code(), Some(0), "nothing was read");
}

/// What the command comes to; one that hangs fails.
fn ended(mut child: Child) -> (Option<i32>, String) {
    let begun = std::time::Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("a status") {
            break status;
        }
        if begun.elapsed().as_secs() > 30 {
            child.kill().expect("its end");
            panic!("it hangs");
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    };
    let mut said = String::new();
    if let Some(errors) = &mut child.stderr {
        std::io::Read::read_to_string(errors, &mut said).expect("text");
    }
    (status.code(), said)
}

fn spawned(arguments: &[&str], folder: &std::path::Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_callproof"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command")
}

const CALL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/golden/incoming-call.json");

/// A pipe where a file of the user's own belongs ends the run at once.
#[test]
fn no_pipe_is_settings_a_key_a_bundle_or_a_report() {
    let path = pipe("settings");
    let named = path.to_str().expect("UTF-8");
    let folder = std::env::temp_dir().join(format!("callproof-found-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::rename(&path, folder.join("callproof.toml")).expect("a rename");
    let found = ended(spawned(&["check", CALL], &folder));
    std::fs::remove_dir_all(&folder).expect("the folder");
    let path = pipe("settings");
    let cases: [&[&str]; 7] = [
        &["check", CALL, "--config", named],
        &["check", CALL, "--waivers", named],
        &["check", CALL, "--baseline", named],
        &["waive", "--from", named, "--output", "-"],
        &["verify", named, "--allow-unsigned"],
        &["verify", CALL, "--key", named],
        &[
            "certify",
            CALL,
            "--declaration",
            named,
            "--output",
            "never.tar",
            "--unsigned",
            "--level",
            "core",
        ],
    ];
    let told = cases.map(|case| (case, ended(spawned(case, &std::env::temp_dir()))));
    let _ = std::fs::remove_file(&path);
    for (case, (code, said)) in told.into_iter().chain([(&["found"][..], found)]) {
        assert_eq!(code, Some(2), "{case:?}: {said}");
        assert!(
            said.contains("a named pipe, and no regular file"),
            "{case:?}: {said}"
        );
        assert_eq!(said.lines().count(), 1, "{case:?}: {said}");
    }
}

#[test]
fn every_command_over_captures_says_that_it_waits() {
    let path = pipe("captures");
    let named = path.to_str().expect("UTF-8");
    for arguments in [
        &["golden", "record", named, "--dir", "callproof-never"][..],
        &["golden", "check", named, "--dir", "callproof-never"],
        &["compare", named, CALL],
        &[
            "declare",
            "--from",
            named,
            "--output",
            "callproof-never.toml",
        ],
        &["check", named],
        &["normalize", named],
        &["calls", named],
    ] {
        let mut child = spawned(arguments, &std::env::temp_dir());
        let mut line = String::new();
        let errors = child.stderr.take().expect("standard error");
        BufReader::new(errors).read_line(&mut line).expect("a line");
        child.kill().expect("its end");
        child.wait().expect("an end");
        assert!(
            line.contains("nobody writes to; waiting"),
            "{arguments:?}: {line}"
        );
    }
    let _ = std::fs::remove_file(&path);
}

#[test]
fn a_report_goes_to_no_pipe_that_nobody_reads() {
    let path = pipe("report");
    let report = format!("json={}", path.display());
    let arguments = ["check", CALL, "--report", &report];
    let (code, said) = ended(spawned(&arguments, &std::env::temp_dir()));
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("a named pipe that nobody reads"), "{said}");
    // A reader that comes soon, and one that waits already.
    for late in [500, 0] {
        let child = spawned(&arguments, &std::env::temp_dir());
        std::thread::sleep(std::time::Duration::from_millis(late));
        let read = std::fs::read_to_string(&path).expect("a report");
        assert!(read.ends_with("}\n"), "{read}");
        assert_eq!(ended(child).0, Some(0));
    }
    let _ = std::fs::remove_file(&path);
}

/// What a shell hands over is read and written as ever.
#[test]
fn process_substitution_works() {
    let script = r#"
        set -e
        "$0" check "$1" --quiet --config <(echo 'profile = "strict"') --waivers <(echo) --report json=>(cat >"$2")
        for _ in 1 2 3 4 5 6 7 8 9 10; do test -s "$2" && break; sleep 0.2; done
        grep -q '"profile": "strict"' "$2"
        echo 'profile = "strict"' | "$0" check "$1" --quiet --config /dev/stdin --waivers /dev/null
    "#;
    let out = std::env::temp_dir().join(format!("callproof-handed-{}", std::process::id()));
    let status = Command::new("bash")
        .args(["-c", script, env!("CARGO_BIN_EXE_callproof"), CALL])
        .arg(&out)
        .status();
    let _ = std::fs::remove_file(&out);
    assert!(status.expect("bash").success());
}
