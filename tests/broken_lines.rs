//! One broken place breaks nothing beside it: a broken text put as one line among good ones.

use callproof::Checker;
use callproof::event::golden::GOLDENS;
use callproof::report::{Finding, Report};
use callproof::rules::{Check, Profile, all};
use proptest::prelude::*;
use proptest::sample::Index;

/// The rules that a gap excuses: what cannot be read may have been an event of any open call.
const EXCUSED: [&str; 3] = [
    "flow/legs-for-buttons",
    "flow/one-talking",
    "flow/close-down",
];

fn checked(bytes: &[u8]) -> Report {
    Checker::default()
        .profile(Profile::Strict)
        .check_reader("capture", std::io::Cursor::new(bytes.to_vec()))
        .expect("a check of everything")
}

/// The documents of golden calls and of the rules' examples, one a line, faults included.
fn lines() -> Vec<Vec<String>> {
    let one_line = |text: &str| {
        let value: serde_json::Value = serde_json::from_str(text).expect("JSON");
        value.to_string()
    };
    let goldens = GOLDENS.iter().map(|golden| {
        golden
            .documents()
            .iter()
            .map(|text| one_line(text))
            .collect()
    });
    let rules = all().filter(|rule| rule.family() != "text");
    let examples = rules.flat_map(|rule| rule.bad).map(|example| {
        example
            .documents()
            .iter()
            .map(|text| one_line(text))
            .collect()
    });
    goldens.chain(examples).collect()
}

/// Bytes that a failing test shows as text.
#[derive(Clone)]
struct Text(Vec<u8>);

impl std::fmt::Debug for Text {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{:?}", String::from_utf8_lossy(&self.0))
    }
}

/// A text that is surely no JSON document, on one line.
fn broken_text() -> impl Strategy<Value = Text> {
    let events: Vec<String> = lines().into_iter().flatten().collect();
    let event = prop::sample::select(events);
    let sign = prop::sample::select(b"{}[],:\"'\\ax0 \x01\xFF".to_vec());
    let prefix = (event.clone(), any::<Index>())
        .prop_map(|(event, at)| event.as_bytes()[..at.index(event.len())].to_vec());
    let inserted = (event.clone(), any::<Index>(), sign.clone()).prop_map(|(event, at, sign)| {
        let mut bytes = event.into_bytes();
        bytes.insert(at.index(bytes.len() + 1), sign);
        bytes
    });
    let deleted = (event.clone(), any::<Index>()).prop_map(|(event, at)| {
        let mut bytes = event.into_bytes();
        bytes.remove(at.index(bytes.len()));
        bytes
    });
    let replaced = (event.clone(), any::<Index>(), sign).prop_map(|(event, at, sign)| {
        let mut bytes = event.into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = sign;
        bytes
    });
    let around = (event, prop::sample::select(AROUND))
        .prop_map(|(event, (before, behind))| format!("{before}{event}{behind}").into_bytes());
    let alone = prop::sample::select(ALONE).prop_map(|text| text.as_bytes().to_vec());
    let garbage = prop::collection::vec(any::<u8>(), 1..40);
    prop_oneof![prefix, inserted, deleted, replaced, around, alone, garbage]
        .prop_map(|bytes| Text(bytes.into_iter().filter(|byte| *byte != b'\n').collect()))
}

const AROUND: &[(&str, &str)] = &[
    ("[", ""),
    ("[[", ""),
    ("[ ", ","),
    ("[{},", ","),
    ("]", ""),
    ("}", ""),
    ("", "}"),
    ("", "}}"),
    ("", "]"),
    ("", ","),
    ("", ",,"),
    (",", ""),
    ("[INFO] ", ""),
    ("[2025-01-01T00:00:00Z] sent ", ""),
    ("[42] ", ""),
    ("2025-01-01 10:00:00 DEBUG ", " in 5 ms"),
    ("data: ", ""),
    ("\"", ""),
    ("", "\""),
    ("'", "'"),
    ("{\"a\":", ""),
    ("{\"a\":[", ""),
    ("[\"", ""),
    ("/* ", " */"),
    ("\u{FEFF}", "x"),
];

const ALONE: &[&str] = &[
    "[",
    "]",
    "{",
    "}",
    "[[",
    "],",
    "]]",
    "][",
    "}{",
    "] x",
    "[1]]",
    "{\"a\":1}]",
    "ERROR ]",
    "[,",
    "{\"a\":",
    "[1,",
    "[{},",
    "[1] [2]",
    "[INFO] started",
    "[2025-01-01] started",
    "[12:00] {x}",
    "[object Object]",
    "undefined",
    "NaN",
    "{'a': None}",
    "// nothing",
    "# nothing",
    "<html>",
    "\"open",
    "it's",
    "\\",
    ",",
    ":",
    "...",
    "\u{A0}",
    "\u{1F600}",
];

/// What a finding says, with the line of its cause counted without the line `broken`; none for one of that
/// line itself.
fn said(finding: &Finding, broken: u64, lines: u64) -> Option<String> {
    let line = |line: u64| if line > broken { line - 1 } else { line };
    let first = finding.locations.first()?;
    // Behind the last line an array of that line may be found open.
    if first.start.line == broken || first.start.line > lines {
        return None;
    }
    let places: Vec<String> = finding
        .locations
        .iter()
        .map(|at| {
            format!(
                "{}:{} {:?}",
                line(at.start.line),
                at.start.column,
                at.pointer
            )
        })
        .collect();
    Some(format!(
        "{} {} {places:?}",
        finding.rule.id, finding.message
    ))
}

fn all_said(report: &Report, broken: u64, lines: u64) -> Vec<String> {
    let findings = report.findings.iter();
    let counted = findings.filter(|finding| !EXCUSED.contains(&finding.rule.id));
    let mut said: Vec<String> = counted
        .filter_map(|finding| said(finding, broken, lines))
        .collect();
    said.sort();
    said
}

fn told(report: &Report) -> Vec<String> {
    all_said(report, u64::MAX, u64::MAX)
}

fn joined(lines: &[&[u8]]) -> Vec<u8> {
    let mut text = lines.join(&b'\n');
    text.push(b'\n');
    text
}

/// One array of them, one a line.
fn in_array(lines: &[&[u8]]) -> Vec<u8> {
    let mut text = b"[\n".to_vec();
    text.extend(lines.join(&b",\n"[..]));
    text.extend(b"\n]\n");
    text
}

/// The documents indented over several lines.
fn indented(lines: &[String]) -> Vec<String> {
    let pretty = |line: &String| {
        let value: serde_json::Value = serde_json::from_str(line).expect("JSON");
        serde_json::to_string_pretty(&value).expect("JSON")
    };
    lines.iter().map(pretty).collect()
}

/// The capture `good` has become `bad` by a broken text on the line `broken` of its `lines`.
fn breaks_nothing_beside(
    good: &[u8],
    bad: &[u8],
    broken: u64,
    lines: u64,
) -> Result<(), TestCaseError> {
    let (without, with) = (checked(good), checked(bad));
    let unread = with.counts.events < without.counts.events;
    prop_assert!(
        !unread,
        "{} events of {}",
        with.counts.events,
        without.counts.events
    );
    // A line that holds an event which is checked takes part in its call.
    prop_assume!(with.counts.events == without.counts.events);
    prop_assert_eq!(told(&without), all_said(&with, broken, lines));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, max_global_rejects: 100_000, ..ProptestConfig::default() })]

    #[test]
    fn a_broken_line_changes_no_finding_of_another(
        call in prop::sample::select(lines()),
        more in prop::sample::select(lines()),
        broken in broken_text(),
        at in any::<Index>(),
    ) {
        let good: Vec<&[u8]> = call.iter().chain(&more).map(String::as_bytes).collect();
        let at = at.index(good.len() + 1);
        let mut lines = good.clone();
        lines.insert(at, &broken.0);
        breaks_nothing_beside(&joined(&good), &joined(&lines), at as u64 + 1, lines.len() as u64)?;
    }

    #[test]
    fn a_broken_element_changes_no_finding_of_another(
        call in prop::sample::select(lines()),
        more in prop::sample::select(lines()),
        broken in broken_text(),
        at in any::<Index>(),
    ) {
        let good: Vec<&[u8]> = call.iter().chain(&more).map(String::as_bytes).collect();
        let at = at.index(good.len() + 1);
        let mut lines = good.clone();
        lines.insert(at, &broken.0);
        // Only an object on the first line shows that there is one element a line.
        prop_assume!(lines[0].starts_with(b"{"));
        breaks_nothing_beside(&in_array(&good), &in_array(&lines), at as u64 + 2, lines.len() as u64 + 2)?;
    }

    #[test]
    fn a_broken_line_changes_no_finding_of_documents_over_lines(
        call in prop::sample::select(lines()),
        more in prop::sample::select(lines()),
        broken in broken_text(),
        at in any::<Index>(),
    ) {
        let objects = call.iter().chain(&more).filter(|line| line.starts_with('{'));
        let documents = indented(&objects.cloned().collect::<Vec<String>>());
        prop_assume!(!documents.is_empty());
        let at = at.index(documents.len() + 1);
        let (before, behind) = documents.split_at(at);
        let before: Vec<&[u8]> = before.iter().map(String::as_bytes).collect();
        let behind: Vec<&[u8]> = behind.iter().map(String::as_bytes).collect();
        let good = joined(&[&before[..], &behind].concat());
        let bad = joined(&[&before[..], &[&broken.0], &behind].concat());
        let lines = |text: &[u8]| text.iter().filter(|byte| **byte == b'\n').count() as u64;
        let line = before.iter().map(|text| lines(text) + 1).sum::<u64>() + 1;
        breaks_nothing_beside(&good, &bad, line, lines(&bad))?;
    }
}

#[test]
fn one_stray_bracket_is_one_finding() {
    let call: Vec<String> = lines().swap_remove(1);
    let cases = [
        ("[", "", "an opening bracket"),
        ("", "}", "a closing brace"),
        ("}", "", "a closing brace in front"),
        ("", "]", "a closing bracket"),
        ("[INFO] ", "", "a line of a log"),
        (
            "[2025-01-01 10:00:00.123] sent ",
            "",
            "a line of a log with a time",
        ),
        ("[42] ", "", "a line of a log with a number"),
    ];
    for (before, behind, name) in cases {
        for at in 0..call.len() {
            let mut lines = call.clone();
            lines[at] = format!("{before}{}{behind}", lines[at]);
            let report = checked(lines.join("\n").as_bytes());
            let texts = report
                .findings
                .iter()
                .filter(|finding| finding.rule.id == "text/json");
            assert_eq!(texts.count(), 1, "{name} on line {at}: {:?}", told(&report));
            let on_line = report.findings.iter().filter(|finding| {
                finding
                    .locations
                    .first()
                    .is_some_and(|first| first.start.line == at as u64 + 1)
            });
            assert_eq!(
                on_line.count(),
                1,
                "{name} on line {at}: {:?}",
                told(&report)
            );
        }
    }
}

fn texts(report: &Report) -> usize {
    let is_text = |finding: &&Finding| finding.rule.id.starts_with("text/");
    report.findings.iter().filter(is_text).count()
}

/// One that stands in an array without ending it: the elements behind it are elements.
#[test]
fn a_closing_bracket_too_many_in_an_array_is_one_finding() {
    let call: Vec<String> = lines().swap_remove(1);
    let one = |lines: &[String], name: &str| {
        let lines: Vec<&[u8]> = lines.iter().map(String::as_bytes).collect();
        let report = checked(&in_array(&lines));
        assert_eq!(texts(&report), 1, "{name}: {:?}", told(&report));
        assert_eq!(report.counts.events, call.len() as u64, "{name}");
    };
    for at in 0..call.len() {
        let mut lines = call.clone();
        lines[at].push(']');
        one(&lines, &format!("behind {at}"));
        for junk in ["]", "]]", "] x", "],", "ERROR ]", "[1]]", "{\"a\":1}]"] {
            let mut lines = call.clone();
            lines.insert(at, junk.to_owned());
            one(&lines, &format!("{junk} before {at}"));
        }
    }
}

/// Brackets that stand on one line are one place, the last line's too.
#[test]
fn a_line_of_stray_brackets_is_one_finding() {
    let call: Vec<String> = lines().swap_remove(1);
    for junk in ["}{", "][", "}{\"a", "} {x"] {
        for at in 0..=call.len() {
            let mut lines = call.clone();
            lines.insert(at, junk.to_owned());
            let report = checked(lines.join("\n").as_bytes());
            let found = told(&report);
            assert_eq!(texts(&report), 1, "{junk} on line {at}: {found:?}");
            let place = format!("\"{}:", at + 1);
            let text = found.iter().find(|text| text.starts_with("text/"));
            assert!(text.is_some_and(|text| text.contains(&place)), "{text:?}");
        }
    }
}

/// What stands before documents over several lines hides none of them; what a log holds below each of its
/// lines is counted.
#[test]
fn a_line_before_documents_over_lines_is_one_finding() {
    let call = indented(&lines().swap_remove(1));
    for junk in ["hello", ":", "# notes", "][", "}{", "[INFO] x", "{", "\"a"] {
        for documents in [&call[..1], &call] {
            let text = format!("{junk}\n{}\n", documents.join("\n"));
            let report = checked(text.as_bytes());
            assert_eq!(texts(&report), 1, "{junk}: {:?}", told(&report));
            assert_eq!(report.counts.events, documents.len() as u64, "{junk}");
        }
    }
    let log = format!("10:00 sent\n{}\n", call.join("\n10:01 sent\n"));
    let report = checked(log.as_bytes());
    let counts = (report.counts.events, report.counts.unchecked);
    assert_eq!((texts(&report), counts), (1, (0, call.len() as u64)));
}

/// In an indented document, and in an element of an indented array.
#[test]
fn a_line_that_strayed_into_a_document_is_one_finding() {
    let call = indented(&lines().swap_remove(1));
    let elements = format!("[\n{}\n]\n", call.join(",\n").replace("\n", "\n  "));
    let elements = elements
        .replacen("[\n{", "[\n  {", 1)
        .replace("\n  ]", "\n]");
    let checks = |text: String, name: &str| {
        let report = checked(text.as_bytes());
        assert_eq!(texts(&report), 1, "{name}: {:?}", told(&report));
        let counts = report.counts;
        let all = counts.events + counts.unchecked;
        assert!(
            counts.events >= call.len() as u64 - 1 && all <= call.len() as u64,
            "{name}: {counts:?}"
        );
    };
    for text in [call.join("\n"), elements] {
        let lines: Vec<&str> = text.lines().collect();
        let begins = |line: &&str| line.trim_start() == "{";
        let second = lines
            .iter()
            .enumerate()
            .filter(|(_, line)| begins(line) && !line.starts_with("   "));
        let start = second.map(|(at, _)| at).nth(1).expect("a second document");
        for junk in ["[INFO] x", "[", "[{", "]", "{\"a\":\"", "{"] {
            for at in [start + 8, start + 20, start + 40] {
                let mut lines = lines.clone();
                lines.insert(at, junk);
                checks(lines.join("\n"), &format!("{junk} on line {}", at + 1));
            }
        }
    }
}

/// The bracket is left out of account, and the event behind it is checked.
#[test]
fn the_event_behind_a_stray_bracket_is_checked() {
    let call: Vec<String> = lines().swap_remove(1);
    for at in 0..call.len() {
        let mut lines = call.clone();
        lines[at].insert(0, '[');
        let report = checked(lines.join("\n").as_bytes());
        assert_eq!(report.counts.events, call.len() as u64, "line {at}");
    }
}

/// A brace too many anywhere in a line: one finding, whatever it closes.
#[test]
fn a_brace_too_many_is_one_finding() {
    let call: Vec<String> = lines().swap_remove(1);
    let line = &call[1];
    let mut quoted = false;
    for (place, sign) in line.char_indices() {
        let inside = quoted;
        quoted ^= sign == '"';
        if inside {
            continue;
        }
        let mut lines = call.clone();
        lines[1].insert(place, '}');
        let report = checked(lines.join("\n").as_bytes());
        let on_line = report.findings.iter().filter(|finding| {
            finding
                .locations
                .first()
                .is_some_and(|first| first.start.line == 2)
        });
        assert_eq!(on_line.count(), 1, "at {place}: {:?}", told(&report));
    }
}

/// Only three rules are excused, and none of authority universal or stronger.
#[test]
fn the_rules_that_a_gap_excuses_are_derived() {
    for id in EXCUSED {
        let rule = all().find(|rule| rule.id == id).expect("a rule");
        assert_eq!(rule.authority, callproof::rules::Authority::Derived, "{id}");
        assert!(matches!(rule.check, Check::Step(_) | Check::Leg(_)), "{id}");
    }
}
