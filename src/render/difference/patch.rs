//! Changes as an RFC 6902 patch.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::report::difference::{Change, Comparison, EventChange};

/// One operation of a patch.
#[derive(Debug, Serialize)]
#[serde(tag = "op", rename_all = "lowercase")]
pub(super) enum Operation {
    Add { path: String, value: Box<RawValue> },
    Remove { path: String },
    Replace { path: String, value: Box<RawValue> },
}

/// What turns the old event into the new one.
pub(super) fn event(changes: &[Change]) -> Vec<Operation> {
    below("", changes)
}

/// What turns the array of all old events, call by call, into that of the new ones.
pub(super) fn capture(comparison: &Comparison) -> Vec<Operation> {
    let events = || comparison.calls.iter().flat_map(|call| &call.events);
    let mut operations = Vec::new();
    for event in events() {
        if let (Some(old), None) = (&event.old, &event.text) {
            operations.extend(below(&format!("/{}", old.index), &event.changes));
        }
    }
    let mut gone: Vec<u64> = events().filter_map(leaves).collect();
    gone.sort_unstable();
    let path = |index: u64| format!("/{index}");
    let removed = gone
        .into_iter()
        .rev()
        .map(|index| Operation::Remove { path: path(index) });
    operations.extend(removed);
    let mut came: Vec<(u64, &str)> = events().filter_map(arrives).collect();
    came.sort_unstable();
    for (index, text) in came {
        operations.extend(raw(text).map(|value| Operation::Add {
            path: path(index),
            value,
        }));
    }
    operations
}

/// The old index of an event that does not keep its place.
fn leaves(event: &EventChange) -> Option<u64> {
    event.text.as_ref()?;
    Some(event.old.as_ref()?.index)
}

/// The new index of an event that comes there, and its text.
fn arrives(event: &EventChange) -> Option<(u64, &str)> {
    Some((event.new.as_ref()?.index, event.text.as_deref()?))
}

/// Elements of one array leave from its end on, so removals go last and backwards.
fn below(root: &str, changes: &[Change]) -> Vec<Operation> {
    let path = |change: &Change| format!("{root}{}", change.pointer);
    let mut operations: Vec<Operation> = changes
        .iter()
        .filter_map(|change| {
            let value = raw(change.new.as_deref()?)?;
            let path = path(change);
            Some(match change.old {
                None => Operation::Add { path, value },
                Some(_) => Operation::Replace { path, value },
            })
        })
        .collect();
    let removed = changes.iter().rev().filter(|change| change.new.is_none());
    operations.extend(removed.map(|change| Operation::Remove { path: path(change) }));
    operations
}

/// The text as JSON; what is compared has been read, so it always is.
pub(super) fn raw(text: &str) -> Option<Box<RawValue>> {
    RawValue::from_string(text.to_owned()).ok()
}
