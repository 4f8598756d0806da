//! Every way a capture arrives, through the command.

use std::fs::{self, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const EVENT: &str = include_str!("../golden/incoming-call.json");

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn line() -> String {
    serde_json::from_str::<serde_json::Value>(EVENT)
        .expect("JSON")
        .to_string()
}

fn check(path: &Path, more: &[&str]) -> serde_json::Value {
    let output: Output = Command::new(env!("CARGO_BIN_EXE_callproof"))
        .args(["check", "--format", "json"])
        .args(more)
        .arg(path)
        .output()
        .expect("the command runs");
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)))
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(text.as_bytes()).expect("memory");
    encoder.finish().expect("memory")
}

fn zstd(text: &str) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(text.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest)
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[test]
fn every_arrival_gives_its_events() {
    let folder = folder("arrivals");
    let event = line();
    let bad = event.replace("\"count\":11", "\"count\":10");
    let log = format!(
        "2020-04-09 08:37:12 INFO started\n2020-04-09 08:37:13 DEBUG sent {event}\n2020-04-09 08:37:14 DEBUG sent {bad}\n"
    );
    let har = format!(
        r#"{{"log":{{"entries":[{{"_webSocketMessages":[{{"type":"receive","data":{}}},{{"type":"receive","data":{}}}]}}]}}}}"#,
        quoted(&event),
        quoted(&bad)
    );
    let packets = format!("{{\"detail\":{event}}}\n{{\"detail\":{bad}}}\n");
    let strings = format!(
        "{{\"body\":{}}}\n{{\"body\":{}}}\n",
        quoted(&event),
        quoted(&bad)
    );
    let plain = format!("{event}\n{bad}\n");
    let cases: [(&str, Vec<u8>, &[&str]); 8] = [
        ("plain.ndjson", plain.clone().into_bytes(), &[]),
        ("plain.json", format!("[{event},{bad}]").into_bytes(), &[]),
        ("plain.ndjson.gz", gzip(&plain), &[]),
        ("plain.ndjson.zst", zstd(&plain), &[]),
        ("service.log", log.into_bytes(), &["--unwrap"]),
        ("session.har", har.into_bytes(), &["--unwrap"]),
        ("packets.ndjson", packets.into_bytes(), &["--at", "/detail"]),
        ("strings.ndjson", strings.into_bytes(), &["--at", "/body"]),
    ];
    for (name, bytes, more) in cases {
        let path = folder.join(name);
        fs::write(&path, &bytes).expect("a file");
        let report = check(&path, more);
        assert_eq!(report["counts"]["events"], 2, "{name}: {report}");
        assert_eq!(report["counts"]["errors"], 1, "{name}: {report}");
        assert_eq!(report["findings"][0]["rule"], "button/count", "{name}");
        assert_eq!(report["inputs"][0]["bytes"], bytes.len(), "{name}");
        if !name.ends_with("gz") && !name.ends_with("zst") {
            let place = &report["findings"][0]["locations"][0];
            let byte = place["byte"].as_u64().expect("a byte") as usize;
            assert_eq!(&bytes[byte..byte + 2], b"10", "{name}: {place}");
        }
    }
}

/// The counts that say whether every event was checked.
fn counted(report: &serde_json::Value) -> (u64, u64) {
    let count = |name: &str| report["counts"][name].as_u64().expect("a count");
    (count("events"), count("unchecked"))
}

fn reason(report: &serde_json::Value, code: &str) -> String {
    let reasons = report["reasons"].as_array().expect("reasons");
    let reason = reasons.iter().find(|reason| reason["code"] == code);
    let reason = reason.unwrap_or_else(|| panic!("no reason {code}: {reasons:?}"));
    reason["message"].as_str().expect("words").to_owned()
}

#[test]
fn a_wrapper_is_recognised_and_its_place_named() {
    let folder = folder("packets");
    let path = folder.join("packet.json");
    let event = line();
    let body = format!("{{\"detail\":{{\"body\":{}}}}}", quoted(&event));
    let list = format!("{{\"Records\":[1,{{\"body\":{}}}]}}", quoted(&event));
    let plain = format!("{{\"a~b\":[[{event}]]}}");
    let cases: [(&str, &[&str], &str); 4] = [
        (&body, &[], "/detail/body"),
        (&body, &["--at", "/detail"], "/detail/body"),
        (&list, &[], "/Records/1/body"),
        (&plain, &[], "/a~0b/0/0"),
    ];
    for (text, more, pointer) in cases {
        fs::write(&path, text).expect("a file");
        let report = check(&path, more);
        assert_eq!(report["outcome"], "incomplete", "{pointer}");
        assert_eq!(counted(&report), (0, 1), "{pointer}");
        let message = reason(&report, "unchecked");
        let expected = format!("at {pointer} (line 1): --unwrap takes it");
        assert!(message.ends_with(&expected), "{message}");
        for flags in [&["--at", pointer][..], &["--unwrap"]] {
            let report = check(&path, flags);
            assert_eq!(report["outcome"], "conformant", "{pointer}");
            assert_eq!(counted(&report), (1, 0), "{pointer}");
        }
    }
}

#[test]
fn a_folder_is_read_in_order_and_only_its_captures() {
    let folder = folder("folder");
    for (name, text) in [
        ("b.json", EVENT),
        ("a/z.ndjson", EVENT),
        ("notes.txt", "no capture"),
        ("a/y.jsonl", EVENT),
    ] {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    let report = check(&folder, &[]);
    let inputs = report["inputs"].as_array().expect("inputs");
    let paths: Vec<&str> = inputs
        .iter()
        .filter_map(|input| input["path"].as_str())
        .collect();
    let ends: Vec<&str> = paths
        .iter()
        .filter_map(|path| path.split("folder/").nth(1))
        .collect();
    assert_eq!(ends, ["a/y.jsonl", "a/z.ndjson", "b.json"]);
}

#[cfg(unix)]
#[test]
fn a_folder_that_holds_itself_ends() {
    let folder = folder("loop");
    fs::write(folder.join("event.json"), EVENT).expect("a file");
    std::os::unix::fs::symlink(&folder, folder.join("again")).expect("a link");
    assert_eq!(check(&folder, &[])["counts"]["events"], 1);
}

#[cfg(unix)]
#[test]
fn a_growing_file_is_followed_through_its_rotation() {
    let folder = folder("follow");
    let path = folder.join("live.ndjson");
    let bad = line().replace("\"count\":11", "\"count\":10");
    fs::write(&path, format!("{bad}\n")).expect("a file");
    let mut child = Command::new(env!("CARGO_BIN_EXE_callproof"))
        .args(["check", "--follow", "--format", "ndjson"])
        .arg(&path)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the command runs");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let mut next = || lines.next().expect("a line").expect("text");
    assert!(next().contains("\"kind\":\"header\""));
    assert!(next().contains("\"document\":1"));
    let mut grown = OpenOptions::new()
        .append(true)
        .open(&path)
        .expect("the file");
    writeln!(grown, "{bad}").expect("the file grows");
    assert!(next().contains("\"document\":2"));
    fs::rename(&path, folder.join("live.ndjson.1")).expect("a rotation");
    fs::write(&path, format!("{bad}\n")).expect("a new file");
    assert!(next().contains("\"document\":3"));
    let sent = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .expect("kill");
    assert!(sent.success());
    assert!(
        lines
            .last()
            .expect("a summary")
            .expect("text")
            .contains("\"kind\":\"summary\"")
    );
    assert_eq!(child.wait().expect("the end").code(), Some(130));
}

#[test]
fn no_event_of_a_log_goes_unseen() {
    let folder = folder("log");
    let path = folder.join("service.log");
    let event = line();
    let pretty: serde_json::Value = serde_json::from_str(EVENT).expect("JSON");
    let pretty = serde_json::to_string_pretty(&pretty).expect("JSON");
    let cut = &event[..event.len() / 2];
    let cases = [
        ("whole", format!("I {event}"), (1, "")),
        ("spaced", "I { \"channel\":'Amazon'}".into(), (0, "")),
        (
            "its quotes",
            "I {\"channel\":'Amazon',\"topic\":{\"a\":1}}".into(),
            (0, "text/json"),
        ),
        (
            "a word",
            "I {\"channel\":\"Amazon\", broken".into(),
            (0, "text/json"),
        ),
        (
            "single quotes",
            format!("I {}", event.replace('"', "'")),
            (0, "text/json"),
        ),
        ("cut", format!("I {cut}"), (0, "text/truncated")),
        (
            "cut before another",
            format!("I {cut}\nI {event}"),
            (1, "text/truncated"),
        ),
        ("another object, cut", "I {\"a\":{\"b\":1}".into(), (0, "")),
        ("text behind", format!("I {event} sent"), (1, "")),
        ("two on a line", format!("I {event} and {event}"), (2, "")),
        ("after another", format!("I {{\"a\":1}} {event}"), (1, "")),
        ("below", format!("I sent\n{pretty}"), (1, "")),
        ("behind a quote", format!("I 5\" {event}"), (1, "")),
        ("behind a brace", format!("I {{\"a is {event}"), (1, "")),
        ("no object", "I {} {a:1} [\"x\"".into(), (0, "")),
    ];
    for (name, text, (events, rule)) in cases {
        fs::write(&path, format!("I started\n{text}\nI ended\n")).expect("a file");
        let report = check(&path, &["--unwrap", "--order", "none"]);
        assert_eq!(counted(&report), (events, 0), "{name}: {report}");
        let findings = report["findings"].as_array().expect("findings");
        let error = findings.iter().find(|found| found["severity"] == "error");
        let found = error.map_or("", |found| found["rule"].as_str().expect("a rule"));
        assert_eq!(found, rule, "{name}: {report}");
        assert_eq!(
            report["counts"]["errors"],
            u64::from(!rule.is_empty()),
            "{name}"
        );
        let report = check(&path, &[]);
        assert_eq!(counted(&report), (0, events), "{name}: {report}");
        assert_eq!(report["findings"][0]["rule"], "text/json", "{name}");
        if events > 0 {
            let help = report["findings"][0]["help"].as_str().expect("words");
            assert!(help.contains("--unwrap"), "{name}: {help}");
        }
    }
}

/// Every way in which an archive holds an event.
fn archive(event: &str) -> String {
    let base64 = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, event);
    let socket_io = quoted(&format!("42[\"m\",{event}]"));
    let streamed = quoted(&format!("event: m\ndata: {event}\n\n"));
    let event = quoted(event);
    format!(
        r#"{{"log":{{"entries":[
            {{"_webSocketMessages":[{{"type":"receive","data":{socket_io}}},{{"type":"send","data":{event}}}]}},
            {{"response":{{"content":{{"encoding":"base64","text":"{base64}"}}}}}},
            {{"response":{{"content":{{"mimeType":"text/event-stream","text":{streamed}}}}}}},
            {{"request":{{"postData":{{"text":{event}}}}}}}]}}}}"#
    )
}

#[test]
fn an_archive_is_recognised_and_its_flag_named() {
    let folder = folder("archive");
    let path = folder.join("session.har");
    let har = archive(&line());
    let beside = format!("{har}\n{}\n", line());
    for (name, text, checked) in [("alone", har, 0), ("beside an event", beside, 1)] {
        fs::write(&path, text).expect("a file");
        let report = check(&path, &["--order", "none"]);
        assert_eq!(report["outcome"], "incomplete", "{name}");
        assert_eq!(counted(&report), (checked, 5), "{name}");
        let message = reason(&report, "unchecked");
        assert!(
            message.contains("/log/entries/0/_webSocketMessages/0/data"),
            "{name}: {message}"
        );
        assert!(
            message.ends_with("--unwrap takes them"),
            "{name}: {message}"
        );
        let report = check(&path, &["--order", "none", "--unwrap"]);
        assert_eq!(report["outcome"], "conformant", "{name}: {report}");
        assert_eq!(counted(&report), (checked + 5, 0), "{name}");
    }
}

#[test]
fn a_place_takes_what_stands_there_and_counts_the_others() {
    let folder = folder("places");
    let path = folder.join("wrapper.json");
    let event = line();
    let events = [event.as_str(); 6].join(",");
    fs::write(&path, format!("{{\"events\":[{events}]}}")).expect("a file");
    let cases: [(&[&str], (u64, u64), &str); 5] = [
        (&[], (0, 6), "incomplete"),
        (&["--at", "/events/0"], (1, 5), "incomplete"),
        (
            &["--at", "/events/0", "--at", "/events/5"],
            (2, 4),
            "incomplete",
        ),
        (&["--at", "/events/*"], (6, 0), "conformant"),
        (&["--unwrap"], (6, 0), "conformant"),
    ];
    for (flags, expected, outcome) in cases {
        let report = check(&path, &[flags, &["--order", "none"]].concat());
        assert_eq!(counted(&report), expected, "{flags:?}");
        assert_eq!(report["outcome"], outcome, "{flags:?}: {report}");
    }
    for (flags, places) in [
        (&["--at", ""][..], "its root"),
        (&["--at", "", "--at", "/x"], "its root or `/x`"),
    ] {
        let reasons = check(&path, flags)["reasons"].to_string();
        let said = format!("no document has an event at {places} (--at)");
        assert!(reasons.contains(&said), "{reasons}");
    }
}

#[test]
fn what_services_put_around_events_is_unwrapped() {
    let folder = folder("services");
    let path = folder.join("wrapper.json");
    let event = line();
    let base64 = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, &event);
    let quoted = quoted(&event);
    let packed = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, gzip(&event));
    let cases = [
        (
            "CloudWatch",
            format!(
                r#"{{"events":[{{"timestamp":1,"message":{quoted}}},{{"message":{quoted}}}]}}"#
            ),
            (2, 0),
        ),
        (
            "Lambda, Kinesis",
            format!(
                r#"{{"Records":[{{"kinesis":{{"data":"{base64}"}}}},{{"kinesis":{{"data":"{base64}"}}}}]}}"#
            ),
            (2, 0),
        ),
        (
            "packed",
            format!(r#"{{"Records":[{{"data":"{packed}"}},{event}]}}"#),
            (1, 1),
        ),
        (
            "a neighbour",
            format!(
                r#"{{"channel":"Amazon","topic":"InboundCall","subtopic":"StateSync","message":{{"calls":[{{"buttonStates":{{}}}}],"body":{event}}}}}"#
            ),
            (1, 0),
        ),
    ];
    for (name, text, expected) in cases {
        fs::write(&path, text).expect("a file");
        let report = check(&path, &["--unwrap", "--order", "none"]);
        assert_eq!(counted(&report), expected, "{name}: {report}");
        let outcome = if expected.1 == 0 {
            "conformant"
        } else {
            "incomplete"
        };
        assert_eq!(report["outcome"], outcome, "{name}: {report}");
        if expected.1 > 0 {
            assert!(
                reason(&report, "unchecked").contains("gzip (1)"),
                "{report}"
            );
        }
        let report = check(&path, &[]);
        assert_eq!(
            counted(&report),
            (0, expected.0 + expected.1),
            "{name}: {report}"
        );
        assert_eq!(report["outcome"], "incomplete", "{name}: {report}");
    }
}

#[test]
fn what_stands_around_an_event_may_be_large() {
    let folder = folder("large");
    let event = line();
    let filler = format!("{{\"x\":\"{}\"}}", "y".repeat(1000));
    let fillers = vec![filler.as_str(); 22_000].join(",");
    let wrapper = format!("{{\"events\":[{event},{fillers},{event}]}}");
    let har = format!(
        "{{\"log\":{{\"entries\":[{fillers},{{\"response\":{{\"content\":{{\"text\":{}}}}}}}]}}}}",
        quoted(&event)
    );
    for (name, text, events) in [("wrapper.json", wrapper, 2), ("session.har", har, 1)] {
        let path = folder.join(name);
        fs::write(&path, text).expect("a file");
        let report = check(&path, &["--unwrap", "--order", "none"]);
        assert_eq!(report["outcome"], "conformant", "{name}: {report}");
        assert_eq!(counted(&report), (events, 0), "{name}");
        let report = check(&path, &[]);
        assert_eq!(report["outcome"], "incomplete", "{name}: {report}");
        assert_eq!(counted(&report), (0, events), "{name}");
    }
}

#[test]
fn other_files_of_a_folder_are_counted_and_captures_among_them_read() {
    let folder = folder("others");
    let event = line();
    let log = format!("started\nsent {event}\n");
    for (name, text) in [
        ("a.ndjson", format!("{event}\n")),
        ("x.ndjson.1", format!("{event}\n")),
        ("bad.txt", event.replace("\"count\":11", "\"count\":10")),
        ("notes.txt", "no capture".to_owned()),
        ("quiet.log", "nothing to say\n".to_owned()),
        ("empty.har", "{\"log\":{\"entries\":[]}}".to_owned()),
        ("service.log", log),
    ] {
        fs::write(folder.join(name), text).expect("a file");
    }
    for order in ["none", "time"] {
        let report = check(&folder, &["--unwrap", "--order", order]);
        assert_eq!(counted(&report), (4, 0), "{report}");
        assert_eq!(report["counts"]["files_passed_over"], 3, "{report}");
        let found = report["findings"].as_array().expect("findings");
        assert!(
            found.iter().any(|found| found["rule"] == "button/count"),
            "{report}"
        );
        let report = check(&folder, &["--order", order]);
        assert_eq!(counted(&report), (3, 1), "{report}");
    }
    let output = Command::new(env!("CARGO_BIN_EXE_callproof"))
        .arg("check")
        .arg(&folder)
        .output();
    let told = String::from_utf8(output.expect("the command runs").stdout).expect("UTF-8");
    assert!(
        told.contains("passed over: 3 files") && told.contains("notes.txt"),
        "{told}"
    );
}

#[test]
fn what_cannot_be_done_is_said_in_one_line() {
    let folder = folder("refused");
    let file = folder.join("event.json");
    fs::write(&file, EVENT).expect("a file");
    let file = file.to_str().expect("a name");
    let directory = folder.to_str().expect("a name");
    let cases: [(&[&str], &str); 6] = [
        (&["--follow", directory], "is a directory"),
        (&["--follow", file, file], "follows one file"),
        (&["--follow", file, "-"], "follows one file"),
        (&["--at", "detail", file], "begins with `/`"),
        (&["--at", "/a~", file], "~0"),
        (&["--at", "/a~2b", file], "~0"),
    ];
    for (arguments, expected) in cases {
        let output = Command::new(env!("CARGO_BIN_EXE_callproof"))
            .arg("check")
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .expect("the command runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert_eq!(said.trim_end().lines().count(), 1, "{said}");
        assert!(said.contains(expected), "{said}");
    }
    // A pointer that leads nowhere in any document proves nothing of what was meant.
    for (pointer, outcome) in [
        ("", "conformant"),
        ("/", "incomplete"),
        ("/a~0b~1", "incomplete"),
    ] {
        assert_eq!(
            check(Path::new(file), &["--at", pointer])["outcome"],
            outcome
        );
    }
}
