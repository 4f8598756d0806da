//! The tape as jsonschema reads it: no second parse, and every error has its span.

use std::borrow::Cow;
use std::ops::ControlFlow;

use jsonschema::JsonType;
use jsonschema::json::{Array, Json, JsonNumber, Node as JsonNode, NodeIdentity, Object};
use serde_json::{Number, Value};

use crate::event::vocabulary::{Button, FIELDS};
use crate::json::{Kind, Member, Node, Read, Tape, read};

/// The tape as a representation of JSON.
pub struct TapeJson;

/// Holds a name that jsonschema wants to see as a node.
#[derive(Default)]
pub struct NameNode {
    text: String,
    tape: Tape,
}

impl Json for TapeJson {
    type Node<'a> = Node<'a>;
    type PreparedKey = String;
    type StringBuffer = NameNode;

    // A look-up scans the members, so one pass over them serves several look-ups.
    const KEYS_PER_LOOKUP: usize = 8;
    const ACYCLIC: bool = true;

    fn prepare_key(key: &str) -> String {
        key.to_owned()
    }

    fn with_string_node<T>(
        buffer: &mut NameNode,
        string: &str,
        f: impl FnOnce(Node<'_>) -> T,
    ) -> T {
        buffer.text = Value::from(string).to_string();
        if let Read::Whole(tape, _) = read(buffer.text.as_bytes(), true) {
            buffer.tape = tape;
        }
        f(buffer.tape.root(&buffer.text))
    }
}

impl<'a> JsonNode<'a, TapeJson> for Node<'a> {
    type Object = Members<'a>;
    type Array = Elements<'a>;
    type Number = Written<'a>;

    fn as_object(&self) -> Option<Members<'a>> {
        (self.kind() == Kind::Object).then_some(Members(*self))
    }

    fn as_array(&self) -> Option<Elements<'a>> {
        (self.kind() == Kind::Array).then_some(Elements(*self))
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        self.string()
    }

    fn as_number(&self) -> Option<Written<'a>> {
        (self.kind() == Kind::Number).then(|| Written(self.raw()))
    }

    fn as_boolean(&self) -> Option<bool> {
        self.boolean()
    }

    fn is_null(&self) -> bool {
        self.kind() == Kind::Null
    }

    fn is_number(&self) -> bool {
        self.kind() == Kind::Number
    }

    fn json_type(&self) -> JsonType {
        match self.kind() {
            Kind::Null => JsonType::Null,
            Kind::Boolean => JsonType::Boolean,
            Kind::Number => JsonType::Number,
            Kind::String => JsonType::String,
            Kind::Array => JsonType::Array,
            Kind::Object => JsonType::Object,
        }
    }

    fn equals_value(&self, expected: &Value) -> bool {
        match expected {
            Value::String(expected) => self.string().is_some_and(|own| own == expected.as_str()),
            Value::Null => self.kind() == Kind::Null,
            Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                jsonschema::json::cmp::equal(&parsed(*self), expected)
            }
        }
    }

    fn to_value(&self) -> Cow<'a, Value> {
        // Every error carries its instance, and nothing reads it: a large one is not built.
        let value = if self.raw().len() > MAX_BUILT_BYTES {
            Value::Null
        } else {
            parsed(*self)
        };
        Cow::Owned(value)
    }

    fn identity(&self) -> Option<NodeIdentity> {
        Some(NodeIdentity::tagged(self.tape_address(), self.number()))
    }
}

/// Bytes of a value that is built for an error.
const MAX_BUILT_BYTES: usize = 4096;

fn parsed(node: Node<'_>) -> Value {
    serde_json::from_str(node.raw()).unwrap_or_default()
}

/// An object's members; of a repeated key the last.
pub struct Members<'a>(Node<'a>);

impl<'a> Object<'a, TapeJson> for Members<'a> {
    type Node = Node<'a>;
    type MemberName = Cow<'a, str>;
    type MembersIter = Box<dyn Iterator<Item = (Cow<'a, str>, Node<'a>)> + 'a>;

    fn len(&self) -> usize {
        self.0.len()
    }

    fn get(&self, key: &String) -> Option<Node<'a>> {
        self.0.get(key)
    }

    fn members(&self) -> Self::MembersIter {
        let name = |member: Member<'a>| (member.key.string().unwrap_or_default(), member.value);
        Box::new(last_members(self.0).map(name))
    }

    fn try_for_each_name_node<B>(
        &self,
        _: &mut NameNode,
        mut f: impl FnMut(Node<'_>) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        last_members(self.0)
            .map(|member| member.key)
            .try_for_each(&mut f)
    }
}

/// Members that are looked at beside those that the schema names: it forbids all others wherever it looks
/// at them, and all its errors are in memory at once.
const MAX_UNNAMED_MEMBERS: usize = 1_000;

fn last_members<'a>(object: Node<'a>) -> impl Iterator<Item = Member<'a>> {
    let is_large = object.len() > MAX_UNNAMED_MEMBERS;
    let mut unnamed = 0;
    object.members().filter(move |member| {
        if member.key.is_superseded() {
            return false;
        }
        if !is_large || is_named(member.key) {
            return true;
        }
        unnamed += 1;
        unnamed <= MAX_UNNAMED_MEMBERS
    })
}

/// Whether the schema names that key anywhere.
fn is_named(key: Node<'_>) -> bool {
    let fields = FIELDS.iter().map(|row| row.field.key());
    let buttons = Button::ALL.into_iter().map(Button::key);
    fields.chain(buttons).any(|name| key.is_key(name))
}

/// An array's elements.
pub struct Elements<'a>(Node<'a>);

impl<'a> Array<'a, TapeJson> for Elements<'a> {
    type Node = Node<'a>;
    type ElementsIter = Box<dyn Iterator<Item = Node<'a>> + 'a>;

    fn len(&self) -> usize {
        self.0.len()
    }

    fn is_unique(&self) -> bool {
        let values: Vec<Value> = self
            .0
            .elements()
            .map(|element| parsed(element.value))
            .collect();
        jsonschema::json::unique::is_unique(&values)
    }

    fn elements(&self) -> Self::ElementsIter {
        Box::new(self.0.elements().map(|element| element.value))
    }
}

/// A number as written.
pub struct Written<'a>(&'a str);

impl JsonNumber for Written<'_> {
    fn as_u64(&self) -> Option<u64> {
        self.0.parse().ok()
    }

    fn as_i64(&self) -> Option<i64> {
        self.0.parse().ok()
    }

    fn as_f64(&self) -> Option<f64> {
        self.0.parse().ok()
    }

    fn as_str(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.0)
    }

    fn to_number(&self) -> Cow<'_, Number> {
        // Only a number greater than every f64 fails; jsonschema then sees the greatest there is.
        let greatest = || Number::from_f64(f64::MAX).unwrap_or_else(|| Number::from(u64::MAX));
        Cow::Owned(self.0.parse().unwrap_or_else(|_| greatest()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jsonschema::json::conformance;

    /// Otherwise an error of a named member could be missed behind many others.
    #[test]
    fn all_that_the_schema_names_is_known() {
        fn names(part: &Value, found: &mut Vec<String>) {
            match part {
                Value::Object(parts) => {
                    let named = parts.get("properties").and_then(Value::as_object);
                    found.extend(named.into_iter().flat_map(|named| named.keys().cloned()));
                    parts.values().for_each(|part| names(part, found));
                }
                Value::Array(parts) => parts.iter().for_each(|part| names(part, found)),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            }
        }
        let schema: Value = serde_json::from_str(crate::engine::EVENT_SCHEMA).expect("JSON");
        let mut found = Vec::new();
        names(&schema, &mut found);
        assert!(found.len() > 20, "{found:?}");
        for name in found {
            let text = format!("{{\"{name}\":0}}");
            let Read::Whole(tape, _) = read(text.as_bytes(), true) else {
                panic!("{text}");
            };
            let keys: Vec<Node<'_>> = tape.root(&text).members().map(|one| one.key).collect();
            assert!(keys.into_iter().all(is_named), "{name}");
        }
    }

    #[test]
    fn the_tape_keeps_jsonschemas_contract() {
        let text = conformance::document().to_string();
        let Read::Whole(tape, _) = read(text.as_bytes(), true) else {
            panic!("{text}")
        };
        conformance::assert_conformance::<TapeJson>(&tape.root(&text));
    }
}
