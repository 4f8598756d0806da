//! Makes a finding of a violation: its severity, its locations as a reader finds them, its masked values.

use sha2::{Digest, Sha256};

use super::calls::Scene;
use crate::capture::{Content, Document};
use crate::json::{Node, Position, Span, Trail};
use crate::ledger::CountedOnly;
use crate::privacy::masks::Masks;
use crate::report::excerpt;
use crate::report::{Excerpt, Finding, Location};
use crate::rules::{Rule, Severity, ShownValue, Violation, Where, stand_in_help};

/// Locations shown with one finding.
const MAX_LOCATIONS: usize = 16;

/// The finding of a violation in one document. The engine fills in the input and the event's number.
pub fn finding_in_document(
    rule: &'static Rule,
    severity: Severity,
    mut violation: Violation,
    document: &Document,
    masks: Masks,
) -> Finding {
    violation.places.truncate(MAX_LOCATIONS);
    let root = document.root();
    // What a string was made from helps more than what its field may hold.
    let help = root.and_then(|root| stand_in_help(root, &violation));
    let spans: Vec<Span> = violation.places.iter().map(|at| at.span).collect();
    let excerpts = match &document.content {
        Content::Whole { text, tape } => excerpt::of_node(tape.root(text), text, &spans, masks),
        Content::Broken { text, .. } => excerpt::of_text(text, &spans, masks),
    };
    let shown = |value: &ShownValue| match (value, root) {
        (ShownValue::Words(words), _) => words.clone(),
        (&ShownValue::Value(number), Some(root)) => masks.node(root, root.sibling(number)),
        (ShownValue::Value(_), None) => String::new(),
    };
    let (expected, actual) = (
        violation.expected.as_ref().map(shown),
        violation.actual.as_ref().map(shown),
    );
    let places = violation.places.into_iter().zip(excerpts);
    let locations: Vec<Location> = places
        .map(|(at, excerpt)| locate(at, excerpt, document, root, masks))
        .collect();
    let finding = Finding {
        rule,
        severity,
        fingerprint: fingerprint(
            rule,
            &violation.message,
            locations.iter().map(|location| location.pointer.as_deref()),
        ),
        message: violation.message,
        help: help
            .or(violation.help)
            .unwrap_or_else(|| rule.remedy.to_owned()),
        input: String::new(),
        document: document.number,
        event: None,
        locations,
        expected,
        actual,
        call: None,
        waived: None,
        known: false,
        count: 1,
    };
    presentable(finding, masks)
}

/// The finding with its sentences masked: rules write values into them, and know nothing of masks.
fn presentable(mut finding: Finding, masks: Masks) -> Finding {
    let mask = |text: &mut String| *text = masks.sentence(text);
    mask(&mut finding.message);
    if finding.help != finding.rule.remedy {
        mask(&mut finding.help);
    }
    finding.expected.iter_mut().for_each(mask);
    finding.actual.iter_mut().for_each(mask);
    let labels = finding.locations.iter_mut();
    labels.for_each(|location| mask(&mut location.label));
    finding
}

/// The finding of a violation among the events of a call; `paths` names the inputs. None where the event
/// that caused it is not retained.
pub fn finding_in_call(
    entry: (&'static Rule, Severity),
    violation: Violation,
    scene: &Scene<'_>,
    paths: &[String],
    masks: Masks,
) -> Option<Finding> {
    let (rule, severity) = entry;
    let (number, _) = violation.places.first()?.seen?;
    let cause = scene.retained(number)?;
    let mut locations = Vec::new();
    let mut call = None;
    for same in violation
        .places
        .chunk_by(|one, other| event_of(one) == event_of(other))
    {
        let Some(retained) = same
            .first()
            .and_then(event_of)
            .and_then(|number| scene.retained(number))
        else {
            continue;
        };
        let wanted: Vec<_> = same
            .iter()
            .filter_map(|at| Some((at.seen?.1, at.label.as_str())))
            .collect();
        let mut shown = retained.show(&wanted, masks);
        call = call.or(shown.call);
        if !std::ptr::eq(retained, cause) {
            let path = paths.get(retained.input).map_or("", String::as_str);
            for location in &mut shown.locations {
                location.elsewhere = Some(retained.elsewhere(path));
            }
        }
        locations.extend(shown.locations);
    }
    let words = |value: &ShownValue| match value {
        ShownValue::Words(words) => Some(words.clone()),
        ShownValue::Value(_) => None,
    };
    let finding = Finding {
        rule,
        severity,
        fingerprint: fingerprint(
            rule,
            &violation.message,
            locations.iter().map(|location| location.pointer.as_deref()),
        ),
        message: violation.message,
        help: violation.help.unwrap_or_else(|| rule.remedy.to_owned()),
        input: paths.get(cause.input).cloned().unwrap_or_default(),
        document: cause.document,
        event: Some(cause.event),
        locations,
        expected: violation.expected.as_ref().and_then(words),
        actual: violation.actual.as_ref().and_then(words),
        call,
        waived: None,
        known: false,
        count: 1,
    };
    Some(presentable(finding, masks))
}

fn event_of(at: &Where) -> Option<u64> {
    at.seen.map(|(number, _)| number)
}

fn locate(
    at: Where,
    excerpt: Excerpt,
    document: &Document,
    root: Option<Node<'_>>,
    masks: Masks,
) -> Location {
    let pointer = pointer(&at, root, masks);
    let (start, end, length) = match at.before {
        0 => (
            document.position(at.span.start),
            document.position(at.span.end),
            at.span.len(),
        ),
        bytes => (before(document.start, bytes), document.start, bytes),
    };
    Location {
        elsewhere: None,
        pointer,
        start,
        end,
        length: u64::from(length),
        label: at.label,
        excerpt,
    }
}

/// The start of the character of `bytes` bytes that ends there, on the same line.
fn before(end: Position, bytes: u32) -> Position {
    Position {
        byte: end.byte.saturating_sub(u64::from(bytes)),
        line: end.line,
        column: end.column.saturating_sub(1).max(1),
    }
}

/// The message with one sign for each number, however long, shown or masked.
fn without_numbers(message: &str) -> String {
    let is_number = |letter: char| letter.is_ascii_digit() || letter == '•';
    let mut words = String::with_capacity(message.len());
    for letter in message.chars() {
        match is_number(letter) {
            true if words.ends_with('#') => {}
            true => words.push('#'),
            false => words.push(letter),
        }
    }
    words
}

/// The violation as it is counted where it is not reported.
pub fn counted_only(
    rule: &'static Rule,
    severity: Severity,
    violation: &Violation,
    trail: &mut Option<Trail<'_>>,
    masks: Masks,
) -> CountedOnly {
    let places = violation.places.iter().take(MAX_LOCATIONS);
    let pointers: Vec<Option<String>> = places
        .map(|at| Some(masks.pointer(&trail.as_mut()?.pointer_to(at.node?))))
        .collect();
    let named = pointers.iter().map(Option::as_deref);
    let fingerprint = fingerprint(rule, &violation.message, named);
    CountedOnly {
        rule,
        severity,
        fingerprint,
        pointer: pointers.into_iter().next().flatten(),
        findings: 1 + violation.more,
        once: rule
            .is_once_a_run()
            .then(|| masks.sentence(&violation.message)),
    }
}

/// The pointer of the location, with what looks like a phone number in a key masked.
fn pointer(at: &Where, root: Option<Node<'_>>, masks: Masks) -> Option<String> {
    let (number, root) = at.node.zip(root)?;
    Some(masks.pointer(&root.pointer_to(root.sibling(number))))
}

/// Hashes the rule, the pointers and the message without numbers: lines, ids and times do not count.
pub fn fingerprint<'p>(
    rule: &Rule,
    message: &str,
    pointers: impl Iterator<Item = Option<&'p str>>,
) -> String {
    let mut hash = Sha256::new();
    let mut part = |text: &str| {
        hash.update(text.as_bytes());
        hash.update([0]);
    };
    part(rule.id);
    pointers.for_each(|pointer| part(pointer.unwrap_or_default()));
    part(&without_numbers(message));
    hash.finalize()
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
