//! The normal form: what it never shows, what it always shows, and that it is its own.

mod writer;

use callproof::capture::{Capture, Options};
use callproof::event::golden::GOLDENS;
use callproof::rules::all;
use callproof::sample::{self, Producer};
use callproof::snapshot::normal::{Masking, NormalForm, Normalizer, Resolution, Selector};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Every private place of the event, with a mark that stands nowhere else.
const MARKS: [(&str, &str); 13] = [
    ("/message/call/CallVariables/ANI", "+15550147731"),
    (
        "/message/call/CallVariables/customerName",
        "Zbigniew Marker",
    ),
    ("/message/call/CallVariables/+15550147735", "key"),
    ("/message/call/ResponseActual/phoneNumber", "+15550147732"),
    (
        "/message/call/ResponseFields/fromAddress",
        "sip:marker@example.com",
    ),
    ("/message/call/ResponseFields/DN", " Sales +15550147734"),
    (
        "/message/call/ResponseFields/MediaProperties/queueTimestamp",
        "Marker 2020",
    ),
    ("/message/call/id", "aaaaaaaa-1111-4222-8333-marker000001"),
    (
        "/message/call/ResponseActual/connectionId",
        "bbbbbbbb-1111-4222-8333-marker000002",
    ),
    (
        "/message/call/ResponseActual/contactId",
        "cccccccc-1111-4222-8333-marker000003",
    ),
    ("/message/undocumented", "secret-marker-4"),
    ("/message/call/ExtendedCallVariables", "secret-marker-5"),
    ("/message/call/ButtonStates/items/park", "secret-marker-6"),
];

fn normal_of(inputs: &[String], masking: &Masking) -> NormalForm {
    let mut normalizer = Normalizer::new(masking.clone());
    for input in inputs {
        let text = std::io::Cursor::new(input.clone());
        let mut capture = Capture::from_reader("capture", text, &Options::default());
        while let Some(documents) = capture.next_batch().expect("memory") {
            for document in &documents {
                normalizer.hear(document).expect("a temporary file");
            }
        }
    }
    normalizer.finish().expect("a temporary file")
}

fn written(normal: &NormalForm) -> String {
    let mut text = Vec::new();
    normal.write(&mut text).expect("memory");
    String::from_utf8(text).expect("UTF-8")
}

fn normalized(capture: &str, masking: &Masking) -> String {
    written(&normal_of(&[capture.to_owned()], masking))
}

fn normal(capture: &str) -> String {
    normalized(capture, &Masking::default())
}

fn selector(text: &str) -> Selector {
    text.parse().expect("a selector")
}

/// Maskings of every kind.
fn maskings() -> Vec<Masking> {
    let mut maskings: Vec<Masking> = [1, 100, 1000]
        .map(Resolution::Step)
        .into_iter()
        .chain([Resolution::Order])
        .map(|resolution| Masking {
            resolution,
            ..Masking::default()
        })
        .collect();
    maskings.push(Masking {
        mask: vec![
            selector("/message/call/ResponseFields/*"),
            selector("/message/call/id"),
        ],
        unmask: vec![
            selector("/message/call/CallVariables/*"),
            selector("/message/call/ResponseActual/contactId"),
        ],
        ..Masking::default()
    });
    for shown in [
        "/message/call/ResponseActual/statusTimestamp",
        "/message/call/*/CurrentStateTime",
        "/message",
    ] {
        for resolution in [Resolution::Step(1), Resolution::Order] {
            maskings.push(Masking {
                unmask: vec![selector(shown)],
                resolution,
                ..Masking::default()
            });
        }
    }
    maskings.push(Masking {
        mask_open: true,
        ..Masking::default()
    });
    maskings
}

/// Captures with every fault that a rule knows, and faultless ones.
fn captures() -> Vec<String> {
    let examples = all().flat_map(|rule| rule.good.iter().chain(rule.bad));
    let mut captures: Vec<String> = examples.map(|example| example.capture()).collect();
    captures.extend(GOLDENS.iter().map(|golden| golden.text.to_owned()));
    let mut producer = Producer::new(&sample::Options {
        calls: 40,
        interleave: 8,
        faults: 0.5,
        ..sample::Options::default()
    })
    .expect("a producer");
    let mut capture = String::new();
    while let Some(line) = producer.next_line() {
        capture.push_str(line.text);
    }
    captures.push(capture);
    captures
}

fn documents(golden: usize) -> Vec<Value> {
    let texts = GOLDENS[golden].documents();
    let read = |text: &&str| serde_json::from_str(text).expect("JSON");
    texts.iter().map(read).collect()
}

/// The documents as another call of the same kind has them: `turn` gives other ids and numbers, and the
/// call takes place so many seconds later.
fn fresh(value: &Value, turn: u64, seconds: i64) -> Value {
    match value {
        Value::String(text) => fresh_text(text, turn, seconds).into(),
        Value::Array(elements) => elements
            .iter()
            .map(|one| fresh(one, turn, seconds))
            .collect(),
        Value::Object(members) => {
            let member =
                |(key, value): (&String, &Value)| (key.clone(), fresh(value, turn, seconds));
            Value::Object(members.iter().map(member).collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}

fn fresh_text(text: &str, turn: u64, seconds: i64) -> String {
    if let Ok(time) = text.parse::<jiff::Timestamp>() {
        let later = time + jiff::SignedDuration::from_secs(seconds);
        return format!("{later:.3}");
    }
    let turned = |digit: char, base: u32| {
        let number = digit.to_digit(base).unwrap_or_default() + (turn % u64::from(base)) as u32;
        char::from_digit(number % base, base).unwrap_or_default()
    };
    if text.len() == 36 && text.bytes().filter(|byte| *byte == b'-').count() == 4 {
        let tail = format!("{turn:012x}");
        let head = &text[..23];
        let head: String = head
            .chars()
            .map(|one| if one == '-' { one } else { turned(one, 16) })
            .collect();
        // The tail tells calls apart, the rest legs of one call.
        return format!("{head}-{tail}");
    }
    if text.starts_with('+') {
        return text
            .chars()
            .map(|one| if one == '+' { one } else { turned(one, 10) })
            .collect();
    }
    text.to_owned()
}

fn lines(documents: &[Value]) -> String {
    documents
        .iter()
        .map(|document| format!("{document}\n"))
        .collect()
}

#[test]
fn goldens_in_their_normal_form() {
    for golden in GOLDENS {
        insta::assert_snapshot!(golden.name, normal(golden.text));
    }
}

#[test]
fn it_is_its_own_normal_form() {
    for capture in captures() {
        for masking in maskings() {
            let once = normalized(&capture, &masking);
            assert_eq!(normalized(&once, &masking), once, "{masking:?}\n{capture}");
        }
    }
}

#[test]
fn what_is_written_is_read() {
    for capture in captures() {
        let normal = normal_of(&[capture], &Masking::default());
        assert_eq!(
            NormalForm::read(&written(&normal)).expect("a normal form"),
            normal
        );
    }
    assert!(NormalForm::read("[\n{\"a\": 1},\n{\"b\"\n]\n").is_err());
    assert!(NormalForm::read("[\n{\"a\": 1}\n{\"b\": 2}\n]\n").is_err());
}

#[test]
fn steps_say_whose_event_they_are() {
    let golden = GOLDENS
        .iter()
        .find(|golden| golden.name == "answered")
        .expect("a golden");
    let normal = normal_of(&[golden.text.to_owned()], &Masking::default());
    let told: Vec<String> = normal.calls[0]
        .steps
        .iter()
        .map(|step| format!("{} {:?} {:?}", step.leg, step.leg_type, step.event))
        .collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn nothing_private_is_left() {
    let mut event: Value = serde_json::from_str(GOLDENS[0].text).expect("JSON");
    for (pointer, mark) in MARKS {
        let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
        event.pointer_mut(parent).expect("a parent")[key] = mark.into();
    }
    event["message"]["call"]["CallVariables"]["account"] = 4_155_550_199_u64.into();
    event["message"]["call"]["ResponseType"] = 4_155_550_198_u64.into();
    let normal = normal(&event.to_string());
    for trace in ["555", "arker", "4222"] {
        assert!(!normal.contains(trace), "{trace} in {normal}");
    }
    insta::assert_snapshot!(normal);
}

/// Rows: what the first event of an answered call says there, and how the normal form tells it.
#[test]
fn values_and_their_masks() {
    let cases = [
        (
            "/message/call/ResponseActual/statusTimestamp",
            json!("2020-04-09T10:37:12.701+02:00"),
            "\"[t0 .ddd+02:00]\"",
        ),
        (
            "/message/call/ResponseActual/statusTimestamp",
            json!("2020-04-09 08:37:12"),
            "\"[time-1 dddd-dd-dd dd:dd:dd]\"",
        ),
        (
            "/message/call/ResponseActual/statusTimestamp",
            json!(1_586_421_432_701_u64),
            "\"[time-1 number]\"",
        ),
        (
            "/message/call/ResponseFields/MediaProperties/queueTimestamp",
            json!("2020-04-09T08:36:56.701Z"),
            "\"[t0-16.000s]\"",
        ),
        (
            "/message/call/ResponseActual/contactId",
            json!("contact-17"),
            "\"[contact-1 no UUID]\"",
        ),
        (
            "/message/call/ResponseActual/contactId",
            json!(17),
            "\"[contact-1 number]\"",
        ),
        ("/message/call/ResponseActual/contactId", json!(""), "\"\""),
        (
            "/message/call/ResponseActual/contactId",
            json!("6e1ff778-7f44-45c2-b42e-0d3145fb7119"),
            "\"[connection-1]\"",
        ),
        (
            "/message/call/ResponseActual/phoneNumber",
            json!("anonymous"),
            "\"anonymous\"",
        ),
        (
            "/message/call/ResponseActual/phoneNumber",
            json!("+161081111"),
            "\"[phone-1 +ddddddddd]\"",
        ),
        (
            "/message/call/CallVariables/tier",
            json!("gold"),
            "\"[tier-1]\"",
        ),
        (
            "/message/call/CallVariables/tier",
            json!(3),
            "\"[tier-1 number]\"",
        ),
        ("/message/call/CallVariables/tier", json!(true), "true"),
        (
            "/message/call/CallVariables/tier",
            json!("+161081111"),
            "\"[phone-1 +ddddddddd]\"",
        ),
        (
            "/message/call/ResponseFields/DN",
            json!("Sales\u{202e}"),
            "\"Sales\\u202e\"",
        ),
        (
            "/message/call/ResponseFields/Campaign",
            json!("Sales \u{e9}\t\"1\""),
            "\"Sales é\\t\\\"1\\\"\"",
        ),
        (
            "/message/call/ButtonStates/items/hold",
            json!("Disable"),
            "\"Disable\"",
        ),
    ];
    for (pointer, value, expected) in cases {
        let mut events = documents(1);
        let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
        events[0].pointer_mut(parent).expect("a parent")[key] = value.clone();
        let normal = normal(&lines(&events));
        let line = format!("\"{key}\": {expected}");
        assert!(
            normal.contains(&line),
            "{pointer} {value}: no {line} in {normal}"
        );
    }
}

#[test]
fn keys_come_in_the_documented_order() {
    let text = r#"{"zulu":1,"alpha":2,"message":{"source":"event","call":{"CallType":"agent","ButtonStates":
        {"items":{"park":"Hide","conference":"Hide","answer":"Enable"}},"zebra":0,"ant":1e5}},"topic":"InboundCall",
        "channel":"Amazon","subtopic":"InboundCallStateChange"}"#;
    insta::assert_snapshot!(normal(text));
}

fn any_golden() -> impl Strategy<Value = usize> {
    0..GOLDENS.len()
}

/// What may stand anywhere, masks that nobody made among it.
fn any_value() -> impl Strategy<Value = Value> {
    let words = [
        "[t0]",
        "[t3 Z]",
        "[t-1]",
        "[t0+1.5s]",
        "[t0-2.000s .d+01:00]",
        "[phone-2 +dd]",
        "[connection-9]",
        "[contact-1 no UUID]",
        "[note-1 number]",
        "[time-2 ddAaa]",
        "[time-1 number]",
        "[]",
        "[-1]",
        "",
        "2020-04-09T08:37:12.701Z",
        "2020-04-09T08:37:12.701499Z",
        "2020-04-09T10:37:13+02:00",
        "2020-04-09 08:37",
        "+16013261548",
        "Sales +16013261548",
        "anonymous",
        "leg-1",
        "a leg of ours",
        "\u{202e}\u{e9}\n\"",
        "6e1ff778-7f44-45c2-b42e-0d3145fb7119",
        "d675473e-7dbc-4a9b-ad92-b78f26e70b3b",
        "Enable",
        "agent",
    ];
    prop_oneof![
        8 => prop::sample::select(words.to_vec()).prop_map(Value::from),
        1 => any::<String>().prop_map(Value::from),
        1 => prop::sample::select(vec![json!(null), json!(true), json!(0), json!(16013261548_u64), json!([1, "x"]), json!({"note": "a leg of ours"})]),
    ]
}

const PLACES: [&str; 24] = [
    "/channel",
    "/topic",
    "/subtopic",
    "/message",
    "/message/call/CallType",
    "/message/call/ButtonStates",
    "/message/call/ButtonStates/count",
    "/message/call/ResponseActual/+14155550134",
    "/message/call/ResponseActual/connectionId",
    "/message/call/ResponseActual/contactId",
    "/message/call/ResponseActual/phoneNumber",
    "/message/call/ResponseActual/statusTimestamp",
    "/message/call/ResponseActual/status",
    "/message/call/ResponseFields/CurrentStateTime",
    "/message/call/ResponseFields/MediaProperties/queueTimestamp",
    "/message/call/ResponseFields/fromAddress",
    "/message/call/ResponseFields/DN",
    "/message/call/ResponseFields/Participants",
    "/message/call/CallVariables/ANI",
    "/message/call/CallVariables/note",
    "/message/call/ButtonStates/items/hold",
    "/message/call/id",
    "/message/call/event",
    "/message/note",
];

/// Every place in the value, by its pointer.
fn pointers(value: &Value, here: &str, found: &mut Vec<String>) {
    if let Value::Object(members) = value {
        for (key, value) in members {
            let pointer = format!("{here}/{key}");
            pointers(value, &pointer, found);
            found.push(pointer);
        }
    }
}

/// What is done to one place of one event.
#[derive(Debug, Clone, Copy)]
enum Change {
    Removed,
    OtherType,
    OtherWord,
    Joined,
}

/// Makes the change; false where it is none, or no change of behaviour.
fn change(event: &mut Value, pointer: &str, kind: Change) -> bool {
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    let parent = event.pointer_mut(parent).expect("a parent");
    let value = &mut parent[key];
    match (kind, &*value) {
        (Change::Removed, _) => {
            parent.as_object_mut().expect("an object").remove(key);
        }
        (Change::Joined, _) => parent["undocumented"] = json!("new"),
        (Change::OtherType, Value::String(_)) => *value = json!(17),
        (Change::OtherType, Value::Number(number)) => *value = json!(number.to_string()),
        (Change::OtherType, Value::Null | Value::Bool(_)) => *value = json!("null"),
        (Change::OtherType, Value::Array(_)) => *value = json!({}),
        (Change::OtherType, Value::Object(_)) => *value = json!([]),
        (Change::OtherWord, Value::Bool(flag)) => *value = json!(!flag),
        (Change::OtherWord, Value::String(_)) if is_open(key) => *value = json!("Elsewhere"),
        (Change::OtherWord, Value::Number(_)) => *value = json!(5),
        (Change::OtherWord, _) => return false,
    }
    true
}

fn is_open(key: &str) -> bool {
    let private = [
        "connectionId",
        "contactId",
        "id",
        "phoneNumber",
        "fromAddress",
        "ANI",
        "DNIS",
        "statusTimestamp",
        "queueTimestamp",
        "CurrentStateTime",
    ];
    !private.contains(&key)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn who_wrote_the_json_does_not_show(
        golden in any_golden(),
        style in prop::collection::vec(any::<u8>(), 0..400),
        array: bool,
    ) {
        let mut style = style.into_iter().cycle();
        let texts: Vec<String> = documents(golden).iter().map(|document| {
            let mut text = String::new();
            writer::print(document, &mut style, &mut text);
            text.trim().to_owned()
        }).collect();
        let capture = if array { format!("[{}]", texts.join(",")) } else { texts.join("\n") };
        prop_assert_eq!(normal(&capture), normal(GOLDENS[golden].text));
    }

    #[test]
    fn fresh_ids_numbers_and_times_do_not_show(golden in any_golden(), turn in 0_u64..1_000_000, seconds in 0_i64..1_000_000_000) {
        let documents: Vec<Value> = documents(golden).iter().map(|one| fresh(one, turn, seconds)).collect();
        prop_assert_eq!(normal(&lines(&documents)), normal(GOLDENS[golden].text));
    }

    #[test]
    fn interleaving_does_not_show(
        goldens in prop::collection::vec((any_golden(), 0_i64..60), 1..6),
        turns in prop::collection::vec(any::<prop::sample::Index>(), 60),
        other in 1_u64..1000,
    ) {
        let call = |turn: u64| {
            let fresh = move |(index, (golden, seconds)): (usize, &(usize, i64))| {
                let turn = turn + index as u64;
                documents(*golden).iter().map(|one| fresh(one, turn, *seconds)).collect::<Vec<_>>()
            };
            goldens.iter().enumerate().map(fresh).collect::<Vec<_>>()
        };
        let in_a_row: Vec<Value> = call(0).into_iter().flatten().collect();
        let mut open: Vec<std::vec::IntoIter<Value>> = call(other * 16).into_iter().map(Vec::into_iter).collect();
        let mut mixed = Vec::new();
        let mut turns = turns.iter().cycle();
        while !open.is_empty() {
            let turn = turns.next().expect("no end").index(open.len());
            match open[turn].next() {
                Some(document) => mixed.push(document),
                None => drop(open.remove(turn)),
            }
        }
        prop_assert_eq!(normal(&lines(&mixed)), normal(&lines(&in_a_row)));
    }

    #[test]
    fn behaviour_shows(
        golden in any_golden(),
        event in any::<prop::sample::Index>(),
        place in any::<prop::sample::Index>(),
        kind in prop::sample::select(vec![Change::Removed, Change::OtherType, Change::OtherWord, Change::Joined]),
    ) {
        let mut documents = documents(golden);
        let event = event.index(documents.len());
        let mut places = Vec::new();
        // The envelope's words decide which document is the event at all.
        pointers(&documents[event]["message"], "/message", &mut places);
        let place = &places[place.index(places.len())];
        if change(&mut documents[event], place, kind) {
            for masking in maskings().iter().take(4) {
                let before = normalized(GOLDENS[golden].text, masking);
                prop_assert_ne!(normalized(&lines(&documents), masking), before, "{} {:?}", place, kind);
            }
        }
    }

    #[test]
    fn nothing_keeps_it_from_being_its_own(
        golden in any_golden(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any_value()), 0..20),
        masking in prop::sample::select(maskings()),
    ) {
        let mut documents = documents(golden);
        for (event, place, value) in edits {
            let event = event.index(documents.len());
            let place = PLACES[place.index(PLACES.len())];
            let (parent, key) = place.rsplit_once('/').expect("a place");
            // An edit before may have taken the object away.
            if let Some(Value::Object(parent)) = documents[event].pointer_mut(parent) {
                parent.insert(key.to_owned(), value);
            }
        }
        let once = normalized(&lines(&documents), &masking);
        prop_assert_eq!(normalized(&once, &masking), once.clone());
        let read = NormalForm::read(&once).expect("a normal form");
        prop_assert_eq!(written(&read), once);
    }
}
