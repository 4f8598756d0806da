//! What became of one call: its events, and what of their differences follows from others.

use std::collections::HashMap;

use crate::event::Event;
use crate::event::vocabulary::EventWord;
use crate::json::{Read, Tape, read};
use crate::report::difference::{CallChange, Change, EventChange, EventPosition};

use super::consequence::{changed, renamed, renames, shifts};
use super::pairing::{self, AlignedPair};
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

fn place(call: &CallView<'_>, index: usize, step: &StepView<'_>) -> EventPosition {
    EventPosition {
        index: call.first + index as u64,
        step: index as u64 + 1,
        leg: step.step.leg.clone(),
    }
}

fn alone(
    old: Option<EventPosition>,
    new: Option<EventPosition>,
    step: &StepView<'_>,
) -> EventChange {
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
    pair: &AlignedPair,
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
