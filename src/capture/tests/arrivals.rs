//! Ways a capture arrives: compressed, in log lines, in packets, in HTTP archives.

use std::io::Write;

use super::*;
use crate::json::FaultKind;

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn zstd(text: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(text, ruzstd::encoding::CompressionLevel::Fastest)
}

fn sample(lines: usize) -> String {
    (0..lines)
        .map(|line| {
            format!(
                "{{\"line\":{line},\"hash\":\"{:x}\"}}\n",
                line * line * 7919
            )
        })
        .collect()
}

#[test]
fn compressed_captures_give_the_same_documents() {
    let text = sample(500);
    let (one, other) = text.as_bytes().split_at(7000);
    let plain = all(text.as_bytes(), ALL_AT_ONCE, LIMITS);
    let skippable = [
        &[0x53, 0x2A, 0x4D, 0x18, 2, 0, 0, 0, 9, 9][..],
        &zstd(text.as_bytes()),
    ]
    .concat();
    let cases = [
        ("gzip", gzip(text.as_bytes())),
        ("gzip members", [gzip(one), gzip(other)].concat()),
        (
            "gzip with zeros behind",
            [gzip(text.as_bytes()), vec![0; 1000]].concat(),
        ),
        ("zstd", zstd(text.as_bytes())),
        ("zstd frames", [zstd(one), zstd(other)].concat()),
        ("zstd with a frame to skip", skippable),
    ];
    for (name, packed) in cases {
        for sizes in [ALL_AT_ONCE, &[1], &[100, 3]] {
            assert_eq!(all(&packed, sizes, LIMITS), plain, "{name} {sizes:?}");
        }
        let mut capture = capture(&packed, ALL_AT_ONCE, LIMITS, &Options::default());
        documents(&mut capture);
        assert_eq!(capture.facts().bytes, packed.len() as u64, "{name}");
        assert!(capture.facts().sha256.is_some(), "{name}");
    }
}

#[test]
fn a_cut_stream_gives_what_it_holds() {
    let text = sample(500);
    let plain = all(text.as_bytes(), ALL_AT_ONCE, LIMITS);
    for (name, packed) in [
        ("gzip", gzip(text.as_bytes())),
        ("zstd", zstd(text.as_bytes())),
    ] {
        for cut in (1..packed.len()).step_by(97).skip(1) {
            let found = all(&packed[..cut], ALL_AT_ONCE, LIMITS);
            let (last, before) = found.split_last().unwrap();
            assert!(last.contains("Stream("), "{name} {cut}: {last}");
            assert_eq!(before, &plain[..before.len()], "{name} {cut}");
        }
        let found = all(&packed[..packed.len() - 1], ALL_AT_ONCE, LIMITS);
        assert_eq!(found.len(), plain.len() + 1, "{name} without its last byte");
    }
}

#[test]
fn damage_is_told_and_never_a_panic() {
    let text = sample(200);
    for packed in [gzip(text.as_bytes()), zstd(text.as_bytes())] {
        for at in 4..packed.len() {
            let mut damaged = packed.clone();
            damaged[at] ^= 0x41;
            let _ = all(&damaged, ALL_AT_ONCE, LIMITS);
        }
    }
    let garbage = [gzip(b"{}\n"), b"garbage".to_vec()].concat();
    let found = all(&garbage, ALL_AT_ONCE, LIMITS);
    assert_eq!(found.len(), 2);
    assert!(found[1].contains("Stream("), "{found:?}");
}

#[test]
fn streams_that_grow_without_measure_are_refused() {
    let text = format!("{{}}\n{}", " ".repeat(100_000));
    for packed in [gzip(text.as_bytes()), zstd(text.as_bytes())] {
        let mut capture = capture(&packed, ALL_AT_ONCE, SMALL, &Options::default());
        let found = documents(&mut capture);
        assert_eq!(found.len(), 2);
        assert!(told(&found[1]).contains("Ratio"));
        assert!(!told(&found[0]).contains("Ratio"));
    }
}

fn extracted(text: &str, extract: Extract, at: Option<&str>) -> (Vec<String>, Facts) {
    let options = Options {
        extract,
        at: at.map(str::to_owned),
    };
    let mut capture = capture(text.as_bytes(), &[13], LIMITS, &options);
    let found = documents(&mut capture).iter().map(told).collect();
    (found, capture.facts())
}

#[test]
fn a_damaged_stream_is_one_finding() {
    let text = "{\"a\":1}\n{\"a\":'garbage";
    let mut packed = gzip(text.as_bytes());
    // The checksum stands behind all text.
    let last = packed.len() - 8;
    packed[last] ^= 1;
    for extract in [Extract::None, Extract::Prefix] {
        let options = Options { extract, at: None };
        let mut capture = capture(&packed, &[13], LIMITS, &options);
        let found: Vec<String> = documents(&mut capture).iter().map(told).collect();
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[1].contains("Stream("), "{found:?}");
    }
}

#[test]
fn log_lines_end_with_documents() {
    let text = "12:00 INFO {x} got {\"a\":{}}\n\
        12:01 nothing\r\n\
        12:02 é {\"a\":2}  \r\n\
        12:03 {\"a\":3} in 5 ms\n\
        12:04 {\"a\":\"cut";
    let (found, facts) = extracted(text, Extract::Prefix, None);
    assert_eq!(
        found,
        [
            "1 1:20 ok `{\"a\":{}}`",
            "2 3:9 ok `{\"a\":2}`",
            "3 5:7 Truncated(1) at 5:16 and 5:7 `{\"a\":\"cut`",
        ]
    );
    assert_eq!((facts.passed_over, facts.documents), (2, 3));
    assert!(facts.sha256.is_some());
}

#[test]
fn events_are_taken_out_of_packets() {
    let object = "{\"to\":\"x\",\n \"body\":{\"a\":1}}";
    let string = r#"{"body":"\n{\"a\":\"\u00e9\", \"b\":1}"}"#;
    let nested = r#"{"a":"{\"b\":\"{\\\"c\\\":1}\"}"}"#;
    let part = r#"{"a":"{\"b\":{\"c\":1}}"}"#;
    let broken = r#"{"body":"{\"a\":\"é\" 1}"}"#;
    let cases = [
        ("an object", object, "/body", "1 2:9 ok `{\"a\":1}`"),
        (
            "a string",
            string,
            "/body",
            "1 1:12 ok `{\"a\":\"é\", \"b\":1}`",
        ),
        (
            "a string in a string",
            nested,
            "/a/b",
            "1 1:16 ok `{\"c\":1}`",
        ),
        (
            "an object in a string",
            part,
            "/a/b",
            "1 1:14 ok `{\"c\":1}`",
        ),
        (
            "broken in a string",
            broken,
            "/body",
            "1 1:10 MissingComma at 1:23 `{\"a\":\"é\" 1}`",
        ),
        ("not there", "{\"a\":1}", "/body", "1 1:1 ok `{\"a\":1}`"),
        (
            "another string",
            "{\"a\":\"b\"}",
            "/a",
            "1 1:1 ok `{\"a\":\"b\"}`",
        ),
        ("a number", "{\"a\":1}", "/a", "1 1:1 ok `{\"a\":1}`"),
    ];
    for (name, text, pointer, expected) in cases {
        let (found, _) = extracted(text, Extract::None, Some(pointer));
        assert_eq!(found, [expected], "{name}");
    }
}

#[test]
fn archives_give_their_messages() {
    let text = r#"{"log":{"entries":[
{"response":{"content":{"mimeType":"application/json","text":"{\"a\":1}"}}},
{"response":{"content":{"mimeType":"text/html","text":"<p>"}},
 "_webSocketMessages":[{"type":"receive","data":"ping"},{"data":"{\"a\":2}"},
 {"data":"{\"a\":}"}]}]}}"#;
    let (found, _) = extracted(text, Extract::Har, None);
    assert_eq!(
        found,
        [
            "1 2:63 ok `{\"a\":1}`",
            "2 4:66 ok `{\"a\":2}`",
            "3 5:11 MissingValue at 5:18 `{\"a\":}`",
        ]
    );
    assert_eq!(extracted("{}", Extract::Har, None).0, ["1 1:1 ok `{}`"]);
}

#[test]
fn packets_are_recognised() {
    let event = r#"{"channel":"c","topic":"t","subtopic":"s"}"#;
    let quoted = serde_json::to_string(event).unwrap();
    let cases = [
        (format!("{{\"data\":{event}}}"), Some("/data")),
        (
            format!("{{\"a\":1,\"b/c\":{{\"d\":{quoted}}}}}"),
            Some("/b~1c/d"),
        ),
        (
            "{\"a\":{\"message\":{\"call\":{\"ButtonStates\":{}}}}}".to_owned(),
            Some("/a"),
        ),
        ("{\"a\":{\"channel\":1}}".to_owned(), None),
    ];
    for (text, expected) in cases {
        let json::Read::Whole(tape, _) = json::read(text.as_bytes(), true) else {
            panic!("{text}");
        };
        assert_eq!(packet(tape.root(&text)).as_deref(), expected, "{text}");
        if let Some(pointer) = expected {
            let (found, _) = extracted(&text, Extract::None, Some(pointer));
            assert!(!found[0].starts_with("1 1:1 "), "{found:?}");
        }
    }
}

#[test]
fn a_slow_pipe_gives_documents_as_they_come() {
    let text = b"{}\n{}\n{}\n";
    let mut capture = capture(text, &[3], LIMITS, &Options::default());
    for number in 1..=3 {
        let batch = capture.next_batch().unwrap().unwrap();
        assert_eq!(batch.len(), 1, "{number}");
        assert_eq!(batch[0].number, number);
    }
    assert!(capture.next_batch().unwrap().is_none());
    assert_eq!(capture.facts().documents, 3);
}

#[test]
fn a_read_that_fails_is_our_error() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("gone"))
        }
    }
    let input = io::Cursor::new(b"{}\n{".to_vec()).chain(Failing);
    let mut capture = Capture::from_reader("pipe", input, &Options::default());
    assert_eq!(capture.next_batch().unwrap().unwrap().len(), 1);
    let error = capture.next_batch().unwrap_err();
    assert_eq!(error.to_string(), "cannot read pipe: gone");
}

#[test]
fn the_kind_of_a_cut_is_the_stream() {
    let packed = gzip(sample(3).as_bytes());
    let mut capture = capture(
        &packed[..packed.len() - 12],
        ALL_AT_ONCE,
        LIMITS,
        &Options::default(),
    );
    let last = documents(&mut capture).pop().unwrap();
    assert!(
        matches!(&last.content, Content::Broken { fault, .. } if matches!(fault.kind, FaultKind::Stream(_)))
    );
}
