//! What is JSON and what is not, as RFC 8259 says: alone, inside an object, and beside another reader.

use callproof::json::{Read, read};

/// Accepted: exactly what the grammar of RFC 8259 allows, blanks around it included.
const ACCEPTED: &[&str] = &[
    // Numbers.
    "0",
    "-0",
    "1",
    "-1",
    "10",
    "1234567890",
    "0.0",
    "-0.0",
    "0.1",
    "1.5",
    "-1.25",
    "1e1",
    "1E1",
    "1e+1",
    "1e-1",
    "0e0",
    "0E+00",
    "-0e-0",
    "1.5e300",
    "1e999",
    "-1e999",
    "1e-999",
    "123456789012345678901234567890",
    "0.000000000000000000000000000001",
    "1e01",
    "9007199254740993",
    "1.0E+2",
    // Literals.
    "true",
    "false",
    "null",
    // Strings and escapes.
    "\"\"",
    "\"a\"",
    "\" \"",
    "\"\\\"\"",
    "\"\\\\\"",
    "\"\\/\"",
    "\"/\"",
    "\"\\b\\f\\n\\r\\t\"",
    "\"\\u0000\"",
    "\"\\u0041\"",
    "\"\\u00e9\"",
    "\"\\u00E9\"",
    "\"\\uFFFF\"",
    "\"\\ufdd0\"",
    "\"\\u2028\"",
    "\"\u{2028}\"",
    "\"\u{7F}\"",
    "\"\u{80}\"",
    "\"é\"",
    "\"😀\"",
    "\"\\ud83d\\ude00\"",
    "\"\\uD83D\\uDE00\"",
    "\"\\uDBFF\\uDFFF\"",
    "\"\\uD800\\uDC00\"",
    "\"\u{FEFF}\"",
    "\"\u{10FFFF}\"",
    "\"'\"",
    "\"// no comment\"",
    "\"\\\\u0041\"",
    "\"[{\"",
    // Arrays and objects.
    "[]",
    "[ ]",
    "[1]",
    "[1,2]",
    "[ 1 , 2 ]",
    "[[]]",
    "[[],[]]",
    "[{}]",
    "[null,true,false,0,\"\",{},[]]",
    "{}",
    "{ }",
    "{\"a\":1}",
    "{ \"a\" : 1 }",
    "{\"\":0}",
    "{\"a\":{\"a\":{}}}",
    "{\"a\":1,\"b\":2}",
    "{\"\\u0061\":1}",
    "{\"é\":1}",
    "{\"a\":1,\"a\":1}",
    // The four kinds of space.
    " 1",
    "1 ",
    "\t1",
    "\n1\n",
    "\r1\r",
    "\r\n\t [ \r\n\t 1 \r\n\t ] \r\n\t ",
    "{\n\"a\"\r:\t1 }",
];

/// Refused.
const REFUSED: &[&str] = &[
    // Numbers.
    "+1",
    "01",
    "-01",
    "00",
    "0.",
    ".5",
    "-.5",
    "1.",
    "1.e1",
    "1e",
    "1e+",
    "1E-",
    "-",
    "--1",
    "1e1.5",
    "0x1F",
    "0b1",
    "1_000",
    "1,000,",
    "1a",
    "NaN",
    "Infinity",
    "-Infinity",
    "nan",
    "inf",
    "1 2",
    "1e 5",
    "١",
    "1.2.3",
    "1+1",
    "-a",
    "0e",
    "1n",
    // Literals.
    "True",
    "TRUE",
    "False",
    "None",
    "NULL",
    "Null",
    "nul",
    "tru",
    "truee",
    "nullx",
    "undefined",
    "yes",
    "nil",
    "true false",
    // Strings and escapes.
    "\"",
    "\"a",
    "a\"",
    "'a'",
    "`a`",
    "\u{201C}a\u{201D}",
    "\"\\a\"",
    "\"\\v\"",
    "\"\\0\"",
    "\"\\x41\"",
    "\"\\'\"",
    "\"\\U0041\"",
    "\"\\u\"",
    "\"\\u1\"",
    "\"\\u12\"",
    "\"\\u123\"",
    "\"\\u12G4\"",
    "\"\\u{41}\"",
    "\"\\u 041\"",
    "\"\\\"",
    "\"\\",
    "\"\\ud83d\"",
    "\"\\ude00\"",
    "\"\\ude00\\ud83d\"",
    "\"\\ud83d\\ud83d\"",
    "\"\\ud83dx\"",
    "\"\\ud83d\\n\"",
    "\"\\ud83d\\u0041\"",
    "\"\t\"",
    "\"\n\"",
    "\"\r\"",
    "\"\u{0}\"",
    "\"\u{1}\"",
    "\"\u{1F}\"",
    "\"\u{8}\"",
    "\"a\" \"b\"",
    // Arrays and objects.
    "[",
    "]",
    "[1",
    "1]",
    "[1,]",
    "[,1]",
    "[,]",
    "[1,,2]",
    "[1 2]",
    "[1;2]",
    "[1:2]",
    "[}",
    "[)",
    "[1}",
    "[[]",
    "[]]",
    "{",
    "}",
    "{]",
    "{}}",
    "{,}",
    "{\"a\"}",
    "{\"a\":}",
    "{\"a\" 1}",
    "{\"a\":1,}",
    "{,\"a\":1}",
    "{\"a\":1,,\"b\":2}",
    "{\"a\":1 \"b\":2}",
    "{\"a\"=1}",
    "{\"a\"::1}",
    "{a:1}",
    "{1:1}",
    "{'a':1}",
    "{null:1}",
    "{\"a\":1;}",
    "{\"a\":1}}",
    "{\"a\":[1}",
    "{[1]:1}",
    "{\"a\",\"b\"}",
    "{\"a\":1:2}",
    "(1)",
    // Comments.
    "// c\n1",
    "/* c */1",
    "1// c",
    "1/**/",
    "# c\n1",
    "[1/**/]",
    "[1//\n]",
    "<!-- -->1",
    "-- c\n1",
    // Spaces that are none, and byte-order marks.
    "\u{A0}1",
    "1\u{A0}",
    "\u{B}1",
    "\u{C}1",
    "\u{85}1",
    "\u{2028}1",
    "\u{3000}1",
    "\u{200B}1",
    "\u{FEFF}1",
    "1\u{FEFF}",
    "[\u{FEFF}]",
    "\u{0}1",
    "1\u{0}",
    "[\u{A0}1]",
    // Nothing.
    "",
    " ",
    "\n",
];

/// Bytes that are not UTF-8, inside a string.
const NOT_UTF8: &[&[u8]] = &[
    b"\"\xFF\"",
    b"\"\xC0\x80\"",
    b"\"\xC3\"",
    b"\"\xE2\x82\"",
    b"\"\xED\xA0\x80\"",
    b"\"\xF4\x90\x80\x80\"",
    b"\"\xF0\x80\x80\x80\"",
    b"\"\x80\"",
    b"[\xFF]",
    b"\xFF",
];

/// Whether the text is one document, blanks around it aside.
fn is_json(text: &[u8]) -> bool {
    match read(text, true) {
        Read::Whole(_, end) => text[end..].iter().all(|byte| b" \t\r\n".contains(byte)),
        Read::Broken(_) => false,
        Read::Short => panic!("a text that has come whole is never short"),
    }
}

fn around(text: &[u8]) -> [Vec<u8>; 4] {
    let inside = |before: &[u8], behind: &[u8]| [before, text, behind].concat();
    [
        text.to_vec(),
        inside(b"{\"key\":", b"}"),
        inside(b"{\"key\":[", b"],\"more\":null}"),
        inside(b"[[", b"]]"),
    ]
}

#[test]
fn what_the_grammar_allows_is_read() {
    for text in ACCEPTED {
        for (place, whole) in around(text.as_bytes()).iter().enumerate() {
            let shown = String::from_utf8_lossy(whole);
            assert!(is_json(whole), "{place}: {shown}");
        }
    }
}

#[test]
fn what_it_does_not_allow_is_refused() {
    assert!(ACCEPTED.len() + REFUSED.len() + NOT_UTF8.len() >= 120);
    let texts = REFUSED.iter().map(|text| text.as_bytes());
    for text in texts.chain(NOT_UTF8.iter().copied()) {
        for (place, whole) in around(text).iter().enumerate() {
            // Inside an array a list, or nothing at all, is right.
            let in_list = place >= 2 && text.trim_ascii().is_empty();
            let shown = String::from_utf8_lossy(whole);
            assert!(!is_json(whole) || in_list, "{place}: {shown}");
        }
    }
}

/// The other reader agrees, but for numbers beyond what it can hold.
#[test]
fn another_reader_agrees() {
    let texts = ACCEPTED.iter().chain(REFUSED).map(|text| text.as_bytes());
    for text in texts.chain(NOT_UTF8.iter().copied()) {
        for whole in around(text) {
            let other = serde_json::from_slice::<serde_json::Value>(&whole);
            let shown = String::from_utf8_lossy(&whole);
            match other {
                Err(error) if error.to_string().contains("number out of range") => {}
                other => assert_eq!(is_json(&whole), other.is_ok(), "{shown}"),
            }
        }
    }
}

/// As many levels as are allowed, and one more.
#[test]
fn nesting_has_a_stated_limit() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let nested = |depth: usize| {
            let inner = if open == "[" { "" } else { "1" };
            format!("{}{inner}{}", open.repeat(depth), close.repeat(depth))
        };
        for (depth, expected) in [
            (1, true),
            (127, true),
            (128, true),
            (129, false),
            (5000, false),
        ] {
            assert_eq!(
                is_json(nested(depth).as_bytes()),
                expected,
                "{open} {depth}"
            );
        }
    }
}
