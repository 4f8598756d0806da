//! `callproof.toml` as a team meets it: what it changes, what it refuses, and where it is found.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use callproof::config::{Config, SCHEMA, TEMPLATE};
use serde_json::Value;

const FORMATS: [&str; 11] = [
    "human", "json", "ndjson", "junit", "sarif", "tap", "ctrf", "github", "gitlab", "markdown",
    "html",
];

/// A folder of this test's own, the root of a repository, with a configuration.
fn folder(name: &str, config: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("config")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join(".git")).expect("a folder");
    fs::create_dir_all(folder.join("captures")).expect("a folder");
    let faulty = include_str!("../golden/incoming-call.json")
        .replace("\"answer\": true", "\"answer\": false");
    fs::write(folder.join("captures/faulty.json"), faulty).expect("a capture");
    fs::write(folder.join("callproof.toml"), config).expect("a configuration");
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

fn report(folder: &Path, arguments: &[&str]) -> Value {
    let output = run(
        folder,
        &[&["check", "--format", "json"], arguments].concat(),
    );
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("an exit code")
}

#[test]
fn a_mistake_is_told_with_its_place() {
    let cases = [
        "profil = \"strict\"",
        "zzzzzzzzzzzzzzzzzzz = 1",
        "# two lines\nprofile = \"strct\"",
        "profile = 3",
        "profile = \"core\"\nprofile = \"core\"",
        "profile = \"core",
        "inputs = \"captures\"",
        "inputs = [\"\"]",
        "max-findings = -1",
        "only-events = \"yes\"",
        "fail-on = \"note\"",
        "[rules]\n\"button/mirorr\" = \"warn\"",
        "[rules]\n\"button/mirror\" = \"off\"",
        "[rules]\nbutton/mirror = \"warn\"",
        "[rules]\ntext = \"allow\"",
        "[rules]\n\"waiver/expired\" = \"warn\"",
        "rules = 1",
        "[reports]\njsn = \"report.json\"",
        "[normalize]\nmask = [\"message/call\"]",
        "[golden]\nallow_orphans = true",
        "inputs = [\"a\", \"b\"",
    ];
    let mut page = String::new();
    for text in cases {
        let output = run(&folder("mistakes", text), &["check"]);
        assert_eq!((code(&output), output.stdout.len()), (2, 0), "{text}");
        let told = String::from_utf8_lossy(&output.stderr);
        page.push_str(&format!("## {}\n{told}\n", text.replace('\n', " ⏎ ")));
    }
    insta::assert_snapshot!(page);
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let here = folder(
        "unreadable",
        "inputs = [\"captures\"]\nwaivers = \"nowhere.toml\"",
    );
    let cases: [(&[&str], &str); 3] = [
        (&["check"], "nowhere.toml"),
        (&["check", "--config", "other.toml"], "other.toml"),
        (&["check", "--config", "captures"], "captures"),
    ];
    for (arguments, path) in cases {
        let output = run(&here, arguments);
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert!(told.contains(&format!("cannot read {path}")), "{told}");
    }
}

/// A configuration that cannot be read is never one that is not there.
#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_no_missing_configuration() {
    let here = folder("dangling", "");
    fs::remove_file(here.join("callproof.toml")).expect("the file");
    std::os::unix::fs::symlink("nowhere", here.join("callproof.toml")).expect("a link");
    assert_eq!(code(&run(&here, &["check", "captures"])), 2);
}

#[test]
fn it_is_found_upward_as_far_as_the_repository_goes() {
    let here = folder("upward", "inputs = [\"captures\"]");
    let inner = here.join("deep/deeper");
    fs::create_dir_all(&inner).expect("a folder");
    let found = report(&inner, &[]);
    assert_eq!(found["config"], "../../callproof.toml");
    assert_eq!(found["inputs"][0]["path"], "../../captures/faulty.json");
    let other = here.join("vendored");
    fs::create_dir_all(other.join(".git")).expect("another repository");
    assert_eq!(report(&other, &["../captures"])["config"], Value::Null);
    assert_eq!(
        report(&here, &["captures", "--no-config"])["config"],
        Value::Null
    );
    fs::write(here.join("other.toml"), "profile = \"core\"").expect("a file");
    let named = report(&here, &["captures", "--config", "other.toml"]);
    assert_eq!(named["config"], "other.toml");
    assert_eq!(named["ruleset"]["profile"], "core");
}

#[test]
fn a_flag_goes_before_the_file() {
    let config = "profile = \"strict\"\ninputs = [\"nowhere\"]\nmax-findings = 0\n\
                  fail-on = \"warning\"\n[reports]\njson = \"nowhere/report.json\"";
    let here = folder("precedence", config);
    let report_path = here.join("own.json");
    let to_file = format!("json={}", report_path.display());
    let arguments = [
        "captures",
        "--profile",
        "core",
        "--max-findings",
        "7",
        "--report",
        &to_file,
    ];
    let found = report(&here, &arguments);
    assert_eq!(found["ruleset"]["profile"], "core");
    // The fault, and the leg that the capture leaves open.
    assert_eq!(found["findings"].as_array().map(Vec::len), Some(2));
    assert!(report_path.exists());
}

#[test]
fn what_it_sets_is_in_force() {
    let config = "profile = \"strict\"\ninputs = [\"captures\"]\nmax-findings = 0\n\
                  only-events = true\n[reports]\njson = \"made.json\"";
    let here = folder("in-force", config);
    fs::write(here.join("captures/other.json"), "{\"topic\": \"Agent\"}").expect("a file");
    let inner = here.join("inner");
    fs::create_dir_all(&inner).expect("a folder");
    let found = report(&inner, &[]);
    assert_eq!(found["ruleset"]["profile"], "strict");
    assert_eq!(found["findings_left_out"], 3, "{found}");
    assert_eq!(found["counts"]["errors"], 2);
    let made = fs::read_to_string(here.join("made.json")).expect("beside the configuration");
    assert_eq!(serde_json::from_str::<Value>(&made).expect("JSON"), found);
}

/// Turning rules up and down: the exit code, the severity of the one finding, and what is said of it.
#[test]
fn rules_are_turned_up_and_down_and_that_is_told() {
    let cases = [
        ("", 1, "error", vec![]),
        ("\"button/mirror\" = \"deny\"", 1, "error", vec![]),
        (
            "\"button/mirror\" = \"warn\"",
            0,
            "warning",
            vec!["the configuration turns to warnings: button/mirror"],
        ),
        (
            "button = \"warn\"",
            0,
            "warning",
            vec!["the configuration turns to warnings: button"],
        ),
        (
            "button = \"allow\"\n\"button/mirror\" = \"warn\"",
            0,
            "warning",
            vec![
                "the configuration turns off: button",
                "the configuration turns to warnings: button/mirror",
            ],
        ),
        (
            "\"button/mirror\" = \"allow\"",
            0,
            "",
            vec!["the configuration turns off: button/mirror"],
        ),
    ];
    for (rules, exit, severity, reasons) in cases {
        let here = folder(
            "levels",
            &format!("inputs = [\"captures\"]\n[rules]\n{rules}"),
        );
        assert_eq!(code(&run(&here, &["check"])), exit, "{rules}");
        let found = report(&here, &[]);
        let told: Vec<&str> = found["reasons"]
            .as_array()
            .expect("reasons")
            .iter()
            .filter(|reason| reason["code"] == "levels")
            .filter_map(|reason| reason["message"].as_str())
            .collect();
        assert_eq!(told, reasons, "{rules}");
        let findings = found["findings"].as_array().expect("findings");
        let own = findings
            .iter()
            .find(|finding| finding["rule"] == "button/mirror");
        let own = own.map_or("", |own| own["severity"].as_str().expect("a severity"));
        assert_eq!(own, severity, "{rules}");
    }
}

/// A rule that is turned off is judged where a flag names it.
#[test]
fn only_goes_before_allow() {
    let here = folder(
        "only",
        "inputs = [\"captures\"]\n[rules]\nbutton = \"allow\"",
    );
    assert_eq!(code(&run(&here, &["check"])), 0);
    assert_eq!(code(&run(&here, &["check", "--only", "button/mirror"])), 1);
    assert_eq!(code(&run(&here, &["check", "--only", "button"])), 2);
}

#[test]
fn a_person_sees_which_configuration_was_used() {
    let here = folder(
        "seen",
        "inputs = [\"captures\"]\n[rules]\nbutton = \"allow\"",
    );
    let output = run(&here, &["check"]);
    insta::assert_snapshot!(String::from_utf8_lossy(&output.stdout));
}

#[test]
fn init_writes_a_file_that_changes_nothing_and_never_over_another() {
    let here = folder("init", "profile = \"core\"");
    let output = run(&here, &["init"]);
    assert_eq!(code(&output), 2);
    let text = || fs::read_to_string(here.join("callproof.toml")).expect("the file");
    assert_eq!(text(), "profile = \"core\"");
    assert_eq!(code(&run(&here, &["init", "--force"])), 0);
    assert_eq!(text(), TEMPLATE);
    let read = Config::read("callproof.toml", TEMPLATE, &FORMATS).expect("a configuration");
    assert_eq!(read, Config::default());
    assert_eq!(code(&run(&here, &["check", "captures"])), 1);
}

/// The template with every key in force.
fn uncommented() -> String {
    let line = |line: &str| {
        let key = line
            .strip_prefix('#')
            .filter(|rest| !rest.starts_with([' ', ':']));
        format!("{}\n", key.unwrap_or(line))
    };
    TEMPLATE.lines().map(line).collect()
}

fn schema() -> Value {
    serde_json::from_str(SCHEMA).expect("the schema")
}

/// `profile`, `golden.dir` and so on, as the schema names them.
fn keys_of(schema: &Value, before: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for (key, part) in schema["properties"].as_object().into_iter().flatten() {
        match part["type"].as_str() {
            Some("object") => keys.extend(keys_of(part, &format!("{before}{key}."))),
            _ => drop(keys.insert(format!("{before}{key}"))),
        }
    }
    keys
}

#[test]
fn the_written_file_is_as_the_schema_says_and_has_every_key() {
    let value: Value = toml::from_str(&uncommented()).expect("TOML");
    let schema = schema();
    assert!(jsonschema::meta::is_valid(&schema));
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let errors: Vec<String> = validator
        .iter_errors(&value)
        .map(|error| error.to_string())
        .collect();
    assert_eq!(errors, Vec::<String>::new());
    Config::read("callproof.toml", &uncommented(), &FORMATS).expect("every key is known");
    for key in keys_of(&schema, "") {
        let pointer = format!("/{}", key.replace('.', "/"));
        let shown = value.pointer(&pointer).is_some();
        assert!(
            shown || key.starts_with("reports."),
            "{key} is not in the written file"
        );
    }
}

/// Each key of the schema is read, and each key that is read is in the schema: what it refuses tells.
#[test]
fn the_schema_and_the_reader_know_the_same_keys() {
    let refusal = |text: &str| {
        let error = Config::read("c", text, &FORMATS).expect_err(text);
        error.message
    };
    let schema_keys = keys_of(&schema(), "");
    for key in &schema_keys {
        let told = refusal(&format!("{key} = 1979-05-27"));
        assert!(
            told.contains("where") && told.contains("is meant"),
            "{key}: {told}"
        );
    }
    let mut read = BTreeSet::new();
    for table in ["", "reports", "normalize", "golden"] {
        let before = if table.is_empty() {
            String::new()
        } else {
            format!("{table}.")
        };
        let told = refusal(&format!("{before}zzzzzzzzzzzzzzzzzzzzz = 1"));
        let (_, names) = told.split_once("there are ").expect("a list");
        for name in names.split('`').skip(1).step_by(2) {
            read.insert(format!("{before}{name}"));
        }
    }
    for table in ["rules", "reports", "normalize", "golden"] {
        assert!(read.remove(table), "{table}");
    }
    assert_eq!(read, schema_keys);
}

/// The schema's own examples of what is refused.
#[test]
fn the_schema_refuses_what_the_reader_refuses() {
    let validator = jsonschema::validator_for(&schema()).expect("a schema");
    let cases = [
        ("profile = \"strict\"", true),
        ("profile = \"strct\"", false),
        ("max-findings = -1", false),
        ("fail-on = \"note\"", false),
        ("inputs = [\"\"]", false),
        ("[rules]\nbutton = \"warn\"", true),
        ("[rules]\nbutton = \"off\"", false),
        ("[rules]\n\"text/json\" = \"deny\"", true),
        ("[reports]\njson = \"\"", false),
        ("[normalize]\nmask = [\"/a/*\"]", true),
        ("[normalize]\nmask = [\"a\"]", false),
        ("[golden]\ndir = 3", false),
    ];
    for (text, holds) in cases {
        let value: Value = toml::from_str(text).expect("TOML");
        assert_eq!(validator.is_valid(&value), holds, "{text}");
        assert_eq!(Config::read("c", text, &FORMATS).is_ok(), holds, "{text}");
    }
}

/// The formats of the command line are those of `[reports]`.
#[test]
fn reports_have_the_formats_of_the_command_line() {
    let output = run(Path::new("."), &["check", "--help"]);
    let help = String::from_utf8_lossy(&output.stdout).into_owned();
    let (_, rest) = help.split_once("--format <FORMAT>").expect("the flag");
    let (_, rest) = rest.split_once("Possible values:\n").expect("its values");
    let (values, _) = rest.split_once("[default").expect("their end");
    let flag: BTreeSet<String> = values
        .lines()
        .filter_map(|line| line.trim().strip_prefix("- "))
        .filter_map(|line| line.split_once(':'))
        .map(|(name, _)| name.to_owned())
        .collect();
    let formats = schema()["properties"]["reports"]["properties"].clone();
    let formats: BTreeSet<String> = formats
        .as_object()
        .expect("formats")
        .keys()
        .cloned()
        .collect();
    assert_eq!(flag, formats);
}

/// What README shows of both files is what they take.
#[test]
fn the_files_in_readme_are_read() {
    let readme = include_str!("../README.md");
    let blocks: Vec<&str> = readme
        .split("```toml\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect();
    let [config, waivers] = blocks[..] else {
        panic!("{} files are shown", blocks.len());
    };
    Config::read("README.md", config, &FORMATS).expect("a configuration");
    assert_eq!(
        callproof::config::waivers("README.md", waivers, jiff::civil::date(2026, 7, 1))
            .expect("waivers")
            .len(),
        1
    );
}

/// A folder with a configuration that writes a report in that format to that path.
fn reporting(name: &str, format: &str, path: &str) -> PathBuf {
    let config = format!("inputs = [\"captures\"]\n[reports]\n{format} = \"{path}\"");
    let folder = folder(name, &config);
    fs::create_dir_all(folder.join("sub")).expect("a folder");
    folder
}

/// The run is refused, says why in a line, and has checked nothing.
fn refuses(folder: &Path, why: &str) {
    let output = run(folder, &["check"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!((code(&output), output.stdout.len()), (2, 0), "{said}");
    assert!(said.contains(why), "{said}");
}

/// Whoever leaves a configuration somewhere must not decide what other files hold.
#[test]
fn a_found_configuration_writes_only_below_its_folder() {
    let outside = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("config/elsewhere.json");
    let _ = fs::remove_file(&outside);
    let absolute = outside.to_str().expect("a path");
    for (path, why) in [
        (absolute, "it is an absolute path"),
        ("../elsewhere.json", "it leaves that folder through `..`"),
        (
            "sub/../../elsewhere.json",
            "it leaves that folder through `..`",
        ),
        ("sub/..", "it leaves that folder through `..`"),
        (".", "it names no file"),
        ("sub", "it is no regular file"),
    ] {
        let here = reporting("confined", "json", path);
        refuses(&here, why);
        assert!(!outside.exists(), "{path}");
        refuses(&here.join("sub"), why);
    }
    let here = reporting("confined", "json", "../elsewhere.json");
    let named = run(&here, &["check", "--config", "callproof.toml"]);
    assert_eq!(code(&named), 1, "whoever names it trusts it");
    assert!(outside.exists());
    let here = reporting("confined", "json", "sub/made.json");
    assert_eq!(code(&run(&here.join("sub"), &["check"])), 1);
    assert_eq!(code(&run(&here, &["check"])), 1, "it replaces its own");
    assert!(here.join("sub/made.json").exists());
}

#[cfg(unix)]
#[test]
fn a_found_configuration_follows_no_link() {
    use std::os::unix::fs::symlink;
    let elsewhere = folder("linked-to", "");
    let report = elsewhere.join("old.json");
    fs::write(&report, "callproof").expect("a file");
    let here = reporting("links", "json", "made.json");
    symlink(&report, here.join("made.json")).expect("a link");
    refuses(&here, "it is a link");
    let here = reporting("links", "json", "out/old.json");
    symlink(&elsewhere, here.join("out")).expect("a link");
    refuses(&here, "a link leads out of that folder");
    let here = reporting("links", "json", "out/new.json");
    symlink(&elsewhere, here.join("out")).expect("a link");
    refuses(&here, "a link leads out of that folder");
    assert_eq!(fs::read_to_string(report).expect("the file"), "callproof");
    let here = reporting("links", "json", "in/made.json");
    symlink("sub", here.join("in")).expect("a link");
    assert_eq!(code(&run(&here, &["check"])), 1, "a link that stays inside");
    assert!(here.join("sub/made.json").exists());
}

#[cfg(unix)]
#[test]
fn a_found_configuration_replaces_only_reports() {
    use std::os::unix::fs::PermissionsExt;
    let why = "no report of callproof";
    for (name, text, mode) in [
        ("notes.txt", "my notes", 0o644),
        ("empty.txt", "", 0o644),
        (
            "late.txt",
            &*format!("{}callproof", " ".repeat(4090)),
            0o644,
        ),
        ("run.sh", "#!/bin/sh\ncallproof check", 0o644),
        ("run", "callproof 0.1.0\n\nconformant", 0o755),
        ("word", "callproof", 0o644),
        ("producer.toml", "# For callproof.\nname = \"a\"", 0o644),
        ("bundle.tar", "statement.json\0callproof/1", 0o644),
        ("night.snap", "callproof-golden: 1\n", 0o644),
        ("waivers.toml", "# callproof\n[[waiver]]\n", 0o644),
        ("ci.yml", "check:\n  script: callproof check\n", 0o644),
        ("lib.rs", "//! callproof\n", 0o644),
        ("README.md", "# callproof\n\n## callproof: how\n", 0o644),
        ("notes.md", "## callproof: conformant\nor not", 0o644),
        ("out.xml", "<testsuites name=\"callproof\"/>", 0o644),
        ("deps.json", "[\n  {\n    \"name\": \"callproof\"", 0o644),
        ("tap", "TAP version 14\n1..1\nok 1 - callproof\n", 0o644),
        (
            "page.html",
            "<!DOCTYPE html>\n<title>callproof: a</title>",
            0o644,
        ),
        ("said.txt", "callproof 0.1.0 is out\n\n", 0o644),
    ] {
        let here = reporting("precious", "human", name);
        let path = here.join(name);
        fs::write(&path, text).expect("a file");
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("a mode");
        refuses(&here, why);
        assert_eq!(fs::read_to_string(path).expect("the file"), text);
    }
    refuses(&reporting("precious", "human", "callproof.toml"), why);
    let capture = reporting("precious", "human", "captures/faulty.json");
    refuses(&capture, why);
    for command in [
        &["sample", "incoming-call"][..],
        &["normalize", "captures", "--no-config"],
        &["schema", "report"],
        &["rules"],
        &["explain", "flow/unfinished"],
        &["calls", "captures"],
        &["calls", "captures", "--format", "json"],
        &["coverage", "captures"],
        &["completions", "bash"],
        &["man"],
    ] {
        let here = reporting("precious", "human", "made");
        let made = run(&here, command).stdout;
        assert!(!made.is_empty(), "{command:?}");
        fs::write(here.join("made"), &made).expect("a file");
        refuses(&here, why);
        assert_eq!(fs::read(here.join("made")).expect("the file"), made);
    }
    let arguments = ["check", "captures/faulty.json"];
    assert_eq!(code(&run(&capture, &arguments)), 2, "an input");
}

/// Each format says in its first 4 KiB whose report it is, and so can be written again; an empty list of
/// issues, which names nobody, loses nothing.
#[test]
fn reports_are_known_in_every_format() {
    for format in FORMATS {
        for input in ["faulty.json", "whole.json", "empty.json"] {
            let config = format!("inputs = [\"captures/{input}\"]\n[reports]\n{format} = \"out\"");
            let here = folder("known", &config);
            let whole = callproof::sample::call("incoming-call").expect("a call");
            fs::write(here.join("captures/whole.json"), whole).expect("a capture");
            fs::write(here.join("captures/empty.json"), "[]").expect("a capture");
            let first = code(&run(&here, &["check"]));
            let made = fs::read(here.join("out")).expect("a report");
            let head = String::from_utf8_lossy(&made[..made.len().min(4096)]).into_owned();
            let is_named = head.contains("callproof") || made == b"[]\n";
            assert!(is_named, "{format} {input}: {head}");
            assert_eq!(code(&run(&here, &["check"])), first, "{format} {input}");
            assert!(first != 2, "{format} {input}");
        }
    }
}

/// Without a repository around it, nothing above the working directory is looked at.
#[test]
fn a_parent_outside_of_a_repository_decides_nothing() {
    let top = std::env::temp_dir().join(format!("callproof-parent-{}", std::process::id()));
    let inner = top.join("inner");
    fs::create_dir_all(&inner).expect("a folder");
    fs::write(top.join("callproof.toml"), "profile = \"wrong\"").expect("a configuration");
    let capture = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/incoming-call.json");
    let arguments = ["check", capture.to_str().expect("a path"), "--quiet"];
    let (within, beside) = (code(&run(&inner, &arguments)), code(&run(&top, &arguments)));
    fs::create_dir(top.join(".git")).expect("a folder");
    let in_repository = code(&run(&inner, &arguments));
    fs::remove_dir_all(&top).expect("the folder");
    assert_eq!((within, beside, in_repository), (0, 2, 2));
}

/// Only root can give files away: elsewhere this shows nothing.
#[cfg(unix)]
#[test]
fn a_configuration_of_another_user_is_not_obeyed() {
    use std::os::unix::fs::chown;
    let here = reporting("stranger", "json", "made.json");
    let config = here.join("callproof.toml");
    if chown(&config, Some(12345), None).is_err() {
        return;
    }
    refuses(&here, "belongs to user 12345");
    assert_eq!(
        code(&run(&here, &["check", "--config", "callproof.toml"])),
        1
    );
    assert_eq!(code(&run(&here, &["check", "captures", "--no-config"])), 1);
    // As in a container: we are root, and all of the working directory is another's.
    chown(&here, Some(12345), None).expect("the folder");
    assert_eq!(code(&run(&here, &["check"])), 1);
    assert!(here.join("made.json").exists());
    // A link is its owner's too, whoever owns what it leads to.
    chown(&here, Some(0), None).expect("the folder");
    chown(&config, Some(0), None).expect("the file");
    fs::rename(&config, here.join("own.toml")).expect("a rename");
    std::os::unix::fs::symlink("own.toml", &config).expect("a link");
    std::os::unix::fs::lchown(&config, Some(12345), None).expect("the link");
    refuses(&here, "belongs to user 12345");
}

/// What else is written where the configuration says stays below its folder too.
#[test]
fn waivers_and_goldens_of_a_found_configuration_stay_below_it() {
    let config = "waivers = \"../w.toml\"\n[golden]\ndir = \"../g\"";
    let here = folder("others", config);
    let arguments = [
        "check",
        "captures",
        "--no-config",
        "--report",
        "json=r.json",
    ];
    run(&here, &arguments);
    for arguments in [
        &["waive", "--from", "r.json"][..],
        &["golden", "record", "captures"],
    ] {
        let output = run(&here, arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(code(&output), 2, "{said}");
        assert!(said.contains("it leaves that folder"), "{said}");
    }
    assert!(!here.join("../w.toml").exists() && !here.join("../g").exists());
}

/// A report never replaces what the run reads.
#[test]
fn waivers_and_the_earlier_report_are_spared() {
    let here = folder("spared", "");
    fs::write(here.join("w.toml"), "").expect("a file");
    run(&here, &["check", "captures", "--report", "json=old.json"]);
    for arguments in [
        ["--waivers", "w.toml", "--report", "json=w.toml"],
        ["--baseline", "old.json", "--report", "json=old.json"],
    ] {
        let output = run(&here, &[&["check", "captures"], &arguments[..]].concat());
        assert_eq!(code(&output), 2, "{arguments:?}");
    }
}

/// No one writes so much by hand.
#[test]
fn settings_have_at_most_a_mebibyte() {
    let here = folder("large", "");
    let arguments: [&[&str]; 2] = [
        &["check", "captures"],
        &["check", "captures", "--waivers", "w.toml"],
    ];
    for (file, arguments) in ["callproof.toml", "w.toml"].iter().zip(arguments) {
        for (bytes, exit) in [(1 << 20, 1), ((1 << 20) + 1, 2)] {
            fs::write(here.join(file), "#".repeat(bytes)).expect("a file");
            let output = run(&here, arguments);
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!(code(&output), exit, "{file} {bytes}: {said}");
            assert_eq!(said.contains("larger than 1 MiB"), exit == 2, "{said}");
        }
        fs::write(here.join(file), "").expect("a file");
    }
}
