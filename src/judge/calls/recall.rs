//! Which call and which leg an event belongs to, those too that were let go.

use super::{CallTracker, Key, TrackedCall};
use crate::event::vocabulary::Field;
use crate::event::{Brief, ContentHash, Id, Leg};

impl CallTracker {
    /// Before an event is judged: what is known of its leg and its call comes back, should they have been let
    /// go.
    pub fn recall(&mut self, now: &Brief, wording: &ContentHash) {
        self.namesake = None;
        let (Some(key), Some(id)) = (self.key(now), now.leg) else {
            return;
        };
        let followed = self.calls.get(&key);
        if followed.is_some_and(|followed| followed.call.legs_of(id).next().is_some()) {
            return;
        }
        let known = self.ended.leg(id, now.call);
        if let Some(known) = known.as_ref().filter(|known| !known.is_same_call) {
            // It only has to be another call than the event's.
            let other = now.call.map(Id::inverse);
            let leg = Leg::remembered(now, wording.clone(), other, &known.ending);
            self.namesake = Some(leg);
        }
        self.recall_call(key, now);
        let Some(known) = known.filter(|known| known.is_same_call) else {
            return;
        };
        self.came_back += u64::from(known.waits);
        let mut leg = Leg::remembered(now, wording.clone(), now.call, &known.ending);
        let followed = self.calls.entry(key).or_insert_with(|| {
            self.numbers += 1;
            TrackedCall {
                number: self.numbers,
                ..TrackedCall::default()
            }
        });
        if leg.is_agents() && !known.waits {
            leg.cleared.clone_from(&followed.call.cleared);
        }
        followed.call.legs.push((id, leg));
        self.legs.insert(id, key);
        self.file(key, now.number);
    }

    /// A call that was cleared and let go stays cleared.
    fn recall_call(&mut self, key: Key, now: &Brief) {
        if self.calls.contains_key(&key) {
            return;
        }
        let Some(cleared) = key.contact().and_then(|contact| self.ended.call(contact)) else {
            return;
        };
        let mut followed = TrackedCall::default();
        self.numbers += 1;
        followed.number = self.numbers;
        followed.call.cleared = cleared.map(|time| Brief {
            number: 0,
            time: time.map(|time| (time, Field::StatusTimestamp)),
            ..now.clone()
        });
        self.calls.insert(key, followed);
        self.file(key, now.number);
    }

    /// The call of the event: that of its contact, but for a leg whose contact was never told.
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
        let others = || self.namesake_call(now).map(|followed| &followed.call);
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

    /// The leg whose connection id the event has may have missed it.
    pub(super) fn tell_namesake(&mut self, now: &Brief) {
        let Some(id) = now.leg else {
            return;
        };
        let keys = [self.key(now), self.legs.get(&id).copied()];
        for key in keys.into_iter().flatten() {
            let followed = self.calls.get_mut(&key);
            let legs = followed
                .into_iter()
                .flat_map(|followed| &mut followed.call.legs);
            legs.filter(|(leg, _)| *leg == id)
                .for_each(|(_, leg)| leg.miss());
        }
    }
}
