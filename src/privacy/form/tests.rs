use proptest::prelude::*;

use super::*;
use crate::privacy::hidden;

/// What of each text is recognised as that form, between braces.
fn marked(text: &str, form: Form) -> String {
    let of_form = |found: &RecognizedForm| found.form == form;
    let places: Vec<RecognizedForm> = found(text).into_iter().filter(of_form).collect();
    replaced(text, &places, |_, piece| format!("⟦{piece}⟧"))
}

#[test]
fn emails() {
    let cases = [
        "⟦jo@example.com⟧",
        "Call ⟦jo.doe+tag@example.co.uk⟧ now",
        "<⟦jo@example.com⟧>",
        "to ⟦\"Jo Doe\"@example.com⟧, x",
        "⟦jo@localhost⟧",
        "⟦jo@[192.0.2.1]⟧",
        "⟦jö@exämple.de⟧",
        "⟦jo%40example.com⟧",
        "⟦jo＠example.com⟧",
        "⟦jo&#64;example.com⟧",
        "⟦jo\\u0040example.com⟧",
        "⟦jo.doe%2540example.com⟧",
        "⟦jo.doe%252540example.com⟧",
        "⟦jo.doe&#0064;example.com⟧",
        "⟦jo.doe&#X0040;example.com⟧",
        "⟦jo.doe&amp;commat;example.com⟧",
        "⟦jo|doe@example.com⟧",
        "⟦{jo}`doe@example.com⟧",
        "⟦jo (at) example.com⟧",
        "⟦jo[at]example.com⟧",
        "⟦jo @ example.com⟧",
        "⟦mailto:jo@example.com⟧",
        "⟦sip:jo@example.com:5060⟧",
        "⟦jo@example.com⟧, ⟦al@example.org⟧; x",
        "⟦14155550123@example.com⟧",
        // None.
        "Queue @ Berlin",
        "@example",
        "example@",
        "100 % of 40",
        "a (at) b",
        "",
    ];
    for case in cases {
        assert_eq!(marked(&case.replace(['⟦', '⟧'], ""), Form::Email), case);
    }
}

#[test]
fn tokens() {
    let cases = [
        "⟦eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJqbyJ9.c2lnbmF0dXJl⟧",
        "Bearer ⟦eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJqbyJ9.c2lnbmF0dXJl⟧ x",
        "token=⟦eyJhbGciOiJub25lIn0.eyJzdWIiOiJqbyJ9.⟧",
        "x⟦eyJhbGciOiJub25lIn0.eyJzdWIiOiJqbyJ9⟧",
        "\"⟦eyJhbGciOiJub25lIn0..c2lnbmF0dXJl⟧\"",
        "⟦eyJhbGciOiJSU0EifQ.a.b.c.d_-e⟧",
        "⟦eyJhbGciOiJub25lIn0⟧",
        "⟦eyAiYWxnIjoibm9uZSJ9.eyJzdWIiOiJqbyJ9.x⟧",
        "⟦ewogICJhbGciOiJub25lIn0.eyJzdWIiOiJqbyJ9.x⟧",
        "⟦ew0KICJhbGciOiJub25lIn0.eyJzdWIiOiJqbyJ9.x⟧",
        "⟦eyJhbGciOiJub25lIn0=.eyJzdWIiOiJqbyJ9+/==.x⟧",
        "⟦eyJhbGciOiJub25lIn0%2EeyJzdWIiOiJqbyJ9⟧",
        "⟦eyJhbGciOiJub25lIn0.\neyJzdWIiOiJqbyJ9\n.c2ln⟧",
        "⟦eyJhbGciOiJub25lIn0\\u002eeyJzdWIiOiJqbyJ9\\u002Ec2ln⟧",
        "⟦eyJhbGciOiJub25lIn0.eyJzdWIiOiJqbyJ9.\\nc2lnbmF0dXJl⟧",
        "⟦eyJhbGciOiJub25lIn0.\\\\r\\\\neyJzdWIiOiJqbyJ9\\n\\u002ec2ln⟧",
        // None.
        "eyJx",
        "eyes and ewes",
        "they eyed each other",
    ];
    for case in cases {
        assert_eq!(marked(&case.replace(['⟦', '⟧'], ""), Form::Token), case);
    }
}

#[test]
fn queries() {
    let cases = [
        "https://example.com/p⟦?name=Jo&x=1⟧",
        "see wss://example.com⟦?token=abc⟧ now",
        "/path⟦?name=Jo⟧",
        "www.example.com⟦?q=jo⟧",
        "example.com/⟦?q=jo⟧",
        "HTTPS://EXAMPLE.COM/⟦?Q=JO⟧",
        "https%3A%2F%2Fexample.com%2F⟦%3Fname%3DJo⟧",
        "https:\\/\\/example.com\\/⟦?name=jo⟧",
        "https://example.com/⟦?jo⟧",
        "https://example.com/p⟦#access_token=abc⟧",
        "https://example.com/p⟦;jsessionid=abc⟧",
        "file⟦?name=jo⟧",
        "⟦name=Jo&phone=1⟧",
        "https://example.com/p⟦?q=\"jo doe\"⟧ x",
        "https://example.com/p⟦?a=<b>&name=jo⟧ x",
        "https://example.com/p⟦?a=`b`&name=\"jo⟧ doe",
        "https://example.com/p⟦？name=jo⟧",
        "https%253A%252F%252Fexample.com%252F⟦%253Fname%253DJo⟧",
        "{\"a\":\"https://example.com/⟦?a=b⟧\",\"b\":1}",
        "\"https://example.com/⟦?a=b⟧\"",
        // None.
        "Really?",
        "What? a=b",
        "is a=b?",
        "Queue?12",
        "https://example.com/path",
        "R&D",
        "24/7",
    ];
    for case in cases {
        assert_eq!(marked(&case.replace(['⟦', '⟧'], ""), Form::Query), case);
    }
}

#[test]
fn what_is_none_stays() {
    for text in [
        "2025-01-01T08:37:01.123Z",
        "2025-01-01T08:37:01+02:00 2025-01-01T08:37:01+02:00",
        "2025-01-01 08:37:01,123",
        "10:00-11:00",
        "10:00:00, 11:30:00",
        "4bbfa29b-d5a8-4876-9276-09872a748397",
        "v1.20.345678",
        "callproof 0.1.0",
        "Chrome/120.0.6099.109 Safari/537.36",
        "Queue 12",
        "Queue 12, 14 & 16",
        "24/7",
        "9:00-17:30 24/7",
        "Sales (EMEA) #3: tier=2",
        "1,234 of 5,6",
        "Team A+B * 2",
        "O'Neil's 100",
        "800x600",
    ] {
        assert_eq!(hidden(text), text);
    }
}

/// Texts for which a careless search looks at every letter for every letter, and would not come to an end.
#[test]
fn long_texts_are_searched_once() {
    for piece in [
        "@", "a@", "@ ", "%40", "ey", "eyJ", "eyJ.\n", "?", "a=&", "\\", "1\\", "(at)", "\"@",
        "1x", "1:", "0", "%25", "25", "&#0", "&amp;", "?a=<", "?a=\" ", "\\u002e", "eyJ\\n.",
    ] {
        let text = piece.repeat(1 << 18);
        let places = found(&text);
        let apart = |two: &[RecognizedForm]| two[0].range.end <= two[1].range.start;
        assert!(places.windows(2).all(apart), "{piece}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Masking again changes nothing, and no character comes or goes.
    #[test]
    fn what_is_masked_stays(text in "[0-9a-cejwyJT @.?&=#:;/(),%x+'\\\\n-]{0,60}") {
        let masked = hidden(&text);
        prop_assert_eq!(masked.chars().count(), text.chars().count());
        prop_assert_eq!(hidden(&masked), masked);
    }
}
