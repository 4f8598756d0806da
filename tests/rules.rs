//! Every rule, by its own record: its examples hold or break it, and the lists are whole.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use callproof::Checker;
use callproof::engine::Schema;
use callproof::event::golden::{GOLDENS, GoldenCall};
use callproof::report::Report;
use callproof::rules::{Authority, Check, Example, Profile, Rule, Severity, all, find};

fn strictly(text: &str) -> Report {
    Checker::default()
        .profile(Profile::Strict)
        .check_str(text)
        .expect("a check of everything")
}

/// The rules that captures are judged by; the others, about waivers, are shown in tests/messages.rs.
fn of_captures() -> impl Iterator<Item = &'static Rule> {
    all().filter(|rule| !matches!(rule.check, Check::Waiver(_)))
}

/// How often each rule is told; a capture that stops in mid-call is told so, and most examples do.
fn told(report: &Report) -> BTreeMap<&'static str, usize> {
    let mut told = BTreeMap::new();
    let findings = report.findings.iter();
    for finding in findings.filter(|finding| finding.rule.id != "flow/unfinished") {
        *told.entry(finding.rule.id).or_default() += 1;
    }
    told
}

fn expected(own: Option<&'static str>, example: &Example) -> BTreeMap<&'static str, usize> {
    own.into_iter()
        .chain(example.also.iter().copied())
        .map(|rule| (rule, 1))
        .collect()
}

#[test]
fn every_golden_conforms_in_strict() {
    for golden in GOLDENS {
        let report = strictly(golden.text);
        assert_eq!(told(&report), BTreeMap::new(), "{}", golden.name);
        assert_eq!(
            report.counts.events as usize,
            golden.documents().len(),
            "{}",
            golden.name
        );
    }
}

#[test]
fn every_good_example_holds() {
    let mut wrong = Vec::new();
    for rule in all() {
        for example in rule.good {
            let told = told(&strictly(&example.capture()));
            if told != expected(None, example) {
                wrong.push(format!("{}: {}: {told:?}", rule.id, example.title));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_bad_example_breaks_its_rule_once_and_no_other() {
    let mut wrong = Vec::new();
    for rule in of_captures() {
        assert!(!rule.bad.is_empty(), "{} has no bad example", rule.id);
        for example in rule.bad {
            let report = strictly(&example.capture());
            let mut told = told(&report);
            if rule.id == "flow/unfinished" {
                told.insert(rule.id, report.findings.len());
            }
            if told != expected(Some(rule.id), example) {
                wrong.push(format!("{}: {}: {told:?}", rule.id, example.title));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn examples_change_their_golden() {
    for rule in all() {
        for example in rule.good.iter().chain(rule.bad) {
            assert!(
                GoldenCall::find(example.golden).is_some(),
                "{}: {}",
                rule.id,
                example.golden
            );
            for index in 0..example.edits.len() {
                let mut edits = example.edits.to_vec();
                edits.remove(index);
                let lesser = Example {
                    edits: edits.leak(),
                    ..*example
                };
                let same = lesser.documents() == example.documents();
                assert!(
                    !same,
                    "{}: {}: edit {index} changes nothing",
                    rule.id, example.title
                );
            }
        }
    }
}

/// The severity of a rule's own finding is the one that the profile gives its authority.
#[test]
fn profiles_weigh_by_authority() {
    for profile in Profile::ALL {
        for rule in of_captures() {
            let example = &rule.bad[0];
            let report = Checker::default()
                .profile(profile)
                .check_str(&example.capture())
                .expect("a check");
            let own = report
                .findings
                .iter()
                .find(|finding| finding.rule.id == rule.id);
            let own = own.unwrap_or_else(|| panic!("{} is silent in {}", rule.id, profile.name()));
            let weight = match (profile, rule.authority) {
                (_, Authority::Documented | Authority::Sampled) => Severity::Error,
                (Profile::Core, Authority::Universal) => Severity::Warning,
                (Profile::Standard | Profile::Strict, Authority::Universal) => Severity::Error,
                (Profile::Core | Profile::Standard, Authority::Derived) => Severity::Warning,
                (Profile::Strict, Authority::Derived) => Severity::Error,
                (_, Authority::Note) => Severity::Note,
            };
            assert_eq!(own.severity, weight, "{} in {}", rule.id, profile.name());
        }
    }
}

#[test]
fn a_rules_path_is_its_id() {
    let mut files = BTreeSet::new();
    let families = fs::read_dir("src/rules").expect("the rules").flatten();
    for family in families.filter(|entry| entry.path().is_dir()) {
        let family_name = family.file_name().into_string().expect("a name");
        for file in fs::read_dir(family.path()).expect("a family").flatten() {
            let file = file.file_name();
            let name = Path::new(&file)
                .file_stem()
                .expect("a stem")
                .to_string_lossy()
                .replace('_', "-");
            if name != "mod" {
                files.insert(format!("{family_name}/{name}"));
            }
        }
    }
    let ids: BTreeSet<String> = all().map(|rule| rule.id.to_owned()).collect();
    assert_eq!(files, ids);
}

#[test]
fn the_schema_names_rules_that_exist() {
    let schema = Schema::compile().expect("the embedded schema");
    for rule in schema.rules() {
        assert!(find(&rule).is_some(), "{rule}");
    }
    for rule in all().filter(|rule| matches!(rule.check, Check::Schema(_))) {
        assert!(
            schema.rules().contains(rule.id),
            "{} is stated nowhere",
            rule.id
        );
    }
}

#[test]
fn words_of_a_rule_are_sentences() {
    for rule in all() {
        for (part, text) in [
            ("says", rule.says),
            ("why", rule.why),
            ("remedy", rule.remedy),
        ] {
            assert!(text.ends_with('.'), "{} {part}: {text}", rule.id);
        }
        assert!(!rule.source.contains("://"), "{}: {}", rule.id, rule.source);
    }
}
