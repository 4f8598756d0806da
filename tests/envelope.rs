//! Events that come without their envelope, and neighbours that only look like it.

use callproof::Checker;
use callproof::event::golden::GoldenCall;
use callproof::report::{Outcome, Report};
use callproof::rules::Profile;
use serde_json::{Value, json};

fn event() -> Value {
    let golden = GoldenCall::find("incoming-call").expect("a golden call");
    let text = golden.documents()[0];
    serde_json::from_str(text).expect("JSON")
}

fn check(documents: &[&Value]) -> Report {
    checked(documents, Checker::default().profile(Profile::Strict))
}

fn checked(documents: &[&Value], checker: Checker) -> Report {
    let lines: String = documents
        .iter()
        .map(|document| format!("{document}\n"))
        .collect();
    checker.check_str(&lines).expect("a check of everything")
}

fn told(report: &Report) -> Vec<&str> {
    let findings = report.findings.iter();
    findings
        .map(|finding| finding.rule.id)
        .filter(|id| *id != "flow/unfinished")
        .collect()
}

#[test]
fn a_part_of_an_event_is_one_error_that_shows_the_whole() {
    let event = event();
    let bare = [
        ("message", event["message"].clone()),
        ("call", event["message"]["call"].clone()),
        ("call", json!({ "ButtonStates": {}, "CallType": 5 })),
        (
            "message",
            json!({ "call": { "ButtonStates": {}, "event": null } }),
        ),
    ];
    for (key, part) in bare {
        let report = check(&[&part]);
        assert_eq!(told(&report), ["envelope/shape"], "{part}");
        assert_eq!(report.counts.events, 1, "{part}");
        assert_eq!(report.counts.errors, 1, "{part}");
        let finding = &report.findings[0];
        assert!(
            finding.message.contains(&format!("`{key}`")),
            "{}",
            finding.message
        );
        assert_eq!(finding.event, Some(1));
        let (_, wrapper) = finding.help.split_once('`').expect("what to wrap it in");
        let whole = wrapper
            .trim_end_matches('`')
            .replace('…', &part.to_string());
        let whole: Value = serde_json::from_str(&whole).expect("JSON");
        if part.get("id").is_some() {
            assert_eq!(whole, event);
        }
    }
}

#[test]
fn what_lacks_a_mark_of_the_call_is_another_message() {
    let others = [
        json!({ "ButtonStates": {} }),
        json!({ "ButtonStates": [], "event": "hold" }),
        json!({ "buttonStates": {}, "event": "hold" }),
        json!({ "event": "hold", "CallType": "agent" }),
        json!({ "call": { "buttonStates": {}, "event": "hold" } }),
    ];
    for other in others {
        let report = check(&[&other]);
        assert_eq!(
            (report.counts.events, report.counts.other_messages),
            (0, 1),
            "{other}"
        );
    }
}

/// The documented reply has `calls[].buttonStates`; a request may carry a call of its own.
#[test]
fn a_documented_neighbour_is_no_event() {
    let call = event()["message"]["call"].clone();
    let reply = json!({
        "channel": "Amazon", "topic": "InboundCall", "subtopic": "StateSync",
        "message": { "calls": [{ "buttonStates": { "hold": true }, "event": "hold" }] },
        "call": call,
    });
    let report = check(&[&reply, &event()]);
    assert_eq!(told(&report), [""; 0]);
    assert_eq!((report.counts.events, report.counts.other_messages), (1, 1));
}

/// Whatever takes the error away, nothing was checked of the event.
#[test]
fn no_run_is_green_over_an_event_without_its_envelope() {
    let event = event();
    let call = &event["message"]["call"];
    let report = checked(&[&event, call], Checker::default().skip("envelope/shape"));
    assert_eq!(report.counts.errors, 0);
    assert_eq!(report.outcome, Outcome::Incomplete);
    assert!(
        report
            .reasons
            .iter()
            .any(|reason| reason.code == "no-envelope")
    );
}

/// Letter case, spaces round it, letters that look alike, two letters changed.
#[test]
fn a_subtopic_that_is_nearly_ours_is_ours() {
    let near = [
        "inboundcallstatechange",
        "INBOUNDCALLSTATECHANGE",
        " InboundCallStateChange\u{a0}",
        "lnboundCaIIStateChange",
        "InboundCallStateChange\u{200b}",
        "ІnЬoundСаllЅtаtеСhаngе",
        "InboundСаllЅtаtеСhаngе",
        "InboundCa11StateChange",
        "ＩｎｂｏｕｎｄＣａｌｌＳｔａｔｅＣｈａｎｇｅ",
        "InboundCallStateChnage",
        "IncomingCallStateChange",
    ];
    let verdicts = near.map(|subtopic| {
        let mut event = event();
        event["subtopic"] = json!(subtopic);
        event["message"] = json!({});
        let report = check(&[&event]);
        (subtopic, told(&report).contains(&"envelope/subtopic"))
    });
    let far: Vec<&str> = verdicts
        .iter()
        .filter(|(_, near)| !near)
        .map(|(word, _)| *word)
        .collect();
    assert_eq!(far, ["IncomingCallStateChange"]);
}
