//! The eleven buttons are there.

use crate::event::Event;
use crate::event::vocabulary::{Button, Field, nearest};
use crate::json::{Kind, Node};
use crate::rules::{
    Authority, Check, Checked, Edit, Example, Rule, Violation, ensure, listed, quoted,
};

/// button/names
pub const RULE: Rule = Rule {
    id: "button/names",
    says: "`items` has exactly the eleven documented buttons.",
    why: "A button that is missing is drawn in its last state; one that is misspelt is never drawn.",
    remedy: "Send all eleven, spelt as documented, hidden ones too.",
    authority: Authority::Sampled,
    source: "docs/incoming-call",
    since: "0.1.0",
    good: &[],
    bad: &[
        Example {
            title: "a misspelt button",
            golden: "incoming-call",
            edits: &[Edit::Rename(
                0,
                "/message/call/ButtonStates/items/answer",
                "anwser",
            )],
            also: &[],
        },
        Example {
            title: "a button is missing, and the count knows it",
            golden: "incoming-call",
            edits: &[
                Edit::Cut(0, "/message/call/ButtonStates/items/swap"),
                Edit::Set(0, Field::Count, "10"),
            ],
            also: &[],
        },
        Example {
            title: "a twelfth button, counted",
            golden: "incoming-call",
            edits: &[
                Edit::Put(0, "/message/call/ButtonStates/items/record", "\"Hide\""),
                Edit::Set(0, Field::Count, "12"),
            ],
            also: &[],
        },
    ],
    check: Check::Event(check),
};

fn check(event: &Event<'_>) -> Checked {
    // Where the count is wrong too, button/count has named what is missing or unknown.
    let items = event
        .undisputed(Field::Items)
        .filter(|node| node.kind() == Kind::Object)?;
    let unknown: Vec<Node<'_>> = items
        .members()
        .map(|member| member.key)
        .filter(|key| !is_button(key))
        .collect();
    let missing: Vec<Button> = Button::ALL
        .into_iter()
        .filter(|button| items.get(button.key()).is_none())
        .collect();
    ensure(unknown.is_empty() && missing.is_empty(), || {
        told(items, &unknown, &missing)
    })
}

fn is_button(key: &Node<'_>) -> bool {
    Button::ALL
        .into_iter()
        .any(|button| key.is_key(button.key()))
}

fn told(items: Node<'_>, unknown: &[Node<'_>], missing: &[Button]) -> Violation {
    let missing: Vec<String> = missing
        .iter()
        .map(|button| format!("`{}`", button.key()))
        .collect();
    let (lacks_nothing, missing) = (missing.is_empty(), listed(&missing));
    let names: Vec<String> = unknown
        .iter()
        .map(|key| quoted(&key.string().unwrap_or_default()))
        .collect();
    let message = match (names.is_empty(), lacks_nothing) {
        (true, _) => format!("`items` lacks {missing}"),
        (false, true) => format!("`items` has {}, which is no button", listed(&names)),
        (false, false) => format!("`items` has {} and lacks {missing}", listed(&names)),
    };
    let violation = match unknown.split_first() {
        None => Violation::at(items, message, format!("{missing} missing here")).blaming_nothing(),
        Some((first, rest)) => rest.iter().fold(
            Violation::at(*first, message, "no documented button"),
            |violation, key| violation.and(*key, "no documented button"),
        ),
    };
    let violation = violation.expected("the eleven documented buttons");
    match unknown.iter().find_map(meant) {
        Some(help) => violation.help(help),
        None => violation,
    }
}

fn meant(key: &Node<'_>) -> Option<String> {
    let name = key.string()?;
    let meant = nearest(&name, Button::ALL.map(Button::key))?;
    Some(format!("the button is spelt `{meant}`"))
}
