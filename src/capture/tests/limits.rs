//! Nothing endless, nothing too large: told once, and the next document is still found.

use super::*;
use crate::json::FaultKind;

fn kinds(text: &[u8], limits: Limits) -> Vec<Option<FaultKind>> {
    let mut capture = capture(text, &[7], limits, &Options::default());
    let kind = |document: &Document| match &document.content {
        Content::Whole { .. } => None,
        Content::Broken { fault, .. } => Some(fault.kind.clone()),
    };
    documents(&mut capture).iter().map(kind).collect()
}

#[test]
fn large_documents_are_told_once() {
    let long = "a".repeat(1000);
    let line = format!("{{}}\n{{\"a\":\"{long}\"}}\n{{}}\n");
    let pretty = format!("{{\n}}\n{{\n \"a\":\n\"{long}\"\n}}\n{{\n}}\n");
    let array = format!("[{{}},{{\"a\":\"{long}\"}},{{}}]");
    for (name, text) in [
        ("a line", line),
        ("over lines", pretty),
        ("in an array", array),
    ] {
        let expected = [None, Some(FaultKind::TooLarge), None];
        assert_eq!(kinds(text.as_bytes(), SMALL), expected, "{name}");
    }
}

#[test]
fn deep_nesting_is_told_once() {
    for text in ["[".repeat(5000), "[\n".repeat(5000), "{\"a\":".repeat(5000)] {
        assert_eq!(kinds(text.as_bytes(), LIMITS), [Some(FaultKind::TooDeep)]);
    }
}

#[test]
fn refused_input_is_not_read_to_its_end() {
    let mut endless = Capture::limited(
        PathBuf::from("zero"),
        Box::new(io::repeat(0)),
        &Options::default(),
        SMALL,
    );
    let found = documents(&mut endless);
    assert_eq!(found.len(), 1);
    let facts = endless.facts();
    assert_eq!((facts.sha256, facts.documents), (None, 1));
    assert!(facts.bytes <= 200);
}

#[test]
fn refused_input_that_ends_is_hashed() {
    let mut page = capture(b"<p>", ALL_AT_ONCE, LIMITS, &Options::default());
    assert_eq!(documents(&mut page).len(), 1);
    let facts = page.facts();
    let hash = "33f2799467177287a29260780a107ac98ea63dd6165f67fcc0d74767d0a82090";
    assert_eq!(facts.sha256.as_deref(), Some(hash));
}

#[test]
fn other_encodings_are_named() {
    use crate::json::Foreign::{Utf16Be, Utf16Le, Utf32};
    let cases: [(&[u8], _); 16] = [
        (&[b'\n', 0, b'{', 0, b'"', 0], Utf16Le),
        (&[0, b'\n', 0, b'{', 0, b'"'], Utf16Be),
        (&[b'\r', 0, b'\n', 0, b' ', 0, b'{', 0], Utf16Le),
        (&[0, b'\r', 0, b'\n', 0, b' ', 0, b'{'], Utf16Be),
        (&[b'{', 0], Utf16Le),
        (&[0, b'{'], Utf16Be),
        (&[b' ', 0, b'1', 0], Utf16Le),
        (&[0, b' ', 0, b'1'], Utf16Be),
        (&[b'{', 0, b'"', 0], Utf16Le),
        (&[0, b'{', 0, b'"'], Utf16Be),
        (&[b'{', 0, 0, 0, b'"', 0, 0, 0], Utf32),
        (&[0, 0, 0, b'{', 0, 0, 0, b'"'], Utf32),
        (&[0xFF, 0xFE, b'{', 0], Utf16Le),
        (&[0xFE, 0xFF, 0, b'{'], Utf16Be),
        (&[0xFF, 0xFE, 0, 0, b'{', 0, 0, 0], Utf32),
        (&[0, 0, 0xFE, 0xFF, 0, 0, 0, b'{'], Utf32),
    ];
    for (text, foreign) in cases {
        let expected = Some(FaultKind::OtherEncoding(foreign));
        assert_eq!(kinds(text, LIMITS), [expected], "{foreign:?}");
    }
}
