//! The eleven buttons are there.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::event::Event;
use crate::event::vocabulary::{Button, Field, nearest};
use crate::json::{Kind, Node};
use crate::rules::{
    Authority, Check, Checked, Edit, Example, First, Rule, Violation, ensure, join_limited,
    join_limited_of, quoted,
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
        .unclaimed(Field::Items)
        .filter(|node| node.kind() == Kind::Object)?;
    let names = Names::of(items);
    ensure(names.are_documented(), || {
        violation_of(event, items, &names)
    })
}

/// In what the names of a table differ from the documented ones.
pub(super) struct Names<'d> {
    /// Keys that are no button.
    pub(super) unknown: First<Node<'d>>,
    missing: Vec<Button>,
}

impl<'d> Names<'d> {
    pub(super) fn of(table: Node<'d>) -> Names<'d> {
        let keys = table.members().map(|member| member.key);
        let is_missing = |button: &Button| table.get(button.key()).is_none();
        let mut unknown: First<Node<'d>> = keys.filter(|key| !is_button(*key)).collect();
        unknown.items.sort_by_cached_key(|key| order(*key));
        Names {
            unknown,
            missing: Button::ALL.into_iter().filter(is_missing).collect(),
        }
    }

    pub(super) fn are_documented(&self) -> bool {
        (self.unknown.count == 0) && self.missing.is_empty()
    }

    /// "`items` has `record`, which is no button, and lacks `swap`"; none where all is as documented.
    pub(super) fn message(&self, table: &str) -> Option<String> {
        let (unknown, missing) = (self.unknown(), self.missing());
        let are = match self.unknown.count {
            1 => "which is no button",
            _ => "which are no buttons",
        };
        match ((self.unknown.count == 0), self.missing.is_empty()) {
            (true, true) => None,
            (true, false) => Some(format!("`{table}` lacks {missing}")),
            (false, true) => Some(format!("`{table}` has {unknown}, {are}")),
            (false, false) => Some(format!(
                "`{table}` has {unknown}, {are}, and lacks {missing}"
            )),
        }
    }

    pub(super) fn missing(&self) -> String {
        let name = |button: &Button| format!("`{}`", button.key());
        join_limited(&self.missing.iter().map(name).collect::<Vec<_>>())
    }

    fn unknown(&self) -> String {
        let name = |key: &Node<'_>| quoted(&key.string().unwrap_or_default());
        join_limited_of(
            &self.unknown.items.iter().map(name).collect::<Vec<_>>(),
            self.unknown.count,
        )
    }

    /// How the unknown ones are spelt, where something near is documented.
    pub(super) fn meant(&self) -> Option<String> {
        let meant = |key: &Node<'_>| nearest(&key.string()?, Button::ALL.map(Button::key));
        let meant: Vec<String> = self
            .unknown
            .items
            .iter()
            .filter_map(meant)
            .map(|button| format!("`{button}`"))
            .collect();
        match meant.as_slice() {
            [] => None,
            [one] => Some(format!("the button is spelt {one}")),
            many => Some(format!("the buttons are spelt {}", join_limited(many))),
        }
    }

    /// Shows the flags beside it where they have or lack the same: both tables come from one list.
    pub(super) fn beside_flags(&self, event: &Event<'_>, violation: Violation) -> Violation {
        let flags = event
            .get(Field::Flags)
            .filter(|flags| flags.kind() == Kind::Object);
        match flags {
            Some(flags) if self.share(&Names::of(flags)) => {
                violation.beside(flags, "the same here")
            }
            Some(_) | None => violation,
        }
    }

    fn share(&self, other: &Names<'_>) -> bool {
        let lack = self
            .missing
            .iter()
            .any(|button| other.missing.contains(button));
        let named = |key: &Node<'d>| key.string();
        let others: HashSet<Option<Cow<'_, str>>> =
            other.unknown.items.iter().map(|key| key.string()).collect();
        let mut unknown = self.unknown.items.iter().map(named);
        lack || unknown.any(|name| others.contains(&name))
    }
}

/// In the documented order, what is no button last by its name: the order of the keys changes no finding.
pub(super) fn order(key: Node<'_>) -> (usize, String) {
    let place = Button::ALL
        .into_iter()
        .position(|button| key.is_key(button.key()));
    let name = key.string().unwrap_or_default().into_owned();
    (place.unwrap_or(Button::ALL.len()), name)
}

pub(super) fn is_button(key: Node<'_>) -> bool {
    Button::ALL
        .into_iter()
        .any(|button| key.is_key(button.key()))
}

fn violation_of(event: &Event<'_>, items: Node<'_>, names: &Names<'_>) -> Violation {
    let message = names.message("items").unwrap_or_default();
    let violation = match names.unknown.items.split_first() {
        None => {
            let label = format!("{} missing here", names.missing());
            Violation::at(items, message, label).claiming_nothing()
        }
        Some((first, rest)) => rest.iter().fold(
            Violation::at(*first, message, "no documented button"),
            |violation, key| violation.and(*key, "no documented button"),
        ),
    };
    let violation = violation.expected("the eleven documented buttons");
    let violation = names.beside_flags(event, violation);
    match names.meant() {
        Some(help) => violation.help(help),
        None => violation,
    }
}
