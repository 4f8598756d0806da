//! A file whose name is not UTF-8 is an input like any other, and is shown escaped.
#![cfg(target_os = "linux")]

use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const CALL: &str = include_str!("../golden/incoming-call.json");

/// A folder of one test, gone when it ends.
struct Room(PathBuf);

impl Room {
    fn new(name: &str) -> Room {
        let path =
            std::env::temp_dir().join(format!("callproof-names-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a folder");
        Room(path)
    }

    /// A file of these bytes as its name.
    fn file(&self, name: &[u8], text: &str) -> PathBuf {
        let path = self.0.join(OsStr::from_bytes(name));
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, text).expect("a file");
        path
    }

    fn run<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_callproof"))
            .args(arguments)
            .current_dir(&self.0)
            .env("SOURCE_DATE_EPOCH", "1767225600")
            .env_remove("CI")
            .output()
            .expect("the command runs")
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("standard output is UTF-8")
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("standard error is UTF-8")
}

/// The paths of a JSON report's inputs.
fn inputs(report: &str) -> Vec<String> {
    let report: serde_json::Value = serde_json::from_str(report).expect("a report");
    let inputs = report["inputs"].as_array().expect("inputs").iter();
    inputs
        .map(|input| input["path"].as_str().expect("a path").to_owned())
        .collect()
}

#[test]
fn check_takes_the_file_and_escapes_its_name() {
    let room = Room::new("check");
    let name = OsStr::from_bytes(b"a\xFF.json");
    room.file(name.as_bytes(), CALL);
    let good = room.run::<&OsStr>(&[OsStr::new("check"), name, OsStr::new("--format=json")]);
    assert_eq!(good.status.code(), Some(0), "{}", stderr(&good));
    assert_eq!(inputs(stdout(&good)), ["a\\xFF.json"]);

    let bad = OsStr::from_bytes(b"b\xFF.json");
    room.file(bad.as_bytes(), &CALL.replace("\"Enable\"", "\"Enabled\""));
    let bad = room.run(&[OsStr::new("check"), bad]);
    assert_eq!(bad.status.code(), Some(1), "{}", stderr(&bad));
    assert!(stdout(&bad).contains("b\\xFF.json:"), "{}", stdout(&bad));

    let missing = room.run(&[OsStr::new("check"), OsStr::from_bytes(b"c\xFF.json")]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(
        stderr(&missing).contains("c\\xFF.json"),
        "{}",
        stderr(&missing)
    );
}

#[test]
fn a_folder_that_holds_it_is_searched_in_any_order_of_events() {
    let room = Room::new("folder");
    room.file(b"calls\xFE/one\xFF.json", CALL);
    room.file(b"calls\xFE/note\xFF.txt", "nothing\n");
    for order in ["input", "time"] {
        let arguments = [
            OsString::from("check"),
            OsString::from_vec(b"calls\xFE".to_vec()),
            "--format=json".into(),
            format!("--order={order}").into(),
        ];
        let output = room.run(&arguments);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert_eq!(inputs(stdout(&output)), ["calls\\xFE/one\\xFF.json"]);
    }
    let told = room.run(&[OsStr::new("check"), OsStr::from_bytes(b"calls\xFE")]);
    assert!(stdout(&told).contains("note\\xFF.txt"), "{}", stdout(&told));
}

#[test]
fn every_command_over_captures_takes_it() {
    let room = Room::new("commands");
    let name = OsStr::from_bytes(b"a\xFF.json");
    room.file(name.as_bytes(), CALL);
    let commands: [(&[&str], &[&str]); 6] = [
        (&["calls"], &[]),
        (&["coverage"], &[]),
        (&["normalize"], &[]),
        (&["golden", "record"], &["--scenario=one"]),
        (&["golden", "check"], &["--scenario=one"]),
        (&["declare", "--from"], &[]),
    ];
    for (before, behind) in commands {
        let arguments = before.iter().map(OsStr::new).chain([name]);
        let arguments: Vec<&OsStr> = arguments.chain(behind.iter().map(OsStr::new)).collect();
        let output = room.run(&arguments);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{before:?}: {}{}",
            stdout(&output),
            stderr(&output)
        );
    }
}

#[test]
fn compare_pairs_the_files_of_two_folders_by_their_bytes() {
    let room = Room::new("compare");
    for folder in ["old", "new"] {
        room.file(&[folder.as_bytes(), b"/in\xFE/a\xFF.json"].concat(), CALL);
    }
    let folders = room.run(&["compare", "old", "new", "--format=json"]);
    assert_eq!(folders.status.code(), Some(0), "{}", stderr(&folders));
    let told: serde_json::Value = serde_json::from_str(stdout(&folders)).expect("JSON");
    assert!(
        told.to_string().contains("in\\\\xFE/a\\\\xFF.json"),
        "{told}"
    );

    let file = |folder: &str| Path::new(folder).join(OsStr::from_bytes(b"in\xFE/a\xFF.json"));
    let files = room.run(&[PathBuf::from("compare"), file("old"), file("new")]);
    assert_eq!(files.status.code(), Some(0), "{}", stderr(&files));
}

#[test]
fn a_report_goes_to_the_very_path() {
    let room = Room::new("report");
    room.file(b"a.json", CALL);
    let mut report = OsString::from("--report=json=");
    let path = OsStr::from_bytes(b"report\xFF=1.json");
    report.push(path);
    let output = room.run::<&OsStr>(&[OsStr::new("check"), OsStr::new("a.json"), &report]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let written = fs::read_to_string(room.0.join(path)).expect("the report");
    assert_eq!(inputs(&written), ["a.json"]);
}

#[test]
fn a_bundle_holds_it_and_is_verified_under_such_a_name() {
    let room = Room::new("bundle");
    let sample = "sample --calls 60 --seed 5 --flow answered --flow missed --flow wrap-up";
    let sample: Vec<&str> = sample.split(' ').collect();
    let name = OsStr::from_bytes(b"a\xFF.ndjson");
    room.file(name.as_bytes(), stdout(&room.run(&sample)));
    let declared = room.run::<&OsStr>(&["declare".as_ref(), "--from".as_ref(), name]);
    assert_eq!(declared.status.code(), Some(0), "{}", stderr(&declared));
    let toml = room.0.join("producer.toml");
    let declaration = fs::read_to_string(&toml).expect("a declaration");
    fs::write(&toml, declaration.replace("= \"\"", "= \"Example\"")).expect("a declaration");

    let bundle = OsStr::from_bytes(b"b\xFF.tar");
    let flags = "--declaration=producer.toml --level=standard --unsigned --output";
    let certify = [OsStr::new("certify"), name].into_iter();
    let certify = certify.chain(flags.split(' ').map(OsStr::new));
    let certified = room.run(&certify.chain([bundle]).collect::<Vec<_>>());
    let told = stdout(&certified);
    assert_eq!(
        certified.status.code(),
        Some(0),
        "{told}{}",
        stderr(&certified)
    );
    assert!(told.contains("b\\xFF.tar"), "{told}");
    let verified = room.run::<&OsStr>(&["verify".as_ref(), bundle, "--allow-unsigned".as_ref()]);
    assert_eq!(verified.status.code(), Some(0), "{}", stderr(&verified));
}

#[test]
fn an_escaped_byte_hides_no_phone_number() {
    let room = Room::new("number");
    room.file(b"Ren\xE94155550123.json", CALL);
    let output = room.run(&["check", ".", "--format=json"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(
        !stdout(&output).contains("4155550123"),
        "{}",
        stdout(&output)
    );
}

#[test]
fn its_golden_has_the_escape_without_a_separator() {
    let room = Room::new("golden");
    room.file(b"calls/Ren\xE9.json", CALL);
    room.file(b"calls/plain.json", CALL);
    let recorded = room.run(&["golden", "record", "calls"]);
    assert_eq!(recorded.status.code(), Some(0), "{}", stderr(&recorded));
    for name in ["Ren%E9.snap", "plain.snap"] {
        assert!(room.0.join("golden").join(name).is_file(), "{name}");
    }
    let checked = room.run(&["golden", "check", "calls"]);
    assert_eq!(checked.status.code(), Some(0), "{}", stderr(&checked));
    assert!(stdout(&checked).contains("2 same"), "{}", stdout(&checked));
}
