//! The order in which documents are checked: as they come, or merged with other inputs by the time of the
//! state.
//!
//! A merge depends only on what the inputs hold, never on how much of each was read so far. An examined
//! document waits until every input that has not ended has one waiting too. So the same inputs give the
//! same report, however they are read.

use super::examine::{DocumentKind, Examined, ExaminedEvent};
use super::flow::StepResult;
use super::{Engine, InputState, MAX_BROKEN_ALONE, Order};
use crate::event::timestamp::Instant;
use crate::report::Finding;

impl InputState {
    /// The time of the first waiting document; without one, that of the document before it.
    fn next_time(&self) -> Option<Option<&Instant>> {
        let next = self.waiting.front()?;
        Some(next.time().or(self.clock.as_ref()))
    }
}

impl Engine {
    /// Takes the document at once, or lets it wait for those of other inputs.
    pub(super) fn enqueue(
        &mut self,
        input: usize,
        examined: Examined,
        sink: &mut dyn FnMut(&Finding),
    ) {
        match (self.options.order, self.input_states.get_mut(input)) {
            (Order::Time, Some(state)) => state.waiting.push_back(examined),
            (Order::Time, None) | (Order::Input | Order::Separate | Order::None, _) => {
                self.take(input, examined, sink);
            }
        }
    }

    /// Takes all documents that need not wait any more.
    pub(super) fn step_ready(&mut self, sink: &mut dyn FnMut(&Finding)) {
        while !self.is_decided() && self.next_input().is_none() {
            let waiting = self.input_states.iter().enumerate();
            let next = waiting
                .filter_map(|(input, state)| Some((state.next_time()?, input)))
                .min();
            let Some((clock, input)) = next.map(|(clock, input)| (clock.cloned(), input)) else {
                return;
            };
            let state = self.input_states.get_mut(input);
            let next = state.and_then(|state| {
                state.clock = state.clock.take().max(clock);
                state.waiting.pop_front()
            });
            if let Some(examined) = next {
                self.take(input, examined, sink);
            }
            self.conclude(input, sink);
        }
    }

    /// After the last document of an input: reports or summarizes its broken ones.
    pub(super) fn conclude(&mut self, input: usize, sink: &mut dyn FnMut(&Finding)) {
        let Some(state) = self.input_states.get_mut(input) else {
            return;
        };
        if !state.ended || state.concluded || !state.waiting.is_empty() {
            return;
        }
        state.concluded = true;
        if state.broken > MAX_BROKEN_ALONE && state.whole == 0 {
            self.summarize(input, sink);
        } else {
            self.flush(input, sink);
        }
    }

    pub(super) fn step(&mut self, examined: ExaminedEvent, sink: &mut dyn FnMut(&Finding)) {
        if self.is_decided() {
            return;
        }
        let mut step_result = std::mem::take(&mut self.step_result);
        self.flow.step(examined, &self.paths, &mut step_result);
        self.apply_step(step_result, sink);
    }

    pub(super) fn finish_flow(&mut self, sink: &mut dyn FnMut(&Finding)) {
        let mut step_result = StepResult::default();
        self.flow.finish(&self.paths, &mut step_result);
        self.apply_step(step_result, sink);
    }

    fn apply_step(&mut self, mut step_result: StepResult, sink: &mut dyn FnMut(&Finding)) {
        for (index, mark) in step_result.marks.drain(..) {
            if let Some(tally) = self.tallies.get_mut(index) {
                tally.count(mark);
            }
        }
        for (leg_type, finding) in step_result.findings.drain(..) {
            self.report_finding(finding, leg_type, sink);
        }
        self.step_result = step_result;
    }
}

impl Examined {
    /// When its state was entered. Anything but a readable event has no time.
    fn time(&self) -> Option<&Instant> {
        match &self.kind {
            DocumentKind::Event(Some(event)) => event.brief.at(),
            DocumentKind::Event(None)
            | DocumentKind::Other(..)
            | DocumentKind::Shapeless
            | DocumentKind::Bare
            | DocumentKind::Broken => None,
        }
    }
}
