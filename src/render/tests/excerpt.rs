//! Excerpts as they are drawn.

use crate::json::{Read, Span, read};
use crate::privacy::masks::Masks;
use crate::report::Excerpt;
use crate::report::excerpt::{of_node, of_text};

const MASKED: Masks = Masks {
    show_values: false,
    mask_open: false,
};

/// The excerpts' lines, the marked part of each underlined.
fn drawn(excerpts: &[Excerpt]) -> String {
    let mut drawn = String::new();
    for excerpt in excerpts {
        let (before, behind) = (excerpt.cut_before, excerpt.cut_after);
        let lead = |cut: bool| if cut { "…" } else { "" };
        let start = excerpt.text[..excerpt.mark_start].chars().count();
        let long = excerpt.text[excerpt.mark_start..excerpt.mark_end]
            .chars()
            .count();
        let start = start + usize::from(before);
        drawn += &format!(
            "{}{}{}|\n{}{}\n",
            lead(before),
            excerpt.text,
            lead(behind),
            " ".repeat(start),
            "^".repeat(long)
        );
    }
    drawn
}

fn whole(text: &str, pointers: &[&str], masks: Masks) -> String {
    let Read::Whole(tape, _) = read(text.as_bytes(), true) else {
        panic!("{text}");
    };
    let root = tape.root(text);
    let places: Vec<Span> = pointers
        .iter()
        .map(|pointer| root.at(pointer).unwrap().span())
        .collect();
    drawn(&of_node(root, text, &places, masks))
}

fn broken(text: &[u8], start: usize, end: usize) -> String {
    drawn(&of_text(text, &[Span::new(start, end)], MASKED))
}

#[test]
fn a_short_line_is_whole_and_masked_before_it_is_marked() {
    let text = "{\n\t\"message\": {\"call\": {\"CallVariables\": {\"ANI\": \"+16013261548\", \"x\": 5}}}\r\n}";
    let variables = "/message/call/CallVariables";
    let places = [
        format!("{variables}/ANI"),
        format!("{variables}/x"),
        variables.to_owned(),
    ];
    let places: Vec<&str> = places.iter().map(String::as_str).collect();
    insta::assert_snapshot!(whole(text, &places, MASKED));
    insta::assert_snapshot!(whole(
        text,
        &places[..1],
        Masks {
            show_values: true,
            mask_open: false
        }
    ));
}

#[test]
fn a_long_line_is_a_window() {
    let secret = "s".repeat(5000);
    let text = format!(
        r#"{{"a":"{secret}","topic":"InboundCall","message":{{"source":"event","b":["{secret}",{{}}]}}}}"#
    );
    insta::assert_snapshot!(whole(
        &text,
        &["/topic", "/message/source", "/message/b", "/message/b/1"],
        MASKED
    ));
}

#[test]
fn hostile_characters_are_replaced() {
    let text = "{\"a\u{202e}b\":1,\"\u{7f}\u{200b}中\":2,\"topic\":\"\u{9b}31m\"}";
    insta::assert_snapshot!(whole(text, &["/topic"], MASKED));
}

#[test]
fn broken_text_keeps_its_marks() {
    let text = br#"{"channel":"Amazon","ANI":"+16013261548","name":"Jane Doe",}"#;
    insta::assert_snapshot!(broken(text, 59, 60));
    insta::assert_snapshot!(broken(b"{\"topic\": \"In\xff\xfebound\"}\n{}", 13, 15));
    insta::assert_snapshot!(broken(b"{\"topic\": \"x\",\n\n", 18, 18));
    let long = format!("{{\"a\":\"{}\"b\"}}", "Jane ".repeat(2000));
    insta::assert_snapshot!(broken(long.as_bytes(), 10_007, 10_010));
}

#[test]
fn a_place_outside_the_text_is_its_end() {
    assert_eq!(broken(b"{", 5, 9), "{|\n \n");
    assert_eq!(broken(b"", 0, 0), "|\n\n");
    assert_eq!(
        broken("é".repeat(3000).as_bytes(), 1, 5999).lines().count(),
        2
    );
}

proptest::proptest! {
    #[test]
    fn any_text_at_any_place_can_be_shown(
        text in r#"[{}\[\]",:'\\\\ \n\r\ta-d0-9u\u{202e}\u{e9}\u{4e2d}]{0,120}"#,
        repeat in 1_usize..40,
        places in proptest::collection::vec((0_usize..5000, 0_usize..900), 1..4),
    ) {
        let text = text.repeat(repeat);
        let spans: Vec<Span> = places
            .iter()
            .map(|(start, length)| Span::new(*start, start + length))
            .collect();
        for excerpt in of_text(text.as_bytes(), &spans, MASKED) {
            let marked = excerpt.text.get(excerpt.mark_start..excerpt.mark_end);
            assert!(marked.is_some());
            assert!(excerpt.text.chars().count() <= 660);
            let digits = excerpt.text.split(|letter: char| !letter.is_ascii_digit());
            assert!(digits.map(str::len).max() < Some(4));
        }
    }
}
