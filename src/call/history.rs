//! A call: its legs, and each step that one of them takes.

use super::{Brief, ContentHash, Flow, Id, Leg};
use crate::event::vocabulary::Button;

/// Legs of one call that are followed; of more, those that are over are evicted, the oldest first.
const MAX_LEGS: usize = 64;

/// The history of a call.
#[derive(Debug, Clone, Default)]
pub struct Call {
    /// Its legs, in the order in which they came up.
    pub legs: Vec<(Id, Leg)>,
    /// The event with which its agent's leg was cleared; none while a newer agent's leg is there.
    pub cleared: Option<Brief>,
    /// Whether joining or handing over was ever offered, so that several parties may talk.
    pub may_join: bool,
    /// Whether one of its events may have been lost: something that could not be read came while it was open.
    pub may_have_lost: bool,
    /// What happened in it so far, in the order in which it was shown.
    pub flows: Vec<Flow>,
}

impl Call {
    /// The legs of that id: one, but where its type has changed (flow/leg-identity).
    pub fn legs_of(&self, id: Id) -> impl Iterator<Item = &Leg> {
        let legs = self.legs.iter().filter(move |(leg, _)| *leg == id);
        legs.map(|(_, leg)| leg)
    }

    /// The event's leg.
    pub fn leg_of(&self, now: &Brief) -> Option<&Leg> {
        self.legs.get(self.index_of(now)?).map(|(_, leg)| leg)
    }

    /// The index of the event's leg: it has the event's id and, as far as both are known, its type.
    fn index_of(&self, now: &Brief) -> Option<usize> {
        let id = now.leg?;
        let is_own = |leg: &Leg| match (leg.leg_type(), now.leg_type) {
            (Some(own), Some(other)) => own == other,
            (None, _) | (_, None) => true,
        };
        let legs = self.legs.iter().enumerate();
        let own = legs.filter(|(_, (leg, state))| *leg == id && is_own(state));
        own.max_by_key(|(_, (_, leg))| leg.last.number)
            .map(|(index, _)| index)
    }

    /// All legs except that one.
    pub fn others(&self, id: Option<Id>) -> impl Iterator<Item = &Leg> {
        let others = self.legs.iter().filter(move |(leg, _)| Some(*leg) != id);
        others.map(|(_, leg)| leg)
    }

    /// Whether all its legs are over.
    pub fn is_over(&self) -> bool {
        self.legs.iter().all(|(_, leg)| leg.last.is_over())
    }

    /// Whether clearing is still offered, so that at least that is to come.
    pub fn waits_to_be_cleared(&self) -> bool {
        self.legs.iter().any(|(_, leg)| leg.is_open())
    }

    /// How many legs besides the agent's are live, with this event.
    fn company(&self, now: &Brief) -> usize {
        let live = |leg: &&Leg| leg.is_others() && leg.last.lives();
        let own = usize::from(now.is_others() && now.lives());
        self.others(now.leg).filter(live).count() + own
    }

    /// Adds the event; returns the leg that was evicted for it. An event with the id of another leg is
    /// doubtful: it begins a leg.
    pub fn take(
        &mut self,
        now: &Brief,
        content: ContentHash,
        is_doubtful: bool,
    ) -> Option<(Id, Leg)> {
        let id = now.leg?;
        self.may_have_lost |= now.after_gap;
        let outdated = self.leg_of(now).is_some_and(|leg| leg.outdates(now));
        self.may_join |=
            now.offered.contains(Button::Conference) || now.offered.contains(Button::Transfer);
        let company = self.company(now);
        let index = self.index_of(now);
        match index.and_then(|index| self.legs.get_mut(index)) {
            Some((_, leg)) if outdated => {
                leg.set_aside(now);
                return None;
            }
            Some((_, leg)) => leg.apply(now, content, company),
            None => self.add(id, now, content, company, is_doubtful),
        }
        let leg = self.leg_of(now)?;
        if leg.cleared.as_ref().map(|cleared| cleared.number) == Some(now.number) {
            self.cleared = Some(now.clone());
        }
        self.note_flows(now);
        self.evict_leg()
    }

    fn note_flows(&mut self, now: &Brief) {
        for flow in Flow::ALL {
            let new = !self.flows.contains(&flow);
            if new
                && self
                    .leg_of(now)
                    .is_some_and(|leg| flow.is_shown(self, leg, now))
            {
                self.flows.push(flow);
            }
        }
    }

    fn add(
        &mut self,
        id: Id,
        now: &Brief,
        content: ContentHash,
        company: usize,
        is_doubtful: bool,
    ) {
        let mut leg = Leg::new(now.clone(), content);
        leg.company = company;
        leg.is_doubtful = is_doubtful;
        if leg.is_agents() && !is_doubtful {
            // A new offer reopens the call.
            self.cleared = None;
        }
        self.legs.push((id, leg));
    }

    fn evict_leg(&mut self) -> Option<(Id, Leg)> {
        if self.legs.len() <= MAX_LEGS {
            return None;
        }
        let over = self.legs.iter().position(|(_, leg)| leg.last.is_over());
        Some(self.legs.remove(over.unwrap_or(0)))
    }
}

/// An event before it is added to its call.
#[derive(Clone, Copy)]
pub struct Step<'s> {
    /// The call so far.
    pub call: &'s Call,
    /// The event to check.
    pub now: &'s Brief,
    /// Its content.
    pub content: &'s ContentHash,
    /// A leg that has the event's connection id although it is of another call or another type. Then the event
    /// begins a leg of its own, and nothing is compared with it but by flow/leg-identity.
    pub namesake: Option<&'s Leg>,
}

impl<'s> Step<'s> {
    /// Its leg so far; none for the first event of a leg, for one that names none, and for one that is
    /// older than the newest: no rule builds on that.
    pub fn leg(&self) -> Option<&'s Leg> {
        self.known_leg().filter(|leg| !leg.outdates(self.now))
    }

    /// Its leg so far, however old the event.
    pub fn known_leg(&self) -> Option<&'s Leg> {
        match self.namesake {
            Some(_) => None,
            None => self.call.leg_of(self.now),
        }
    }

    /// Whether it is older than the newest of its leg.
    pub fn is_outdated(&self) -> bool {
        self.known_leg().is_some_and(|leg| leg.outdates(self.now))
    }

    /// Whether a leg that is over begins again with the very event with which it began.
    pub fn begins_again(&self) -> bool {
        let leg = self.known_leg().filter(|leg| leg.last.is_over());
        leg.is_some_and(|leg| {
            leg.first.number > 0 && !leg.first.is_over() && self.now.repeats(&leg.first)
        })
    }

    /// The call's other legs.
    pub fn others(&self) -> impl Iterator<Item = &'s Leg> {
        self.call.others(self.now.leg)
    }

    /// How many legs besides the agent's are live, with this event.
    pub fn company(&self) -> usize {
        self.call.company(self.now)
    }

    /// Whether three or more legs of the call are known.
    pub fn has_third_leg(&self) -> bool {
        let own = usize::from(self.now.leg.is_some());
        self.namesake.is_some() || self.others().count() + own > 2
    }
}
