//! One call: its events in their order, with the names that they share.

use super::draft::Draft;
use super::masking::Masking;
use super::moment::{Clock, Moment};
use super::name::{Masked, Names};
use crate::json::{Read, read};

/// Where a call stands among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// By the time of its first state, in nanoseconds since 1970.
    Timed(i128),
    /// Its times were masked already: as it arrived, from the event of that number.
    Arrived(u64),
    /// No state of it has a time: behind all others.
    Untimed,
}

impl Place {
    /// Bytes that sort as the places do.
    pub(super) fn key(self) -> Vec<u8> {
        match self {
            Place::Timed(at) => {
                let mut key = vec![0];
                key.extend(((at as u128) ^ (1 << 127)).to_be_bytes());
                key
            }
            Place::Arrived(event) => {
                let mut key = vec![1];
                key.extend(event.to_be_bytes());
                key
            }
            Place::Untimed => vec![2],
        }
    }
}

/// A call in its normal form.
#[derive(Debug)]
pub(super) struct Arranged {
    pub(super) place: Place,
    /// The texts of its events.
    pub(super) steps: Vec<String>,
}

/// Arranges the events of one call, given as they arrived; the first of them was the event of that
/// number in the whole.
pub(super) fn arrange(texts: Vec<String>, first: u64, masking: &Masking) -> Arranged {
    let mut drafts: Vec<Draft> = Vec::with_capacity(texts.len());
    for text in texts {
        if let Read::Whole(tape, _) = read(text.as_bytes(), true) {
            drafts.push(Draft::new(tape.root(&text), masking));
        }
    }
    let states: Vec<Moment> = drafts.iter().filter_map(|draft| draft.state).collect();
    let masked = drafts.iter().flat_map(Draft::masked);
    let all: Vec<Moment> = masked.filter_map(Masked::moment).collect();
    let clock = Clock::new(&states, &all, masking.resolution);
    // Stable: what has no time, or the same, stays as it arrived.
    drafts.sort_by_key(|draft| match draft.state {
        Some(moment) => (false, clock.at(moment)),
        None => (true, 0),
    });
    let mut names = Names::default();
    for masked in drafts.iter().flat_map(Draft::masked) {
        names.learn(masked);
    }
    // Each draft is let go once it is filled: a large call is in memory once.
    let fill = |draft: Draft| draft.filled(&mut names, &clock);
    Arranged {
        place: place(&states, &clock, first),
        steps: drafts.into_iter().map(fill).collect(),
    }
}

fn place(states: &[Moment], clock: &Clock, first: u64) -> Place {
    let is_instant = |moment: &Moment| matches!(moment, Moment::Instant(_));
    match states {
        [] => Place::Untimed,
        states if states.iter().any(is_instant) => Place::Timed(clock.begins()),
        _ => Place::Arrived(first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_sort_as_places_do() {
        let places = [
            Place::Timed(i128::MIN),
            Place::Timed(-1),
            Place::Timed(0),
            Place::Timed(1 << 80),
            Place::Arrived(0),
            Place::Arrived(256),
            Place::Untimed,
        ];
        assert!(places.map(Place::key).is_sorted());
    }
}
