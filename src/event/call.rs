//! A call: its legs, and each step that one of them takes.

use super::vocabulary::Button;
use super::{Flow, Id, Leg, Moment, Wording};

/// So many legs of one call are followed; of more, those that are over are let go, the oldest first.
const MOST_LEGS: usize = 64;

/// What a call has been through.
#[derive(Debug, Clone, Default)]
pub struct Call {
    /// Its legs, in the order in which they came up.
    pub legs: Vec<(Id, Leg)>,
    /// The event with which its agent's leg was cleared; none while a newer agent's leg is there.
    pub cleared: Option<Moment>,
    /// Whether joining or handing over was ever offered, so that several parties may talk.
    pub may_join: bool,
    /// Whether one of its events may have been lost: something that could not be read came while it was open.
    pub may_have_lost: bool,
    /// What happened in it so far, in the order in which it was shown.
    pub flows: Vec<Flow>,
}

impl Call {
    /// The leg of that id.
    pub fn leg(&self, id: Id) -> Option<&Leg> {
        let mut legs = self.legs.iter();
        legs.find(|(leg, _)| *leg == id).map(|(_, leg)| leg)
    }

    /// The legs but that one.
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
    fn company(&self, now: &Moment) -> usize {
        let live = |leg: &&Leg| leg.is_others() && leg.last.lives();
        let own = usize::from(now.is_others() && now.lives());
        self.others(now.leg).filter(live).count() + own
    }

    /// Takes the event in; gives the leg that had to be let go for it.
    pub fn take(&mut self, now: &Moment, wording: Wording) -> Option<(Id, Leg)> {
        let id = now.leg?;
        self.may_have_lost |= now.after_gap;
        let outdated = self.leg(id).is_some_and(|leg| leg.outdates(now));
        self.may_join |=
            now.offered.contains(Button::Conference) || now.offered.contains(Button::Transfer);
        let company = self.company(now);
        match self.legs.iter_mut().find(|(leg, _)| *leg == id) {
            Some((_, leg)) if outdated => {
                leg.set_aside(now);
                return None;
            }
            Some((_, leg)) => leg.apply(now, wording, company),
            None => self.add(id, now, wording, company),
        }
        let leg = self.leg(id)?;
        if leg.cleared.as_ref().map(|cleared| cleared.number) == Some(now.number) {
            self.cleared = Some(now.clone());
        }
        self.note_flows(id, now);
        self.make_room()
    }

    fn note_flows(&mut self, id: Id, now: &Moment) {
        for flow in Flow::ALL {
            let new = !self.flows.contains(&flow);
            if new
                && self
                    .leg(id)
                    .is_some_and(|leg| flow.is_shown(self, leg, now))
            {
                self.flows.push(flow);
            }
        }
    }

    fn add(&mut self, id: Id, now: &Moment, wording: Wording, company: usize) {
        let mut leg = Leg::new(now.clone(), wording);
        leg.company = company;
        if leg.is_agents() {
            // A new offer reopens the call.
            self.cleared = None;
        }
        self.legs.push((id, leg));
    }

    fn make_room(&mut self) -> Option<(Id, Leg)> {
        if self.legs.len() <= MOST_LEGS {
            return None;
        }
        let over = self.legs.iter().position(|(_, leg)| leg.last.is_over());
        Some(self.legs.remove(over.unwrap_or(0)))
    }
}

/// An event in its turn, before the call takes it in.
#[derive(Clone, Copy)]
pub struct Step<'s> {
    /// The call so far.
    pub call: &'s Call,
    /// The event.
    pub now: &'s Moment,
    /// What it says.
    pub wording: &'s Wording,
}

impl<'s> Step<'s> {
    /// Its leg so far; none for the first event of a leg, for one that names none, and for one that is
    /// older than the newest: no rule builds on that.
    pub fn leg(&self) -> Option<&'s Leg> {
        self.known_leg().filter(|leg| !leg.outdates(self.now))
    }

    /// Its leg so far, however old the event.
    pub fn known_leg(&self) -> Option<&'s Leg> {
        self.call.leg(self.now.leg?)
    }

    /// Whether it is older than the newest of its leg.
    pub fn is_outdated(&self) -> bool {
        self.known_leg().is_some_and(|leg| leg.outdates(self.now))
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
        self.others().count() + own > 2
    }
}
