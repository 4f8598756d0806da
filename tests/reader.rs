//! The reader against serde_json: both accept and refuse alike, and hold equal values.

mod writer;

use callproof::json::{self, FaultKind, Kind, Node, Read, Tape};
use proptest::prelude::*;
use serde_json::{Map, Value};
use writer::print;

/// What the tape holds, as serde_json would; none where a number is beyond it.
fn value(node: Node<'_>) -> Option<Value> {
    Some(match node.kind() {
        Kind::Null => Value::Null,
        Kind::Boolean => Value::Bool(node.boolean()?),
        Kind::Number => Value::Number(node.number_value()?),
        Kind::String => Value::String(node.string()?.into_owned()),
        Kind::Array => Value::Array(
            node.elements()
                .map(|element| value(element.value))
                .collect::<Option<_>>()?,
        ),
        Kind::Object => Value::Object(
            node.members()
                .map(|member| Some((member.key.string()?.into_owned(), value(member.value)?)))
                .collect::<Option<Map<_, _>>>()?,
        ),
    })
}

/// Reads the whole text as one document.
fn tape(text: &[u8]) -> Option<(&str, Tape)> {
    let Read::Whole(tape, end) = json::read(text, true) else {
        return None;
    };
    let blank = text[end..].iter().all(u8::is_ascii_whitespace) && !text[end..].contains(&12);
    blank.then(|| (std::str::from_utf8(&text[..end]).unwrap(), tape))
}

/// Both readers say the same of the text.
fn agree(text: &[u8]) -> Result<(), TestCaseError> {
    let theirs = serde_json::from_slice::<Value>(text);
    let shown = String::from_utf8_lossy(text);
    match (tape(text), theirs) {
        (None, Err(_)) => {}
        (Some((own, tape)), Ok(theirs)) => {
            let own = value(tape.root(own));
            prop_assert_eq!(own, Some(theirs), "{}", shown);
        }
        (Some((own, tape)), Err(error)) => {
            let beyond = error.to_string().contains("number out of range");
            prop_assert!(
                beyond && value(tape.root(own)).is_none(),
                "{}: {}",
                error,
                shown
            );
        }
        (None, Ok(_)) => prop_assert!(false, "only refused by us: {}", shown),
    }
    Ok(())
}

fn any_value() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        any::<String>(),
        "[a-c]{0,2}",
        Just("\u{0}\u{7f}😀/\u{2028}".to_owned())
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text.clone().prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 64, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            prop::collection::vec((text.clone(), inner), 0..30)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn printed() -> impl Strategy<Value = String> {
    (any_value(), prop::collection::vec(any::<u8>(), 1..50)).prop_map(|(value, style)| {
        let mut text = String::new();
        print(&value, &mut style.into_iter().cycle(), &mut text);
        text
    })
}

/// What a mutation puts in.
const BITS: &[&[u8]] = &[
    b"",
    b"\"",
    b"\\",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"0",
    b"-",
    b".",
    b"e",
    b"1e999",
    b"tru",
    b"\n",
    b" ",
    b"\x00",
    b"\xff",
    b"\xc3",
    b"\\u",
    b"\\ud800",
    b"\\udc00",
    b"\\ud83d\\ude00",
    b"\xef\xbb\xbf",
    b"\xc2\xa0",
    b"//",
    b"\"a\":1,",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(3000) })]

    #[test]
    fn values_are_read_as_they_were_written(text in printed()) {
        agree(text.as_bytes())?;
        prop_assert!(tape(text.as_bytes()).is_some());
    }

    #[test]
    fn mutated_texts_are_judged_alike(
        text in printed(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(BITS), 0usize..3), 1..4),
    ) {
        let mut text = text.into_bytes();
        for (place, bit, removed) in edits {
            let at = place.index(text.len() + 1);
            let end = (at + removed).min(text.len());
            text.splice(at..end, bit.iter().copied());
        }
        agree(&text)?;
    }

    #[test]
    fn faults_stand_in_the_text(
        text in printed(),
        place in any::<prop::sample::Index>(),
        bit in prop::sample::select(BITS),
    ) {
        let mut text = text.into_bytes();
        let at = place.index(text.len() + 1);
        text.splice(at..at, bit.iter().copied());
        if let Read::Broken(fault) = json::read(&text, true) {
            for span in [Some(fault.at), fault.other].into_iter().flatten() {
                prop_assert!(span.start <= span.end && span.end as usize <= text.len(), "{:?}", fault);
            }
        }
    }

    #[test]
    fn a_beginning_is_never_more_than_short(text in printed(), place in any::<prop::sample::Index>()) {
        let text = text.trim();
        let cut = &text.as_bytes()[..place.index(text.len())];
        match json::read(cut, false) {
            Read::Short => {}
            Read::Whole(..) => prop_assert!(false, "whole: {}", text),
            Read::Broken(fault) => prop_assert!(false, "{:?}: {}", fault, text),
        }
        match json::read(cut, true) {
            Read::Broken(fault) => {
                let told = matches!(fault.kind, FaultKind::Truncated(_) | FaultKind::Utf8);
                prop_assert!(told, "{:?}: {}", fault, text);
            }
            // A number's beginning may be a number.
            Read::Whole(tape, _) => prop_assert_eq!(tape.root(text).kind(), Kind::Number),
            Read::Short => prop_assert!(false, "short at the end"),
        }
    }
}

#[test]
fn edges_are_judged_as_serde_json_judges_them() {
    let cases = [
        "",
        " ",
        "0",
        "-0",
        "-",
        "01",
        "1.",
        ".5",
        "1e",
        "1e+",
        "1E-05",
        "-0.0e0",
        "1e400",
        "+1",
        "0x1",
        "1_0",
        "18446744073709551615",
        "18446744073709551616",
        "-9223372036854775809",
        "true",
        "tru",
        "truex",
        "True",
        "null",
        "nul",
        "NaN",
        "Infinity",
        "-Infinity",
        "\"\"",
        "\"",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u123g\"",
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\ud800\\u0041\"",
        "\"\\ud83d\\ude00\"",
        "\"\t\"",
        "\"\n\"",
        "\"\u{7f}\"",
        "[]",
        "[,]",
        "[1,]",
        "[1 2]",
        "[1,,2]",
        "[",
        "]",
        "[}",
        "{}",
        "{,}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\" 1}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1]",
        "{\"a\":1}}",
        "{} {}",
        "1 2",
        "\u{FEFF}{}",
        "\u{A0}{}",
        "// c\n{}",
        "{}/* c */",
        "{\"a\":1,\"a\":2}",
        "{\"\":0}",
        "\u{c}1",
    ];
    for text in cases {
        agree(text.as_bytes()).unwrap();
    }
    let bytes: [&[u8]; 5] = [
        b"\"\xff\"",
        b"\"\xc3\"",
        b"\"\xed\xa0\x80\"",
        b"\xff",
        b"\"\xf0\x9f\x98\"",
    ];
    for text in bytes {
        agree(text).unwrap();
    }
}

#[test]
fn nesting_is_read_to_its_limit() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(tape(nested(json::DEPTH_LIMIT).as_bytes()).is_some());
    let Read::Broken(fault) = json::read(nested(json::DEPTH_LIMIT + 1).as_bytes(), true) else {
        panic!("read deeper than allowed");
    };
    assert_eq!(fault.kind, FaultKind::TooDeep);
    assert_eq!(fault.at.start as usize, json::DEPTH_LIMIT);
}
