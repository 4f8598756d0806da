//! A comparison as one JSON document; `schemas/comparison.schema.json` describes it.

use std::io::{self, Write};

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::patch::{self, Operation, raw};
use crate::event::vocabulary::LegType;
use crate::render::escaped;
use crate::render::json::ToolView;
use crate::report::difference::findings::FindingsChange;
use crate::report::difference::{
    CallChange, CaptureComparison, Change, Comparison, DifferenceCounts, EventChange,
    EventPosition, Origin,
};
use crate::report::difference::{
    ComparisonVerdict, Presence, Rename, Scenario, ScenarioChange, Shift,
};

/// The name and version of the format.
pub const FORMAT: &str = "callproof/1";

/// Two captures, or two folders of them.
pub fn captures(captures: &CaptureComparison, out: &mut dyn Write) -> io::Result<()> {
    let view = CapturesView {
        outcome: captures.verdict,
        reasons: &captures.reasons,
        counts: CountsView::of(captures.counts()),
        scenarios: captures.scenarios.iter().map(ScenarioView::of).collect(),
    };
    document("captures", view, out)
}

/// Two reports.
pub fn findings(change: &FindingsChange, out: &mut dyn Write) -> io::Result<()> {
    document("reports", change, out)
}

/// Two normal forms, alone.
pub fn write(comparison: &Comparison, out: &mut dyn Write) -> io::Result<()> {
    escaped::write_indented(out, comparison)
}

fn document(kind: &'static str, what: impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        comparison: FORMAT,
        tool: ToolView::THIS,
        kind,
        what,
    };
    escaped::write_indented(out, &document)
}

#[derive(Serialize)]
struct Document<W> {
    comparison: &'static str,
    tool: ToolView,
    kind: &'static str,
    #[serde(flatten)]
    what: W,
}

#[derive(Serialize)]
struct CapturesView<'c> {
    outcome: ComparisonVerdict,
    reasons: &'c [String],
    counts: CountsView,
    scenarios: Vec<ScenarioView<'c>>,
}

#[derive(Serialize)]
struct CountsView {
    changes: u64,
    #[serde(flatten)]
    counts: DifferenceCounts,
}

impl CountsView {
    fn of(counts: DifferenceCounts) -> CountsView {
        CountsView {
            changes: counts.changes(),
            counts,
        }
    }
}

#[derive(Serialize)]
struct ScenarioView<'c> {
    name: &'c str,
    presence: Presence,
    events: Option<u64>,
    unread: Option<Unread>,
    difference: Option<&'c Comparison>,
}

#[derive(Serialize)]
struct Unread {
    old: u64,
    new: u64,
}

impl ScenarioView<'_> {
    fn of(scenario: &Scenario) -> ScenarioView<'_> {
        let (presence, events, compared) = match &scenario.change {
            ScenarioChange::Added(events) => (Presence::Added, Some(*events), None),
            ScenarioChange::Removed(events) => (Presence::Removed, Some(*events), None),
            ScenarioChange::Compared { comparison, unread } => {
                (Presence::Both, None, Some((comparison, *unread)))
            }
        };
        ScenarioView {
            name: &scenario.name,
            presence,
            events,
            unread: compared.map(|(_, (old, new))| Unread { old, new }),
            difference: compared.map(|(comparison, _)| comparison),
        }
    }
}

/// The part that every document with a comparison has.
impl Serialize for Comparison {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let view = ComparisonView {
            counts: CountsView::of(self.counts),
            calls: self.calls.iter().map(CallView::of).collect(),
            patch: patch::capture(self),
        };
        view.serialize(to)
    }
}

#[derive(Serialize)]
struct ComparisonView<'c> {
    counts: CountsView,
    calls: Vec<CallView<'c>>,
    patch: Vec<Operation>,
}

#[derive(Serialize)]
struct CallView<'c> {
    presence: Presence,
    old: Option<u64>,
    new: Option<u64>,
    moved: bool,
    title: &'static str,
    events: Vec<EventView<'c>>,
    renames: &'c [Rename],
    shifts: &'c [Shift],
}

impl CallView<'_> {
    fn of(call: &CallChange) -> CallView<'_> {
        CallView {
            presence: call.presence(),
            old: call.old,
            new: call.new,
            moved: call.moved,
            title: call.title,
            events: call.events.iter().map(EventView::of).collect(),
            renames: &call.renames,
            shifts: &call.shifts,
        }
    }
}

#[derive(Serialize)]
struct EventView<'c> {
    presence: Presence,
    old: Option<PlaceView<'c>>,
    new: Option<PlaceView<'c>>,
    moved: bool,
    leg_type: Option<&'static str>,
    event: Option<&'c str>,
    changes: Vec<ChangeView<'c>>,
    unchanged: u64,
    patch: Vec<Operation>,
    document: Option<Box<RawValue>>,
}

impl EventView<'_> {
    fn of(event: &EventChange) -> EventView<'_> {
        EventView {
            presence: event.presence(),
            old: event.old.as_ref().map(PlaceView::of),
            new: event.new.as_ref().map(PlaceView::of),
            moved: event.moved,
            leg_type: event.leg_type.map(LegType::word),
            event: event.event.as_deref(),
            changes: event.changes.iter().map(ChangeView::of).collect(),
            unchanged: event.unchanged,
            patch: patch::event(&event.changes),
            document: event.text.as_deref().and_then(raw),
        }
    }
}

#[derive(Serialize)]
struct PlaceView<'c> {
    index: u64,
    step: u64,
    leg: &'c str,
}

impl PlaceView<'_> {
    fn of(place: &EventPosition) -> PlaceView<'_> {
        PlaceView {
            index: place.index,
            step: place.step,
            leg: &place.leg,
        }
    }
}

/// A side that lacks the value has no member for it: `null` is a value.
#[derive(Serialize)]
struct ChangeView<'c> {
    pointer: &'c str,
    #[serde(skip_serializing_if = "Option::is_none")]
    old: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new: Option<Box<RawValue>>,
    follows_from: Option<Origin>,
}

impl ChangeView<'_> {
    fn of(change: &Change) -> ChangeView<'_> {
        ChangeView {
            pointer: &change.pointer,
            old: change.old.as_deref().and_then(raw),
            new: change.new.as_deref().and_then(raw),
            follows_from: change.follows_from,
        }
    }
}
