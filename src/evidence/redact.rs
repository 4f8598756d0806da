//! A copy of a capture in which personal values are pseudonyms.

use std::io::{self, Write};
use std::ops::Range;

use super::error::Error;
use crate::capture::{Capture, Content};
use crate::event::vocabulary::Privacy;
use crate::json::{Kind, Node};
use crate::privacy::field_role::FieldRole;
use crate::privacy::form::{self, Form};
use crate::privacy::masks::{Masks, is_instant};
use crate::privacy::pseudonym::Pseudonyms;

/// Writes the copy: every document as it stood but for its values, one after another. What cannot be read is
/// left out; a run with such a document is never certified.
///
/// # Errors
/// The capture cannot be read, or the copy not be written.
pub fn redact(
    capture: &mut Capture,
    pseudonyms: &Pseudonyms,
    out: &mut dyn Write,
) -> Result<(), Error> {
    while let Some(documents) = capture.next_batch()? {
        for document in &documents {
            if let (Content::Whole { text, .. }, Some(root)) = (&document.content, document.root())
            {
                copy(root, text, pseudonyms, out).map_err(Error::io("write the redacted copy"))?;
            }
        }
    }
    Ok(())
}

fn copy(
    root: Node<'_>,
    text: &str,
    pseudonyms: &Pseudonyms,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut redaction = Redaction {
        pseudonyms,
        changes: Vec::new(),
    };
    redaction.value(root, FieldRole::Root);
    let mut from = 0;
    for (span, anew) in redaction.changes {
        out.write_all(text.get(from..span.start).unwrap_or_default().as_bytes())?;
        out.write_all(anew.as_bytes())?;
        from = span.end;
    }
    out.write_all(text.get(from..).unwrap_or_default().as_bytes())?;
    out.write_all(b"\n")
}

struct Redaction<'p> {
    pseudonyms: &'p Pseudonyms,
    /// What to write in place of what, in order.
    changes: Vec<(Range<usize>, String)>,
}

impl Redaction<'_> {
    fn value(&mut self, node: Node<'_>, standing: FieldRole) {
        match node.kind() {
            Kind::Object => {
                for member in node.members() {
                    self.open(member.key, Privacy::Open);
                    let key = member.key.string().unwrap_or_default();
                    self.value(member.value, standing.below(&key));
                }
            }
            Kind::Array => {
                // The index is no documented key.
                let below = standing.below("");
                node.elements()
                    .for_each(|element| self.value(element.value, below));
            }
            Kind::String | Kind::Number => match standing.privacy(node.raw()) {
                privacy @ (Privacy::Open | Privacy::Time) => self.open(node, privacy),
                Privacy::Phone | Privacy::Identifier | Privacy::Secret => self.personal(node),
            },
            Kind::Null | Kind::Boolean => {}
        }
    }

    fn personal(&mut self, node: Node<'_>) {
        let anew = match node.string() {
            Some(text) => quoted(&self.pseudonyms.string(&text)),
            None => self.pseudonyms.number(node.raw()),
        };
        self.changes.push((node.span().range(), anew));
    }

    /// A documented word stays, unless it has what looks like a phone number.
    fn open(&mut self, node: Node<'_>, privacy: Privacy) {
        let masks = Masks::default();
        let anew = match node.string() {
            Some(text) if privacy == Privacy::Time && is_instant(&text) => return,
            Some(text) if masks.word(&text) != text => quoted(&self.recognised(&text)),
            None if masks.value(node.raw(), privacy) != node.raw() => {
                self.pseudonyms.number(node.raw())
            }
            Some(_) | None => return,
        };
        self.changes.push((node.span().range(), anew));
    }

    /// The text with pseudonyms for what identifies a person in it.
    fn recognised(&self, text: &str) -> String {
        let found = form::found(text);
        if found.iter().all(|found| found.form == Form::Phone) {
            return self.pseudonyms.digits(text);
        }
        form::replaced(text, &found, |form, piece| match form {
            Form::Phone => self.pseudonyms.digits(piece),
            Form::Email | Form::Token | Form::Query => self.pseudonyms.string(piece),
        })
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
