//! Two normal forms compared by meaning: calls with calls, events with events, value with value.

mod call;
mod consequence;
mod names;
mod pairing;
mod times;
pub(super) mod values;
mod view;

#[cfg(test)]
mod tests;

use crate::report::difference::{
    CallChange, CaptureComparison, Comparison, DifferenceCounts, EventChange, Presence,
};
use crate::report::difference::{ComparisonVerdict, Scenario};

use crate::snapshot::normal::{NormalCall, NormalForm};
use view::CallView;

/// How the new capture differs from the old one.
pub fn between(old: &NormalForm, new: &NormalForm) -> Comparison {
    let (old, new) = (views(&old.calls), views(&new.calls));
    let mut counts = DifferenceCounts {
        old_calls: old.len() as u64,
        new_calls: new.len() as u64,
        old_events: events(&old),
        new_events: events(&new),
        ..DifferenceCounts::default()
    };
    let mut calls = Vec::new();
    for pair in pairing::calls(&old, &new) {
        let change = call::change(
            pair.old.and_then(|index| old.get(index)),
            pair.new.and_then(|index| new.get(index)),
            pair.moved,
        );
        if let Some(change) = change {
            count(&change, &mut counts);
            calls.push(change);
        }
    }
    Comparison { counts, calls }
}

/// What the scenarios come to: any change of behaviour is a regression; without an event in what is on both
/// sides nothing was compared, and with events that were not taken too little was.
pub fn captures(scenarios: Vec<Scenario>, unchecked: u64) -> CaptureComparison {
    let mut reasons = Vec::new();
    let unread: u64 = scenarios
        .iter()
        .map(|scenario| scenario.change.unread())
        .sum();
    if unread > 0 {
        reasons.push(format!(
            "{unread} of the documents cannot be read (callproof check says why): they were not compared"
        ));
    }
    if unchecked > 0 {
        let events = if unchecked == 1 {
            "event stands"
        } else {
            "events stand"
        };
        reasons.push(format!(
            "{unchecked} {events} inside something else and could not be compared: --unwrap takes what can be taken"
        ));
    }
    let nothing = uncompared(&scenarios);
    let verdict = if let Some(reason) = nothing {
        reasons.push(reason.to_owned());
        ComparisonVerdict::Incomplete
    } else if scenarios.iter().any(|scenario| scenario.change.is_change()) {
        ComparisonVerdict::Regression
    } else if unchecked > 0 {
        ComparisonVerdict::Incomplete
    } else {
        ComparisonVerdict::NoRegression
    };
    CaptureComparison {
        verdict,
        reasons,
        scenarios,
    }
}

/// Why nothing was compared, where that is so.
fn uncompared(scenarios: &[Scenario]) -> Option<&'static str> {
    let both = || {
        scenarios
            .iter()
            .filter(|scenario| scenario.change.is_both())
    };
    let events: u64 = both().map(|scenario| scenario.change.events()).sum();
    if events > 0 {
        return None;
    }
    let (both, all) = (both().count(), scenarios.len());
    Some(match both {
        0 if all > 0 => "no capture is in both folders: they are paired by their paths below them",
        both if both < all => "the captures that are in both folders hold no event",
        _ => "no event is on either side, so nothing was compared",
    })
}

/// The calls, and where the events of each begin among all.
fn views(calls: &[NormalCall]) -> Vec<CallView<'_>> {
    let mut first = 0;
    let mut view = |(index, call)| {
        let view = CallView::new(call, index, first);
        first += view.steps.len() as u64;
        view
    };
    (1..).zip(calls).map(&mut view).collect()
}

fn events(calls: &[CallView<'_>]) -> u64 {
    calls.iter().map(|call| call.steps.len() as u64).sum()
}

fn count(call: &CallChange, counts: &mut DifferenceCounts) {
    counts.calls_moved += u64::from(call.moved);
    match call.presence() {
        Presence::Added => counts.calls_added += 1,
        Presence::Removed => counts.calls_removed += 1,
        Presence::Both => {
            counts.calls_changed += u64::from(call.is_changed());
            counts.events_shifted += call.shifts.iter().map(|shift| shift.events).sum::<u64>();
            call.events
                .iter()
                .for_each(|event| count_event(event, counts));
        }
    }
}

fn count_event(event: &EventChange, counts: &mut DifferenceCounts) {
    counts.events_moved += u64::from(event.moved);
    match event.presence() {
        Presence::Added => counts.events_added += 1,
        Presence::Removed => counts.events_removed += 1,
        Presence::Both => {
            let values = event.own_changes().count() as u64;
            counts.events_changed += u64::from(values > 0);
            counts.values += values;
        }
    }
}
