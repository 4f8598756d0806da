//! The pages on rules.

use super::sample::{JSON, MIRROR, PHONE, UNUSED};
use crate::render::{Style, explain, listing};
use crate::rules::{Edit, Example, Rule};

const RULES: [&Rule; 4] = [&JSON, &PHONE, &MIRROR, &UNUSED];

fn page(rule: &Rule, style: Style) -> String {
    let mut out = Vec::new();
    explain::write(rule, style, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn listed(list: impl Fn(&mut Vec<u8>) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    list(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_rule_is_explained() {
    insta::assert_snapshot!(page(&MIRROR, Style::default()));
    insta::assert_snapshot!(page(
        &PHONE,
        Style {
            width: 60,
            ..Style::default()
        }
    ));
    let colored = page(
        &PHONE,
        Style {
            color: true,
            ..Style::default()
        },
    );
    assert!(colored.contains("\u{1b}[32m+"));
    let plain = page(&JSON, Style::default());
    assert!(plain.ends_with("passes: the golden call `incoming-call` as it is (callproof sample\n        incoming-call)\n"), "{plain}");
}

#[test]
fn an_example_may_be_hostile() {
    let rule = Rule {
        bad: &[Example {
            title: "a strange space",
            golden: "incoming-call",
            edits: &[Edit::Replace(
                0,
                ": \"Amazon\"",
                ":\u{a0}\"Amazon\u{1b}[2J\u{202e}\"",
            )],
            also: &["text/space"],
        }],
        ..JSON
    };
    let page = page(&rule, Style::default());
    assert!(
        page.contains("+    \"channel\":␣\"Amazon␛[2J\u{fffd}\""),
        "{page}"
    );
    assert!(page.contains("(it breaks text/space too)"));
}

#[test]
fn rules_are_listed() {
    insta::assert_snapshot!(listed(|out| listing::human(&RULES, Style::default(), out)));
    insta::assert_snapshot!(listed(|out| listing::markdown(&RULES, out)));
    insta::assert_snapshot!(listed(|out| listing::json(&RULES[2..], out)));
    assert_eq!(
        listed(|out| listing::ids(&RULES, out)),
        "text/json\nvalue/phone\nbutton/mirror\nflow/end\n"
    );
}
