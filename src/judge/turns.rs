//! Documents in their turn: at once, or merged with those of other inputs by the time of the state.
//!
//! A merge decides by what the inputs hold, and never by what has come of them so far: all that a document
//! comes to waits with it, its findings too, and one has its turn only when every input that has not ended
//! has another waiting. So the same inputs give the same report, however their reads are cut.

use super::examine::{DocumentKind, Examined, ExaminedEvent};
use super::flow::StepResult;
use super::{BROKEN_AND_NONE_WHOLE, Engine, InputState, Order};
use crate::event::instant::Instant;
use crate::report::Finding;

impl InputState {
    /// The time of what waits first; of what has none, that of what came before it.
    fn next_time(&self) -> Option<Option<&Instant>> {
        let next = self.waiting.front()?;
        Some(next.time().or(self.clock.as_ref()))
    }
}

impl Engine {
    /// The document has its turn at once, or waits for those of other inputs.
    pub(super) fn line_up(
        &mut self,
        input: usize,
        examined: Examined,
        told: &mut dyn FnMut(&Finding),
    ) {
        match (self.options.order, self.hearings.get_mut(input)) {
            (Order::Time, Some(hearing)) => hearing.waiting.push_back(examined),
            (Order::Time, None) | (Order::Input | Order::Separate | Order::None, _) => {
                self.take(input, examined, told);
            }
        }
    }

    /// Gives their turns to all documents that need not wait any more.
    pub(super) fn give_turns(&mut self, told: &mut dyn FnMut(&Finding)) {
        while !self.is_decided() && self.wants().is_none() {
            let waiting = self.hearings.iter().enumerate();
            let next = waiting
                .filter_map(|(input, hearing)| Some((hearing.next_time()?, input)))
                .min();
            let Some((clock, input)) = next.map(|(clock, input)| (clock.cloned(), input)) else {
                return;
            };
            let hearing = self.hearings.get_mut(input);
            let next = hearing.and_then(|hearing| {
                hearing.clock = hearing.clock.take().max(clock);
                hearing.waiting.pop_front()
            });
            if let Some(examined) = next {
                self.take(input, examined, told);
            }
            self.conclude(input, told);
        }
    }

    /// Behind the last document of an input that has ended: says what becomes of its broken ones.
    pub(super) fn conclude(&mut self, input: usize, told: &mut dyn FnMut(&Finding)) {
        let Some(hearing) = self.hearings.get_mut(input) else {
            return;
        };
        if !hearing.ended || hearing.concluded || !hearing.waiting.is_empty() {
            return;
        }
        hearing.concluded = true;
        if hearing.broken > BROKEN_AND_NONE_WHOLE && hearing.whole == 0 {
            self.collapse(input, told);
        } else {
            self.release(input, told);
        }
    }

    pub(super) fn give_turn(&mut self, turn: ExaminedEvent, told: &mut dyn FnMut(&Finding)) {
        if self.is_decided() {
            return;
        }
        let mut heard = std::mem::take(&mut self.heard);
        self.flow.turn(turn, &self.paths, &mut heard);
        self.take_heard(heard, told);
    }

    pub(super) fn finish_flow(&mut self, told: &mut dyn FnMut(&Finding)) {
        let mut heard = StepResult::default();
        self.flow.finish(&self.paths, &mut heard);
        self.take_heard(heard, told);
    }

    fn take_heard(&mut self, mut heard: StepResult, told: &mut dyn FnMut(&Finding)) {
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

impl Examined {
    /// When its state was entered; what is no event, and what could not be read, has no time and keeps to
    /// what came before it.
    fn time(&self) -> Option<&Instant> {
        match &self.kind {
            DocumentKind::Event(Some(turn)) => turn.moment.at(),
            DocumentKind::Event(None)
            | DocumentKind::Other(..)
            | DocumentKind::Shapeless
            | DocumentKind::Bare
            | DocumentKind::Broken => None,
        }
    }
}
