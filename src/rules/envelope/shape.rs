//! A document is an object.

use crate::event::Part;
use crate::json::Node;
use crate::rules::{Authority, Check, Edit, Example, Rule, StandIn, Violation};

/// envelope/shape
pub const RULE: Rule = Rule {
    id: "envelope/shape",
    says: "The document is an object, and a whole event where it is one.",
    why: "A client reads `channel`, `topic` and `message` off every document; from anything else it reads nothing.",
    remedy: "Send one JSON object per event.",
    authority: Authority::Documented,
    source: "v1/docs/call-event-parameters",
    since: "0.1.0",
    good: &[],
    bad: &[
        Example {
            title: "a bare string behind the event",
            golden: "incoming-call",
            edits: &[Edit::Append("\"connecting\"")],
            also: &[],
        },
        Example {
            title: "the `call` alone, without its envelope",
            golden: "incoming-call",
            edits: &[Edit::Append(
                r#"{"ButtonStates":{"items":{},"count":0},"event":"connecting"}"#,
            )],
            also: &[],
        },
    ],
    check: Check::Schema(&[""]),
};

/// What is said of a string that holds an object; none for any other document.
pub fn encoded_twice(root: Node<'_>) -> Option<Violation> {
    let StandIn::Encoded(count, true) = StandIn::of(root)? else {
        return None;
    };
    let times = StandIn::times(count);
    Some(Violation::at(
        root,
        format!("the document is encoded {times}: it is a string that holds JSON, not an object"),
        "a string",
    ))
}

/// What a part of the event lacks round it.
pub fn without_envelope(root: Node<'_>, part: Part) -> Violation {
    let key = part.key();
    Violation::at(
        root,
        format!("the document is only the `{key}` of an event, without the objects around it"),
        format!("belongs into `{key}`"),
    )
    .help(format!("wrap it: `{}`", part.wrapper()))
    .expected("the whole event")
    .actual(format!("its `{key}`"))
}
