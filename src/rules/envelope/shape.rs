//! A document is an object.

use crate::event::Part;
use crate::json::{self, Node, Read};
use crate::rules::{Authority, Check, Edit, Example, Rule, Violation};

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
    let text = root.string()?;
    let text = text.trim();
    if !text.starts_with('{') {
        return None;
    }
    let Read::Whole(_, length) = json::read(text.as_bytes(), true) else {
        return None;
    };
    let violation = Violation::at(
        root,
        "the document is encoded twice: it is a string that holds JSON, not an object",
        "a string",
    );
    let help = "parse it before it is sent on; most often `JSON.stringify` or `json.dumps` is called twice: call it once";
    (length == text.len()).then(|| violation.help(help))
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
