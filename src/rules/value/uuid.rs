//! Ids look like UUIDs.

use crate::event::Event;
use crate::event::vocabulary::Field;
use crate::json::Node;

use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation, check_each};

/// value/uuid
pub const RULE: Rule = Rule {
    id: "value/uuid",
    says: "`id`, `connectionId` and `contactId` have the shape of a UUID; two joined by `_` occur on queued callbacks.",
    why: "Clients that keep calls under a UUID cannot keep this one.",
    remedy: "Send the platform's own id, unchanged.",
    authority: Authority::Derived,
    source: "docs/incoming-call",
    since: "0.1.0",
    good: &[Example {
        title: "a queued callback: two joined",
        golden: "incoming-call",
        edits: &[
            Edit::Set(
                0,
                Field::Id,
                "\"4bbfa29b-d5a8-4876-9276-09872a748397_d675473e-7dbc-4a9b-ad92-b78f26e70b3b\"",
            ),
            Edit::Set(
                0,
                Field::ConnectionId,
                "\"4bbfa29b-d5a8-4876-9276-09872a748397_d675473e-7dbc-4a9b-ad92-b78f26e70b3b\"",
            ),
        ],
        also: &[],
    }],
    bad: &[Example {
        title: "a number of the producer's own",
        golden: "incoming-call",
        edits: &[Edit::Set(0, Field::ContactId, "\"contact-17\"")],
        also: &[],
    }],
    check: Check::Event(check),
};

fn check(event: &Event<'_>) -> Checked {
    check_each(
        event.texts(&[Field::Id, Field::ConnectionId, Field::ContactId]),
        wrong,
    )
}

fn is_known_shape(id: &str) -> bool {
    is_uuid(id) || is_joined_uuid(id)
}

/// Two UUIDs with `_` between, as queued callbacks have.
pub(crate) fn is_joined_uuid(id: &str) -> bool {
    id.split_once('_')
        .is_some_and(|(first, second)| is_uuid(first) && is_uuid(second))
}

/// Any version: groups of 8, 4, 4, 4 and 12 hexadecimal digits.
pub(crate) fn is_uuid(id: &str) -> bool {
    let hexadecimal = id
        .bytes()
        .all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
    hexadecimal && id.split('-').map(str::len).eq([8, 4, 4, 4, 12])
}

fn wrong(field: Field, id: Node<'_>) -> Option<Violation> {
    if is_known_shape(&id.string()?) {
        return None;
    }
    let message = format!("`{}` has not the shape of a UUID", field.key());
    Some(
        Violation::at(id, message, "not a UUID")
            .expected("a UUID")
            .actual_value(id),
    )
}
