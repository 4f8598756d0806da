//! All four types are the same.

use crate::event::vocabulary::Field;
use crate::event::{Event, Text};
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation, ensure, quoted};

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
    let types: Vec<_> = TYPES
        .into_iter()
        .filter_map(|field| Some((field, event.undisputed_text(field)?)))
        .collect();
    let (first, rest) = types.split_first().filter(|(_, rest)| !rest.is_empty())?;
    let agrees = |text: &Text<'_>| text.value.eq_ignore_ascii_case(&first.1.value);
    ensure(rest.iter().all(|(_, text)| agrees(text)), || {
        let message = format!(
            "`{}` is {}, and not all other types are",
            first.0.key(),
            quoted(&first.1.value)
        );
        let violation =
            Violation::at(first.1.node, message, "this type").actual_value(first.1.node);
        rest.iter()
            .filter(|(_, text)| !agrees(text))
            .fold(violation, |violation, (_, text)| {
                violation
                    .and(text.node, "another type")
                    .expected_value(text.node)
            })
    })
}
