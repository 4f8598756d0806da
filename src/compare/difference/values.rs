//! Two events, value by value.

use crate::json::{Kind, Node, child_pointer, index_pointer};

/// What stands at one place on both sides: scalars, empty containers, or a whole that one side lacks.
pub(crate) struct Leaf<'n> {
    pub pointer: String,
    pub old: Option<Node<'n>>,
    pub new: Option<Node<'n>>,
}

/// All places of both, in the old order; what only the new one has comes at the end of its object.
pub(crate) fn leaves<'n>(old: Node<'n>, new: Node<'n>) -> Vec<Leaf<'n>> {
    let mut found = Vec::new();
    compare(String::new(), old, new, &mut found);
    found
}

fn compare<'n>(pointer: String, old: Node<'n>, new: Node<'n>, found: &mut Vec<Leaf<'n>>) {
    match (old.kind(), new.kind()) {
        (Kind::Object, Kind::Object) if !(old.is_empty() && new.is_empty()) => {
            objects(&pointer, old, new, found);
        }
        (Kind::Array, Kind::Array) if !(old.is_empty() && new.is_empty()) => {
            arrays(&pointer, old, new, found);
        }
        _ => found.push(Leaf {
            pointer,
            old: Some(old),
            new: Some(new),
        }),
    }
}

fn objects<'n>(pointer: &str, old: Node<'n>, new: Node<'n>, found: &mut Vec<Leaf<'n>>) {
    let members = |node: Node<'n>| node.members().filter(|member| !member.key.is_superseded());
    for member in members(old) {
        let key = member.key.string().unwrap_or_default();
        let pointer = child_pointer(pointer, &key);
        match new.get(&key) {
            Some(value) => compare(pointer, member.value, value, found),
            None => found.push(Leaf {
                pointer,
                old: Some(member.value),
                new: None,
            }),
        }
    }
    for member in members(new) {
        let key = member.key.string().unwrap_or_default();
        if old.get(&key).is_none() {
            found.push(Leaf {
                pointer: child_pointer(pointer, &key),
                old: None,
                new: Some(member.value),
            });
        }
    }
}

/// Equal elements at both ends stay; between them they are compared one by one.
fn arrays<'n>(pointer: &str, old: Node<'n>, new: Node<'n>, found: &mut Vec<Leaf<'n>>) {
    let list = |node: Node<'n>| -> Vec<Node<'n>> {
        node.elements().map(|element| element.value).collect()
    };
    let (old, new) = (list(old), list(new));
    let same = |(one, other): &(&Node<'n>, &Node<'n>)| text(**one) == text(**other);
    let head = old.iter().zip(&new).take_while(same).count();
    let shorter = old.len().min(new.len()) - head;
    let back = old.iter().rev().zip(new.iter().rev());
    let tail = back.take(shorter).take_while(same).count();
    let (old_end, new_end) = (old.len() - tail, new.len() - tail);
    for index in head..old_end.max(new_end) {
        let one = old.get(index).filter(|_| index < old_end).copied();
        let other = new.get(index).filter(|_| index < new_end).copied();
        let pointer = index_pointer(pointer, index);
        match (one, other) {
            (Some(one), Some(other)) => compare(pointer, one, other, found),
            (old, new) => found.push(Leaf { pointer, old, new }),
        }
    }
}

/// The value as JSON without spaces.
pub(super) fn text(node: Node<'_>) -> String {
    let mut text = String::new();
    write(node, &mut text);
    text
}

fn write(node: Node<'_>, text: &mut String) {
    match node.kind() {
        Kind::Object => {
            text.push('{');
            for (index, member) in node.members().enumerate() {
                text.push_str(if index > 0 { "," } else { "" });
                text.push_str(member.key.raw());
                text.push(':');
                write(member.value, text);
            }
            text.push('}');
        }
        Kind::Array => {
            text.push('[');
            for element in node.elements() {
                text.push_str(if element.index > 0 { "," } else { "" });
                write(element.value, text);
            }
            text.push(']');
        }
        Kind::Null | Kind::Boolean | Kind::Number | Kind::String => text.push_str(node.raw()),
    }
}
