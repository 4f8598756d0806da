//! What a rule found wrong: its locations and the words for it.

use super::first::MAX_CHECKED;
use crate::call::{Brief, FieldRef};
use crate::json::{Node, Span};

/// `None`: the rule does not apply. Empty: it holds. Otherwise what breaks it.
pub type Checked = Option<Vec<Violation>>;

/// What a check finds. It knows no severity, no line and no input.
#[derive(Debug, Clone)]
pub struct Violation {
    /// What is wrong, in one line; it never contains a private value.
    pub message: String,
    /// Its locations; the first is the cause.
    pub places: Vec<Where>,
    /// What to do, where that is more than the rule's own remedy.
    pub help: Option<String>,
    /// What is expected there.
    pub expected: Option<ShownValue>,
    /// What was found there.
    pub actual: Option<ShownValue>,
    /// How many more like it the document has, each of which is only counted.
    pub more: u64,
}

/// A location of a violation.
#[derive(Debug, Clone)]
pub struct Where {
    /// The node, by its number; none where the text could not be read.
    pub node: Option<u32>,
    /// Its bytes in the document.
    pub span: Span,
    /// Bytes of one character directly before the document, if that is the location; otherwise 0.
    pub before: u32,
    /// What is wrong there.
    pub label: String,
    /// Whether the violation claims the location: then no other finding is about it. Otherwise it is only shown.
    pub claims: bool,
    /// For the flow rules: the number of its event, and the field; the text may not be retained.
    pub seen: Option<(u64, FieldRef)>,
}

/// A value to show: a text, or a node's value, which the report masks as needed.
#[derive(Debug, Clone)]
pub enum ShownValue {
    /// A text without private values.
    Words(String),
    /// The value of the node of that number.
    Value(u32),
}

impl Where {
    fn seen(brief: &Brief, field: FieldRef, label: String) -> Where {
        Where {
            node: None,
            span: Span::new(0, 0),
            before: 0,
            label,
            claims: true,
            seen: Some((brief.number, field)),
        }
    }
}

impl Violation {
    /// A violation with its cause.
    pub fn at(node: Node<'_>, message: impl Into<String>, label: impl Into<String>) -> Violation {
        let place = Where {
            node: Some(node.number()),
            span: node.span(),
            before: 0,
            label: label.into(),
            claims: true,
            seen: None,
        };
        Violation {
            message: message.into(),
            places: vec![place],
            help: None,
            expected: None,
            actual: None,
            more: 0,
        }
    }

    /// A violation in a remembered event, with its cause.
    pub fn seen(
        brief: &Brief,
        field: FieldRef,
        message: impl Into<String>,
        label: impl Into<String>,
    ) -> Violation {
        Violation {
            message: message.into(),
            places: vec![Where::seen(brief, field, label.into())],
            help: None,
            expected: None,
            actual: None,
            more: 0,
        }
    }

    /// Adds a location in a remembered event, the same or another one.
    pub fn with_seen(
        mut self,
        brief: &Brief,
        field: FieldRef,
        label: impl Into<String>,
    ) -> Violation {
        self.places.push(Where::seen(brief, field, label.into()));
        self
    }

    /// A violation in a text that has no nodes.
    pub fn in_text(span: Span, message: impl Into<String>, label: impl Into<String>) -> Violation {
        let place = Where {
            node: None,
            span,
            before: 0,
            label: label.into(),
            claims: true,
            seen: None,
        };
        Violation {
            message: message.into(),
            places: vec![place],
            help: None,
            expected: None,
            actual: None,
            more: 0,
        }
    }

    /// The cause is the character of `bytes` bytes directly before the document.
    pub fn before_document(mut self, bytes: u32) -> Violation {
        if let Some(cause) = self.places.first_mut() {
            cause.before = bytes;
        }
        self
    }

    /// Adds a location that the violation claims too.
    pub fn and(mut self, node: Node<'_>, label: impl Into<String>) -> Violation {
        if self.places.len() >= MAX_CHECKED {
            return self;
        }
        self.places.push(Where {
            node: Some(node.number()),
            span: node.span(),
            before: 0,
            label: label.into(),
            claims: true,
            seen: None,
        });
        self
    }

    /// Adds a location that is only shown: it makes the cause wrong, and is not wrong itself.
    pub fn beside(mut self, node: Node<'_>, label: impl Into<String>) -> Violation {
        self.places.push(Where {
            node: Some(node.number()),
            span: node.span(),
            before: 0,
            label: label.into(),
            claims: false,
            seen: None,
        });
        self
    }

    /// Adds a location in a text that has no nodes, shown beside the cause.
    pub fn beside_text(mut self, span: Span, label: impl Into<String>) -> Violation {
        self.places.push(Where {
            node: None,
            span,
            before: 0,
            label: label.into(),
            claims: false,
            seen: None,
        });
        self
    }

    /// The cause is something that its location lacks: the location stays free for other findings.
    pub fn claiming_nothing(mut self) -> Violation {
        for place in &mut self.places {
            place.claims = false;
        }
        self
    }

    /// What to do.
    pub fn help(mut self, help: impl Into<String>) -> Violation {
        self.help = Some(help.into());
        self
    }

    /// What is expected there, in words.
    pub fn expected(mut self, words: impl Into<String>) -> Violation {
        self.expected = Some(ShownValue::Words(words.into()));
        self
    }

    /// What was found there, in words.
    pub fn actual(mut self, words: impl Into<String>) -> Violation {
        self.actual = Some(ShownValue::Words(words.into()));
        self
    }

    /// The value that was found there.
    pub fn actual_value(mut self, node: Node<'_>) -> Violation {
        self.actual = Some(ShownValue::Value(node.number()));
        self
    }
}

/// The rule holds, or is broken once.
pub fn ensure(holds: bool, violation: impl FnOnce() -> Violation) -> Checked {
    Some(if holds { Vec::new() } else { vec![violation()] })
}
