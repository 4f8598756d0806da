//! What became of one call: its events, and what of their differences follows from others.

use std::collections::{BTreeMap, HashMap};

use crate::event::Event;
use crate::event::vocabulary::{EventWord, Field};
use crate::json::{Node, Read, Tape, read};
use crate::report::difference::{CallChange, Change, EventChange, Origin, Place, Rename, Shift};

use super::names::{Names, name};
use super::pairing::{self, Pair};
use super::times::{are_ranks, moved};
use super::values::{Leaf, leaves, text};
use super::view::{CallView, StepView};

/// What became of the call that stands on one side or on both; none where nothing did.
pub(super) fn change(
    old: Option<&CallView<'_>>,
    new: Option<&CallView<'_>>,
    moved: bool,
) -> Option<CallChange> {
    let newest = new.or(old)?;
    let mut change = CallChange {
        old: old.map(|call| call.number),
        new: new.map(|call| call.number),
        moved,
        title: title(newest),
        length: newest.steps.len() as u64,
        events: Vec::new(),
        renames: Vec::new(),
        shifts: Vec::new(),
    };
    match (old, new) {
        (Some(old), Some(new)) if !moved && is_same(old, new) => return None,
        (Some(old), Some(new)) => both(old, new, &mut change),
        (Some(call), None) => {
            let steps = call.steps.iter().enumerate();
            change.events = steps
                .map(|(index, step)| alone(Some(place(call, index, step)), None, step))
                .collect();
        }
        (None, _) => {
            let steps = newest.steps.iter().enumerate();
            change.events = steps
                .map(|(index, step)| alone(None, Some(place(newest, index, step)), step))
                .collect();
        }
    }
    let same = change.events.is_empty() && !moved;
    (!same).then_some(change)
}

fn is_same(old: &CallView<'_>, new: &CallView<'_>) -> bool {
    let mut pairs = old.steps.iter().zip(&new.steps);
    old.steps.len() == new.steps.len() && pairs.all(|(one, other)| one.step.text == other.step.text)
}

/// What happens in a call, by the words of its events.
fn title(call: &CallView<'_>) -> &'static str {
    let has = |word: EventWord| {
        call.steps
            .iter()
            .any(|step| step.step.event.as_deref() == Some(word.word()))
    };
    if has(EventWord::Rejected) {
        "rejected"
    } else if has(EventWord::Missed) {
        "missed"
    } else if has(EventWord::Connected) || has(EventWord::Hold) {
        "answered"
    } else if has(EventWord::Connecting) {
        "ringing"
    } else {
        "over"
    }
}

fn place(call: &CallView<'_>, index: usize, step: &StepView<'_>) -> Place {
    Place {
        index: call.first + index as u64,
        step: index as u64 + 1,
        leg: step.step.leg.clone(),
    }
}

fn alone(old: Option<Place>, new: Option<Place>, step: &StepView<'_>) -> EventChange {
    let tape = tape(&step.step.text);
    let offers = tape.as_ref().map(|tape| {
        let event = Event::new(tape.root(&step.step.text));
        event
            .offers()
            .iter()
            .map(|offer| offer.button.key())
            .collect()
    });
    let compact = compact(&step.step.text);
    EventChange {
        old,
        new,
        moved: false,
        leg_type: step.step.leg_type,
        event: step.step.event.clone(),
        offers: offers.unwrap_or_default(),
        changes: Vec::new(),
        unchanged: 0,
        text: Some(compact.unwrap_or_else(|| step.step.text.clone())),
    }
}

/// The event in one line.
fn compact(event: &str) -> Option<String> {
    Some(text(tape(event)?.root(event)))
}

fn tape(text: &str) -> Option<Tape> {
    match read(text.as_bytes(), true) {
        Read::Whole(tape, _) => Some(tape),
        _ => None,
    }
}

/// The two texts of an event that is on both sides, as read.
type Tapes = (Tape, Tape);

fn both(old: &CallView<'_>, new: &CallView<'_>, change: &mut CallChange) {
    let pairs = pairing::steps(&old.steps, &new.steps);
    let tapes: Vec<Option<Tapes>> = pairs
        .iter()
        .map(|pair| {
            let (one, other) = sides(old, new, pair)?;
            Some((tape(&one.step.text)?, tape(&other.step.text)?))
        })
        .collect();
    let compared: Vec<Vec<Leaf<'_>>> = pairs
        .iter()
        .zip(&tapes)
        .map(|(pair, tapes)| {
            let roots = sides(old, new, pair).zip(tapes.as_ref());
            let leaves = roots.map(|((one, other), (old, new))| {
                leaves(old.root(&one.step.text), new.root(&other.step.text))
            });
            leaves.unwrap_or_default()
        })
        .collect();
    let names = renamed(compared.iter().flatten());
    for (pair, leaves) in pairs.iter().zip(&compared) {
        let event = match (pair.old, pair.new) {
            (Some(one), Some(other)) => on_both(
                old,
                new,
                (one, other),
                pair.moved || change.moved,
                leaves,
                &names,
            ),
            (Some(index), None) => old
                .steps
                .get(index)
                .map(|step| alone(Some(place(old, index, step)), None, step)),
            (None, Some(index)) => new
                .steps
                .get(index)
                .map(|step| alone(None, Some(place(new, index, step)), step)),
            (None, None) => None,
        };
        change.events.extend(event.map(|event| EventChange {
            moved: pair.moved,
            ..event
        }));
    }
    change.renames = renames(&compared, &names);
    change.shifts = shifts(&pairs, &compared);
}

/// The event's old and new self.
fn sides<'v, 'n>(
    old: &'v CallView<'n>,
    new: &'v CallView<'n>,
    pair: &Pair,
) -> Option<(&'v StepView<'n>, &'v StepView<'n>)> {
    old.steps.get(pair.old?).zip(new.steps.get(pair.new?))
}

/// An event that is on both sides, unless nothing of it differs; `displaced` ones are told always.
fn on_both(
    old: &CallView<'_>,
    new: &CallView<'_>,
    (one, other): (usize, usize),
    displaced: bool,
    leaves: &[Leaf<'_>],
    names: &HashMap<&str, &str>,
) -> Option<EventChange> {
    let (before, after) = old.steps.get(one).zip(new.steps.get(other))?;
    let changes: Vec<Change> = leaves
        .iter()
        .filter_map(|leaf| changed(leaf, leaves, names))
        .collect();
    if changes.is_empty() && !displaced {
        return None;
    }
    Some(EventChange {
        old: Some(place(old, one, before)),
        new: Some(place(new, other, after)),
        moved: false,
        leg_type: after.step.leg_type,
        event: after.step.event.clone(),
        offers: Vec::new(),
        unchanged: (leaves.len() - changes.len()) as u64,
        changes,
        text: displaced.then(|| compact(&after.step.text)).flatten(),
    })
}

/// What differs at the place, and whether it follows from something else.
fn changed(leaf: &Leaf<'_>, all: &[Leaf<'_>], names: &HashMap<&str, &str>) -> Option<Change> {
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
fn renamed<'n>(leaves: impl Iterator<Item = &'n Leaf<'n>>) -> HashMap<&'n str, &'n str> {
    let mut names = Names::default();
    for leaf in leaves {
        let name_of = |node: Option<Node<'n>>| name(node?.raw());
        if let Some((old, new)) = name_of(leaf.old).zip(name_of(leaf.new)) {
            names.vote(old, new);
        }
    }
    names.decide()
}

/// The names that are others now, and how often each stands there.
fn renames(compared: &[Vec<Leaf<'_>>], names: &HashMap<&str, &str>) -> Vec<Rename> {
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
fn shifts(pairs: &[Pair], compared: &[Vec<Leaf<'_>>]) -> Vec<Shift> {
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
