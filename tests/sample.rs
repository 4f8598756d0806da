//! The reference producer: what it makes conforms, repeats, interleaves, and is wrong exactly as it says.

use std::collections::{BTreeMap, BTreeSet};

use callproof::Checker;
use callproof::event::golden::{GOLDENS, GoldenCall};
use callproof::report::Report;
use callproof::rules::Profile;
use callproof::sample::{self, Error, Options, Producer};
use proptest::prelude::*;
use serde_json::Value;

/// Document, event, rule, pointer of the cause.
type Told = (u64, Option<u64>, &'static str, Option<String>);

fn produced(options: &Options) -> (String, Vec<Told>) {
    let mut producer = Producer::new(options).expect("a producer");
    let (mut capture, mut manifest) = (String::new(), Vec::new());
    while let Some(line) = producer.next_line() {
        capture.push_str(line.text);
        manifest.extend(line.planted.map(|planted| {
            let pointer = planted.pointer.map(str::to_owned);
            (planted.document, planted.event, planted.rule, pointer)
        }));
    }
    (capture, manifest)
}

fn strictly(capture: &str) -> Report {
    Checker::default()
        .profile(Profile::Strict)
        .check_str(capture)
        .expect("a check of everything")
}

fn told(report: &Report) -> Vec<Told> {
    let findings = report.findings.iter();
    // A call that rings is not over, and an event that cannot be read leaves its call open.
    findings
        .filter(|finding| finding.rule.id != "flow/unfinished")
        .map(|finding| {
            let cause = finding.locations.first().expect("a cause");
            (
                finding.document,
                finding.event,
                finding.rule.id,
                cause.pointer.clone(),
            )
        })
        .collect()
}

/// What a run reports of these: an undocumented key once, at its first event.
fn reported(mut planted: Vec<Told>) -> Vec<Told> {
    let mut keys = BTreeSet::new();
    planted.retain(|(_, _, rule, pointer)| {
        *rule != "field/unknown-key" || keys.insert(pointer.clone())
    });
    planted
}

fn plain(calls: u64, seed: u64, interleave: usize) -> Options {
    Options {
        calls,
        seed,
        interleave,
        ..Options::default()
    }
}

fn member<'v>(document: &'v Value, pointer: &str) -> &'v str {
    let value = document.pointer(pointer).and_then(Value::as_str);
    value.unwrap_or_else(|| panic!("{pointer}"))
}

const CONTACT: &str = "/message/call/ResponseActual/contactId";
const TIME: &str = "/message/call/ResponseActual/statusTimestamp";

fn documents(capture: &str) -> Vec<Value> {
    capture
        .lines()
        .map(|line| serde_json::from_str(line).expect("a document a line"))
        .collect()
}

#[test]
fn captures_conform_in_strict() {
    for seed in [1, 2, 77, u64::MAX] {
        let (capture, manifest) = produced(&plain(400, seed, 20));
        let report = strictly(&capture);
        assert_eq!(told(&report), [], "seed {seed}");
        assert_eq!(report.counts.calls, 400);
        assert_eq!(report.counts.documents, report.counts.events);
        assert_eq!(manifest, []);
    }
}

#[test]
fn every_flow_conforms_in_strict() {
    for golden in GOLDENS {
        let flows = vec![golden.name.to_owned()];
        let (capture, _) = produced(&Options {
            flows,
            ..plain(50, 5, 7)
        });
        let report = strictly(&capture);
        assert_eq!(told(&report), [], "{}", golden.name);
        assert_eq!(capture.lines().count(), 50 * golden.documents().len());
    }
}

#[test]
fn faults_are_found_exactly_as_the_manifest_says() {
    for seed in [1, 2, 3] {
        let options = Options {
            faults: 0.3,
            ..plain(2_000, seed, 20)
        };
        let (capture, manifest) = produced(&options);
        assert!(
            (500..700).contains(&manifest.len()),
            "{} faults",
            manifest.len()
        );
        let manifest = reported(manifest);
        let found = told(&strictly(&capture));
        let differs = found
            .iter()
            .zip(&manifest)
            .find(|(found, planted)| found != planted);
        assert_eq!(differs, None, "seed {seed}");
        assert_eq!(found.len(), manifest.len(), "seed {seed}");
    }
}

/// With one fault in every call of every flow, every fault that there is comes up.
#[test]
fn every_fault_of_every_flow_is_found_alone() {
    for golden in GOLDENS {
        let options = Options {
            faults: 1.0,
            flows: vec![golden.name.to_owned()],
            ..plain(1_500, 9, 3)
        };
        let (capture, manifest) = produced(&options);
        assert_eq!(manifest.len(), 1_500, "{}: one fault a call", golden.name);
        let found: BTreeSet<Told> = told(&strictly(&capture)).into_iter().collect();
        let planted: BTreeSet<Told> = reported(manifest).into_iter().collect();
        let missed: BTreeSet<_> = planted.difference(&found).map(|told| told.2).collect();
        let more: BTreeSet<_> = found.difference(&planted).map(|told| told.2).collect();
        assert_eq!(
            (missed, more),
            (BTreeSet::new(), BTreeSet::new()),
            "{}",
            golden.name
        );
    }
}

/// The faults are spread over the families; a rule that cannot be planted in whole calls is told by name.
#[test]
fn most_rules_can_be_broken() {
    let all = Options {
        faults: 1.0,
        flows: GOLDENS
            .iter()
            .map(|golden| golden.name.to_owned())
            .collect(),
        ..plain(6_000, 4, 1)
    };
    let (_, manifest) = produced(&all);
    let planted: BTreeSet<&str> = manifest.iter().map(|told| told.2).collect();
    let never: Vec<&str> = callproof::rules::all()
        .map(|rule| rule.id)
        .filter(|id| !planted.contains(id))
        .collect();
    insta::assert_snapshot!(never.join("\n"));
}

#[test]
fn calls_interleave() {
    let (capture, _) = produced(&plain(200, 3, 20));
    let documents = documents(&capture);
    let mut places: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (place, document) in documents.iter().enumerate() {
        let call = places
            .entry(member(document, CONTACT))
            .or_insert((place, place));
        call.1 = place;
    }
    let open = |place: usize| {
        places
            .values()
            .filter(|(first, last)| (*first..=*last).contains(&place))
            .count()
    };
    let most = (0..documents.len()).map(open).max();
    assert!(
        most.is_some_and(|most| (15..=20).contains(&most)),
        "{most:?}"
    );
    assert_eq!(places.len(), 200, "every call has an id of its own");
}

#[test]
fn one_call_at_a_time_is_one_after_another() {
    let (capture, _) = produced(&plain(60, 3, 1));
    let documents = documents(&capture);
    let mut calls: Vec<&str> = documents
        .iter()
        .map(|document| member(document, CONTACT))
        .collect();
    calls.dedup();
    assert_eq!(calls.len(), 60);
}

#[test]
fn calls_begin_in_the_order_of_their_times() {
    let (capture, _) = produced(&Options {
        flows: vec!["answered".into(), "missed".into()],
        ..plain(300, 8, 12)
    });
    let documents = documents(&capture);
    let times: Vec<&str> = documents
        .iter()
        .map(|document| member(document, TIME))
        .collect();
    assert!(times.is_sorted());
}

#[test]
fn unknown_and_impossible_captures_are_refused() {
    let refused = |options: Options| Producer::new(&options).expect_err("no such capture");
    assert_eq!(refused(plain(0, 1, 1)), Error::Calls(0));
    assert_eq!(refused(plain(1, 1, 0)), Error::Interleave(0));
    for faults in [-0.1, 1.1, f64::INFINITY] {
        let options = Options {
            faults,
            ..Options::default()
        };
        assert_eq!(refused(options), Error::Faults(faults));
    }
    let options = Options {
        flows: vec!["mised".into()],
        ..Options::default()
    };
    assert_eq!(
        refused(options).to_string(),
        "no flow is called `mised`; did you mean `missed`?"
    );
}

#[test]
fn an_exemplary_call_is_its_golden() {
    for golden in GOLDENS {
        let call = sample::call(golden.name).expect("a call");
        let own = documents(&call);
        let goldens: Vec<Value> = golden
            .documents()
            .iter()
            .map(|document| serde_json::from_str(document).expect("a golden"))
            .collect();
        assert_eq!(own, goldens);
        assert_eq!(told(&strictly(&call)), []);
    }
    assert_eq!(
        GoldenCall::find("incoming-call").map(|golden| golden.text),
        Some(sample::documented())
    );
}

/// What one leg told: contact, type, status, status time, queue time; in the order of the capture.
type Leg = Vec<[String; 5]>;

const LEG: [&str; 5] = [
    CONTACT,
    "/message/call/CallType",
    "/message/call/ResponseActual/status",
    TIME,
    "/message/call/ResponseFields/MediaProperties/queueTimestamp",
];

fn legs(capture: &str) -> BTreeMap<String, Leg> {
    let mut legs: BTreeMap<String, Leg> = BTreeMap::new();
    for document in documents(capture) {
        let leg = legs
            .entry(member(&document, "/message/call/id").to_owned())
            .or_default();
        leg.push(LEG.map(|pointer| member(&document, pointer).to_owned()));
    }
    legs
}

fn milliseconds(time: &str) -> i64 {
    let time: jiff::Timestamp = time.parse().expect("a time");
    time.as_millisecond()
}

/// What a leg must keep over its events, told here without the rules that will judge it.
fn keeps_its_course(leg: &Leg) -> Result<(), TestCaseError> {
    for ([contact, kind, status, time, queue], next) in leg.iter().zip(leg.iter().skip(1)) {
        let [next_contact, next_kind, next_status, next_time, next_queue] = next;
        prop_assert_eq!(
            (contact, kind, queue),
            (next_contact, next_kind, next_queue)
        );
        prop_assert!(time < next_time);
        let legal = matches!(
            (status.as_str(), next_status.as_str()),
            ("connecting", "connected" | "disconnected")
                | ("connected", "connected" | "hold" | "disconnected")
                | ("hold", "connected")
                | ("disconnected", "disconnected")
        );
        prop_assert!(legal, "{} to {}", status, next_status);
        let rang = milliseconds(next_time) - milliseconds(time);
        prop_assert!(status != "connecting" || rang < 30_000);
    }
    let last = leg.last().map(|[_, _, status, _, _]| status.as_str());
    prop_assert_eq!(last, Some("disconnected"));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn the_same_options_give_the_same_bytes(
        calls in 1_u64..40,
        seed: u64,
        interleave in 1_usize..50,
        faults in 0.0..=1.0,
    ) {
        let options = Options { faults, ..plain(calls, seed, interleave) };
        prop_assert_eq!(produced(&options), produced(&options));
        let other = Options { seed: seed.wrapping_add(1), ..options.clone() };
        prop_assert_ne!(produced(&options).0, produced(&other).0);
    }

    #[test]
    fn whatever_is_asked_for_conforms_or_fails_as_told(
        calls in 1_u64..40,
        seed: u64,
        interleave in 1_usize..50,
        faults in 0.0..=1.0,
    ) {
        let (capture, mut manifest) = produced(&Options { faults, ..plain(calls, seed, interleave) });
        // A key is reported once, with its count.
        let mut keys = BTreeSet::new();
        manifest.retain(|(_, _, rule, pointer)| *rule != "field/unknown-key" || keys.insert(pointer.clone()));
        prop_assert_eq!(told(&strictly(&capture)), manifest);
    }

    #[test]
    fn every_leg_keeps_its_course(
        calls in 1_u64..60,
        seed: u64,
        interleave in 1_usize..50,
    ) {
        let (capture, _) = produced(&plain(calls, seed, interleave));
        for leg in legs(&capture).values() {
            keeps_its_course(leg)?;
        }
    }
}
