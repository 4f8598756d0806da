//! The flags have the buttons' names.

use std::borrow::Cow;
use std::collections::HashSet;

use super::names::{Names, is_button, order};
use crate::event::Event;
use crate::event::vocabulary::Field;
use crate::json::{Kind, Member, Node};
use crate::rules::{
    Authority, Check, Checked, Edit, Example, First, Rule, Violation, join_limited_of, quoted,
};

/// button/flags
pub const RULE: Rule = Rule {
    id: "button/flags",
    says: "`ResponseActual.buttonStates` has the names that `items` has, each with a boolean.",
    why: "A client reads the one or the other; a button that only one table has is drawn by chance.",
    remedy: "Make both tables from one list of buttons.",
    authority: Authority::Sampled,
    source: "docs/incoming-call",
    since: "0.1.0",
    good: &[Example {
        title: "no flags at all: ResponseActual is optional",
        golden: "incoming-call",
        edits: &[Edit::Remove(0, Field::ResponseActual)],
        also: &["field/sampled-presence"],
    }],
    bad: &[
        Example {
            title: "a flag is missing",
            golden: "incoming-call",
            edits: &[Edit::Cut(
                0,
                "/message/call/ResponseActual/buttonStates/swap",
            )],
            also: &[],
        },
        Example {
            title: "a flag too many",
            golden: "incoming-call",
            edits: &[Edit::Put(
                0,
                "/message/call/ResponseActual/buttonStates/record",
                "false",
            )],
            also: &[],
        },
        Example {
            title: "words where flags should be: one fault, one finding",
            golden: "incoming-call",
            edits: &[
                Edit::Put(
                    0,
                    "/message/call/ResponseActual/buttonStates/answer",
                    "\"true\"",
                ),
                Edit::Put(
                    0,
                    "/message/call/ResponseActual/buttonStates/hold",
                    "\"false\"",
                ),
            ],
            also: &[],
        },
        Example {
            title: "a word where a flag should be",
            golden: "incoming-call",
            edits: &[Edit::Put(
                0,
                "/message/call/ResponseActual/buttonStates/hold",
                "\"Hide\"",
            )],
            also: &[],
        },
    ],
    check: Check::Event(check),
};

fn check(event: &Event<'_>) -> Checked {
    let flags = event.get(Field::Flags)?;
    if flags.kind() != Kind::Object {
        let message = format!("`buttonStates` is {}", flags.kind().named());
        return Some(vec![
            Violation::at(flags, message, "not an object of flags")
                .expected("an object")
                .actual(flags.kind().named()),
        ]);
    }
    let items = event
        .get(Field::Items)
        .filter(|node| node.kind() == Kind::Object);
    let wrong = no_booleans(event, flags);
    let unmatched = match items {
        Some(items) => other_names(event, items, flags),
        None => other_than_documented(flags),
    };
    Some(wrong.into_iter().chain(unmatched).collect())
}

/// One finding for all flags that are no booleans.
fn no_booleans(event: &Event<'_>, flags: Node<'_>) -> Option<Violation> {
    let mut wrong: First<Member<'_>> = flags
        .members()
        .filter(|member| member.value.kind() != Kind::Boolean && !event.is_reported(member.value))
        .collect();
    wrong.items.sort_by_cached_key(|member| order(member.key));
    let (first, rest) = wrong.items.split_first()?;
    let names = names(wrong.items.iter().map(|member| member.key), wrong.count);
    let message = match rest {
        [] => format!("the flag of {names} is {}", first.value.kind().named()),
        _ => format!("the flags of {names} are no booleans"),
    };
    let violation = Violation::at(first.value, message, "not a boolean")
        .expected("true or false")
        .actual_value(first.value);
    Some(rest.iter().fold(violation, |violation, member| {
        violation.and(member.value, "not a boolean")
    }))
}

/// One finding for all names that only one of the tables has; a name that is reported already is left out.
fn other_names(event: &Event<'_>, items: Node<'_>, flags: Node<'_>) -> Option<Violation> {
    if are_written_alike(items, flags) {
        return None;
    }
    // What `items` lacks or misspells may be reported already; then the flags are not to blame for a button.
    let unnamed = event.unclaimed(Field::Items).is_none()
        || items.members().any(|member| event.is_reported(member.key));
    // A flag that is no boolean is reported separately.
    let is_told = |key: Node<'_>| {
        (unnamed && is_button(key)) || flags.sibling(key.number() + 1).kind() != Kind::Boolean
    };
    let extra = only_in(event, flags, items, |key| !is_told(key));
    let lacking = only_in(event, items, flags, |_| true);
    let first = *extra.items.iter().chain(&lacking.items).next()?;
    let named = |keys: &First<Node<'_>>| names(keys.items.iter().copied(), keys.count);
    let message = match (extra.count, lacking.count) {
        (1.., 0) => format!("`buttonStates` has {}, `items` has not", named(&extra)),
        (0, _) => format!("`items` has {}, `buttonStates` has not", named(&lacking)),
        (1.., 1..) => format!(
            "`buttonStates` has {} and lacks {}",
            named(&extra),
            named(&lacking)
        ),
    };
    let (other, label) = match extra.count == 0 {
        true => (flags, "has no such flag"),
        false => (items, "has no such button"),
    };
    Some(Violation::at(first, message, "only here").beside(other, label))
}

/// Where there is no `items` to compare with, the documented names are what both should have.
fn other_than_documented(flags: Node<'_>) -> Option<Violation> {
    let names = Names::of(flags);
    let message = names.message("buttonStates")?;
    let violation = match names.unknown.items.split_first() {
        None => Violation::at(flags, message, "not all are here").claiming_nothing(),
        Some((first, rest)) => rest.iter().fold(
            Violation::at(*first, message, "no documented button"),
            |violation, key| violation.and(*key, "no documented button"),
        ),
    };
    Some(violation.expected("the eleven documented buttons"))
}

/// Whether both have the same keys in the same order, as nearly all events do.
fn are_written_alike(one: Node<'_>, other: Node<'_>) -> bool {
    let mut keys = one.members().zip(other.members());
    one.len() == other.len() && keys.all(|(one, other)| one.key.raw() == other.key.raw())
}

/// The keys that only the first table has, as far as they are wanted.
fn only_in<'d>(
    event: &Event<'_>,
    one: Node<'d>,
    other: Node<'d>,
    is_wanted: impl Fn(Node<'d>) -> bool,
) -> First<Node<'d>> {
    let known: HashSet<Cow<'d, str>> = other
        .members()
        .filter_map(|member| member.key.string())
        .collect();
    let keys = one
        .members()
        .map(|member| member.key)
        .filter(|key| !event.is_reported(*key) && is_wanted(*key));
    let mut only: First<Node<'d>> = keys
        .filter(|key| key.string().is_some_and(|name| !known.contains(&name)))
        .collect();
    only.items.sort_by_cached_key(|key| order(*key));
    only
}

fn names<'d>(keys: impl Iterator<Item = Node<'d>>, count: usize) -> String {
    let names: Vec<String> = keys
        .map(|key| quoted(&key.string().unwrap_or_default()))
        .collect();
    join_limited_of(&names, count)
}
