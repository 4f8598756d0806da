//! Declaring, certifying and listing as a person meets them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

mod bundles;

const DAY: &str = "1790000000";

/// A folder of this test's own, with a capture of ten calls of each kind, a declaration of it and keys.
/// Calls without a third party.
const TWO_PARTIES: [&str; 10] = [
    "--flow",
    "answered",
    "--flow",
    "missed",
    "--flow",
    "rejected",
    "--flow",
    "hold-and-resume",
    "--flow",
    "wrap-up",
];

fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("certify")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    let capture = run(
        &folder,
        &[
            &[
                "sample",
                "--calls",
                "60",
                "--seed",
                "5",
                "--interleave",
                "4",
            ][..],
            &TWO_PARTIES,
        ]
        .concat(),
    );
    fs::write(folder.join("night.ndjson"), capture.stdout).expect("a capture");
    succeeds(&folder, &["declare", "--from", "night.ndjson", "--quiet"]);
    let text = fs::read_to_string(folder.join("producer.toml")).expect("a declaration");
    fs::write(folder.join("producer.toml"), named(&text)).expect("a declaration");
    succeeds(&folder, &["keygen", "-o", "own", "--quiet"]);
    folder
}

fn named(text: &str) -> String {
    text.replace("vendor = \"\"", "vendor = \"Example GmbH\"")
        .replace("product = \"\"", "product = \"Bridge <b>&amp;\"")
        .replace("version = \"\"", "version = \"4.2.0\"")
        .replace("contact = \"\"", "contact = \"ops@example.com\"")
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_callproof"))
        .args(arguments)
        .current_dir(folder)
        .env("SOURCE_DATE_EPOCH", DAY)
        .env_remove("COLUMNS")
        .stdin(Stdio::null())
        .output()
        .expect("the command runs")
}

fn succeeds(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {told}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Exit code, standard output, standard error.
fn told(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = run(folder, arguments);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (
        output.status.code().expect("a code"),
        text(output.stdout),
        text(output.stderr),
    )
}

const CERTIFY: [&str; 8] = [
    "certify",
    "night.ndjson",
    "--declaration",
    "producer.toml",
    "--level",
    "standard",
    "--key",
    "own.key",
];

#[test]
fn a_bundle_is_made_and_verified() {
    let folder = scratch("made");
    succeeds(&folder, &CERTIFY);
    let told = succeeds(&folder, &["verify", "evidence.tar", "--key", "own.pub"]);
    assert!(told.starts_with(
        "verified: Bridge <b>&amp; 4.2.0 by Example GmbH conforms at level standard\n"
    ));
    let first = fs::read(folder.join("evidence.tar")).expect("a bundle");
    succeeds(
        &folder,
        &[&CERTIFY[..], &["--jobs", "3", "-o", "again.tar"]].concat(),
    );
    assert!(first == fs::read(folder.join("again.tar")).expect("a bundle"));
    let json = succeeds(
        &folder,
        &[
            "verify",
            "again.tar",
            "--key",
            "own.pub",
            "--format",
            "json",
        ],
    );
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["state"], "verified");
    assert_eq!(json["bundle"]["valid"]["until"], "2027-09-21");
}

#[test]
fn names_become_no_markup() {
    let folder = scratch("markup");
    succeeds(&folder, &CERTIFY);
    let bundle = fs::read(folder.join("evidence.tar")).expect("a bundle");
    for name in ["certificate.html", "badge.svg"] {
        let page = String::from_utf8(bundles::member(&bundle, name)).expect("UTF-8");
        assert!(!page.contains("<b>"), "{name}");
        assert!(page.contains("Bridge &lt;b&gt;&amp;amp;"), "{name}");
    }
    let page = succeeds(&folder, &["evidence", "list", ".", "--format", "html"]);
    assert!(page.contains("Bridge &lt;b&gt;&amp;amp;") && !page.contains("<b>"));
}

/// Ids, numbers and variables of the capture are nowhere in a redacted bundle.
#[test]
fn a_redacted_bundle_holds_nobody() {
    let folder = scratch("redacted");
    let mut capture = fs::read_to_string(folder.join("night.ndjson")).expect("a capture");
    capture = capture.replace(
        "\"CallVariables\":{",
        "\"CallVariables\":{\"customer\":\"Joanna Doe\",",
    );
    fs::write(folder.join("night.ndjson"), &capture).expect("a capture");
    succeeds(&folder, &[&CERTIFY[..], &["--redacted"]].concat());
    let told = succeeds(&folder, &["verify", "evidence.tar", "--key", "own.pub"]);
    assert!(
        told.contains("for the originals the signer answers"),
        "{told}"
    );
    let bundle = fs::read(folder.join("evidence.tar")).expect("a bundle");
    let bundle = String::from_utf8_lossy(&bundle);
    let mut looked_for = 0;
    for event in capture.lines() {
        let event: serde_json::Value = serde_json::from_str(event).expect("JSON");
        let call = &event["message"]["call"];
        let actual = &call["ResponseActual"];
        let values = [
            &call["id"],
            &actual["contactId"],
            &actual["phoneNumber"],
            &call["CallVariables"]["ANI"],
        ];
        for value in values.into_iter().filter_map(serde_json::Value::as_str) {
            assert!(!bundle.contains(value), "{value}");
            looked_for += 1;
        }
    }
    assert!(looked_for > 600 && !bundle.contains("Joanna") && !bundle.contains("night"));
    let left: Vec<_> = fs::read_dir(&folder)
        .expect("the folder")
        .flatten()
        .collect();
    assert_eq!(left.len(), 5, "{left:?}");
}

/// Every rule's good and bad examples: the copy is judged as the original is.
#[test]
fn redaction_changes_no_verdict() {
    use callproof::Checker;
    use callproof::evidence::redacted;
    use callproof::rules::{Profile, all};
    let pseudonyms = bundles::key().pseudonyms();
    let mut examples = 0;
    for rule in all().filter(|rule| rule.family() != "text") {
        for example in rule.good.iter().chain(rule.bad) {
            let text = example.capture();
            let mut copy = Vec::new();
            redacted(
                "text",
                &bundles::open(text.clone().into_bytes()),
                &pseudonyms,
                &mut copy,
            )
            .expect("memory takes all");
            let judged = |text: &str| {
                let report = Checker::default().profile(Profile::Strict).check_str(text);
                let report = report.expect("it can be judged");
                let broken =
                    |finding: &callproof::report::Finding| (finding.rule.id, finding.document);
                report.findings.iter().map(broken).collect::<Vec<_>>()
            };
            let copy = String::from_utf8(copy).expect("UTF-8");
            assert_eq!(
                judged(&copy),
                judged(&text),
                "{}: {}",
                rule.id,
                example.title
            );
            examples += 1;
        }
    }
    assert!(examples > 60, "{examples}");
}

/// Numbers in groups are found where words may stay; times stay.
#[test]
fn a_redacted_copy_holds_no_number_among_words() {
    use callproof::evidence::redacted;
    let pseudonyms = bundles::key().pseudonyms();
    let numbers = ["415-555-0123", "(415) 555-0124", "٤١٥ ٥٥٥ ٠١٢٣"];
    let mut event: serde_json::Value =
        serde_json::from_str(include_str!("../golden/incoming-call.json")).expect("JSON");
    let call = &mut event["message"]["call"];
    call["ResponseText"] = format!("Call to {}", numbers[0]).into();
    call["ResponseFields"]["MediaProperties"]["queueName"] = numbers[1].into();
    call["ResponseActual"]["statusTimestamp"] = 1_586_421_432_701_u64.into();
    let time = "2020-04-09T08:37:12.7014155550123Z";
    call["ResponseFields"]["CurrentStateTime"] = time.into();
    call[numbers[2]] = "x".into();
    let mut copy = Vec::new();
    let original = bundles::open(event.to_string().into_bytes());
    redacted("text", &original, &pseudonyms, &mut copy).expect("memory takes all");
    let copy = String::from_utf8(copy).expect("UTF-8");
    for number in numbers {
        assert!(!copy.contains(number), "{number} in {copy}");
    }
    assert!(
        copy.contains("Call to ") && copy.contains("1586421432701") && copy.contains(time),
        "{copy}"
    );
}

#[test]
fn what_does_not_conform_or_shows_too_little_gets_no_bundle() {
    let folder = scratch("refused");
    let capture = fs::read_to_string(folder.join("night.ndjson")).expect("a capture");
    let declaration = fs::read_to_string(folder.join("producer.toml")).expect("a declaration");
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("a file");
    write(
        "broken.ndjson",
        &capture.replacen("\"Amazon\"", "\"amazon\"", 1),
    );
    write("empty.ndjson", "");
    write(
        "more.toml",
        &declaration.replace(
            "\"agent\", \"inbound\"",
            "\"agent\", \"inbound\", \"outbound\"",
        ),
    );
    write(
        "transfer.toml",
        &declaration.replace("\"cleared\"]", "\"cleared\", \"transfer\"]"),
    );
    write(
        "none.toml",
        &declaration.replace("flows = [", "flows = [] # ["),
    );
    write(
        "capital.toml",
        &declaration.replace("\"agent\"\n", "\"Agent\"\n"),
    );
    write(
        "absent.toml",
        &declaration.replace("na-fields = \"present\"", "na-fields = \"absent\""),
    );
    write(
        "string.toml",
        &declaration.replace("from-address = \"null\"", "from-address = \"string\""),
    );
    let cases = [
        (
            "broken.ndjson",
            "producer.toml",
            "core",
            1,
            "envelope/channel",
        ),
        (
            "empty.ndjson",
            "producer.toml",
            "core",
            3,
            "no event was found",
        ),
        (
            "night.ndjson",
            "more.toml",
            "core",
            3,
            "the leg type `outbound` is claimed and was shown in 0 of 1",
        ),
        (
            "night.ndjson",
            "transfer.toml",
            "standard",
            3,
            "the flow `transfer` is claimed and was shown in 0 of 3",
        ),
        (
            "night.ndjson",
            "none.toml",
            "standard",
            3,
            "level standard asks for at least one claimed flow",
        ),
        (
            "night.ndjson",
            "capital.toml",
            "core",
            1,
            "the declaration elects agent-spelling = \"Agent\"",
        ),
        (
            "night.ndjson",
            "absent.toml",
            "core",
            1,
            "the declaration elects na-fields = \"absent\"",
        ),
        (
            "night.ndjson",
            "string.toml",
            "core",
            1,
            "the declaration elects from-address = \"string\"",
        ),
    ];
    for (input, declaration, level, code, words) in cases {
        let arguments = [
            "certify",
            input,
            "--declaration",
            declaration,
            "--level",
            level,
            "--key",
            "own.key",
        ];
        let (exit, out, err) = told(&folder, &arguments);
        let out = out.replace("\n    ", " ");
        assert_eq!(exit, code, "{declaration}: {out}{err}");
        assert!(out.contains(words), "{declaration}: {out}");
        assert_eq!(err, "callproof: no bundle was written\n");
        assert!(!folder.join("evidence.tar").exists());
    }
    succeeds(
        &folder,
        &[
            &CERTIFY[..2],
            &[
                "--declaration",
                "none.toml",
                "--level",
                "core",
                "--key",
                "own.key",
            ],
        ]
        .concat(),
    );
}

#[test]
fn findings_name_the_path_that_was_given() {
    let folder = scratch("given");
    let capture = fs::read_to_string(folder.join("night.ndjson")).expect("a capture");
    fs::create_dir(folder.join("nights")).expect("a folder");
    let broken = capture.replacen("\"Amazon\"", "\"amazon\"", 1);
    fs::write(folder.join("nights/one.ndjson"), broken).expect("a file");
    fs::write(
        folder.join("capital.toml"),
        fs::read_to_string(folder.join("producer.toml"))
            .expect("a declaration")
            .replace("\"agent\"\n", "\"Agent\"\n"),
    )
    .expect("a file");
    let cases: &[(&[&str], &str)] = &[
        (&["producer.toml"], " --> nights/one.ndjson:1:12"),
        (
            &["producer.toml", "--redacted"],
            " --> nights/one.ndjson:1:12",
        ),
        (
            &["capital.toml"],
            "the first in document 1 of nights/one.ndjson",
        ),
    ];
    for (further, expected) in cases {
        let arguments = [
            &["certify", "nights", "--level", "core", "--key", "own.key"],
            &["--declaration"][..],
            further,
        ]
        .concat();
        let (exit, out, _) = told(&folder, &arguments);
        let out = out.replace("\n    ", " ");
        assert_eq!(exit, 1, "{out}");
        assert!(out.contains(expected), "{expected}: {out}");
        assert!(!out.contains("captures/0001"), "{out}");
    }
}

#[test]
fn a_mistake_in_a_declaration_is_told_with_its_place() {
    let folder = scratch("mistakes");
    let right = fs::read_to_string(folder.join("producer.toml")).expect("a declaration");
    let cases = [
        (
            "vendor = ",
            "vendr = ",
            "there is no key `vendr` here; did you mean `vendor`?",
        ),
        (
            "leg-types = ",
            "leg_types = ",
            "there is no key `leg_types` here; did you mean `leg-types`?",
        ),
        (
            "[claims]",
            "[claim]",
            "there is no key `claim` here; did you mean `claims`?",
        ),
        (
            "\"hold-and-resume\"",
            "\"hold\"",
            "there is no `hold`; there are answered, missed, rejected, hold-and-resume, transfer, consult, conference, wrap-up, cleared",
        ),
        (
            "\"Rejected\"",
            "\"rejected\"",
            "there is no `rejected`; did you mean `Rejected`?",
        ),
        (
            "\"inbound\"",
            "\"in\\nbound\"",
            "there is no `in␊bound`; did you mean `inbound`?",
        ),
        ("\"inbound\"", "\"agent\"", "`agent` stands here twice"),
        (
            "na-fields = \"present\"",
            "na-fields = \"some\"",
            "`some` is neither `present` nor `absent`",
        ),
        (
            "\"4.2.0\"",
            "\" \"",
            "this is empty, and stands on the certificate",
        ),
        (
            "\"4.2.0\"",
            "4.2",
            "invalid type: floating point `4.2`, expected a string",
        ),
        (
            "\"4.2.0\"",
            "\"4\\u001b[31m\"",
            "this has characters that cannot be seen, and stands on the certificate",
        ),
        (
            "[\"agent\", \"inbound\"]",
            "[]",
            "`leg-types` claims nothing, so nothing could be certified",
        ),
    ];
    for (from, to, words) in cases {
        assert!(right.contains(from), "{from}");
        fs::write(folder.join("wrong.toml"), right.replacen(from, to, 1)).expect("a declaration");
        let arguments = [
            &CERTIFY[..2],
            &["--declaration", "wrong.toml"],
            &CERTIFY[4..],
        ]
        .concat();
        let (exit, _, err) = told(&folder, &arguments);
        assert_eq!(exit, 2, "{to}: {err}");
        let place = err
            .strip_prefix("callproof: wrong.toml:")
            .expect("the file");
        let mut parts = place.splitn(3, ':');
        let numbers =
            [parts.next(), parts.next()].map(|part| part.and_then(|part| part.parse::<u32>().ok()));
        assert!(numbers.iter().all(Option::is_some), "{err}");
        assert_eq!(parts.next().map(str::trim), Some(words));
    }
}

#[test]
fn files_that_are_there_stay() {
    let folder = scratch("stay");
    succeeds(&folder, &CERTIFY);
    let bundle = fs::read(folder.join("evidence.tar")).expect("a bundle");
    for arguments in [
        &["keygen", "-o", "own"][..],
        &["declare", "--init"],
        &CERTIFY,
    ] {
        let (exit, _, err) = told(&folder, arguments);
        assert_eq!(exit, 2);
        assert!(
            err.contains("is there already, and stays as it is"),
            "{err}"
        );
    }
    let later = ["--valid-from", "2026-10-01"];
    succeeds(&folder, &[&CERTIFY[..], &["--force"], &later].concat());
    let written = fs::read(folder.join("evidence.tar")).expect("a bundle");
    assert_ne!(written, bundle);
    let (exit, _, err) = told(
        &folder,
        &[&CERTIFY[..], &["--force", "-o", "night.ndjson"]].concat(),
    );
    assert_eq!(exit, 2);
    assert!(err.contains("night.ndjson is an input"), "{err}");
    fs::write(folder.join("half.pub"), "mine").expect("a file");
    let (exit, ..) = told(&folder, &["keygen", "-o", "half"]);
    assert_eq!((exit, folder.join("half.key").exists()), (2, false));
    assert_eq!(fs::read(folder.join("half.pub")).expect("a file"), b"mine");
}

#[test]
fn captures_without_an_event_declare_nothing() {
    let folder = scratch("declare-nothing");
    fs::write(folder.join("empty.ndjson"), "").expect("a file");
    let arguments = ["declare", "--from", "empty.ndjson", "-o", "new.toml"];
    let (exit, out, err) = told(&folder, &arguments);
    assert_eq!((exit, out.as_str()), (3, ""));
    assert!(err.contains("nothing can be proposed"), "{err}");
    assert!(!folder.join("new.toml").exists());
}

#[test]
fn a_capture_counts_once() {
    let folder = scratch("twice");
    fs::copy(folder.join("night.ndjson"), folder.join("copy.ndjson")).expect("a copy");
    let (exit, _, err) = told(&folder, &[&CERTIFY[..], &["copy.ndjson"]].concat());
    assert_eq!(
        (exit, err.as_str()),
        (
            2,
            "callproof: copy.ndjson is the same capture as one before: it would count twice\n"
        )
    );
}

/// A directory, and compressed captures: as check takes them.
#[test]
fn several_captures_make_one_bundle() {
    let folder = scratch("several");
    let night = folder.join("nights");
    fs::create_dir(&night).expect("a folder");
    for seed in ["6", "7"] {
        let capture = run(&folder, &["sample", "--calls", "30", "--seed", seed]).stdout;
        let file = fs::File::create(night.join(format!("{seed}.ndjson.gz"))).expect("a file");
        let mut packed = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
        std::io::Write::write_all(&mut packed, &capture).expect("a capture");
        packed.finish().expect("a capture");
    }
    for more in [&["nights"][..], &["nights", "--redacted"]] {
        succeeds(&folder, &[&CERTIFY[..], &["--force"], more].concat());
        let told = succeeds(&folder, &["verify", "evidence.tar", "--key", "own.pub"]);
        assert!(told.contains("  ok    bundle: 15 members"), "{told}");
    }
}

#[cfg(unix)]
#[test]
fn a_secret_key_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = scratch("owner");
    let mode = fs::metadata(folder.join("own.key"))
        .expect("a key")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn an_unsigned_bundle_says_so_everywhere() {
    let folder = scratch("unsigned");
    let said = succeeds(&folder, &[&CERTIFY[..6], &["--unsigned"]].concat());
    assert!(said.contains("NOT SIGNED"));
    let (exit, out, _) = told(&folder, &["verify", "evidence.tar", "--key", "own.pub"]);
    assert_eq!(exit, 1);
    assert!(
        out.starts_with("refuted: the bundle is not signed"),
        "{out}"
    );
    let out = succeeds(&folder, &["verify", "evidence.tar", "--allow-unsigned"]);
    assert!(
        out.lines()
            .next()
            .is_some_and(|line| line.ends_with("NOT SIGNED")),
        "{out}"
    );
    let both = [
        "verify",
        "evidence.tar",
        "--key",
        "own.pub",
        "--allow-unsigned",
    ];
    let (exit, out, err) = told(&folder, &both);
    assert_eq!((exit, out.as_str()), (2, ""), "{err}");
    assert!(err.contains("--allow-unsigned"), "{err}");
    let bundle = fs::read(folder.join("evidence.tar")).expect("a bundle");
    for (name, words) in [
        ("certificate.html", "Not signed."),
        ("badge.svg", "standard, unsigned"),
    ] {
        let page = String::from_utf8(bundles::member(&bundle, name)).expect("UTF-8");
        assert!(page.contains(words), "{name}");
    }
    let (exit, _, err) = told(
        &folder,
        &[&CERTIFY[..6], &["--unsigned", "--redacted"]].concat(),
    );
    assert_eq!(exit, 2, "{err}");
}

#[test]
fn a_directory_is_listed_with_the_state_of_each_bundle() {
    let folder = scratch("list");
    let certify = |more: &[&str]| succeeds(&folder, &[&CERTIFY[..], more].concat());
    fs::create_dir(folder.join("all")).expect("a folder");
    certify(&["-o", "all/old.tar", "--valid-from", "2026-01-01"]);
    certify(&["-o", "all/new.tar"]);
    certify(&[
        "-o",
        "all/past.tar",
        "--valid-from",
        "2025-01-01",
        "--valid-until",
        "2025-12-31",
    ]);
    certify(&["-o", "all/next.tar", "--valid-from", "2026-12-01"]);
    succeeds(
        &folder,
        &[&CERTIFY[..6], &["--unsigned", "-o", "all/nobody.tar"]].concat(),
    );
    let mut changed = fs::read(folder.join("all/new.tar")).expect("a bundle");
    changed[2_000] ^= 1;
    fs::write(folder.join("all/changed.tar"), changed).expect("a bundle");
    fs::write(folder.join("all/text.tar"), "text").expect("a file");
    let (exit, listed, _) = told(&folder, &["evidence", "list", "all", "--key", "own.pub"]);
    assert_eq!(exit, 1);
    insta::assert_snapshot!(listed);
    let (exit, unchecked, _) = told(&folder, &["evidence", "list", "all", "--format", "json"]);
    assert_eq!(exit, 1);
    let unchecked: serde_json::Value = serde_json::from_str(&unchecked).expect("JSON");
    assert_eq!(unchecked["signatures_checked"], false);
    let states: Vec<&str> = unchecked["bundles"]
        .as_array()
        .expect("bundles")
        .iter()
        .filter_map(|bundle| bundle["state"].as_str())
        .collect();
    assert!(
        states.contains(&"unchecked") && !states.contains(&"valid"),
        "{states:?}"
    );
    // The worst bundle decides; old ones are what they say.
    let exits = |name: &str| {
        let quiet = ["evidence", "list", "all", "--key", "own.pub", "--quiet"];
        let (exit, out, err) = told(&folder, &quiet);
        assert_eq!(out, "");
        fs::remove_file(folder.join("all").join(name)).expect("a bundle");
        (exit, err)
    };
    for (name, exit, says) in [
        ("changed.tar", 1, ""),
        ("nobody.tar", 1, ""),
        ("text.tar", 2, "1 of 5 bundles could not be verified"),
        ("new.tar", 0, ""),
    ] {
        let (code, err) = exits(name);
        assert_eq!(code, exit, "{name}: {err}");
        assert!(err.contains(says), "{name}: {err}");
    }
}

#[test]
fn the_certificate_says_it_all() {
    let folder = scratch("page");
    succeeds(&folder, &[&CERTIFY[..], &["--redacted"]].concat());
    let bundle = fs::read(folder.join("evidence.tar")).expect("a bundle");
    let mut settings = insta::Settings::clone_current();
    settings.add_filter("[0-9a-f]{64}", "[digest]");
    settings.bind(|| {
        for name in [
            "certificate.html",
            "badge.svg",
            "certificate.json",
            "coverage.json",
        ] {
            let page = String::from_utf8(bundles::member(&bundle, name)).expect("UTF-8");
            insta::assert_snapshot!(name.replace('.', "_"), page);
        }
    });
}
