//! Calls and events as they are matched: by what identifies them, by what they do, by their kind.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::snapshot::normal::{NormalCall, NormalEvent};

/// An event and its likenesses, from the strictest to the widest.
pub(super) struct StepView<'n> {
    pub step: &'n NormalEvent,
    /// Of the whole text.
    pub whole: u64,
    /// Of the text without what masked names and times say.
    pub behaviour: u64,
    /// Of the leg's type and the event's word.
    pub kind: u64,
}

/// A call and its likenesses.
pub(super) struct CallView<'n> {
    /// From 1.
    pub number: u64,
    /// Where its events begin among all of its capture.
    pub first: u64,
    pub steps: Vec<StepView<'n>>,
    pub whole: u64,
    pub behaviour: u64,
    /// The behaviours of its events, sorted.
    pub behaviours: Vec<u64>,
    /// The kinds of its events, sorted.
    pub kinds: Vec<u64>,
}

impl<'n> CallView<'n> {
    pub(super) fn new(call: &'n NormalCall, number: u64, first: u64) -> CallView<'n> {
        let steps: Vec<StepView<'n>> = call.steps.iter().map(StepView::new).collect();
        let sorted = |likeness: fn(&StepView<'_>) -> u64| {
            let mut all: Vec<u64> = steps.iter().map(likeness).collect();
            all.sort_unstable();
            all
        };
        let whole: Vec<u64> = steps.iter().map(|step| step.whole).collect();
        let behaviour: Vec<u64> = steps.iter().map(|step| step.behaviour).collect();
        CallView {
            number,
            first,
            whole: hash(&whole),
            behaviour: hash(&behaviour),
            behaviours: sorted(|step| step.behaviour),
            kinds: sorted(|step| step.kind),
            steps,
        }
    }
}

impl<'n> StepView<'n> {
    fn new(step: &'n NormalEvent) -> StepView<'n> {
        StepView {
            step,
            whole: hash(&step.text),
            behaviour: hash(&without_names(&step.text)),
            kind: hash(&(step.leg_type, &step.event)),
        }
    }

    pub(super) fn is_same_leg_type(&self, other: &StepView<'_>) -> bool {
        self.step.leg_type == other.step.leg_type
    }

    pub(super) fn is_same_word(&self, other: &StepView<'_>) -> bool {
        self.step.event == other.step.event
    }
}

/// The same for equal values in every run.
pub(super) fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// The text without the insides of strings that begin with `[`: masked names and times.
fn without_names(text: &str) -> Vec<&str> {
    let mut kept = Vec::new();
    let mut rest = text;
    while let Some((before, masked)) = rest.split_once("\"[") {
        kept.push(before);
        let word = masked.find(|letter: char| !letter.is_ascii_alphabetic());
        kept.push(
            masked
                .get(..word.unwrap_or(masked.len()))
                .unwrap_or_default(),
        );
        rest = masked.split_once('"').map_or("", |(_, rest)| rest);
    }
    kept.push(rest);
    kept
}
