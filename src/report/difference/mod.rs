//! What changed, and how it is written: differences of captures and of reports, and their renderers.

mod counts;
pub mod documented;
pub mod findings;

pub use counts::DifferenceCounts;

use serde::Serialize;

use crate::event::vocabulary::LegType;

/// The JSON Schema of the comparison as JSON.
pub const SCHEMA: &str = include_str!("../../../schemas/comparison.schema.json");

/// Whether what is new is worse than what was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ComparisonVerdict {
    /// Something was compared, and nothing got worse.
    NoRegression,
    /// Something got worse; of captures: behaves in another way.
    Regression,
    /// Nothing got worse, but too little was compared to say so.
    Incomplete,
}

impl ComparisonVerdict {
    /// Its name in every format.
    pub fn name(self) -> &'static str {
        match self {
            ComparisonVerdict::NoRegression => "no-regression",
            ComparisonVerdict::Regression => "regression",
            ComparisonVerdict::Incomplete => "incomplete",
        }
    }
}

/// Two captures, or two folders of them, compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaptureComparison {
    /// What it comes to.
    pub verdict: ComparisonVerdict,
    /// What limits the verdict, in a line each.
    pub reasons: Vec<String>,
    /// In order of their names.
    pub scenarios: Vec<Scenario>,
}

impl CaptureComparison {
    /// What differs in all scenarios that are in both.
    pub fn counts(&self) -> DifferenceCounts {
        let compared = self
            .scenarios
            .iter()
            .filter_map(|scenario| match &scenario.change {
                ScenarioChange::Compared { comparison, .. } => Some(comparison.counts),
                ScenarioChange::Added(_) | ScenarioChange::Removed(_) => None,
            });
        compared.fold(DifferenceCounts::default(), DifferenceCounts::and)
    }
}

/// A capture in both folders, or in one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// Its path below the folders; of two single captures the new one's.
    pub name: String,
    /// What became of it.
    pub change: ScenarioChange,
}

/// What became of a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScenarioChange {
    /// Only in the new folder, with so many events.
    Added(u64),
    /// Only in the old folder, with so many events.
    Removed(u64),
    /// In both.
    Compared {
        /// How its calls differ.
        comparison: Comparison,
        /// Documents that could not be read, old and new.
        unread: (u64, u64),
    },
}

impl ScenarioChange {
    /// Whether the scenario is on both sides.
    pub fn is_both(&self) -> bool {
        match self {
            ScenarioChange::Added(_) | ScenarioChange::Removed(_) => false,
            ScenarioChange::Compared { .. } => true,
        }
    }

    /// Whether anything of its behaviour differs.
    pub fn is_change(&self) -> bool {
        match self {
            ScenarioChange::Added(_) | ScenarioChange::Removed(_) => true,
            ScenarioChange::Compared { comparison, unread } => {
                comparison.counts.changes() > 0 || unread.0 != unread.1
            }
        }
    }

    /// Its events on both sides together.
    pub fn events(&self) -> u64 {
        match self {
            ScenarioChange::Added(events) | ScenarioChange::Removed(events) => *events,
            ScenarioChange::Compared { comparison, .. } => {
                comparison.counts.old_events + comparison.counts.new_events
            }
        }
    }

    /// Its documents that could not be read, on both sides together.
    pub fn unread(&self) -> u64 {
        match self {
            ScenarioChange::Added(_) | ScenarioChange::Removed(_) => 0,
            ScenarioChange::Compared { unread, .. } => unread.0 + unread.1,
        }
    }
}

/// How the calls of one capture differ from another's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// How many of each there are.
    pub counts: DifferenceCounts,
    /// Calls that differ, be it only in their times, in the new order.
    pub calls: Vec<CallChange>,
}

impl Comparison {
    /// How many changes of behaviour there are.
    pub fn changes(&self) -> usize {
        usize::try_from(self.counts.changes()).unwrap_or(usize::MAX)
    }
}

/// Whether a call or an event stands on one side only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Presence {
    /// Only in what is new.
    Added,
    /// Only in what was.
    Removed,
    /// In both.
    Both,
}

/// What became of one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallChange {
    /// Its number in what was, from 1.
    pub old: Option<u64>,
    /// Its number in what is new, from 1.
    pub new: Option<u64>,
    /// Whether it changed places with others.
    pub moved: bool,
    /// What happens in it, in a word.
    pub title: &'static str,
    /// How many events it has, on the newest side that has it.
    pub length: u64,
    /// Events that differ, in the new order; of a call on one side all of them.
    pub events: Vec<EventChange>,
    /// Names that changed because others came or went before them.
    pub renames: Vec<Rename>,
    /// Times that moved together, in order.
    pub shifts: Vec<Shift>,
}

impl CallChange {
    /// On which side it stands.
    pub fn presence(&self) -> Presence {
        presence(self.old, self.new)
    }

    /// Whether anything but times and names differs.
    pub fn is_changed(&self) -> bool {
        self.presence() != Presence::Both || self.events.iter().any(EventChange::is_changed)
    }
}

fn presence<T>(old: Option<T>, new: Option<T>) -> Presence {
    match (old, new) {
        (None, _) => Presence::Added,
        (_, None) => Presence::Removed,
        (Some(_), Some(_)) => Presence::Both,
    }
}

/// A name that stands for another value than before, and so for the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rename {
    /// The old name, such as `connection-1`.
    pub old: String,
    /// The new one.
    pub new: String,
    /// In so many values.
    pub values: u64,
}

/// Times of events one after another that moved by the same amount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shift {
    /// From this step on, counted in the new call from 1.
    pub step: u64,
    /// So many events.
    pub events: u64,
    /// By so many milliseconds.
    pub milliseconds: i64,
}

/// What became of one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventChange {
    /// Where it stood.
    pub old: Option<EventPosition>,
    /// Where it stands.
    pub new: Option<EventPosition>,
    /// Whether it changed places with other events of its call.
    pub moved: bool,
    /// The type of its leg, where it is known.
    pub leg_type: Option<LegType>,
    /// `call.event`, on the newest side that has it.
    pub event: Option<String>,
    /// Buttons that it offers, told of an event that stands on one side.
    pub offers: Vec<&'static str>,
    /// Values that differ; none of an event that stands on one side.
    pub changes: Vec<Change>,
    /// So many values are the same.
    pub unchanged: u64,
    /// The whole event, masked, where it stands on one side or its place among the others changed.
    pub text: Option<String>,
}

impl EventChange {
    /// On which side it stands.
    pub fn presence(&self) -> Presence {
        presence(self.old.as_ref(), self.new.as_ref())
    }

    /// Where it is to be found: the new place, else the old.
    pub fn place(&self) -> Option<&EventPosition> {
        self.new.as_ref().or(self.old.as_ref())
    }

    /// The changes that follow from no other.
    pub fn own_changes(&self) -> impl Iterator<Item = &Change> {
        self.changes
            .iter()
            .filter(|change| change.follows_from.is_none())
    }

    /// Whether anything but times and names differs.
    pub fn is_changed(&self) -> bool {
        self.presence() != Presence::Both || self.moved || self.own_changes().next().is_some()
    }
}

/// Where an event stands in its capture's normal form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventPosition {
    /// Among all events, from 0.
    pub index: u64,
    /// In its call, from 1.
    pub step: u64,
    /// Its leg's name there.
    pub leg: String,
}

/// A value that differs, as JSON text; a side that has none lacks it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Change {
    /// Its place, from the event's root.
    pub pointer: String,
    /// What stood there.
    pub old: Option<String>,
    /// What stands there.
    pub new: Option<String>,
    /// What it follows from, where it is no change by itself.
    pub follows_from: Option<Origin>,
}

/// What a value's difference follows from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// A [`Rename`].
    Rename,
    /// A [`Shift`].
    Shift,
}
