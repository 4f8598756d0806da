//! Buttons are `Enable` or `Hide`.

use crate::event::Event;
use crate::event::vocabulary::{Button, ENABLE, Field, HIDE, nearest};
use crate::json::{Kind, Node};
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation, quoted};

/// button/values
pub const RULE: Rule = Rule {
    id: "button/values",
    says: "Each button in `items` is `Enable` or `Hide`.",
    why: "A client draws the button by this word; another one leaves it as it was.",
    remedy: "Write `Enable` for a button that is shown, `Hide` for one that is not.",
    authority: Authority::Sampled,
    source: "docs/incoming-call",
    since: "0.1.0",
    good: &[],
    bad: &[
        Example {
            title: "`Disable`, which was never seen",
            golden: "incoming-call",
            edits: &[Edit::Put(
                0,
                "/message/call/ButtonStates/items/hold",
                "\"Disable\"",
            )],
            also: &[],
        },
        Example {
            title: "another letter case",
            golden: "incoming-call",
            edits: &[Edit::Put(
                0,
                "/message/call/ButtonStates/items/answer",
                "\"enable\"",
            )],
            also: &[],
        },
        Example {
            title: "a flag where a word should be",
            golden: "incoming-call",
            edits: &[Edit::Put(
                0,
                "/message/call/ButtonStates/items/hold",
                "false",
            )],
            also: &[],
        },
    ],
    check: Check::Event(check),
};

fn check(event: &Event<'_>) -> Checked {
    let items = event
        .get(Field::Items)
        .filter(|node| node.kind() == Kind::Object && !node.is_empty())?;
    let values = items
        .members()
        .filter(|member| !event.is_blamed(member.value));
    Some(
        values
            .filter_map(|member| wrong(&member.key.string()?, member.value))
            .collect(),
    )
}

fn wrong(button: &str, value: Node<'_>) -> Option<Violation> {
    let word = value.string();
    let word = word.as_deref();
    if matches!(word, Some(ENABLE | HIDE)) {
        return None;
    }
    // What stands under an undocumented key is nobody's to print.
    let documented = Button::ALL.into_iter().any(|known| known.key() == button);
    let shown = match word {
        Some(word) if documented => quoted(word),
        Some(_) => "another word".to_owned(),
        None => value.kind().named().to_owned(),
    };
    let violation = Violation::at(
        value,
        format!("{} is {shown}", quoted(button)),
        "neither `Enable` nor `Hide`",
    )
    .expected("`Enable` or `Hide`")
    .actual_value(value);
    Some(match word {
        Some(word) if word.eq_ignore_ascii_case("disable") => violation
            .help("`Disable` was never seen on any page; a button that cannot be used is `Hide`"),
        Some(word) => match nearest(word, [ENABLE, HIDE]) {
            Some(meant) => violation.help(format!("write `{meant}`")),
            None => violation,
        },
        None => violation,
    })
}
