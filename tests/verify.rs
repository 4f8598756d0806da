//! A bundle is believed only when everything that it says is found again.

mod bundles;

use bundles::*;
use callproof::evidence::{BundleState, ConformanceLevel, SecretKey};
use jiff::civil::date;
use proptest::prelude::*;
use serde_json::Value;
use tar::EntryType;

#[test]
fn what_certify_writes_is_verified() {
    let capture = capture(3);
    for level in [
        ConformanceLevel::Core,
        ConformanceLevel::Standard,
        ConformanceLevel::Strict,
    ] {
        let bundle =
            made(&request(level, Some(&key())), &[subject(&capture)]).expect("it conforms");
        assert_eq!(fault(&bundle, &options()), "verified", "{}", level.name());
        let told = told(&bundle, &options());
        let steps: Vec<&str> = told.checks.iter().map(|check| check.name).collect();
        let all = [
            "bundle",
            "digests",
            "terms",
            "signature",
            "statement",
            "validity",
            "declaration",
            "rule set",
            "verdicts",
        ];
        assert_eq!(steps, all);
    }
}

#[test]
fn the_same_input_gives_the_same_bundle_for_any_number_of_threads() {
    let capture = capture(40);
    let one = signed(&capture);
    let mut many = request(ConformanceLevel::Standard, None);
    let key = key();
    many.key = Some(&key);
    many.jobs = 3;
    assert!(one == made(&many, &[subject(&capture)]).expect("it conforms"));
}

/// Taken apart and put together again it is the same; so what the forgeries below change is all they change.
#[test]
fn a_forgery_that_changes_nothing_is_the_bundle() {
    let bundle = signed(&capture(3));
    assert!(bundle == forged(&bundle, |_| {}));
}

#[test]
fn any_changed_byte_is_found() {
    let bundle = signed(&capture(3));
    let found = |place: usize| {
        let mut changed = bundle.clone();
        changed[place] ^= 1 << (place % 8);
        let state = told(&changed, &options()).state;
        assert_ne!(state, BundleState::Verified, "byte {place}");
    };
    std::thread::scope(|scope| {
        scope.spawn(|| (0..bundle.len()).step_by(2).for_each(found));
        (1..bundle.len()).step_by(2).for_each(found);
    });
}

#[test]
fn any_cut_and_anything_behind_is_found() {
    let bundle = signed(&capture(3));
    for end in (0..bundle.len()).step_by(509) {
        assert_ne!(
            told(&bundle[..end], &options()).state,
            BundleState::Verified,
            "{end}"
        );
    }
    for more in [1, 512, 1024, 10_240] {
        let mut longer = bundle.clone();
        longer.resize(bundle.len() + more, 0);
        assert_eq!(fault(&longer, &options()), "damaged", "{more}");
    }
}

/// Every value of every JSON member, by someone who holds the key and makes all digests agree.
#[test]
fn any_forged_value_is_refuted() {
    let bundle = signed(&capture(3));
    let mut forgeries = 0;
    for (name, bytes) in members(&bundle) {
        let is_seal = name.starts_with("manifest") || name.starts_with("statement");
        if !name.ends_with(".json") || is_seal {
            continue;
        }
        let text = String::from_utf8(bytes).expect("UTF-8");
        for (start, end, anew) in changes(&text) {
            let changed = format!("{}{anew}{}", &text[..start], &text[end..]);
            let forgery = forged(&bundle, |members| {
                replace(members, &name, changed.into_bytes())
            });
            let told = told(&forgery, &options());
            let line = &text[text[..start].rfind('\n').map_or(0, |end| end + 1)..end];
            assert_ne!(
                told.state,
                BundleState::Verified,
                "{name}: {line} to {anew}"
            );
            forgeries += 1;
        }
    }
    assert!(forgeries > 900, "{forgeries}");
}

/// Values of a JSON text as it is printed, one a line: where each stands, and another.
fn changes(text: &str) -> Vec<(usize, usize, String)> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let value = line.trim_end().trim_end_matches(',');
        let from = value
            .find("\": ")
            .map_or(value.len() - value.trim_start().len(), |place| place + 3);
        let old = &value[from..];
        let anew = match serde_json::from_str::<Value>(old) {
            Ok(Value::String(text)) => Some(Value::from(format!("{text}x")).to_string()),
            Ok(Value::Number(number)) => Some(format!("{}", number.as_u64().expect("a count") + 1)),
            Ok(Value::Bool(is)) => Some((!is).to_string()),
            Ok(Value::Null) => Some("\"x\"".into()),
            Ok(Value::Array(_) | Value::Object(_)) | Err(_) => None,
        };
        found.extend(anew.map(|anew| (start + from, start + value.len(), anew)));
        start += line.len();
    }
    found
}

fn replace(members: &mut Members, name: &str, bytes: Vec<u8>) {
    let member = members.iter_mut().find(|(own, _)| own == name);
    member.expect("the member").1 = bytes;
}

/// A field of an event in the midst of a large capture: without the key, and with it.
#[test]
fn any_changed_field_of_a_large_capture_is_found() {
    let capture = String::from_utf8(capture(400)).expect("UTF-8");
    let bundle = signed(capture.as_bytes());
    let name = "captures/0001-night.ndjson";
    let line = capture.lines().nth(1_200).expect("a line");
    let place = capture.find(line).expect("the line");
    let event: Value = serde_json::from_str(line).expect("JSON");
    let mut fields = Vec::new();
    leaves(&event, &mut fields);
    fields.dedup();
    assert!(fields.len() > 20);
    for field in fields {
        let Some(at) = line.find(&field) else {
            continue;
        };
        let mut changed = capture.clone().into_bytes();
        changed[place + at + field.len() / 2] ^= 1;
        let mut plain = members(&bundle);
        replace(&mut plain, name, changed.clone());
        assert_eq!(fault(&packed(&plain), &options()), "digest", "{field}");
        let forgery = forged(&bundle, |members| replace(members, name, changed));
        assert_eq!(fault(&forgery, &options()), "incomplete-account", "{field}");
    }
}

/// The values as they are written.
fn leaves(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => members.values().for_each(|value| leaves(value, found)),
        Value::Array(elements) => elements.iter().for_each(|value| leaves(value, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            found.push(value.to_string());
        }
    }
}

#[test]
fn each_fault_has_its_own_word() {
    let capture = capture(3);
    let bundle = signed(&capture);
    let with = |more: Vec<u8>| [&bundle[..bundle.len() - 1024], &more, &[0; 1024]].concat();
    let file = |name: &str| with(entry(name, b"x", EntryType::Regular));
    let changed = |change: &dyn Fn(&mut Members)| {
        let mut own = members(&bundle);
        change(&mut own);
        packed(&own)
    };
    let oversized = {
        let mut header = entry("report.json", b"", EntryType::Regular);
        let parsed = tar::Header::from_byte_slice(&header).clone();
        let mut parsed = parsed;
        parsed.set_size(17 << 20);
        parsed.set_cksum();
        header.copy_from_slice(parsed.as_bytes());
        [
            entry(
                "bundle.json",
                &member(&bundle, "bundle.json"),
                EntryType::Regular,
            ),
            header,
        ]
        .concat()
    };
    let newer = forged(&bundle, |members| {
        let text = String::from_utf8(members[0].1.clone()).expect("UTF-8");
        members[0].1 = text.replace("evidence/1", "evidence/9").into_bytes();
    });
    let stranger = SecretKey::from_seed([8; 32]);
    let theirs = made(
        &request(ConformanceLevel::Standard, Some(&stranger)),
        &[subject(&capture)],
    );
    let unsigned = made(
        &request(ConformanceLevel::Standard, None),
        &[subject(&capture)],
    )
    .expect("it conforms");
    let signature = changed(&|members| {
        let last = members.last_mut().expect("the statement");
        let text = String::from_utf8(last.1.clone()).expect("UTF-8");
        let sig = text.find("\"sig\": \"").expect("a signature") + 8;
        let other = if text.as_bytes()[sig] == b'A' {
            "B"
        } else {
            "A"
        };
        last.1 = format!("{}{other}{}", &text[..sig], &text[sig + 1..]).into_bytes();
    });
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("nothing", Vec::new(), "not-a-bundle"),
        ("text", capture.clone(), "not-a-bundle"),
        (
            "another archive",
            packed(&vec![("a.txt".into(), b"a".to_vec())]),
            "not-a-bundle",
        ),
        ("a newer format", newer, "unknown-format"),
        ("a step up", file("../escape"), "unsafe-name"),
        (
            "a step up inside",
            file("captures/../../escape"),
            "unsafe-name",
        ),
        ("an absolute name", file("/etc/passwd"), "unsafe-name"),
        ("a drive", file("C:/x"), "unsafe-name"),
        ("a backslash", file("captures\\x"), "unsafe-name"),
        (
            "a link",
            with(entry("report.html", b"", EntryType::Symlink)),
            "link",
        ),
        (
            "a hard link",
            with(entry("report.html", b"", EntryType::Link)),
            "link",
        ),
        (
            "a directory",
            with(entry("captures", b"", EntryType::Directory)),
            "no-file",
        ),
        (
            "a sparse file",
            with(entry("x", b"", EntryType::GNUSparse)),
            "no-file",
        ),
        (
            "a long name",
            with(entry("x", b"a", EntryType::GNULongName)),
            "no-file",
        ),
        ("a member twice", file("report.json"), "duplicate-member"),
        ("a stranger", file("notes.txt"), "unexpected-member"),
        (
            "a capture out of turn",
            file("captures/0007-x"),
            "unexpected-member",
        ),
        ("a member of 17 MiB", oversized, "oversized"),
        (
            "a member that the manifest has not",
            file("captures/0002-x"),
            "member-extra",
        ),
        (
            "a member gone",
            changed(&|own| own.retain(|(name, _)| name != "badge.svg")),
            "member-missing",
        ),
        (
            "no manifest",
            changed(&|own| own.retain(|(name, _)| name != "manifest.json")),
            "member-missing",
        ),
        (
            "no statement",
            changed(&|own| own.truncate(own.len() - 1)),
            "member-missing",
        ),
        (
            "another order",
            changed(&|own| own.swap(4, 5)),
            "member-order",
        ),
        (
            "a report changed",
            changed(&|own| own[3].1.push(b' ')),
            "digest",
        ),
        ("a signature changed", signature, "signature"),
        ("another key", theirs.expect("it conforms"), "wrong-key"),
        ("nobody's", unsigned.clone(), "unsigned"),
    ];
    for (name, bytes, word) in &cases {
        assert_eq!(fault(bytes, &options()), *word, "{name}");
    }
    let on = |today| {
        fault(
            &bundle,
            &callproof::evidence::Options { today, ..options() },
        )
    };
    assert_eq!(on(date(2026, 9, 20)), "not-yet-valid");
    assert_eq!(on(date(2027, 9, 21)), "verified");
    assert_eq!(on(date(2027, 9, 22)), "expired");
    let lenient = callproof::evidence::Options {
        keys: Vec::new(),
        allow_unsigned: true,
        ..options()
    };
    assert_eq!(fault(&unsigned, &lenient), "verified");
    assert_eq!(fault(&bundle, &lenient), "no-key");
    // Whoever gives a key demands its signature.
    let both = callproof::evidence::Options {
        allow_unsigned: true,
        ..options()
    };
    assert_eq!(fault(&unsigned, &both), "unsigned");
    assert_eq!(fault(&bundle, &both), "verified");
}

/// Whoever strips a signature cannot pass the bundle off as one that never had any.
#[test]
fn a_stripped_signature_is_no_unsigned_bundle() {
    let bundle = signed(&capture(3));
    let unsigned = made(
        &request(ConformanceLevel::Standard, None),
        &[subject(&capture(3))],
    )
    .expect("it conforms");
    let mut stripped = members(&bundle);
    stripped.pop();
    stripped.push(("statement.json".into(), member(&unsigned, "statement.json")));
    let lenient = callproof::evidence::Options {
        keys: Vec::new(),
        allow_unsigned: true,
        ..options()
    };
    assert_eq!(fault(&packed(&stripped), &lenient), "statement");
    assert_eq!(fault(&packed(&stripped), &options()), "unsigned");
}

#[test]
fn a_declaration_that_claims_more_than_was_shown_is_refuted() {
    let bundle = signed(&capture(3));
    let forgery = forged(&bundle, |members| {
        let claimed = DECLARATION.replace("\"answered\"", "\"answered\", \"missed\"");
        replace(members, "declaration.toml", claimed.into_bytes());
    });
    let told = told(&forgery, &options());
    assert_eq!(
        told.fault().and_then(|fault| fault.fault),
        Some("declaration")
    );
}

#[test]
fn a_rule_that_is_left_out_is_missed() {
    let bundle = signed(&capture(3));
    let forgery = forged(&bundle, |members| {
        let report = String::from_utf8(members[3].1.clone()).expect("UTF-8");
        let start = report
            .find("    {\n      \"id\": \"button/mirror\"")
            .expect("the rule");
        let end = start + report[start..].find("},\n").expect("its end") + 3;
        members[3].1 = format!("{}{}", &report[..start], &report[end..]).into_bytes();
    });
    let told = told(&forgery, &options());
    let fault = told.fault().expect("a fault");
    assert_eq!(fault.fault, Some("incomplete-account"));
    assert!(
        fault.message.contains("button/mirror was not judged"),
        "{}",
        fault.message
    );
}

/// Made by another version with other words for one rule: this version cannot judge the whole again.
#[test]
fn other_rules_are_named() {
    let bundle = signed(&capture(3));
    let own: Value = serde_json::from_slice(&member(&bundle, "report.json")).expect("JSON");
    let digest = own["ruleset"]["digest"]
        .as_str()
        .expect("a digest")
        .to_owned();
    let forgery = forged(&bundle, |members| {
        let says = callproof::rules::find("button/count")
            .expect("the rule")
            .says;
        let anew = format!("{says} Or nearly.");
        let quoted = |text: &str| Value::from(text).to_string();
        let words = callproof::rules::all().map(|rule| {
            let mut words = callproof::engine::words(rule);
            if rule.id == "button/count" {
                words[1] = &anew;
            }
            words
        });
        let schema = callproof::engine::EVENT_SCHEMA;
        let other = callproof::engine::digest(words.collect::<Vec<_>>().into_iter(), schema);
        for (_, bytes) in members.iter_mut() {
            let text = String::from_utf8(bytes.clone()).expect("UTF-8");
            *bytes = text
                .replace(&quoted(says), &quoted(&anew))
                .replace(&digest, &other)
                .replace("\"version\": \"0.1.0\"", "\"version\": \"9.9.9\"")
                .into_bytes();
        }
    });
    let told = told(&forgery, &options());
    assert_eq!(told.state, BundleState::CouldNot);
    let fault = told.fault().expect("a fault");
    assert_eq!(fault.fault, Some("other-rules"));
    assert_eq!(
        fault.message,
        "the bundle was judged by other rules (button/count); all others give its verdicts again; callproof 9.9.9 verifies the whole"
    );
}

/// The same rules in another version: the verdicts are compared, and the drawn page is not.
#[test]
fn another_version_with_the_same_rules_is_judged_again() {
    let bundle = signed(&capture(3));
    let forgery = forged(&bundle, |members| {
        for (_, bytes) in members.iter_mut() {
            let text = String::from_utf8(bytes.clone()).expect("UTF-8");
            *bytes = text
                .replace("\"version\": \"0.1.0\"", "\"version\": \"9.9.9\"")
                .into_bytes();
        }
    });
    let told = told(&forgery, &options());
    assert_eq!(told.state, BundleState::Verified, "{:?}", told.fault());
    let last = told.checks.last().expect("a step");
    assert!(last.message.contains("another version"), "{}", last.message);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn arbitrary_bytes_are_never_verified(bytes in proptest::collection::vec(any::<u8>(), 0..4096)) {
        prop_assert_ne!(told(&bytes, &options()).state, BundleState::Verified);
    }

    #[test]
    fn spliced_bundles_are_never_verified(
        from in any::<prop::sample::Index>(),
        to in any::<prop::sample::Index>(),
        length in 1_usize..2048,
    ) {
        let bundle = spliced_from();
        let (from, to) = (from.index(bundle.len()), to.index(bundle.len()));
        let piece = bundle[from..(from + length).min(bundle.len())].to_vec();
        let mut changed = bundle.clone();
        let end = (to + piece.len()).min(changed.len());
        changed.splice(to..end, piece);
        let is_same = changed == *bundle;
        prop_assert_eq!(told(&changed, &options()).state == BundleState::Verified, is_same);
    }
}

proptest! {
    /// A declaration is read or refused with a place, whatever stands in it.
    #[test]
    fn any_declaration_is_read_or_refused(
        from in any::<prop::sample::Index>(),
        length in 0_usize..40,
        piece in "\\PC{0,12}",
    ) {
        let mut text = DECLARATION.to_owned();
        let from = from.index(text.len());
        text.replace_range(from..(from + length).min(text.len()), &piece);
        if let Err(error) = callproof::evidence::Declaration::read("producer.toml", text.as_bytes()) {
            let told = error.to_string();
            prop_assert!(told.starts_with("producer.toml:") && !told.contains('\n'), "{told}");
        }
    }
}

fn spliced_from() -> &'static Vec<u8> {
    static BUNDLE: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
    BUNDLE.get_or_init(|| signed(&capture(3)))
}
