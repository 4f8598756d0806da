//! What became of goldens: old and new side by side.

use serde::Serialize;

use crate::render::snapshots::human;
use crate::report::difference::{CallChange, EventChange, Presence};
use crate::report::snapshots::{SnapshotResult, SnapshotResults, SnapshotStatus};
use crate::report::{Outcome, Report};

/// So many differences of one golden are shown; `callproof golden check` shows all.
const MOST_CHANGES: usize = 200;

/// A golden and what the run made of it.
#[derive(Debug, Serialize)]
pub struct ComparisonView {
    /// Its name.
    pub name: String,
    /// `same`, `changed`, `missing`, `orphan`, `broken` or `empty`.
    pub state: &'static str,
    /// The colour of that.
    pub badge: &'static str,
    /// What became of it, in words.
    pub told: String,
    /// Where they differ.
    pub changes: Vec<ChangeView>,
    /// How many more differences there are.
    pub left_out: usize,
}

/// A place at which golden and run differ.
#[derive(Debug, Serialize)]
pub struct ChangeView {
    /// Call, leg and step, and the place from the event's root.
    pub pointer: String,
    /// What the golden has, masked, line by line; none where it has nothing.
    pub old: Option<Vec<String>>,
    /// What the run has.
    pub new: Option<Vec<String>>,
}

/// The goldens of the run; none where they were not asked for.
pub fn of(report: &Report) -> Vec<ComparisonView> {
    let goldens = report.goldens.iter();
    goldens
        .flat_map(|goldens| goldens.each.iter().map(|golden| compared(golden, goldens)))
        .collect()
}

fn compared(golden: &SnapshotResult, goldens: &SnapshotResults) -> ComparisonView {
    let mut changes: Vec<ChangeView> = match &golden.state {
        SnapshotStatus::Changed(comparison) => {
            comparison.calls.iter().flat_map(changes_of).collect()
        }
        SnapshotStatus::Same
        | SnapshotStatus::Missing { .. }
        | SnapshotStatus::Orphan
        | SnapshotStatus::Broken { .. }
        | SnapshotStatus::Empty => Vec::new(),
    };
    let left_out = changes.len().saturating_sub(MOST_CHANGES);
    changes.truncate(MOST_CHANGES);
    let input = golden.input.as_deref().unwrap_or_default();
    ComparisonView {
        name: golden.name.clone(),
        state: golden.state.name(),
        badge: match (&golden.state, goldens.weight(&golden.state)) {
            (SnapshotStatus::Same, _) => "v-pass",
            (_, Outcome::Conformant) => "state",
            (_, Outcome::Incomplete) => "v-warn",
            (_, Outcome::Nonconformant) => "v-fail",
        },
        told: human::told(golden, goldens).unwrap_or_else(|| format!("{input} is as its golden")),
        changes,
        left_out,
    }
}

fn changes_of(call: &CallChange) -> impl Iterator<Item = ChangeView> {
    let number = call.new.or(call.old).unwrap_or_default();
    let events = call.events.iter().filter(|event| event.is_changed());
    events.flat_map(move |event| of_event(number, event))
}

fn of_event(call: u64, event: &EventChange) -> Vec<ChangeView> {
    let kind = event.leg_type.map(|kind| format!(" {}", kind.word()));
    let word = event.event.as_ref().map(|word| format!(" {word}"));
    let (kind, word) = (kind.unwrap_or_default(), word.unwrap_or_default());
    let place = match event.place() {
        Some(place) => format!(
            "call {call}, {}{kind}, step {}{word}",
            place.leg, place.step
        ),
        None => format!("call {call}"),
    };
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let whole = event.text.as_deref().map(lines);
    match event.presence() {
        Presence::Added => vec![ChangeView {
            pointer: format!("{place}: added"),
            old: None,
            new: whole,
        }],
        Presence::Removed => vec![ChangeView {
            pointer: format!("{place}: removed"),
            old: whole,
            new: None,
        }],
        Presence::Both => event
            .own_changes()
            .map(|change| ChangeView {
                pointer: format!("{place}: {}", change.pointer),
                old: change.old.as_deref().map(lines),
                new: change.new.as_deref().map(lines),
            })
            .collect(),
    }
}
