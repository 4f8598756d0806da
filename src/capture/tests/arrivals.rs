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

fn taken(text: &str, at: &[&str]) -> (Vec<String>, Facts) {
    let options = Options {
        unwrap: at.is_empty(),
        at: at.iter().map(|&at| at.to_owned()).collect(),
    };
    let mut capture = capture(text.as_bytes(), &[13], LIMITS, &options);
    let found = documents(&mut capture).iter().map(told).collect();
    (found, capture.facts())
}

#[test]
fn a_damaged_stream_is_one_finding() {
    let text = "{\"channel\":\"Amazon\",\"topic\":\"InboundCall\"}\n{\"a\":'garbage";
    let mut packed = gzip(text.as_bytes());
    // The checksum stands behind all text.
    let last = packed.len() - 8;
    packed[last] ^= 1;
    for unwrap in [false, true] {
        let at = Vec::new();
        let options = Options { unwrap, at };
        let mut capture = capture(&packed, &[13], LIMITS, &options);
        let found: Vec<String> = documents(&mut capture).iter().map(told).collect();
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[1].contains("Stream("), "{found:?}");
    }
}

#[test]
fn what_follows_a_stream_is_told() {
    for garbage in [
        &b"x"[..],
        b"\0\0{\"a\":1}",
        b"\x1F\x8C and so on and on",
        b"garbage",
    ] {
        let mut packed = gzip(b"{\"channel\":\"Amazon\"}\n");
        packed.extend_from_slice(garbage);
        let mut capture = capture(&packed, &[13], LIMITS, &Options::default());
        let found: Vec<String> = documents(&mut capture).iter().map(told).collect();
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(
            found[1].contains("something else follows behind its end"),
            "{found:?}"
        );
    }
}

#[test]
fn what_stands_at_the_place_is_taken() {
    let object = "{\"to\":\"x\",\n \"body\":{\"a\":1}}";
    let string = r#"{"body":"\n{\"a\":\"\u00e9\", \"b\":1}"}"#;
    let nested = r#"{"a":"{\"b\":\"{\\\"c\\\":1}\"}"}"#;
    let part = r#"{"a":"{\"b\":{\"c\":1}}"}"#;
    let broken = r#"{"body":"{\"a\":\"é\" 1}"}"#;
    let many = r#"{"a":[{"b":{"c":1}},{"b":{"c":2}}]}"#;
    let cases: [(&str, &str, &[&str], &[&str]); 9] = [
        ("an object", object, &["/body"], &["1 2:9 ok `{\"a\":1}`"]),
        (
            "a string",
            string,
            &["/body"],
            &["1 1:12 ok `{\"a\":\"é\", \"b\":1}`"],
        ),
        (
            "a string in a string",
            nested,
            &["/a/b"],
            &["1 1:16 ok `{\"c\":1}`"],
        ),
        (
            "an object in a string",
            part,
            &["/a/b"],
            &["1 1:14 ok `{\"c\":1}`"],
        ),
        (
            "broken in a string",
            broken,
            &["/body"],
            &["1 1:10 MissingComma at 1:23 `{\"a\":\"é\" 1}`"],
        ),
        (
            "any index",
            many,
            &["/a/*/b"],
            &["1 1:12 ok `{\"c\":1}`", "2 1:26 ok `{\"c\":2}`"],
        ),
        (
            "two places",
            many,
            &["/a/1/b", "/a/0"],
            &["1 1:7 ok `{\"b\":{\"c\":1}}`", "2 1:26 ok `{\"c\":2}`"],
        ),
        ("not there", "{\"a\":1}", &["/body"], &[]),
        ("a number", "{\"a\":1}", &["/a"], &[]),
    ];
    for (name, text, at, expected) in cases {
        assert_eq!(taken(text, at).0, expected, "{name}");
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
