//! What became of the goldens: the snapshot half of a run.

use super::Outcome;
use super::difference::Comparison;

/// A run's captures beside the goldens of a folder.
#[derive(Debug, Clone)]
pub struct SnapshotResults {
    /// The folder, as it was named.
    pub folder: String,
    /// How many goldens it holds.
    pub recorded: usize,
    /// Whether a golden without a capture is all right.
    pub orphans_allowed: bool,
    /// Captures in input order, then the goldens without one, by name.
    pub each: Vec<SnapshotResult>,
}

/// One golden.
#[derive(Debug, Clone)]
pub struct SnapshotResult {
    /// Its name.
    pub name: String,
    /// The capture's path; none for an orphan.
    pub input: Option<String>,
    /// What became of it.
    pub state: SnapshotStatus,
}

/// What became of a golden.
#[derive(Debug, Clone)]
pub enum SnapshotStatus {
    /// The capture is as it was accepted.
    Same,
    /// The capture differs.
    Changed(Comparison),
    /// The capture has no golden.
    Missing {
        /// Its calls.
        calls: usize,
        /// Their events.
        events: usize,
    },
    /// The golden has no capture.
    Orphan,
    /// The capture cannot be compared: so many of its documents cannot be read.
    Broken {
        /// How many.
        documents: u64,
    },
    /// The capture cannot be compared: no event is in it.
    Empty,
}

impl SnapshotStatus {
    /// Its name in reports.
    pub fn name(&self) -> &'static str {
        match self {
            SnapshotStatus::Same => "same",
            SnapshotStatus::Changed(_) => "changed",
            SnapshotStatus::Missing { .. } => "missing",
            SnapshotStatus::Orphan => "orphan",
            SnapshotStatus::Broken { .. } => "broken",
            SnapshotStatus::Empty => "empty",
        }
    }

    /// How many changes there are to read.
    pub fn changes(&self) -> usize {
        match self {
            SnapshotStatus::Changed(comparison) => comparison.changes(),
            SnapshotStatus::Same
            | SnapshotStatus::Missing { .. }
            | SnapshotStatus::Orphan
            | SnapshotStatus::Broken { .. }
            | SnapshotStatus::Empty => 0,
        }
    }
}

/// The names of states, in the order in which counts are told.
const STATES: [&str; 6] = ["changed", "missing", "orphan", "broken", "empty", "same"];

impl SnapshotResults {
    /// What they come to: no golden at all proves nothing, and one that is not as accepted fails.
    pub fn outcome(&self) -> Outcome {
        let weights = self.each.iter().map(|golden| self.weight(&golden.state));
        let worst = weights.max_by_key(|outcome| match outcome {
            Outcome::Conformant => 0,
            Outcome::Incomplete => 1,
            Outcome::Nonconformant => 2,
        });
        worst.unwrap_or(Outcome::Incomplete)
    }

    pub(crate) fn weight(&self, state: &SnapshotStatus) -> Outcome {
        match state {
            SnapshotStatus::Same => Outcome::Conformant,
            SnapshotStatus::Orphan if self.orphans_allowed => Outcome::Conformant,
            SnapshotStatus::Missing { .. } if self.recorded == 0 => Outcome::Incomplete,
            SnapshotStatus::Empty => Outcome::Incomplete,
            SnapshotStatus::Changed(_)
            | SnapshotStatus::Missing { .. }
            | SnapshotStatus::Orphan
            | SnapshotStatus::Broken { .. } => Outcome::Nonconformant,
        }
    }

    /// Why the outcome is not good: a stable word, and the same for a person.
    pub fn reason(&self) -> Option<(&'static str, String)> {
        if self.recorded == 0 {
            let told = format!(
                "no golden is in {}, so nothing is compared; callproof golden record writes them",
                self.folder
            );
            return Some(("no-goldens", told));
        }
        match self.outcome() {
            Outcome::Conformant => None,
            Outcome::Nonconformant | Outcome::Incomplete => Some((
                "goldens",
                format!("goldens in {}: {}", self.folder, self.counted()),
            )),
        }
    }

    /// How many are in which state, as `1 changed (answered), 4 same`.
    pub fn counted(&self) -> String {
        const NAMES: usize = 6;
        let told = STATES.into_iter().filter_map(|state| {
            let names: Vec<&str> = self
                .each
                .iter()
                .filter(|golden| golden.state.name() == state)
                .map(|golden| golden.name.as_str())
                .collect();
            match names.len() {
                0 => None,
                count @ 1..=NAMES if state != "same" => {
                    Some(format!("{count} {state} ({})", names.join(", ")))
                }
                count => Some(format!("{count} {state}")),
            }
        });
        let told: Vec<String> = told.collect();
        told.join(", ")
    }
}
