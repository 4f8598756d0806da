//! Which old call or event is which new one.

use std::collections::{HashMap, VecDeque};

use crate::compare::alignment::{ALONE, align};

use super::names::NameMapping;
use super::view::{CallView, StepView};

/// An old and a new one that are the same, or one that has no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct AlignedPair {
    pub old: Option<usize>,
    pub new: Option<usize>,
    /// Whether others that were before it are behind it now, or the other way round.
    pub moved: bool,
}

/// The calls, in the new order; those that went stand where they stood.
pub(super) fn calls(old: &[CallView<'_>], new: &[CallView<'_>]) -> Vec<AlignedPair> {
    // One call against one: whatever became of it, it is that call.
    if old.len() == 1 && new.len() == 1 {
        return vec![AlignedPair {
            old: Some(0),
            new: Some(0),
            moved: false,
        }];
    }
    let cost = |one: usize, other: usize| match (old.get(one), new.get(other)) {
        (Some(one), Some(other)) => call_cost(one, other),
        (None, _) | (_, None) => 2 * ALONE,
    };
    let aligned = align(old.len(), new.len(), cost);
    let moved = moved(
        old.len(),
        new.len(),
        &aligned,
        &|index| old.get(index).map(|call| (call.behaviour, 0)),
        &|index| new.get(index).map(|call| (call.behaviour, 0)),
    );
    in_order(old.len(), new.len(), &aligned, &moved)
}

/// The events of a call, as [`calls`]. A leg is known by what most of its events say.
pub(super) fn steps(old: &[StepView<'_>], new: &[StepView<'_>]) -> Vec<AlignedPair> {
    let legs_aside = align(old.len(), new.len(), |one, other| {
        step_cost(old.get(one), new.get(other))
    });
    let mut legs = NameMapping::default();
    for &(one, other) in &legs_aside {
        if let (Some(one), Some(other)) = (old.get(one), new.get(other)) {
            legs.vote(&one.step.leg, &other.step.leg);
        }
    }
    let legs = legs.decide();
    let same_leg = |one: Option<&StepView<'_>>, other: Option<&StepView<'_>>| {
        one.zip(other).is_some_and(|(one, other)| {
            legs.get(one.step.leg.as_str()) == Some(&other.step.leg.as_str())
        })
    };
    let aligned = align(old.len(), new.len(), |one, other| {
        let (one, other) = (old.get(one), new.get(other));
        let strange = if same_leg(one, other) { 0 } else { OTHER_LEG };
        step_cost(one, other) + strange
    });
    let moved = moved(
        old.len(),
        new.len(),
        &aligned,
        &|index| {
            let step = old.get(index)?;
            let leg = legs.get(step.step.leg.as_str()).copied();
            Some((step.behaviour, name_hash(leg)))
        },
        &|index| {
            let step = new.get(index)?;
            Some((step.behaviour, name_hash(Some(step.step.leg.as_str()))))
        },
    );
    in_order(old.len(), new.len(), &aligned, &moved)
}

/// What it costs that an event is on another leg than its old self.
const OTHER_LEG: u32 = 5;

fn name_hash(name: Option<&str>) -> u64 {
    name.map_or(0, |name| super::view::hash(&name))
}

fn step_cost(one: Option<&StepView<'_>>, other: Option<&StepView<'_>>) -> u32 {
    let Some((one, other)) = one.zip(other) else {
        return 2 * ALONE;
    };
    if one.whole == other.whole {
        return 0;
    }
    if one.behaviour == other.behaviour {
        return 1;
    }
    match (one.is_same_leg_type(other), one.is_same_word(other)) {
        (true, true) => 3,
        (true, false) => 8,
        (false, true) => 12,
        (false, false) => 2 * ALONE,
    }
}

/// Calls are the same while at least half of their events are of the same kinds.
fn call_cost(one: &CallView<'_>, other: &CallView<'_>) -> u32 {
    if one.whole == other.whole {
        return 0;
    }
    if one.behaviour == other.behaviour {
        return 1;
    }
    2 + unlike(&one.behaviours, &other.behaviours, 4) + unlike(&one.kinds, &other.kinds, 24)
}

/// Which share of the longer one the other does not have, of so many parts; both are sorted.
fn unlike(one: &[u64], other: &[u64], parts: usize) -> u32 {
    let mut common = 0;
    let (mut left, mut right) = (one.iter().peekable(), other.iter().peekable());
    while let (Some(here), Some(there)) = (left.peek(), right.peek()) {
        match here.cmp(there) {
            std::cmp::Ordering::Less => drop(left.next()),
            std::cmp::Ordering::Greater => drop(right.next()),
            std::cmp::Ordering::Equal => {
                common += 1;
                left.next();
                right.next();
            }
        }
    }
    let longer = one.len().max(other.len()).max(1);
    ((longer - common) * parts / longer) as u32
}

type Likeness<'l> = &'l dyn Fn(usize) -> Option<(u64, u64)>;

/// Those that alignment left alone on both sides and that do the same: they changed places.
fn moved(
    old: usize,
    new: usize,
    aligned: &[(usize, usize)],
    of_old: Likeness<'_>,
    of_new: Likeness<'_>,
) -> Vec<(usize, usize)> {
    let (olds, news): (Vec<usize>, Vec<usize>) = aligned.iter().copied().unzip();
    let alone = |all: usize, paired: &[usize]| -> Vec<usize> {
        // Both are ascending.
        (0..all)
            .filter(|index| paired.binary_search(index).is_err())
            .collect()
    };
    let mut left: HashMap<(u64, u64), VecDeque<usize>> = HashMap::new();
    for index in alone(old, &olds) {
        if let Some(likeness) = of_old(index) {
            left.entry(likeness).or_default().push_back(index);
        }
    }
    let pair = |index: usize| {
        let like = left.get_mut(&of_new(index)?)?;
        Some((like.pop_front()?, index))
    };
    alone(new, &news).into_iter().filter_map(pair).collect()
}

/// All pairs and all that stand alone, in the new order.
fn in_order(
    old: usize,
    new: usize,
    aligned: &[(usize, usize)],
    moved: &[(usize, usize)],
) -> Vec<AlignedPair> {
    let mut of_new: Vec<Option<(usize, bool)>> = vec![None; new];
    let mut is_paired = vec![false; old];
    let all = aligned.iter().map(|pair| (pair, false));
    for (&(one, other), moved) in all.chain(moved.iter().map(|pair| (pair, true))) {
        if let (Some(place), Some(paired)) = (of_new.get_mut(other), is_paired.get_mut(one)) {
            *place = Some((one, moved));
            *paired = true;
        }
    }
    let mut gone = (0..old)
        .filter(|&index| !is_paired.get(index).copied().unwrap_or_default())
        .peekable();
    let mut pairs = Vec::new();
    let removed = |index: usize| AlignedPair {
        old: Some(index),
        new: None,
        moved: false,
    };
    for (index, partner) in of_new.into_iter().enumerate() {
        if let Some((one, false)) = partner {
            while let Some(index) = gone.next_if(|&index| index < one) {
                pairs.push(removed(index));
            }
        }
        pairs.push(AlignedPair {
            old: partner.map(|(one, _)| one),
            new: Some(index),
            moved: partner.is_some_and(|(_, moved)| moved),
        });
    }
    pairs.extend(gone.map(removed));
    pairs
}
