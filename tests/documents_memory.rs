//! How much memory hostile input takes: the peak of a process of its own.
#![cfg(target_os = "linux")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use callproof::event::reference::GOLDENS;
use serde_json::Value;

/// What a process takes that does next to nothing, and what the machine adds, in megabytes.
const SLACK: u64 = 40;

struct Run {
    /// The most memory that was resident, in megabytes.
    peak: u64,
    code: Option<i32>,
    output: String,
    errors: String,
}

fn run(arguments: &[&str]) -> Run {
    let folder = folder();
    let name = arguments.join(" ").replace(['/', ' '], "_");
    let kept = |ending: &str| folder.join(format!("{:.80}.{ending}", name.replace('.', "_")));
    let (output, errors) = (kept("out"), kept("err"));
    let mut child = Command::new(env!("CARGO_BIN_EXE_callproof"))
        .args(arguments)
        .current_dir(&folder)
        .stdin(Stdio::null())
        .stdout(fs::File::create(&output).expect("a file"))
        .stderr(fs::File::create(&errors).expect("a file"))
        .spawn()
        .expect("the program");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    let code = loop {
        // The kernel keeps the peak, so none between two looks is missed.
        let told = fs::read_to_string(&status).unwrap_or_default();
        let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse().ok());
        peak = peak.max(kilobytes.unwrap_or(0) / 1000);
        if let Some(status) = child.try_wait().expect("a child") {
            break status.code();
        }
        thread::sleep(Duration::from_millis(2));
    };
    assert!(peak > 0, "{arguments:?}");
    let text = |path: &Path| String::from_utf8_lossy(&fs::read(path).expect("a file")).into_owned();
    Run {
        peak,
        code,
        output: text(&output),
        errors: text(&errors),
    }
}

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("documents_memory");
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn file(name: &str, text: &[u8]) {
    fs::write(folder().join(name), text).expect("a file");
}

/// The incoming call with that text as a value.
fn event(pointer: &str, text: &str) -> String {
    let mut event: Value = serde_json::from_str(GOLDENS[0].documents()[0]).expect("JSON");
    let (parent, key) = pointer.rsplit_once('/').expect("a place");
    event.pointer_mut(parent).expect("a parent")[key] = "here".into();
    event.to_string().replace("\"here\"", text)
}

fn zeros(count: usize) -> String {
    format!("[{}0]", "0,".repeat(count - 1))
}

/// The text once in each document, and its nodes at eight bytes each.
#[test]
fn a_document_takes_four_times_its_text_and_twice_in_reading() {
    const COUNT: usize = 2_000_000;
    let large = zeros(COUNT);
    for (name, text) in [
        ("member.json", format!("{{\"a\":{large}}}")),
        ("unknown.json", event("/message/zeros", &large)),
        (
            "participants.json",
            event("/message/call/ResponseActual/Participants", &large),
        ),
    ] {
        file(name, text.as_bytes());
        let run = run(&["check", "--format", "json", name]);
        assert!(run.peak < 4 + 4 + 2 + 16 + SLACK, "{name}: {} MB", run.peak);
    }
}

#[test]
fn large_documents_in_a_row_are_held_one_at_a_time() {
    let one = event("/message/zeros", &zeros(1_000_000));
    file("row.ndjson", format!("{one}\n").repeat(8).as_bytes());
    let run = run(&["check", "--format", "json", "row.ndjson"]);
    assert!(run.peak < 2 + 2 + 2 + 8 + SLACK, "{} MB", run.peak);
    let report: Value = serde_json::from_str(&run.output).expect("a report");
    assert_eq!(report["counts"]["events"], 8);
}

#[test]
fn names_of_other_messages_are_kept_up_to_a_hundred() {
    let line =
        |at: usize| format!("{{\"channel\":\"c{at}\",\"topic\":\"t\",\"subtopic\":\"s{at}\"}}\n");
    let lines: String = (0..60_000).map(line).collect();
    file("names.ndjson", lines.as_bytes());
    let run = run(&["check", "--format", "json", "names.ndjson"]);
    assert!(run.peak < SLACK, "{} MB", run.peak);
    let report: Value = serde_json::from_str(&run.output).expect("a report");
    assert_eq!(report["other_messages"].as_array().map(Vec::len), Some(100));
    assert_eq!(report["other_messages_left_out"], 59_900);
    assert_eq!(report["counts"]["other_messages"], 60_000);
}

#[test]
fn repeated_keys_are_kept_up_to_a_hundred() {
    let members = "\"\":0,".repeat(400_000);
    let object = format!("{{{members}\"\":1}}");
    file("repeated.json", event("/message/zeros", &object).as_bytes());
    let run = run(&["check", "--format", "json", "repeated.json"]);
    assert!(run.peak < 3 * 2 + 2 * 4 + SLACK, "{} MB", run.peak);
    assert_eq!(run.code, Some(1));
    assert!(
        run.output
            .contains("; 399900 more keys are repeated in the document"),
        "{}",
        run.output
    );
}

#[test]
fn undocumented_keys_of_a_document_are_counted() {
    let members: String = (0..200_000).map(|at| format!("\"k{at}\":0,")).collect();
    let object = format!("{{{members}\"call\":{{\"ButtonStates\":{{}}}}}}");
    file("keys.json", event("/message", &object).as_bytes());
    let run = run(&["check", "--format", "json", "keys.json"]);
    assert!(run.peak < 3 * 3 + 2 * 4 + SLACK, "{} MB", run.peak);
    let report: serde_json::Value = serde_json::from_str(&run.output).expect("JSON");
    assert_eq!(report["counts"]["unknown_keys_left_out"], 199_900);
    assert_eq!(report["counts"]["notes"], 200_000);
}

#[test]
fn a_normal_form_that_would_be_too_large_is_not_made() {
    let large = event(
        "/message/call/ResponseActual/Participants",
        &zeros(2_000_000),
    );
    file("large.json", large.as_bytes());
    for command in ["normalize", "compare"] {
        let arguments: &[&str] = match command {
            "compare" => &["compare", "large.json", "large.json"],
            _ => &["normalize", "large.json"],
        };
        let run = run(arguments);
        assert_eq!(run.code, Some(2), "{command}: {}", run.errors);
        assert!(
            run.peak < 4 + 4 + 2 + 16 + SLACK,
            "{command}: {} MB",
            run.peak
        );
        assert!(
            run.errors.contains("document 1, line 1: the normal form of this event is larger than 64 MiB, most of it at /message/call/ResponseActual/Participants"),
            "{}",
            run.errors
        );
    }
}

/// A frame that asks for 128 MiB of window, in thirteen bytes.
#[test]
fn a_large_window_is_a_fault_of_its_input() {
    let window = (17 << 3) as u8;
    let frame = [0x28, 0xB5, 0x2F, 0xFD, 0, window, 3, 0, 0, b'{', 1, 0, 0];
    let names: Vec<String> = (0..10).map(|at| format!("window-{at}.json")).collect();
    names.iter().for_each(|name| file(name, &frame));
    let merged: Vec<&str> = names.iter().map(String::as_str).collect();
    let merged = [
        &["check", "--format", "json", "--order", "time"][..],
        &merged,
    ]
    .concat();
    let run = run(&merged);
    assert_eq!(run.code, Some(1), "{}", run.errors);
    assert!(run.peak < SLACK, "{} MB", run.peak);
    assert!(
        run.output.contains("zstd: its window is larger than 8 MiB"),
        "{}",
        run.output
    );
}
