//! Call variables are small strings.

use crate::event::Event;
use crate::event::vocabulary::Field;
use crate::json::{Kind, Node};
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation, first_of, quoted};

/// value/call-variables
pub const RULE: Rule = Rule {
    id: "value/call-variables",
    says: "Call variables are strings under keys of letters, digits, `-` and `_`, together at most 32,768 bytes.",
    why: "The platform itself keeps no others; what a producer adds is lost on the way back.",
    remedy: "Send every value as a string and keep keys to letters, digits, `-` and `_`.",
    authority: Authority::Derived,
    source: "docs/incoming-call",
    since: "0.1.0",
    good: &[Example {
        title: "another key",
        golden: "incoming-call",
        edits: &[Edit::Put(
            0,
            "/message/call/CallVariables/loyalty_tier",
            "\"gold\"",
        )],
        also: &[],
    }],
    bad: &[
        Example {
            title: "a number",
            golden: "incoming-call",
            edits: &[Edit::Put(0, "/message/call/CallVariables/visits", "3")],
            also: &[],
        },
        Example {
            title: "a space in the key",
            golden: "incoming-call",
            edits: &[Edit::Put(
                0,
                "/message/call/CallVariables/loyalty tier",
                "\"gold\"",
            )],
            also: &[],
        },
    ],
    check: Check::Event(check),
};

/// What the platform keeps for one contact, keys and values together, in bytes.
const MAX_BYTES: usize = 32_768;

fn check(event: &Event<'_>) -> Checked {
    let variables = event
        .get(Field::CallVariables)
        .filter(|node| node.kind() == Kind::Object)?;
    let values = variables
        .members()
        .filter(|member| member.value.kind() != Kind::String && !event.is_reported(member.value))
        .map(|member| {
            let name = quoted(&member.key.string().unwrap_or_default());
            Violation::at(
                member.value,
                format!(
                    "the call variable {name} is {}",
                    member.value.kind().named()
                ),
                "not a string",
            )
            .expected("a string")
            .actual(member.value.kind().named())
        });
    let keys = variables.members().filter(|member| !is_plain(&member.key.string().unwrap_or_default())).map(|member| {
        let name = quoted(&member.key.string().unwrap_or_default());
        Violation::at(member.key, format!("the call variable's key {name} has other signs than letters, digits, `-` and `_`"), "this key")
    });
    Some(first_of(
        too_large(variables).into_iter().chain(values).chain(keys),
    ))
}

fn is_plain(key: &str) -> bool {
    !key.is_empty()
        && key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

fn too_large(variables: Node<'_>) -> Option<Violation> {
    let length = |node: Node<'_>| node.string().map_or(0, |text| text.len());
    let bytes: usize = variables
        .members()
        .map(|member| length(member.key) + length(member.value))
        .sum();
    let message = format!("the call variables take {bytes} bytes, more than {MAX_BYTES}");
    (bytes > MAX_BYTES).then(|| {
        Violation::at(variables, message, "together too large")
            .expected(format!("at most {MAX_BYTES} bytes"))
            .actual(format!("{bytes} bytes"))
    })
}
