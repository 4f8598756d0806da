//! From a violation to a finding: its weight, its places as a reader finds them, its masked values.

use sha2::{Digest, Sha256};

use crate::capture::{Content, Document};
use crate::json::{Node, Position, Span};
use crate::report::excerpt;
use crate::report::mask::Masks;
use crate::report::{Excerpt, Finding, Location};
use crate::rules::{Place, Rule, Severity, Violation, Worth};

/// So many places of a finding are shown; what there is to say of more, its message says.
const MOST_PLACES: usize = 16;

/// Tells the violation of a document. The input and the event's number are filled in by the judge.
pub fn tell(
    rule: &'static Rule,
    severity: Severity,
    mut violation: Violation,
    document: &Document,
    masks: Masks,
) -> Finding {
    violation.places.truncate(MOST_PLACES);
    let root = document.root();
    let spans: Vec<Span> = violation.places.iter().map(|place| place.span).collect();
    let excerpts = match &document.content {
        Content::Whole { text, tape } => excerpt::of_node(tape.root(text), text, &spans, masks),
        Content::Broken { text, .. } => excerpt::of_text(text, &spans, masks),
    };
    let shown = |worth: &Worth| match (worth, root) {
        (Worth::Words(words), _) => words.clone(),
        (&Worth::Value(number), Some(root)) => masks.node(root, root.sibling(number)),
        (Worth::Value(_), None) => String::new(),
    };
    let (expected, actual) = (
        violation.expected.as_ref().map(shown),
        violation.actual.as_ref().map(shown),
    );
    let places = violation.places.into_iter().zip(excerpts);
    let locations: Vec<Location> = places
        .map(|(place, excerpt)| locate(place, excerpt, document, root))
        .collect();
    Finding {
        rule,
        severity,
        fingerprint: fingerprint(rule, &violation.message, &locations),
        message: violation.message,
        help: violation.help.unwrap_or_else(|| rule.remedy.to_owned()),
        input: String::new(),
        document: document.number,
        event: None,
        locations,
        expected,
        actual,
        call: None,
        waived: None,
        known: false,
    }
}

fn locate(place: Place, excerpt: Excerpt, document: &Document, root: Option<Node<'_>>) -> Location {
    let pointer = place
        .node
        .zip(root)
        .map(|(number, root)| root.pointer_to(root.sibling(number)));
    let (start, end, length) = match place.lead {
        0 => (
            document.position(place.span.start),
            document.position(place.span.end),
            place.span.len(),
        ),
        lead => (before(document.start, lead), document.start, lead),
    };
    Location {
        elsewhere: None,
        pointer,
        start,
        end,
        length: u64::from(length),
        label: place.label,
        excerpt,
    }
}

/// Where the character of so many bytes stands that ends there, on the same line.
fn before(place: Position, bytes: u32) -> Position {
    Position {
        byte: place.byte.saturating_sub(u64::from(bytes)),
        line: place.line,
        column: place.column.saturating_sub(1).max(1),
    }
}

/// The rule, the places and the words, numbers in them aside: neither lines nor ids nor times count.
fn fingerprint(rule: &Rule, message: &str, locations: &[Location]) -> String {
    let mut hash = Sha256::new();
    let mut part = |text: &str| {
        hash.update(text.as_bytes());
        hash.update([0]);
    };
    part(rule.id);
    locations
        .iter()
        .for_each(|location| part(location.pointer.as_deref().unwrap_or_default()));
    part(&message.replace(|letter: char| letter.is_ascii_digit(), "#"));
    hash.finalize()
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
