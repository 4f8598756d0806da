//! The formats of CI systems: one report in each, and all of them saying the same.

use std::io::{self, Write};

use proptest::prelude::*;
use serde_json::Value;

use super::gate::{HOSTILE, gated, hostile};
use super::sample::{mirror, one_line, report};
use crate::json::Position;
use crate::render::{ctrf, github, gitlab, html, json, junit, markdown, ndjson, sarif, tap};
use crate::report::Report;

pub type Renderer = fn(&Report, &mut dyn Write) -> io::Result<()>;

pub const FORMATS: [(&str, Renderer); 10] = [
    ("json", json::write),
    ("ndjson", ndjson::write),
    ("junit", junit::write),
    ("sarif", sarif::write),
    ("tap", tap::write),
    ("ctrf", |report, out| ctrf::write(report, 0, out)),
    ("github", github::write),
    ("gitlab", gitlab::write),
    ("markdown", markdown::write),
    ("html", html::write),
];

pub fn written(renderer: Renderer, report: &Report) -> String {
    let mut out = Vec::new();
    renderer(report, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn one_report_in_each_format() {
    for (name, renderer) in FORMATS {
        // The page has a snapshot of its own, without style and script.
        if ["json", "ndjson", "html"].contains(&name) {
            continue;
        }
        insta::assert_snapshot!(format!("gated.{name}"), written(renderer, &gated()));
    }
}

/// What a reader of findings would take for a fault that is over.
#[test]
fn findings_left_out_are_told() {
    for (name, renderer) in FORMATS {
        let text = written(renderer, &report());
        let told = [
            "2 findings counted but not shown",
            "\"findings_left_out\": 2",
            "\"findings_left_out\":2",
            "findings_left_out: 2",
        ];
        let is_told = told.iter().any(|words| text.contains(words));
        assert!(is_told, "{name}: {text}");
    }
}

#[test]
fn nothing_hostile_gets_through() {
    const RAW: [char; 7] = [
        '\u{1b}', '\0', '\r', '\u{202e}', '\u{ffff}', '\u{85}', '\u{2028}',
    ];
    for (name, renderer) in FORMATS {
        let text = written(renderer, &hostile());
        assert!(!text.contains(RAW), "{name}");
        // The two machine formats of our own escape, so that a program gets what there was.
        if ["json", "ndjson"].contains(&name) {
            continue;
        }
        assert!(
            !text.contains("\\u0000") && !text.contains("\\u001b"),
            "{name}: {text}"
        );
        let injected = text
            .lines()
            .any(|line| line.trim_start().starts_with("::set-output"));
        assert!(!injected, "{name}: {text}");
    }
}

#[test]
fn every_line_for_github_is_a_command_of_ours() {
    let text = written(github::write, &hostile());
    assert_eq!(text.lines().count(), 5);
    for line in text.lines() {
        let ours = ["::error ", "::warning ", "::notice "];
        assert!(
            ours.iter().any(|command| line.starts_with(command)),
            "{line}"
        );
    }
    let path = text.lines().nth(1).unwrap().split_once("file=").unwrap().1;
    let path = path.split(',').next().unwrap();
    assert!(!path.contains([':', ',']), "{path}");
}

#[test]
fn junit_reads_back_what_is_hostile() {
    let run =
        quick_junit::Report::deserialize_from_str(&written(junit::write, &hostile())).unwrap();
    assert_eq!((run.failures, run.test_suites.len()), (2, 5));
    let text = written(junit::write, &hostile());
    assert!(!text.contains("]]>") && !text.contains("<script"), "{text}");
    assert!(text.contains("␛[31m␀]]&gt;"), "{text}");
    assert!(HOSTILE.contains("]]>"));
}

fn many(findings: usize) -> Report {
    let line = one_line();
    let mut report = report();
    report.findings = (0..findings)
        .map(|n| {
            let line_number = n as u64 + 1;
            let mut finding = mirror(
                &line,
                Position {
                    byte: 0,
                    line: line_number,
                    column: 1,
                },
            );
            finding.known = n % 2 == 0;
            finding.message = format!("{n}: {}", finding.message);
            finding
        })
        .collect();
    report.findings_left_out = 0;
    report
}

#[test]
fn a_comment_has_a_length() {
    let mut report = many(500);
    for finding in &mut report.findings {
        finding.message = "🂡".repeat(20_000);
        finding.input = "x".repeat(20_000);
    }
    report.reasons = std::iter::repeat_n(hostile().reasons, 1)
        .flatten()
        .collect();
    let text = written(markdown::write, &report);
    assert!(text.len() <= markdown::MOST, "{}", text.len());
    assert!(text.contains("left out for length"), "{text}");
    assert!(text.trim_end().ends_with('`'), "it is cut: {text}");
}

/// GitHub refuses a file with more; of too many, those that count are kept.
#[test]
fn sarif_keeps_what_counts() {
    let most = sarif::MOST_RESULTS;
    let text = written(sarif::write, &many(most + 10));
    let value: Value = serde_json::from_str(&text).unwrap();
    let run = &value["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), most);
    let standing = results.iter().filter(|result| {
        let text = result["message"]["text"].as_str().unwrap();
        let number: usize = text.split(':').next().unwrap().parse().unwrap();
        number % 2 == 1
    });
    assert_eq!(standing.count(), (most + 10) / 2);
    assert_eq!(run["properties"]["findings_left_out"], 10);
}

#[test]
fn fingerprints_are_unique_where_that_is_asked_for() {
    let text = written(gitlab::write, &many(50));
    let issues: Vec<Value> = serde_json::from_str(&text).unwrap();
    let mut fingerprints: Vec<&str> = issues
        .iter()
        .map(|issue| issue["fingerprint"].as_str().unwrap())
        .collect();
    fingerprints.sort_unstable();
    fingerprints.dedup();
    assert_eq!(fingerprints.len(), issues.len());
}

proptest! {
    /// Any text at all, in a message and a path.
    #[test]
    fn any_text_keeps_each_format_whole(text in any::<String>()) {
        let mut report = gated();
        for finding in &mut report.findings {
            finding.message = text.clone();
            finding.input = text.clone();
        }
        let xml = written(junit::write, &report);
        prop_assert!(quick_junit::Report::deserialize_from_str(&xml).is_ok(), "{xml}");
        let legal = |letter: char| {
            matches!(letter, '\n' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
        };
        prop_assert!(xml.chars().all(legal), "{xml:?}");
        prop_assert_eq!(written(github::write, &report).lines().count(), 5);
        let same = written(tap::write, &gated()).lines().count();
        prop_assert_eq!(written(tap::write, &report).lines().count(), same);
        for renderer in [sarif::write, gitlab::write] {
            prop_assert!(serde_json::from_str::<Value>(&written(renderer, &report)).is_ok());
        }
        prop_assert!(written(markdown::write, &report).len() <= markdown::MOST);
    }
}
