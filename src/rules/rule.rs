//! What a rule is: a record of its texts, its authority and its check.

use super::example::Example;
use std::borrow::Cow;

use crate::call::{Brief, FieldRef, Leg, Step};
use crate::event::Event;
use crate::event::timestamp::instant;
use crate::event::vocabulary::Field;
use crate::json::{Duplicate, Node, Span, SyntaxError};
use crate::privacy::{self, LONGEST_SHOWN_CHARS};

use super::first::MAX_CHECKED;

/// One rule. Its id is its file: `button/count` is `src/rules/button/count.rs`.
#[derive(Debug)]
pub struct Rule {
    /// `family/name`; never changed once released.
    pub id: &'static str,
    /// A sentence that is true when the rule holds.
    pub says: &'static str,
    /// What goes wrong when it does not.
    pub why: &'static str,
    /// What the producer should do about it.
    pub remedy: &'static str,
    /// How well the rule is founded.
    pub authority: Authority,
    /// The vendor's page, or the reasoning, that the authority rests on.
    pub source: &'static str,
    /// The version of callproof that first had the rule.
    pub since: &'static str,
    /// Edge cases for which it holds.
    pub good: &'static [Example],
    /// Events that break it, each exactly once.
    pub bad: &'static [Example],
    /// How it is checked.
    pub check: Check,
}

/// How well a rule is founded, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Authority {
    /// A vendor page states it.
    Documented,
    /// The vendor's whole samples all show it, and no page contradicts it.
    Sampled,
    /// Every call-control system compared agrees, and no counter-example was found.
    Universal,
    /// Inferred; a counter-example or a gap is named.
    Derived,
    /// Worth reporting, never wrong.
    Note,
}

impl Authority {
    /// All five, strongest first.
    pub const ALL: [Authority; 5] = [
        Authority::Documented,
        Authority::Sampled,
        Authority::Universal,
        Authority::Derived,
        Authority::Note,
    ];

    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Authority::Documented => "documented",
            Authority::Sampled => "sampled",
            Authority::Universal => "universal",
            Authority::Derived => "derived",
            Authority::Note => "note",
        }
    }
}

/// How strict a run is: core ⊂ standard ⊂ strict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Profile {
    /// Documented and sampled rules are errors.
    Core,
    /// And universal ones; the default.
    #[default]
    Standard,
    /// And derived ones.
    Strict,
}

impl Profile {
    /// All three, mildest first.
    pub const ALL: [Profile; 3] = [Profile::Core, Profile::Standard, Profile::Strict];

    /// Its name on the command line and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Profile::Core => "core",
            Profile::Standard => "standard",
            Profile::Strict => "strict",
        }
    }

    /// The severity of a rule, which follows from its authority.
    pub fn severity(self, authority: Authority) -> Severity {
        let least = match self {
            Profile::Core => Authority::Sampled,
            Profile::Standard => Authority::Universal,
            Profile::Strict => Authority::Derived,
        };
        match authority {
            Authority::Note => Severity::Note,
            stronger if stronger <= least => Severity::Error,
            Authority::Documented
            | Authority::Sampled
            | Authority::Universal
            | Authority::Derived => Severity::Warning,
        }
    }
}

/// How severe a finding is, most severe first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The run is nonconformant.
    Error,
    /// Reported; the run may still conform.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// All three, most severe first.
    pub const ALL: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];

    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// How a rule is checked.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// On the text, before it is parsed.
    Text(fn(&TextInput<'_>) -> Checked),
    /// By the event schema: each failing part whose `$comment` is the rule's id. The rule applies to an
    /// event that has any of these pointers; the empty pointer is the document itself.
    Schema(&'static [&'static str]),
    /// On one event. Where the schema states the rule too, the check finds all that the schema finds.
    Event(fn(&Event<'_>) -> Checked),
    /// On one event, with what is known of its leg and its call.
    Step(fn(&Step<'_>) -> Checked),
    /// On a leg, once it has no more events.
    Leg(fn(&Leg) -> Checked),
    /// On the waivers that a run reads, by the engine itself. With it an entry that breaks the rule where a
    /// capture conforms, checked on [`EXAMPLE_DAY`](super::EXAMPLE_DAY).
    Waiver(&'static str),
}

/// A document as the text rules see it.
pub struct TextInput<'d> {
    /// Its bytes; of a very large broken document only the beginning.
    pub text: &'d [u8],
    /// What keeps it from being read, and slips that do not.
    pub faults: &'d [SyntaxError],
    /// Its root, where it could be read.
    pub root: Option<Node<'d>>,
    /// Keys that an object has twice.
    pub duplicates: &'d [Duplicate],
}

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

/// Checks each of these values. Fields that repeat one wrong value are reported together: it is one fault.
pub fn check_each<'d>(
    values: impl Iterator<Item = (Field, Node<'d>)>,
    wrong: impl Fn(Field, Node<'d>) -> Option<Violation>,
) -> Checked {
    let mut values = values.peekable();
    values.peek()?;
    let mut found: Vec<(Option<Cow<'d, str>>, Violation)> = Vec::new();
    for (field, node) in values {
        let Some(violation) = wrong(field, node) else {
            continue;
        };
        match found.iter_mut().find(|(value, _)| *value == node.string()) {
            Some((_, first)) => first.places.extend(violation.places),
            None => found.push((node.string(), violation)),
        }
    }
    Some(found.into_iter().map(|(_, violation)| violation).collect())
}

/// Characters of an undocumented key that are shown.
pub const MAX_KEY_CHARS: usize = 80;

/// A word of the producer's as a message may show it: short, printable, without what identifies a person.
pub fn quoted(word: &str) -> String {
    shown(word, LONGEST_SHOWN_CHARS)
}

/// A value in a time field as a message may show it: a valid time is no phone number, however many decimals it has.
pub fn quoted_time(time: &str) -> String {
    match instant(time) {
        Some(_) => framed(time, LONGEST_SHOWN_CHARS),
        None => quoted(time),
    }
}

/// A word of the producer's as a message may show it, at most `longest` characters of it.
pub fn shown(word: &str, longest: usize) -> String {
    framed(&privacy::hidden(word), longest)
}

fn framed(word: &str, longest: usize) -> String {
    let mut shown = String::from("`");
    for letter in word.chars().take(longest) {
        match letter {
            '`' => shown.push('\''),
            letter if letter.is_control() || crate::json::is_foreign_space(letter) => {
                shown.extend(letter.escape_unicode());
            }
            letter => shown.push(letter),
        }
    }
    if word.chars().nth(longest).is_some() {
        shown.push('…');
    }
    shown.push('`');
    shown
}

/// The names with commas; of many the first, and how many more.
pub fn join_limited(names: &[String]) -> String {
    join_limited_of(names, names.len())
}

/// The same for the first of `count` names.
pub fn join_limited_of(names: &[String], count: usize) -> String {
    const MAX_NAMES: usize = 12;
    let shown = names
        .iter()
        .take(MAX_NAMES)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    match count.saturating_sub(MAX_NAMES.min(names.len())) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
