//! What became of goldens: old and new side by side.

use serde::Serialize;

use crate::report::Report;
use crate::report::difference::{CallChange, EventChange, Presence};
use crate::report::golden::State;

/// So many differences of one golden are shown; `callproof golden check` shows all.
const MOST_CHANGES: usize = 200;

/// A golden and what the run made of it.
#[derive(Debug, Serialize)]
pub struct Comparison {
    /// Its name.
    pub name: String,
    /// `same`, `changed`, `missing`, `orphan`, `broken` or `empty`.
    pub state: &'static str,
    /// Where they differ.
    pub changes: Vec<Change>,
}

/// A place at which golden and run differ.
#[derive(Debug, Serialize)]
pub struct Change {
    /// Call, leg and step, and the place from the event's root.
    pub pointer: String,
    /// What the golden has, masked, line by line; none where it has nothing.
    pub old: Option<Vec<String>>,
    /// What the run has.
    pub new: Option<Vec<String>>,
}

/// The goldens of the run; none where they were not asked for.
pub fn of(report: &Report) -> Vec<Comparison> {
    let goldens = report.goldens.iter().flat_map(|goldens| &goldens.each);
    goldens
        .map(|golden| Comparison {
            name: golden.name.clone(),
            state: golden.state.name(),
            changes: match &golden.state {
                State::Changed(comparison) => comparison
                    .calls
                    .iter()
                    .flat_map(changes)
                    .take(MOST_CHANGES)
                    .collect(),
                State::Same
                | State::Missing { .. }
                | State::Orphan
                | State::Broken { .. }
                | State::Empty => Vec::new(),
            },
        })
        .collect()
}

fn changes(call: &CallChange) -> impl Iterator<Item = Change> {
    let number = call.new.or(call.old).unwrap_or_default();
    let events = call.events.iter().filter(|event| event.is_changed());
    events.flat_map(move |event| of_event(number, event))
}

fn of_event(call: u64, event: &EventChange) -> Vec<Change> {
    let place = match event.place() {
        Some(place) => format!("call {call}, {}, step {}", place.leg, place.step),
        None => format!("call {call}"),
    };
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let whole = event.text.as_deref().map(lines);
    match event.presence() {
        Presence::Added => vec![Change {
            pointer: format!("{place}: added"),
            old: None,
            new: whole,
        }],
        Presence::Removed => vec![Change {
            pointer: format!("{place}: removed"),
            old: whole,
            new: None,
        }],
        Presence::Both => event
            .own_changes()
            .map(|change| Change {
                pointer: format!("{place}: {}", change.pointer),
                old: change.old.as_deref().map(lines),
                new: change.new.as_deref().map(lines),
            })
            .collect(),
    }
}
