//! Captures, and what is found of their documents.

/// A name, a capture, and what is found of its documents.
pub type Case = (&'static str, &'static str, &'static [&'static str]);

pub const CASES: &[Case] = &[
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
        &["1 1:1 Unopened at 1:3 `{}}`", "2 2:1 ok `{}`"],
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
        &[
            "1 1:1 StrayBracket at 1:1 `[`",
            "2 1:2 ok `{}`",
            "3 1:5 ok `{}`",
        ],
    ),
    (
        "no comma between the second and the third",
        "[\n{},\n{}\n{},\n{}\n]",
        &[
            "1 2:1 ok `{}`",
            "2 3:1 ok `{}`",
            "3 4:1 ok after MissingComma `{}`",
            "4 5:1 ok `{}`",
        ],
    ),
    (
        "a stray opening bracket",
        "{}\n[{}\n{}\n{}",
        &[
            "1 1:1 ok `{}`",
            "2 2:1 StrayBracket at 2:1 `[`",
            "3 2:2 ok `{}`",
            "4 3:1 ok `{}`",
            "5 4:1 ok `{}`",
        ],
    ),
    (
        "a stray bracket and a comma",
        "{}\n[{},\n{}\n{}\n{}",
        &[
            "1 1:1 ok `{}`",
            "2 2:2 ok `{}`",
            "3 3:1 ok `{}`",
            "4 2:1 StrayBracket at 2:1 `[`",
            "5 4:1 ok `{}`",
            "6 5:1 ok `{}`",
        ],
    ),
    (
        "a bracket alone before lines",
        "[\n{}\n{}\n{}",
        &[
            "1 1:1 StrayBracket at 1:1 `[`",
            "2 2:1 ok `{}`",
            "3 3:1 ok `{}`",
            "4 4:1 ok `{}`",
        ],
    ),
    (
        "a stray closing bracket in an array",
        "[\n{},\n]\n{},\n{}\n]",
        &[
            "1 2:1 ok `{}`",
            "2 3:1 Unopened at 3:1 `]`",
            "3 4:1 ok `{}`",
            "4 5:1 ok `{}`",
        ],
    ),
    (
        "closed too early",
        "{\"a\":1},\"b\":2}\n{}",
        &[
            "1 1:1 ClosedEarly at 1:7 and 1:8 `{\"a\":1},\"b\":2}`",
            "2 2:1 ok `{}`",
        ],
    ),
    (
        "a log line in brackets",
        "{}\n[INFO] {\"a\":1}\n[2025-01-01] x\n[42] y\n{}",
        &[
            "1 1:1 ok `{}`",
            "2 2:1 LogLine at 2:1 `[INFO] {\"a\":1}`",
            "3 3:1 LogLine at 3:1 `[2025-01-01] x`",
            "4 4:1 LogLine at 4:1 `[42] y`",
            "5 5:1 ok `{}`",
        ],
    ),
    (
        "garbage first",
        "x y\n{}\n{}",
        &[
            "1 1:1 Word(None) at 1:1 `x y`",
            "2 2:1 ok `{}`",
            "3 3:1 ok `{}`",
        ],
    ),
    (
        "a string alone",
        "\"connecting\"\n",
        &["1 1:1 ok `\"connecting\"`"],
    ),
    (
        "a byte-order mark alone",
        "\u{FEFF}",
        &["1 1:1 ByteOrderMark at 1:1 `\u{FEFF}`"],
    ),
    (
        "byte-order marks and no document",
        "\u{FEFF}\n{}\n\u{FEFF}\u{FEFF}\n",
        &[
            "1 1:1 ByteOrderMark at 1:1 `\u{FEFF}`",
            "2 2:1 ok `{}`",
            "3 3:1 ByteOrderMark at 3:1 `\u{FEFF}`",
        ],
    ),
    (
        "two byte-order marks and a document",
        "\u{FEFF}\u{FEFF}{}",
        &["1 1:3 ok after ByteOrderMark `{}`"],
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
        "[{},{} x, {}]",
        &[
            "1 1:2 ok `{}`",
            "2 1:5 ok `{}`",
            "3 1:8 TrailingText at 1:8 `x`",
            "4 1:11 ok `{}`",
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
        "a byte-order mark behind an open string",
        "{\"a\":\"b\n\u{FEFF}{}\n",
        &[
            "1 1:1 Truncated(1) at 1:8 and 1:1 `{\"a\":\"b`",
            "2 2:2 ok after ByteOrderMark `{}`",
        ],
    ),
    (
        "the end in a document",
        "{\"a\":",
        &["1 1:1 Truncated(1) at 1:6 and 1:1 `{\"a\":`"],
    ),
];
