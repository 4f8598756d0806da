//! Keys that no page documents.

use crate::event::Event;
use crate::event::vocabulary::{Field, nearest};
use crate::json::Node;
use crate::rules::{
    Authority, Check, Checked, Edit, Example, MAX_KEY_CHARS, Rule, Violation, shown,
};

/// field/unknown-key
pub const RULE: Rule = Rule {
    id: "field/unknown-key",
    says: "Every key is documented, or `previousStatus`, which the samples show.",
    why: "A key that no page documents is allowed; it may be a slip, or a new release of the platform.",
    remedy: "Compare the key with the documentation; nothing need be done.",
    authority: Authority::Note,
    source: "v1/docs/call-event-parameters",
    since: "0.1.0",
    good: &[
        Example {
            title: "any key among the call variables",
            golden: "incoming-call",
            edits: &[Edit::Put(
                0,
                "/message/call/CallVariables/loyaltyTier",
                "\"gold\"",
            )],
            also: &[],
        },
        Example {
            title: "`previousStatus`, which the samples show",
            golden: "answered",
            edits: &[Edit::Put(
                1,
                "/message/call/ResponseActual/previousStatus",
                "\"connecting\"",
            )],
            also: &[],
        },
    ],
    bad: &[
        Example {
            title: "a key of the producer's own",
            golden: "incoming-call",
            edits: &[Edit::Put(0, "/message/traceId", "\"7f3c\"")],
            also: &[],
        },
        Example {
            title: "the same key in every event: one finding",
            golden: "missed",
            edits: &[
                Edit::Put(0, "/message/call/tenant", "1"),
                Edit::Put(1, "/message/call/tenant", "2"),
            ],
            also: &[],
        },
    ],
    check: Check::Event(check),
};

fn check(event: &Event<'_>) -> Checked {
    let mut unknown = Unknown::default();
    unknown.list(event.root(), None);
    Some(unknown.violations())
}

/// So many undocumented keys of a document are reported apart; more are only counted.
const MAX_KEYS_OF_A_DOCUMENT: usize = 10_000;

#[derive(Default)]
struct Unknown {
    found: Vec<Violation>,
    more: u64,
}

impl Unknown {
    /// Lists the undocumented keys of a documented object, and goes into the documented objects inside.
    fn list(&mut self, object: Node<'_>, parent: Option<Field>) {
        if parent.is_some_and(is_open) {
            return;
        }
        for member in object.members() {
            let documented = Field::inside(parent).find(|field| member.key.is_key(field.key()));
            match documented {
                Some(field) => self.list(member.value, Some(field)),
                None => self.add(member.key, parent),
            }
        }
    }

    fn add(&mut self, key: Node<'_>, parent: Option<Field>) {
        if self.found.len() < MAX_KEYS_OF_A_DOCUMENT {
            self.found.push(violation_of(key, parent));
        } else {
            self.more += 1;
        }
    }

    fn violations(mut self) -> Vec<Violation> {
        if let Some(last) = self.found.last_mut() {
            last.more = self.more;
        }
        self.found
    }
}

/// Objects whose keys are free, or belong to the button rules, or are known from no page.
fn is_open(field: Field) -> bool {
    Field::inside(Some(field)).next().is_none() || field == Field::CallVariables
}

/// Its message is what tells one unknown key from another: the run reports each once.
fn violation_of(key: Node<'_>, parent: Option<Field>) -> Violation {
    let name = key.string().unwrap_or_default();
    let place = parent.map_or("the document", Field::key);
    let message = format!(
        "{} in {place} is not documented",
        shown(&name, MAX_KEY_CHARS)
    );
    let violation = Violation::at(key, message, "not documented").claiming_nothing();
    match nearest(&name, Field::inside(parent).map(Field::key)) {
        Some(meant) if meant != name => {
            violation.help(format!("if `{meant}` is meant, write it so"))
        }
        Some(_) | None => violation,
    }
}
