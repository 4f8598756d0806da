//! Examples: the difference between a golden call and one that shows a rule at its edge.

use crate::event::golden::GoldenCall;
use crate::event::vocabulary::{Button, ENABLE, Field, HIDE};
use crate::json::{Node, Read, child_pointer, read};

/// A golden call with edits.
#[derive(Debug)]
pub struct Example {
    /// What it shows, in a few words.
    pub title: &'static str,
    /// The golden call it starts from.
    pub golden: &'static str,
    /// What is changed, in order.
    pub edits: &'static [Edit],
    /// Other rules that it breaks too.
    pub also: &'static [&'static str],
}

/// One change. Events count from 0, values are JSON as written.
#[derive(Debug, Clone, Copy)]
pub enum Edit {
    /// The field of that event gets that value.
    Set(usize, Field, &'static str),
    /// The field is left out.
    Remove(usize, Field),
    /// The place, by its pointer, gets that value; where there is none its object gets it as the last member.
    Put(usize, &'static str, &'static str),
    /// The place, by its pointer, is left out.
    Cut(usize, &'static str),
    /// The key at that pointer is written so.
    Rename(usize, &'static str, &'static str),
    /// Exactly these buttons are offered, in both tables.
    Offer(usize, &'static [Button]),
    /// The event's text: the first of these becomes that.
    Replace(usize, &'static str, &'static str),
    /// A copy of the event stands where the second number says.
    Copy(usize, usize),
    /// The event moves to where the second number says.
    Move(usize, usize),
    /// The event is left out.
    Drop(usize),
    /// Only the first so many events are kept.
    Keep(usize),
    /// A document stands behind all others.
    Append(&'static str),
}

impl Example {
    /// The documents before the edits.
    pub fn golden_documents(&self) -> Vec<String> {
        let golden = GoldenCall::find(self.golden);
        golden
            .map(GoldenCall::documents)
            .unwrap_or_default()
            .into_iter()
            .map(str::to_owned)
            .collect()
    }

    /// The documents after the edits.
    pub fn documents(&self) -> Vec<String> {
        let mut documents = self.golden_documents();
        for edit in self.edits {
            edit.apply(&mut documents);
        }
        documents
    }

    /// The example as a capture: its documents, one after another.
    pub fn capture(&self) -> String {
        self.documents()
            .iter()
            .map(|document| format!("{document}\n"))
            .collect()
    }
}

impl Edit {
    fn apply(self, documents: &mut Vec<String>) {
        match self {
            Edit::Set(event, field, json) => {
                change(documents, event, |text| put(text, field.pointer(), json))
            }
            Edit::Remove(event, field) => {
                change(documents, event, |text| cut(text, field.pointer()))
            }
            Edit::Put(event, pointer, json) => {
                change(documents, event, |text| put(text, pointer, json))
            }
            Edit::Cut(event, pointer) => change(documents, event, |text| cut(text, pointer)),
            Edit::Rename(event, pointer, key) => {
                change(documents, event, |text| rename(text, pointer, key))
            }
            Edit::Offer(event, buttons) => change(documents, event, |text| offer(text, buttons)),
            Edit::Replace(event, from, to) => {
                change(documents, event, |text| text.replacen(from, to, 1))
            }
            Edit::Copy(event, to) => {
                let copy = documents.get(event).cloned();
                insert(documents, to, copy);
            }
            Edit::Move(event, to) => {
                let moved = (event < documents.len()).then(|| documents.remove(event));
                insert(documents, to, moved);
            }
            Edit::Drop(event) => {
                if event < documents.len() {
                    documents.remove(event);
                }
            }
            Edit::Keep(events) => documents.truncate(events),
            Edit::Append(text) => documents.push(text.to_owned()),
        }
    }
}

fn insert(documents: &mut Vec<String>, at: usize, document: Option<String>) {
    if let Some(document) = document {
        documents.insert(at.min(documents.len()), document);
    }
}

fn change(documents: &mut [String], event: usize, edit: impl Fn(&str) -> String) {
    if let Some(text) = documents.get_mut(event) {
        *text = edit(text);
    }
}

/// `text` with what `edit` makes of its root: a stretch to replace and what stands there instead.
fn edited(text: &str, edit: impl Fn(Node<'_>) -> Option<(usize, usize, String)>) -> String {
    let Read::Whole(tape, _) = read(text.as_bytes(), true) else {
        return text.to_owned();
    };
    let Some((start, end, new)) = edit(tape.root(text)) else {
        return text.to_owned();
    };
    let before = text.get(..start).unwrap_or_default();
    let behind = text.get(end..).unwrap_or_default();
    format!("{before}{new}{behind}")
}

fn put(text: &str, pointer: &str, json: &str) -> String {
    edited(text, |root| {
        if let Some(node) = root.at(pointer) {
            let span = node.span().range();
            return Some((span.start, span.end, json.to_owned()));
        }
        let (parent, key) = pointer.rsplit_once('/')?;
        let last = root.at(parent)?.members().last()?;
        let end = last.value.span().range().end;
        let indent = indentation(text, last.key.span().range().start);
        Some((end, end, format!(",\n{indent}\"{key}\": {json}")))
    })
}

fn cut(text: &str, pointer: &str) -> String {
    edited(text, |root| {
        let (parent, key) = pointer.rsplit_once('/')?;
        let members: Vec<_> = root.at(parent)?.members().collect();
        let place = members.iter().position(|member| member.key.is_key(key))?;
        let member = members.get(place)?;
        let (start, end) = match (
            place.checked_sub(1).and_then(|before| members.get(before)),
            members.get(place + 1),
        ) {
            (_, Some(after)) => (member.key.span().start, after.key.span().start),
            (Some(before), None) => (before.value.span().end, member.value.span().end),
            (None, None) => (member.key.span().start, member.value.span().end),
        };
        Some((start as usize, end as usize, String::new()))
    })
}

fn rename(text: &str, pointer: &str, new: &str) -> String {
    edited(text, |root| {
        let (parent, key) = pointer.rsplit_once('/')?;
        let span = root.at(parent)?.member(key)?.key.span().range();
        Some((span.start, span.end, format!("\"{new}\"")))
    })
}

fn offer(text: &str, buttons: &[Button]) -> String {
    Button::ALL
        .into_iter()
        .fold(text.to_owned(), |text, button| {
            let offered = buttons.contains(&button);
            let item = if offered { ENABLE } else { HIDE };
            let text = put(
                &text,
                &child_pointer(Field::Items.pointer(), button.key()),
                &format!("\"{item}\""),
            );
            put(
                &text,
                &child_pointer(Field::Flags.pointer(), button.key()),
                if offered { "true" } else { "false" },
            )
        })
}

fn indentation(text: &str, at: usize) -> &str {
    let before = text.get(..at).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.get(..line.len() - line.trim_start().len())
        .unwrap_or_default()
}
