//! Calls under way: what is known of every call that is open, and of those that are over.

mod recall;

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::FixedState;

use super::ended::Ended;
use super::retained_text::{BufferPool, RetainedText};
use crate::call::{Brief, Call, ContentHash, Flow, Id, Leg, Step};

/// Open calls followed at once; of more, the one that was silent longest is evicted.
pub const MAX_OPEN_CALLS: usize = 100_000;

/// Calls waiting to be cleared that are known in full; of others only the end of each leg is.
const MAX_WAITING_CALLS: usize = 2_000;

/// The result of adding an event to its call.
pub struct Taken {
    /// The call's number.
    pub call: u64,
    /// The flows that the call shows for the first time.
    pub flows: Vec<Flow>,
    /// Whether more events of the call are expected.
    pub is_open: bool,
}

/// What identifies a call: the contact, or the leg where no contact is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    Contact(Id),
    Leg(Id),
}

impl Key {
    /// The contact, where one is named.
    fn contact(self) -> Option<Id> {
        match self {
            Key::Contact(contact) => Some(contact),
            Key::Leg(_) => None,
        }
    }
}

/// Ids are hashes already: a quick hash of them will do.
type ById<K, V> = HashMap<K, V, FixedState>;

/// The calls that are followed.
#[derive(Debug)]
pub struct CallTracker {
    /// How many calls that are over are known in full; of others only the end of each leg is.
    over_in_full: usize,
    /// The number of the last event before something that could not be read.
    gap: u64,
    calls: ById<Key, TrackedCall>,
    legs: ById<Id, Key>,
    open: EvictionQueue,
    waiting: EvictionQueue,
    over: EvictionQueue,
    ended: Ended,
    /// A leg of another call that is over and has the connection id of the current event.
    namesake: Option<Leg>,
    spare: BufferPool,
    /// The number of the last call; a call that comes back after its eviction gets a new one.
    numbers: u64,
    /// Calls that came up; one that was forgotten counts again.
    pub calls_seen: u64,
    /// Legs that came up.
    pub legs_seen: u64,
    /// Open calls evicted because too many were open at once.
    pub evicted_open: u64,
    /// Legs evicted while they waited to be cleared, and seen again later.
    pub came_back: u64,
}

#[derive(Debug, Default)]
struct TrackedCall {
    call: Call,
    /// Which of the run's calls, from 1.
    number: u64,
    retained: Vec<(Id, u64, RetainedText)>,
    /// The number of its last event.
    last_event: u64,
    /// Its number in its eviction queue; 0 while it is in none.
    queued_at: u64,
    state: CallState,
}

/// How far a call has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum CallState {
    #[default]
    Open,
    /// All its legs are over, and one is still to be cleared.
    Waiting,
    Over,
}

impl CallState {
    fn of(call: &Call) -> CallState {
        match (call.is_over(), call.waits_to_be_cleared()) {
            (false, _) => CallState::Open,
            (true, true) => CallState::Waiting,
            (true, false) => CallState::Over,
        }
    }
}

/// Calls that may be evicted, by the number of one of their events. It need not be the last: a call is
/// sorted in anew only when it is about to be evicted, since most calls go on before that.
#[derive(Debug, Default)]
struct EvictionQueue(BTreeMap<u64, Key>);

impl EvictionQueue {
    /// The call that was silent longest.
    fn pop_oldest(&mut self, calls: &mut ById<Key, TrackedCall>) -> Option<Key> {
        while let Some((queued_at, key)) = self.0.pop_first() {
            match calls.get_mut(&key) {
                Some(tracked) if tracked.last_event != queued_at => {
                    tracked.queued_at = tracked.last_event;
                    self.0.insert(tracked.last_event, key);
                }
                Some(_) | None => return Some(key),
            }
        }
        None
    }
}

/// The retained events of a call that a finding may show.
pub struct Scene<'c> {
    call: Option<&'c TrackedCall>,
    now: Option<(u64, &'c RetainedText)>,
}

impl Scene<'_> {
    /// The event of that number, if it is retained.
    pub fn retained(&self, number: u64) -> Option<&RetainedText> {
        let current = self.now.filter(|(now, _)| *now == number);
        let kept = || {
            let mut retained = self.call?.retained.iter();
            retained.find(|(_, kept, _)| *kept == number)
        };
        current
            .map(|(_, retained)| retained)
            .or_else(|| kept().map(|(_, _, retained)| retained))
    }
}

impl CallTracker {
    /// Follows calls, `over_in_full` of those that are over in full.
    pub fn new(over_in_full: usize) -> CallTracker {
        CallTracker {
            over_in_full,
            gap: 0,
            calls: ById::default(),
            legs: ById::default(),
            open: EvictionQueue::default(),
            waiting: EvictionQueue::default(),
            over: EvictionQueue::default(),
            ended: Ended::default(),
            namesake: None,
            spare: BufferPool::default(),
            numbers: 0,
            calls_seen: 0,
            legs_seen: 0,
            evicted_open: 0,
            came_back: 0,
        }
    }

    /// Checks the event before it is added to its call.
    pub fn check(
        &self,
        (now, content): (&Brief, &ContentHash),
        retained: &RetainedText,
        check: &mut dyn FnMut(&Step<'_>, &Scene<'_>),
    ) {
        let tracked = self.key(now).and_then(|key| self.calls.get(&key));
        let scene = Scene {
            call: self.namesake_call(now).or(tracked),
            now: Some((now.number, retained)),
        };
        let unknown = Call::default();
        let namesake = self.namesake(now);
        let call = tracked.filter(|_| namesake.is_none());
        let step = Step {
            call: call.map_or(&unknown, |tracked| &tracked.call),
            now,
            content,
            namesake,
        };
        check(&step, &scene);
    }

    /// Adds the event to its call; `last` checks each leg that is evicted for it. None for an event that
    /// names no leg.
    pub fn take(
        &mut self,
        (now, content): (&Brief, ContentHash),
        retained: RetainedText,
        last: &mut dyn FnMut(&Leg, &Scene<'_>),
    ) -> Option<Taken> {
        let (key, leg) = (self.key(now)?, now.leg?);
        let is_doubtful = self.namesake(now).is_some();
        if is_doubtful {
            self.note_missed_event(now);
        }
        let tracked = self.calls.entry(key).or_insert_with(|| {
            self.numbers += 1;
            self.calls_seen += 1;
            TrackedCall {
                number: self.numbers,
                ..TrackedCall::default()
            }
        });
        let shown = tracked.call.flows.len();
        if self.legs.insert(leg, key).is_none() {
            self.legs_seen += 1;
        }
        let lost = tracked.call.take(now, content, is_doubtful);
        let retained = retained.retain(&mut self.spare);
        tracked.retained.push((leg, now.number, retained));
        if let Some((id, lost)) = lost {
            let scene = Scene {
                call: Some(tracked),
                now: None,
            };
            last(&lost, &scene);
            tracked.keep(&mut self.spare, |_, leg, _| leg != id);
            self.legs.remove(&id);
            if lost.last.is_over() {
                self.ended.add_leg(id, &lost, key.contact());
            } else {
                self.evicted_open += 1;
            }
        }
        tracked.keep_showable(leg, &mut self.spare);
        let flows = tracked.call.flows.get(shown..).unwrap_or_default().to_vec();
        let taken = Taken {
            call: tracked.number,
            flows,
            is_open: tracked.call.waits_to_be_cleared(),
        };
        self.requeue(key, now.number);
        self.evict(last);
        Some(taken)
    }

    /// An unreadable document came after the event of that number.
    pub fn note_gap(&mut self, number: u64) {
        self.gap = number;
    }

    /// Whether an event of this call may have been lost: unreadable text may have been an event of any call
    /// that was open then.
    pub fn is_after_gap(&self, now: &Brief) -> bool {
        let tracked = self.key(now).and_then(|key| self.calls.get(&key));
        tracked.is_some_and(|tracked| {
            let was_open = tracked.state != CallState::Over;
            tracked.call.may_have_lost || (was_open && tracked.last_event <= self.gap)
        })
    }

    /// Ends all calls: `last` checks every leg, in the order in which the calls began. Later events have ids
    /// of their own.
    pub fn finish(&mut self, last: &mut dyn FnMut(&Leg, &Scene<'_>)) {
        let numbered = |(key, tracked): (&Key, &TrackedCall)| (tracked.number, *key);
        let rest: BTreeMap<u64, Key> = self.calls.iter().map(numbered).collect();
        (self.open, self.waiting, self.over) = Default::default();
        for key in rest.into_values() {
            self.forget(key, last);
        }
        self.ended.clear();
    }

    /// Legs that were over and had to be forgotten.
    pub fn forgotten(&self) -> u64 {
        self.ended.forgotten()
    }

    /// Puts the call into the eviction queue of its state.
    fn requeue(&mut self, key: Key, number: u64) {
        let Some(tracked) = self.calls.get_mut(&key) else {
            return;
        };
        tracked.last_event = number;
        let (before, now) = (tracked.state, CallState::of(&tracked.call));
        if now != CallState::Open {
            tracked.keep_ends(&mut self.spare);
        }
        if before == now && tracked.queued_at > 0 {
            return;
        }
        let queued_at = std::mem::replace(&mut tracked.queued_at, number);
        tracked.state = now;
        self.queue(before).0.remove(&queued_at);
        self.queue(now).0.insert(number, key);
    }

    fn queue(&mut self, state: CallState) -> &mut EvictionQueue {
        match state {
            CallState::Open => &mut self.open,
            CallState::Waiting => &mut self.waiting,
            CallState::Over => &mut self.over,
        }
    }

    fn evict(&mut self, last: &mut dyn FnMut(&Leg, &Scene<'_>)) {
        if self.over.0.len() > self.over_in_full
            && let Some(key) = self.over.pop_oldest(&mut self.calls)
        {
            self.forget(key, last);
        }
        if self.waiting.0.len() > MAX_WAITING_CALLS
            && let Some(key) = self.waiting.pop_oldest(&mut self.calls)
        {
            self.forget(key, last);
        }
        if self.open.0.len() > MAX_OPEN_CALLS
            && let Some(key) = self.open.pop_oldest(&mut self.calls)
        {
            self.evicted_open += 1;
            self.forget(key, last);
        }
    }

    fn forget(&mut self, key: Key, last: &mut dyn FnMut(&Leg, &Scene<'_>)) {
        let Some(tracked) = self.calls.remove(&key) else {
            return;
        };
        let scene = Scene {
            call: Some(&tracked),
            now: None,
        };
        for (id, leg) in &tracked.call.legs {
            last(leg, &scene);
            if self.legs.get(id) == Some(&key) {
                self.legs.remove(id);
            }
            if leg.last.is_over() {
                self.ended.add_leg(*id, leg, key.contact());
            }
        }
        if let Some(contact) = key.contact() {
            let cleared = tracked.call.cleared.as_ref();
            self.ended.add_call(contact, cleared.map(Brief::at));
        }
        for (_, _, retained) in tracked.retained {
            self.spare.take(retained);
        }
    }
}

impl TrackedCall {
    /// Keeps only those events of the leg that a finding may still show.
    fn keep_showable(&mut self, id: Id, spare: &mut BufferPool) {
        self.keep(spare, |call, leg, number| {
            let showable = call.legs_of(id).flat_map(|leg| {
                [
                    Some(&leg.first),
                    Some(&leg.last),
                    leg.rang.as_ref(),
                    leg.cleared.as_ref(),
                ]
            });
            let mut showable = showable.flatten();
            leg != id || showable.any(|brief| brief.number == number)
        });
    }

    /// Keeps only the ends of each leg: of a call that is over no more can be shown.
    fn keep_ends(&mut self, spare: &mut BufferPool) {
        self.keep(spare, |call, leg, number| {
            call.legs_of(leg).any(|leg| {
                let cleared = leg.cleared.as_ref().map(|cleared| cleared.number);
                [leg.first.number, leg.last.number].contains(&number) || cleared == Some(number)
            })
        });
    }

    fn keep(&mut self, spare: &mut BufferPool, stays: impl Fn(&Call, Id, u64) -> bool) {
        let call = &self.call;
        let gone = self
            .retained
            .extract_if(.., |(leg, number, _)| !stays(call, *leg, *number));
        gone.for_each(|(_, _, retained)| spare.take(retained));
    }
}
