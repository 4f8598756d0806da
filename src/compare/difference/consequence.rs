//! Which differences follow from others: names given anew, times that moved together.

use std::collections::{BTreeMap, HashMap};

use crate::event::vocabulary::Field;
use crate::json::Node;
use crate::report::difference::{Change, Origin, Rename, Shift};

use super::names::{NameMapping, name};
use super::pairing::AlignedPair;
use super::times::{are_ranks, moved};
use super::values::{Leaf, text};

/// What differs at the place, and whether it follows from something else.
pub(super) fn changed(
    leaf: &Leaf<'_>,
    all: &[Leaf<'_>],
    names: &HashMap<&str, &str>,
) -> Option<Change> {
    let change = |follows_from| Change {
        pointer: leaf.pointer.clone(),
        old: leaf.old.map(text),
        new: leaf.new.map(text),
        follows_from,
    };
    let (Some(old), Some(new)) = (leaf.old, leaf.new) else {
        return Some(change(None));
    };
    if let Some((one, other)) = name(old.raw()).zip(name(new.raw())) {
        let same = names.get(one) == Some(&other) && behind(old, one) == behind(new, other);
        return match (same, one == other) {
            (true, true) => None,
            (true, false) => Some(change(Some(Origin::Rename))),
            // The old name is another's now: shown as what it would be called.
            (false, true) => Some(Change {
                old: names.get(one).map(|name| old.raw().replacen(one, name, 1)),
                ..change(None)
            }),
            (false, false) => Some(change(None)),
        };
    }
    if is_equal(old, new) {
        return None;
    }
    let timely = moved(old.raw(), new.raw()).is_some() || are_ranks(old.raw(), new.raw());
    let follows = (timely && !parts_state_times(leaf, all)).then_some(Origin::Shift);
    Some(change(follows))
}

/// What a masked value tells behind its name.
fn behind<'n>(value: Node<'n>, name: &str) -> Option<&'n str> {
    value.raw().split_once(name).map(|(_, rest)| rest)
}

/// Escapes apart, for a string may be written in several ways.
fn is_equal(old: Node<'_>, new: Node<'_>) -> bool {
    let strings = old.string().zip(new.string());
    strings.map_or_else(|| text(old) == text(new), |(one, other)| one == other)
}

/// Whether `CurrentStateTime` and `statusTimestamp` told one instant, and tell two now, or the reverse.
fn parts_state_times(leaf: &Leaf<'_>, all: &[Leaf<'_>]) -> bool {
    let (one, other) = (Field::CurrentStateTime, Field::StatusTimestamp);
    if leaf.pointer != one.pointer() {
        return false;
    }
    let beside = all.iter().find(|leaf| leaf.pointer == other.pointer());
    let same = |one: Option<Node<'_>>, other: Option<Node<'_>>| {
        one.zip(other).map(|(one, other)| one.raw() == other.raw())
    };
    beside.is_some_and(|beside| same(leaf.old, beside.old) != same(leaf.new, beside.new))
}

/// Which old name is which new one, as most places of the call have it.
pub(super) fn renamed<'n>(leaves: impl Iterator<Item = &'n Leaf<'n>>) -> HashMap<&'n str, &'n str> {
    let mut names = NameMapping::default();
    for leaf in leaves {
        let name_of = |node: Option<Node<'n>>| name(node?.raw());
        if let Some((old, new)) = name_of(leaf.old).zip(name_of(leaf.new)) {
            names.vote(old, new);
        }
    }
    names.decide()
}

/// The names that are others now, and how often each stands there.
pub(super) fn renames(compared: &[Vec<Leaf<'_>>], names: &HashMap<&str, &str>) -> Vec<Rename> {
    let mut found: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for leaf in compared.iter().flatten() {
        let pair = leaf.old.zip(leaf.new);
        let told = pair.and_then(|(old, new)| name(old.raw()).zip(name(new.raw())));
        if let Some((old, new)) =
            told.filter(|(old, new)| old != new && names.get(old) == Some(new))
        {
            *found.entry((old, new)).or_default() += 1;
        }
    }
    let rename = |((old, new), values): ((&str, &str), u64)| Rename {
        old: old.to_owned(),
        new: new.to_owned(),
        values,
    };
    found.into_iter().map(rename).collect()
}

/// Times that moved together, event after event.
pub(super) fn shifts(pairs: &[AlignedPair], compared: &[Vec<Leaf<'_>>]) -> Vec<Shift> {
    let mut found: Vec<Shift> = Vec::new();
    let mut going = 0;
    for (pair, leaves) in pairs.iter().zip(compared) {
        let Some(step) = pair.new.filter(|_| pair.old.is_some()) else {
            continue;
        };
        let milliseconds = shift(leaves);
        match found.last_mut().filter(|_| going == milliseconds) {
            Some(last) if milliseconds != 0 => last.events += 1,
            Some(_) | None if milliseconds != 0 => found.push(Shift {
                step: step as u64 + 1,
                events: 1,
                milliseconds,
            }),
            Some(_) | None => {}
        }
        going = milliseconds;
    }
    found
}

/// How far the event's times moved: the state's time, else the first that did.
fn shift(leaves: &[Leaf<'_>]) -> i64 {
    let by = |leaf: &Leaf<'_>| moved(leaf.old?.raw(), leaf.new?.raw()).filter(|&by| by != 0);
    let state = leaves
        .iter()
        .find(|leaf| leaf.pointer == Field::StatusTimestamp.pointer());
    state
        .and_then(by)
        .or_else(|| leaves.iter().find_map(by))
        .unwrap_or_default()
}
