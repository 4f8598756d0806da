//! Calls under way: what is known of every call that is open, and of those that are over.

mod recall;

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::FixedState;

use super::ended::Ended;
use super::sight::{BufferPool, RetainedText};
use crate::event::{Brief, Call, ContentHash, Flow, Id, Leg, Step};

/// So many open calls are followed at once; of more, the one that was silent longest is let go.
pub const MOST_OPEN: usize = 100_000;

/// So many calls that wait to be cleared are known in full; of more, the end of each leg is.
const MOST_WAITING: usize = 2_000;

/// What came of an event that its call took in.
pub struct Taken {
    /// The call's number.
    pub call: u64,
    /// What it shows for the first time.
    pub flows: Vec<Flow>,
    /// Whether something of it is still to come.
    pub is_open: bool,
}

/// What tells calls apart: the contact, or the leg where no contact is named.
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
    /// So many calls that are over are known in full; of more, the end of each leg is.
    over_in_full: usize,
    /// The number of the last event before something that could not be read.
    gap: u64,
    calls: ById<Key, TrackedCall>,
    legs: ById<Id, Key>,
    open: EvictionQueue,
    waiting: EvictionQueue,
    over: EvictionQueue,
    ended: Ended,
    /// A leg that is over and has the connection id of the event that has its turn, in another call.
    namesake: Option<Leg>,
    spare: BufferPool,
    /// The number of the last call; one that comes back after it was let go has another.
    numbers: u64,
    /// Calls that came up; one that was forgotten counts again.
    pub calls_seen: u64,
    /// Legs that came up.
    pub legs_seen: u64,
    /// Open calls that were let go because too many were open at once.
    pub let_go_open: u64,
    /// Legs that were let go while they waited to be cleared, and came back.
    pub came_back: u64,
}

#[derive(Debug, Default)]
struct TrackedCall {
    call: Call,
    /// Which of the run's calls, from 1.
    number: u64,
    sights: Vec<(Id, u64, RetainedText)>,
    /// The number of its last event.
    touched: u64,
    /// Under which number it stands on its shelf; 0 before it stands on any.
    shelved: u64,
    standing: CallState,
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

/// Calls that may be let go, by the number of an event of theirs. It need not be the last: a call is put in its
/// place only when it comes to that, since most calls go on before.
#[derive(Debug, Default)]
struct EvictionQueue(BTreeMap<u64, Key>);

impl EvictionQueue {
    /// The call that was silent longest.
    fn pop_oldest(&mut self, calls: &mut ById<Key, TrackedCall>) -> Option<Key> {
        while let Some((shelved, key)) = self.0.pop_first() {
            match calls.get_mut(&key) {
                Some(followed) if followed.touched != shelved => {
                    followed.shelved = followed.touched;
                    self.0.insert(followed.touched, key);
                }
                Some(_) | None => return Some(key),
            }
        }
        None
    }
}

/// A call as a rule's violation needs it to be shown.
pub struct Scene<'c> {
    call: Option<&'c TrackedCall>,
    now: Option<(u64, &'c RetainedText)>,
}

impl Scene<'_> {
    /// The event of that number, if anything is kept of it.
    pub fn sight(&self, number: u64) -> Option<&RetainedText> {
        let current = self.now.filter(|(now, _)| *now == number);
        let kept = || {
            let mut sights = self.call?.sights.iter();
            sights.find(|(_, kept, _)| *kept == number)
        };
        current
            .map(|(_, sight)| sight)
            .or_else(|| kept().map(|(_, _, sight)| sight))
    }
}

impl CallTracker {
    /// Follows calls; of so many that are over all is known.
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
            let_go_open: 0,
            came_back: 0,
        }
    }

    /// Judges the event in its turn, before its call takes it in.
    pub fn judge(
        &self,
        (now, wording): (&Brief, &ContentHash),
        sight: &RetainedText,
        check: &mut dyn FnMut(&Step<'_>, &Scene<'_>),
    ) {
        let followed = self.key(now).and_then(|key| self.calls.get(&key));
        let scene = Scene {
            call: self.namesake_call(now).or(followed),
            now: Some((now.number, sight)),
        };
        let unknown = Call::default();
        let namesake = self.namesake(now);
        let call = followed.filter(|_| namesake.is_none());
        let step = Step {
            call: call.map_or(&unknown, |followed| &followed.call),
            now,
            wording,
            namesake,
        };
        check(&step, &scene);
    }

    /// The event's call takes it in; what is let go for it is judged for the last time. None for an
    /// event that names no leg.
    pub fn take(
        &mut self,
        (now, wording): (&Brief, ContentHash),
        sight: RetainedText,
        last: &mut dyn FnMut(&Leg, &Scene<'_>),
    ) -> Option<Taken> {
        let (key, leg) = (self.key(now)?, now.leg?);
        let is_doubtful = self.namesake(now).is_some();
        if is_doubtful {
            self.tell_namesake(now);
        }
        let followed = self.calls.entry(key).or_insert_with(|| {
            self.numbers += 1;
            self.calls_seen += 1;
            TrackedCall {
                number: self.numbers,
                ..TrackedCall::default()
            }
        });
        let shown = followed.call.flows.len();
        if self.legs.insert(leg, key).is_none() {
            self.legs_seen += 1;
        }
        let lost = followed.call.take(now, wording, is_doubtful);
        let sight = sight.settle(&mut self.spare);
        followed.sights.push((leg, now.number, sight));
        if let Some((id, lost)) = lost {
            let scene = Scene {
                call: Some(followed),
                now: None,
            };
            last(&lost, &scene);
            followed.keep(&mut self.spare, |_, leg, _| leg != id);
            self.legs.remove(&id);
            if lost.last.is_over() {
                self.ended.add_leg(id, &lost, key.contact());
            } else {
                self.let_go_open += 1;
            }
        }
        followed.keep_cited(leg, &mut self.spare);
        let flows = followed
            .call
            .flows
            .get(shown..)
            .unwrap_or_default()
            .to_vec();
        let taken = Taken {
            call: followed.number,
            flows,
            is_open: followed.call.waits_to_be_cleared(),
        };
        self.file(key, now.number);
        self.let_go(last);
        Some(taken)
    }

    /// Something that cannot be read came behind the event of that number.
    pub fn note_gap(&mut self, number: u64) {
        self.gap = number;
    }

    /// Whether the event's call may have had another one that could not be read: text that cannot be read may
    /// have been an event of any call that was open then.
    pub fn is_after_gap(&self, now: &Brief) -> bool {
        let followed = self.key(now).and_then(|key| self.calls.get(&key));
        followed.is_some_and(|followed| {
            let was_open = followed.standing != CallState::Over;
            followed.call.may_have_lost || (was_open && followed.touched <= self.gap)
        })
    }

    /// The run ends: every leg is judged for the last time, in the order in which the calls came up. What comes
    /// after has ids of its own.
    pub fn finish(&mut self, last: &mut dyn FnMut(&Leg, &Scene<'_>)) {
        let numbered = |(key, followed): (&Key, &TrackedCall)| (followed.number, *key);
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

    /// Puts the call where it will be found when something must be let go.
    fn file(&mut self, key: Key, number: u64) {
        let Some(followed) = self.calls.get_mut(&key) else {
            return;
        };
        followed.touched = number;
        let (before, now) = (followed.standing, CallState::of(&followed.call));
        if now != CallState::Open {
            followed.keep_ends(&mut self.spare);
        }
        if before == now && followed.shelved > 0 {
            return;
        }
        let shelved = std::mem::replace(&mut followed.shelved, number);
        followed.standing = now;
        self.shelf(before).0.remove(&shelved);
        self.shelf(now).0.insert(number, key);
    }

    fn shelf(&mut self, standing: CallState) -> &mut EvictionQueue {
        match standing {
            CallState::Open => &mut self.open,
            CallState::Waiting => &mut self.waiting,
            CallState::Over => &mut self.over,
        }
    }

    fn let_go(&mut self, last: &mut dyn FnMut(&Leg, &Scene<'_>)) {
        if self.over.0.len() > self.over_in_full
            && let Some(key) = self.over.pop_oldest(&mut self.calls)
        {
            self.forget(key, last);
        }
        if self.waiting.0.len() > MOST_WAITING
            && let Some(key) = self.waiting.pop_oldest(&mut self.calls)
        {
            self.forget(key, last);
        }
        if self.open.0.len() > MOST_OPEN
            && let Some(key) = self.open.pop_oldest(&mut self.calls)
        {
            self.let_go_open += 1;
            self.forget(key, last);
        }
    }

    fn forget(&mut self, key: Key, last: &mut dyn FnMut(&Leg, &Scene<'_>)) {
        let Some(followed) = self.calls.remove(&key) else {
            return;
        };
        let scene = Scene {
            call: Some(&followed),
            now: None,
        };
        for (id, leg) in &followed.call.legs {
            last(leg, &scene);
            if self.legs.get(id) == Some(&key) {
                self.legs.remove(id);
            }
            if leg.last.is_over() {
                self.ended.add_leg(*id, leg, key.contact());
            }
        }
        if let Some(contact) = key.contact() {
            let cleared = followed.call.cleared.as_ref();
            self.ended.add_call(contact, cleared.map(Brief::at));
        }
        for (_, _, sight) in followed.sights {
            self.spare.take(sight);
        }
    }
}

impl TrackedCall {
    /// Of the leg's events only those stay that a finding may still cite.
    fn keep_cited(&mut self, id: Id, spare: &mut BufferPool) {
        self.keep(spare, |call, leg, number| {
            let cited = call.legs_of(id).flat_map(|leg| {
                [
                    Some(&leg.first),
                    Some(&leg.last),
                    leg.rang.as_ref(),
                    leg.cleared.as_ref(),
                ]
            });
            let mut cited = cited.flatten();
            leg != id || cited.any(|moment| moment.number == number)
        });
    }

    /// Of a call that is over, only the ends of each leg can still be shown.
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
            .sights
            .extract_if(.., |(leg, number, _)| !stays(call, *leg, *number));
        gone.for_each(|(_, _, sight)| spare.take(sight));
    }
}
