//! What never changes a finding: who wrote the JSON, how it was packed, what stood before it.

mod writer;

use std::io::Write;

use callproof::Checker;
use callproof::report::{Finding, Report};
use callproof::rules::{Check, Example, Profile, all};
use proptest::prelude::*;
use serde_json::Value;

fn strictly(bytes: Vec<u8>) -> Report {
    judged(bytes, Checker::default())
}

fn judged(bytes: Vec<u8>, checker: Checker) -> Report {
    let checker = checker.profile(Profile::Strict);
    checker
        .check_reader("capture", std::io::Cursor::new(bytes))
        .expect("a check of everything")
}

/// Every example whose documents are JSON, keys once each.
fn readable() -> Vec<&'static Example> {
    all()
        .filter(|rule| rule.family() != "text")
        .flat_map(|rule| rule.good.iter().chain(rule.bad))
        .collect()
}

fn any_example() -> impl Strategy<Value = &'static Example> {
    prop::sample::select(readable())
}

fn values(example: &Example) -> Vec<Value> {
    let read = |text: &String| serde_json::from_str(text).expect("JSON");
    example.documents().iter().map(read).collect()
}

/// What a finding says, wherever it stands in the text.
fn said(finding: &Finding) -> String {
    let pointers: Vec<&str> = finding
        .locations
        .iter()
        .filter_map(|location| location.pointer.as_deref())
        .collect();
    format!(
        "{} {:?} {} {pointers:?} {}",
        finding.document, finding.event, finding.rule.id, finding.message
    )
}

fn all_said(report: &Report) -> Vec<String> {
    let mut said: Vec<String> = report.findings.iter().map(said).collect();
    said.sort();
    said
}

#[derive(Debug, Clone, Copy)]
enum Packing {
    OneAfterAnother,
    Array,
    Gzip,
    Zstd,
}

fn packed(texts: &[String], packing: Packing) -> Vec<u8> {
    match packing {
        Packing::OneAfterAnother => texts.join("\n").into_bytes(),
        Packing::Array => format!("[{}]", texts.join(",")).into_bytes(),
        Packing::Gzip => {
            let mut encoder =
                flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            encoder
                .write_all(texts.join("\n").as_bytes())
                .expect("memory");
            encoder.finish().expect("memory")
        }
        Packing::Zstd => {
            let level = ruzstd::encoding::CompressionLevel::Fastest;
            ruzstd::encoding::compress_to_vec(texts.join("\n").as_bytes(), level)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn neither_style_nor_packing_changes_a_finding(
        example in any_example(),
        style in prop::collection::vec(any::<u8>(), 0..400),
        packing in prop::sample::select(vec![Packing::OneAfterAnother, Packing::Array, Packing::Gzip, Packing::Zstd]),
    ) {
        let plain = strictly(example.capture().into_bytes());
        let mut style = style.into_iter().cycle();
        let texts: Vec<String> = values(example).iter().map(|value| {
            let mut text = String::new();
            writer::print(value, &mut style, &mut text);
            text.trim().to_owned()
        }).collect();
        let restyled = strictly(packed(&texts, packing));
        prop_assert_eq!(all_said(&plain), all_said(&restyled));
        prop_assert_eq!(plain.outcome, restyled.outcome);
    }

    /// By every rule that looks at one event: examples of one golden call have the same ids.
    #[test]
    fn two_captures_in_a_row_have_the_findings_of_both(one in any_example(), other in any_example()) {
        let by_event = |text: &str| {
            let whole_calls = all().filter(|rule| matches!(rule.check, Check::Step(_) | Check::Leg(_)));
            let checker = whole_calls.fold(Checker::default(), |checker, rule| checker.skip(rule.id));
            judged(text.as_bytes().to_vec(), checker)
        };
        let (one, other) = (one.capture(), other.capture());
        let (first, second) = (by_event(&one), by_event(&other));
        let both = by_event(&format!("{one}{other}"));
        let (bytes, lines) = (one.len() as u64, one.matches('\n').count() as u64);
        let mut expected: Vec<(String, u64, u64)> = Vec::new();
        for finding in &first.findings {
            let start = finding.locations[0].start;
            expected.push((said(finding), start.byte, start.line));
        }
        for mut finding in second.findings {
            // An undocumented key is reported once a run.
            let is_again = |before: &Finding| before.rule.id == "field/unknown-key" && before.message == finding.message;
            if first.findings.iter().any(is_again) {
                continue;
            }
            finding.document += first.counts.documents;
            finding.event = finding.event.map(|event| event + first.counts.events);
            let start = finding.locations[0].start;
            expected.push((said(&finding), start.byte + bytes, start.line + lines));
        }
        let found: Vec<(String, u64, u64)> = both.findings.iter().map(|finding| {
            let start = finding.locations[0].start;
            (said(finding), start.byte, start.line)
        }).collect();
        prop_assert_eq!(found, expected);
    }
}
