//! All four types are the same.

use super::{are_alike, named};
use crate::event::Event;
use crate::event::vocabulary::Field;
use crate::json::Node;
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation};

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
    let types: Vec<(Field, Node<'_>)> = TYPES
        .into_iter()
        .filter_map(|field| Some((field, event.unclaimed(field)?)))
        .collect();
    let (first, rest) = types.split_first().filter(|(_, rest)| !rest.is_empty())?;
    let same = |one: Node<'_>, other: Node<'_>| are_alike(one, other, str::eq_ignore_ascii_case);
    if rest.iter().all(|(_, node)| same(*node, first.1)) {
        return Some(Vec::new());
    }
    let votes = |node: Node<'_>| types.iter().filter(|(_, other)| same(*other, node)).count();
    // Of equally many the first counts, which `CallType` is.
    let most = types.iter().rev().max_by_key(|(_, node)| votes(*node))?;
    let mut odd = types.iter().filter(|(_, node)| !same(*node, most.1));
    let (field, node) = odd.next()?;
    let message = format!(
        "`{}` is {}, yet `{}` is {}",
        field.key(),
        named(*node),
        most.0.key(),
        named(most.1)
    );
    let violation = Violation::at(*node, message, "this type")
        .and(most.1, "and that one")
        .actual_value(*node);
    Some(vec![odd.fold(violation, |violation, (_, node)| {
        violation.and(*node, "this one too")
    })])
}
