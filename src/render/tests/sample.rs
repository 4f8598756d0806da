//! Reports made by hand, of rules that exist only here.

use crate::event::vocabulary::{Button, Field};
use crate::json::{Position, Read, Span, read};
use crate::privacy::masks::Masks;
use crate::report::coverage::{Coverage, Item};
use crate::report::excerpt::{of_node, of_text};
use crate::report::{
    Commands, Counts, Finding, Input, Location, OtherMessage, Outcome, Reason, Report, Ruleset,
    Tally,
};
use crate::rules::{Authority, Check, Edit, Example, Profile, Rule};

pub const MASKED: Masks = Masks {
    show_values: false,
    mask_open: false,
};

pub const ANSWER_FLAG: &str = "/message/call/ResponseActual/buttonStates/answer";

pub const MIRROR: Rule = Rule {
    id: "button/mirror",
    says: "A button's item says Enable exactly when its flag is true.",
    why: "A client that reads one table shows a button that a client reading the other hides.",
    remedy: "Fill both tables from one decision.",
    authority: Authority::Sampled,
    source: "docs/incoming-call",
    since: "0.1.0",
    good: &[Example {
        title: "nothing is offered, and both tables say so",
        golden: "incoming-call",
        edits: &[Edit::Offer(0, &[])],
        also: &[],
    }],
    bad: &[Example {
        title: "shown as Enable, but the flag is false",
        golden: "incoming-call",
        edits: &[Edit::Put(0, ANSWER_FLAG, "false")],
        also: &[],
    }],
    check: Check::Text(|_| None),
};

pub const PHONE: Rule = Rule {
    id: "value/phone",
    says: "A phone number is in E.164 form.",
    why: "A customer record is found by it.",
    remedy: "Write + and at most 15 digits.",
    authority: Authority::Documented,
    source: "v1/docs/call-event-parameters",
    since: "0.1.0",
    good: &[],
    bad: &[Example {
        title: "a number with spaces",
        golden: "answered",
        edits: &[Edit::Set(1, Field::Ani, "\"+1 610 81111\"")],
        also: &[],
    }],
    check: Check::Text(|_| None),
};

pub const JSON: Rule = Rule {
    id: "text/json",
    says: "Every document is JSON.",
    why: "Nothing else can be told of a text that no parser reads.",
    remedy: "Write documents with a JSON library.",
    authority: Authority::Note,
    source: "RFC 8259",
    since: "0.1.0",
    good: &[],
    bad: &[],
    check: Check::Text(|_| None),
};

pub const UNUSED: Rule = Rule {
    id: "flow/end",
    authority: Authority::Derived,
    ..JSON
};

/// The documented event on one line, its answer button shown and not flagged.
pub fn one_line() -> String {
    let Some(example) = MIRROR.bad.first() else {
        return String::new();
    };
    let text = example.documents().concat();
    let text: String = text.lines().map(str::trim_start).collect();
    let noise = "x".repeat(1800);
    text.replace(
        "\"ActionsAllowed\": null",
        &format!("\"ActionsAllowed\": \"{noise}\""),
    )
}

/// What the rule is told to have found at those places of a document that begins at `start`.
pub fn found(
    rule: &'static Rule,
    text: &str,
    start: Position,
    message: &str,
    places: &[(&str, &str)],
) -> Finding {
    let Read::Whole(tape, _) = read(text.as_bytes(), true) else {
        panic!("{text}");
    };
    let root = tape.root(text);
    let spans: Vec<Span> = places
        .iter()
        .map(|(pointer, _)| root.at(pointer).unwrap().span())
        .collect();
    let excerpts = of_node(root, text, &spans, MASKED);
    let locations = places
        .iter()
        .zip(spans)
        .zip(excerpts)
        .map(|(((pointer, label), span), excerpt)| Location {
            elsewhere: None,
            pointer: Some((*pointer).to_owned()),
            start: start.after(&text.as_bytes()[..span.range().start]),
            end: start.after(&text.as_bytes()[..span.range().end]),
            length: span.len().into(),
            label: (*label).to_owned(),
            excerpt,
        })
        .collect();
    told(rule, message, locations)
}

/// The same for a text that is not JSON.
pub fn found_in_text(text: &[u8], message: &str, places: &[(usize, usize, &str)]) -> Finding {
    let spans: Vec<Span> = places
        .iter()
        .map(|(start, end, _)| Span::new(*start, *end))
        .collect();
    let excerpts = of_text(text, &spans, MASKED);
    let locations = places
        .iter()
        .zip(spans)
        .zip(excerpts)
        .map(|(((_, _, label), span), excerpt)| Location {
            elsewhere: None,
            pointer: None,
            start: Position::START.after(&text[..span.range().start]),
            end: Position::START.after(&text[..span.range().end]),
            length: span.len().into(),
            label: (*label).to_owned(),
            excerpt,
        })
        .collect();
    Finding {
        event: None,
        ..told(&JSON, message, locations)
    }
}

fn told(rule: &'static Rule, message: &str, locations: Vec<Location>) -> Finding {
    Finding {
        rule,
        severity: Profile::Standard.severity(rule.authority),
        message: message.to_owned(),
        help: rule.remedy.to_owned(),
        input: "capture.ndjson".to_owned(),
        document: 4,
        event: Some(3),
        locations,
        expected: None,
        actual: None,
        fingerprint: "5d41402abc4b2a76".to_owned(),
        call: None,
        waived: None,
        known: false,
        count: 1,
    }
}

/// Both tables' word for the answer button.
pub fn mirror(text: &str, start: Position) -> Finding {
    let items = format!("{}/{}", Field::Items.pointer(), Button::Answer.key());
    let places = [(items.as_str(), "says Enable"), (ANSWER_FLAG, "says false")];
    let message = "`answer` is shown as Enable but its flag is false";
    Finding {
        expected: Some("true".to_owned()),
        actual: Some("false".to_owned()),
        ..found(&MIRROR, text, start, message, &places)
    }
}

fn coverage() -> Coverage {
    let item = |name: &str, times, ceiling| Item {
        name: name.to_owned(),
        times,
        ceiling,
    };
    Coverage {
        events: vec![
            item("agent/connecting", 4, true),
            item("agent/missed", 0, true),
            item("inbound/missed", 1, false),
        ],
        steps: vec![item("agent/first>connecting", 4, true)],
        buttons: vec![item("answer", 4, true), item("swap", 0, true)],
        flows: vec![item("answered", 0, true)],
        rules: vec![item("button/mirror", 7, true)],
    }
}

/// A run with three like findings, a broken document and other messages.
pub fn report() -> Report {
    let line = one_line();
    let at = |line| Position {
        byte: 4000 * (line - 1),
        line,
        column: 1,
    };
    let broken = br#"{"channel":"Amazon","ANI":"+16013261548",}"#;
    let other = |topic: &str, subtopic: &str, documented, count| OtherMessage {
        channel: "Amazon".to_owned(),
        topic: topic.to_owned(),
        subtopic: subtopic.to_owned(),
        documented,
        count,
    };
    let tally = |rule: &'static Rule, checked, failed| Tally {
        rule,
        severity: Profile::Standard.severity(rule.authority),
        checked,
        failed,
        found: failed,
        waived: 0,
        known: 0,
        claimed: true,
    };
    let slip = found_in_text(
        broken,
        "a comma stands before `}`",
        &[(40, 41, "this comma")],
    );
    Report {
        ruleset: Ruleset {
            profile: Profile::Standard,
            digest: format!("sha256:{}", "0".repeat(64)),
            rules: 4,
        },
        outcome: Outcome::Nonconformant,
        reasons: vec![Reason {
            code: "selection",
            message: "only 4 of 61 rules were selected".to_owned(),
        }],
        counts: Counts {
            documents: 9,
            events: 7,
            other_messages: 2,
            calls: 1,
            legs: 2,
            errors: 5,
            notes: 1,
            ..Counts::default()
        },
        inputs: vec![Input {
            path: "capture.ndjson".to_owned(),
            bytes: 11_873,
            sha256: Some("0".repeat(64)),
            documents: 9,
            events: 7,
        }],
        tallies: vec![
            tally(&JSON, 9, 1),
            tally(&PHONE, 7, 0),
            tally(&MIRROR, 7, 5),
            tally(&UNUSED, 0, 0),
        ],
        findings: vec![
            mirror(&line, at(3)),
            slip,
            mirror(&line, at(5)),
            mirror(&line, at(6)),
        ],
        findings_left_out: 2,
        other_messages_left_out: 0,
        other_messages: vec![
            other("Agent", "SetAgentState", true, 1),
            other("Weather", "", false, 1),
        ],
        waivers_as_of: None,
        coverage: coverage(),
        calls: Vec::new(),
        config: None,
        goldens: None,
        passed_over: Vec::new(),
        commands: Commands::default(),
    }
}
