//! Places that findings have claimed: one fault is told once, and what fails every run is not read any more.

use super::schema::Stated;
use crate::event::Event;
use crate::json::Node;
use crate::rules::{Authority, Checked, Rule, Violation, Where};

/// What a violation claims of the event: one fault is told once.
#[derive(Debug, Clone, Copy)]
pub struct Claim {
    node: u32,
    blamed: bool,
    /// Whether the rule fails a run in every profile: what it reports is not read any more.
    hides: bool,
}

impl Claim {
    /// What the rule claims of the place.
    pub fn of(rule: &Rule, place: &Where) -> Option<Claim> {
        Some(Claim {
            node: place.node?,
            blamed: place.blamed,
            hides: rule.authority <= Authority::Sampled,
        })
    }

    /// Who blames a key blames its value too, which stands right behind it.
    pub fn enter(self, event: &mut Event<'_>) {
        if !self.blamed {
            event.cite(self.node);
            return;
        }
        let is_key = event.root().sibling(self.node).is_key_itself();
        for node in self.node..=self.node + u32::from(is_key) {
            event.blame(node);
            if self.hides {
                event.hide(node);
            }
        }
    }
}

/// What the schema finds under the rule, places that were told already left out.
pub fn by_schema(rule: &Rule, places: &[&str], event: &Event<'_>, stated: &[Stated]) -> Checked {
    if !places.iter().any(|place| {
        event
            .root()
            .at(place)
            .is_some_and(|node| !event.is_blamed(node))
    }) {
        return None;
    }
    Some(untold(rule, event, stated, |event, node| {
        event.is_blamed(node)
    }))
}

/// What the schema states under the rule at places that are not excused.
fn untold(
    rule: &Rule,
    event: &Event<'_>,
    stated: &[Stated],
    excused: fn(&Event<'_>, Node<'_>) -> bool,
) -> Vec<Violation> {
    let is_excused = |violation: &Violation| {
        let nodes = violation.places.iter().filter_map(|place| place.node);
        nodes
            .map(|node| event.root().sibling(node))
            .any(|node| excused(event, node))
    };
    stated
        .iter()
        .filter(|stated| stated.rule.id == rule.id && !is_excused(&stated.violation))
        .map(|stated| stated.violation.clone())
        .collect()
}

/// What the check finds; should it find nothing where the schema does, the schema is right, unless
/// another finding has named the place.
pub fn either(checked: Checked, rule: &Rule, event: &Event<'_>, stated: &[Stated]) -> Checked {
    if stated.is_empty()
        || checked
            .as_ref()
            .is_some_and(|violations| !violations.is_empty())
    {
        return checked;
    }
    let missed = untold(rule, event, stated, |event, node| event.is_named(node));
    if missed.is_empty() {
        checked
    } else {
        Some(missed)
    }
}
