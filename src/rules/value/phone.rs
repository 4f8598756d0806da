//! Numbers look like numbers.

use crate::event::Event;
use crate::event::vocabulary::Field;
use crate::json::{Kind, Node};

use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation, check_each};

/// value/phone
pub const RULE: Rule = Rule {
    id: "value/phone",
    says: "`phoneNumber`, `fromAddress`, `ANI` and `DNIS` are null, `+` and up to 15 digits, a SIP address, or a known word.",
    why: "Numbers in a national form cannot be dialled back from elsewhere, nor matched with the customer's record.",
    remedy: "Send the number in E.164: `+`, the country, the rest, digits only.",
    authority: Authority::Derived,
    source: "docs/incoming-call",
    since: "0.1.0",
    good: &[
        Example {
            title: "a SIP address",
            golden: "incoming-call",
            edits: &[Edit::Set(0, Field::Ani, "\"sip:agent@example.com\"")],
            also: &[],
        },
        Example {
            title: "a withheld number",
            golden: "incoming-call",
            edits: &[Edit::Set(0, Field::Ani, "\"anonymous\"")],
            also: &[],
        },
        Example {
            title: "nine digits, too short for its country",
            golden: "incoming-call",
            edits: &[Edit::Set(0, Field::Dnis, "\"+161081111\"")],
            also: &[],
        },
    ],
    bad: &[
        Example {
            title: "a national form",
            golden: "incoming-call",
            edits: &[Edit::Set(0, Field::Ani, "\"(610) 811-11\"")],
            also: &[],
        },
        Example {
            title: "sixteen digits",
            golden: "incoming-call",
            edits: &[Edit::Set(0, Field::Dnis, "\"+1601326154812345\"")],
            also: &[],
        },
    ],
    check: Check::Event(check),
};

const NUMBERS: [Field; 4] = [
    Field::PhoneNumber,
    Field::FromAddress,
    Field::Ani,
    Field::Dnis,
];

/// Words that platforms send where there is no number.
const WORDS: [&str; 3] = ["anonymous", "INTERNAL-TRANSFER", "Softphone"];

fn check(event: &Event<'_>) -> Checked {
    let numbers = NUMBERS
        .into_iter()
        .filter_map(|field| Some((field, event.get(field)?)));
    check_each(
        numbers.filter(|(_, node)| matches!(node.kind(), Kind::String | Kind::Null)),
        wrong,
    )
}

fn wrong(field: Field, node: Node<'_>) -> Option<Violation> {
    let number = node.string()?;
    if is_number(&number) || is_address(&number) || WORDS.contains(&number.as_ref()) {
        return None;
    }
    let message = format!("`{}` is neither null nor a number in E.164", field.key());
    Some(
        Violation::at(node, message, "not `+` and up to 15 digits")
            .expected("`+` and up to 15 digits")
            .actual_value(node),
    )
}

/// The shape of E.164 only: no page says anything about national plans.
fn is_number(number: &str) -> bool {
    number.strip_prefix('+').is_some_and(|digits| {
        (1..=15).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit())
    })
}

fn is_address(number: &str) -> bool {
    ["sip:", "sips:"].into_iter().any(|scheme| {
        number
            .strip_prefix(scheme)
            .is_some_and(|rest| !rest.is_empty())
    })
}
