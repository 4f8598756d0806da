//! The count counts.

use crate::event::Event;
use crate::event::vocabulary::{Button, Field};
use crate::json::{Kind, Node};
use crate::privacy;
use crate::rules::{
    Authority, Check, Checked, Edit, Example, Rule, Violation, ensure, listed, quoted,
};

/// button/count
pub const RULE: Rule = Rule {
    id: "button/count",
    says: "`ButtonStates.count` is the number of buttons in `ButtonStates.items`.",
    why: "A client that lays out `count` buttons draws too many or too few.",
    remedy: "Count the keys of `items`; all eleven are there, hidden ones too.",
    authority: Authority::Documented,
    source: "v1/docs/call-event-parameters",
    since: "0.1.0",
    good: &[],
    bad: &[
        Example {
            title: "eleven buttons, but the count says ten",
            golden: "incoming-call",
            edits: &[Edit::Set(0, Field::Count, "10")],
            also: &[],
        },
        Example {
            title: "a button is missing, and still counted",
            golden: "incoming-call",
            edits: &[Edit::Cut(0, "/message/call/ButtonStates/items/swap")],
            also: &[],
        },
    ],
    check: Check::Event(check),
};

fn check(event: &Event<'_>) -> Checked {
    let count = event
        .get(Field::Count)
        .filter(|node| node.kind() == Kind::Number)?;
    let items = event
        .get(Field::Items)
        .filter(|node| node.kind() == Kind::Object)?;
    let holds = count.number_value().and_then(|number| number.as_f64()) == Some(items.len() as f64);
    ensure(holds, || told(count, items))
}

fn told(count: Node<'_>, items: Node<'_>) -> Violation {
    let buttons = match items.len() {
        1 => "1 button".to_owned(),
        buttons => format!("{buttons} buttons"),
    };
    let told = privacy::number(count.raw());
    let message = format!("`count` is {told}, but `items` has {buttons}");
    let violation = Violation::at(count, message, "counts otherwise")
        .beside(items, buttons)
        .expected(items.len().to_string())
        .actual_value(count);
    let keys = items.members().map(|member| member.key);
    let unknown: Vec<Node<'_>> = keys.filter(|key| !is_button(*key)).collect();
    let missing: Vec<String> = Button::ALL
        .into_iter()
        .filter(|button| items.get(button.key()).is_none())
        .map(|button| format!("`{}`", button.key()))
        .collect();
    let names: Vec<String> = unknown
        .iter()
        .map(|key| quoted(&key.string().unwrap_or_default()))
        .collect();
    let violation = unknown.into_iter().fold(violation, |violation, key| {
        violation.and(key, "no documented button")
    });
    match (names.is_empty(), missing.is_empty()) {
        (true, true) => violation,
        (true, false) => violation.help(format!("`items` lacks {}", listed(&missing))),
        (false, true) => violation.help(format!(
            "`items` has {}, which is no button",
            listed(&names)
        )),
        (false, false) => {
            let (names, missing) = (listed(&names), listed(&missing));
            violation.help(format!(
                "`items` has {names}, which is no button, and lacks {missing}"
            ))
        }
    }
}

fn is_button(key: Node<'_>) -> bool {
    Button::ALL
        .into_iter()
        .any(|button| key.is_key(button.key()))
}
