//! Both state times are the same instant.

use super::are_alike;
use crate::event::Event;
use crate::event::vocabulary::Field;
use crate::json::Kind;
use crate::rules::field::UNCONVERTED_TIME;
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation, ensure};

/// agree/state-time
pub const RULE: Rule = Rule {
    id: "agree/state-time",
    says: "`CurrentStateTime` and `statusTimestamp` are the same instant.",
    why: "The time in the state, and with it every wait and talk time, is wrong in one of two displays.",
    remedy: "Fill both from the platform's time of the change, not from the clock when the message is made.",
    authority: Authority::Sampled,
    source: "docs/incoming-call",
    since: "0.1.0",
    good: &[Example {
        title: "the same instant in another zone",
        golden: "incoming-call",
        edits: &[Edit::Set(
            0,
            Field::CurrentStateTime,
            "\"2020-04-09T10:37:12.701+02:00\"",
        )],
        also: &["value/timestamp-form"],
    }],
    bad: &[
        Example {
            title: "milliseconds in one place, where a time is meant",
            golden: "incoming-call",
            edits: &[Edit::Set(0, Field::StatusTimestamp, "1586421432701")],
            also: &[],
        },
        Example {
            title: "a second apart",
            golden: "incoming-call",
            edits: &[Edit::Set(
                0,
                Field::CurrentStateTime,
                "\"2020-04-09T08:37:13.701Z\"",
            )],
            also: &[],
        },
    ],
    check: Check::Event(check),
};

fn check(event: &Event<'_>) -> Checked {
    let current = event.unclaimed(Field::CurrentStateTime)?;
    let status = event.unclaimed(Field::StatusTimestamp)?;
    let instants =
        [Field::CurrentStateTime, Field::StatusTimestamp].map(|time| event.instant(time));
    let is_same = match instants {
        [Some(one), Some(other)] => one == other,
        [None, _] | [_, None] => are_alike(current, status, |one, other| one == other),
    };
    ensure(is_same, || {
        let violation = Violation::at(
            current,
            "`CurrentStateTime` and `statusTimestamp` are different instants",
            "this instant",
        )
        .and(status, "and that one")
        .actual_value(current);
        match status.kind() {
            Kind::Number => violation.help(UNCONVERTED_TIME),
            Kind::String | Kind::Null | Kind::Boolean | Kind::Array | Kind::Object => violation,
        }
    })
}
