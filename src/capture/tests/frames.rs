//! Framing as a table: bytes in, documents and their places out.

use proptest::prelude::*;

use super::frame_cases::CASES;
use super::*;

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

/// Pieces of captures, whole and broken, to be put together at random.
const PARTS: &[&str] = &[
    "{}",
    "{\"a\":1}",
    "{\n  \"a\": [1, 2]\n}",
    "{\"a\":\"é😀\\n\"}",
    "[",
    "]",
    ",",
    ",\n",
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "  {",
    "{",
    "}",
    "\"",
    "{\"a\":",
    "{\"a\":[1,",
    "42",
    "null",
    "\"text\"",
    "x",
    "// c",
    "\u{A0}",
    "\u{FEFF}",
    "[{\"a\":1},{\"b\":2}]",
    "[\n  {\"a\":1},\n  {\"b\":2}\n]",
    "{\"long\":\"",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn cutting_the_stream_changes_nothing(
        parts in prop::collection::vec(prop::sample::select(PARTS), 0..40),
        sizes in prop::collection::vec(1usize..40, 1..8),
        small in any::<bool>(),
    ) {
        let text = format!("{{}}\n{}", parts.concat());
        let limits = if small { SMALL } else { LIMITS };
        let whole = Limits { chunk: 1 << 20, ..limits };
        prop_assert_eq!(all(text.as_bytes(), &sizes, limits), all(text.as_bytes(), ALL_AT_ONCE, whole));
    }

    #[test]
    fn every_byte_may_come(text in prop::collection::vec(any::<u8>(), 0..300), sizes in prop::collection::vec(1usize..40, 1..8)) {
        let whole = Limits { chunk: 1 << 20, ..SMALL };
        prop_assert_eq!(all(&text, &sizes, SMALL), all(&text, ALL_AT_ONCE, whole));
    }

    #[test]
    fn faults_stand_in_what_is_kept(parts in prop::collection::vec(prop::sample::select(PARTS), 0..60)) {
        let text = parts.concat();
        let mut capture = capture(text.as_bytes(), ALL_AT_ONCE, SMALL, &Options::default());
        for document in documents(&mut capture) {
            let Content::Broken { text, fault, .. } = &document.content else { continue };
            prop_assert!(text.len() <= SMALL.kept);
            for span in [Some(fault.at), fault.other].into_iter().flatten() {
                prop_assert!(span.start <= span.end && span.end as usize <= text.len(), "{fault:?}");
            }
        }
    }

    #[test]
    fn a_broken_line_hides_no_other(lines in prop::collection::vec(any::<Option<u8>>(), 1..20)) {
        let mut text = "{\"n\":0}\n".to_owned();
        for line in &lines {
            let broken = ["{\"n\":", "{\"n\":[1,", "{\"n", "{n:1}", "{\"n\":1,}"];
            text.push_str(line.map_or("{\"n\":1}", |which| broken[usize::from(which) % broken.len()]));
            text.push('\n');
        }
        let mut capture = capture(text.as_bytes(), ALL_AT_ONCE, LIMITS, &Options::default());
        let whole: Vec<bool> = documents(&mut capture)
            .iter()
            .skip(1)
            .map(|document| matches!(document.content, Content::Whole { .. }))
            .collect();
        let expected: Vec<bool> = lines.iter().map(Option::is_none).collect();
        prop_assert_eq!(whole, expected);
    }
}
