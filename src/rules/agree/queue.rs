//! Both queue names are the same.

use super::are_alike;
use crate::event::Event;
use crate::event::vocabulary::Field;
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation, ensure};

/// agree/queue
pub const RULE: Rule = Rule {
    id: "agree/queue",
    says: "`DN` is `queueName`, outer spaces aside.",
    why: "Reports by queue count the call twice, or under the wrong queue.",
    remedy: "Fill both from the same queue.",
    authority: Authority::Sampled,
    source: "docs/incoming-call",
    since: "0.1.0",
    good: &[Example {
        title: "no space before the name",
        golden: "incoming-call",
        edits: &[Edit::Set(0, Field::Dn, "\"InboundTest\"")],
        also: &[],
    }],
    bad: &[Example {
        title: "two queues",
        golden: "incoming-call",
        edits: &[Edit::Set(0, Field::QueueName, "\"Sales\"")],
        also: &[],
    }],
    check: Check::Event(check),
};

fn check(event: &Event<'_>) -> Checked {
    let number = event.unclaimed(Field::Dn)?;
    let queue = event.unclaimed(Field::QueueName)?;
    let is_same = |one: &str, other: &str| one.trim() == other.trim();
    ensure(are_alike(number, queue, is_same), || {
        Violation::at(
            number,
            "`DN` and `queueName` name different queues",
            "this queue",
        )
        .and(queue, "and that one")
        .actual_value(number)
    })
}
