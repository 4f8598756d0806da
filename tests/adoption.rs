//! Starting with known failures: `--baseline`, and the fingerprints that it rests on.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use callproof::rules::Severity;

use callproof::Checker;
use callproof::report::Report;
use callproof::rules::{Profile, all};
use serde_json::Value;

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("adoption")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join(".git")).expect("a folder");
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_callproof"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .env_remove("COLUMNS")
        .output()
        .expect("the command runs")
}

fn printed(output: &Output) -> String {
    let both = [output.stdout.as_slice(), &output.stderr].concat();
    String::from_utf8(both).expect("UTF-8")
}

/// A check of that capture, its report written as `old.json` where that is asked for.
fn check(folder: &Path, capture: &str, arguments: &[&str]) -> (i32, Value) {
    fs::write(folder.join("capture.ndjson"), capture).expect("a capture");
    let output = run(
        folder,
        &[&["check", "capture.ndjson", "--format", "json"], arguments].concat(),
    );
    let report = serde_json::from_slice(&output.stdout);
    let report = report.unwrap_or_else(|_| panic!("{}", printed(&output)));
    (output.status.code().expect("an exit code"), report)
}

fn keep(folder: &Path, report: &Value) {
    fs::write(folder.join("old.json"), report.to_string()).expect("a report");
}

const NIGHTLY: &str = include_str!("captures/nightly.ndjson");
const SINCE: [&str; 2] = ["--baseline", "old.json"];

#[test]
fn what_the_earlier_report_has_does_not_fail() {
    let here = folder("known");
    let (exit, old) = check(&here, NIGHTLY, &[]);
    assert_eq!((exit, &old["counts"]["errors"]), (1, &3.into()));
    keep(&here, &old);
    let (exit, found) = check(&here, NIGHTLY, &SINCE);
    assert_eq!((exit, &found["outcome"]), (0, &"conformant".into()));
    // The three errors, and the leg that the capture leaves open.
    assert_eq!(
        (&found["counts"]["known"], &found["counts"]["errors"]),
        (&4.into(), &0.into())
    );
    assert!(
        found["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .all(|one| one["known"] == true)
    );
    insta::assert_snapshot!(printed(&run(
        &here,
        &[&["check", "capture.ndjson"], &SINCE[..]].concat()
    )));
    // A report of known findings serves as the next earlier one.
    keep(&here, &found);
    assert_eq!(check(&here, NIGHTLY, &SINCE).0, 0);
}

#[test]
fn what_is_new_fails_and_the_rest_is_known() {
    let here = folder("new");
    keep(&here, &check(&here, NIGHTLY, &[]).1);
    let more = format!(
        "\n\n{NIGHTLY}{}",
        NIGHTLY.replace("\"Amazon\"", "\"amazon\"")
    );
    let (exit, found) = check(&here, &more, &SINCE);
    assert_eq!(exit, 1);
    let new: Vec<&str> = found["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .filter(|finding| finding["known"] == false)
        .filter_map(|finding| finding["rule"].as_str())
        .collect();
    assert!(new.contains(&"envelope/channel"), "{new:?}");
    assert!(
        !new.contains(&"button/mirror"),
        "the fault is known, however often it comes: {new:?}"
    );
    // A text that cannot be read hides an event: one more of them is new.
    assert_eq!(new.iter().filter(|id| **id == "text/truncated").count(), 1);
    let rules = found["rules"].as_array().expect("rules");
    let verdict = |id| {
        rules
            .iter()
            .find(|rule| rule["id"] == id)
            .expect("the rule")["verdict"]
            .clone()
    };
    assert_eq!(
        (verdict("button/mirror"), verdict("envelope/channel")),
        ("warn".into(), "fail".into())
    );
}

/// However few findings are kept, the new ones are among them.
#[test]
fn what_is_new_is_kept_before_what_is_known() {
    let here = folder("kept");
    keep(&here, &check(&here, NIGHTLY, &[]).1);
    let golden = include_str!("../golden/incoming-call.json").replace("\"Amazon\"", "\"amazon\"");
    let more = format!("{NIGHTLY}{NIGHTLY}{golden}");
    let (exit, found) = check(
        &here,
        &more,
        &[&SINCE[..], &["--max-findings", "2"]].concat(),
    );
    let kept = found["findings"].as_array().expect("findings");
    assert_eq!((exit, kept.len()), (1, 2));
    assert!(
        kept.iter().all(|finding| finding["known"] == false),
        "{found}"
    );
    assert_eq!(found["counts"]["errors"], 2);
}

/// A waiver ends: what it covered then is not known for ever.
#[test]
fn what_was_waived_is_not_known() {
    let here = folder("waived");
    let capture = include_str!("../golden/incoming-call.json")
        .replace("\"answer\": true", "\"answer\": false");
    let entry = "[[waiver]]\nrule = \"button/mirror\"\nreason = \"a\"\nowner = \"b\"\nexpires = 2026-07-31\neverywhere = true\n";
    fs::write(here.join("waivers.toml"), entry).expect("waivers");
    let waived = ["--waivers", "waivers.toml", "--today", "2026-07-31"];
    let (exit, old) = check(&here, &capture, &waived);
    assert_eq!((exit, &old["counts"]["waived"]), (0, &1.into()));
    keep(&here, &old);
    assert_eq!(check(&here, &capture, &SINCE).0, 1);
    // A waiver goes before an earlier report, and what is said of waivers is never known.
    keep(&here, &check(&here, &capture, &[]).1);
    let (_, found) = check(&here, &capture, &[&SINCE[..], &waived].concat());
    // What is known is the leg that the capture leaves open.
    assert_eq!(
        (&found["counts"]["waived"], &found["counts"]["known"]),
        (&1.into(), &1.into())
    );
    let late = ["--waivers", "waivers.toml", "--today", "2026-08-01"];
    let (exit, found) = check(&here, &capture, &[&SINCE[..], &late].concat());
    assert_eq!((exit, &found["counts"]["errors"]), (1, &1.into()));
    keep(&here, &found);
    assert_eq!(check(&here, &capture, &[&SINCE[..], &late].concat()).0, 1);
}

/// What is known is decided in input order, for any number of threads.
#[test]
fn any_number_of_jobs_gives_the_same_bytes() {
    let here = folder("jobs");
    keep(&here, &check(&here, NIGHTLY, &[]).1);
    let many = NIGHTLY.repeat(40);
    let entry = "[[waiver]]\nrule = \"envelope/subtopic\"\nreason = \"a\"\nowner = \"b\"\nexpires = 2026-07-31\neverywhere = true\n";
    fs::write(here.join("waivers.toml"), entry).expect("waivers");
    let waived = ["--waivers", "waivers.toml", "--today", "2026-07-31"];
    let with = |jobs| {
        check(
            &here,
            &many,
            &[&SINCE[..], &waived, &["--jobs", jobs]].concat(),
        )
    };
    let (exit, alone) = with("1");
    let counts = &alone["counts"];
    assert_eq!(
        (exit, &counts["waived"], &counts["known"]),
        (1, &40.into(), &42.into())
    );
    assert_eq!(with("7"), (exit, alone));
}

#[test]
fn how_the_earlier_run_differed_is_told() {
    let here = folder("reasons");
    let (_, mut old) = check(
        &here,
        NIGHTLY,
        &["--profile", "core", "--max-findings", "1"],
    );
    old["ruleset"]["digest"] = "sha256:0".into();
    keep(&here, &old);
    let (exit, found) = check(&here, NIGHTLY, &SINCE);
    assert_eq!(exit, 1, "what was left out looks new");
    let told: Vec<&str> = found["reasons"]
        .as_array()
        .expect("reasons")
        .iter()
        .filter_map(|reason| reason["message"].as_str())
        .collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn a_file_that_is_no_report_is_refused() {
    let here = folder("refused");
    let texts = [
        ("empty", ""),
        ("an event", include_str!("../golden/incoming-call.json")),
        ("another version", "{\"report\": \"callproof/2\"}"),
        (
            "half a report",
            "{\"report\": \"callproof/1\", \"findings\": []}",
        ),
        ("lines", "{\"kind\":\"header\"}\n{\"kind\":\"summary\"}\n"),
    ];
    fs::write(here.join("capture.ndjson"), NIGHTLY).expect("a capture");
    for (name, text) in texts {
        fs::write(here.join("old.json"), text).expect("a file");
        let output = run(&here, &[&["check", "capture.ndjson"], &SINCE[..]].concat());
        assert_eq!(
            (output.status.code(), output.stdout.len()),
            (Some(2), 0),
            "{name}"
        );
        assert!(
            printed(&output).starts_with("callproof: old.json is "),
            "{name}: {}",
            printed(&output)
        );
    }
    let output = run(
        &here,
        &["check", "capture.ndjson", "--baseline", "nowhere.json"],
    );
    assert_eq!(output.status.code(), Some(2));
}

/// How often each fingerprint of a rule stands in the report.
fn fingerprints(report: &Report) -> BTreeMap<(&'static str, &str), usize> {
    let mut times = BTreeMap::new();
    for finding in &report.findings {
        *times
            .entry((finding.rule.id, finding.fingerprint.as_str()))
            .or_default() += 1;
    }
    times
}

/// Ids, numbers and times of another call, at other lines: the faults are the same.
#[test]
fn fingerprints_survive_other_calls() {
    let strictly = |text: &str| {
        let checker = Checker::default().profile(Profile::Strict);
        checker.check_str(text).expect("a check of everything")
    };
    let mut seen = 0;
    for rule in all() {
        for example in rule.bad {
            let capture = example.capture();
            let other = capture
                .replace("4876-9276", "1d2e-9f00")
                .replace("4a9b-ad92", "4c3d-8eef")
                .replace("6013261548", "4155550199")
                .replace("+161081111", "+442081111")
                .replace("2020-", "2021-");
            assert_ne!(capture, other, "{}: {}", rule.id, example.title);
            let before = include_str!("../golden/wrap-up.json");
            let moved = format!("\n\n{before}\n{other}");
            let (one, two) = (strictly(&capture), strictly(&moved));
            assert_eq!(
                fingerprints(&one),
                fingerprints(&two),
                "{}: {}",
                rule.id,
                example.title
            );
            seen += one.findings.len();
        }
    }
    assert!(seen > 80, "{seen}");
}

/// A number in a message is no part of the fault, however long it is.
#[test]
fn fingerprints_survive_other_numbers() {
    let golden = include_str!("../golden/incoming-call.json");
    let fingerprint = |text: String| {
        let report = callproof::check_str(&text).expect("a check");
        let finding = report.findings.first().expect("a finding");
        (finding.rule.id, finding.fingerprint.clone())
    };
    let count = |number: &str| golden.replacen("\"count\": 11", &format!("\"count\": {number}"), 1);
    assert_eq!(fingerprint(count("7")), fingerprint(count("1234")));
    let cut = |depth| "{\"a\": ".repeat(depth);
    assert_eq!(fingerprint(cut(3)), fingerprint(cut(12)));
}

/// Other faults have other fingerprints.
#[test]
fn fingerprints_tell_faults_apart() {
    let golden = include_str!("../golden/incoming-call.json");
    let faults = [
        ("\"answer\": true", "\"answer\": false"),
        ("\"reject\": true", "\"reject\": false"),
        ("\"channel\": \"Amazon\"", "\"channel\": \"amazon\""),
        ("\"topic\": \"InboundCall\"", "\"topic\": \"inboundCall\""),
    ];
    let mut seen = BTreeMap::new();
    for (from, to) in faults {
        let text = golden.replacen(from, to, 1);
        assert_ne!(text, golden, "{from}");
        let report = callproof::check_str(&text).expect("a check");
        let errors = report.findings.into_iter();
        for finding in errors.filter(|finding| finding.severity == Severity::Error) {
            let before = seen.insert(finding.fingerprint, to);
            assert_eq!(before, None, "{to}");
        }
    }
    assert!(seen.len() >= faults.len());
}
