//! All formats say the same of one report, as far as they have words for it.

use std::collections::HashMap;

use serde_json::Value;

use super::formats::{FORMATS, written};
use super::gate::{borne, failed_on_warning, gated, nothing_proven};
use crate::report::{Outcome, Report};

type Reader = fn(&str) -> Said;

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

fn html_said(text: &str) -> Said {
    let behind = |mark: &str| text.split(mark).nth(1).unwrap();
    let count = |name: &str| {
        let count = behind(&format!(" data-count=\"{name}\">"));
        Some(count.split('<').next().unwrap().parse().unwrap())
    };
    let outcome = behind(" data-outcome=\"").split('"').next();
    Said {
        outcome: outcome.map(str::to_owned),
        errors: count("errors"),
        warnings: count("warnings"),
        waived: count("waived"),
        known: count("known"),
        idle: count("rules not exercised"),
    }
}

#[test]
fn every_format_says_the_same() {
    let readers: [(&str, Reader); 10] = [
        ("json", json_said),
        ("ndjson", ndjson_said),
        ("junit", junit_said),
        ("sarif", sarif_said),
        ("tap", tap_said),
        ("ctrf", ctrf_said),
        ("github", github_said),
        ("gitlab", gitlab_said),
        ("markdown", markdown_said),
        ("html", html_said),
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
