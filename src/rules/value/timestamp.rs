//! Times are RFC 3339.

use crate::event::Event;
use crate::event::timestamp::{NoInstant, read};
use crate::event::vocabulary::Field;
use crate::json::Node;
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation, check_each, quoted};

/// value/timestamp
pub const RULE: Rule = Rule {
    id: "value/timestamp",
    says: "Times are RFC 3339 with date, time and zone, on a day that exists.",
    why: "Without a zone, or on the 30th of February, a client shows the wrong time or none, and flows cannot be ordered.",
    remedy: "Write the instant as RFC 3339, for example `2020-04-09T08:37:12.701Z`.",
    authority: Authority::Sampled,
    source: "docs/incoming-call",
    since: "0.1.0",
    good: &[
        Example {
            title: "a zone other than UTC",
            golden: "incoming-call",
            edits: &[Edit::Set(
                0,
                Field::QueueTimestamp,
                "\"2020-04-09T10:37:12.701+02:00\"",
            )],
            also: &["value/timestamp-form"],
        },
        Example {
            title: "a leap day",
            golden: "incoming-call",
            edits: &[Edit::Set(
                0,
                Field::QueueTimestamp,
                "\"2020-02-29T08:37:12.701Z\"",
            )],
            also: &[],
        },
        Example {
            title: "the queue's time after the state's, as one of the vendor's samples has it",
            golden: "incoming-call",
            edits: &[Edit::Set(
                0,
                Field::QueueTimestamp,
                "\"2020-04-09T08:37:28.701Z\"",
            )],
            also: &[],
        },
    ],
    bad: &[
        Example {
            title: "the 30th of February",
            golden: "incoming-call",
            edits: &[Edit::Set(
                0,
                Field::QueueTimestamp,
                "\"2020-02-30T08:37:12.701Z\"",
            )],
            also: &[],
        },
        Example {
            title: "no zone",
            golden: "incoming-call",
            edits: &[Edit::Set(
                0,
                Field::QueueTimestamp,
                "\"2020-04-09T08:37:12.701\"",
            )],
            also: &[],
        },
        Example {
            title: "a space between date and time",
            golden: "incoming-call",
            edits: &[Edit::Set(
                0,
                Field::QueueTimestamp,
                "\"2020-04-09 08:37:12.701Z\"",
            )],
            also: &[],
        },
    ],
    check: Check::Event(check),
};

fn check(event: &Event<'_>) -> Checked {
    check_each(event.texts(&Field::TIMES), |field, node| {
        match event.instant(field) {
            Some(_) => None,
            None => wrong(field, node),
        }
    })
}

fn wrong(field: Field, node: Node<'_>) -> Option<Violation> {
    let time = node.string()?;
    let (problem, help) = match read(&time).err()? {
        NoInstant::Shape => ("is not RFC 3339 with a zone", None),
        NoInstant::Calendar => ("is no day or time of the calendar", None),
        NoInstant::LeapSecond => (
            "has second 60 where there is no leap second",
            Some(LEAP_SECOND),
        ),
    };
    let message = format!("{} in `{}` {problem}", quoted(&time), field.key());
    let violation = Violation::at(node, message, problem)
        .expected("an RFC 3339 date-time")
        .actual_value(node);
    Some(match help {
        Some(help) => violation.help(help),
        None => violation,
    })
}

const LEAP_SECOND: &str = "second 60 is a leap second, allowed only at 23:59:60 UTC at the end of a month: write seconds from 00 to 59";
