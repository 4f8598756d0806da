//! One call: its events in their order, with the names that they share.

use super::draft::EventTemplate;
use super::masking::Masking;
use super::moment::{CallClock, NormalTime};
use super::name::{Masked, Placeholders};
use crate::json::{Read, read};

/// Where a call stands among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SortPosition {
    /// By the time of its first state, in nanoseconds since 1970.
    Timed(i128),
    /// Its times were masked already: as it arrived, from the event of that number.
    Arrived(u64),
    /// No state of it has a time: behind all others.
    Untimed,
}

impl SortPosition {
    /// Bytes that sort as the places do.
    pub(super) fn key(self) -> Vec<u8> {
        match self {
            SortPosition::Timed(at) => {
                let mut key = vec![0];
                key.extend(((at as u128) ^ (1 << 127)).to_be_bytes());
                key
            }
            SortPosition::Arrived(event) => {
                let mut key = vec![1];
                key.extend(event.to_be_bytes());
                key
            }
            SortPosition::Untimed => vec![2],
        }
    }
}

/// A call in its normal form.
#[derive(Debug)]
pub(super) struct Arranged {
    pub(super) place: SortPosition,
    /// The texts of its events.
    pub(super) steps: Vec<String>,
}

/// Arranges the events of one call, given as they arrived; the first of them was the event of that
/// number in the whole.
pub(super) fn arrange(texts: Vec<String>, first: u64, masking: &Masking) -> Arranged {
    let mut drafts: Vec<EventTemplate> = Vec::with_capacity(texts.len());
    for text in texts {
        if let Read::Whole(tape, _) = read(text.as_bytes(), true) {
            drafts.push(EventTemplate::new(tape.root(&text), masking));
        }
    }
    let states: Vec<NormalTime> = drafts.iter().filter_map(|draft| draft.state).collect();
    let masked = drafts.iter().flat_map(EventTemplate::masked);
    let all: Vec<NormalTime> = masked.filter_map(Masked::moment).collect();
    let clock = CallClock::new(&states, &all, masking.resolution);
    // Stable: what has no time, or the same, stays as it arrived.
    drafts.sort_by_key(|draft| match draft.state {
        Some(moment) => (false, clock.at(moment)),
        None => (true, 0),
    });
    let mut names = Placeholders::default();
    for masked in drafts.iter().flat_map(EventTemplate::masked) {
        names.learn(masked);
    }
    // Each draft is let go once it is filled: a large call is in memory once.
    let fill = |draft: EventTemplate| draft.filled(&mut names, &clock);
    Arranged {
        place: place(&states, &clock, first),
        steps: drafts.into_iter().map(fill).collect(),
    }
}

fn place(states: &[NormalTime], clock: &CallClock, first: u64) -> SortPosition {
    let is_instant = |moment: &NormalTime| matches!(moment, NormalTime::Instant(_));
    match states {
        [] => SortPosition::Untimed,
        states if states.iter().any(is_instant) => SortPosition::Timed(clock.begins()),
        _ => SortPosition::Arrived(first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_sort_as_places_do() {
        let places = [
            SortPosition::Timed(i128::MIN),
            SortPosition::Timed(-1),
            SortPosition::Timed(0),
            SortPosition::Timed(1 << 80),
            SortPosition::Arrived(0),
            SortPosition::Arrived(256),
            SortPosition::Untimed,
        ];
        assert!(places.map(SortPosition::key).is_sorted());
    }
}
