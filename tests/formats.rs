//! Reports as CI systems ask for them: any number from one run, whole files or none, nothing by surprise.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const FORMATS: [&str; 11] = [
    "human", "json", "ndjson", "junit", "sarif", "tap", "ctrf", "github", "gitlab", "markdown",
    "html",
];

const NIGHTLY: &str = "tests/captures/nightly.ndjson";

/// The command without what a CI system may have set round this test.
fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_callproof"));
    command.args(arguments).stdin(Stdio::null());
    for name in [
        "CI",
        "GITHUB_ACTIONS",
        "GITLAB_CI",
        "GITHUB_STEP_SUMMARY",
        "SOURCE_DATE_EPOCH",
        "NO_COLOR",
        "CLICOLOR_FORCE",
        "COLUMNS",
    ] {
        command.env_remove(name);
    }
    command
}

fn run(arguments: &[&str]) -> Output {
    command(arguments).output().expect("the command runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// A folder of this test's own, empty.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("formats-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn files(folder: &Path) -> Vec<String> {
    let mut files: Vec<String> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| {
            entry
                .expect("a file")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    files.sort();
    files
}

#[test]
fn one_run_writes_every_format_as_each_alone_prints_it() {
    let folder = folder("every");
    let path = |format: &str| folder.join(format).display().to_string();
    let reports: Vec<String> = FORMATS
        .iter()
        .map(|format| format!("--report={format}={}", path(format)))
        .collect();
    let mut arguments = vec!["check", NIGHTLY, "--quiet", "--jobs", "3"];
    arguments.extend(reports.iter().map(String::as_str));
    let output = run(&arguments);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "");
    for format in FORMATS {
        let alone = run(&["check", NIGHTLY, "--format", format, "--jobs", "1"]);
        assert_eq!(alone.status.code(), Some(1), "{format}");
        let file = fs::read(path(format)).expect(format);
        let mut file = text(&file);
        if format == "human" {
            // A file says first whose it is.
            let head = "callproof 0.1.0\n\n";
            file = file.strip_prefix(head).expect("the tool's name").to_owned();
        }
        assert_eq!(file, text(&alone.stdout), "{format}");
    }
    assert_eq!(files(&folder).len(), FORMATS.len());
}

/// A CI system round us chooses no format; only what was asked for looks at its variables.
#[test]
fn the_environment_chooses_nothing() {
    let folder = folder("environment");
    let summary = folder.join("summary.md");
    for format in FORMATS {
        let plain = run(&["check", NIGHTLY, "--format", format]);
        let in_ci = command(&["check", NIGHTLY, "--format", format])
            .env("CI", "true")
            .env("GITHUB_ACTIONS", "true")
            .env("GITLAB_CI", "true")
            .env("GITHUB_STEP_SUMMARY", &summary)
            .output()
            .expect("the command runs");
        assert_eq!(text(&plain.stdout), text(&in_ci.stdout), "{format}");
        assert_eq!(plain.status.code(), in_ci.status.code());
        assert_eq!(summary.exists(), format == "github", "{format}");
        let _ = fs::remove_file(&summary);
    }
}

#[test]
fn a_step_summary_is_added_to() {
    let folder = folder("summary");
    let summary = folder.join("summary.md");
    fs::write(&summary, "# Before us\n").expect("a file");
    let output = command(&["check", NIGHTLY, "--format", "github"])
        .env("GITHUB_STEP_SUMMARY", &summary)
        .output()
        .expect("the command runs");
    assert_eq!(output.status.code(), Some(1));
    let page = fs::read_to_string(&summary).expect("a file");
    let markdown = run(&["check", NIGHTLY, "--format", "markdown"]);
    assert_eq!(page, format!("# Before us\n{}", text(&markdown.stdout)));

    let nowhere = folder.join("no/such/folder.md");
    let output = command(&["check", NIGHTLY, "--format", "github"])
        .env("GITHUB_STEP_SUMMARY", &nowhere)
        .output()
        .expect("the command runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("no/such/folder.md"));
}

/// Of more calls than are drawn, that in which something is found is among them, however early it came.
#[test]
fn calls_with_findings_are_drawn_before_others() {
    let folder = folder("calls");
    let event = fs::read_to_string("golden/incoming-call.json").expect("a file");
    let faulty = event.replace("\"answer\": true", "\"answer\": false");
    assert_ne!(faulty, event);
    let clean = run(&["sample", "--calls", "450", "--seed", "3"]);
    let lines = text(&clean.stdout);
    let half = lines.len() / 2;
    let half = half + lines[half..].find('\n').expect("a line") + 1;
    let capture = folder.join("capture.ndjson");
    let faulty: String = faulty.lines().collect();
    let mixed = format!("{}{faulty}\n{}", &lines[..half], &lines[half..]);
    fs::write(&capture, mixed).expect("a file");
    let capture = capture.to_str().expect("a path");
    let page = text(&run(&["check", capture, "--format", "html"]).stdout);
    assert_eq!(page.matches("<details class=\"call\"").count(), 200);
    let first = page
        .split("<details class=\"call\"")
        .nth(1)
        .expect("a call");
    let first = first.split("</details>").next().expect("its end");
    assert!(first.contains("error button&#x2f;mirror"), "{first}");
}

#[test]
fn a_time_comes_only_from_outside() {
    let at = |epoch: &str, format: &str| {
        command(&["check", "golden/", "--format", format])
            .env("SOURCE_DATE_EPOCH", epoch)
            .output()
            .expect("the command runs")
    };
    for format in FORMATS {
        let plain = run(&["check", "golden/", "--format", format]);
        let dated = at("1700000000", format);
        let changed = plain.stdout != dated.stdout;
        assert_eq!(changed, format == "ctrf", "{format}");
    }
    let ctrf = text(&at("1700000000", "ctrf").stdout);
    assert!(ctrf.contains("\"start\": 1700000000000"), "{ctrf}");
    assert_eq!(at("today", "human").status.code(), Some(0), "not looked at");
    let refused = at("today", "ctrf");
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("SOURCE_DATE_EPOCH"));
    assert!(refused.stdout.is_empty());
}

/// Neither a green run nor a list without faults.
#[test]
fn nothing_proven_is_never_green() {
    let cases = [
        ("junit", "<error "),
        ("sarif", "\"executionSuccessful\": false"),
        ("tap", "not ok 1 - incomplete"),
        ("ctrf", "\"other\": 1"),
        ("github", "::error title=callproof%3A incomplete::"),
        ("gitlab", "\"severity\": \"blocker\""),
        ("markdown", "## callproof: incomplete"),
        ("html", "data-outcome=\"incomplete\""),
    ];
    for (format, sign) in cases {
        for arguments in [
            vec!["check", "-"],
            vec!["check", "golden/", "--only", "flow/no-replay"],
        ] {
            let output = run(&[&arguments[..], &["--format", format]].concat());
            assert_eq!(output.status.code(), Some(3), "{format}");
            assert!(
                text(&output.stdout).contains(sign),
                "{}",
                text(&output.stdout)
            );
        }
    }
}

/// A warning that fails the run fails it in every format.
#[test]
fn a_run_that_fails_on_warnings_is_red() {
    let event = fs::read_to_string("golden/incoming-call.json").expect("a file");
    let folder = folder("warning");
    let capture = folder.join("capture.json");
    fs::write(&capture, event.replace("\"Success\"", "\"Failure\"")).expect("a file");
    let capture = capture.to_str().expect("a path");
    let cases = [
        ("junit", "<failure "),
        ("sarif", "\"id\": \"fail-on-warning\""),
        ("tap", "not ok 1 - nonconformant"),
        ("ctrf", "\"failed\": 1"),
        ("github", "::error title=callproof%3A nonconformant::"),
        ("gitlab", "\"severity\": \"blocker\""),
        ("markdown", "## callproof: nonconformant"),
        ("html", "data-outcome=\"nonconformant\""),
    ];
    for (format, sign) in cases {
        let plain = run(&["check", capture, "--format", format]);
        assert_eq!(plain.status.code(), Some(0), "{format}");
        assert!(
            !text(&plain.stdout).contains(sign),
            "{}",
            text(&plain.stdout)
        );
        let failed = run(&["check", capture, "--format", format, "--fail-on", "warning"]);
        assert_eq!(failed.status.code(), Some(1), "{format}");
        assert!(
            text(&failed.stdout).contains(sign),
            "{}",
            text(&failed.stdout)
        );
    }
}

#[test]
fn a_report_that_cannot_be_written_leaves_nothing() {
    let folder = folder("failing");
    fs::create_dir(folder.join("taken")).expect("a folder");
    fs::write(folder.join("taken/inside"), "").expect("a file");
    let cases = ["no/such/folder/report", "taken"];
    for format in FORMATS {
        for case in cases {
            let path = folder.join(case).display().to_string();
            let output = run(&["check", NIGHTLY, "--report", &format!("{format}={path}")]);
            assert_eq!(output.status.code(), Some(2), "{format} to {case}");
            assert!(
                text(&output.stderr).contains(&path),
                "{}",
                text(&output.stderr)
            );
            assert_eq!(files(&folder), ["taken"], "{format} to {case}");
        }
    }
}

/// The disk is full: what stood at the path before stands there still.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    if !Path::new("/dev/full").exists() {
        return;
    }
    for format in FORMATS {
        let full = fs::File::options()
            .write(true)
            .open("/dev/full")
            .expect("a device");
        let output = command(&["check", NIGHTLY, "--format", format])
            .stdout(full)
            .stderr(Stdio::piped())
            .output()
            .expect("the command runs");
        assert_eq!(output.status.code(), Some(2), "{format}");
        let told = text(&output.stderr);
        assert!(
            told.contains("cannot write to standard output"),
            "{format}: {told}"
        );
    }
    for format in FORMATS {
        let report = format!("{format}=/dev/full");
        let output = run(&["check", NIGHTLY, "--quiet", "--report", &report]);
        assert_eq!(output.status.code(), Some(2), "{format}");
        assert!(text(&output.stderr).contains("cannot write /dev/full"));
        let output = run(&["check", NIGHTLY, "--report", &format!("{format}=/dev/null")]);
        assert_eq!(output.status.code(), Some(1), "{format}");
    }
    let still = fs::metadata("/dev/full").expect("the device");
    assert!(!still.is_file(), "the device is replaced by a file");
    let folder = folder("full");
    let path = folder.join("report.json");
    fs::write(&path, "before").expect("a file");
    // A limit on a file's size stands in for a full disk.
    let line = format!(
        "trap '' XFSZ; ulimit -f 1; exec {} check {NIGHTLY} --quiet --report json={}",
        env!("CARGO_BIN_EXE_callproof"),
        path.display()
    );
    let output = Command::new("bash")
        .args(["-c", &line])
        .output()
        .expect("a shell");
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
    assert!(
        text(&output.stderr).contains("report.json"),
        "{}",
        text(&output.stderr)
    );
    assert_eq!(fs::read_to_string(&path).expect("a file"), "before");
    assert_eq!(files(&folder), ["report.json"]);
}

/// A file may be called anything, and a producer may write anything.
#[cfg(unix)]
#[test]
fn hostile_names_and_values_are_harmless() {
    const NAME: &str =
        "a\r\n::set-output name=x::y,%0A\u{1b}[31m\u{202e}\"']]><script> @all `|` \u{ffff}.json";
    let folder = folder("hostile");
    let event = fs::read_to_string("golden/incoming-call.json").expect("a file");
    let mut event: serde_json::Value = serde_json::from_str(&event).expect("JSON");
    let hostile =
        "]]>\r\n::set-output name=x::y\u{1b}[31m\u{202e}<script>\0@all ``` [a](b)\u{ffff}";
    for (field, value) in [("event", hostile), ("CallType", hostile)] {
        event["message"]["call"][field] = value.into();
    }
    event["message"][hostile] = 1.into();
    event["channel"] = hostile.into();
    let path = folder.join(NAME);
    let mut file = fs::File::create(&path).expect("a file");
    write!(file, "{event}").expect("a file");
    let path = path.to_str().expect("UTF-8");
    for format in FORMATS {
        let output = run(&["check", path, "--format", format]);
        assert_eq!(output.status.code(), Some(1), "{format}");
        let report = text(&output.stdout);
        if ["json", "ndjson"].contains(&format) {
            assert!(
                !report.contains(['\r', '\u{1b}', '\0']),
                "{format}: {report:?}"
            );
            continue;
        }
        let raw = ['\r', '\u{1b}', '\0', '\u{202e}', '\u{ffff}'];
        assert!(!report.contains(raw), "{format}: {report:?}");
        let injected = |line: &str| line.trim_start().starts_with("::set-output");
        assert!(!report.lines().any(injected), "{format}: {report}");
        if format == "junit" {
            assert!(
                !report.contains("]]>") && !report.contains("<script"),
                "{report}"
            );
        }
    }
}
