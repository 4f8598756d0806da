//! How large the normal form of an event would be, before it is made.

use crate::capture::Document;
use crate::json::{Kind, Node};
use crate::privacy::masks::Masks;

use super::Error;

/// The normal form of one event, and that of the events of one call, takes at most so many bytes.
pub(super) const LARGEST: u64 = 64 << 20;

/// What a key or value takes beside its text while it is put in order …
const NODE: u64 = 32;

/// … and what a text or number takes beside that, since it may get a name.
const NAMED: u64 = 128;

/// What an event takes in its call beside its text and names: two of itself, each in a list and in the allocator's room.
const EVENT: u64 = 512;

/// How much an event takes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Size {
    /// Its print, with what puts it in order.
    print: u64,
    names: u64,
}

impl Size {
    /// The size of the event with that root.
    ///
    /// # Errors
    /// Its normal form would be too large.
    pub(super) fn of(document: &Document, root: Node<'_>) -> Result<Size, Error> {
        let mut size = Size::default();
        if size.add(root, 0).is_none() {
            return Err(Error::Large {
                document: document.number,
                line: document.start.line,
                pointer: Masks::default().pointer(&root.pointer_to(heaviest(root))),
            });
        }
        Ok(size)
    }

    /// What it takes of its call's room: few of its values get names.
    pub(super) fn in_call(self) -> u64 {
        EVENT + self.print
    }

    /// None as soon as it is too much.
    fn add(&mut self, node: Node<'_>, depth: u64) -> Option<()> {
        const INDENT: u64 = 4;
        self.print += NODE + INDENT * depth;
        match node.kind() {
            Kind::Object => {
                for member in node.members() {
                    self.print += NODE + u64::from(member.key.span().len());
                    self.add(member.value, depth + 1)?;
                }
            }
            Kind::Array => {
                for element in node.elements() {
                    self.add(element.value, depth + 1)?;
                }
            }
            Kind::String | Kind::Number => {
                self.names += NAMED;
                self.print += u64::from(node.span().len());
            }
            Kind::Null | Kind::Boolean => {}
        }
        (self.print + self.names <= LARGEST).then_some(())
    }
}

/// The innermost value that takes more than half of its parent's text.
fn heaviest(node: Node<'_>) -> Node<'_> {
    let mut here = node;
    loop {
        let members = here.members().map(|member| member.value);
        let elements = here.elements().map(|element| element.value);
        let half = here.span().len() / 2;
        match members
            .chain(elements)
            .find(|inner| inner.span().len() > half)
        {
            Some(inner) => here = inner,
            None => return here,
        }
    }
}
