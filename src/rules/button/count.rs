//! The count counts.

use crate::event::Event;
use crate::event::vocabulary::{Button, Field};
use crate::json::Kind;
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation, ensure};

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
    let buttons = items.len();
    let holds = count.number_value().and_then(|number| number.as_f64()) == Some(buttons as f64);
    ensure(holds, || {
        let message = format!(
            "`count` is {}, but `items` has {buttons} buttons",
            count.raw()
        );
        let violation = Violation::at(count, message, "counts otherwise")
            .and(items, format!("{buttons} buttons"))
            .expected(buttons.to_string())
            .actual(count.raw());
        let missing = Button::ALL
            .into_iter()
            .filter(|button| items.get(button.key()).is_none())
            .map(|button| format!("`{}`", button.key()))
            .collect::<Vec<_>>();
        if missing.is_empty() {
            violation
        } else {
            violation.help(format!("`items` lacks {}", missing.join(", ")))
        }
    })
}
