//! What is remembered of legs that are over, once their calls are evicted: enough to see when one lives again.
//!
//! A leg takes 24 bytes and its call 16: a hash of each id, the time of its end and that of its clearing, and
//! a checksum of its last content.

use std::collections::{BTreeMap, VecDeque};

use crate::call::{Checksum, Ending, Id, Leg};
use crate::event::timestamp::Instant;
use crate::event::vocabulary::{LegType, Status};

/// Legs that are remembered at least.
pub const MAX_ENDED_LEGS: usize = RUN * RUNS;

/// Entries of one sorted run.
const RUN: usize = 1 << 16;

/// Runs that are kept; the oldest is dropped for a new one.
const RUNS: usize = 16;

/// Legs and calls that are over.
#[derive(Debug, Default)]
pub struct Ended {
    legs: Runs<LegKey, LegEnd>,
    calls: Runs<u64, u64>,
}

/// A leg and its call: 64 and 32 bits of their hashes. Legs of one id are adjacent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct LegKey {
    leg: [u32; 2],
    call: u32,
}

/// How a leg ended, in two halves, and the checksum of its last content.
#[derive(Debug, Clone, Copy)]
struct LegEnd([u32; 3]);

impl LegEnd {
    fn new(code: u64, content: Checksum) -> LegEnd {
        LegEnd([(code >> 32) as u32, code as u32, content.bits()])
    }

    fn code(self) -> u64 {
        let LegEnd([high, low, _]) = self;
        u64::from(high) << 32 | u64::from(low)
    }

    fn content(self) -> Checksum {
        let LegEnd([.., content]) = self;
        Checksum::from_bits(content)
    }
}

/// A leg that is over, as it is remembered.
#[derive(Debug)]
pub struct Remembered {
    /// How it ended.
    pub ending: Ending,
    /// Whether it is of the call that was asked for.
    pub is_same_call: bool,
    /// Whether it was still to be cleared.
    pub waits: bool,
}

impl Ended {
    /// Remembers a leg that is over and whose call is evicted.
    pub fn add_leg(&mut self, id: Id, leg: &Leg, call: Option<Id>) {
        if let Some(state) = leg.last.state {
            let code = pack(leg.newest(), leg.leg_type(), state.status, leg.is_open());
            self.legs
                .insert(LegKey::of(id, call), LegEnd::new(code, Checksum::of(leg)));
        }
    }

    /// Remembers a call that is over, and whether and when it was cleared.
    pub fn add_call(&mut self, call: Id, cleared: Option<Option<&Instant>>) {
        let code = cleared.map_or(0, |time| time.map_or(1, |time| 1 + time_code(time)));
        self.calls.insert(call.low_bits(), code);
    }

    /// The leg of that id; of several, the one of that call.
    pub fn leg(&self, id: Id, call: Option<Id>) -> Option<Remembered> {
        let mut all = self
            .legs
            .between(LegKey::first(id), LegKey::last(id))
            .peekable();
        all.peek()?;
        let wanted = LegKey::of(id, call);
        let all: Vec<(LegKey, LegEnd)> = all.collect();
        let same = all.iter().find(|(key, _)| call.is_none() || *key == wanted);
        let (key, end) = same.or(all.first())?;
        let (time, leg_type, status, waits) = unpack(end.code());
        Some(Remembered {
            ending: Ending {
                time,
                leg_type,
                status,
                said: end.content(),
            },
            is_same_call: call.is_none() || key.call == 0 || *key == wanted,
            waits,
        })
    }

    /// Whether the call is known, and whether and when it was cleared.
    pub fn call(&self, call: Id) -> Option<Option<Option<Instant>>> {
        let (_, code) = self
            .calls
            .between(call.low_bits(), call.low_bits())
            .next()?;
        Some(match code {
            0 => None,
            1 => Some(None),
            code => Some(time_of(code - 1)),
        })
    }

    /// How many legs had to be forgotten.
    pub fn forgotten(&self) -> u64 {
        self.legs.forgotten
    }

    /// Forgets all: later events have ids of their own.
    pub fn clear(&mut self) {
        self.legs.clear();
        self.calls.clear();
    }
}

impl LegKey {
    fn of(leg: Id, call: Option<Id>) -> LegKey {
        let [a, b, ..] = leg.words();
        // 0 is a leg of no known call.
        let call = call.map_or(0, |call| (call.low_bits() as u32).max(1));
        LegKey { leg: [a, b], call }
    }

    fn first(leg: Id) -> LegKey {
        LegKey::of(leg, None)
    }

    fn last(leg: Id) -> LegKey {
        LegKey {
            call: u32::MAX,
            ..LegKey::of(leg, None)
        }
    }
}

/// Entries by key: the newest in a tree, older ones in sorted runs.
#[derive(Debug)]
struct Runs<K, V> {
    young: BTreeMap<K, V>,
    /// The newest first.
    old: VecDeque<Box<[(K, V)]>>,
    forgotten: u64,
}

impl<K, V> Default for Runs<K, V> {
    fn default() -> Runs<K, V> {
        Runs {
            young: BTreeMap::new(),
            old: VecDeque::new(),
            forgotten: 0,
        }
    }
}

impl<K: Ord + Copy, V: Copy> Runs<K, V> {
    fn insert(&mut self, key: K, value: V) {
        self.young.insert(key, value);
        if self.young.len() < RUN {
            return;
        }
        self.old
            .push_front(std::mem::take(&mut self.young).into_iter().collect());
        if self.old.len() > RUNS {
            let oldest = self.old.pop_back();
            self.forgotten += oldest.map_or(0, |oldest| oldest.len() as u64);
        }
    }

    /// The entries from the one key to the other, the newest first.
    fn between(&self, first: K, last: K) -> impl Iterator<Item = (K, V)> {
        let young = self
            .young
            .range(first..=last)
            .map(|(key, value)| (*key, *value));
        let old = self.old.iter().flat_map(move |run| {
            let from = run.partition_point(|(key, _)| *key < first);
            let there = run.get(from..).unwrap_or_default().iter().copied();
            there.take_while(move |(key, _)| *key <= last)
        });
        young.chain(old)
    }

    fn clear(&mut self) {
        self.young.clear();
        self.old.clear();
    }
}

/// Seconds from the year -1 to 1970, so that every time's code is above 0.
const BEFORE_1970: i64 = 62_200_000_000;

const TYPES: [Option<LegType>; 4] = [
    None,
    Some(LegType::Agent),
    Some(LegType::Inbound),
    Some(LegType::Outbound),
];

const STATES: [Status; 5] = [
    Status::Disconnected,
    Status::Ended,
    Status::Error,
    Status::Missed,
    Status::Rejected,
];

/// The time to the microsecond.
fn time_code(time: &Instant) -> u64 {
    (time.micros() + BEFORE_1970 * 1_000_000).unsigned_abs()
}

fn time_of(code: u64) -> Option<Instant> {
    let micros = i64::try_from(code).ok()? - BEFORE_1970 * 1_000_000;
    (code > 0).then(|| Instant::of_micros(micros))
}

fn pack(time: Option<&Instant>, leg_type: Option<LegType>, status: Status, waits: bool) -> u64 {
    let type_index = TYPES
        .iter()
        .position(|known| *known == leg_type)
        .unwrap_or(0) as u64;
    let state_index = STATES
        .iter()
        .position(|known| *known == status)
        .unwrap_or(0) as u64;
    let code = time.map_or(0, time_code);
    ((code * 4 + type_index) * 5 + state_index) * 2 + u64::from(waits)
}

fn unpack(code: u64) -> (Option<Instant>, Option<LegType>, Status, bool) {
    let (rest, waits) = (code / 2, code % 2 == 1);
    let (rest, state) = (rest / 5, (rest % 5) as usize);
    let (time, leg_type) = (rest / 4, (rest % 4) as usize);
    let status = STATES.get(state).copied().unwrap_or(Status::Disconnected);
    (
        time_of(time),
        TYPES.get(leg_type).copied().flatten(),
        status,
        waits,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::timestamp::instant;

    #[test]
    fn an_entry_takes_no_more_than_promised() {
        let (leg, call) = (size_of::<(LegKey, LegEnd)>(), size_of::<(u64, u64)>());
        assert!(leg + call <= 40, "{leg} and {call}");
    }

    #[test]
    fn what_is_packed_comes_back() {
        let times = [
            "0000-01-01T00:00:00+23:59",
            "2020-04-09T08:37:12.701Z",
            "9999-12-31T23:59:59.999999-23:59",
        ];
        for text in times {
            let time = instant(text).expect(text);
            assert_eq!(time_of(time_code(&time)).as_ref(), Some(&time), "{text}");
            for leg_type in TYPES {
                for status in STATES {
                    for waits in [false, true] {
                        let code = pack(Some(&time), leg_type, status, waits);
                        assert_eq!(unpack(code), (Some(time.clone()), leg_type, status, waits));
                    }
                }
            }
        }
        assert_eq!(
            unpack(pack(None, None, Status::Missed, false)),
            (None, None, Status::Missed, false)
        );
    }

    #[test]
    fn the_oldest_go_and_are_counted() {
        let mut runs: Runs<u64, u64> = Runs::default();
        let most = (RUN * (RUNS + 1)) as u64;
        for key in 0..most {
            runs.insert(key, key);
        }
        assert_eq!(runs.forgotten, RUN as u64);
        assert_eq!(runs.between(0, 0).count(), 0);
        assert_eq!(runs.between(RUN as u64, RUN as u64).count(), 1);
        assert_eq!(runs.between(most - 1, most - 1).count(), 1);
    }
}
