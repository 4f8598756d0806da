//! Events in their turn: at once, or merged with those of other inputs by the time of the state.

use super::examine::Turn;
use super::flow::Heard;
use super::{Hearing, Judge, Order, Waiting};
use crate::report::Finding;

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
            (Order::Time, None) | (Order::Input | Order::None, _) => self.give_turn(*turn, told),
        }
    }

    /// Something came that may have been an event of any call, and is followed with none.
    pub(super) fn note_gap(&mut self, input: usize) {
        match (self.options.order, self.hearings.get_mut(input)) {
            (Order::Time, Some(hearing)) => hearing.waiting.push_back(Waiting::Gap),
            (Order::Time, None) => {}
            (Order::Input | Order::None, _) => self.flow.note_gap(),
        }
    }

    /// Gives their turns to all events that need not wait any more.
    pub(super) fn give_turns(&mut self, told: &mut dyn FnMut(&Finding)) {
        while self.wants().is_none() {
            let time = |hearing: &Hearing| {
                let time = match hearing.waiting.front()? {
                    Waiting::Turn(turn) => turn.moment.at(),
                    Waiting::Gap => None,
                };
                Some(time.or(hearing.clock))
            };
            let waiting = self.hearings.iter().enumerate();
            let next = waiting
                .filter_map(|(input, hearing)| Some((time(hearing)?, input)))
                .min();
            let Some((clock, input)) = next else {
                return;
            };
            let hearing = self.hearings.get_mut(input);
            let turn = hearing.and_then(|hearing| {
                hearing.clock = hearing.clock.max(clock);
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
