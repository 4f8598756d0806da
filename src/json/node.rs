//! A value of a document, and where it stands.

use std::borrow::Cow;

use super::pointer::{child_pointer, index_pointer, keys};
use super::{Span, Tape};

/// The six kinds of JSON value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// a number, as written
    Number,
    /// a string
    String,
    /// an array
    Array,
    /// an object
    Object,
}

impl Kind {
    /// The kind as the documentation writes it, with its article.
    pub fn named(self) -> &'static str {
        match self {
            Kind::Null => "null",
            Kind::Boolean => "a boolean",
            Kind::Number => "a number",
            Kind::String => "a string",
            Kind::Array => "an array",
            Kind::Object => "an object",
        }
    }
}

/// A value on a tape; cheap to copy.
#[derive(Clone, Copy)]
pub struct Node<'d> {
    pub(super) text: &'d str,
    pub(super) tape: &'d Tape,
    pub(super) index: u32,
}

/// A key and its value.
#[derive(Clone, Copy)]
pub struct Member<'d> {
    /// The key, a string node of its own.
    pub key: Node<'d>,
    /// The value.
    pub value: Node<'d>,
}

/// An array's element and its index.
#[derive(Clone, Copy)]
pub struct Element<'d> {
    /// From 0.
    pub index: usize,
    /// The value.
    pub value: Node<'d>,
}

impl<'d> Node<'d> {
    /// Which node of its tape this is: equal numbers, equal places.
    pub fn number(self) -> u32 {
        self.index
    }

    /// The node of that number on the same tape.
    pub fn sibling(self, index: u32) -> Node<'d> {
        Node { index, ..self }
    }

    /// What kind of value it is.
    pub fn kind(self) -> Kind {
        self.tape.record(self.index).kind()
    }

    /// Where it stands in its document.
    pub fn span(self) -> Span {
        self.tape.span(self.index)
    }

    /// The text as written, quotes and escapes included.
    pub fn raw(self) -> &'d str {
        self.text.get(self.span().range()).unwrap_or_default()
    }

    /// The string's value.
    pub fn string(self) -> Option<Cow<'d, str>> {
        let record = self.tape.record(self.index);
        if record.kind() != Kind::String {
            return None;
        }
        let inner = self.text.get(record.inner()).unwrap_or_default();
        if record.is_escaped() {
            Some(Cow::Owned(unescape(inner)))
        } else {
            Some(Cow::Borrowed(inner))
        }
    }

    /// The boolean.
    pub fn boolean(self) -> Option<bool> {
        match self.kind() {
            Kind::Boolean => Some(self.raw() == "true"),
            Kind::Null | Kind::Number | Kind::String | Kind::Array | Kind::Object => None,
        }
    }

    /// Whether it is `null`.
    pub fn is_null(self) -> bool {
        self.kind() == Kind::Null
    }

    /// The number, where it is one that serde_json can hold (1e999 is kept as written, and is none).
    pub fn number_value(self) -> Option<serde_json::Number> {
        if self.kind() != Kind::Number {
            return None;
        }
        self.raw().parse().ok()
    }

    /// Distinct keys of the object, or elements of the array.
    pub fn len(self) -> usize {
        self.tape.len(self.index) as usize
    }

    /// Whether it has neither members nor elements.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The object's members as written, a repeated key each time; nothing for other kinds.
    pub fn members(self) -> impl Iterator<Item = Member<'d>> + Clone {
        let inside = self.tape.inside(self.index, Kind::Object);
        let (mut next, end) = (inside.start, inside.end);
        std::iter::from_fn(move || {
            if next >= end {
                return None;
            }
            let key = Node {
                index: next,
                ..self
            };
            let value = Node {
                index: next + 1,
                ..self
            };
            next = self.tape.next(next + 1);
            Some(Member { key, value })
        })
    }

    /// The array's elements; nothing for other kinds.
    pub fn elements(self) -> impl Iterator<Item = Element<'d>> + Clone {
        let inside = self.tape.inside(self.index, Kind::Array);
        let (mut next, end) = (inside.start, inside.end);
        let mut index = 0;
        std::iter::from_fn(move || {
            if next >= end {
                return None;
            }
            let element = Element {
                index,
                value: Node {
                    index: next,
                    ..self
                },
            };
            next = self.tape.next(next);
            index += 1;
            Some(element)
        })
    }

    /// The member of that key; of a repeated key the last, as JSON parsers commonly do.
    pub fn member(self, key: &str) -> Option<Member<'d>> {
        let same = |member: &Member<'d>| member.key.is_key(key);
        if self.tape.repeated == 0 {
            return self.members().find(same);
        }
        self.members().filter(same).last()
    }

    /// Whether it is a key, and no value.
    pub fn is_key_itself(self) -> bool {
        self.tape.record(self.index).is_key()
    }

    /// Whether this key stands again further on in its object.
    pub fn is_superseded(self) -> bool {
        self.tape.record(self.index).is_superseded()
    }

    /// How many keys of the whole document repeat one of their object.
    pub fn repeated_keys(self) -> usize {
        self.tape.repeated as usize
    }

    /// The same for all nodes of one tape, and different from those of every other that is alive.
    pub fn tape_address(self) -> usize {
        std::ptr::from_ref(self.tape) as usize
    }

    /// The value under that key.
    pub fn get(self, key: &str) -> Option<Node<'d>> {
        self.member(key).map(|member| member.value)
    }

    /// Whether it is this key.
    pub fn is_key(self, key: &str) -> bool {
        let record = self.tape.record(self.index);
        if record.is_escaped() {
            return self.string().is_some_and(|own| own == key);
        }
        self.text.as_bytes().get(record.inner()) == Some(key.as_bytes())
    }

    /// The value that a JSON Pointer names, from this node on.
    pub fn at(self, pointer: &str) -> Option<Node<'d>> {
        keys(pointer).try_fold(self, |node, key| match node.kind() {
            Kind::Object => node.get(&key),
            Kind::Array => {
                let index: usize = key.parse().ok()?;
                node.elements().nth(index).map(|element| element.value)
            }
            Kind::Null | Kind::Boolean | Kind::Number | Kind::String => None,
        })
    }

    /// The JSON Pointer of `inner`, from this node on. A key's pointer is its value's.
    pub fn pointer_to(self, inner: Node<'_>) -> String {
        let mut pointer = String::new();
        let mut here = self;
        while here.index < inner.index {
            let Some((longer, child)) = here.step_to(inner.index, &pointer) else {
                break;
            };
            pointer = longer;
            here = child;
        }
        pointer
    }

    /// What directly in this object or array holds the node of that number; the pointer to it, where
    /// `pointer` leads here.
    fn step_to(self, inner: u32, pointer: &str) -> Option<(String, Node<'d>)> {
        let holds = |value: Node<'d>| inner < self.tape.next(value.index);
        if let Some(element) = self.elements().find(|element| holds(element.value)) {
            return Some((index_pointer(pointer, element.index), element.value));
        }
        let member = self.members().find(|member| holds(member.value))?;
        let key = member.key.string().unwrap_or_default();
        Some((child_pointer(pointer, &key), member.value))
    }
}

/// The value of a string that the reader has accepted.
pub(super) fn unescape(inner: &str) -> String {
    let mut value = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some((plain, escaped)) = rest.split_once('\\') {
        value.push_str(plain);
        rest = unescape_one(escaped, &mut value);
    }
    value.push_str(rest);
    value
}

/// Appends the character that `escaped` (behind its backslash) stands for; gives back what follows.
fn unescape_one<'t>(escaped: &'t str, value: &mut String) -> &'t str {
    let mut letters = escaped.chars();
    let simple = match letters.next() {
        Some('u') => return unescape_unit(letters.as_str(), value),
        Some('b') => '\u{8}',
        Some('f') => '\u{c}',
        Some('n') => '\n',
        Some('r') => '\r',
        Some('t') => '\t',
        Some(other) => other,
        None => return "",
    };
    value.push(simple);
    letters.as_str()
}

fn unescape_unit<'t>(digits: &'t str, value: &mut String) -> &'t str {
    let unit = |text: &str| {
        text.get(..4)
            .and_then(|hex| u32::from_str_radix(hex, 16).ok())
    };
    let high = unit(digits).unwrap_or(0xFFFD);
    let rest = digits.get(4..).unwrap_or_default();
    if !(0xD800..0xDC00).contains(&high) {
        value.push(char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER));
        return rest;
    }
    let low = rest.strip_prefix("\\u").and_then(unit).unwrap_or(0);
    let scalar = 0x10000 + ((high - 0xD800) << 10) + (low.wrapping_sub(0xDC00) & 0x3FF);
    value.push(char::from_u32(scalar).unwrap_or(char::REPLACEMENT_CHARACTER));
    rest.get(6..).unwrap_or_default()
}
