//! How much memory the command takes, and how large its reports grow, for input that is made to be large:
//! the peak of a process of its own.
#![cfg(target_os = "linux")]

mod process;

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use callproof::event::golden::GOLDENS;
use serde_json::Value;

use process::measured;

const LARGEST_RESIDENT_BYTES: u64 = 192 << 20;
const LARGEST_REPORT_BYTES: usize = 64 << 20;

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
    let run = measured(&folder(), arguments);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Run {
        peak: run.peak_resident_bytes.expect("a peak") / 1_000_000,
        code: run.output.status.code(),
        output: text(&run.output.stdout),
        errors: text(&run.output.stderr),
    }
}

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("memory");
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
    let report: Value = serde_json::from_str(&run.output).expect("a report");
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
        assert_eq!(run.code, Some(3), "{command}: {}", run.errors);
        assert!(
            run.peak < 4 + 4 + 2 + 16 + SLACK,
            "{command}: {} MB",
            run.peak
        );
        assert!(
            run.errors.contains("large.json: document 1, line 1: the normal form of this event is larger than 64 MiB, most of it at /message/call/ResponseActual/Participants; it is left out"),
            "{}",
            run.errors
        );
    }
}

#[test]
fn an_event_that_is_too_large_stops_no_other() {
    let large = event("/message/zeros", &zeros(2_000_000));
    file("z.json", large.as_bytes());
    for (name, golden) in ["one.json", "two.json"].iter().zip(GOLDENS) {
        file(name, golden.documents()[0].as_bytes());
    }
    let names = ["one.json", "z.json", "two.json"];
    let normalized = run(&[&["normalize"], &names[..]].concat());
    assert_eq!(normalized.code, Some(3), "{}", normalized.errors);
    assert_eq!(
        normalized.output.matches("InboundCallStateChange").count(),
        2
    );
    assert!(normalized.errors.contains("z.json: document 1, line 1: "));
    let _ = fs::remove_dir_all(folder().join("goldens"));
    let golden = ["golden", "record", "--dir", "goldens"];
    let recorded = run(&[&golden[..], &names].concat());
    assert_eq!(recorded.code, Some(1), "{}", recorded.errors);
    assert_eq!(recorded.output.matches("recorded ").count(), 2);
    assert!(
        recorded.output.contains("too large z: "),
        "{}",
        recorded.output
    );
    assert!(recorded.errors.contains("z.json: document 1, line 1: "));
    let checked = run(&[&["check", "--golden", "goldens"], &names[..]].concat());
    assert_eq!(checked.code, Some(1), "{}", checked.errors);
    assert!(checked.output.contains("2 same"), "{}", checked.output);
    assert!(checked.errors.contains("z.json: document 1, line 1: "));
}

/// Each event of a call is counted with what it takes beside its text.
#[test]
fn a_call_of_many_small_events_is_bounded() {
    let line = "{\"subtopic\":\"InboundCallStateChange\"}\n";
    file("small.ndjson", line.repeat(490_000).as_bytes());
    file("few.ndjson", line.repeat(80_000).as_bytes());
    for arguments in [
        &["normalize", "small.ndjson"][..],
        &["compare", "small.ndjson", "small.ndjson"],
        &["compare", "few.ndjson", "few.ndjson"],
        &["normalize", "few.ndjson"],
    ] {
        let run = run(arguments);
        let code = if arguments[1] == "few.ndjson" { 0 } else { 2 };
        assert_eq!(run.code, Some(code), "{arguments:?}: {}", run.errors);
        assert_eq!(code == 2, run.errors.contains("larger than 64 MiB"));
        assert!(run.peak < 2 * SLACK, "{arguments:?}: {} MB", run.peak);
    }
}

/// Of a value or key of 16 MiB no command makes copies by the dozen, and no report shows all of it.
#[test]
fn a_long_text_is_looked_at_in_its_beginning() {
    const LENGTH: usize = 8_000_000;
    file("plain.json", GOLDENS[0].documents()[0].as_bytes());
    let text = format!("\"call 4155550123 now {}\"", "x ".repeat(LENGTH / 2));
    let key = event("/message/zeros", "0").replace("\"zeros\"", &text);
    let cases = [
        ("text.json", event("/message/call/ResponseText", &text)),
        ("from.json", event("/message/call/fromAddress", &text)),
        (
            "status.json",
            event("/message/call/ResponseActual/status", &text),
        ),
        ("key.json", key),
    ];
    for (name, event) in cases {
        file(name, event.as_bytes());
        for arguments in [
            &["check", "--profile", "strict", "--all", name][..],
            &["check", "--format", "json", name],
            &["compare", "plain.json", name],
            &["compare", "--format", "json", "plain.json", name],
            &["normalize", name],
        ] {
            let run = run(arguments);
            println!("{arguments:?}: {} MB", run.peak);
            assert!(matches!(run.code, Some(0 | 1)), "{}", run.errors);
            assert!(run.peak < 6 * 8 + SLACK, "{arguments:?}: {} MB", run.peak);
            assert!(run.output.len() < 400_000, "{}", run.output.len());
            assert!(!run.output.contains("4155550123"), "{arguments:?}");
        }
    }
}

/// What only counts the events inside of something else keeps no nodes of them.
#[test]
fn events_that_are_counted_take_no_nodes() {
    let inner = event(
        "/message/call/ResponseActual/Participants",
        &zeros(2_000_000),
    );
    let wrapped = format!("{{\"a\":{{\"b\":{inner}}}}}");
    let text = format!("{{\"a\":{}}}", Value::from(inner));
    let row = format!("[{}]", [wrapped.as_str(); 4].join(","));
    for (name, text, count) in [
        ("wrapped.json", wrapped.as_str(), 1),
        ("string.json", &text, 1),
        ("row.json", &row, 4),
    ] {
        file(name, text.as_bytes());
        let run = run(&["check", "--format", "json", name]);
        println!("{name}: {} MB", run.peak);
        assert_eq!(run.code, Some(3), "{}", run.errors);
        assert!(run.peak < 4 * 4 + 16 + SLACK, "{name}: {} MB", run.peak);
        let report: Value = serde_json::from_str(&run.output).expect("a report");
        assert_eq!(report["counts"]["unchecked"], count);
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

/// Events with a number of ten million digits each: a few hundred kilobytes when packed.
#[test]
fn long_numbers_take_no_room() {
    let path = folder().join("long-numbers.json.gz");
    let file = File::create(&path).expect("a file");
    let mut packed = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
    let golden: serde_json::Value =
        serde_json::from_str(include_str!("../golden/incoming-call.json")).expect("JSON");
    let golden = golden.to_string();
    let digits = "7".repeat(10_000_000);
    let places = [
        "\"count\":",
        "\"ResponseType\":",
        "\"id\":",
        "\"queueTimestamp\":",
    ];
    for index in 0..8 {
        let place = places[index % places.len()];
        let (before, behind) = golden
            .split_once(place)
            .unwrap_or_else(|| golden.split_once("\"count\":").expect("a count"));
        let rest = behind.find([',', '}']).map_or("", |end| &behind[end..]);
        let text = format!("{before}{place}{digits}{rest}\n");
        packed
            .write_all(text.as_bytes())
            .expect("the disk takes it");
    }
    packed.finish().expect("the disk takes it");
    let path = path.display().to_string();
    for format in ["json", "human", "html"] {
        let run = measured(
            &folder(),
            &[
                "check",
                &path,
                "--all",
                "--profile",
                "strict",
                "--format",
                format,
            ],
        );
        let report = run.output.stdout.len();
        let peak = run.peak_resident_bytes;
        println!("{format}: {report} bytes of report, {peak:?} of memory");
        assert_eq!(run.output.status.code(), Some(1), "{format}");
        assert!(report < LARGEST_REPORT_BYTES, "{format}: {report}");
        assert!(
            peak.is_none_or(|peak| peak < LARGEST_RESIDENT_BYTES),
            "{format}: {peak:?}"
        );
    }
}

/// However many findings are asked for, no more are kept than a report can hold; the counts stay exact.
#[test]
fn findings_are_kept_up_to_a_size() {
    let path = folder().join("many-findings.ndjson");
    let mut event: serde_json::Value =
        serde_json::from_str(include_str!("../golden/incoming-call.json")).expect("JSON");
    let long = "Enabel".repeat(20);
    // A finding each: faults of one kind in one table are told together.
    for place in [
        "/message/call/ButtonStates/items/answer",
        "/message/call/ButtonStates/count",
        "/message/call/ResponseType",
        "/message/call/ResponseActual/buttonStates/answer",
        "/message/call/ResponseActual/connectionId",
        "/message/call/ResponseActual/contactId",
        "/message/call/ResponseActual/status",
        "/message/call/ResponseActual/statusTimestamp",
        "/message/call/ResponseActual/type",
        "/message/call/ResponseFields/CurrentStateTime",
        "/message/call/ResponseFields/MediaProperties/queueTimestamp",
    ] {
        *event.pointer_mut(place).expect("a place") = long.clone().into();
    }
    let line = format!("{event}\n");
    std::fs::write(&path, line.repeat(4_000)).expect("a file");
    let path = path.display().to_string();
    let run = measured(
        &folder(),
        &[
            "check",
            &path,
            "--format",
            "json",
            "--max-findings",
            "1000000",
        ],
    );
    let report = run.output.stdout;
    assert!(report.len() < LARGEST_REPORT_BYTES, "{}", report.len());
    let told: serde_json::Value = serde_json::from_slice(&report).expect("JSON");
    let kept = told["findings"].as_array().expect("findings").len() as u64;
    let left_out = told["findings_left_out"].as_u64().expect("a number");
    let counted: u64 = ["errors", "warnings", "notes"]
        .iter()
        .filter_map(|name| told["counts"][name].as_u64())
        .sum();
    println!("{kept} kept, {left_out} left out, {} bytes", report.len());
    assert!(
        kept > 10_000 && left_out > 0,
        "{kept} kept, {left_out} left out"
    );
    assert_eq!(kept + left_out, counted);
    let run = measured(
        std::path::Path::new("."),
        &["check", &path, "--format", "ndjson"],
    );
    let report = run.output.stdout;
    assert!(report.len() < LARGEST_REPORT_BYTES, "{}", report.len());
    let lines: Vec<&[u8]> = report
        .trim_ascii_end()
        .split(|byte| *byte == b'\n')
        .collect();
    let (summary, written) = (lines.last().expect("a summary"), lines.len() as u64 - 2);
    let told: serde_json::Value = serde_json::from_slice(summary).expect("JSON");
    let left_out = told["findings_left_out"].as_u64().expect("a number");
    println!("{written} written, {left_out} left out");
    assert!(written > 10_000, "{written}");
    assert_eq!(written + left_out, counted);
}

/// However many members break a rule, so many are looked at, and the others are counted.
#[test]
fn members_that_break_a_rule_are_looked_at_up_to_a_number() {
    const COUNT: u64 = 150_000;
    let object = |prefix: &str| {
        let members: Vec<String> = (0..COUNT)
            .map(|at| format!("\"{prefix} {at}\":0"))
            .collect();
        format!("{{{}}}", members.join(","))
    };
    let variables = event("/message/call/CallVariables", &object("k"));
    file("variables.json", variables.as_bytes());
    let items = event("/message/call/ButtonStates/items", &object("k"));
    file("items.json", items.as_bytes());
    let mut both: Value = serde_json::from_str(&items).expect("JSON");
    both["message"]["call"]["ResponseActual"]["buttonStates"] =
        serde_json::from_str(&object("f")).expect("JSON");
    file("tables.json", both.to_string().as_bytes());
    for name in ["variables.json", "items.json", "tables.json"] {
        let run = run(&["check", "--format", "json", name]);
        println!("{name}: {} MB", run.peak);
        let code = if name == "variables.json" { 0 } else { 1 };
        assert_eq!(run.code, Some(code), "{name}: {}", run.errors);
        assert!(run.peak < 80, "{name}: {} MB", run.peak);
        let report: Value = serde_json::from_str(&run.output).expect("a report");
        // Each value is no string, and each key has a space; all together are too large.
        if name == "variables.json" {
            assert_eq!(report["counts"]["warnings"], 2 * COUNT + 1);
        }
    }
}

/// Inputs that are merged are all open at once, and only one large document is held.
#[test]
fn large_documents_of_merged_inputs_are_held_one_at_a_time() {
    let large = event("/message/zeros", &zeros(2_000_000));
    let names: Vec<String> = (0..12).map(|at| format!("merged-{at}.json")).collect();
    names.iter().for_each(|name| file(name, large.as_bytes()));
    let names = names.iter().map(String::as_str);
    let arguments: Vec<&str> = ["check", "--format", "json", "--order", "time"]
        .into_iter()
        .chain(names)
        .collect();
    let run = run(&arguments);
    let report: Value = serde_json::from_str(&run.output).expect("a report");
    assert_eq!(report["counts"]["events"], 12);
    // Once more for each input what is read at once.
    assert!(run.peak < 4 + 4 + 2 + 16 + 12 + SLACK, "{} MB", run.peak);
}
