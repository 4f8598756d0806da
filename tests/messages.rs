//! Every message that a rule can send, family by family, as a person reads it.

use callproof::Checker;
use callproof::config;
use callproof::engine::Options;
use callproof::ledger::Waivers;
use callproof::render::{Style, human};
use callproof::rules::{Check, EXAMPLE_DAY, FAMILIES, Profile};

/// What the entry of a waiver file is told for, where a capture conforms.
fn waived(rule: &str, entry: &str) -> String {
    let as_of = EXAMPLE_DAY.parse().expect("a day");
    let waivers = Waivers {
        file: "waivers.toml".into(),
        entries: config::waivers("waivers.toml", entry, as_of).expect("waivers"),
        as_of,
        producer: None,
    };
    let checker = Checker {
        options: Options {
            waivers: Some(waivers),
            ..Options::default()
        },
        ..Checker::default()
    };
    let sample = include_str!("../golden/missed.json");
    let report = checker.check_str(sample).expect("a check of everything");
    let mut page = format!("## {rule}\n\n").into_bytes();
    for finding in &report.findings {
        assert_eq!(finding.rule.id, rule);
        human::finding(finding, Style::default(), &mut page).expect("memory");
        page.push(b'\n');
    }
    assert_eq!(report.counts.errors, 1, "{rule}");
    String::from_utf8(page).expect("UTF-8")
}

#[test]
fn bad_examples_as_a_person_reads_them() {
    for (family, rules) in FAMILIES {
        let mut page = String::new();
        for (rule, example) in rules
            .iter()
            .flat_map(|rule| rule.bad.iter().map(move |example| (rule, example)))
        {
            let checker = Checker::default().profile(Profile::Strict);
            let report = checker
                .check_str(&example.capture())
                .expect("a check of everything");
            page.push_str(&format!("## {}: {}\n\n", rule.id, example.title));
            for finding in report
                .findings
                .iter()
                .filter(|finding| finding.rule.id == rule.id)
            {
                let mut text = Vec::new();
                human::finding(finding, Style::default(), &mut text).expect("memory");
                page.push_str(&String::from_utf8(text).expect("UTF-8"));
                page.push('\n');
            }
        }
        for rule in rules {
            if let Check::Waiver(entry) = rule.check {
                page.push_str(&waived(rule.id, entry));
            }
        }
        insta::assert_snapshot!(family, page);
    }
}
