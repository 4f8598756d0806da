//! Words and flags say the same.

use crate::event::Event;
use crate::event::vocabulary::{Button, ENABLE, HIDE};
use crate::json::Node;
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation};

/// button/mirror
pub const RULE: Rule = Rule {
    id: "button/mirror",
    says: "A button is `Enable` in `items` exactly when its flag in `buttonStates` is true.",
    why: "Two clients that read different tables offer the agent different buttons for one call.",
    remedy: "Make both tables from one list of buttons.",
    authority: Authority::Sampled,
    source: "docs/incoming-call",
    since: "0.1.0",
    good: &[],
    bad: &[
        Example {
            title: "one button",
            golden: "incoming-call",
            edits: &[Edit::Put(
                0,
                "/message/call/ResponseActual/buttonStates/answer",
                "false",
            )],
            also: &[],
        },
        Example {
            title: "two buttons, one finding",
            golden: "answered",
            edits: &[
                Edit::Put(
                    1,
                    "/message/call/ResponseActual/buttonStates/consult",
                    "false",
                ),
                Edit::Put(1, "/message/call/ResponseActual/buttonStates/hold", "true"),
            ],
            also: &[],
        },
    ],
    check: Check::Event(check),
};

fn check(event: &Event<'_>) -> Checked {
    let pairs: Vec<(Button, Node<'_>, Node<'_>, bool, bool)> = Button::ALL
        .into_iter()
        .filter_map(|button| pair(event, button))
        .collect();
    if pairs.is_empty() {
        return None;
    }
    let apart: Vec<_> = pairs
        .into_iter()
        .filter(|(_, _, _, shown, flag)| shown != flag)
        .collect();
    let Some(&(button, item, flag_node, shown, flag)) = apart.first() else {
        return Some(Vec::new());
    };
    let names = apart
        .iter()
        .map(|(button, ..)| format!("`{}`", button.key()))
        .collect::<Vec<_>>();
    let message = match names.len() {
        1 => format!(
            "`{}` is shown as {}, but its flag is {flag}",
            button.key(),
            word(shown)
        ),
        _ => format!(
            "{} are shown as one thing and flagged as the other",
            names.join(", ")
        ),
    };
    let violation = Violation::at(item, message, format!("says {}", word(shown)))
        .and(flag_node, format!("says {flag}"))
        .expected(shown.to_string())
        .actual(flag.to_string());
    let rest = apart.iter().skip(1);
    Some(vec![rest.fold(
        violation,
        |violation, &(_, item, flag_node, shown, flag)| {
            violation
                .and(item, format!("says {}", word(shown)))
                .and(flag_node, format!("says {flag}"))
        },
    )])
}

/// What both tables say of a button, where both say something well-formed.
fn pair<'d>(event: &Event<'d>, button: Button) -> Option<(Button, Node<'d>, Node<'d>, bool, bool)> {
    let tables = event.shown(button);
    let (item, flag) = (tables.item?, tables.flag?);
    if event.is_reported(item) || event.is_reported(flag) {
        return None;
    }
    let shown = match item.string()?.as_ref() {
        ENABLE => true,
        HIDE => false,
        _ => return None,
    };
    Some((button, item, flag, shown, flag.boolean()?))
}

fn word(shown: bool) -> &'static str {
    if shown { ENABLE } else { HIDE }
}
