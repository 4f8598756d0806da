//! Call types are documented words.

use crate::event::Event;
use crate::event::vocabulary::{Field, nearest};
use crate::json::Node;
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation, check_each, quoted};

/// value/call-type
pub const RULE: Rule = Rule {
    id: "value/call-type",
    says: "`CallType`, `Type` and `callType` are `Agent`, `agent`, `inbound` or `outbound`.",
    why: "A client tells the agent's leg from the customer's by this word.",
    remedy: "Write `agent`, `inbound` or `outbound`.",
    authority: Authority::Documented,
    source: "v1/docs/call-event-parameters",
    since: "0.1.0",
    good: &[Example {
        title: "`Agent` as in the table, where the samples have `agent`",
        golden: "incoming-call",
        edits: &[Edit::Set(0, Field::CallType, "\"Agent\"")],
        also: &[],
    }],
    bad: &[
        Example {
            title: "another letter case",
            golden: "incoming-call",
            edits: &[Edit::Set(0, Field::MediaCallType, "\"AGENT\"")],
            also: &[],
        },
        Example {
            title: "a word of another system",
            golden: "incoming-call",
            edits: &[Edit::Set(0, Field::CallType, "\"customer\"")],
            also: &[],
        },
    ],
    check: Check::Event(check),
};

/// As printed in the table, and as in every sample.
const WORDS: [&str; 4] = ["Agent", "agent", "inbound", "outbound"];

fn check(event: &Event<'_>) -> Checked {
    check_each(
        event.texts(&[Field::CallType, Field::FieldsType, Field::MediaCallType]),
        wrong,
    )
}

fn wrong(field: Field, node: Node<'_>) -> Option<Violation> {
    let word = node.string()?;
    if WORDS.contains(&word.as_ref()) {
        return None;
    }
    let message = format!(
        "{} is not a documented value of `{}`",
        quoted(&word),
        field.key()
    );
    let violation = Violation::at(node, message, "not an allowed value")
        .expected("`agent`, `inbound` or `outbound`")
        .actual_value(node);
    Some(match nearest(&word, WORDS.into_iter().rev()) {
        Some(meant) => violation.help(format!("the documentation spells it `{meant}`")),
        None => violation,
    })
}
