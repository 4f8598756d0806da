//! Every event is checked, or it is counted and the run is incomplete: whatever it stands in.

use std::io::{self, Cursor, Read};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use callproof::Checker;
use callproof::capture::Options;
use callproof::report::{Outcome, Report};
use proptest::prelude::*;
use serde_json::{Value, json};

const EVENT: &str = include_str!("../golden/incoming-call.json");

/// A text that comes in pieces of that size.
struct Pieces(Cursor<String>, usize);

impl Read for Pieces {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let size = self.1.min(into.len());
        self.0.read(into.get_mut(..size).unwrap_or_default())
    }
}

/// What an event can stand in.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Layer {
    Member,
    Array,
    Text,
    Twice,
    Base64,
    Prefix,
    PrefixAndTail,
    TwoOnALine,
    BelowALine,
    ServerSent,
    SocketIo,
    Cell,
    Frame,
    Body,
    Request,
    Form,
    FormTwice,
    Page,
    Key,
    Escaped,
    Mime,
    Hex,
    Numbers,
}

const LAYERS: [Layer; 23] = [
    Layer::Member,
    Layer::Array,
    Layer::Text,
    Layer::Twice,
    Layer::Base64,
    Layer::Prefix,
    Layer::PrefixAndTail,
    Layer::TwoOnALine,
    Layer::BelowALine,
    Layer::ServerSent,
    Layer::SocketIo,
    Layer::Cell,
    Layer::Frame,
    Layer::Body,
    Layer::Request,
    Layer::Form,
    Layer::FormTwice,
    Layer::Page,
    Layer::Key,
    Layer::Escaped,
    Layer::Mime,
    Layer::Hex,
    Layer::Numbers,
];

/// A text, as it may stand in another.
fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| text.into())
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// As the value of a form: a space is a plus sign.
fn percent(text: &str) -> String {
    let one = |byte: u8| match byte {
        b' ' => "+".to_owned(),
        _ if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(one).collect()
}

/// The inside of a JSON string.
fn escaped(text: &str) -> String {
    let quoted = quoted(text);
    let inside = quoted
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'));
    inside.expect("quotes").to_owned()
}

fn pretty(text: &str) -> String {
    match serde_json::from_str::<Value>(text) {
        Ok(value) => serde_json::to_string_pretty(&value).expect("JSON"),
        Err(_) => text.to_owned(),
    }
}

fn har(entries: impl Iterator<Item = Value>) -> Vec<String> {
    let entries: Vec<Value> = entries.collect();
    vec![json!({ "log": { "version": "1.2", "entries": entries } }).to_string()]
}

fn body(text: &String) -> Value {
    let content = match text.len() % 2 {
        0 => json!({ "mimeType": "application/json", "text": text }),
        _ => json!({ "mimeType": "x/y", "encoding": "base64", "text": STANDARD.encode(text) }),
    };
    json!({ "request": { "url": "https://host/a?b={c}" }, "response": { "status": 200, "content": content } })
}

impl Layer {
    fn around(self, texts: &[String]) -> Vec<String> {
        let each = |around: fn(&String) -> String| texts.iter().map(around).collect();
        match self {
            Layer::Member => each(|text| format!(r#"{{"id":7,"detail":{{"of":{},"x":"}}"}}}}"#, value(text))),
            Layer::Array => {
                let values: Vec<Value> = texts.iter().map(|text| value(text)).collect();
                vec![json!({ "Records": values }).to_string()]
            }
            Layer::Text => each(|text| format!(r#"{{"body":{}}}"#, quoted(text))),
            Layer::Twice => each(|text| format!(r#"{{"body":{}}}"#, quoted(&quoted(text)))),
            Layer::Base64 => each(|text| STANDARD.encode(text)),
            Layer::Prefix => each(|text| format!("2026-01-02T03:04:05Z INFO [worker-1] it's sent {text}")),
            Layer::PrefixAndTail => each(|text| format!("[2026-01-02] {{worker}} {text} in 5 ms {{}}")),
            Layer::TwoOnALine => texts.chunks(2).map(|two| two.join(" then ")).collect(),
            Layer::BelowALine => each(|text| format!("12:00 INFO sent\n{}", pretty(text))),
            Layer::ServerSent => each(|text| {
                let lines: Vec<String> = text.lines().map(|line| format!("data: {line}")).collect();
                format!("event: message\nid: 1\n{}\n", lines.join("\n"))
            }),
            Layer::SocketIo => each(|text| format!(r#"42["m",{}]"#, value(text))),
            Layer::Cell => each(|text| format!("1,a b,\"{}\",\"\"", text.replace('"', "\"\""))),
            Layer::Frame => har(texts.iter().map(|text| {
                json!({ "_webSocketMessages": [{ "type": "receive", "opcode": 1, "data": text }] })
            })),
            Layer::Body => har(texts.iter().map(body)),
            Layer::Key => each(|text| format!(r#"{{{}:""}}"#, quoted(text))),
            Layer::Escaped => each(|text| format!("INFO msg={}", escaped(text))),
            Layer::Mime => each(|text| {
                let text = STANDARD.encode(text);
                let lines: Vec<&str> = text.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).expect("ASCII")).collect();
                lines.join("\r\n")
            }),
            Layer::Hex => each(|text| text.bytes().map(|byte| format!("{byte:02x}")).collect()),
            Layer::Numbers => each(|text| json!({ "type": "Buffer", "data": text.as_bytes() }).to_string()),
            Layer::Page => each(|text| {
                let text = text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;");
                format!("<pre class=\"event\">{text}</pre>")
            }),
            Layer::Form => each(|text| format!("POST payload={}&retry=1", percent(text))),
            Layer::FormTwice => each(|text| json!({ "url": format!("wss://h/?e={}", percent(&percent(text))) }).to_string()),
            Layer::Request => har(texts.iter().map(|text| {
                json!({ "request": { "postData": { "mimeType": "text/plain", "text": text } } })
            })),
        }
    }
}

/// The documented event, or one with a fault that leaves it recognisable.
fn event(fault: u8) -> String {
    let mut event: Value = serde_json::from_str(EVENT).expect("JSON");
    match fault {
        0 => event["message"]["call"]["ButtonStates"]["count"] = 10.into(),
        1 => event["subtopic"] = "InBoundCallStateChange".into(),
        2 => drop(event.as_object_mut().expect("an object").remove("subtopic")),
        3 => event["channel"] = Value::Null,
        4 => {
            event["message"]["call"]["CallVariables"]["note"] = "a \"b\" {c} é\n\\ \u{1F600}".into()
        }
        5 => event["message"] = "gone".into(),
        _ => {}
    }
    if fault.is_multiple_of(2) {
        event.to_string()
    } else {
        serde_json::to_string_pretty(&event).expect("JSON")
    }
}

fn check(text: &str, piece: usize, unwrap: bool, at: &[&str]) -> Report {
    let at = at.iter().map(|&at| at.to_owned()).collect();
    let checker = Checker {
        capture: Options { unwrap, at },
        ..Checker::default()
    };
    checker
        .check_reader("capture", Pieces(Cursor::new(text.to_owned()), piece))
        .expect("it is read")
}

fn capture() -> impl Strategy<Value = (Vec<u8>, Vec<Layer>, usize)> {
    let faults = prop::collection::vec(0_u8..12, 1..=50);
    let layers = prop::collection::vec(prop::sample::select(LAYERS.as_slice()), 1..=4);
    (faults, layers, 1_usize..50)
}

fn text_of(faults: &[u8], layers: &[Layer]) -> String {
    let events = faults.iter().map(|fault| event(*fault)).collect();
    let around = |texts: Vec<String>, layer: &Layer| layer.around(&texts);
    layers.iter().fold(events, around).join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_event_goes_unread((faults, layers, pieces) in capture()) {
        let text = text_of(&faults, &layers);
        let all = faults.len() as u64;
        let piece = text.len() / pieces + 1;
        let taken = check(&text, piece, true, &[]).counts;
        prop_assert_eq!((taken.events, taken.unchecked), (all, 0), "--unwrap {}", text);
        for at in [&[][..], &[""], &["/detail/of"], &["/body"], &["/Records/0"], &["/*/*"]] {
            let report = check(&text, piece, false, at);
            let counts = report.counts;
            prop_assert_eq!(counts.events + counts.unchecked, all, "{:?} {}", at, text);
            prop_assert!(counts.unchecked == 0 || report.outcome != Outcome::Conformant);
        }
    }
}

/// Compositions that were not read once.
#[test]
fn no_event_goes_unread_that_once_did() {
    let compositions: [&[Layer]; 7] = [
        &[Layer::Cell, Layer::Page],
        &[Layer::Page, Layer::TwoOnALine],
        &[Layer::Mime, Layer::ServerSent],
        &[Layer::Mime, Layer::Escaped],
        &[Layer::PrefixAndTail],
        &[Layer::Escaped, Layer::Page],
        &[Layer::Escaped, Layer::Cell],
    ];
    let faults = [0, 5, 7, 6, 4, 0];
    for layers in compositions {
        let text = text_of(&faults, layers);
        for pieces in [1, 2, 7, 40] {
            let piece = text.len() / pieces + 1;
            let taken = check(&text, piece, true, &[]).counts;
            assert_eq!(
                (taken.events, taken.unchecked),
                (6, 0),
                "{layers:?} in {pieces} pieces"
            );
            let counted = check(&text, piece, false, &[]).counts;
            assert_eq!(
                counted.events + counted.unchecked,
                6,
                "{layers:?} in {pieces} pieces"
            );
        }
    }
}

/// What a log collector writes before each line of events that go over several.
#[test]
fn a_prefix_on_every_line_is_no_part_of_an_event() {
    let prefixed = |fault: &u8| {
        let lines = pretty(&event(*fault));
        lines
            .lines()
            .map(|line| format!("web-1  | 12:00:01 {line}\n"))
            .collect::<String>()
    };
    let text: String = [6, 0, 7, 4, 6].iter().map(prefixed).collect();
    for pieces in 1..30 {
        let taken = check(&text, text.len() / pieces + 1, true, &[]).counts;
        assert_eq!(
            (taken.events, taken.unchecked),
            (5, 0),
            "in {pieces} pieces"
        );
    }
    assert_ne!(
        check(&text, text.len(), false, &[]).outcome,
        Outcome::Conformant
    );
}
