//! Reports made by hand, of rules that exist only here.

use crate::event::vocabulary::{Button, Field};
use crate::json::{Position, Read, Span, read};
use crate::report::excerpt::{of_node, of_text};
use crate::report::mask::Masks;
use crate::report::{
    Counts, Elsewhere, Finding, Input, Location, OtherMessage, Outcome, Reason, Report, Ruleset,
    Tally, Waived,
};
use crate::rules::{Authority, Check, Edit, Example, Profile, Rule};

pub const MASKED: Masks = Masks { show_values: false };

const ANSWER_FLAG: &str = "/message/call/ResponseActual/buttonStates/answer";

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
        other_messages: vec![
            other("Agent", "SetAgentState", true, 1),
            other("Weather", "", false, 1),
        ],
        waivers_as_of: None,
    }
}

/// The day's report of a team that began with known failures: an error, a warning about two events, one
/// finding waived and one known.
pub fn gated() -> Report {
    let line = one_line();
    let at = |line| Position {
        byte: 4000 * (line - 1),
        line,
        column: 1,
    };
    let other = Elsewhere {
        input: "capture-1.ndjson".to_owned(),
        document: 2,
        event: 2,
    };
    let mut ending = Finding {
        call: Some("4876••••".to_owned()),
        ..found(
            &UNUSED,
            &line,
            at(7),
            "the leg ends twice",
            &[(ANSWER_FLAG, "ends here"), ("/topic", "ended here")],
        )
    };
    ending.locations[1].elsewhere = Some(other);
    let waived = Finding {
        waived: Some(Waived {
            reason: "the vendor's fix is due in March".to_owned(),
            owner: "desk".to_owned(),
            expires: "2027-03-31".to_owned(),
        }),
        ..mirror(&line, at(5))
    };
    let known = Finding {
        known: true,
        ..mirror(&line, at(6))
    };
    let tally = |rule: &'static Rule, checked, failed| Tally {
        rule,
        severity: Profile::Standard.severity(rule.authority),
        checked,
        failed,
    };
    Report {
        reasons: Vec::new(),
        counts: Counts {
            documents: 9,
            events: 7,
            other_messages: 2,
            calls: 1,
            legs: 2,
            errors: 1,
            warnings: 1,
            waived: 1,
            known: 1,
            ..Counts::default()
        },
        tallies: vec![
            tally(&JSON, 9, 0),
            tally(&PHONE, 0, 0),
            tally(&MIRROR, 7, 3),
            tally(&UNUSED, 7, 1),
        ],
        findings: vec![mirror(&line, at(3)), waived, known, ending],
        findings_left_out: 0,
        waivers_as_of: Some("2026-11-22".to_owned()),
        ..report()
    }
}

/// The same with only what is borne: it conforms.
pub fn borne() -> Report {
    let mut report = gated();
    report.outcome = Outcome::Conformant;
    report.findings.retain(|finding| !finding.stands());
    report.counts.errors = 0;
    report.counts.warnings = 0;
    for tally in &mut report.tallies {
        if tally.rule.id == UNUSED.id {
            tally.failed = 0;
        }
    }
    report
}

/// Only warnings, and a run that fails on them.
pub fn failed_on_warning() -> Report {
    let mut report = gated();
    report
        .findings
        .retain(|finding| finding.rule.id == UNUSED.id);
    report.counts = Counts {
        warnings: 1,
        errors: 0,
        waived: 0,
        known: 0,
        ..report.counts
    };
    for tally in &mut report.tallies {
        if tally.rule.id == MIRROR.id {
            tally.failed = 0;
        }
    }
    report.reasons = vec![Reason {
        code: "fail-on-warning",
        message: "--fail-on warning: a warning is enough".to_owned(),
    }];
    report
}

/// Nothing found, because nothing came.
pub fn nothing_proven() -> Report {
    Report {
        outcome: Outcome::Incomplete,
        reasons: vec![Reason {
            code: "no-events",
            message: "no event came, so nothing is proven".to_owned(),
        }],
        counts: Counts::default(),
        inputs: vec![Input {
            path: "-".to_owned(),
            bytes: 0,
            sha256: None,
            documents: 0,
            events: 0,
        }],
        tallies: gated()
            .tallies
            .into_iter()
            .map(|tally| Tally {
                checked: 0,
                failed: 0,
                ..tally
            })
            .collect(),
        findings: Vec::new(),
        other_messages: Vec::new(),
        waivers_as_of: None,
        ..gated()
    }
}

/// What a producer, a path or a waiver may hold to be taken for something else.
pub const HOSTILE: &str = "\u{1b}[31m\0]]>\r\n::set-output name=a::b,%0A\u{202e}<script>alert(1)</script> \
    @all #1 [link](https://evil.example) ![i](x) https://evil.example `` ``` | a\\|b & \u{ffff}\u{85}\u{2028}{0}";

/// The report with that in every text that comes from outside.
pub fn hostile() -> Report {
    let mut report = gated();
    let hostile = || HOSTILE.to_owned();
    for finding in &mut report.findings {
        finding.message = hostile();
        finding.help = hostile();
        finding.input = hostile();
        finding.expected = Some(hostile());
        finding.actual = Some(hostile());
        finding.call = Some(hostile());
        for location in &mut finding.locations {
            location.label = hostile();
            location.pointer = Some(hostile());
            if let Some(elsewhere) = &mut location.elsewhere {
                elsewhere.input = hostile();
            }
        }
        if let Some(waived) = &mut finding.waived {
            waived.reason = hostile();
            waived.owner = hostile();
        }
    }
    for input in &mut report.inputs {
        input.path = hostile();
    }
    report.reasons = vec![Reason {
        code: "selection",
        message: hostile(),
    }];
    report
}
