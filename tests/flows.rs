//! Whole calls: what never changes a verdict on them, what may happen in them, and what may not.

use std::io::Cursor;

use callproof::capture::Capture;
use callproof::engine::{Engine, Options, Order};
use callproof::event::Event;
use callproof::event::golden::GOLDENS;
use callproof::event::vocabulary::Field;
use callproof::json::{Read, read};
use callproof::report::{Finding, Report};
use callproof::rules::{Check, Edit, Example, Profile, all};
use callproof::sample::Producer;
use proptest::prelude::*;
use proptest::sample::Index;

/// Judges each text as an input of its own, in profile strict.
fn judged(inputs: &[&str], options: Options) -> Report {
    let mut judge = Engine::new(Options {
        profile: Profile::Strict,
        ..options
    })
    .expect("a judge");
    let ignore = &mut |_: &Finding| {};
    let mut captures = Vec::new();
    for (number, text) in inputs.iter().enumerate() {
        let reader = Cursor::new(text.as_bytes().to_vec());
        let name = format!("input-{number}");
        captures.push(Capture::from_reader(&name, reader, &Default::default()));
    }
    match judge.order() {
        Order::Input | Order::Separate | Order::None => {
            for (number, capture) in captures.iter_mut().enumerate() {
                let input = judge.begin(&format!("input-{number}"), ignore);
                while let Some(documents) = capture.next_batch().expect("memory") {
                    judge.push(input, &documents, ignore);
                }
                judge.end(input, 0, None, ignore);
            }
        }
        Order::Time => {
            for number in 0..captures.len() {
                judge.begin(&format!("input-{number}"), ignore);
            }
            while let Some(input) = judge.next_input() {
                match captures[input].next_batch().expect("memory") {
                    Some(documents) => judge.push(input, &documents, ignore),
                    None => judge.end(input, 0, None, ignore),
                }
            }
        }
    }
    judge.report(ignore)
}

/// What cannot be read keeps its place among the events of its input, whichever order the inputs have: of
/// every golden call two events, and between them something broken.
#[test]
fn a_gap_has_its_turn() {
    let told_by = |capture: &str, order| {
        let options = Options {
            order,
            profile: Profile::Strict,
            ..Options::default()
        };
        let mut told = told_all(&judged(&[capture], options));
        // An event that waits for its turn is told of later.
        told.sort();
        told
    };
    for name in GOLDENS.iter().map(|golden| golden.name) {
        let documents = golden(name);
        for (at, first) in documents.iter().enumerate() {
            for second in &documents[at + 1..] {
                let capture = [first, "{\"channel\":'Amazon'}", second].join("\n");
                let (time, input) = (Order::Time, Order::Input);
                let told = (told_by(&capture, time), told_by(&capture, input));
                assert_eq!(told.0, told.1, "{name} from {at}");
            }
        }
    }
}

/// A call that waits to be cleared is not over: it is not forgotten among those that are.
#[test]
fn a_call_in_wrap_up_is_remembered() {
    let mut producer = Producer::new(&callproof::sample::Options {
        calls: 60,
        interleave: 20,
        ..Default::default()
    })
    .expect("a sample");
    let mut capture = String::new();
    while let Some(line) = producer.next_line() {
        capture.push_str(line.text);
    }
    let options = Options {
        over_in_full: 0,
        ..Options::default()
    };
    let report = judged(&[&capture], options);
    assert_eq!(told_all(&report), Vec::<String>::new());
    assert_eq!(report.counts.calls, 60);
}

/// Events of no order are judged each alone, and the report says what that left out.
#[test]
fn without_an_order_no_call_is_followed() {
    let mut documents = golden("cleared");
    documents.reverse();
    let capture = documents.join("\n");
    for (order, rules, calls) in [
        (Order::Input, vec!["flow/stale"; documents.len() - 1], 1),
        (Order::None, vec![], 0),
    ] {
        let options = Options {
            order,
            ..Options::default()
        };
        let report = judged(&[&capture], options);
        assert_eq!(told(&report), rules, "{order:?}");
        assert_eq!(report.counts.calls, calls, "{order:?}");
        let reasons = report.reasons.iter().map(|reason| reason.code);
        assert_eq!(reasons.eq(["order"]), order == Order::None);
    }
}

/// Every finding: its rule and its first place.
fn told_all(report: &Report) -> Vec<String> {
    let place = |finding: &Finding| format!("{} {}", finding.rule.id, finding.document);
    report.findings.iter().map(place).collect()
}

/// The rules that are told, those of a capture that stops in mid-call aside.
fn told(report: &Report) -> Vec<&'static str> {
    let ids = report.findings.iter().map(|finding| finding.rule.id);
    ids.filter(|id| *id != "flow/unfinished").collect()
}

fn told_of(documents: &[String]) -> Vec<&'static str> {
    told(&judged(&[&documents.join("\n")], Options::default()))
}

fn golden(name: &str) -> Vec<String> {
    let golden = GOLDENS.iter().find(|golden| golden.name == name);
    let documents = golden.expect("a golden call").documents();
    documents.into_iter().map(str::to_owned).collect()
}

fn edited(golden: &'static str, edits: &[Edit]) -> Vec<String> {
    let example = Example {
        title: "",
        golden,
        edits: edits.to_vec().leak(),
        also: &[],
    };
    example.documents()
}

/// What a field of the document says.
fn says(document: &str, field: Field) -> Option<String> {
    let Read::Whole(tape, _) = read(document.as_bytes(), true) else {
        return None;
    };
    let event = Event::new(tape.root(document));
    Some(event.text(field)?.value.into_owned())
}

/// Some golden calls, each to be woven with the others.
fn some_goldens() -> impl Strategy<Value = Vec<Vec<String>>> {
    let names: Vec<&'static str> = GOLDENS.iter().map(|golden| golden.name).collect();
    prop::sample::subsequence(names, 1..=GOLDENS.len())
        .prop_map(|names| names.into_iter().map(golden).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn interleaved_calls_are_none_the_worse(
        calls in some_goldens(),
        picks in prop::collection::vec(any::<Index>(), 80),
    ) {
        let mut rests: Vec<_> = calls.into_iter().map(Vec::into_iter).collect();
        let mut woven = Vec::new();
        for pick in picks {
            rests.retain(|rest| rest.len() > 0);
            if rests.is_empty() {
                break;
            }
            let place = pick.index(rests.len());
            woven.extend(rests[place].next());
        }
        prop_assert_eq!(told_of(&woven), Vec::<&str>::new());
    }

    #[test]
    fn a_capture_may_stop_anywhere(calls in some_goldens(), stop in any::<Index>()) {
        let mut documents: Vec<String> = calls.into_iter().flatten().collect();
        documents.truncate(stop.index(documents.len()) + 1);
        prop_assert_eq!(told_of(&documents), Vec::<&str>::new());
    }

    #[test]
    fn an_event_may_come_twice(calls in some_goldens(), twice in any::<Index>()) {
        let mut documents: Vec<String> = calls.into_iter().flatten().collect();
        let place = twice.index(documents.len());
        documents.insert(place, documents[place].clone());
        prop_assert_eq!(told_of(&documents), Vec::<&str>::new());
    }

    #[test]
    fn the_cut_into_inputs_the_packing_and_the_threads_change_nothing(
        example in prop::sample::select(flow_examples()),
        cut in any::<Index>(),
        jobs in 1_usize..5,
    ) {
        let documents = example.documents();
        let said = |report: &Report| {
            let mut said: Vec<_> = report
                .findings
                .iter()
                .map(|finding| (finding.rule.id, finding.message.clone(), finding.locations.len()))
                .collect();
            said.sort();
            (said, report.counts.calls, report.counts.legs)
        };
        let whole = judged(&[&documents.join("\n")], Options::default());
        let array = format!("[{}]", documents.join(","));
        let (before, behind) = documents.split_at(cut.index(documents.len()));
        let many = judged(&[&before.join("\n"), &behind.join("\n")], Options { jobs, ..Options::default() });
        prop_assert_eq!(said(&judged(&[&array], Options { jobs, ..Options::default() })), said(&whole));
        prop_assert_eq!(said(&many), said(&whole));
    }
}

/// The examples of rules that look at whole calls.
fn flow_examples() -> Vec<&'static Example> {
    all()
        .filter(|rule| matches!(rule.check, Check::Step(_) | Check::Leg(_)))
        .flat_map(|rule| rule.good.iter().chain(rule.bad))
        .collect()
}

/// Every leg of every golden call that conforms by itself, and two neighbours of it with other states
/// and times change places.
#[test]
fn neighbours_that_change_places_are_told_once() {
    let mut swaps = 0;
    for name in GOLDENS.iter().map(|golden| golden.name) {
        let documents = golden(name);
        let mut legs: Vec<String> = documents
            .iter()
            .filter_map(|text| says(text, Field::Id))
            .collect();
        legs.sort();
        legs.dedup();
        for leg in legs {
            let of_leg = |text: &&String| says(text, Field::Id).as_deref() == Some(leg.as_str());
            let events: Vec<String> = documents.iter().filter(of_leg).cloned().collect();
            if !told_of(&events).is_empty() {
                continue;
            }
            for place in 1..events.len() {
                let differ = |field| says(&events[place], field) != says(&events[place - 1], field);
                if !differ(Field::EventWord) || !differ(Field::StatusTimestamp) {
                    continue;
                }
                let mut swapped = events.clone();
                swapped.swap(place - 1, place);
                assert_eq!(told_of(&swapped), ["flow/stale"], "{name}, {leg}, {place}");
                swaps += 1;
            }
        }
    }
    assert!(swaps > 20, "only {swaps} swaps were tried");
}

/// What real producers do, and what must pass all the same.
#[test]
fn what_is_unusual_and_right_passes() {
    let later = |event, time| {
        [
            Edit::Set(event, Field::StatusTimestamp, time),
            Edit::Set(event, Field::CurrentStateTime, time),
        ]
    };
    let new_leg = |event, id| {
        [
            Edit::Set(event, Field::Id, id),
            Edit::Set(event, Field::ConnectionId, id),
        ]
    };
    const OTHER: &str = "\"c1a0e7d2-58b4-4f39-8e6d-3b7f92a41c05\"";
    const JOINED: &str =
        "\"c1a0e7d2-58b4-4f39-8e6d-3b7f92a41c05_5f0d6a52-7c0b-4a51-9d0f-2f6f4e8f0a11\"";
    let mut re_offered = vec![Edit::Copy(0, 3)];
    re_offered.extend(later(3, "\"2020-04-09T08:38:00.000Z\""));
    re_offered.extend(new_leg(3, OTHER));
    let mut queued = vec![Edit::Copy(0, 0)];
    queued.extend(new_leg(0, JOINED));
    let cases = [
        (
            "a page reloaded in mid-call",
            edited("answered", &[Edit::Drop(0), Edit::Drop(0)]),
        ),
        (
            "a call offered again under a new leg",
            edited("missed", &re_offered),
        ),
        (
            "a queued callback whose leg id changes",
            edited("answered", &queued),
        ),
        (
            "two calls of one agent at once",
            golden("answered")
                .into_iter()
                .zip(golden("hold-and-resume"))
                .flat_map(|(one, other)| [one, other])
                .collect(),
        ),
        (
            "states that polling skipped",
            edited("hold-and-resume", &[Edit::Drop(1), Edit::Drop(1)]),
        ),
        (
            "a state that is repeated with every refresh",
            edited(
                "answered",
                &[Edit::Copy(1, 2), Edit::Copy(1, 2), Edit::Copy(1, 5)],
            ),
        ),
        (
            "events without the optional part",
            edited(
                "answered",
                &[
                    Edit::Remove(1, Field::ResponseActual),
                    Edit::Remove(4, Field::ResponseActual),
                ],
            ),
        ),
    ];
    for (name, documents) in cases {
        let text = documents.join("\n");
        let checker = callproof::Checker::default();
        let report = checker.check_str(&text).expect("a check");
        let flows: Vec<_> = told(&report)
            .into_iter()
            .filter(|id| id.starts_with("flow/"))
            .collect();
        let errors = report.counts.errors;
        // A repeat that stands behind newer events is old, and nothing more than that.
        let stale = flows.iter().all(|id| *id == "flow/stale");
        assert!(errors == 0 && stale, "{name}: {flows:?}, {errors} errors");
    }
}

/// One event that is wrong does not make the events behind it look wrong.
#[test]
fn one_bad_event_is_told_once() {
    let cases: [(&str, Vec<String>, &[&str]); 5] = [
        (
            "a time far ahead in mid-call",
            edited(
                "hold-and-resume",
                &[
                    Edit::Set(1, Field::StatusTimestamp, "\"2099-04-09T08:37:16.240Z\""),
                    Edit::Set(1, Field::CurrentStateTime, "\"2099-04-09T08:37:16.240Z\""),
                ],
            ),
            &["flow/ring-bound", "flow/stale"],
        ),
        (
            "a state in dispute",
            edited(
                "hold-and-resume",
                &[Edit::Set(4, Field::Status, "\"connected\"")],
            ),
            &["agree/state"],
        ),
        (
            "buttons in dispute at the end",
            edited(
                "answered",
                &[Edit::Put(
                    4,
                    "/message/call/ResponseActual/buttonStates/clearContact",
                    "false",
                )],
            ),
            &["button/mirror"],
        ),
        (
            "another contact in one event",
            edited(
                "hold-and-resume",
                &[Edit::Set(
                    3,
                    Field::ContactId,
                    "\"c1a0e7d2-58b4-4f39-8e6d-3b7f92a41c05\"",
                )],
            ),
            &["flow/leg-identity"],
        ),
        (
            "another contact from one event on",
            edited(
                "answered",
                &[
                    Edit::Set(
                        4,
                        Field::ContactId,
                        "\"c1a0e7d2-58b4-4f39-8e6d-3b7f92a41c05\"",
                    ),
                    Edit::Set(
                        5,
                        Field::ContactId,
                        "\"c1a0e7d2-58b4-4f39-8e6d-3b7f92a41c05\"",
                    ),
                ],
            ),
            &["flow/leg-identity"],
        ),
    ];
    for (name, documents, expected) in cases {
        assert_eq!(told_of(&documents), expected, "{name}");
    }
}

/// A contradiction shows both events, each with its place.
#[test]
fn both_events_of_a_contradiction_are_shown() {
    let documents = edited("answered", &[Edit::Copy(0, 3)]);
    let (before, behind) = documents.split_at(3);
    let report = judged(
        &[&before.join("\n"), &behind.join("\n")],
        Options::default(),
    );
    let finding = &report.findings[0];
    assert_eq!(
        (finding.rule.id, finding.input.as_str(), finding.document),
        ("flow/stale", "input-1", 1)
    );
    let other = finding.locations[1]
        .elsewhere
        .as_ref()
        .expect("another document");
    assert_eq!(
        (other.input.as_str(), other.document, other.event),
        ("input-0", 2, 2)
    );
    assert!(finding.call.is_some());
}

#[test]
fn a_call_that_is_over_stays_known() {
    let mut documents = edited("answered", &[]);
    documents.extend(golden("missed"));
    documents.push(edited("answered", &[Edit::Set(1, Field::Status, "\"connected\"")])[1].clone());
    let text = documents.join("\n");
    let remembered = judged(&[&text], Options::default());
    assert_eq!(told(&remembered), ["flow/stale"]);
    assert_eq!((remembered.counts.calls, remembered.counts.legs), (2, 3));
    let let_go = judged(
        &[&text],
        Options {
            over_in_full: 0,
            ..Options::default()
        },
    );
    assert_eq!(told(&let_go), ["flow/stale"]);
    let message = |report: &Report| {
        let mut findings = report.findings.iter();
        let stale = findings.find(|finding| finding.rule.id == "flow/stale");
        stale.map(|finding| finding.message.clone())
    };
    let said = "connected arrives after Dropped, which is newer";
    assert_eq!(message(&remembered).as_deref(), Some(said));
    // Of a leg that was let go no word is known but that it was over, and its newest time.
    let said =
        "connected arrives after its leg was over, whose newest time is 2020-04-09T08:39:31.904Z";
    assert_eq!(message(&let_go).as_deref(), Some(said));
    assert_eq!((let_go.counts.calls, let_go.counts.legs), (2, 3));
}

/// One call, its legs in two files: in the order of time it is what it was.
#[test]
fn inputs_merge_by_time() {
    let documents = golden("conference");
    let of_agent = |text: &&String| says(text, Field::CallType).as_deref() == Some("agent");
    let agents: Vec<String> = documents.iter().filter(of_agent).cloned().collect();
    let others: Vec<String> = documents
        .iter()
        .filter(|text| !of_agent(text))
        .cloned()
        .collect();
    let inputs = [agents.join("\n"), others.join("\n")];
    let inputs = [inputs[0].as_str(), inputs[1].as_str()];
    let as_given = judged(&inputs, Options::default());
    assert!(
        told(&as_given).contains(&"flow/no-replay"),
        "{:?}",
        told(&as_given)
    );
    let merged = judged(
        &inputs,
        Options {
            order: Order::Time,
            ..Options::default()
        },
    );
    assert_eq!(told(&merged), Vec::<&str>::new());
    assert_eq!(merged.counts.events, documents.len() as u64);
}

/// Recordings of a mock that always uses the same ids are captures of their own.
#[test]
fn separate_inputs_know_nothing_of_each_other() {
    let text = golden("answered").join("\n");
    let together = judged(&[&text, &text], Options::default());
    assert!(!told(&together).is_empty());
    let hint = together
        .reasons
        .iter()
        .find(|reason| reason.code == "begun-again");
    assert!(hint.expect("a hint").message.contains("--order separate"));
    let separate = judged(
        &[&text, &text],
        Options {
            order: Order::Separate,
            ..Options::default()
        },
    );
    assert_eq!(told(&separate), Vec::<&str>::new());
    assert_eq!(separate.counts.calls, 2);
}

/// The golden calls show all that is called the ceiling, and nothing beyond it; rules aside that speak of
/// what no whole call needs to have.
#[test]
fn the_ceiling_is_what_the_golden_calls_show() {
    let texts: Vec<&str> = GOLDENS.iter().map(|golden| golden.text).collect();
    let report = judged(&texts, Options::default());
    for (kind, _, items) in report.coverage.kinds() {
        let wrong: Vec<&str> = items
            .iter()
            .filter(|item| (item.times > 0) != item.ceiling)
            .map(|item| item.name.as_str())
            .collect();
        let expected: &[&str] = match kind {
            "rule" => &[
                "agree/previous-status",
                "flow/duplicate",
                "flow/previous-status",
                "flow/no-replay",
            ],
            _ => &[],
        };
        assert_eq!(wrong, expected, "{kind}");
    }
}
