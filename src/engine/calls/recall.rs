//! Which call and which leg an event belongs to, evicted ones too.

use super::{CallTracker, Key, TrackedCall};
use crate::call::{Brief, ContentHash, Id, Leg};
use crate::event::vocabulary::Field;

impl CallTracker {
    /// Before an event is checked: restores what is remembered of its leg and its call, if they were evicted.
    pub fn recall(&mut self, now: &Brief, content: &ContentHash) {
        self.namesake = None;
        let (Some(key), Some(id)) = (self.key(now), now.leg) else {
            return;
        };
        let tracked = self.calls.get(&key);
        if tracked.is_some_and(|tracked| tracked.call.legs_of(id).next().is_some()) {
            return;
        }
        let known = self.ended.leg(id, now.call);
        if let Some(known) = known.as_ref().filter(|known| !known.is_same_call) {
            // It only has to be another call than the event's.
            let other = now.call.map(Id::inverse);
            let leg = Leg::remembered(now, content.clone(), other, &known.ending);
            self.namesake = Some(leg);
        }
        self.recall_call(key, now);
        let Some(known) = known.filter(|known| known.is_same_call) else {
            return;
        };
        self.came_back += u64::from(known.waits);
        let mut leg = Leg::remembered(now, content.clone(), now.call, &known.ending);
        let tracked = self.calls.entry(key).or_insert_with(|| {
            self.numbers += 1;
            TrackedCall {
                number: self.numbers,
                ..TrackedCall::default()
            }
        });
        if leg.is_agents() && !known.waits {
            leg.cleared.clone_from(&tracked.call.cleared);
        }
        tracked.call.legs.push((id, leg));
        self.legs.insert(id, key);
        self.requeue(key, now.number);
    }

    /// A call that was cleared stays cleared after its eviction.
    fn recall_call(&mut self, key: Key, now: &Brief) {
        if self.calls.contains_key(&key) {
            return;
        }
        let Some(cleared) = key.contact().and_then(|contact| self.ended.call(contact)) else {
            return;
        };
        let mut tracked = TrackedCall::default();
        self.numbers += 1;
        tracked.number = self.numbers;
        tracked.call.cleared = cleared.map(|time| Brief {
            number: 0,
            time: time.map(|time| (time, Field::StatusTimestamp)),
            ..now.clone()
        });
        self.calls.insert(key, tracked);
        self.requeue(key, now.number);
    }

    /// The call of the event: that of its contact, or of its leg if no event has named the contact.
    pub(super) fn key(&self, now: &Brief) -> Option<Key> {
        let by_leg = now.leg.and_then(|leg| self.legs.get(&leg)).copied();
        let by_contact = now.call.map(Key::Contact);
        match (by_leg, by_contact) {
            (Some(Key::Contact(_)), Some(own)) => Some(own),
            (Some(known), _) => Some(known),
            (None, own) => own.or(now.leg.map(Key::Leg)),
        }
    }

    /// A leg that has the event's connection id, and is of another call or another type.
    pub(super) fn namesake(&self, now: &Brief) -> Option<&Leg> {
        let own = self.key(now).and_then(|key| self.calls.get(&key));
        if own.is_some_and(|own| own.call.leg_of(now).is_some()) {
            return None;
        }
        let id = now.leg?;
        let others = || self.namesake_call(now).map(|tracked| &tracked.call);
        let call = own.map(|own| &own.call).into_iter().chain(others());
        let mut legs = call.flat_map(|call| call.legs_of(id));
        legs.next().or(self.namesake.as_ref())
    }

    /// Another call that has a leg of the event's connection id.
    pub(super) fn namesake_call(&self, now: &Brief) -> Option<&TrackedCall> {
        let key = self.legs.get(&now.leg?)?;
        (self.key(now)? != *key)
            .then(|| self.calls.get(key))
            .flatten()
    }

    /// The event may have belonged to the other leg with its connection id: that leg may have missed it.
    pub(super) fn note_missed_event(&mut self, now: &Brief) {
        let Some(id) = now.leg else {
            return;
        };
        let keys = [self.key(now), self.legs.get(&id).copied()];
        for key in keys.into_iter().flatten() {
            let tracked = self.calls.get_mut(&key);
            let legs = tracked
                .into_iter()
                .flat_map(|tracked| &mut tracked.call.legs);
            legs.filter(|(leg, _)| *leg == id)
                .for_each(|(_, leg)| leg.miss());
        }
    }
}
