//! Events beside their reference among the golden calls: an aid, never a finding.

use crate::event::golden::Provenance;
use crate::event::vocabulary::LegType;

/// A run's events beside the golden calls.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Documented {
    /// One for each leg type and state that was seen and has a reference, in the golden calls' order.
    pub states: Vec<Beside>,
    /// Legs and states that no golden call has, and how many events they had.
    pub without: Vec<(String, u64)>,
    /// Differences that were not kept, because there were too many kinds of them.
    pub left_out: u64,
}

/// The events of one leg type and state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// The leg's type.
    pub leg_type: LegType,
    /// The state, and the event's word where that is another.
    pub state: String,
    /// What the reference rests on.
    pub evidence: Provenance,
    /// How many events there were.
    pub events: u64,
    /// How they differ, in the order in which that was seen.
    pub deviations: Vec<Deviation>,
}

/// A difference that one or more events have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deviation {
    /// Its place, from the event's root.
    pub pointer: String,
    /// What stands there; none where nothing does.
    pub here: Option<String>,
    /// What the reference has there; none where it has nothing.
    pub there: Option<String>,
    /// In so many events.
    pub events: u64,
    /// The input of the first.
    pub input: String,
    /// Its number among the input's events.
    pub event: u64,
}
