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
        ("service.log", log.into_bytes(), &["--extract", "prefix"]),
        ("session.har", har.into_bytes(), &["--extract", "har"]),
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

#[test]
fn a_packet_is_recognised_and_its_pointer_named() {
    let folder = folder("packets");
    let path = folder.join("packet.json");
    fs::write(
        &path,
        format!("{{\"detail\":{{\"body\":{}}}}}", quoted(&line())),
    )
    .expect("a file");
    let report = check(&path, &[]);
    assert_eq!(report["outcome"], "incomplete");
    assert!(
        report["reasons"][0]["message"]
            .as_str()
            .expect("a message")
            .contains("--at /detail/body"),
        "{report}"
    );
    assert_eq!(
        check(&path, &["--at", "/detail/body"])["outcome"],
        "conformant"
    );
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
