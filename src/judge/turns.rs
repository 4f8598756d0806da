//! Events in their turn: at once, or merged with those of other inputs by the time of the state.

use super::examine::Turn;
use super::flow::Heard;
use super::{Hearing, Judge, Order, Waiting};
use crate::event::instant::Instant;
use crate::report::Finding;

impl Hearing {
    /// The time of what waits first; of what has none, that of what came before it.
    fn next_time(&self) -> Option<Option<&Instant>> {
        let time = match self.waiting.front()? {
            Waiting::Turn(turn) => turn.moment.at(),
            Waiting::Gap => None,
        };
        Some(time.or(self.clock.as_ref()))
    }
}

impl Judge {
    /// The event has its turn at once, or waits for those of other inputs.
    pub(super) fn line_up(
        &mut self,
        input: usize,
        turn: Box<Turn>,
        told: &mut dyn FnMut(&Finding),
    ) {
        match (self.options.order, self.hearings.get_mut(input)) {
            (Order::Time, Some(hearing)) => hearing.waiting.push_back(Waiting::Turn(turn)),
            (Order::Time, None) | (Order::Input | Order::Separate | Order::None, _) => {
                self.give_turn(*turn, told)
            }
        }
    }

    /// Gives their turns to all events that need not wait any more.
    pub(super) fn give_turns(&mut self, told: &mut dyn FnMut(&Finding)) {
        while self.wants().is_none() {
            let waiting = self.hearings.iter().enumerate();
            let next = waiting
                .filter_map(|(input, hearing)| Some((hearing.next_time()?, input)))
                .min();
            let Some((clock, input)) = next.map(|(clock, input)| (clock.cloned(), input)) else {
                return;
            };
            let hearing = self.hearings.get_mut(input);
            let turn = hearing.and_then(|hearing| {
                hearing.clock = hearing.clock.take().max(clock);
                hearing.waiting.pop_front()
            });
            match turn {
                Some(Waiting::Turn(turn)) => self.give_turn(*turn, told),
                Some(Waiting::Gap) => self.flow.note_gap(),
                None => {}
            }
        }
    }

    fn give_turn(&mut self, turn: Turn, told: &mut dyn FnMut(&Finding)) {
        if self.is_decided() {
            return;
        }
        let mut heard = std::mem::take(&mut self.heard);
        self.flow.turn(turn, &self.paths, &mut heard);
        self.take_heard(heard, told);
    }

    pub(super) fn finish_flow(&mut self, told: &mut dyn FnMut(&Finding)) {
        let mut heard = Heard::default();
        self.flow.finish(&self.paths, &mut heard);
        self.take_heard(heard, told);
    }

    fn take_heard(&mut self, mut heard: Heard, told: &mut dyn FnMut(&Finding)) {
        for (listed, mark) in heard.marks.drain(..) {
            if let Some(tally) = self.tallies.get_mut(listed) {
                tally.count(mark);
            }
        }
        for (leg_type, finding) in heard.findings.drain(..) {
            self.tell(finding, leg_type, told);
        }
        self.heard = heard;
    }
}
