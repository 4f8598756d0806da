//! What differs, counted.

use serde::Serialize;

/// What differs, counted. Events of a call that stands alone are not counted again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[allow(missing_docs)]
pub struct DifferenceCounts {
    pub old_calls: u64,
    pub new_calls: u64,
    pub old_events: u64,
    pub new_events: u64,
    pub calls_added: u64,
    pub calls_removed: u64,
    pub calls_changed: u64,
    pub calls_moved: u64,
    pub events_added: u64,
    pub events_removed: u64,
    pub events_changed: u64,
    pub events_moved: u64,
    /// Values added, removed or changed in events that are in both.
    pub values: u64,
    /// Events whose times moved together.
    pub events_shifted: u64,
}

impl DifferenceCounts {
    /// How many changes of behaviour there are. Times that moved and calls in another order are none.
    pub fn changes(&self) -> u64 {
        self.calls_added
            + self.calls_removed
            + self.events_added
            + self.events_removed
            + self.events_moved
            + self.values
    }

    /// Both together.
    pub fn and(self, other: DifferenceCounts) -> DifferenceCounts {
        DifferenceCounts {
            old_calls: self.old_calls + other.old_calls,
            new_calls: self.new_calls + other.new_calls,
            old_events: self.old_events + other.old_events,
            new_events: self.new_events + other.new_events,
            calls_added: self.calls_added + other.calls_added,
            calls_removed: self.calls_removed + other.calls_removed,
            calls_changed: self.calls_changed + other.calls_changed,
            calls_moved: self.calls_moved + other.calls_moved,
            events_added: self.events_added + other.events_added,
            events_removed: self.events_removed + other.events_removed,
            events_changed: self.events_changed + other.events_changed,
            events_moved: self.events_moved + other.events_moved,
            values: self.values + other.values,
            events_shifted: self.events_shifted + other.events_shifted,
        }
    }
}
