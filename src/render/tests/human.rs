//! Findings and summaries as a person reads them.

use super::sample::{MIRROR, PHONE, found, found_in_text, mirror, one_line, report};
use crate::json::Position;
use crate::render::{Style, human, summary};
use crate::report::{Finding, Outcome};

const NARROW: Style = Style {
    color: false,
    width: 60,
    fold: true,
};

fn drawn(finding: &Finding, style: Style) -> String {
    let mut out = Vec::new();
    human::finding(finding, style, &mut out).unwrap();
    let drawn = String::from_utf8(out).unwrap();
    if !style.color {
        assert_fits(&drawn, style.width);
    }
    drawn
}

fn assert_fits(drawn: &str, width: usize) {
    for line in drawn.lines() {
        assert!(line.chars().count() <= width, "{line}");
        assert_eq!(line.trim_end(), line);
    }
}

#[test]
fn two_far_places_in_one_line_are_two_windows() {
    let text = one_line();
    assert!(text.len() > 3000);
    let finding = mirror(
        &text,
        Position {
            byte: 8000,
            line: 3,
            column: 1,
        },
    );
    insta::assert_snapshot!(drawn(&finding, Style::default()));
    insta::assert_snapshot!(drawn(&finding, NARROW));
}

#[test]
fn two_lines_of_an_event_are_one_picture() {
    let text = MIRROR.bad[0].documents().concat();
    let finding = mirror(
        &text,
        Position {
            byte: 0,
            line: 1200,
            column: 1,
        },
    );
    insta::assert_snapshot!(drawn(&finding, Style::default()));
    insta::assert_snapshot!(drawn(
        &finding,
        Style {
            width: 44,
            ..NARROW
        }
    ));
}

#[test]
fn two_near_places_of_one_line_share_it() {
    let text = one_line();
    let items = "/message/call/ButtonStates/items";
    let places = [
        (
            format!("{items}/reject"),
            "the cause, which is told in so many words that they go on in a second line",
        ),
        (
            format!("{items}/answer"),
            "another, told in so many words that they need a line of their own below it",
        ),
        (items.to_owned(), "all in here"),
    ];
    let places: Vec<(&str, &str)> = places
        .iter()
        .map(|(pointer, label)| (pointer.as_str(), *label))
        .collect();
    let finding = found(&MIRROR, &text, Position::START, "they differ", &places);
    insta::assert_snapshot!(drawn(&finding, Style::default()));
    insta::assert_snapshot!(drawn(&finding, NARROW));
}

#[test]
fn a_phone_number_is_masked() {
    let text = crate::event::golden::GoldenCall::find("incoming-call")
        .unwrap()
        .text;
    let mut finding = found(
        &PHONE,
        text,
        Position::START,
        "`DNIS` is not dialled like this",
        &[("/message/call/CallVariables/DNIS", "eleven digits")],
    );
    finding.expected = Some("at most ten".to_owned());
    finding.actual = Some("+1••••••1548".to_owned());
    insta::assert_snapshot!(drawn(&finding, Style::default()));
}

#[test]
fn hostile_names_are_harmless() {
    let key = "\u{1b}[31m\u{202e}gnp\\n.exe";
    let text = format!(
        "{{\"topic\":\"x\",\"{}\":{{\"é中\":1}}}}",
        key.replace('\u{1b}', "\\u001b")
    );
    let pointer = format!("/{}/é中", key.replace("\\n", "\n"));
    let mut finding = found(
        &MIRROR,
        &text,
        Position::START,
        &format!("`{key}\u{7}` is\nnot documented"),
        &[(&pointer, "label\u{1b}]8;;http://x\u{7}"), ("", "")],
    );
    finding.input = "evil\u{1b}[2J\n\u{202e}.json".to_owned();
    let drawn = drawn(&finding, Style::default());
    assert!(!drawn.contains(['\u{1b}', '\u{202e}', '\u{7}']));
    insta::assert_snapshot!(drawn);
}

#[test]
fn a_broken_text_is_shown_as_far_as_it_may_be() {
    let text =
        b"{\n  \"channel\": \"Amazon\",\n  \"customer\": \"Jane Doe\" \"ANI\": \"+16013261548\"\n";
    let message = "a comma is missing";
    let finding = found_in_text(
        text,
        message,
        &[(50, 55, "before this"), (38, 48, "after this")],
    );
    insta::assert_snapshot!(drawn(&finding, Style::default()));
    let finding = found_in_text(
        text,
        "the text ends too soon",
        &[(text.len(), text.len(), "ends here"), (0, 1, "opened here")],
    );
    insta::assert_snapshot!(drawn(&finding, Style::default()));
}

#[test]
fn colours_mark_cause_and_context() {
    let finding = mirror(&one_line(), Position::START);
    let colored = drawn(
        &finding,
        Style {
            color: true,
            ..Style::default()
        },
    );
    insta::assert_snapshot!(colored.replace('\u{1b}', "␛"));
}

fn written(style: Style) -> String {
    let mut out = Vec::new();
    human::write(&report(), style, &mut out).unwrap();
    let written = String::from_utf8(out).unwrap();
    assert_fits(&written, style.width);
    written
}

#[test]
fn like_findings_fold() {
    insta::assert_snapshot!(written(Style::default()));
    let all = written(Style {
        fold: false,
        ..Style::default()
    });
    assert_eq!(all.matches("error[button/mirror]").count(), 3);
    assert!(!all.contains("more like this"));
}

#[test]
fn every_outcome_has_its_next_step() {
    let mut report = report();
    report.commands.stricter = Some("callproof check a.json --profile strict".into());
    let mut told = String::new();
    for outcome in [
        Outcome::Nonconformant,
        Outcome::Incomplete,
        Outcome::Conformant,
    ] {
        report.outcome = outcome;
        let mut out = Vec::new();
        summary::write(&report, NARROW, &mut out).unwrap();
        told += &String::from_utf8(out).unwrap();
        report.counts = Default::default();
        report.findings.clear();
        report.findings_left_out = 0;
        report.other_messages.clear();
        report.reasons.clear();
    }
    assert_fits(&told, 60);
    insta::assert_snapshot!(told);
}

#[test]
fn every_place_fits_every_width_and_tells_no_secret() {
    let text = one_line()
        .replace(
            "\"DNIS\"",
            "\"name\": \"SECRET\", \"SECRETKEY\": {\"x\": [\"SECRET\", 987654]}, \"DNIS\"",
        )
        .replace(
            "\"Participants\": []",
            "\"Participants\": [{\"a\": \"SECRET\"}]",
        );
    let pretty = text.replace(',', ",\n\t");
    let pointers = [
        "",
        "/message/call/ButtonStates",
        "/message/call/ActionsAllowed",
        "/message/call/CallVariables/name",
        "/message/call/CallVariables/SECRETKEY",
        "/message/call/CallVariables/SECRETKEY/x/1",
        "/message/call/CallVariables/DNIS",
        "/message/call/ResponseFields/Participants/0",
        "/message/source",
    ];
    let label = "a label of some length, as labels are";
    for (text, first) in [(&text, 1), (&pretty, 99_990)] {
        let start = Position {
            byte: 0,
            line: first,
            column: 1,
        };
        for one in pointers {
            for other in pointers {
                let finding = found(&MIRROR, text, start, "odd", &[(one, label), (other, label)]);
                for width in [40, 52, 60, 80, 120] {
                    let drawn = drawn(&finding, Style { width, ..NARROW });
                    let told = drawn.replace("SECRETKEY", "");
                    assert!(
                        !told.contains("SECRET") && !told.contains("9876"),
                        "{drawn}"
                    );
                    assert!(!told.contains("6013261"), "{drawn}");
                }
            }
        }
    }
}
