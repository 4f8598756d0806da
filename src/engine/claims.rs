//! Values that findings have claimed: one fault is reported once, and a value that fails every run is not read any more.

use super::schema::Stated;
use crate::event::Event;
use crate::json::Node;
use crate::rules::{Authority, Checked, Rule, Violation, Where};

/// What a violation claims of the event, so that one fault is reported once.
#[derive(Debug, Clone, Copy)]
pub struct Claim {
    node: u32,
    marks_unreadable: bool,
    /// Whether the rule fails a run in every profile: what it reports is not read any more.
    hides: bool,
}

impl Claim {
    /// What the rule claims of the location.
    pub fn of(rule: &Rule, location: &Where) -> Option<Claim> {
        Some(Claim {
            node: location.node?,
            marks_unreadable: location.claims,
            hides: rule.authority <= Authority::Sampled,
        })
    }

    /// Claims the value; with a key its value too, which directly follows it.
    pub fn enter(self, event: &mut Event<'_>) {
        if !self.marks_unreadable {
            event.mark_shown(self.node);
            return;
        }
        let is_key = event.root().sibling(self.node).is_key_itself();
        for node in self.node..=self.node + u32::from(is_key) {
            event.mark_reported(node);
            if self.hides {
                event.mark_unreadable(node);
            }
        }
    }
}

/// What the schema finds under the rule, except at locations that are claimed already.
pub fn by_schema(rule: &Rule, places: &[&str], event: &Event<'_>, stated: &[Stated]) -> Checked {
    if !places.iter().any(|pointer| {
        event
            .root()
            .at(pointer)
            .is_some_and(|node| !event.is_reported(node))
    }) {
        return None;
    }
    Some(unclaimed(rule, event, stated, |event, node| {
        event.is_reported(node)
    }))
}

/// What the schema states under the rule at locations that are not claimed.
fn unclaimed(
    rule: &Rule,
    event: &Event<'_>,
    stated: &[Stated],
    claimed: fn(&Event<'_>, Node<'_>) -> bool,
) -> Vec<Violation> {
    let is_claimed = |violation: &Violation| {
        let nodes = violation.places.iter().filter_map(|at| at.node);
        nodes
            .map(|node| event.root().sibling(node))
            .any(|node| claimed(event, node))
    };
    stated
        .iter()
        .filter(|stated| stated.rule.id == rule.id && !is_claimed(&stated.violation))
        .map(|stated| stated.violation.clone())
        .collect()
}

/// What the check finds; if it finds nothing where the schema does, the schema is right, unless another
/// finding has reported the location.
pub fn either(checked: Checked, rule: &Rule, event: &Event<'_>, stated: &[Stated]) -> Checked {
    if stated.is_empty()
        || checked
            .as_ref()
            .is_some_and(|violations| !violations.is_empty())
    {
        return checked;
    }
    let missed = unclaimed(rule, event, stated, |event, node| event.is_claimed(node));
    if missed.is_empty() {
        checked
    } else {
        Some(missed)
    }
}
