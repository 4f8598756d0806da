use super::*;

const MASKED: Masks = Masks {
    show_values: false,
    mask_open: false,
};

fn told(pointer: &str, raw: &str) -> String {
    MASKED.value(raw, FieldRole::at(pointer).privacy(raw))
}

#[test]
fn the_place_decides_what_is_shown() {
    let actual = "/message/call/ResponseActual";
    let phone = &format!("{actual}/phoneNumber");
    let contact = &format!("{actual}/contactId");
    let status = &format!("{actual}/status");
    let time = "/message/call/ResponseFields/CurrentStateTime";
    let items = "/message/call/ButtonStates/items";
    let variables = "/message/call/CallVariables";
    let digits59 = "7".repeat(59);
    let cases: &[(&str, &str, &str)] = &[
        (phone, r#""+16013261548""#, r#""+1••••••1548""#),
        (phone, r#""+1 (601) 326-1548""#, r#""+1 (•••) •••-1548""#),
        (phone, r#""\u002b16013261548""#, r#""+1••••••1548""#),
        (phone, r#""415\u00a0555‑0123""#, r#""4•• •••‑0123""#),
        (phone, r#""5551234""#, r#""•••••••""#),
        (phone, r#""12345678""#, r#""1•••5678""#),
        (phone, "16013261548", "1••••••1548"),
        (phone, r#""anonymous""#, r#""anonymous""#),
        (phone, r#""INTERNAL-TRANSFER""#, r#""INTERNAL-TRANSFER""#),
        (phone, r#""Softphone""#, r#""Softphone""#),
        (phone, r#""sip:jo@example""#, r#""•••:••@•••••••""#),
        (phone, r#""+1601326154٨""#, r#""+•••••••••••""#),
        (phone, "null", "null"),
        (phone, "true", "••••"),
        (
            contact,
            r#""d675473e-7dbc-4a9b-ad92-b78f26e70b3b""#,
            r#""d675473e…""#,
        ),
        (contact, r#""abc123""#, r#""abc…""#),
        (contact, r#""leg-000123-a""#, r#""leg-00…""#),
        (contact, r#""jane.doe@example.com""#, r#""•••""#),
        (contact, r#""7318642953""#, r#""•••""#),
        (contact, r#""+1 (415) 555-0123""#, r#""•••""#),
        (contact, r#""call-7318642953""#, r#""•••""#),
        (contact, r#""7318642\u0039""#, r#""•••""#),
        (contact, r#""eyJhbGciOiJub25lIn0.eyJzdWIi""#, r#""•••""#),
        (contact, r#""https://example.com/?a=jo""#, r#""•••""#),
        (contact, r#""x""#, r#""…""#),
        (contact, r#""""#, r#""""#),
        (contact, "12345678901", "•••"),
        ("/message/call/id", r#""4bbfa29b-d5a8""#, r#""4bbfa2…""#),
        (status, r#""connecting""#, r#""connecting""#),
        (
            status,
            r#""2020-04-09T08:37:12.701Z""#,
            r#""2020-04-09T08:37:12.701Z""#,
        ),
        (status, r#""2020-04-09""#, r#""2020-04-09""#),
        (status, r#""+16013261548""#, r#""+1••••••1548""#),
        (
            status,
            r#""Call to +14155550199 failed""#,
            r#""Call to +1••••••0199 failed""#,
        ),
        (status, r#""4155550199 x""#, r#""4•••••0199 x""#),
        (status, r#""x4155550199""#, r#""x4•••••0199""#),
        (status, r#""\u0034155550199 x""#, r#""4•••••0199 x""#),
        (
            status,
            r#""to +1 (415) 555-0199, or 5550199""#,
            r#""to +• (•••) •••-••••, or •••••••""#,
        ),
        (status, r#""٤١٥٥٥٥٠ x""#, r#""••••••• x""#),
        (
            status,
            r#""Call to 415\u002d555\u002d0123 failed""#,
            r#""Call to •••-•••-•••• failed""#,
        ),
        (status, "4155550123", "4•••••0123"),
        (status, "1234.5678", "1234.5678"),
        (status, "1586421432701", "1••••••••2701"),
        (time, "1586421432701", "1586421432701"),
        (time, "1586421432", "1586421432"),
        (time, "4155550123", "4•••••0123"),
        (time, r#""1586421432701""#, r#""1••••••••2701""#),
        (time, r#""415-555-0123""#, r#""•••-•••-••••""#),
        (
            time,
            r#""2020-04-09T08:37:12.7012345678901Z""#,
            r#""2020-04-09T08:37:12.7012345678901Z""#,
        ),
        (
            time,
            r#""2020-04-09T08:37:12.4155550123+02:00""#,
            r#""2020-04-09T08:37:12.4155550123+02:00""#,
        ),
        (
            time,
            r#""2020-04-09T08:37:12.4155550123""#,
            r#""2020-04-09T08:37:12.4•••••0123""#,
        ),
        (
            time,
            r#""2020-02-30T08:37:12.4155550123Z""#,
            r#""2020-02-30T08:37:12.4•••••0123Z""#,
        ),
        (
            status,
            r#""2020-04-09T08:37:12.4155550123Z""#,
            r#""2020-04-09T08:37:12.4•••••0123Z""#,
        ),
        (
            status,
            r#""at 2020-04-09T08:37:12+02:00""#,
            r#""at 2020-04-09T08:37:12+02:00""#,
        ),
        (status, r#""only 123456\t""#, r#""only 123456\t""#),
        (status, "5", "5"),
        (items, r#""{\"answer\":1}""#, r#""•••""#),
        (items, "true", "true"),
        ("/message/call", r#""{}""#, r#""•••""#),
        ("", r#""whole""#, r#""•••""#),
        (
            "/message/call/ButtonStates/items/answer",
            r#""Enabel""#,
            r#""Enabel""#,
        ),
        (
            "/message/call/ButtonStates/items/record",
            r#""Enable""#,
            r#""Enable""#,
        ),
        (
            "/message/call/ButtonStates/items/record",
            r#""Jo""#,
            r#""•••""#,
        ),
        (
            "/message/call/ButtonStates/items/answer/x",
            r#""Jo""#,
            r#""•••""#,
        ),
        ("/message/call/ButtonStates/count", "11", "11"),
        (variables, r#""Jo""#, r#""•••""#),
        (
            "/message/call/CallVariables/ANI",
            r#""+161081111""#,
            r#""+1••••1111""#,
        ),
        ("/message/call/CallVariables/DNIS/x", r#""Jo""#, r#""•••""#),
        ("/message/call/CallVariables/name", r#""Jo""#, r#""•••""#),
        ("/message/call/CallVariables/name", "42", "•••"),
        ("/message/call/CallVariables/name", "false", "•••"),
        ("/message/call/ActionsAllowed/0", r#""Jo""#, r#""•••""#),
        (
            "/message/call/ResponseFields/Participants/0/ANI",
            r#""Jo""#,
            r#""•••""#,
        ),
        ("/customer", r#""Jo""#, r#""•••""#),
        ("/message/status", r#""hold""#, r#""•••""#),
        ("/message/call/a~1b", r#""Jo""#, r#""•••""#),
        (phone, &digits59, &format!("7{}7777", "•".repeat(54))),
    ];
    for (pointer, raw, shown) in cases {
        assert_eq!(&told(pointer, raw), shown, "{pointer} {raw}");
    }
}

#[test]
fn words_are_shown_without_numbers() {
    assert_eq!(MASKED.word("Call 4155550199"), "Call 4•••••0199");
    assert_eq!(MASKED.word("SetAgentState"), "SetAgentState");
    let masks = Masks {
        show_values: true,
        ..Masks::default()
    };
    assert_eq!(masks.word("Call 4155550199"), "Call 4155550199");
}

#[test]
fn keys_in_pointers_are_masked_one_by_one() {
    let cases = [
        ("", ""),
        ("/message/call/event", "/message/call/event"),
        ("/message/4155550199/0", "/message/4•••••0199/0"),
        (
            "/message/415-555-0123/a~1b~0",
            "/message/•••-•••-••••/a~1b~0",
        ),
        ("/a/415~1555~10123", "/a/•••~1•••~1••••"),
        ("/a/1000/2000", "/a/1000/2000"),
    ];
    for (pointer, shown) in cases {
        assert_eq!(MASKED.pointer(pointer), shown);
    }
    assert_eq!(
        MASKED.key(r#""41\u0035-555-0123""#, false),
        r#""•••-•••-••••""#
    );
}

#[test]
fn long_values_are_cut() {
    let raw = format!("\"{}\"", "é".repeat(61));
    let cut = format!("\"{}…\"", "é".repeat(60));
    assert_eq!(told("/message/call/ResponseText", &raw), cut);
}

/// What is recognised by its form stays hidden where only the beginning is looked at.
#[test]
fn long_values_hide_what_the_cut_goes_through() {
    let long = "x".repeat(LONGEST_READ_BYTES);
    let filled = " x".repeat(LONGEST_READ_BYTES);
    let hidden = [
        format!("call 4155550123{filled}"),
        format!("415 555 0123{long}"),
        format!("jo{long}@example.com"),
        format!("jo{long}"),
        format!("jo@{long}"),
        format!("key=jo{long}&b=c"),
        "4155550123".repeat(LONGEST_READ_BYTES),
    ];
    for text in &hidden {
        for shown in [
            told("/message/call/ResponseText", &quoted(text)),
            MASKED.name(text),
            MASKED.key(&quoted(text), false),
            MASKED.pointer(&format!("/{text}")),
        ] {
            assert!(!shown.contains("jo"), "{shown}");
            assert!(
                !shown.contains("15555") && !shown.contains("15 55"),
                "{shown}"
            );
            assert!(shown.chars().count() < 70, "{shown}");
        }
    }
    let escaped = format!("\"{}\"", "\\ud83d\\ude00".repeat(LONGEST_READ_BYTES));
    assert!(told("/message/call/ResponseText", &escaped).ends_with("…\""));
    let shown = told(
        "/message/call/ResponseText",
        &quoted(&format!("hold{filled}")),
    );
    assert!(shown.starts_with("\"hold x x"), "{shown}");
}

#[test]
fn everything_is_shown_when_asked_for() {
    let masks = Masks {
        show_values: true,
        ..Masks::default()
    };
    let raw = r#""+16013261548""#;
    assert_eq!(masks.value(raw, Privacy::Phone), raw);
    assert_eq!(masks.value(raw, Privacy::Secret), raw);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig {
        failure_persistence: None,
        ..proptest::prelude::ProptestConfig::default()
    })]

    /// The shape of a shape is itself: a normal form is its own.
    #[test]
    fn shapes_stay(text in "[0-9a-cejwyJT @.?&=#:;/(),%x+'\\n-]{0,60}") {
        let shape = shapes(&text).into_owned();
        proptest::prop_assert_eq!(shapes(&shape), shape.as_str());
    }
}
