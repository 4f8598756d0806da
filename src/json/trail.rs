//! Pointers to many nodes of a document, asked for in about their order: their siblings are walked once.

use super::pointer::{child_pointer, index_pointer};
use super::{Kind, Node};

/// The way to the node that was asked for last.
pub struct Trail<'d> {
    steps: Vec<Step<'d>>,
}

/// A node on the way.
struct Step<'d> {
    node: Node<'d>,
    pointer: String,
    /// Where the child stands that was looked at last, its key first if it has one …
    child: u32,
    /// … and how many stand before it.
    index: usize,
}

impl<'d> Trail<'d> {
    /// Pointers from that node on.
    pub fn new(root: Node<'d>) -> Trail<'d> {
        let steps = vec![Step::at(root, String::new())];
        Trail { steps }
    }

    /// The JSON Pointer of the node of that number, as [`Node::pointer_to`] gives it.
    pub fn pointer_to(&mut self, inner: u32) -> String {
        while self.steps.len() > 1 && !self.steps.last().is_some_and(|step| step.holds(inner)) {
            self.steps.pop();
        }
        while let Some(next) = self.steps.last_mut().and_then(|step| step.towards(inner)) {
            self.steps.push(next);
        }
        let here = self.steps.last();
        here.map(|step| step.pointer.clone()).unwrap_or_default()
    }
}

impl<'d> Step<'d> {
    fn at(node: Node<'d>, pointer: String) -> Step<'d> {
        Step {
            node,
            pointer,
            child: node.index + 1,
            index: 0,
        }
    }

    fn holds(&self, inner: u32) -> bool {
        (self.node.index..self.node.tape.next(self.node.index)).contains(&inner)
    }

    /// The child that is or holds the node of that number, or is the value of that key.
    fn towards(&mut self, inner: u32) -> Option<Step<'d>> {
        if inner <= self.node.index {
            return None;
        }
        if inner < self.child {
            (self.child, self.index) = (self.node.index + 1, 0);
        }
        let key_length = u32::from(self.node.kind() == Kind::Object);
        let end = self.node.tape.next(self.node.index);
        while self.child < end {
            let value = self.child + key_length;
            let next = self.node.tape.next(value);
            if inner < next {
                return Some(Step::at(self.node.sibling(value), self.child_pointer()));
            }
            self.child = next;
            self.index += 1;
        }
        None
    }

    fn child_pointer(&self) -> String {
        if self.node.kind() != Kind::Object {
            return index_pointer(&self.pointer, self.index);
        }
        let key = self.node.sibling(self.child).string().unwrap_or_default();
        child_pointer(&self.pointer, &key)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;
    use crate::json::{Read, read};

    fn documents() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            "[a~/]{0,2}".prop_map(Value::from)
        ];
        leaf.prop_recursive(4, 40, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::btree_map("[a~/é]{0,3}", inner, 0..5)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    /// The nodes below, keys and values.
    fn below<'d>(node: Node<'d>, into: &mut Vec<Node<'d>>) {
        into.push(node);
        for member in node.members() {
            into.push(member.key);
            below(member.value, into);
        }
        node.elements()
            .for_each(|element| below(element.value, into));
    }

    proptest! {
        #[test]
        fn it_leads_where_the_slow_way_leads(document in documents(), order in prop::collection::vec(any::<prop::sample::Index>(), 1..30)) {
            let text = document.to_string();
            let Read::Whole(tape, _) = read(text.as_bytes(), true) else {
                return Err(TestCaseError::fail("it is JSON"));
            };
            let root = tape.root(&text);
            let mut nodes = Vec::new();
            below(root, &mut nodes);
            let mut trail = Trail::new(root);
            for index in order {
                let node = *index.get(&nodes);
                prop_assert_eq!(trail.pointer_to(node.number()), root.pointer_to(node));
            }
        }
    }
}
