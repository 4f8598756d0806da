//! Events inside something else, through the command: taken, or counted and named.

mod process;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use process::measured;
use serde_json::{Value, json};

const EVENT: &str = include_str!("../golden/incoming-call.json");

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn event() -> String {
    serde_json::from_str::<Value>(EVENT)
        .expect("JSON")
        .to_string()
}

/// A documented message that is no event.
fn neighbour() -> String {
    json!({ "channel": "Amazon", "topic": "InboundCall", "subtopic": "StateSync", "message": { "calls": [] } })
        .to_string()
}

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_callproof"))
        .args(arguments)
        .output()
        .expect("the command runs")
}

fn report(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)))
}

fn check(path: &Path, more: &[&str]) -> Value {
    let path = path.to_str().expect("a name");
    report(&run(&[
        &["check", "--format", "json", "--order", "none", path],
        more,
    ]
    .concat()))
}

fn counted(report: &Value, names: &[&str]) -> Vec<u64> {
    let count = |name: &&str| report["counts"][*name].as_u64().expect("a count");
    names.iter().map(count).collect()
}

fn reasons(report: &Value) -> String {
    let reasons = report["reasons"].as_array().expect("reasons").iter();
    let messages: Vec<&str> = reasons
        .filter_map(|reason| reason["message"].as_str())
        .collect();
    messages.join("\n")
}

#[test]
fn a_large_archive_takes_little_memory() {
    let event = event();
    let frame = json!({ "type": "receive", "data": format!("42[\"m\",{event}]") });
    let body = json!({ "encoding": "base64", "text": STANDARD.encode(&event) });
    let page = json!({ "mimeType": "text/html", "text": "<p class=\"x\">{y}</p>\n".repeat(2000) });
    let entry =
        json!({ "_webSocketMessages": [frame], "response": { "content": body } }).to_string();
    let other = json!({ "response": { "content": page } }).to_string();
    let mut har = String::from(r#"{"log":{"version":"1.2","entries":["#);
    let mut events = 0;
    while har.len() < 30_000_000 {
        let _ = write!(har, "{entry},{other},");
        events += 2;
    }
    let _ = write!(har, "{other}]}}}}");
    let path = folder("large-archive").join("session.har");
    fs::write(&path, har).expect("a file");
    let name = path.to_str().expect("a name");
    for (flags, expected, code) in [
        (&["--unwrap"][..], [events, 0], 0),
        (
            &["--at", "/log/entries/*/response/content/text"],
            [events / 2, events / 2],
            3,
        ),
    ] {
        let arguments = [
            "check", name, "--format", "json", "--order", "none", "--jobs", "1",
        ];
        let run = measured(std::path::Path::new("."), &[&arguments, flags].concat());
        let report = report(&run.output);
        assert_eq!(
            counted(&report, &["events", "unchecked"]),
            expected,
            "{flags:?}"
        );
        assert_eq!(run.output.status.code(), Some(code), "{flags:?}");
        if let Some(peak) = run.peak_resident_bytes {
            assert!(peak < 64 << 20, "{flags:?}: {peak} bytes");
        }
    }
}

#[test]
fn what_cannot_be_opened_is_named_and_counted() {
    let path = folder("closed").join("session.har");
    let noise: Vec<u8> = (0..200_u32)
        .map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8 | 0x80)
        .collect();
    let packed = |mark: &[u8]| STANDARD.encode([mark, &noise].concat());
    let entry = |encoding: &str, text: String, headers_first: bool| {
        let headers = format!(r#""headers":[{{"name":"content-encoding","value":"{encoding}"}}]"#);
        let content = format!(r#""content":{{"encoding":"base64","text":"{text}"}}"#);
        match headers_first {
            true => format!(r#"{{"response":{{{headers},{content}}}}}"#),
            false => format!(r#"{{"response":{{{content},{headers}}}}}"#),
        }
    };
    for (name, encoding, mark, headers_first) in [
        ("brotli (1)", "br", &b"\x1b"[..], true),
        ("brotli (1)", "br", b"\x1b", false),
        ("a zip archive (1)", "", b"PK\x03\x04", true),
        ("encrypted text (1)", "", b"Salted__", true),
        ("gzip (1)", "gzip", &[0x1F, 0x8B, 8], true),
        ("zstd (1)", "zstd", &[0x28, 0xB5, 0x2F, 0xFD], false),
    ] {
        let request = json!({ "request": { "postData": { "text": event() } } });
        let har = format!(
            r#"{{"log":{{"entries":[{},{request}]}}}}"#,
            entry(encoding, packed(mark), headers_first)
        );
        fs::write(&path, har).expect("a file");
        for (flags, expected) in [(&["--unwrap"][..], [1, 1]), (&[], [0, 2])] {
            let report = check(&path, flags);
            assert_eq!(
                counted(&report, &["events", "unchecked"]),
                expected,
                "{name} {flags:?}"
            );
            assert_eq!(report["outcome"], "incomplete", "{name} {flags:?}");
            assert!(
                reasons(&report).contains(name),
                "{name} {flags:?}: {report}"
            );
        }
    }
}

#[test]
fn a_picture_in_an_archive_is_nothing_that_was_not_opened() {
    let path = folder("picture").join("session.har");
    let text = STANDARD.encode([0x89, 0x50, 0xFF, 0xFE, 0x00].repeat(20));
    let picture = json!({ "response": { "content": { "encoding": "base64", "text": text } } });
    let request = json!({ "request": { "postData": { "text": event() } } });
    let har = json!({ "log": { "entries": [picture, request] } });
    fs::write(&path, har.to_string()).expect("a file");
    let report = check(&path, &["--unwrap"]);
    assert_eq!(counted(&report, &["events", "unchecked"]), [1, 0]);
    assert_eq!(report["outcome"], "conformant");
}

#[test]
fn an_event_is_found_as_html_writes_it() {
    let path = folder("html").join("page.log");
    let escaped = event().replace('"', "&quot;");
    fs::write(&path, format!("GET <p>{escaped}</p>\n")).expect("a file");
    let report = check(&path, &["--unwrap"]);
    assert_eq!(counted(&report, &["events", "unchecked"]), [1, 0]);
    assert_eq!(report["outcome"], "conformant");
}

#[test]
fn an_event_inside_an_event_is_counted() {
    let path = folder("inside").join("capture.ndjson");
    let inner = event().replace("Amazon", "Wrong");
    let with = |key: &str, value: &str| {
        let outer = event();
        let outer = outer.trim_end().strip_suffix('}').expect("an object");
        format!("{outer},\"{key}\":{value}}}\n")
    };
    let quoted = Value::from(inner.as_str()).to_string();
    let packed = Value::from(STANDARD.encode(&inner)).to_string();
    for text in [
        with("previous", &inner),
        with("body", &quoted),
        with("data", &packed),
    ] {
        fs::write(&path, &text).expect("a file");
        let without = check(&path, &[]);
        assert_eq!(
            counted(&without, &["events", "unchecked"]),
            [1, 1],
            "{text}"
        );
        assert_eq!(without["outcome"], "incomplete", "{text}");
        let with = check(&path, &["--unwrap"]);
        assert_eq!(counted(&with, &["events", "unchecked"]), [2, 0], "{text}");
        assert_eq!(with["outcome"], "nonconformant", "{text}");
    }
    fs::write(&path, with("previous", &inner)).expect("a file");
    let report = check(&path, &["--at", "/previous"]);
    assert_eq!(counted(&report, &["events", "unchecked"]), [1, 1]);
}

#[test]
fn the_message_of_an_event_is_no_event_of_its_own() {
    let path = folder("own").join("capture.ndjson");
    fs::write(&path, format!("{}\n{{\"d\":{}}}\n", event(), event())).expect("a file");
    let report = check(&path, &["--at", "/*"]);
    assert_eq!(
        counted(&report, &["events", "unchecked", "errors"]),
        [1, 1, 0]
    );
}

#[test]
fn a_capture_that_cannot_be_read_is_no_green_with_others() {
    let folder = folder("unreadable");
    let good = folder.join("good.ndjson");
    fs::write(&good, format!("{}\n", event())).expect("a file");
    let path = folder.join("other.json");
    let utf16: Vec<u8> = event().encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [&[0xFF, 0xFE][..], &utf16].concat();
    for (bytes, outcome) in [
        (utf16, "nonconformant"),
        (marked, "nonconformant"),
        (
            b"PK\x03\x04rest of an archive of some length".to_vec(),
            "incomplete",
        ),
        (b"BZh91AY&SY and what was packed so".to_vec(), "incomplete"),
        (b"Salted__ and what was encrypted so".to_vec(), "incomplete"),
    ] {
        fs::write(&path, &bytes).expect("a file");
        let output = run(&[
            "check",
            &good.to_string_lossy(),
            &path.to_string_lossy(),
            "--unwrap",
            "--format",
            "json",
        ]);
        assert_eq!(report(&output)["outcome"], outcome, "{bytes:?}");
    }
}

#[test]
fn a_broken_document_hides_no_event_behind_it() {
    let path = folder("behind").join("capture.ndjson");
    let event = event();
    for (text, unchecked) in [
        (format!("{{bad}} {event}\n"), 1),
        (format!("{event}}} {event}\n"), 2),
        (format!("{event}\n{{\"a\":1,}} {event}\n"), 1),
    ] {
        fs::write(&path, &text).expect("a file");
        let all = text.matches("subtopic").count() as u64;
        for flags in [&[][..], &["--at", ""], &["--at", "/x"], &["--unwrap"]] {
            let report = check(&path, flags);
            let counts = counted(&report, &["events", "unchecked"]);
            assert_eq!(
                counts.iter().sum::<u64>(),
                all,
                "{text} {flags:?}: {report}"
            );
            assert!(
                counts[1] == 0 || report["outcome"] != "conformant",
                "{text} {flags:?}"
            );
        }
        assert_eq!(
            counted(&check(&path, &[]), &["unchecked"]),
            [unchecked],
            "{text}"
        );
    }
}

#[test]
fn other_messages_are_counted_wherever_they_stand() {
    let path = folder("neighbours").join("service.log");
    let (event, neighbour) = (event(), neighbour());
    let lines: Vec<String> = [&event, &neighbour, &event, &neighbour]
        .iter()
        .map(|text| format!("12:00 INFO sent {text}\n"))
        .collect();
    fs::write(&path, lines.concat()).expect("a file");
    let names = ["events", "other_messages", "unchecked"];
    let unwrapped = check(&path, &["--unwrap"]);
    assert_eq!(counted(&unwrapped, &names), [2, 2, 0], "{unwrapped}");
    assert_eq!(unwrapped["outcome"], "conformant");
    // Whoever allows no other message hears of those inside something else too.
    let strict = check(&path, &["--unwrap", "--only-events"]);
    assert_eq!(strict["outcome"], "nonconformant", "{strict}");
    assert_eq!(counted(&check(&path, &[]), &names), [0, 0, 2]);
}

#[test]
fn a_file_of_a_folder_is_a_capture_by_what_it_holds() {
    let folder = folder("by-content");
    let noise: Vec<u8> = (0..20_000_u32)
        .map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    fs::write(folder.join("a.ndjson"), event() + "\n").expect("a file");
    fs::write(folder.join("b.txt"), neighbour() + "\n").expect("a file");
    fs::write(folder.join("c.ndjson.1"), neighbour() + "\n").expect("a file");
    fs::write(folder.join("d.bin"), noise).expect("a file");
    fs::write(folder.join("e.txt"), "{\"a\":1}\n").expect("a file");
    let mut passed_over = 2;
    #[cfg(unix)]
    {
        // Nobody can read what is not there.
        std::os::unix::fs::symlink("gone", folder.join("f.txt")).expect("a link");
        passed_over += 1;
    }
    for flags in [&[][..], &["--unwrap"]] {
        let report = check(&folder, flags);
        let counts = counted(&report, &["events", "other_messages", "files_passed_over"]);
        assert_eq!(counts, [1, 2, passed_over], "{flags:?}: {report}");
        assert_eq!(
            report["inputs"].as_array().map(Vec::len),
            Some(3),
            "{flags:?}"
        );
        assert_eq!(report["outcome"], "conformant", "{flags:?}");
    }
}

#[test]
fn the_summary_names_the_command_that_goes_on() {
    let folder = folder("goes-on");
    let event = event();
    for (name, text, code) in [
        (
            "wrapper.json",
            format!("{{\"events\":[{event},{event}]}}"),
            3,
        ),
        ("service.log", format!("12:00 INFO sent {event}\n"), 1),
    ] {
        let path = folder.join(name);
        fs::write(&path, text).expect("a file");
        let path = path.to_str().expect("a name");
        let output = run(&["check", path]);
        let told = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(code), "{told}");
        assert!(!told.contains("no event was found"), "{told}");
        let next = told
            .lines()
            .find_map(|line| line.strip_prefix("  next: callproof "));
        let next = next.unwrap_or_else(|| panic!("no command: {told}"));
        assert!(next.ends_with("--unwrap"), "{told}");
        let words: Vec<&str> = next.split(' ').collect();
        assert_eq!(run(&words).status.code(), Some(0), "{next}");
    }
}

#[test]
fn a_comparison_over_events_that_were_not_taken_is_incomplete() {
    let folder = folder("compared");
    let wrapped = |event: &str| format!("{}\n{{\"detail\":{event}}}\n", self::event());
    let write = |name: &str, text: String| {
        let path = folder.join(name);
        fs::write(&path, text).expect("a file");
        path.to_str().expect("a name").to_owned()
    };
    let old = write("old.ndjson", wrapped(&event()));
    let new = write(
        "new.ndjson",
        wrapped(&event().replace("\"reject\":true", "\"reject\":false")),
    );
    for (arguments, code) in [
        (vec!["compare", &old, &new], 3),
        (vec!["compare", &old, &old], 3),
        (vec!["compare", &old, &new, "--unwrap"], 1),
        (vec!["compare", &old, &old, "--unwrap"], 0),
    ] {
        let output = run(&arguments);
        let told = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {told}");
        assert_eq!(
            told.contains("--unwrap"),
            code == 3,
            "{arguments:?}: {told}"
        );
        assert!(
            !told.contains("nothing was compared"),
            "{arguments:?}: {told}"
        );
    }
}
