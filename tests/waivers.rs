//! Waivers as a release manager meets them: what they cover, until when, and what keeps them honest.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// A call, whole, in whose first event the `answer` button is shown and not flagged: one error, at two places.
fn faulty() -> String {
    include_str!("../golden/missed.json").replace("\"answer\": true", "\"answer\": false")
}

/// A folder of this test's own with that event.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("waivers")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join(".git")).expect("a folder");
    fs::write(folder.join("faulty.json"), faulty()).expect("a capture");
    folder
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_callproof"));
    command
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null());
    command
        .env_remove("COLUMNS")
        .env_remove("SOURCE_DATE_EPOCH");
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments)
        .output()
        .expect("the command runs")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("an exit code")
}

fn printed(output: &Output) -> String {
    let both = [output.stdout.as_slice(), &output.stderr].concat();
    String::from_utf8(both).expect("UTF-8")
}

fn report(folder: &Path, arguments: &[&str]) -> Value {
    let output = run(
        folder,
        &[&["check", "--format", "json"], arguments].concat(),
    );
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", printed(&output)))
}

/// What the entry needs besides what it covers.
const FILLED: &str = "\nreason = \"mended in July\"\nowner = \"voice team\"\nexpires = 2026-07-31\neverywhere = true\n";

const DAY: [&str; 4] = ["--waivers", "waivers.toml", "--today", "2026-07-01"];

/// A check of the faulty event, with these waivers.
fn with(folder: &Path, waivers: &str, arguments: &[&str]) -> Value {
    fs::write(folder.join("waivers.toml"), waivers).expect("waivers");
    report(folder, &[&["faulty.json"], &DAY[..], arguments].concat())
}

/// The ids of the findings that count.
fn counting(report: &Value) -> Vec<&str> {
    let findings = report["findings"].as_array().expect("findings");
    findings
        .iter()
        .filter(|finding| finding["waived"].is_null() && finding["known"] == false)
        .filter_map(|finding| finding["rule"].as_str())
        .collect()
}

#[test]
fn an_invalid_file_is_refused_with_its_place() {
    let cases = [
        "[[waiver]]\nrule = \"button/mirorr\"",
        "[[waiver]]\nrule = \"button\"",
        "[[waiver]]\nrule = \"waiver/expired\"",
        "[[waiver]]\nreason = \"no rule\"",
        "[[waiver]]\nrule = \"button/mirror\"\nowner = \"a\"\nexpires = 2026-07-31",
        "[[waiver]]\nrule = \"button/mirror\"\nreason = \" \"\nowner = \"a\"\nexpires = 2026-07-31",
        "[[waiver]]\nrule = \"button/mirror\"\nreason = \"a\"\nexpires = 2026-07-31",
        "[[waiver]]\nrule = \"button/mirror\"\nreason = \"a\"\nowner = \"a\"",
        "[[waiver]]\nrule = \"button/mirror\"\nreason = \"a\"\nowner = \"a\"\nexpires = \"soon\"",
        "[[waiver]]\nrule = \"button/mirror\"\nreason = \"a\"\nowner = \"a\"\nexpires = \"2026-02-30\"",
        "[[waiver]]\nrule = \"button/mirror\"\nreason = \"a\"\nowner = \"a\"\nexpires = 2026-07-31T10:00:00",
        "[[waiver]]\nrule = \"button/mirror\"\nreasn = \"a\"",
        "[[waiver]]\nrule = \"button/mirror\"\ncall-type = \"agnet\"",
        "[waiver]\nrule = \"button/mirror\"",
        "[[waivers]]\nrule = \"button/mirror\"",
        "rule: button/mirror",
        "[[waiver]]\nrule = \"button/mirror\"\nreason = \"a\"\nowner = \"a\"\nexpires = 2026-07-31",
        "[[waiver]]\nrule = \"button/mirror\"\nfingerprint = \"0123456789abcdef\"\nreason = \"a\"\nowner = \"a\"\nexpires = 2026-07-31",
        "[[waiver]]\nrule = \"button/mirror\"\neverywhere = false\nreason = \"a\"\nowner = \"a\"\nexpires = 2026-07-31",
        "[[waiver]]\nrule = \"button/mirror\"\neverywhere = \"yes\"\nreason = \"a\"\nowner = \"a\"\nexpires = 2026-07-31",
        "[[waiver]]\nrule = \"button/mirror\"\npointer = \"/a\"\neverywhere = true\nreason = \"a\"\nowner = \"a\"\nexpires = 2026-07-31",
        "[[waiver]]\nrule = \"button/mirror\"\neverywhere = true\nreason = \"a\"\nowner = \"a\"\nexpires = 2027-07-03",
    ];
    let here = folder("invalid");
    let mut page = String::new();
    for text in cases {
        fs::write(here.join("waivers.toml"), text).expect("waivers");
        let output = run(&here, &[&["check", "faulty.json"], &DAY[..]].concat());
        assert_eq!((code(&output), output.stdout.len()), (2, 0), "{text}");
        page.push_str(&format!(
            "## {}\n{}\n",
            text.replace('\n', " ⏎ "),
            printed(&output)
        ));
    }
    insta::assert_snapshot!(page);
}

#[test]
fn what_a_waiver_covers_is_told_and_does_not_fail() {
    let here = folder("covers");
    let fingerprint = report(&here, &["faulty.json"])["findings"][0]["fingerprint"].clone();
    let fingerprint = format!("fingerprint = {fingerprint}");
    let cases = [
        ("", true),
        (
            "pointer = \"/message/call/ButtonStates/items/answer\"",
            true,
        ),
        (
            "pointer = \"/message/call/ButtonStates/items/reject\"",
            false,
        ),
        ("call-type = \"agent\"", true),
        ("call-type = \"inbound\"", false),
        (fingerprint.as_str(), true),
        ("fingerprint = \"0123456789abcdef\"", false),
        ("expires = 2026-07-01", true),
    ];
    for (narrower, covers) in cases {
        let mut entry = format!("[[waiver]]\nrule = \"button/mirror\"\n{narrower}{FILLED}");
        if narrower.starts_with("expires") {
            entry = entry.replace("expires = 2026-07-31\n", "");
        }
        if narrower.starts_with("pointer") {
            entry = entry.replace("everywhere = true\n", "");
        }
        let found = with(&here, &entry, &[]);
        let expected: &[&str] = if covers {
            &[]
        } else {
            &["button/mirror", "waiver/unmatched"]
        };
        assert_eq!(counting(&found), expected, "{narrower}");
        assert_eq!(found["counts"]["waived"], u64::from(covers), "{narrower}");
        assert_eq!(found["counts"]["errors"], expected.len(), "{narrower}");
        let outcome = if covers {
            "conformant"
        } else {
            "nonconformant"
        };
        assert_eq!(found["outcome"], outcome, "{narrower}");
        assert_eq!(found["waivers_as_of"], "2026-07-01");
    }
}

/// Where several waivers cover a finding, the first of the file speaks for it, and none is unmatched.
#[test]
fn the_first_of_several_waivers_speaks() {
    let here = folder("several");
    let whole = format!("[[waiver]]\nrule = \"button/mirror\"{FILLED}");
    let pointer = "pointer = \"/message/call/ButtonStates/items/answer\"";
    let narrow = whole.replace("button/mirror\"", &format!("button/mirror\"\n{pointer}"));
    let narrow = narrow.replace("voice team", "desk team");
    let narrow = narrow.replace("everywhere = true\n", "");
    for (entries, owner) in [
        ([&whole, &narrow], "voice team"),
        ([&narrow, &whole], "desk team"),
    ] {
        let found = with(&here, &entries.map(String::as_str).concat(), &[]);
        assert_eq!(counting(&found), [""; 0]);
        assert_eq!(found["findings"][0]["waived"]["owner"], owner);
    }
}

/// A rule whose findings are all borne is broken still: the report says so, and that it fails nothing.
#[test]
fn a_borne_rule_does_not_pass() {
    let here = folder("verdict");
    let found = with(
        &here,
        &format!("[[waiver]]\nrule = \"button/mirror\"{FILLED}"),
        &[],
    );
    let rules = found["rules"].as_array().expect("rules");
    let own = |id: &str| {
        rules
            .iter()
            .find(|rule| rule["id"] == id)
            .expect("the rule")
            .clone()
    };
    let mirror = own("button/mirror");
    assert_eq!(
        (&mirror["verdict"], &mirror["failed"]),
        (&"warn".into(), &1.into())
    );
    assert_eq!(
        (&mirror["waived"], &mirror["known"]),
        (&1.into(), &0.into())
    );
    assert_eq!(own("waiver/expired")["verdict"], "pass");
    assert_eq!(own("waiver/unmatched")["checked"], 1);
    let without = report(&here, &["faulty.json"]);
    let families: Vec<&str> = without["rules"]
        .as_array()
        .expect("rules")
        .iter()
        .filter_map(|rule| rule["id"].as_str()?.split('/').next())
        .collect();
    assert!(!families.contains(&"waiver"), "no waivers were read");
    assert_eq!(without["waivers_as_of"], Value::Null);
}

#[test]
fn a_waiver_counts_up_to_and_with_its_last_day() {
    let here = folder("days");
    fs::write(
        here.join("waivers.toml"),
        format!("[[waiver]]\nrule = \"button/mirror\"{FILLED}"),
    )
    .expect("waivers");
    let arguments = [
        "check",
        "faulty.json",
        "--waivers",
        "waivers.toml",
        "--format",
        "json",
    ];
    // 2026-07-31 and 2026-08-01, each at its last second and at its first.
    let cases = [
        (Some("2026-07-31"), None, 0, "2026-07-31"),
        (Some("2026-08-01"), None, 1, "2026-08-01"),
        (None, Some("1785542399"), 0, "2026-07-31"),
        (None, Some("1785542400"), 1, "2026-08-01"),
        (Some("2026-07-31"), Some("1785542400"), 0, "2026-07-31"),
    ];
    for (today, epoch, exit, as_of) in cases {
        let mut command = command(&here, &arguments);
        command.args(today.iter().flat_map(|day| ["--today", day]));
        epoch.map(|epoch| command.env("SOURCE_DATE_EPOCH", epoch));
        let output = command.output().expect("the command runs");
        assert_eq!(code(&output), exit, "{today:?} {epoch:?}");
        let found: Value = serde_json::from_slice(&output.stdout).expect("a report");
        assert_eq!(found["waivers_as_of"], as_of);
        let expected: &[&str] = if exit == 0 {
            &[]
        } else {
            &["button/mirror", "waiver/expired"]
        };
        assert_eq!(counting(&found), expected);
    }
    for (name, value) in [("--today", "2026-13-01"), ("--today", "today")] {
        assert_eq!(
            code(&run(&here, &[&arguments[..], &[name, value]].concat())),
            2,
            "{value}"
        );
    }
    let odd = command(&here, &arguments)
        .env("SOURCE_DATE_EPOCH", "soon")
        .output();
    let odd = odd.expect("the command runs");
    assert_eq!(code(&odd), 2);
    assert!(printed(&odd).contains("SOURCE_DATE_EPOCH is `soon`"));
}

#[test]
fn a_waiver_is_an_error_in_every_profile_once_nothing_needs_it() {
    let here = folder("profiles");
    let unneeded = format!("[[waiver]]\nrule = \"field/required\"{FILLED}");
    for profile in ["core", "standard", "strict"] {
        let found = with(&here, &unneeded, &["--profile", profile]);
        assert_eq!(
            counting(&found),
            ["button/mirror", "waiver/unmatched"],
            "{profile}"
        );
        assert_eq!(found["counts"]["errors"], 2, "{profile}");
    }
}

/// A run that has not looked cannot say that nothing is there.
#[test]
fn what_was_not_judged_is_not_unmatched() {
    let here = folder("not-judged");
    let unneeded = format!("[[waiver]]\nrule = \"field/required\"{FILLED}");
    for arguments in [
        &["--only", "button"][..],
        &["--skip", "field"],
        &["--fail-fast"],
    ] {
        assert_eq!(
            counting(&with(&here, &unneeded, arguments)),
            ["button/mirror"],
            "{arguments:?}"
        );
    }
    let waived = format!("[[waiver]]\nrule = \"button/mirror\"{FILLED}");
    let found = with(&here, &waived, &["--fail-fast"]);
    assert_eq!(
        found["outcome"], "conformant",
        "a waived error does not end a run"
    );
}

#[test]
fn a_waiver_of_another_producer_is_passed_over() {
    let here = folder("producers");
    let entry = format!("[[waiver]]\nrule = \"button/mirror\"\nproducer = \"north\"{FILLED}");
    let cases: [(&[&str], &[&str], u64); 3] = [
        (&["--producer", "north"], &[], 0),
        (&["--producer", "south"], &["button/mirror"], 1),
        (&[], &["button/mirror"], 1),
    ];
    for (arguments, expected, reasons) in cases {
        let found = with(&here, &entry, arguments);
        assert_eq!(counting(&found), expected, "{arguments:?}");
        let told = found["reasons"].as_array().expect("reasons");
        let told = told
            .iter()
            .filter(|reason| reason["code"] == "waivers")
            .count();
        assert_eq!(told as u64, reasons, "{arguments:?}");
    }
}

#[test]
fn neither_flags_nor_the_configuration_make_waivers_harmless() {
    let here = folder("harmless");
    fs::write(here.join("waivers.toml"), "").expect("waivers");
    for arguments in [["--skip", "waiver"], ["--skip", "waiver/expired"]] {
        let output = run(
            &here,
            &[&["check", "faulty.json"], &DAY[..], &arguments].concat(),
        );
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert!(
            printed(&output).contains("--no-waivers"),
            "{}",
            printed(&output)
        );
    }
}

#[test]
fn the_configuration_names_them_and_a_flag_leaves_them_out() {
    let here = folder("configured");
    fs::write(
        here.join("waivers.toml"),
        format!("[[waiver]]\nrule = \"button/mirror\"{FILLED}"),
    )
    .expect("waivers");
    fs::write(here.join("callproof.toml"), "waivers = \"waivers.toml\"").expect("a configuration");
    let cases: [(&[&str], i32); 2] = [(&["--today", "2026-07-01"], 0), (&["--no-waivers"], 1)];
    for (arguments, exit) in cases {
        let output = run(&here, &[&["check", "faulty.json"], arguments].concat());
        assert_eq!(code(&output), exit, "{arguments:?}");
    }
    assert_eq!(
        report(&here, &["faulty.json", "--no-waivers"])["waivers_as_of"],
        Value::Null
    );
}

/// Findings of one rule by the hundred in one document are only counted, and so are those of unreadable
/// documents beyond what is kept: waivers cover them all the same.
#[test]
fn counts_stay_exact_where_findings_are_left_out() {
    let here = folder("left-out");
    let many: String = (0..250)
        .map(|key| format!("\"strange_{key}\": 1, "))
        .collect();
    let strange = faulty().replacen('{', &format!("{{{many}"), 1);
    fs::write(here.join("faulty.json"), strange).expect("a capture");
    let unknown = format!("[[waiver]]\nrule = \"field/unknown-key\"{FILLED}");
    let one = unknown.replacen("key\"", "key\"\npointer = \"/strange_249\"", 1);
    let one = one.replace("everywhere = true\n", "");
    for (waivers, waived, notes) in [(&unknown, 250, 0), (&one, 1, 249)] {
        for most in ["10000", "3"] {
            let found = with(&here, waivers, &["--max-findings", most]);
            assert_eq!(found["counts"]["waived"], waived, "{most}");
            assert_eq!(found["counts"]["notes"], notes, "{most}");
            assert_eq!(
                counting(&found)
                    .iter()
                    .filter(|id| id.starts_with("waiver"))
                    .count(),
                0
            );
        }
    }
    let broken = "{\"channel\": \"Amazon\", }\n".repeat(40) + "{}\n";
    fs::write(here.join("faulty.json"), broken).expect("a capture");
    let commas = format!("[[waiver]]\nrule = \"text/json\"{FILLED}");
    let found = with(&here, &commas, &["--max-findings", "3"]);
    assert_eq!(
        (&found["counts"]["waived"], &found["counts"]["errors"]),
        (&40.into(), &0.into())
    );
}

#[test]
fn every_format_marks_what_is_waived() {
    let here = folder("formats");
    let entry = format!("[[waiver]]\nrule = \"button/mirror\"{FILLED}");
    let found = with(&here, &entry, &[]);
    let expected = serde_json::json!({
        "reason": "mended in July", "owner": "voice team", "expires": "2026-07-31"
    });
    assert_eq!(found["findings"][0]["waived"], expected);
    let arguments = [&["check", "faulty.json"], &DAY[..]].concat();
    let lines = run(&here, &[&arguments[..], &["--format", "ndjson"]].concat());
    let lines: Vec<Value> = printed(&lines)
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(lines[1]["waived"], expected);
    assert_eq!(lines[2]["waivers_as_of"], "2026-07-01");
    assert_eq!(lines[2]["counts"], found["counts"]);
    insta::assert_snapshot!(printed(&run(&here, &arguments)));
}

/// With findings that are waived, known, and about waivers, a report is as its schema says.
#[test]
fn the_report_is_as_its_schema_says() {
    let here = folder("schema");
    let entry = format!("[[waiver]]\nrule = \"button/mirror\"{FILLED}");
    let unneeded = format!("[[waiver]]\nrule = \"field/required\"{FILLED}");
    let found = with(&here, &format!("{entry}{unneeded}"), &[]);
    assert_eq!(counting(&found), ["waiver/unmatched"]);
    let schema: Value = serde_json::from_str(callproof::report::SCHEMA).expect("the schema");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let errors: Vec<String> = validator
        .iter_errors(&found)
        .map(|error| format!("{} {error}", error.instance_path()))
        .collect();
    assert_eq!(errors, Vec::<String>::new());
}

/// What is said of a waiver itself comes in every format, the streamed one too.
#[test]
fn findings_about_waivers_are_streamed_too() {
    let here = folder("streamed");
    let unneeded = format!("[[waiver]]\nrule = \"field/required\"{FILLED}");
    with(&here, &unneeded, &[]);
    let arguments = [&["check", "faulty.json", "--format", "ndjson"], &DAY[..]].concat();
    let lines = printed(&run(&here, &arguments));
    let told = lines.lines().nth(2).expect("a line");
    assert!(
        told.contains("waiver/unmatched") && told.contains("\"input\":\"waivers.toml\""),
        "{told}"
    );
}

/// A phone number that somebody wrote into a reason is masked like any other.
#[test]
fn a_reason_is_masked() {
    let here = folder("masked");
    let entry = format!("[[waiver]]\nrule = \"button/mirror\"{FILLED}")
        .replace("mended in July", "ask +14155550199");
    let found = with(&here, &entry, &[]).to_string();
    assert!(!found.contains("4155550199"), "{found}");
}

#[test]
fn waive_writes_what_must_be_filled_in_and_nothing_twice() {
    let here = folder("waive");
    let shown = report(&here, &["faulty.json"]).to_string();
    fs::write(here.join("report.json"), shown).expect("a report");
    let path = here.join("waivers.toml");
    let text = || fs::read_to_string(&path).expect("the waivers");
    let own = "# Ours, with care.\n[[waiver]] # kept\nrule = \"field/required\"\nreason = \"a\" # why\n\
               owner = \"b\"\nexpires = \"2026-07-31\"";
    fs::write(&path, own).expect("waivers");
    let waive = ["waive", "--from", "report.json", "--today", "2026-07-01"];
    let output = run(&here, &waive);
    assert_eq!(
        (code(&output), printed(&output).as_str()),
        (
            0,
            "waivers.toml: 1 entry new; they count once `reason` and `owner` are filled in\n"
        )
    );
    assert!(
        text().starts_with(own),
        "what stood there stays: {}",
        text()
    );
    insta::assert_snapshot!(text().strip_prefix(own).expect("the new entry"));
    let before = text();
    let output = run(&here, &waive);
    assert_eq!(
        printed(&output),
        "waivers.toml: nothing new, 1 there already\n"
    );
    assert_eq!(text(), before);
    let check = [&["check", "faulty.json"], &DAY[..]].concat();
    assert_eq!(
        code(&run(&here, &check)),
        2,
        "an empty reason does not count"
    );
    let filled = text()
        .replace("reason = \"\"", "reason = \"c\"")
        .replace("owner = \"\"", "owner = \"d\"");
    fs::write(&path, filled.split_once("\n\n").expect("two parts").1).expect("waivers");
    assert_eq!(code(&run(&here, &check)), 0);
}

#[test]
fn waive_leaves_out_what_does_not_count() {
    let here = folder("waive-rest");
    let waived = with(
        &here,
        &format!("[[waiver]]\nrule = \"button/mirror\"{FILLED}"),
        &[],
    );
    let unmatched = with(
        &here,
        &format!("[[waiver]]\nrule = \"field/required\"{FILLED}"),
        &["--skip", "button"],
    );
    for report in [waived, unmatched] {
        fs::write(here.join("report.json"), report.to_string()).expect("a report");
        let output = run(&here, &["waive", "--from", "report.json", "-o", "new.toml"]);
        assert_eq!(printed(&output), "new.toml: nothing to waive\n");
        assert!(!here.join("new.toml").exists());
    }
}

#[test]
fn waive_refuses_what_it_cannot_use() {
    let here = folder("waive-refuses");
    fs::write(
        here.join("report.json"),
        report(&here, &["faulty.json"]).to_string(),
    )
    .expect("a report");
    fs::write(here.join("inline.toml"), "waiver = []").expect("waivers");
    fs::write(here.join("broken.toml"), "[[waiver]").expect("waivers");
    let cases: [(&[&str], &str); 5] = [
        (
            &["--from", "faulty.json"],
            "faulty.json is no JSON report of callproof",
        ),
        (&["--from", "nowhere.json"], "cannot read nowhere.json"),
        (
            &["--from", "report.json", "-o", "inline.toml"],
            "inline.toml:1:1: no entry can be added",
        ),
        (
            &["--from", "report.json", "-o", "broken.toml"],
            "broken.toml:1:",
        ),
        (
            &["--from", "report.json", "-o", "no/folder.toml"],
            "cannot write no/folder.toml",
        ),
    ];
    for (arguments, says) in cases {
        let output = run(&here, &[&["waive"], arguments].concat());
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert!(printed(&output).contains(says), "{}", printed(&output));
    }
    assert_eq!(
        fs::read_to_string(here.join("inline.toml")).expect("as it was"),
        "waiver = []"
    );
}

/// A waiver is looked at again within a year and a day, whichever year it is.
#[test]
fn a_waiver_ends_within_366_days() {
    let here = folder("year");
    for (expires, today, exit) in [
        ("2027-07-02", "2026-07-01", 0),
        ("2027-07-03", "2026-07-01", 2),
        ("2028-07-01", "2027-07-01", 0),
        ("9999-12-31", "9999-12-31", 0),
        ("9999-12-31", "2026-07-01", 2),
    ] {
        let entry = format!("[[waiver]]\nrule = \"button/mirror\"{FILLED}");
        let entry = entry.replace("2026-07-31", expires);
        fs::write(here.join("waivers.toml"), entry).expect("waivers");
        let arguments = [
            "check",
            "faulty.json",
            "--waivers",
            "waivers.toml",
            "--today",
        ];
        let output = run(&here, &[&arguments[..], &[today]].concat());
        assert_eq!(
            code(&output),
            exit,
            "{expires} on {today}: {}",
            printed(&output)
        );
        let is_named = printed(&output).contains("waivers.toml:5:11: `expires` is");
        assert_eq!(is_named, exit == 2, "{}", printed(&output));
    }
}

/// What `waive` writes is read by `check` once it is filled in, and `waive` sets no later day.
#[test]
fn waive_writes_what_check_reads() {
    let here = folder("round");
    // An input that is named holds an event, or the run is incomplete, waived or not.
    let call = callproof::sample::call("missed").expect("a flow");
    let broken = format!("{{\"a\": }}\n{call}");
    fs::write(here.join("broken.json"), broken).expect("a capture");
    let arguments = [
        "check",
        "faulty.json",
        "broken.json",
        "--report",
        "json=r.json",
    ];
    assert_eq!(code(&run(&here, &arguments)), 1);
    let waive = [
        "waive",
        "--from",
        "r.json",
        "--today",
        "2026-07-01",
        "--expires",
    ];
    let late = run(&here, &[&waive[..], &["2027-07-03"]].concat());
    assert_eq!(code(&late), 2);
    assert!(
        printed(&late).contains("2027-07-02 is the last day"),
        "{}",
        printed(&late)
    );
    assert_eq!(
        code(&run(&here, &[&waive[..], &["2027-07-02"]].concat())),
        0
    );
    let path = here.join("waivers.toml");
    let text = fs::read_to_string(&path).expect("waivers");
    assert_eq!(text.matches("everywhere = true\n").count(), 1, "{text}");
    let filled = text.replace("reason = \"\"", "reason = \"a\"");
    fs::write(path, filled.replace("owner = \"\"", "owner = \"b\"")).expect("waivers");
    let checked = run(
        &here,
        &[&["check", "faulty.json", "broken.json"], &DAY[..]].concat(),
    );
    assert_eq!(code(&checked), 0, "{}", printed(&checked));
}
