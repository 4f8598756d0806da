//! Whole captures: what each comes to, in one table.

use callproof::Checker;
use callproof::report::{Outcome, Report};

const EVENT: &str = include_str!("../golden/incoming-call.json");

fn line(text: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(text).expect("JSON");
    value.to_string()
}

fn message(topic: &str, subtopic: &str) -> String {
    format!(r#"{{"channel":"Amazon","topic":"{topic}","subtopic":"{subtopic}","message":{{}}}}"#)
}

fn told(report: &Report) -> Vec<&'static str> {
    report
        .findings
        .iter()
        .map(|finding| finding.rule.id)
        // Captures here stop in mid-call.
        .filter(|id| *id != "flow/unfinished")
        .collect()
}

#[test]
fn what_a_capture_comes_to() {
    let event = line(EVENT);
    let cut = &event[..700];
    let misspelt = event.replace("\"InboundCallStateChange\"", "\"InboundCallStateChnage\"");
    let nameless = event.replace("\"subtopic\":\"InboundCallStateChange\",", "");
    let strange = event.replace("\"InboundCallStateChange\"", "\"SomethingElse\"");
    let genesys = event
        .replace("\"Amazon\"", "\"Genesys\"")
        .replace("\"InboundCall\"", "\"Inbound\"");
    let null = event.replace("\"InboundCallStateChange\"", "null");
    let neighbour_with_buttons = event.replace("\"InboundCallStateChange\"", "\"StateSync\"");
    let spaced = event.replace("{\"channel\"", "{\u{A0}\u{A0}\"channel\"");
    let (conformant, nonconformant, incomplete) = (
        Outcome::Conformant,
        Outcome::Nonconformant,
        Outcome::Incomplete,
    );
    // name, capture, outcome, (documents, events, other messages), rules told
    type Case<'c> = (&'c str, String, Outcome, (u64, u64, u64), &'c [&'c str]);
    let cases: &[Case<'_>] = &[
        ("one event", event.clone(), conformant, (1, 1, 0), &[]),
        (
            "the same, indented",
            EVENT.to_owned(),
            conformant,
            (1, 1, 0),
            &[],
        ),
        (
            "one a line",
            format!("{event}\n{event}\n"),
            conformant,
            (2, 2, 0),
            &[],
        ),
        (
            "one after another",
            format!("{EVENT}{EVENT}"),
            conformant,
            (2, 2, 0),
            &[],
        ),
        (
            "on one line",
            format!("{event}{event}"),
            conformant,
            (2, 2, 0),
            &[],
        ),
        (
            "an array",
            format!("[{event},{EVENT}]"),
            conformant,
            (2, 2, 0),
            &[],
        ),
        (
            "carriage returns",
            format!("{event}\r\n{event}\r\n"),
            conformant,
            (2, 2, 0),
            &[],
        ),
        ("nothing", String::new(), incomplete, (0, 0, 0), &[]),
        (
            "an empty array",
            "[]".to_owned(),
            incomplete,
            (0, 0, 0),
            &[],
        ),
        (
            "only a neighbour",
            message("InboundCall", "Answer"),
            incomplete,
            (1, 0, 1),
            &[],
        ),
        (
            "a neighbour among events",
            format!("{}\n{event}", message("Agent", "SetAgentState")),
            conformant,
            (2, 1, 1),
            &[],
        ),
        (
            "an unknown message",
            format!("{}\n{event}", message("Weather", "Rain")),
            conformant,
            (2, 1, 1),
            &[],
        ),
        (
            "a slip in the subtopic",
            misspelt,
            nonconformant,
            (1, 1, 0),
            &["envelope/subtopic"],
        ),
        (
            "no subtopic",
            nameless,
            nonconformant,
            (1, 1, 0),
            &["field/required"],
        ),
        (
            "null for a subtopic",
            null,
            nonconformant,
            (1, 1, 0),
            &["field/type"],
        ),
        (
            "another subtopic with our buttons",
            strange,
            nonconformant,
            (1, 1, 0),
            &["envelope/subtopic"],
        ),
        (
            "another vendor's channel",
            genesys,
            nonconformant,
            (1, 1, 0),
            &["envelope/channel", "envelope/topic"],
        ),
        (
            "a neighbour may have buttons",
            format!("{neighbour_with_buttons}\n{event}"),
            conformant,
            (2, 1, 1),
            &[],
        ),
        (
            "a line cut short hides nothing",
            format!("{event}\n{cut}\n{event}\n"),
            nonconformant,
            (3, 2, 0),
            &["text/truncated"],
        ),
        (
            "an indented event cut short",
            format!("{}\n{EVENT}", &EVENT[..900]),
            nonconformant,
            (2, 1, 0),
            &["text/truncated"],
        ),
        (
            "foreign spaces",
            format!("{event}\n{spaced}\n{event}\n"),
            nonconformant,
            (3, 2, 0),
            &["text/json"],
        ),
        (
            "a number among events",
            format!("{event}\n42\n{event}\n"),
            nonconformant,
            (3, 2, 0),
            &["envelope/shape"],
        ),
        (
            "a list among events",
            format!("{event}\n[1]\n{event}\n"),
            nonconformant,
            (3, 2, 0),
            &["envelope/shape"],
        ),
        (
            "a log line among events",
            format!("{event}\nconnected\n{event}\n"),
            nonconformant,
            (3, 2, 0),
            &["text/json"],
        ),
        (
            "a broken element of an array",
            format!("[{event},{{\"a\":nul}},{event}]"),
            nonconformant,
            (3, 2, 0),
            &["text/json"],
        ),
        (
            "a broken line",
            format!("{}\n", "{\"a\":}"),
            nonconformant,
            (1, 0, 0),
            &["text/json"],
        ),
        (
            "two hundred broken lines, none whole",
            "{\"a\":}\n".repeat(200),
            nonconformant,
            (200, 0, 0),
            &["text/json"],
        ),
        (
            "a hundred and one, and one whole",
            format!("{}{event}", "{\"a\":}\n".repeat(101)),
            nonconformant,
            (102, 1, 0),
            &["text/json"; 101],
        ),
    ];
    for (name, capture, outcome, counts, rules) in cases {
        let report = Checker::default()
            .check_str(capture)
            .expect("a check of everything");
        let seen = (
            report.counts.documents,
            report.counts.events,
            report.counts.other_messages,
        );
        assert_eq!(
            (report.outcome, seen, told(&report).as_slice()),
            (*outcome, *counts, *rules),
            "{name}"
        );
    }
}

#[test]
fn optional_objects_switch_no_invariant_off() {
    let mut event: serde_json::Value = serde_json::from_str(EVENT).expect("JSON");
    event["message"]["call"]["ButtonStates"]["items"]["hold"] = "Enable".into();
    event["message"]["call"]["ResponseActual"]["buttonStates"]["hold"] = true.into();
    let without = |event: &serde_json::Value, keys: &[&str]| {
        let mut event = event.clone();
        for key in keys {
            event["message"]["call"]
                .as_object_mut()
                .expect("an object")
                .remove(*key);
        }
        event.to_string()
    };
    let cases: &[&[&str]] = &[
        &[],
        &["ResponseActual"],
        &["ResponseFields"],
        &["ResponseActual", "ResponseFields"],
    ];
    for keys in cases {
        let report = Checker::default()
            .check_str(&without(&event, keys))
            .expect("a check of everything");
        let errors: Vec<_> = report
            .findings
            .iter()
            .filter(|finding| finding.severity == callproof::rules::Severity::Error)
            .map(|finding| finding.rule.id)
            .collect();
        assert_eq!(errors, ["button/hold-only-connected"], "without {keys:?}");
    }
}
