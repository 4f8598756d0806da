//! Every way in which a text is not JSON: what is said, where, and the remedy.

use callproof::Checker;
use callproof::render::{Style, human};

const SAMPLE: &str = include_str!("../golden/incoming-call.json");

fn told(bytes: &[u8]) -> String {
    let report = Checker::default()
        .check_reader("capture", std::io::Cursor::new(bytes.to_vec()))
        .expect("a check of everything");
    let mut text = Vec::new();
    for finding in &report.findings {
        human::finding(finding, Style::default(), &mut text).expect("memory");
    }
    String::from_utf8(text).expect("UTF-8")
}

#[test]
fn each_fault_is_said_in_its_own_words() {
    let cases: &[(&str, &[u8])] = &[
        ("no-break space", "{\u{A0}\"a\": 1}".as_bytes()),
        ("zero-width space", "{\u{200B}\"a\": 1}".as_bytes()),
        ("ideographic space", "{\"a\":\u{3000}1}".as_bytes()),
        ("form feed", b"{\x0C\"a\": 1}"),
        ("byte-order mark", b"\xEF\xBB\xBF{\"a\": 1}"),
        ("UTF-16", b"\xFF\xFE{\0\"\0"),
        ("not UTF-8, in a string", b"{\"a\": \"caf\xE9\"}"),
        ("not UTF-8, between tokens", b"{\xFF\"a\": 1}"),
        ("lone surrogate", b"{\"a\": \"\\ud800x\"}"),
        ("lone low surrogate", b"{\"a\": \"\\udc00\"}"),
        ("raw tab in a string", b"{\"a\": \"x\ty\"}"),
        ("raw line break in a string", b"{\n\"a\": \"x\ny\"\n}"),
        ("unknown escape", b"{\"a\": \"\\x41\"}"),
        ("short escape", b"{\"a\": \"\\u12\"}"),
        ("cut in an object", b"{\"a\": 1,"),
        ("cut in a string", b"{\"a\": \"x"),
        ("cut in a word", b"{\"a\": tru"),
        ("array not closed", b"[{\"a\": 1},"),
        ("trailing text", b"{\"a\": 1} done"),
        ("one bracket too many", b"{\"a\": 1}}"),
        ("line comment", b"{\"a\": 1 // x\n}"),
        ("block comment", b"{/* x */\"a\": 1}"),
        ("hash comment", b"{\"a\": 1 # x\n}"),
        ("single quotes", b"{'a': 1}"),
        ("typographic quotes", "{\u{201C}a\u{201D}: 1}".as_bytes()),
        ("NaN", b"{\"a\": NaN}"),
        ("Infinity", b"{\"a\": -Infinity}"),
        ("another language's true", b"{\"a\": True}"),
        ("undefined", b"{\"a\": undefined}"),
        ("a bare word", b"{\"a\": connected}"),
        ("a bare key", b"{a: 1}"),
        ("leading zero", b"{\"a\": 007}"),
        ("leading plus", b"{\"a\": +1}"),
        ("leading dot", b"{\"a\": .5}"),
        ("hexadecimal", b"{\"a\": 0x1F}"),
        ("trailing comma in an object", b"{\"a\": 1,}"),
        ("trailing comma in an array", b"{\"a\": [1,]}"),
        ("missing comma in an object", b"{\"a\": 1 \"b\": 2}"),
        ("missing comma in an array", b"{\"a\": [1 2]}"),
        ("two commas", b"{\"a\": 1,, \"b\": 2}"),
        ("missing colon", b"{\"a\" 1}"),
        ("equals sign", b"{\"a\" = 1}"),
        ("missing value", b"{\"a\": }"),
        ("brackets crossed", b"{\"a\": [1}"),
        ("a sign that begins nothing", b"{\"a\": @}"),
        (
            "missing comma between documents of an array",
            b"[{\"a\": 1} {\"b\": 2}]",
        ),
        ("a web page", b"<!DOCTYPE html>\n<p>Sample</p>\n{\n"),
        ("a log line", b"2020-04-09 08:37:12 INFO started\n"),
        (
            "a log line with JSON",
            b"2020-04-09 08:37:12 DEBUG sent {\"a\": 1}\n",
        ),
        ("a stray opening bracket", b"[{\"a\": 1}"),
        ("closed too early", b"{\"a\": {}}, \"b\": 2}"),
        ("a line of a log in brackets", b"[INFO] started\n"),
        ("UTF-16 without a mark", b"{\0\"\0a\0\"\0"),
        ("big-endian UTF-16 without a mark", b"\0{\0\"\0a\0\""),
        ("only a byte-order mark", b"\xEF\xBB\xBF"),
        ("an object in a string", b"[object Object]"),
        (
            "an object in a string, as a value",
            b"{\"a\": [object Object]}",
        ),
        ("undefined alone", b"undefined\n"),
        ("NaN alone", b"NaN"),
        ("a Python dict", b"{'a': None}"),
    ];
    let mut page = String::new();
    for (name, bytes) in cases {
        let told = told(bytes);
        assert_eq!(told.matches("error[text/").count(), 1, "{name}: {told}");
        page.push_str(&format!("## {name}\n\n{told}\n"));
    }
    insta::assert_snapshot!(page);
}

/// The vendor's sample as it stands on the page: every indentation is of no-break spaces.
#[test]
fn the_pasted_sample_is_one_finding_that_counts() {
    let pasted = SAMPLE
        .lines()
        .map(|line| {
            let text = line.trim_start();
            format!("{}{text}\n", "\u{A0}".repeat(line.len() - text.len()))
        })
        .collect::<String>();
    let spaces = pasted.matches('\u{A0}').count();
    let told = told(pasted.as_bytes());
    assert_eq!(told.matches("error[").count(), 1, "{told}");
    assert!(
        told.contains("U+00A0") && told.contains(&format!("{spaces} of them")),
        "{told}"
    );
    assert!(told.contains("sed"), "{told}");
}

/// A string, number or literal alone is JSON, and no event.
#[test]
fn a_plain_value_has_the_wrong_shape() {
    let cases: &[(&str, &[u8], &str)] = &[
        ("a string", b"\"connecting\"", "a string"),
        ("a number", b"42\n", "not an object"),
        ("null", b"null", "not an object"),
        ("true", b"true\n{\"a\": 1}\n", "not an object"),
        (
            "encoded twice",
            br#""{\"channel\":\"Amazon\"}""#,
            "encoded twice",
        ),
        (
            "encoded three times",
            br#""\"{\\\"channel\\\":1}\"""#,
            "encoded three times",
        ),
        (
            "an object's text",
            b"\"[object Object]\"",
            "the text `[object Object]`",
        ),
    ];
    for (name, bytes, words) in cases {
        let told = told(bytes);
        assert_eq!(told.matches("error[").count(), 1, "{name}: {told}");
        assert!(told.contains("error[envelope/shape]"), "{name}: {told}");
        assert!(told.contains(words), "{name}: {told}");
    }
}
