//! The formats of CI systems: one report in each, and all of them saying the same.

use std::collections::HashMap;
use std::io::{self, Write};

use proptest::prelude::*;
use serde_json::Value;

use super::sample::{
    HOSTILE, borne, failed_on_warning, gated, hostile, mirror, nothing_proven, one_line, report,
};
use crate::json::Position;
use crate::report::{
    Outcome, Report, ctrf, github, gitlab, json, junit, markdown, ndjson, sarif, tap,
};

type Renderer = fn(&Report, &mut dyn Write) -> io::Result<()>;

type Reader = fn(&str) -> Said;

const FORMATS: [(&str, Renderer); 9] = [
    ("json", json::write),
    ("ndjson", ndjson::write),
    ("junit", junit::write),
    ("sarif", sarif::write),
    ("tap", tap::write),
    ("ctrf", |report, out| ctrf::write(report, 0, out)),
    ("github", github::write),
    ("gitlab", gitlab::write),
    ("markdown", markdown::write),
];

fn written(renderer: Renderer, report: &Report) -> String {
    let mut out = Vec::new();
    renderer(report, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn one_report_in_each_format() {
    for (name, renderer) in FORMATS {
        if ["json", "ndjson"].contains(&name) {
            continue;
        }
        insta::assert_snapshot!(format!("gated.{name}"), written(renderer, &gated()));
    }
}

/// What a format says of a report; none where it has no word for it.
#[derive(Debug, PartialEq)]
struct Said {
    outcome: Option<String>,
    errors: Option<u64>,
    warnings: Option<u64>,
    waived: Option<u64>,
    known: Option<u64>,
    idle: Option<u64>,
}

impl Said {
    fn of(report: &Report) -> Said {
        let idle = report.tallies.iter().filter(|tally| tally.checked == 0);
        Said {
            outcome: Some(report.outcome.name().to_owned()),
            errors: Some(report.counts.errors),
            warnings: Some(report.counts.warnings),
            waived: Some(report.counts.waived),
            known: Some(report.counts.known),
            idle: Some(idle.count() as u64),
        }
    }

    /// From the words in which every format tells the outcome to a person.
    fn in_words(text: &str) -> Said {
        let number = |word: &str| {
            let before = text.split(word).next().unwrap();
            let number = before.rsplit([' ', '(']).next().unwrap_or_default();
            if text.contains(word) {
                number.parse().unwrap()
            } else {
                0
            }
        };
        Said {
            outcome: text.split(':').next().map(str::to_owned),
            errors: Some(number(" error")),
            warnings: Some(number(" warning")),
            waived: Some(number(" waived")),
            known: Some(number(" known")),
            idle: Some(number(" not exercised")),
        }
    }
}

fn json_said(text: &str) -> Said {
    let value: Value = serde_json::from_str(text).unwrap();
    counted(&value, &value)
}

fn ndjson_said(text: &str) -> Said {
    let value: Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
    counted(&value, &value)
}

fn counted(head: &Value, rules: &Value) -> Said {
    let count = |name: &str| head["counts"][name].as_u64();
    let idle = rules["rules"].as_array().map(|rules| {
        let idle = rules
            .iter()
            .filter(|rule| rule["verdict"] == "not-exercised");
        idle.count() as u64
    });
    Said {
        outcome: head["outcome"].as_str().map(str::to_owned),
        errors: count("errors"),
        warnings: count("warnings"),
        waived: count("waived"),
        known: count("known"),
        idle,
    }
}

/// By the library's own reader; what the cases show must agree with the properties.
fn junit_said(text: &str) -> Said {
    let run = quick_junit::Report::deserialize_from_str(text).unwrap();
    let suite = run.test_suites.first().unwrap();
    let properties: HashMap<&str, &str> = suite
        .properties
        .iter()
        .map(|property| (property.name.as_str(), property.value.as_str()))
        .collect();
    let count = |name| Some(properties[name].parse().unwrap());
    let green = run.failures + run.errors == 0;
    assert_eq!(green, properties["outcome"] == "conformant", "{text}");
    Said {
        outcome: Some(properties["outcome"].to_owned()),
        errors: count("errors"),
        warnings: count("warnings"),
        waived: count("waived"),
        known: count("known"),
        idle: Some(
            run.test_suites
                .iter()
                .map(|suite| suite.skipped as u64)
                .sum(),
        ),
    }
}

/// Counted from the results themselves.
fn sarif_said(text: &str) -> Said {
    let value: Value = serde_json::from_str(text).unwrap();
    let run = &value["runs"][0];
    let results = run["results"].as_array().unwrap();
    let is_waived = |result: &&Value| result.get("suppressions").is_some();
    let is_known = |result: &&Value| result["baselineState"] == "unchanged";
    let standing = |level: &str| {
        let level = results.iter().filter(|result| result["level"] == level);
        Some(
            level
                .filter(|result| !is_waived(result) && !is_known(result))
                .count() as u64,
        )
    };
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let idle = rules
        .iter()
        .filter(|rule| rule["properties"]["verdict"] == "not-exercised");
    let invocation = &run["invocations"][0];
    let outcome = invocation["toolExecutionNotifications"][0]["descriptor"]["id"].as_str();
    assert_eq!(
        invocation["executionSuccessful"],
        outcome != Some("incomplete")
    );
    Said {
        outcome: outcome.map(str::to_owned),
        errors: standing("error"),
        warnings: standing("warning"),
        waived: Some(results.iter().filter(is_waived).count() as u64),
        known: Some(results.iter().filter(is_known).count() as u64),
        idle: Some(idle.count() as u64),
    }
}

fn tap_said(text: &str) -> Said {
    let member = |name: &str| {
        let line = text
            .lines()
            .find_map(|line| line.strip_prefix(&format!("  {name}: ")));
        line.unwrap().trim_matches('"').to_owned()
    };
    let count = |name| Some(member(name).parse().unwrap());
    let is_red = |line: &&str| line.starts_with("not ok") && !line.contains(" # TODO");
    let red = text.lines().filter(is_red).count();
    assert_eq!(red == 0, member("outcome") == "conformant", "{text}");
    let points = text
        .lines()
        .filter(|line| line.contains("ok ") && !line.starts_with(' '));
    assert!(text.contains(&format!("\n1..{}\n", points.count())));
    Said {
        outcome: Some(member("outcome")),
        errors: count("errors"),
        warnings: count("warnings"),
        waived: count("waived"),
        known: count("known"),
        idle: Some(text.matches(" # SKIP ").count() as u64),
    }
}

fn ctrf_said(text: &str) -> Said {
    let value: Value = serde_json::from_str(text).unwrap();
    let summary = &value["results"]["summary"];
    let green = summary["failed"] == 0 && summary["other"] == 0;
    assert_eq!(green, summary["extra"]["outcome"] == "conformant", "{text}");
    let mut said = counted(&summary["extra"], &Value::Null);
    said.idle = summary["skipped"].as_u64();
    said
}

/// Annotations are counted; the outcome takes the first.
fn github_said(text: &str) -> Said {
    let count = |command: &str| {
        text.lines()
            .filter(|line| line.starts_with(command))
            .count() as u64
    };
    let said = text.lines().next().unwrap().rsplit_once("::").unwrap().1;
    let said = Said::in_words(&said.replace("%0A", "\n"));
    let red = u64::from(said.outcome.as_deref() != Some("conformant"));
    assert_eq!(Some(count("::error ") - red), said.errors, "{text}");
    assert_eq!(Some(count("::warning ")), said.warnings, "{text}");
    said
}

fn gitlab_said(text: &str) -> Said {
    let issues: Vec<Value> = serde_json::from_str(text).unwrap();
    let count = |severity: &str| {
        let alike = issues.iter().filter(|issue| issue["severity"] == severity);
        Some(alike.count() as u64)
    };
    let borne = |word: &str| {
        let told = |issue: &&Value| issue["description"].as_str().unwrap().contains(word);
        Some(
            issues
                .iter()
                .filter(|issue| issue["severity"] == "info")
                .filter(told)
                .count() as u64,
        )
    };
    let outcome = issues.iter().find(|issue| issue["check_name"] == "outcome");
    let said = outcome.map(|issue| Said::in_words(issue["description"].as_str().unwrap()));
    Said {
        outcome: match &said {
            Some(said) => said.outcome.clone(),
            None => Some("conformant".to_owned()),
        },
        errors: count("major"),
        warnings: count("minor"),
        waived: borne("(waived until"),
        known: borne("(known:"),
        idle: said.and_then(|said| said.idle),
    }
}

fn markdown_said(text: &str) -> Said {
    let row = text
        .lines()
        .skip_while(|line| !line.starts_with("| errors"))
        .nth(2)
        .unwrap();
    let counts: Vec<u64> = row
        .trim_matches('|')
        .split('|')
        .map(|count| count.trim().parse().unwrap())
        .collect();
    let outcome = text.lines().next().unwrap().strip_prefix("## callproof: ");
    Said {
        outcome: outcome.map(str::to_owned),
        errors: Some(counts[0]),
        warnings: Some(counts[1]),
        waived: Some(counts[3]),
        known: Some(counts[4]),
        idle: Some(counts[5]),
    }
}

#[test]
fn every_format_says_the_same() {
    let readers: [(&str, Reader); 9] = [
        ("json", json_said),
        ("ndjson", ndjson_said),
        ("junit", junit_said),
        ("sarif", sarif_said),
        ("tap", tap_said),
        ("ctrf", ctrf_said),
        ("github", github_said),
        ("gitlab", gitlab_said),
        ("markdown", markdown_said),
    ];
    let reports = [
        ("an error, a warning, one waived, one known", gated()),
        ("only what is borne", borne()),
        ("a warning that fails the run", failed_on_warning()),
        ("no event", nothing_proven()),
    ];
    for (what, report) in reports {
        for ((name, renderer), (_, read)) in FORMATS.into_iter().zip(readers) {
            let mut said = read(&written(renderer, &report));
            let expected = Said::of(&report);
            // An empty list of issues has no place for a word.
            if name == "gitlab" && report.outcome == Outcome::Conformant {
                said.idle = expected.idle;
            }
            assert_eq!(said, expected, "{what} in {name}");
        }
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
        // The two machine formats of our own escape, so that a program gets what there was.
        if ["json", "ndjson"].contains(&name) {
            assert!(!text.contains(['\u{1b}', '\0', '\r']), "{name}");
            continue;
        }
        assert!(!text.contains(RAW), "{name}");
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
