//! No output holds what identifies a person, unless `--show-values` asks for it.

mod bundles;

use std::io::Write;
use std::process::{Command, Stdio};

use callproof::Checker;
use callproof::capture::{Capture, Options};
use callproof::event::vocabulary::{FIELDS, Privacy};
use callproof::render::{
    Style, ctrf, github, gitlab, html, human, json, junit, markdown, ndjson, sarif, tap,
};
use callproof::rules::{Profile, all};
use callproof::snapshot::normal::{Masking, Normalizer};
use proptest::prelude::*;
use serde_json::Value;

const FORMATS: [&str; 11] = [
    "human", "json", "ndjson", "junit", "sarif", "tap", "ctrf", "github", "gitlab", "markdown",
    "html",
];

/// Values that stand nowhere else, each in a place that the contract calls private.
const MARKS: [(&str, &str); 9] = [
    ("/message/call/CallVariables/ANI", "+15550147731"),
    (
        "/message/call/CallVariables/customerName",
        "Zbigniew Marker",
    ),
    ("/message/call/ResponseActual/phoneNumber", "+15550147732"),
    ("/message/call/ResponseFields/fromAddress", "+15550147733"),
    ("/message/call/id", "aaaaaaaa-1111-4222-8333-marker000001"),
    (
        "/message/call/ResponseActual/connectionId",
        "bbbbbbbb-1111-4222-8333-marker000002",
    ),
    (
        "/message/call/ResponseActual/contactId",
        "cccccccc-1111-4222-8333-marker000003",
    ),
    ("/message/undocumented", "secret-marker-4"),
    ("/message/call/ExtendedCallVariables", "secret-marker-5"),
];

fn marked() -> String {
    let mut event: serde_json::Value =
        serde_json::from_str(include_str!("../golden/incoming-call.json")).expect("JSON");
    for (pointer, mark) in MARKS {
        let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
        event.pointer_mut(parent).expect("a parent")[key] = mark.into();
    }
    // A key may be a number too.
    event["message"]["call"]["CallVariables"]["Marker 4155550177"] = "x".into();
    event["message"]["4155550178"] = "x".into();
    event["message"]["call"]["event"] = "conected".into();
    event["message"]["call"]["ButtonStates"]["count"] = 3.into();
    event.to_string()
}

fn printed(format: &str, show: &[&str], capture: &str) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_callproof"))
        .args([
            "check",
            "-",
            "--profile",
            "strict",
            "--all",
            "--format",
            format,
        ])
        .args(show)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the command runs");
    child
        .stdin
        .take()
        .expect("a pipe")
        .write_all(capture.as_bytes())
        .expect("the pipe takes it");
    String::from_utf8(child.wait_with_output().expect("the end").stdout).expect("UTF-8")
}

/// The event whole, indented, cut anywhere, and broken in the middle.
fn captures() -> Vec<String> {
    let whole = marked();
    let value: serde_json::Value = serde_json::from_str(&whole).expect("JSON");
    let mut captures = vec![
        whole.clone(),
        serde_json::to_string_pretty(&value).expect("JSON"),
    ];
    captures.extend(
        (1..whole.len())
            .step_by(37)
            .map(|end| whole[..end].to_owned()),
    );
    captures.push(whole.replace("\"Success\"", "'Success'"));
    captures.push(whole.replace(
        "\"customerName\":\"Zbigniew Marker\"",
        "customerName:Zbigniew Marker",
    ));
    captures.push(whole.replace("\"+15550147731\"", "0015550147731"));
    captures.push(whole.replace("\"+15550147732\"", "15550147732"));
    captures.push(format!("{whole} Zbigniew Marker +15550147731"));
    captures.push("Zbigniew Marker called from +15550147731\n".to_owned());
    captures
}

#[test]
fn no_format_shows_private_values() {
    let captures = captures();
    for format in FORMATS {
        for capture in captures.iter().take(2).chain(captures.iter().rev().take(6)) {
            let output = printed(format, &[], capture);
            assert!(!output.is_empty(), "{format}");
            assert_masked(&output, &format!("{format}: {capture}"));
        }
    }
}

/// The same in memory, for a cut at every few bytes.
#[test]
fn no_cut_shows_private_values() {
    let checker = Checker::default().profile(Profile::Strict);
    for capture in captures() {
        let report = checker.check_str(&capture).expect("a check of everything");
        assert_masked(&format!("{:?}", report.findings), &capture);
    }
}

fn assert_masked(output: &str, what: &str) {
    let words = MARKS.iter().map(|(_, mark)| *mark).chain([
        "Zbigniew",
        "15550147731",
        "marker0000",
        "4155550177",
        "4155550178",
    ]);
    for mark in words {
        assert!(
            !output.contains(mark),
            "`{mark}` is shown: {output}\nof {what}"
        );
    }
}

/// A number among the words of a field that may be shown, and in the names of other messages.
#[test]
fn no_format_shows_numbers_among_words() {
    let mut event: serde_json::Value =
        serde_json::from_str(include_str!("../golden/incoming-call.json")).expect("JSON");
    event["message"]["call"]["CallType"] = "4155550199 x".into();
    event["message"]["call"]["event"] = "Call to +14155550199 failed".into();
    let other =
        r#"{"channel":"A 4155550199","topic":"T4155550199","subtopic":"4155550199","message":{}}"#;
    let capture = format!("{event}\n{other}\n");
    for format in FORMATS {
        let output = printed(format, &[], &capture);
        assert!(!output.contains("4155550199"), "{format}: {output}");
    }
    // The formats that name other messages.
    for format in ["human", "json", "ndjson"] {
        let output = printed(format, &["--show-values"], &capture);
        assert!(output.contains("T4155550199"), "{format}: {output}");
    }
}

#[test]
fn values_are_shown_where_that_is_asked_for() {
    let output = printed("json", &["--show-values"], &marked());
    for mark in ["aaaaaaaa-1111-4222-8333-marker000001", "+15550147733"] {
        assert!(output.contains(mark), "`{mark}` is not shown: {output}");
    }
}

/// Rules write their own messages: none of them may hold a private value of its examples.
#[test]
fn no_rules_message_holds_a_private_value() {
    for rule in all() {
        for example in rule.bad {
            let report = Checker::default()
                .check_str(&example.capture())
                .expect("a check");
            for finding in &report.findings {
                let shown = format!(
                    "{} {} {:?} {:?}",
                    finding.message, finding.help, finding.expected, finding.actual
                );
                for value in ["+161081111", "6013261548", "4876-9276", "4a9b-ad92"] {
                    assert!(!shown.contains(value), "{}: {shown}", rule.id);
                }
            }
        }
    }
}

/// Phone numbers as people and programs write them, each with a part that stands nowhere else.
const GROUPED: [(&str, &str); 10] = [
    ("415-555-0123", "555-0123"),
    ("415.555.0123", "555.0123"),
    ("(415) 555-0123", "(415) 5"),
    ("+1 415 555 0123", "415 555"),
    ("1-800-555-0199", "800-555"),
    ("+44 (0)20 7946 0958", "7946"),
    ("tel:415-555-0123", "555-0123"),
    ("415\u{a0}555\u{2011}0123", "555\u{2011}0123"),
    ("４１５－５５５－０１２３", "５５５"),
    ("٤١٥ ٥٥٥ ٠١٢٣", "٥٥٥"),
];

/// What the command prints of that capture.
fn told(arguments: &[&str], capture: &str) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_callproof"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command runs");
    let mut pipe = child.stdin.take().expect("a pipe");
    pipe.write_all(capture.as_bytes())
        .expect("the pipe takes it");
    drop(pipe);
    let output = child.wait_with_output().expect("the end");
    let both = [output.stdout, output.stderr].concat();
    String::from_utf8(both).expect("UTF-8")
}

/// A number in every open place and in keys, in other messages, and in text that is not JSON.
fn with_number(number: &str) -> String {
    let golden: Value =
        serde_json::from_str(include_str!("../golden/incoming-call.json")).expect("JSON");
    let mut documents: Vec<Value> = open_places()
        .map(|place| {
            let mut event = golden.clone();
            put(&mut event, place, &format!("Call {number} now"));
            event
        })
        .collect();
    let mut event = golden.clone();
    event["message"]["call"]["CallVariables"][number] = "x".into();
    event["message"]["call"]["ButtonStates"]["items"][number] = "Enable".into();
    event["message"]["call"]["ResponseActual"]["buttonStates"][number] = 1.into();
    event["message"][number] = "x".into();
    documents.push(event);
    let lines: Vec<String> = documents.iter().map(Value::to_string).collect();
    // Between words that no string holds, escaped, and as a key that is cut off.
    let broken = format!(
        "{{\"message\": {number}}}\n{{\"status\": \"{}\", \"{number}\": }}\n",
        number.replace('5', "\\u0035")
    );
    format!("{}\n{broken}", lines.join("\n"))
}

/// Puts the string into the place; its object has it already, or gets it.
fn put(event: &mut Value, place: &str, text: &str) {
    let (parent, key) = place.rsplit_once('/').expect("a parent");
    event.pointer_mut(parent).expect("an object")[key.replace("~1", "/").replace("~0", "~")] =
        text.into();
}

/// The places whose values may be shown, containers aside.
fn open_places() -> impl Iterator<Item = &'static str> {
    let is_container = |pointer: &str| {
        let inner = format!("{pointer}/");
        FIELDS.iter().any(|row| row.pointer.starts_with(&inner))
    };
    FIELDS
        .iter()
        .filter(|row| matches!(row.privacy, Privacy::Open | Privacy::Time))
        .map(|row| row.pointer)
        .filter(move |pointer| !is_container(pointer))
        .filter(|pointer| *pointer != "/message/call/ResponseActual/buttonStates")
        .chain(["/message/call/ButtonStates/items/answer"])
}

#[test]
fn no_command_shows_numbers_written_in_groups() {
    let golden = include_str!("../golden/incoming-call.json");
    let base = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("privacy-base.json");
    std::fs::write(&base, golden).expect("a file");
    let base = base.display().to_string();
    for (number, part) in GROUPED {
        let capture = with_number(number);
        assert!(capture.contains(part), "{part}");
        let mut commands: Vec<Vec<&str>> = FORMATS
            .iter()
            .map(|format| {
                vec![
                    "check",
                    "-",
                    "--profile",
                    "strict",
                    "--all",
                    "--format",
                    format,
                ]
            })
            .collect();
        commands.extend([
            vec!["normalize", "-"],
            vec!["compare", base.as_str(), "-"],
            vec!["compare", base.as_str(), "-", "--format", "json"],
            vec!["calls", "-"],
            vec!["calls", "-", "--show", "1"],
            vec!["calls", "-", "--format", "json"],
            vec!["coverage", "-"],
            vec!["coverage", "-", "--format", "json"],
        ]);
        for command in commands {
            let output = told(&command, &capture);
            assert!(output.len() > 100, "{command:?}: {output}");
            assert!(!output.contains(part), "{command:?}: {output}");
        }
    }
}

/// The finished report in every format, and the normal form.
fn rendered(capture: &str) -> Vec<(&'static str, String)> {
    let mut report = Checker::default()
        .profile(Profile::Strict)
        .check_str(capture)
        .expect("a check of everything");
    // Digests have any digits.
    report
        .inputs
        .iter_mut()
        .for_each(|input| input.sha256 = None);
    report
        .findings
        .iter_mut()
        .for_each(|finding| finding.fingerprint.clear());
    let written = |write: &dyn Fn(&mut Vec<u8>) -> std::io::Result<()>| {
        let mut text = Vec::new();
        write(&mut text).expect("memory");
        String::from_utf8(text).expect("UTF-8")
    };
    let style = Style {
        fold: false,
        ..Style::default()
    };
    vec![
        ("human", written(&|out| human::write(&report, style, out))),
        ("json", written(&|out| json::write(&report, out))),
        ("ndjson", written(&|out| ndjson::write(&report, out))),
        ("junit", written(&|out| junit::write(&report, out))),
        ("sarif", written(&|out| sarif::write(&report, out))),
        ("tap", written(&|out| tap::write(&report, out))),
        ("ctrf", written(&|out| ctrf::write(&report, 0, out))),
        ("github", written(&|out| github::write(&report, out))),
        ("gitlab", written(&|out| gitlab::write(&report, out))),
        ("markdown", written(&|out| markdown::write(&report, out))),
        ("html", written(&|out| html::write(&report, out))),
        ("normal form", normal(capture)),
    ]
}

fn normal(text: &str) -> String {
    let mut normalizer = Normalizer::new(Masking::default());
    let text = std::io::Cursor::new(text.to_owned());
    let mut capture = Capture::from_reader("capture", text, &Options::default());
    while let Some(documents) = capture.next_batch().expect("memory") {
        for document in &documents {
            normalizer.hear(document).expect("a temporary file");
        }
    }
    let mut text = Vec::new();
    let normal = normalizer.finish().expect("a temporary file");
    normal.write(&mut text).expect("memory");
    String::from_utf8(text).expect("UTF-8")
}

/// A number's groups and what stands before, between and behind them.
#[derive(Debug, Clone)]
struct Written {
    groups: Vec<String>,
    joints: Vec<&'static str>,
    before: &'static str,
    behind: &'static str,
    /// Where the first of the script's digits stands.
    zero: char,
}

impl Written {
    /// With its digits, or with letters in their place that take as many bytes.
    fn text(&self, with_digits: bool) -> String {
        let letter = match self.zero.len_utf8() {
            1 => 'x',
            2 => 'é',
            _ => '中',
        };
        let mut text = self.before.to_owned();
        for (index, group) in self.groups.iter().enumerate() {
            match with_digits {
                true => text.push_str(&self.scripted(group)),
                false => text.extend(group.chars().map(|_| letter)),
            }
            text.push_str(self.joints.get(index).unwrap_or(&""));
        }
        text + self.behind
    }

    fn scripted(&self, group: &str) -> String {
        let digit = |digit: char| {
            digit
                .to_digit(10)
                .and_then(|digit| char::from_u32(self.zero as u32 + digit))
        };
        group.chars().filter_map(digit).collect()
    }

    /// Whether it may be a date or a version as well.
    fn is_of_two_meanings(&self) -> bool {
        let is_year = |group: &String| {
            group.len() == 4 && (group.starts_with("19") || group.starts_with("20"))
        };
        let is_clock = |(index, joint): (usize, &&str)| {
            let length = |index: usize| self.groups.get(index).map_or(0, String::len);
            *joint == ":" && length(index) <= 2 && length(index + 1) == 2
        };
        self.joints.iter().enumerate().any(is_clock)
            || self.groups.iter().any(is_year)
            || self.groups.iter().skip(1).any(|group| group == "0")
    }
}

fn any_number() -> impl Strategy<Value = Written> {
    let joints = [
        "-", ".", " ", "/", "_", ") ", " (", " - ", ") - ", "\u{a0}", "\u{2011}", "\u{2013}",
        "\u{2212}", "\u{200b}", "  ", "－", "\t", ",", ", ", ":", ";", "|", "+", "*", "'", "•",
        "=", "~", "x", "\n", "\r\n", "\\n", "\\t", "\\r\\n",
    ];
    let digits = prop::collection::vec(0_u8..10, 7..=15);
    let cuts = prop::collection::vec(any::<bool>(), 14);
    let joints = prop::collection::vec(prop::sample::select(joints.to_vec()), 14);
    let before = prop::sample::select(vec![
        "",
        "+",
        "Call ",
        "x",
        "tel:",
        "(",
        "at 2024-01-01 10:00 ",
        "\u{202a}+",
        "[",
        "3, ",
    ]);
    let behind = prop::sample::select(vec!["", " failed", "x", ")", ".", ": 12", "\u{202c}"]);
    let zero = prop::sample::select(vec!['0', '０', '٠']);
    let parts = (digits, cuts, joints, before, behind, zero);
    parts.prop_map(|(digits, cuts, mut joints, before, behind, zero)| {
        let mut groups = vec![String::new()];
        for (index, digit) in digits.iter().enumerate() {
            if index > 0 && cuts[index - 1] {
                groups.push(String::new());
            }
            let last = groups.len() - 1;
            groups[last].push_str(&digit.to_string());
        }
        joints.truncate(groups.len() - 1);
        Written {
            groups,
            joints,
            before,
            behind,
            zero,
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        max_global_rejects: 65_536,
        ..ProptestConfig::default()
    })]

    /// Wherever digits of it stand in an output, they stand there without it too.
    #[test]
    fn no_group_of_a_number_is_left(
        number in any_number(),
        place in prop::sample::select(open_places().collect::<Vec<_>>()),
        is_key in any::<bool>(),
    ) {
        prop_assume!(!number.is_of_two_meanings());
        let golden: Value =
            serde_json::from_str(include_str!("../golden/incoming-call.json")).expect("JSON");
        let with = |text: String| {
            let mut event = golden.clone();
            match is_key {
                true => {
                    let (parent, _) = place.rsplit_once('/').expect("a parent");
                    let key = text.replace('~', "~0").replace('/', "~1");
                    put(&mut event, &format!("{parent}/{key}"), "x");
                }
                false => put(&mut event, place, &text),
            }
            rendered(&event.to_string())
        };
        let outputs = with(number.text(true)).into_iter().zip(with(number.text(false)));
        for ((name, output), (_, without)) in outputs {
            for group in number.groups.iter().filter(|group| group.len() >= 3) {
                for group in [group.clone(), number.scripted(group)] {
                    let (times, usual) = (output.matches(&group).count(), without.matches(&group).count());
                    prop_assert!(times <= usual, "{name} at {place} shows {group}: {output}");
                }
            }
        }
    }
}

/// A value and a part of it that stands nowhere else.
type Form = (&'static str, &'static str);

/// E-mail addresses as people and programs write them.
const EMAILS: &[Form] = &[
    ("zqjo@example.com", "zqjo"),
    ("zqjo.doe+tag@example.co.uk", "zqjo"),
    ("\"Zqjo Doe\"@example.com", "Zqjo"),
    ("zqjo@localhost", "zqjo"),
    ("zqjo@[192.0.2.1]", "zqjo"),
    ("zqjö@exämple.de", "zqjö"),
    ("zqjo%40example.com", "zqjo"),
    ("zqjo＠example.com", "zqjo"),
    ("zqjo&#64;example.com", "zqjo"),
    ("<zqjo@example.com>", "zqjo"),
    ("zqjo (at) example.com", "zqjo"),
    ("zqjo @ example.com", "zqjo"),
    ("mailto:zqjo@example.com", "zqjo"),
    ("sip:zqjo@example.com:5060", "zqjo"),
    ("zqjo|doe@example.com", "zqjo"),
    ("{zqjo}`doe@example.com", "zqjo"),
    ("zqjo.doe%2540example.com", "zqjo"),
    ("zqjo.doe&#0064;example.com", "zqjo"),
];

/// JSON web tokens.
const TOKENS: &[Form] = &[
    (
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ6cWpvIn0.c2lnenFqbw",
        "zdWIiOiJ6cWpvIn0",
    ),
    (
        "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ6cWpvIn0.c2lnenFqbw",
        "c2lnenFqbw",
    ),
    (
        "token=eyJhbGciOiJub25lIn0.eyJzdWIiOiJ6cWpvIn0.",
        "zdWIiOiJ6cWpvIn0",
    ),
    (
        "xeyJhbGciOiJub25lIn0.eyJzdWIiOiJ6cWpvIn0",
        "zdWIiOiJ6cWpvIn0",
    ),
    ("eyJhbGciOiJub25lIn0..c2lnenFqbw", "c2lnenFqbw"),
    ("eyJhbGciOiJSU0EifQ.YWFh.YmJi.Y2Nj.c2lnenFqbw", "c2lnenFqbw"),
    ("eyJhbGciOiJub25lIn0", "hbGciOiJub25lIn0"),
    (
        "eyAiYWxnIjoibm9uZSJ9.eyJzdWIiOiJ6cWpvIn0.x",
        "iYWxnIjoibm9uZSJ9",
    ),
    (
        "ewogICJhbGciOiJub25lIn0.eyJzdWIiOiJ6cWpvIn0.x",
        "gICJhbGciOiJub25lIn0",
    ),
    (
        "ew0KICJhbGciOiJub25lIn0.eyJzdWIiOiJ6cWpvIn0.x",
        "KICJhbGciOiJub25lIn0",
    ),
    (
        "eyJhbGciOiJub25lIn0=.eyJzdWIiOiJ6cWpvIn0+/==.x",
        "zdWIiOiJ6cWpvIn0",
    ),
    (
        "eyJhbGciOiJub25lIn0.\neyJzdWIiOiJ6cWpvIn0\n.c2lnenFqbw",
        "c2lnenFqbw",
    ),
    (
        "eyJhbGciOiJub25lIn0\\u002eeyJzdWIiOiJ6cWpvIn0\\u002ec2lnenFqbw",
        "c2lnenFqbw",
    ),
    (
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ6cWpvIn0.\\nc2lnenFqbw",
        "c2lnenFqbw",
    ),
];

/// Addresses of pages, and parts of them, with what was asked for.
const QUERIES: &[Form] = &[
    ("https://example.com/p?name=Zqjo&x=1", "Zqjo"),
    ("wss://example.com?token=zqjo", "zqjo"),
    ("/path?name=zqjo", "zqjo"),
    ("www.example.com?q=zqjo", "zqjo"),
    ("example.com/?q=zqjo", "zqjo"),
    ("HTTPS://EXAMPLE.COM/?Q=ZQJO", "ZQJO"),
    ("https%3A%2F%2Fexample.com%2F%3Fname%3DZqjo", "Zqjo"),
    ("https:\\/\\/example.com\\/?name=zqjo", "zqjo"),
    ("https://example.com/?zqjo", "zqjo"),
    ("https://example.com/p#access_token=zqjo", "zqjo"),
    ("https://example.com/p;jsessionid=zqjo", "zqjo"),
    ("file?name=zqjo", "zqjo"),
    ("name=Zqjo&phone=1", "Zqjo"),
    ("https://example.com/p?q=\"zqjo\"", "zqjo"),
    ("https://example.com/p?a=<b>&name=zqjo", "zqjo"),
    ("https://example.com/p？name=zqjo", "zqjo"),
    (
        "https%253A%252F%252Fexample.com%252F%253Fname%253DZqjo",
        "Zqjo",
    ),
];

/// Phone numbers in groups, `{}` between them.
const LAYOUTS: &[Form] = &[
    ("415{}555{}0177", "555{}0177"),
    ("+1{}415{}555{}0177", "415{}555{}0177"),
    ("1{}415{}555{}0177", "415{}555{}0177"),
    ("001{}415{}555{}0177", "415{}555{}0177"),
    ("(415){}555{}0177", "555{}0177"),
    ("tel:415{}555{}0177", "555{}0177"),
    ("415{}5550177", "5550177"),
    ("415555{}0177", "415555"),
    ("+49{}170{}5550177", "5550177"),
    ("0170{}555{}01{}77", "555{}01{}77"),
    ("+44{}20{}7946{}0958", "7946{}0958"),
    ("5550{}177", "5550{}177"),
    ("4{}155{}550{}177", "155{}550{}177"),
];

/// What parts the groups, beside spaces and hyphens; line feeds and tabs also escaped twice.
const SEPARATORS: [&str; 15] = [
    ",", ":", ";", "|", "+", "*", "'", "•", "=", "~", "x", "\n", "\t", "\\n", "\\t",
];

/// So many forms has every class at least.
const FEWEST_FORMS: usize = 12;

/// Every form of every class.
fn forms() -> Vec<(String, String)> {
    let mut forms = Vec::new();
    for class in [EMAILS, TOKENS, QUERIES, LAYOUTS] {
        assert!(class.len() >= FEWEST_FORMS, "{class:?}");
    }
    for (value, part) in [EMAILS, TOKENS, QUERIES].concat() {
        forms.push((value.to_owned(), part.to_owned()));
    }
    for separator in SEPARATORS {
        let of = |text: &str| text.replace("{}", separator);
        forms.extend(LAYOUTS.iter().map(|(value, part)| (of(value), of(part))));
    }
    for (value, part) in &forms {
        assert!(value.contains(part), "{part}");
    }
    forms
}

/// Fails if the output shows a part of any form.
fn assert_nothing_of(forms: &[(String, String)], output: &str, what: &str) {
    for (value, part) in forms {
        // As it is, as JSON writes it, and as a page does.
        let written = Value::from(part.as_str()).to_string();
        let marked = part.replace('\'', "&#x27;");
        for part in [part, written.trim_matches('"'), &marked] {
            if output.contains(part) {
                let line = output.lines().find(|line| line.contains(part));
                panic!("{what} shows {part} of {value}: {line:?}");
            }
        }
    }
}

/// Each planted value in an open place and in a key, by turns, and in an undocumented value.
fn planted_events(forms: &[(String, String)]) -> Vec<String> {
    let places: Vec<&str> = open_places().collect();
    let golden: Value =
        serde_json::from_str(include_str!("../golden/incoming-call.json")).expect("JSON");
    let mut lines = Vec::new();
    for (index, (value, _)) in forms.iter().enumerate() {
        for step in 0..3 {
            let mut event = golden.clone();
            let place = places[(3 * index + step) % places.len()];
            put(&mut event, place, &format!("Call {value} now"));
            lines.push(event.to_string());
        }
        let mut event = golden.clone();
        event["message"]["call"]["CallVariables"][value] = "x".into();
        event["message"]["call"]["ButtonStates"]["items"][value] = "Enable".into();
        event["message"][value] = value.as_str().into();
        lines.push(event.to_string());
    }
    lines
}

/// The same, in topics, and in text that is not JSON.
fn planted(forms: &[(String, String)]) -> String {
    let mut lines = planted_events(forms);
    for (value, _) in forms {
        let other =
            serde_json::json!({"channel": value, "topic": value, "subtopic": value, "message": {}});
        lines.push(other.to_string());
        let written = Value::from(value.as_str()).to_string();
        lines.push(format!("{{\"status\": {written}, {written}: }}"));
        lines.push(format!("{{\"status\": {}}}", written.trim_matches('"')));
    }
    lines.join("\n")
}

/// Commands that print something of a capture on standard input.
fn printers(base: &str) -> Vec<Vec<&str>> {
    let check = ["check", "-", "--profile", "strict", "--all", "--format"];
    let mut commands: Vec<Vec<&str>> = FORMATS
        .iter()
        .map(|format| [check.as_slice(), &[format]].concat())
        .collect();
    commands.extend([
        vec!["normalize", "-"],
        vec!["compare", base, "-"],
        vec!["compare", base, "-", "--format", "json"],
        vec!["calls", "-"],
        vec!["calls", "-", "--format", "json"],
        vec!["coverage", "-", "--format", "json"],
    ]);
    commands
}

fn base_capture(name: &str) -> String {
    let base = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&base, include_str!("../golden/incoming-call.json")).expect("a file");
    base.display().to_string()
}

#[test]
fn no_command_shows_what_is_recognised_by_its_form() {
    let base = base_capture("privacy-forms.json");
    // Every form is searched for in what is printed of a few: of all at once it would be a hundred times as much.
    for forms in forms().chunks(16) {
        let capture = planted(forms);
        for command in printers(&base) {
            let output = told(&command, &capture);
            assert!(output.len() > 100, "{command:?}: {output}");
            assert_nothing_of(forms, &output, &format!("{command:?}"));
        }
    }
}

/// Goldens, what waits beside them, and the difference that is printed.
#[test]
fn no_golden_shows_what_is_recognised_by_its_form() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("privacy-golden");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    let forms = forms();
    let planted = planted_events(&forms).join("\n");
    let plain = include_str!("../golden/incoming-call.json");
    let capture = folder.join("calls.ndjson");
    let goldens = folder.join("golden");
    let run = |command: &str, text: &str| {
        std::fs::write(&capture, text).expect("a file");
        let output = Command::new(env!("CARGO_BIN_EXE_callproof"))
            .args(["golden", command, "calls.ndjson"])
            .current_dir(&folder)
            // Under CI nothing is left for a decision.
            .env_remove("CI")
            .output()
            .expect("the command runs");
        let both = [output.stdout, output.stderr].concat();
        String::from_utf8(both).expect("UTF-8")
    };
    let read = |name: &str| std::fs::read_to_string(goldens.join(name)).expect(name);
    // Planted values come in, and go again.
    run("record", plain);
    let joined = run("check", &planted);
    let waiting = read("calls.snap.new");
    std::fs::remove_dir_all(&goldens).expect("the folder");
    run("record", &planted);
    let recorded = read("calls.snap");
    let gone = run("check", plain);
    for (what, text) in [
        ("the difference with them", joined),
        ("the new golden", waiting),
        ("the golden", recorded),
        ("the difference without them", gone),
    ] {
        assert!(
            text.contains("[email]") || text.contains("ddd"),
            "{what}: {text}"
        );
        assert_nothing_of(&forms, &text, what);
    }
}

/// The copy of a capture that a certificate may hold.
#[test]
fn no_redacted_copy_shows_what_is_recognised_by_its_form() {
    use callproof::evidence::redacted;
    let pseudonyms = bundles::key().pseudonyms();
    let forms = forms();
    let text = planted_events(&forms).join("\n");
    let mut copy = Vec::new();
    let original = bundles::open(text.into_bytes());
    redacted("text", &original, &pseudonyms, &mut copy).expect("memory takes all");
    let copy = String::from_utf8(copy).expect("UTF-8");
    assert_eq!(copy.lines().count(), 4 * forms.len());
    assert_nothing_of(&forms, &copy, "the copy");
}

/// Names have no form: with `--mask-open` no open field shows one.
#[test]
fn open_fields_are_masked_whole_on_request() {
    let base = base_capture("privacy-open.json");
    let golden: Value =
        serde_json::from_str(include_str!("../golden/incoming-call.json")).expect("JSON");
    let mut lines: Vec<String> = open_places()
        .map(|place| {
            let mut event = golden.clone();
            put(&mut event, place, "Zbigniew Marker");
            event.to_string()
        })
        .collect();
    lines.push(
        r#"{"channel":"Zbigniew","topic":"Zbigniew","subtopic":"Zbigniew","message":{}}"#
            .to_owned(),
    );
    let capture = lines.join("\n");
    assert!(told(&["check", "-"], &capture).contains("Zbigniew"));
    assert!(told(&["normalize", "-"], &capture).contains("Zbigniew"));
    for mut command in printers(&base) {
        command.push("--mask-open");
        let output = told(&command, &capture);
        assert!(output.len() > 100, "{command:?}: {output}");
        let line = output.lines().find(|line| line.contains("Zbigniew"));
        assert!(line.is_none(), "{command:?}: {line:?}");
    }
    // Keys of an object in place of a text; the table of buttons is one anyway.
    let places = open_places().filter(|place| !place.ends_with("/items"));
    let keyed: Vec<String> = places
        .map(|place| {
            let mut event = golden.clone();
            put(&mut event, place, "");
            let parts = event.pointer_mut(place).expect(place);
            *parts = serde_json::json!({ "Zbigniew Marker": 1, "a": [{ "Zbigniew": "x" }] });
            event.to_string()
        })
        .collect();
    let keyed = keyed.join("\n");
    assert!(told(&["check", "-"], &keyed).contains("Zbigniew"));
    let judged = |command: &Vec<&str>| ["check", "calls", "coverage"].contains(&command[0]);
    for mut command in printers(&base).into_iter().filter(judged) {
        command.push("--mask-open");
        let output = told(&command, &keyed);
        let line = output.lines().find(|line| line.contains("Zbigniew"));
        assert!(line.is_none(), "{command:?}: {line:?}");
    }
    let refused = told(&["check", "-", "--mask-open", "--show-values"], "");
    assert!(
        refused.contains("--mask-open") && refused.contains("cannot be used"),
        "{refused}"
    );
}

/// The names of files and folders are masked, true under `--show-values`, and told apart.
#[test]
fn paths_are_shown_without_what_identifies_a_person() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("zqjo@example.com");
    std::fs::create_dir_all(&folder).expect("a folder");
    for name in ["415-555-0177.json", "415-555-0178.json"] {
        std::fs::write(folder.join(name), marked()).expect("a file");
    }
    let path = folder.display().to_string();
    let gone = folder.join("415-555-0179.json").display().to_string();
    for format in FORMATS {
        let shown = told(&["check", &path, "--format", format], "");
        assert!(
            !shown.contains("zqjo") && !shown.contains("555-017"),
            "{format}: {shown}"
        );
    }
    for command in [
        &["calls"][..],
        &["coverage"],
        &["normalize"],
        &["check", "--format", "human"],
    ] {
        for path in [&path, &gone] {
            let shown = told(&[command, &[path]].concat(), "");
            assert!(
                !shown.contains("zqjo") && !shown.contains("555-017"),
                "{command:?}: {shown}"
            );
        }
    }
    let shown = told(&["check", &path, "--show-values", "--format", "json"], "");
    assert!(
        shown.contains("zqjo@example.com") && shown.contains("415-555-0178"),
        "{shown}"
    );
    let shown = told(&["check", &gone, "--show-values"], "");
    assert!(shown.contains("415-555-0179"), "{shown}");
}

/// A value of some class that the generator makes, and the part of it that must not be seen.
fn any_planted() -> impl Strategy<Value = (String, String)> {
    let word = "zq[a-km-pr-z]{5,9}";
    let email = (
        word,
        "[a-z]{2,8}",
        prop::sample::select(vec!["com", "co.uk", "de"]),
    )
        .prop_map(|(local, host, end)| (format!("{local}@{host}.{end}"), local));
    let token = (
        "[A-Za-z0-9_-]{12,40}",
        "[A-Za-z0-9_-]{16,40}",
        "[A-Za-z0-9_-]{0,40}",
    )
        .prop_map(|(head, body, end)| (format!("eyJ{head}.{body}.{end}"), body));
    let query = (
        word,
        prop::sample::select(vec![
            "https://a.example/p",
            "/p",
            "a.example/",
            "wss://b.example",
        ]),
    )
        .prop_map(|(value, url)| (format!("{url}?name={value}"), value));
    prop_oneof![email, token, query]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_has_a_form_is_seen_nowhere(
        (value, part) in any_planted(),
        place in prop::sample::select(open_places().collect::<Vec<_>>()),
        (before, behind) in prop::sample::select(vec![("", ""), ("Call ", " now"), ("(", ")"), ("<", ">"), ("a,", ";"), ("x=", "\n")]),
        where_to in 0..4_usize,
    ) {
        let mut event: Value =
            serde_json::from_str(include_str!("../golden/incoming-call.json")).expect("JSON");
        let text = format!("{before}{value}{behind}");
        let capture = match where_to {
            0 => {
                put(&mut event, place, &text);
                event.to_string()
            }
            1 => {
                let (parent, _) = place.rsplit_once('/').expect("a parent");
                event.pointer_mut(parent).expect("an object")[&text] = "x".into();
                event.to_string()
            }
            2 => {
                event["message"]["undocumented"] = text.into();
                event.to_string()
            }
            _ => format!("{{\"status\": {text}, \"{text}\" }}"),
        };
        for (name, output) in rendered(&capture) {
            prop_assert!(!output.contains(&part), "{name} shows {part}: {output}");
        }
    }
}

/// A valid time in a time's place is no phone number, however many decimals it has; elsewhere they are one.
#[test]
fn a_time_is_shown_whatever_its_decimals() {
    const TIME: &str = "2020-04-09T08:37:12.7014155550123Z";
    const TIMES: [&str; 2] = [
        "/message/call/ResponseActual/statusTimestamp",
        "/message/call/ResponseFields/CurrentStateTime",
    ];
    let with = |places: &[&str]| {
        let golden = include_str!("../golden/incoming-call.json");
        let mut event: Value = serde_json::from_str(golden).expect("JSON");
        for place in places {
            put(&mut event, place, TIME);
        }
        event.to_string()
    };
    for format in FORMATS {
        let shown = told(&["check", "-", "--format", format], &with(&TIMES));
        assert!(!shown.contains("••••"), "{format}: {shown}");
        let named = shown.contains(TIME) || !shown.contains("08:37:12.7");
        assert!(named, "{format}: {shown}");
    }
    let human = told(&["check", "-"], &with(&TIMES));
    assert!(human.contains(&format!("`{TIME}`")), "{human}");
    for place in ["/message/call/event", "/message/call/ResponseActual/status"] {
        let shown = told(&["check", "-"], &with(&[place]));
        assert!(!shown.contains("4155550123"), "{place}: {shown}");
    }
}

/// Places in a file, days of the user's own settings and values of flags are no phone numbers; the paths beside
/// them are masked.
#[test]
fn own_numbers_are_told_as_they_are() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("own");
    std::fs::create_dir_all(&folder).expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::write(&path, text).expect("a file");
        path.display().to_string()
    };
    let lines = format!("{}{{\"a\":\n", "{\"a\":1}\n".repeat(123_456));
    let far = write("l.ndjson", &lines);
    let late = write(
        "4155550177.toml",
        "[[waiver]]\nrule = \"flow/leg-identity\"\nreason = \"a\"\nowner = \"b\"\nexpires = 9999-12-31\n",
    );
    let levels = write(
        "levels-4155550177.toml",
        "[rules]\n\"type/4155550123\" = \"off\"\n",
    );
    let cases: [(&[&str], &str); 9] = [
        (&["normalize", &far], "l.ndjson:123457:"),
        (&["check", "--waivers", &late], "9999-12-31"),
        (&["check", "--config", &levels], "type/4155550123"),
        (
            &["check", "--max-findings", "99999999999999999999999"],
            "'99999999999999999999999'",
        ),
        (&["check", "--only", "flow/4155550123"], "`flow/4155550123`"),
        (&["check", "--today", "9999-99-99"], "'9999-99-99'"),
        (&["explain", "flow/4155550123"], "`flow/4155550123`"),
        (&["rules", "--family", "f4155550123"], "`f4155550123`"),
        (
            &["waive", "--from", "x", "--expires", "2999-12-31"],
            "2999-12-31",
        ),
    ];
    for (arguments, expected) in cases {
        let shown = told(arguments, "");
        assert!(shown.contains(expected), "{arguments:?}: {shown}");
        assert!(!shown.contains("4155550177"), "{arguments:?}: {shown}");
    }
    for path in ["json=4155550177.x=", "jsn=4155550177.json"] {
        let shown = told(&["check", "--report", path, "--order", "no"], "");
        assert!(!shown.contains("4155550177"), "{shown}");
    }
    let shown = told(&["check", "--require-coverage", "4155550177.txt"], "");
    assert!(!shown.contains("4155550177"), "{shown}");
}
