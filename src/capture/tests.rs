//! Captures as a table: bytes in, documents and their places out.

use std::io::{self, Read};
use std::path::PathBuf;

use proptest::prelude::*;

use super::*;
use crate::json::{Fault, Position};

const SMALL: Limits = Limits {
    document: 200,
    kept: 64,
    chunk: 16,
    drained: 100,
    ratio: 10,
    ratio_free: 1000,
};

/// Gives a text in pieces of these sizes, over and over.
struct Pieces {
    text: io::Cursor<Vec<u8>>,
    sizes: Vec<usize>,
    turn: usize,
}

impl Read for Pieces {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let size = self.sizes[self.turn % self.sizes.len()].min(into.len());
        self.turn += 1;
        self.text.read(&mut into[..size])
    }
}

fn documents(capture: &mut Capture) -> Vec<Document> {
    let mut found = Vec::new();
    while let Some(batch) = capture.next_batch().unwrap() {
        found.extend(batch);
    }
    found
}

fn capture(text: &[u8], sizes: &[usize], limits: Limits, options: &Options) -> Capture {
    let pieces = Pieces {
        text: io::Cursor::new(text.to_vec()),
        sizes: sizes.to_vec(),
        turn: 0,
    };
    Capture::limited(PathBuf::from("test"), Box::new(pieces), options, limits)
}

fn place(position: Position) -> String {
    format!("{}:{}", position.line, position.column)
}

fn fault(document: &Document, fault: &Fault) -> String {
    let at = place(document.position(fault.at.start));
    match fault.other {
        Some(other) => {
            let other = place(document.position(other.start));
            format!("{:?} at {at} and {other}", fault.kind)
        }
        None => format!("{:?} at {at}", fault.kind),
    }
}

/// A document in a line: where it is, how it was read, its text.
fn told(document: &Document) -> String {
    let start = place(document.position(0));
    let mut line = format!("{} {start} ", document.number);
    match &document.content {
        Content::Whole { .. } => line.push_str("ok"),
        Content::Broken {
            fault: what,
            refused,
            ..
        } => {
            line.push_str(&fault(document, what));
            line.push_str(if *refused { " refused" } else { "" });
        }
    }
    for slip in &document.slips {
        line.push_str(&format!(" after {:?}", slip.kind));
    }
    line.push_str(&format!(" `{}`", String::from_utf8_lossy(document.bytes())));
    line
}

fn all(text: &[u8], sizes: &[usize], limits: Limits) -> Vec<String> {
    let mut capture = capture(text, sizes, limits, &Options::default());
    documents(&mut capture).iter().map(told).collect()
}

const ALL_AT_ONCE: &[usize] = &[usize::MAX];

/// A name, a capture, and what is told of its documents.
type Case = (&'static str, &'static str, &'static [&'static str]);

const CASES: &[Case] = &[
    ("nothing", "", &[]),
    ("blanks", " \r\n\t", &[]),
    ("one", "{\"a\":1}", &["1 1:1 ok `{\"a\":1}`"]),
    ("indented", "\n  {\n}\n", &["1 2:3 ok `{\n}`"]),
    (
        "one a line",
        "{}\n{}\n",
        &["1 1:1 ok `{}`", "2 2:1 ok `{}`"],
    ),
    ("CRLF", "{}\r\n{}\r\n", &["1 1:1 ok `{}`", "2 2:1 ok `{}`"]),
    (
        "one after another",
        "{}{\n}{}",
        &["1 1:1 ok `{}`", "2 1:3 ok `{\n}`", "3 2:2 ok `{}`"],
    ),
    (
        "an array",
        "[{},\n {}]",
        &["1 1:2 ok `{}`", "2 2:2 ok `{}`"],
    ),
    ("an empty array", "[ ]", &[]),
    (
        "an array, then one",
        "[{}] {}",
        &["1 1:2 ok `{}`", "2 1:6 ok `{}`"],
    ),
    (
        "scalars",
        "[1,\"a\"]\n42\n",
        &["1 1:2 ok `1`", "2 1:4 ok `\"a\"`", "3 2:1 ok `42`"],
    ),
    (
        "byte-order mark",
        "\u{FEFF}{}",
        &["1 1:2 ok after ByteOrderMark `{}`"],
    ),
    (
        "foreign space first",
        "\u{A0}{}",
        &["1 1:1 ForeignSpace('\\u{a0}') at 1:1 `\u{A0}{}`"],
    ),
    (
        "not JSON",
        "<p>\n {}\n",
        &["1 1:1 NotJson at 1:1 and 2:2 refused `<p>\n {}\n`"],
    ),
    (
        "a broken line",
        "{}\n{\"a\":]\n{}",
        &[
            "1 1:1 ok `{}`",
            "2 2:1 Mismatch at 2:6 and 2:1 `{\"a\":]`",
            "3 3:1 ok `{}`",
        ],
    ),
    (
        "a line cut short",
        "{}\n{\"a\":1\n{}",
        &[
            "1 1:1 ok `{}`",
            "2 2:1 Truncated(1) at 2:7 and 2:1 `{\"a\":1`",
            "3 3:1 ok `{}`",
        ],
    ),
    (
        "cut in an array's member",
        "{}\n{\"a\":[1,\n{}\n",
        &[
            "1 1:1 ok `{}`",
            "2 2:1 Truncated(2) at 2:9 and 2:6 `{\"a\":[1,`",
            "3 3:1 ok `{}`",
        ],
    ),
    (
        "a broken one over lines",
        "{\n \"a\" 1\n}\n{\n}\n",
        &[
            "1 1:1 MissingColon at 2:6 and 2:2 `{\n \"a\" 1\n}`",
            "2 4:1 ok `{\n}`",
        ],
    ),
    (
        "trailing text",
        "{} x y\n{}",
        &[
            "1 1:1 ok `{}`",
            "2 1:4 TrailingText at 1:4 `x y`",
            "3 2:1 ok `{}`",
        ],
    ),
    (
        "a date behind",
        "{}\n2024-01-01 x\n{}",
        &[
            "1 1:1 ok `{}`",
            "2 2:1 TrailingText at 2:5 `2024-01-01 x`",
            "3 3:1 ok `{}`",
        ],
    ),
    (
        "a comment behind",
        "{} // x\n{}",
        &[
            "1 1:1 ok `{}`",
            "2 1:4 Comment at 1:4 `// x`",
            "3 2:1 ok `{}`",
        ],
    ),
    (
        "a stray bracket",
        "{}}\n{}",
        &[
            "1 1:1 ok `{}`",
            "2 1:3 Unopened at 1:3 `}`",
            "3 2:1 ok `{}`",
        ],
    ),
    (
        "a stray comma",
        "{},{}",
        &[
            "1 1:1 ok `{}`",
            "2 1:3 ExtraComma at 1:3 `,`",
            "3 1:4 ok `{}`",
        ],
    ),
    (
        "broken in a one-line array",
        "[{},{\"a\":},{}]",
        &[
            "1 1:2 ok `{}`",
            "2 1:5 MissingValue at 1:10 `{\"a\":}`",
            "3 1:12 ok `{}`",
        ],
    ),
    (
        "broken in an indented array",
        "[\n  {\n \"a\" 1\n  },\n  {\n  }\n]",
        &[
            "1 2:3 MissingColon at 3:6 and 3:2 `{\n \"a\" 1\n  },`",
            "2 5:3 ok `{\n  }`",
        ],
    ),
    (
        "cut in an array of lines",
        "[\n{\"a\":1},\n{\"a\":\n{\"a\":3}\n]",
        &[
            "1 2:1 ok `{\"a\":1}`",
            "2 3:1 Truncated(1) at 3:6 and 3:1 `{\"a\":`",
            "3 4:1 ok `{\"a\":3}`",
        ],
    ),
    (
        "an array abandoned",
        "[\n  {\"a\":\n[\n {}\n]\n",
        &[
            "1 2:3 Truncated(1) at 2:8 and 2:3 `{\"a\":`",
            "2 4:2 ok `{}`",
        ],
    ),
    (
        "the last element broken",
        "[\n  {\"a\":\n]\n{}",
        &[
            "1 2:3 Truncated(1) at 2:8 and 2:3 `{\"a\":`",
            "2 4:1 ok `{}`",
        ],
    ),
    (
        "no comma in an array",
        "[{} {}]",
        &["1 1:2 ok `{}`", "2 1:5 ok after MissingComma `{}`"],
    ),
    (
        "a trailing comma in an array",
        "[{},\n]",
        &["1 1:2 ok `{}`", "2 1:4 TrailingComma at 1:4 `,`"],
    ),
    (
        "two commas in an array",
        "[{},,{}]",
        &[
            "1 1:2 ok `{}`",
            "2 1:5 ExtraComma at 1:5 `,`",
            "3 1:6 ok `{}`",
        ],
    ),
    (
        "a word in an array",
        "[{} x, {}]",
        &[
            "1 1:2 ok `{}`",
            "2 1:5 TrailingText at 1:5 `x`",
            "3 1:8 ok `{}`",
        ],
    ),
    (
        "an open array",
        "[{},",
        &["1 1:2 ok `{}`", "2 1:5 Truncated(1) at 1:5 ``"],
    ),
    (
        "an open string",
        "{\"a\":\"b\n{}",
        &[
            "1 1:1 Truncated(1) at 1:8 and 1:1 `{\"a\":\"b`",
            "2 2:1 ok `{}`",
        ],
    ),
    (
        "the end in a document",
        "{\"a\":",
        &["1 1:1 Truncated(1) at 1:6 and 1:1 `{\"a\":`"],
    ),
];

#[test]
fn captures_are_framed() {
    for (name, text, expected) in CASES {
        let found = all(text.as_bytes(), ALL_AT_ONCE, LIMITS);
        assert_eq!(found, *expected, "{name}");
    }
}

#[test]
fn one_byte_at_a_time_changes_nothing() {
    for (name, text, expected) in CASES {
        let found = all(text.as_bytes(), &[1], LIMITS);
        assert_eq!(found, *expected, "{name}");
    }
}
