//! The reference producer: what it makes conforms, repeats, interleaves, and is wrong exactly as it says.

use std::collections::{BTreeMap, BTreeSet};

use callproof::Checker;
use callproof::event::reference::{GOLDENS, Golden};
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
    findings
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
        let planted: BTreeSet<Told> = manifest.into_iter().collect();
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
        Golden::find("incoming-call").map(|golden| golden.text),
        Some(sample::documented())
    );
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
        let (capture, manifest) = produced(&Options { faults, ..plain(calls, seed, interleave) });
        prop_assert_eq!(told(&strictly(&capture)), manifest);
    }
}

mod command_line {
    use std::fs;
    use std::io::Read;
    use std::process::{Command, Output, Stdio};

    fn callproof(arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_callproof"))
            .arg("sample")
            .args(arguments)
            .output()
            .expect("the command runs")
    }

    fn out(output: &Output) -> &str {
        std::str::from_utf8(&output.stdout).expect("UTF-8")
    }

    #[test]
    fn the_documented_event_as_it_stands() {
        let output = callproof(&[]);
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(out(&output), include_str!("../golden/incoming-call.json"));
    }

    #[test]
    fn flows_are_listed() {
        insta::assert_snapshot!(out(&callproof(&["--list"])));
    }

    #[test]
    fn a_call_is_one_event_a_line() {
        let output = callproof(&["missed"]);
        assert_eq!(out(&output).lines().count(), 3);
        assert!(out(&output).ends_with("}\n"));
    }

    #[test]
    fn mistakes_are_told_in_one_line() {
        let mistakes: [&[&str]; 10] = [
            &["answred"],
            &["--calls", "0"],
            &["--calls", "5", "--interleave", "0"],
            &["--calls", "5", "--faults", "1.5"],
            &["--calls", "5", "--faults", "NaN"],
            &["--calls", "5", "--manifest", "m.ndjson"],
            &["--calls", "5", "--flow", "nothing-like-it"],
            &["--seed", "5"],
            &["missed", "--calls", "5"],
            &["--calls", "many"],
        ];
        let mut told = String::new();
        for mistake in mistakes {
            let output = callproof(mistake);
            let line = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{mistake:?}");
            assert_eq!(line.lines().count(), 1, "{mistake:?}: {line}");
            assert!(output.stdout.is_empty(), "{mistake:?}");
            told.push_str(&line);
        }
        insta::assert_snapshot!(told);
    }

    #[test]
    fn the_manifest_is_written_beside_the_capture() {
        let path = format!("{}/manifest.ndjson", env!("CARGO_TARGET_TMPDIR"));
        let output = callproof(&[
            "--calls",
            "20",
            "--seed",
            "6",
            "--faults",
            "0.5",
            "--manifest",
            &path,
        ]);
        assert_eq!(output.status.code(), Some(0));
        let options = super::Options {
            faults: 0.5,
            ..super::plain(20, 6, 1)
        };
        let (capture, planted) = super::produced(&options);
        assert_eq!(out(&output), capture);
        let manifest = fs::read_to_string(&path).expect("a manifest");
        assert_eq!(manifest.lines().count(), planted.len());
        insta::assert_snapshot!(manifest.lines().next().unwrap_or_default());
    }

    #[test]
    fn a_manifest_that_cannot_be_written_is_named() {
        let output = callproof(&["--calls", "1", "--faults", "1", "--manifest", "no/where/m"]);
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stderr).contains("no/where/m"));
    }

    /// A reader that goes away ends the producer silently; no half manifest stays behind.
    #[test]
    fn a_closed_pipe_ends_it() {
        let path = format!("{}/unfinished.ndjson", env!("CARGO_TARGET_TMPDIR"));
        for more in [&[][..], &["--faults", "0.1", "--manifest", &path][..]] {
            let mut child = Command::new(env!("CARGO_BIN_EXE_callproof"))
                .args(["sample", "--calls", "1000000000"])
                .args(more)
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .expect("the command runs");
            let mut first = [0; 100];
            let mut pipe = child.stdout.take().expect("a pipe");
            pipe.read_exact(&mut first).expect("a beginning");
            drop(pipe);
            let output = child.wait_with_output().expect("an end");
            assert_eq!(output.status.code(), Some(141));
            assert!(output.stderr.is_empty());
            assert!(fs::metadata(&path).is_err());
        }
    }
}
