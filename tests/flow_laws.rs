//! Laws of whole calls: a warning blinds no rule, nothing is forgotten, and what is suppressed hides nothing.

use std::collections::BTreeSet;

use callproof::Checker;
use callproof::config;
use callproof::engine::{Options, Order};
use callproof::event::golden::GOLDENS;
use callproof::event::vocabulary::Field;
use callproof::ledger::{Baseline, Waivers};
use callproof::render::json;
use callproof::report::read_back::Earlier;
use callproof::report::{Outcome, Report};
use callproof::rules::{Edit, Example, Profile, Severity, all};
use callproof::sample::Producer;
use proptest::prelude::*;
use proptest::sample::Index;

fn checked(documents: &[String], options: Options) -> Report {
    let checker = Checker {
        options,
        ..Checker::default()
    };
    checker.check_str(&documents.join("\n")).expect("a check")
}

fn golden(name: &str) -> Vec<String> {
    let golden = GOLDENS.iter().find(|golden| golden.name == name);
    let documents = golden.expect("a golden call").documents();
    documents.into_iter().map(str::to_owned).collect()
}

fn edited(golden: &'static str, edits: Vec<Edit>) -> Vec<String> {
    let edits = edits.leak();
    let (title, also) = ("", &[][..]);
    let example = Example {
        title,
        golden,
        edits,
        also,
    };
    example.documents()
}

/// An hour later.
fn later(document: &str) -> String {
    document.replace("T08:", "T09:")
}

/// An answered call, and then one of its legs that is connected again: an error.
fn living_again() -> Vec<String> {
    let mut documents = golden("answered");
    documents.push(later(&documents[1]));
    documents
}

fn rules(report: &Report) -> Vec<&'static str> {
    report
        .findings
        .iter()
        .map(|finding| finding.rule.id)
        .collect()
}

fn errors(report: &Report) -> Vec<(&'static str, u64)> {
    let errors = report.findings.iter();
    let errors = errors.filter(|finding| finding.severity == Severity::Error && finding.counts());
    errors
        .map(|finding| (finding.rule.id, finding.document))
        .collect()
}

/// What only derived rules report is read by the rules of whole calls.
#[test]
fn a_warning_blinds_no_rule_of_whole_calls() {
    let replaced =
        |from: &'static str, to: &'static str| move |document: &String| document.replace(from, to);
    let plain = |document: &String| document.clone();
    let odd_ids = |document: &String| {
        let mut parts = document.split('"').map(str::to_owned);
        let is_id = |part: &String| part.len() == 36 && part.matches('-').count() == 4;
        let parts: Vec<String> = parts
            .by_ref()
            .map(|part| {
                if is_id(&part) {
                    format!("leg-{}", &part[..8])
                } else {
                    part
                }
            })
            .collect();
        parts.join("\"")
    };
    let holding = |document: &String| {
        let dropped = document.replace("\"event\":\"Dropped\"", "\"event\":\"hold\"");
        let spaced = dropped.replace("\"event\": \"Dropped\"", "\"event\": \"hold\"");
        spaced
            .replace("\"event\":\"ACW\"", "\"event\":\"hold\"")
            .replace("\"event\": \"ACW\"", "\"event\": \"hold\"")
    };
    let previous = |document: &String| {
        let compact = document.replace(
            "\"status\":\"connected\"",
            "\"previousStatus\":\"connected\",\"status\":\"connected\"",
        );
        compact.replace(
            "\"status\": \"connected\"",
            "\"previousStatus\": \"connected\", \"status\": \"connected\"",
        )
    };
    type Change = Box<dyn Fn(&String) -> String>;
    let changes: [(&str, Change); 7] = [
        ("as it is", Box::new(plain)),
        ("ids that are no UUIDs", Box::new(odd_ids)),
        (
            "a state of the contact",
            Box::new(replaced("\"disconnected\"", "\"ended\"")),
        ),
        ("a previous status that is the status", Box::new(previous)),
        ("an event that contradicts the state", Box::new(holding)),
        ("microseconds", Box::new(replaced("00Z\"", "00000Z\""))),
        ("another zone", Box::new(replaced("Z\"", "+00:00\""))),
    ];
    for (name, change) in changes {
        let documents: Vec<String> = living_again().iter().map(change).collect();
        let report = checked(&documents, Options::default());
        let last = documents.len() as u64;
        assert_eq!(errors(&report), [("flow/over-is-over", last)], "{name}");
        assert_eq!(report.counts.calls, 1, "{name}");
    }
}

/// An event that comes too late is a warning, however its time is written.
#[test]
fn a_late_event_is_late_in_any_form() {
    for (form, zone) in [
        ("Z\"", "Z\""),
        ("Z\"", "000Z\""),
        ("Z\"", "+00:00\""),
        ("Z\"", "0000000000001Z\""),
    ] {
        let mut documents = golden("answered");
        documents.push(documents[1].clone());
        let documents: Vec<String> = documents
            .iter()
            .map(|text| text.replace(form, zone))
            .collect();
        let report = checked(&documents, Options::default());
        assert_eq!(errors(&report), [], "{zone}");
        assert!(rules(&report).contains(&"flow/stale"), "{zone}");
    }
}

#[test]
fn events_that_cannot_be_followed_are_counted() {
    let unknown = [
        (Field::Status, "\"on_call\""),
        (Field::CallState, "\"on_call\""),
    ];
    let mut edits: Vec<Edit> = unknown
        .map(|(field, value)| Edit::Set(1, field, value))
        .to_vec();
    edits.push(Edit::Set(1, Field::EventWord, "\"on_call\""));
    let documents = edited("answered", edits);
    let skipping = |skip: &[&str]| {
        let mut options = Options::default();
        options.selection.skip = skip.iter().map(|&rule| rule.to_owned()).collect();
        options
    };
    let told = checked(&documents, skipping(&[]));
    assert_eq!(
        (told.outcome, told.counts.unfollowed),
        (Outcome::Nonconformant, 0)
    );
    let untold = checked(&documents, skipping(&["value/event", "agree"]));
    assert_eq!(
        (untold.outcome, untold.counts.unfollowed),
        (Outcome::Incomplete, 1)
    );
    assert!(
        untold
            .reasons
            .iter()
            .any(|reason| reason.code == "unfollowed")
    );
    let alone = checked(&documents, skipping(&["value/event", "agree", "flow"]));
    assert_eq!(
        (alone.outcome, alone.counts.unfollowed),
        (Outcome::Conformant, 0)
    );
    let unordered = Options {
        order: Order::None,
        ..skipping(&["value/event", "agree"])
    };
    let unordered = checked(&documents, unordered);
    assert_eq!(
        (unordered.outcome, unordered.counts.unfollowed),
        (Outcome::Conformant, 0)
    );
}

/// One connection id used by another call is one finding; both calls go on.
#[test]
fn an_id_that_another_call_uses_is_one_finding() {
    let contact = "\"c1a0e7d2-58b4-4f39-8e6d-3b7f92a41c05\"";
    let events = golden("answered").len();
    let edits = (0..events).map(|event| Edit::Set(event, Field::ContactId, contact));
    let other = edited("answered", edits.collect());
    let legs: std::collections::BTreeSet<&str> = ["agent", "inbound"].into();
    let mut woven = Vec::new();
    for (one, two) in golden("answered").into_iter().zip(other.clone()) {
        woven.extend([one, two]);
    }
    let one_after_another = [golden("answered"), other].concat();
    for documents in [woven, one_after_another] {
        for over_in_full in [0, 500] {
            let options = Options {
                over_in_full,
                profile: Profile::Strict,
                ..Options::default()
            };
            let report = checked(&documents, options);
            assert_eq!(rules(&report), vec!["flow/leg-identity"; legs.len()]);
            assert_eq!(report.counts.calls, 2);
        }
    }
}

/// Legs that are open at the end are one note a run, at the last event of the first.
#[test]
fn open_legs_are_one_note() {
    let open = |name: &str, events: usize| golden(name).into_iter().take(events);
    let documents: Vec<String> = open("consult", 2).chain(open("missed", 1)).collect();
    for (documents, first) in [(&documents[..], 2), (&documents[2..], 1)] {
        let report = checked(documents, Options::default());
        let [note] = &report.findings[..] else {
            panic!("{:?}", rules(&report));
        };
        let legs = report.counts.legs;
        assert_eq!(note.rule.id, "flow/unfinished");
        assert_eq!((note.document, note.count), (first, legs));
        assert_eq!(report.counts.notes, 1);
    }
}

/// Thousands of other calls between the end of a leg and its new life.
#[test]
fn a_leg_that_lives_again_after_thousands_of_calls_is_an_error() {
    let mut documents = living_again();
    let last = documents.pop().expect("the last");
    documents.extend(calls(3000, 7));
    documents.push(last);
    let report = checked(&documents, Options::default());
    assert_eq!(
        errors(&report),
        [("flow/over-is-over", documents.len() as u64)]
    );
    assert_eq!(report.counts.calls, 3001);
}

#[test]
fn a_repeat_that_says_something_else_is_an_error_after_thousands_of_calls() {
    let repeats: [fn(&str) -> String; 2] = [
        |document| document.replacen("\"Campaign\":\"\"", "\"Campaign\":\"Spring\"", 1),
        |document| document.replacen("\"queueTimestamp\":\"2020", "\"queueTimestamp\":\"2019", 1),
    ];
    for (repeat, rule) in repeats
        .into_iter()
        .zip(["flow/duplicate", "flow/queue-time"])
    {
        let mut documents = golden("answered");
        let documents_of_call = documents.len();
        documents.extend(calls(2000, 7));
        let compact = |document: &String| {
            serde_json::from_str::<serde_json::Value>(document)
                .expect("JSON")
                .to_string()
        };
        let last = compact(&documents[documents_of_call - 1]);
        documents.push(last.clone());
        let options = || Options {
            profile: Profile::Strict,
            ..Options::default()
        };
        assert_eq!(errors(&checked(&documents, options())), []);
        let changed = repeat(&last);
        assert_ne!(changed, last);
        *documents.last_mut().expect("the repeat") = changed;
        let report = checked(&documents, options());
        assert_eq!(errors(&report), [(rule, documents.len() as u64)]);
    }
}

/// Whole calls that conform.
fn calls(calls: u64, seed: u64) -> Vec<String> {
    let options = callproof::sample::Options {
        calls,
        seed,
        interleave: 5,
        ..Default::default()
    };
    let mut producer = Producer::new(&options).expect("a sample");
    let mut lines = Vec::new();
    while let Some(line) = producer.next_line() {
        lines.push(line.text.trim_end().to_owned());
    }
    lines
}

/// Values that some rule objects to, or none.
const ODD: [(Field, &str); 22] = [
    (Field::Status, "\"connecting\""),
    (Field::Status, "\"ended\""),
    (Field::Status, "\"on_call\""),
    (Field::Status, "7"),
    (Field::CallState, "\"hold\""),
    (Field::CallState, "\"\""),
    (Field::CallState, "\"missed\""),
    (Field::EventWord, "\"hold\""),
    (Field::EventWord, "\"connecting\""),
    (Field::EventWord, "\"acw\""),
    (Field::Id, "\"leg-1\""),
    (Field::Id, "\"\""),
    (Field::ConnectionId, "17"),
    (Field::ContactId, "\"contact-17\""),
    (Field::StatusTimestamp, "\"2020-04-09T08:37:12Z\""),
    (Field::CurrentStateTime, "\"2020-04-09T08:37:12.7010000Z\""),
    (Field::QueueTimestamp, "\"2020-04-09T08:36:00+00:00\""),
    (Field::CallType, "\"Agent\""),
    (Field::CallType, "\"outbound\""),
    (Field::PhoneNumber, "\"0555 1234\""),
    (Field::PhoneNumber, "12"),
    (Field::MediaCallType, "\"inbound\""),
];

/// How an event comes again: later, as it was, in another campaign, with another queue time.
const AGAIN: [fn(&str) -> String; 4] = [
    later,
    str::to_owned,
    |document| document.replace("\"Campaign\": \"\"", "\"Campaign\": \"Spring\""),
    |document| document.replace("\"queueTimestamp\": \"2020", "\"queueTimestamp\": \"2019"),
];

/// A golden call with odd values, some of them in every event, and perhaps a leg that lives again.
fn mutants() -> impl Strategy<Value = Vec<String>> {
    let names: Vec<&'static str> = GOLDENS.iter().map(|golden| golden.name).collect();
    let odd = (
        prop::sample::select(ODD.to_vec()),
        any::<Index>(),
        any::<bool>(),
    );
    let odd = prop::collection::vec(odd, 0..4);
    let again = prop::option::of((any::<Index>(), prop::sample::select(AGAIN.to_vec())));
    (prop::sample::select(names), odd, again).prop_map(|(name, odd, again)| {
        let events = golden(name).len();
        let mut edits = Vec::new();
        for ((field, value), event, everywhere) in odd {
            let event = event.index(events);
            let range = if everywhere {
                0..events
            } else {
                event..event + 1
            };
            edits.extend(range.map(|event| Edit::Set(event, field, value)));
        }
        let mut documents = edited(name, edits);
        if let Some((again, change)) = again {
            documents.push(change(&documents[again.index(events)]));
        }
        documents
    })
}

fn badness(report: &Report) -> u8 {
    match report.outcome {
        Outcome::Conformant => 0,
        Outcome::Incomplete => 1,
        Outcome::Nonconformant => 2,
    }
}

/// Places that repeat what another place says, and another value: a sampled rule reports it.
const REPEATED: [(Field, &str); 7] = [
    (Field::CallState, "\"silent_monitor\""),
    (
        Field::ConnectionId,
        "\"c1a0e7d2-58b4-4f39-8e6d-3b7f92a41c05\"",
    ),
    (Field::CurrentStateTime, "\"2020-04-09T07:00:00.000Z\""),
    (Field::MediaCallType, "\"outbound\""),
    (Field::FieldsType, "\"outbound\""),
    (Field::QueueName, "\"Other\""),
    (Field::FromAddress, "\"+16010000000\""),
];

/// The capture with that fault in every event, and what a run over it without a leg that lives again finds.
fn everywhere(faults: &[(Field, &'static str)]) -> (Vec<String>, Report) {
    let events = golden("answered").len();
    let of_event = |event| {
        faults
            .iter()
            .map(move |&(field, value)| Edit::Set(event, field, value))
    };
    let mut faulty = edited("answered", (0..events).flat_map(of_event).collect());
    let before = checked(&faulty, Options::default());
    faulty.push(later(&faulty[1]));
    (faulty, before)
}

fn waivers(report: &Report) -> Waivers {
    let mut ids = rules(report);
    ids.sort_unstable();
    ids.dedup();
    let entry = |id: &&str| {
        format!(
            "[[waiver]]\nrule = \"{id}\"\neverywhere = true\nreason = \"a\"\nowner = \"b\"\nexpires = \"2026-12-31\"\n"
        )
    };
    let text: String = ids.iter().map(entry).collect();
    Waivers {
        file: "waivers.toml".to_owned(),
        entries: config::waivers("waivers.toml", &text, jiff::civil::date(2026, 1, 1))
            .expect("waivers"),
        as_of: jiff::civil::date(2026, 1, 1),
        producer: None,
    }
}

fn baseline(report: &Report) -> Baseline {
    let mut text = Vec::new();
    json::write(report, &mut text).expect("memory");
    let earlier = Earlier::read(&String::from_utf8(text).expect("UTF-8")).expect("a report");
    Baseline::of("old.json", earlier)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, max_global_rejects: 1_000_000, ..ProptestConfig::default() })]

    #[test]
    fn skipping_a_rule_that_only_warns_changes_no_error(
        documents in mutants(),
        pick in any::<Index>(),
        profile in prop::sample::select(vec![Profile::Core, Profile::Standard]),
    ) {
        let options = Options { profile, ..Options::default() };
        let whole = checked(&documents, options.clone());
        let warning: Vec<&str> = all()
            .filter(|rule| profile.severity(rule.authority) != Severity::Error)
            .map(|rule| rule.id)
            .collect();
        let told: Vec<&str> = rules(&whole).into_iter().filter(|rule| warning.contains(rule)).collect();
        let skipped = match told.is_empty() {
            true => warning[pick.index(warning.len())],
            false => told[pick.index(told.len())],
        };
        let mut options = options;
        options.selection.skip.push(skipped.to_owned());
        let without = checked(&documents, options);
        prop_assert_eq!(errors(&whole), errors(&without), "--skip {}", skipped);
    }

    #[test]
    fn adding_a_rule_never_makes_an_outcome_better(
        documents in mutants(),
        skip in prop::sample::subsequence(all().map(|rule| rule.id).collect::<Vec<_>>(), 0..8),
        added in any::<Index>(),
        profile in prop::sample::select(Profile::ALL.to_vec()),
    ) {
        let selectable = |id: &&str| !id.starts_with("text/") && !id.starts_with("waiver/");
        let mut skip: Vec<String> = skip.into_iter().filter(selectable).map(str::to_owned).collect();
        prop_assume!(!skip.is_empty());
        let judged = |skip: &[String]| {
            let mut options = Options { profile, ..Options::default() };
            options.selection.skip = skip.to_vec();
            checked(&documents, options)
        };
        let without = judged(&skip);
        let added = skip.remove(added.index(skip.len()));
        let with = judged(&skip);
        prop_assert!(badness(&with) >= badness(&without), "{added}: {:?} {:?}", errors(&without), errors(&with));
    }

    /// An error stays one whatever number of conforming calls with other ids comes between its two events.
    #[test]
    fn nothing_is_forgotten_in_silence(
        documents in mutants(),
        cut in any::<Index>(),
        between in 1_u64..6,
        seed in any::<u64>(),
        profile in prop::sample::select(vec![Profile::Standard, Profile::Strict]),
    ) {
        let together = checked(&documents, Options { profile, ..Options::default() });
        let cut = cut.index(documents.len());
        let others = calls(between, seed);
        let (before, behind) = documents.split_at(cut);
        let apart = [before, &others[..], behind].concat();
        let options = Options { profile, over_in_full: 0, ..Options::default() };
        let apart = checked(&apart, options);
        let place = |(rule, document): (&'static str, u64)| {
            let is_behind = document > cut as u64;
            (rule, if is_behind { document + others.len() as u64 } else { document })
        };
        let expected: Vec<_> = errors(&together).into_iter().map(place).collect();
        if profile == Profile::Standard {
            prop_assert_eq!(errors(&apart), expected);
            return Ok(());
        }
        // How many legs a call had decides in strict which of two rules an event breaks.
        let apart: BTreeSet<u64> = errors(&apart).iter().map(|(_, document)| *document).collect();
        let expected: BTreeSet<u64> = expected.iter().map(|(_, document)| *document).collect();
        prop_assert!(apart.is_superset(&expected), "{:?} {:?}", apart, expected);
    }

    #[test]
    fn what_is_suppressed_hides_nothing(faults in prop::sample::subsequence(REPEATED.to_vec(), 1..=REPEATED.len())) {
        let (faulty, before) = everywhere(&faults);
        let waived = Options { waivers: Some(waivers(&before)), ..Options::default() };
        let known = Options { known: Some(baseline(&before)), ..Options::default() };
        for options in [waived, known] {
            let report = checked(&faulty, options);
            prop_assert_eq!(report.outcome, Outcome::Nonconformant);
            prop_assert_eq!(errors(&report), [("flow/over-is-over", faulty.len() as u64)]);
        }
    }
}
