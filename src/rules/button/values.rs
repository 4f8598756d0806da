//! Buttons are `Enable` or `Hide`.

use super::names::order;
use crate::event::Event;
use crate::event::vocabulary::{Button, ENABLE, Field, HIDE, nearest};
use crate::json::{Kind, Member, Node};
use crate::rules::{
    Authority, Check, Checked, Edit, Example, First, Rule, Violation, join_limited, quoted,
};

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
            title: "all in another letter case: one fault, one finding",
            golden: "incoming-call",
            edits: &[
                Edit::Put(0, "/message/call/ButtonStates/items/answer", "\"enable\""),
                Edit::Put(0, "/message/call/ButtonStates/items/reject", "\"enable\""),
                Edit::Put(0, "/message/call/ButtonStates/items/hold", "\"hide\""),
            ],
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
        .filter(|member| !event.is_reported(member.value));
    let mut bad: First<Bad<'_>> = values.filter_map(Bad::of).collect();
    bad.items.sort_by_cached_key(|bad| order(bad.key));
    Some(violation_of(&bad.items, bad.count).into_iter().collect())
}

/// A button whose value is neither word.
struct Bad<'d> {
    /// Its name, as a message shows it.
    button: String,
    key: Node<'d>,
    value: Node<'d>,
    /// What stands there, as a message shows it.
    shown: String,
}

impl<'d> Bad<'d> {
    fn of(member: Member<'d>) -> Option<Bad<'d>> {
        let (button, value) = (member.key.string()?, member.value);
        let word = value.string();
        let shown = match word.as_deref() {
            Some(ENABLE | HIDE) => return None,
            // What stands under an undocumented key is nobody's to print.
            Some(word) if Button::named(&button).is_some() => quoted(word),
            Some(_) => "another word".to_owned(),
            None => value.kind().named().to_owned(),
        };
        Some(Bad {
            button: quoted(&button),
            key: member.key,
            value,
            shown,
        })
    }

    /// The word that is meant, where one is near.
    fn meant(&self) -> Option<&'static str> {
        nearest(&self.value.string()?, [ENABLE, HIDE])
    }

    fn is_disable(&self) -> bool {
        let word = self.value.string();
        word.is_some_and(|word| word.eq_ignore_ascii_case("disable"))
    }
}

/// One finding for all bad values of the event.
fn violation_of(bad: &[Bad<'_>], count: usize) -> Option<Violation> {
    let (first, rest) = bad.split_first()?;
    let violation = Violation::at(
        first.value,
        message(bad, count),
        "neither `Enable` nor `Hide`",
    );
    let violation = rest.iter().fold(violation, |violation, bad| {
        violation.and(bad.value, "nor this")
    });
    let violation = violation
        .expected("`Enable` or `Hide`")
        .actual_value(first.value);
    Some(match help(bad) {
        Some(help) => violation.help(help),
        None => violation,
    })
}

/// The buttons by what they are: "`answer`, `reject` are `enable`; `hold` is `hide`".
fn message(bad: &[Bad<'_>], count: usize) -> String {
    const GROUPS: usize = 4;
    let mut groups: Vec<(&str, Vec<String>)> = Vec::new();
    for one in bad {
        match groups.iter_mut().find(|(shown, _)| *shown == one.shown) {
            Some((_, buttons)) => buttons.push(one.button.clone()),
            None => groups.push((&one.shown, vec![one.button.clone()])),
        }
    }
    let group = |(shown, buttons): &(&str, Vec<String>)| {
        let verb = if buttons.len() == 1 { "is" } else { "are" };
        format!("{} {verb} {shown}", join_limited(buttons))
    };
    let beyond = count - bad.len();
    let mut said: Vec<String> = groups.iter().take(GROUPS).map(group).collect();
    let more: usize = groups
        .iter()
        .skip(GROUPS)
        .map(|(_, buttons)| buttons.len())
        .sum();
    let more = more + beyond;
    if more > 0 {
        said.push(format!("{more} more are other words"));
    }
    said.join("; ")
}

fn help(bad: &[Bad<'_>]) -> Option<String> {
    if bad.iter().any(Bad::is_disable) {
        return Some(
            "`Disable` was never seen on any page; a button that cannot be used is `Hide`".into(),
        );
    }
    let meant: Option<Vec<&str>> = bad.iter().map(Bad::meant).collect();
    let mut meant = meant?;
    meant.sort_unstable();
    meant.dedup();
    let words: Vec<String> = meant.iter().map(|word| format!("`{word}`")).collect();
    Some(format!("write {}", words.join(" and ")))
}
