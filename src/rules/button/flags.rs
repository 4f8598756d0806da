//! The flags have the buttons' names.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::event::Event;
use crate::event::vocabulary::Field;
use crate::json::{Kind, Node};
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation, listed, quoted};

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
    let no_flags = flags
        .members()
        .filter(|member| member.value.kind() != Kind::Boolean && !event.is_blamed(member.value))
        .map(|member| no_flag(member.key, member.value));
    let unmatched = items.and_then(|items| other_names(event, items, flags));
    Some(no_flags.chain(unmatched).collect())
}

fn no_flag(key: Node<'_>, value: Node<'_>) -> Violation {
    let name = quoted(&key.string().unwrap_or_default());
    Violation::at(
        value,
        format!("the flag of {name} is {}", value.kind().named()),
        "not a boolean",
    )
    .expected("true or false")
    .actual_value(value)
}

/// One finding for all names that only one of the tables has; a name that is told already is left out.
fn other_names(event: &Event<'_>, items: Node<'_>, flags: Node<'_>) -> Option<Violation> {
    if are_written_alike(items, flags) {
        return None;
    }
    // What `items` lacks or misspells may be told already; then the flags are not to blame.
    let unnamed = event.undisputed(Field::Items).is_none()
        || items.members().any(|member| event.is_blamed(member.key));
    let mut extra = if unnamed {
        Vec::new()
    } else {
        only_in(event, flags, items)
    };
    // A flag that is no boolean is told by itself.
    extra.retain(|key| flags.sibling(key.number() + 1).kind() == Kind::Boolean);
    let lacking = only_in(event, items, flags);
    let first = *extra.iter().chain(&lacking).next()?;
    let message = match (extra.is_empty(), lacking.is_empty()) {
        (false, true) => format!("`buttonStates` has {}, `items` has not", names(&extra)),
        (true, _) => format!("`items` has {}, `buttonStates` has not", names(&lacking)),
        (false, false) => format!(
            "`buttonStates` has {} and lacks {}",
            names(&extra),
            names(&lacking)
        ),
    };
    let (other, label) = match extra.is_empty() {
        true => (flags, "has no such flag"),
        false => (items, "has no such button"),
    };
    Some(Violation::at(first, message, "only here").beside(other, label))
}

/// Whether both have the same keys in the same order, as nearly all events do.
fn are_written_alike(one: Node<'_>, other: Node<'_>) -> bool {
    let mut keys = one.members().zip(other.members());
    one.len() == other.len() && keys.all(|(one, other)| one.key.raw() == other.key.raw())
}

/// The keys that only the first table has.
fn only_in<'d>(event: &Event<'_>, one: Node<'d>, other: Node<'d>) -> Vec<Node<'d>> {
    let known: HashSet<Cow<'d, str>> = other
        .members()
        .filter_map(|member| member.key.string())
        .collect();
    let keys = one
        .members()
        .map(|member| member.key)
        .filter(|key| !event.is_blamed(*key));
    keys.filter(|key| key.string().is_some_and(|name| !known.contains(&name)))
        .collect()
}

fn names(keys: &[Node<'_>]) -> String {
    let names: Vec<String> = keys
        .iter()
        .map(|key| quoted(&key.string().unwrap_or_default()))
        .collect();
    listed(&names)
}
