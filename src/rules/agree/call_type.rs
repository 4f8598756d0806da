//! All four types are the same.

use crate::event::vocabulary::Field;
use crate::event::{Event, Text};
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation, quoted};

/// agree/call-type
pub const RULE: Rule = Rule {
    id: "agree/call-type",
    says: "`CallType`, `ResponseActual.type`, `ResponseFields.Type` and `MediaProperties.callType` are the same, letter case aside.",
    why: "A client takes the agent's leg for the customer's, and shows the wrong buttons.",
    remedy: "Fill all four from the same leg.",
    authority: Authority::Sampled,
    source: "docs/incoming-call",
    since: "0.1.0",
    good: &[Example {
        title: "`Agent` beside `agent`",
        golden: "incoming-call",
        edits: &[Edit::Set(0, Field::CallType, "\"Agent\"")],
        also: &[],
    }],
    bad: &[Example {
        title: "one of the four says inbound",
        golden: "incoming-call",
        edits: &[Edit::Set(0, Field::MediaCallType, "\"inbound\"")],
        also: &[],
    }],
    check: Check::Event(check),
};

const TYPES: [Field; 4] = [
    Field::CallType,
    Field::ActualType,
    Field::FieldsType,
    Field::MediaCallType,
];

fn check(event: &Event<'_>) -> Checked {
    let types: Vec<(Field, Text<'_>)> = TYPES
        .into_iter()
        .filter_map(|field| Some((field, event.undisputed_text(field)?)))
        .collect();
    let (first, rest) = types.split_first().filter(|(_, rest)| !rest.is_empty())?;
    let same = |one: &Text<'_>, other: &Text<'_>| one.value.eq_ignore_ascii_case(&other.value);
    if rest.iter().all(|(_, text)| same(text, &first.1)) {
        return Some(Vec::new());
    }
    let votes = |text: &Text<'_>| types.iter().filter(|(_, other)| same(other, text)).count();
    // Of equally many the first counts, which `CallType` is.
    let most = types.iter().rev().max_by_key(|(_, text)| votes(text))?;
    let mut odd = types.iter().filter(|(_, text)| !same(text, &most.1));
    let (field, text) = odd.next()?;
    let message = format!(
        "`{}` is {}, yet `{}` is {}",
        field.key(),
        quoted(&text.value),
        most.0.key(),
        quoted(&most.1.value)
    );
    let violation = Violation::at(text.node, message, "this type")
        .and(most.1.node, "and that one")
        .actual_value(text.node);
    Some(vec![odd.fold(violation, |violation, (_, text)| {
        violation.and(text.node, "this one too")
    })])
}
