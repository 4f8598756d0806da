//! How much memory the command takes, and how large its reports grow, for input that is made to be large.

mod process;

use std::fs::File;
use std::io::Write;
use std::path::Path;

use process::measured;

const LARGEST_RESIDENT_BYTES: u64 = 192 << 20;
const LARGEST_REPORT_BYTES: usize = 64 << 20;

/// Events with a number of ten million digits each: a few hundred kilobytes when packed.
#[test]
fn long_numbers_take_no_room() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("long-numbers.json.gz");
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
        let run = measured(&[
            "check",
            &path,
            "--all",
            "--profile",
            "strict",
            "--format",
            format,
        ]);
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
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("many-findings.ndjson");
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
    let run = measured(&[
        "check",
        &path,
        "--format",
        "json",
        "--max-findings",
        "1000000",
    ]);
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
    let run = measured(&["check", &path, "--format", "ndjson"]);
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
