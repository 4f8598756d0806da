//! The page: what stands on it, and that nothing gets through.

use std::collections::{BTreeSet, HashSet};

use super::goldens::{ChangeView, ComparisonView};
use super::{SCRIPT, STYLE, TEMPLATES, digest, with_code, write, write_with};
use crate::call::Flow;
use crate::event::vocabulary::{Button, EventWord, LegType, Status};
use crate::render::tests::gate::{HOSTILE, gated, hostile, nothing_proven};
use crate::report::Report;
use crate::report::call::{CallTrack, LegTrack, StepTrack};

fn page(report: &Report) -> String {
    with_goldens(report, &[])
}

fn with_goldens(report: &Report, goldens: &[ComparisonView]) -> String {
    let mut out = Vec::new();
    write_with(report, goldens, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn step(turn: u64, state: Status, word: EventWord, offered: &[Button]) -> StepTrack {
    StepTrack {
        turn,
        input: "capture.ndjson".to_owned(),
        document: turn,
        event: turn,
        time: Some(format!("2026-11-22T09:00:0{turn}.000Z")),
        state: Some(state),
        word: Some(word),
        offered: offered.to_vec(),
        wrong: Vec::new(),
        outdated: false,
        findings: Vec::new(),
    }
}

/// Two legs, an event that is late, and more findings at a step than there is room for.
fn drawn() -> Report {
    let mut ringing = step(
        1,
        Status::Connecting,
        EventWord::Connecting,
        &[Button::Answer, Button::Reject],
    );
    ringing.findings = vec![0, 1, 2, 3];
    ringing.wrong = vec![Button::Answer, Button::Hold];
    let late = StepTrack {
        outdated: true,
        time: None,
        ..step(3, Status::Hold, EventWord::Hold, &[])
    };
    let agent = LegTrack {
        leg: Some("4bbfa29b…".to_owned()),
        leg_type: Some(LegType::Agent),
        steps: vec![
            ringing,
            late,
            step(4, Status::Disconnected, EventWord::Dropped, &[]),
        ],
    };
    let inbound = LegTrack {
        leg: None,
        leg_type: None,
        steps: vec![step(
            2,
            Status::Connected,
            EventWord::Connected,
            &[Button::Hold],
        )],
    };
    let call = CallTrack {
        number: 1,
        call: Some("d675473e…".to_owned()),
        flows: vec![Flow::Answered, Flow::WrapUp],
        legs: vec![agent, inbound],
    };
    Report {
        calls: vec![call],
        ..gated()
    }
}

#[test]
fn the_page_as_it_stands() {
    let changed = ComparisonView {
        name: "answered".to_owned(),
        state: "changed",
        badge: "v-fail",
        told: "a.json differs from its golden, 2 changes".to_owned(),
        changes: vec![ChangeView {
            pointer: "/message/call/event".to_owned(),
            old: Some(vec!["\"connected\"".to_owned()]),
            new: None,
        }],
        left_out: 1,
    };
    let missing = ComparisonView {
        name: "missed".to_owned(),
        state: "missing",
        badge: "v-fail",
        told: "b.json has no golden; 3 events in 1 call".to_owned(),
        changes: Vec::new(),
        left_out: 0,
    };
    let goldens = [changed, missing];
    let page = with_goldens(&drawn(), &goldens);
    let page = [STYLE, SCRIPT].into_iter().fold(page, |page, text| {
        // A value's slash is escaped, that of a digest too.
        let digest = digest(text).replace('/', "&#x2f;");
        page.replace(text, "…").replace(&digest, "sha256-…")
    });
    insta::assert_snapshot!(page);
}

#[test]
fn the_policy_lets_through_what_is_on_the_page() {
    let page = page(&gated());
    let policy = page.split("Content-Security-Policy\" content=\"").nth(1);
    let policy = policy.unwrap().split("\">").next().unwrap();
    let policy = policy.replace("&#x27;", "'").replace("&#x2f;", "/");
    assert!(policy.starts_with("default-src 'none'; "), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    for (name, directive) in [("style", "style-src"), ("script", "script-src")] {
        let inside = page.split(&format!("<{name}>")).nth(1).unwrap();
        let inside = inside.split(&format!("</{name}>")).next().unwrap();
        let allowed = format!("{directive} '{}';", digest(inside));
        assert!(policy.contains(&allowed), "{allowed} in {policy}");
        assert_eq!(page.matches(&format!("<{name}")).count(), 1);
    }
}

/// The policy forbids them, and a browser would say so.
#[test]
fn templates_have_no_style_and_no_handler() {
    for (name, source) in TEMPLATES {
        for forbidden in [" style=", " onclick", " onload", " src=", "http:", "https:"] {
            assert!(!source.contains(forbidden), "{name} has {forbidden}");
        }
        let raw = source.matches("|safe").count();
        assert_eq!(raw, if name == "page.html" { 2 } else { 0 }, "{name}");
    }
    assert!(!STYLE.contains("url(") && !STYLE.contains("@import"));
}

/// What comes from outside makes no element that our own page has not.
#[test]
fn a_hostile_text_is_only_text() {
    let elements = |page: &str| -> BTreeSet<String> {
        let page = page.replace(SCRIPT, "");
        let tags = page.split('<').skip(1);
        tags.map(|tag| tag.split([' ', '>', '\n']).next().unwrap().to_owned())
            .collect()
    };
    let page = page(&hostile());
    let ours = elements(&self::page(&gated()));
    let foreign: Vec<String> = elements(&page).difference(&ours).cloned().collect();
    assert!(foreign.is_empty(), "{foreign:?}");
    assert!(page.contains("&lt;script&gt;alert(1)"), "{page}");
    assert_eq!(page.matches("<script").count(), 1);
}

#[test]
fn backticks_make_code_and_no_markup() {
    let cases = [
        ("`event` is <b>", "<code>event</code> is &lt;b&gt;"),
        ("an odd ` one", "an odd ` one"),
        ("`<script>`", "<code>&lt;script&gt;</code>"),
        ("`a\u{202e}\0`", "<code>a\u{fffd}␀</code>"),
    ];
    for (text, written) in cases {
        assert_eq!(with_code(text).as_str(), Some(written));
    }
    assert!(HOSTILE.contains('`'));
}

#[test]
fn every_link_leads_somewhere() {
    for report in [drawn(), gated(), nothing_proven()] {
        let page = page(&report);
        let after = |mark: &str| -> HashSet<String> {
            let found = page.split(mark).skip(1);
            found
                .map(|rest| rest.split('"').next().unwrap().to_owned())
                .collect()
        };
        let ids = after(" id=\"");
        for link in after("href=\"#") {
            assert!(ids.contains(&link), "#{link} leads nowhere");
        }
    }
}

/// Alike findings fold: one in full, the others a line each, and the page stays small.
#[test]
fn ten_thousand_findings_fold() {
    let mut report = gated();
    let one = report.findings[0].clone();
    report.findings = vec![one; 10_500];
    let page = page(&report);
    assert!(page.len() < 3_000_000, "{}", page.len());
    assert_eq!(page.matches("<article ").count(), 1);
    assert_eq!(page.matches("<li id=\"finding-").count(), 9_999);
    assert!(page.contains("500 findings counted but not shown"));
}

#[test]
fn a_full_disk_is_told_as_such() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let error = write(&gated(), &mut Full).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::StorageFull);
}
