//! A finding as a result.

use std::collections::HashMap;

use serde::Serialize;

use super::Message;
use super::place::PlaceView;
use crate::privacy::terminal_text;
use crate::report::{Finding, Waived};

/// What a result must know of its run.
pub(super) struct Outlook {
    /// Where each rule stands in the list of rules.
    pub rules: HashMap<&'static str, usize>,
    /// Whether findings were compared with an earlier report.
    pub compared: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Result<'r> {
    rule_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Message,
    locations: Vec<PlaceView>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<PlaceView>,
    partial_fingerprints: Fingerprints<'r>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline_state: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressions: Option<[Suppression; 1]>,
    properties: Properties,
}

/// The first is the one that GitHub knows a result again by; the other is the report's.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fingerprints<'r> {
    primary_location_line_hash: String,
    #[serde(rename = "callproof/v1")]
    callproof: &'r str,
}

#[derive(Serialize)]
struct Suppression {
    kind: &'static str,
    status: &'static str,
    justification: String,
    properties: Bearer,
}

#[derive(Serialize)]
struct Bearer {
    owner: String,
    expires: String,
}

/// What the finding has and SARIF does not name.
#[derive(Serialize)]
struct Properties {
    document: u64,
    event: Option<u64>,
    call: Option<String>,
    help: String,
    expected: Option<String>,
    actual: Option<String>,
}

impl Result<'_> {
    pub(super) fn of<'r>(
        finding: &'r Finding,
        fingerprint: String,
        outlook: &Outlook,
    ) -> Result<'r> {
        let shown = |text: &String| terminal_text::shown(text);
        let mut places = finding.locations.iter();
        let cause = places.next();
        Result {
            rule_id: finding.rule.id,
            rule_index: outlook.rules.get(finding.rule.id).copied(),
            level: finding.severity.name(),
            message: Message {
                text: unlinked(&terminal_text::shown(&finding.message)),
            },
            locations: cause
                .map(|cause| PlaceView::of(finding, cause, None))
                .into_iter()
                .collect(),
            related_locations: places
                .zip(1..)
                .map(|(place, id)| PlaceView::of(finding, place, Some(id)))
                .collect(),
            partial_fingerprints: Fingerprints {
                primary_location_line_hash: fingerprint,
                callproof: &finding.fingerprint,
            },
            baseline_state: outlook.compared.then_some(match finding.known {
                true => "unchanged",
                false => "new",
            }),
            suppressions: finding
                .waived
                .as_ref()
                .map(|waived| [Suppression::of(waived)]),
            properties: Properties {
                document: finding.document,
                event: finding.event,
                call: finding.call.as_ref().map(shown),
                help: terminal_text::shown(&finding.help),
                expected: finding.expected.as_ref().map(shown),
                actual: finding.actual.as_ref().map(shown),
            },
        }
    }
}

impl Suppression {
    fn of(waived: &Waived) -> Suppression {
        Suppression {
            kind: "external",
            status: "accepted",
            justification: terminal_text::shown(&waived.reason),
            properties: Bearer {
                owner: terminal_text::shown(&waived.owner),
                expires: terminal_text::shown(&waived.expires),
            },
        }
    }
}

/// In a message `[text](place)` is a link; a bracket behind a backslash begins none.
fn unlinked(text: &str) -> String {
    if text.contains("](") {
        text.replace('[', "\\[")
    } else {
        text.to_owned()
    }
}
