//! Times are UTC with milliseconds.

use crate::event::Event;
use crate::event::vocabulary::Field;
use crate::json::Node;
use crate::rules::{
    Authority, Check, Checked, Edit, Example, Rule, Violation, check_each, quoted_time,
};

/// value/timestamp-form
pub const RULE: Rule = Rule {
    id: "value/timestamp-form",
    says: "Times are in UTC, written with `Z` and exactly three decimals.",
    why: "Clients that compare times as text, as many do, sort other forms wrongly.",
    remedy: "Write `Z` and three decimals, as the samples do: `2020-04-09T08:37:12.701Z`.",
    authority: Authority::Derived,
    source: "docs/incoming-call",
    since: "0.1.0",
    good: &[],
    bad: &[
        Example {
            title: "no decimals",
            golden: "incoming-call",
            edits: &[Edit::Set(
                0,
                Field::QueueTimestamp,
                "\"2020-04-09T08:37:12Z\"",
            )],
            also: &[],
        },
        Example {
            title: "microseconds",
            golden: "incoming-call",
            edits: &[Edit::Set(
                0,
                Field::QueueTimestamp,
                "\"2020-04-09T08:37:12.701000Z\"",
            )],
            also: &[],
        },
    ],
    check: Check::Event(check),
};

fn check(event: &Event<'_>) -> Checked {
    let times = event.texts(&Field::TIMES);
    check_each(
        times.filter(|(field, _)| event.instant(*field).is_some()),
        wrong,
    )
}

/// `2020-04-09T08:37:12.701Z`: as long as that, and with these letters at their places.
fn is_sampled_form(time: &str) -> bool {
    let at = |place: usize| time.as_bytes().get(place).copied();
    time.len() == 24 && at(10) == Some(b'T') && at(19) == Some(b'.') && at(23) == Some(b'Z')
}

fn wrong(field: Field, node: Node<'_>) -> Option<Violation> {
    let time = node.string()?;
    if is_sampled_form(&time) {
        return None;
    }
    let message = format!(
        "{} in `{}` is not UTC with three decimals and `Z`",
        quoted_time(&time),
        field.key()
    );
    Some(
        Violation::at(node, message, "another form")
            .expected("YYYY-MM-DDTHH:MM:SS.mmmZ")
            .actual_value(node),
    )
}
