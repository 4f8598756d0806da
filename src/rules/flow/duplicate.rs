//! A repeat is the same.

use crate::call::{FieldRef, Step};
use crate::event::vocabulary::Field;
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation, join_limited};

/// flow/duplicate
pub const RULE: Rule = Rule {
    id: "flow/duplicate",
    says: "An event that repeats leg, event, state, time and buttons of the one before says the same in every other documented field but CallVariables.",
    why: "Two events for one change that disagree leave open which of them is true.",
    remedy: "Send the change once, or repeat the very same document.",
    authority: Authority::Derived,
    source: "an event is sent when the state changes (docs/incoming-call); a repeat changes nothing",
    since: "0.1.0",
    good: &[
        Example {
            title: "the end told twice",
            golden: "answered",
            edits: &[Edit::Copy(3, 4)],
            also: &[],
        },
        Example {
            title: "a repeat with more variables",
            golden: "answered",
            edits: &[Edit::Copy(3, 4), Edit::Set(4, Field::CallVariables, "{}")],
            also: &[],
        },
    ],
    bad: &[Example {
        title: "a repeat with another campaign",
        golden: "answered",
        edits: &[
            Edit::Copy(3, 4),
            Edit::Set(4, Field::Campaign, "\"Spring\""),
        ],
        also: &[],
    }],
    check: Check::Step(check),
};

fn check(step: &Step<'_>) -> Checked {
    let leg = step.leg()?;
    let last = &leg.last;
    let now = step.now;
    let sound = now.has_sound_buttons && last.has_sound_buttons;
    let same = now.word? == last.word?
        && now.state?.status == last.state?.status
        && now.at()? == last.at()?
        && now.offered == last.offered;
    if !sound || !same {
        return None;
    }
    if leg
        .forgotten()
        .is_some_and(|content| !content.has_content(step.content))
    {
        let message = "the event repeats the last one of its leg, but says something else";
        let field = FieldRef::Field(Field::StatusTimestamp);
        return Some(vec![Violation::seen(
            now,
            field,
            message,
            "the same time as that event, which came long before",
        )]);
    }
    let differences: Vec<Field> = step.content.differences(&leg.content).collect();
    let Some(first) = differences.first() else {
        return Some(Vec::new());
    };
    let names: Vec<String> = differences
        .iter()
        .map(|field| format!("`{}`", field.key()))
        .collect();
    let message = format!(
        "the event repeats the one before, but for {}",
        join_limited(&names)
    );
    let violation = Violation::seen(now, FieldRef::Field(*first), message, "differs from");
    Some(vec![violation.with_seen(
        last,
        FieldRef::Field(*first),
        "the event it repeats",
    )])
}
