//! What two captures' difference says, counts, and turns into what.

use std::io::Cursor;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::between;
use crate::capture::{Capture, Options};
use crate::report::difference::{Comparison, Presence};
use crate::sample::{self, Producer};
use crate::snapshot::normal::{Masking, NormalForm, Normalizer};

fn normal(text: String) -> NormalForm {
    let mut capture = Capture::from_reader("capture", Cursor::new(text), &Options::default());
    let mut normalizer = Normalizer::new(Masking::default());
    while let Some(documents) = capture.next_batch().unwrap() {
        for document in &documents {
            normalizer.hear(document).unwrap();
        }
    }
    normalizer.finish().unwrap()
}

fn of(events: &[Value]) -> NormalForm {
    normal(events.iter().map(|event| format!("{event}\n")).collect())
}

fn call(flow: &str) -> Vec<Value> {
    let text = sample::call(flow).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// A capture of so many calls, event by event.
fn capture(calls: u64) -> Vec<Value> {
    let options = sample::Options {
        calls,
        seed: 5,
        interleave: 1,
        flows: Vec::new(),
        faults: 0.0,
    };
    let mut producer = Producer::new(&options).unwrap();
    let mut events = Vec::new();
    while let Some(line) = producer.next_line() {
        events.push(serde_json::from_str(line.text).unwrap());
    }
    events
}

fn changed(old: &[Value], new: &[Value]) -> Comparison {
    between(&of(old), &of(new))
}

const DN: &str = "/message/call/ResponseFields/DN";
const CONSULT: &str = "/message/call/ButtonStates/items/consult";

fn set(event: &mut Value, pointer: &str, value: Value) {
    *event.pointer_mut(pointer).unwrap() = value;
}

fn remove(event: &mut Value, object: &str, key: &str) {
    event
        .pointer_mut(object)
        .unwrap()
        .as_object_mut()
        .unwrap()
        .remove(key);
}

/// All events of a normal form, call by call: what a patch is applied to.
fn flat(normal: &NormalForm) -> Value {
    let steps = normal.calls.iter().flat_map(|call| &call.steps);
    steps
        .map(|step| serde_json::from_str::<Value>(&step.text).unwrap())
        .collect()
}

fn patched(old: &NormalForm, comparison: &Comparison) -> Value {
    let told = serde_json::to_value(comparison).unwrap();
    let patch: json_patch::Patch = serde_json::from_value(told["patch"].clone()).unwrap();
    let mut patched = flat(old);
    json_patch::patch(&mut patched, &patch).unwrap();
    patched
}

#[test]
fn the_same_capture_has_no_difference() {
    for flow in ["answered", "hold-and-resume", "missed"] {
        assert_eq!(changed(&call(flow), &call(flow)).changes(), 0, "{flow}");
        assert_eq!(changed(&call(flow), &call(flow)).calls, [], "{flow}");
    }
}

#[test]
fn an_event_in_the_middle_is_one_insertion() {
    let whole = call("hold-and-resume");
    for missing in 1..whole.len() {
        let mut part = whole.clone();
        part.remove(missing);
        let (added, removed) = (changed(&part, &whole), changed(&whole, &part));
        assert_eq!(
            (added.changes(), added.counts.events_added),
            (1, 1),
            "{missing}"
        );
        assert_eq!(
            (removed.changes(), removed.counts.events_removed),
            (1, 1),
            "{missing}"
        );
        let step = removed.calls[0]
            .events
            .iter()
            .find(|event| event.is_changed())
            .unwrap();
        assert_eq!(step.old.as_ref().unwrap().step as usize, missing + 1);
    }
}

#[test]
fn a_leg_that_comes_first_renames_the_others_and_changes_nothing() {
    let mut new = call("answered");
    let mut first = new[0].clone();
    for pointer in [
        "/message/call/id",
        "/message/call/ResponseActual/connectionId",
    ] {
        set(
            &mut first,
            pointer,
            json!("0f6e3c2a-1111-4222-8333-444455556666"),
        );
    }
    new.insert(0, first);
    let comparison = changed(&call("answered"), &new);
    assert_eq!(
        (comparison.changes(), comparison.counts.events_added),
        (1, 1)
    );
    let renames = &comparison.calls[0].renames;
    assert!(
        renames
            .iter()
            .any(|one| (one.old.as_str(), one.new.as_str()) == ("connection-1", "connection-2"))
    );
}

#[test]
fn an_id_that_is_another_legs_is_a_change() {
    let (old, mut new) = (call("answered"), call("answered"));
    let other = new[2]["message"]["call"]["id"].clone();
    set(&mut new[1], "/message/call/id", other);
    let comparison = changed(&old, &new);
    assert_eq!((comparison.changes(), comparison.counts.values), (1, 1));
}

#[test]
fn times_that_move_together_are_one_line_and_no_change() {
    let (old, mut new) = (call("answered"), call("answered"));
    for event in &mut new[3..] {
        let text = event.to_string();
        let moved = text.replace("2020-04-09T08:3", "2020-04-09T09:3");
        *event = serde_json::from_str(&moved).unwrap();
    }
    let comparison = changed(&old, &new);
    assert_eq!(comparison.changes(), 0);
    let shifts = &comparison.calls[0].shifts;
    assert_eq!((shifts.len(), shifts[0].step, shifts[0].events), (1, 4, 3));
    assert_eq!(shifts[0].milliseconds, 3_600_000);
}

#[test]
fn a_state_time_that_leaves_its_twin_is_a_change() {
    let (old, mut new) = (call("answered"), call("answered"));
    let pointer = "/message/call/ResponseFields/CurrentStateTime";
    set(&mut new[2], pointer, json!("2020-04-09T08:59:00.000Z"));
    let comparison = changed(&old, &new);
    assert_eq!((comparison.changes(), comparison.counts.values), (1, 1));
}

#[test]
fn presence_type_and_value_are_told_apart() {
    let old = call("incoming-call");
    type Edit = fn(&mut Value);
    let edits: [(&str, Edit); 6] = [
        ("a button", |event| set(event, CONSULT, json!("Enable"))),
        ("null for a string", |event| set(event, DN, Value::Null)),
        ("a word", |event| set(event, DN, json!(" InboundTest two"))),
        ("gone", |event| remove(event, "/message/call", "CallType")),
        ("an object gone", |event| {
            remove(event, "/message/call", "ResponseFields")
        }),
        ("came", |event| {
            set(
                event,
                "/message/call/ResponseFields/Participants",
                json!([1]),
            )
        }),
    ];
    for (name, edit) in edits {
        let mut new = old.clone();
        edit(&mut new[0]);
        let comparison = changed(&old, &new);
        assert_eq!(
            (comparison.changes(), comparison.counts.events_changed),
            (1, 1),
            "{name}"
        );
        assert_eq!(patched(&of(&old), &comparison), flat(&of(&new)), "{name}");
    }
}

#[test]
fn one_call_more_among_a_thousand_is_one_addition() {
    let old = capture(1_000);
    let lot = |event: &Value| event["message"]["call"]["ResponseActual"]["contactId"].clone();
    let gone = lot(&old[old.len() / 2]);
    let new: Vec<Value> = old
        .iter()
        .filter(|event| lot(event) != gone)
        .cloned()
        .collect();
    let comparison = changed(&new, &old);
    assert_eq!(
        (comparison.changes(), comparison.counts.calls_added),
        (1, 1)
    );
    assert_eq!(comparison.calls.len(), 1);
    assert_eq!(comparison.calls[0].presence(), Presence::Added);
}

/// Fifty changes of five kinds, spread over the capture.
fn fifty(events: &mut Vec<Value>) {
    let apart = events.len() / 51;
    for index in (1..=50).rev() {
        let at = index * apart;
        match index % 5 {
            0 => set(&mut events[at], CONSULT, json!("Disable")),
            1 => set(&mut events[at], DN, json!("another queue")),
            2 => remove(&mut events[at], "/message/call", "CallVariables"),
            3 => set(&mut events[at], "/message/call/ResponseType", Value::Null),
            _ => {
                // Behind itself, in another state: an event more.
                let mut more = events[at].clone();
                set(&mut more, "/message/call/event", json!("another"));
                events.insert(at + 1, more);
            }
        }
    }
}

#[test]
fn fifty_changes_in_ten_thousand_events_are_fifty() {
    let mut old = capture(2_000);
    old.truncate(10_000);
    let mut new = old.clone();
    fifty(&mut new);
    let (old, new) = (of(&old), of(&new));
    let comparison = between(&old, &new);
    let counts = comparison.counts;
    assert_eq!(comparison.changes(), 50, "{counts:?}");
    assert_eq!((counts.events_added, counts.values), (10, 40));
    assert_eq!((counts.old_events, counts.new_events), (10_000, 10_010));
    assert_eq!(patched(&old, &comparison), flat(&new));
}

#[test]
fn fifty_changes_in_one_call_of_ten_thousand_events_are_fifty() {
    let mut old = capture(2_000);
    old.truncate(10_000);
    for event in &mut old {
        set(
            event,
            "/message/call/ResponseActual/contactId",
            json!("one"),
        );
        for leg in [
            "/message/call/id",
            "/message/call/ResponseActual/connectionId",
        ] {
            let kind = event["message"]["call"]["CallType"].clone();
            set(event, leg, kind);
        }
    }
    let mut new = old.clone();
    fifty(&mut new);
    assert_eq!(changed(&old, &new).changes(), 50);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever is edited, left out, doubled or put elsewhere: the patch turns the one into the other, and
    /// nothing is told of what is the same.
    #[test]
    fn a_patch_turns_old_into_new(edits in prop::collection::vec((0usize..7, any::<prop::sample::Index>()), 0..6)) {
        let old = capture(6);
        let mut new = old.clone();
        for (edit, index) in edits {
            let at = index.index(new.len());
            match edit {
                0 => { new.remove(at); }
                1 => { let event = new[at].clone(); new.insert(at, event); }
                2 => set(&mut new[at], "/message/call/event", json!("other")),
                3 => set(&mut new[at], DN, json!([1, "two", {}])),
                4 => { new[at]["message"]["more"] = json!({ "a/b": [], "~": null }); }
                5 => { let other = (at + 1) % new.len(); new.swap(at, other); }
                _ => { new[at]["message"]["call"]["id"] = json!("another"); }
            }
        }
        let (old, new) = (of(&old), of(&new));
        let comparison = between(&old, &new);
        prop_assert_eq!(patched(&old, &comparison), flat(&new));
        prop_assert_eq!(old == new, comparison.calls.is_empty());
    }
}
