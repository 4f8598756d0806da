//! The count counts.

use super::names::Names;
use crate::event::Event;
use crate::event::vocabulary::Field;
use crate::json::{Kind, Node};
use crate::privacy;
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
    let holds = count.number_value().and_then(|number| number.as_f64()) == Some(items.len() as f64);
    ensure(holds, || violation_of(event, count, items))
}

/// A button that is missing or unknown is the likelier fault, so that it comes first.
fn violation_of(event: &Event<'_>, count: Node<'_>, items: Node<'_>) -> Violation {
    let buttons = match items.len() {
        1 => "1 button".to_owned(),
        buttons => format!("{buttons} buttons"),
    };
    let reported = privacy::number(count.raw());
    let names = Names::of(items);
    let message = match names.message("items") {
        Some(names) => format!("{names}: `count` is {reported}, but there are {buttons}"),
        None => format!("`count` is {reported}, but `items` has {buttons}"),
    };
    let violation = Violation::at(count, message, "counts otherwise")
        .beside(items, buttons)
        .expected(items.len().to_string())
        .actual_value(count);
    let unknown = names.unknown.items.iter();
    let violation = unknown.fold(violation, |violation, key| {
        violation.and(*key, "no documented button")
    });
    let violation = names.beside_flags(event, violation);
    match (names.meant(), names.are_documented()) {
        (Some(help), _) => violation.help(help),
        (None, false) => {
            violation.help("send the eleven documented buttons, each once, and 11 as their `count`")
        }
        (None, true) => violation,
    }
}
