//! Documents inside documents: an event in its outer packet, the messages in an HTTP archive.

use super::layer::Layer;
use super::{Content, Document, Extract, LIMITS, Options, broken};
use crate::json::{
    self, FaultKind, Kind, Node, Position, Read, Span, Tape, child_pointer, index_pointer,
};

/// How deep a packet is searched for an event.
const SEARCHED: usize = 6;
/// How many of its nodes are looked at, so that a huge message costs nothing.
const LOOKED_AT: usize = 1000;

const BLANKS: [char; 4] = [' ', '\t', '\n', '\r'];

/// The documents that a framed one stands for.
pub(super) fn unwrap(document: Document, options: &Options) -> Vec<Document> {
    let documents = match options.extract {
        Extract::Har => messages(document),
        Extract::None | Extract::Prefix => vec![document],
    };
    let Some(pointer) = &options.at else {
        return documents;
    };
    let inner = |document| inner(document, pointer);
    documents.into_iter().map(inner).collect()
}

/// The pointer at which a message of the kind we look for stands inside this one, also within
/// arrays and strings that hold JSON; for an object that is no such message itself.
pub fn packet(root: Node<'_>) -> Option<String> {
    Search { left: LOOKED_AT }.within(root, "", SEARCHED)
}

/// Whether this is an HTTP archive, whose messages stand in strings of it.
pub fn is_archive(root: Node<'_>) -> bool {
    let entries = root.at("/log/entries");
    entries.is_some_and(|entries| entries.kind() == Kind::Array)
}

/// A search for a message, which ends after so many nodes.
struct Search {
    left: usize,
}

impl Search {
    fn within(&mut self, node: Node<'_>, pointer: &str, depth: usize) -> Option<String> {
        if depth == 0 {
            return None;
        }
        for member in node.members() {
            self.look()?;
            let here = || child_pointer(pointer, &member.key.string().unwrap_or_default());
            if let Some(found) = self.at(member.value, here, depth - 1) {
                return Some(found);
            }
        }
        for element in node.elements() {
            self.look()?;
            let here = || index_pointer(pointer, element.index);
            if let Some(found) = self.at(element.value, here, depth - 1) {
                return Some(found);
            }
        }
        None
    }

    fn look(&mut self) -> Option<()> {
        self.left = self.left.checked_sub(1)?;
        Some(())
    }

    fn at(&mut self, node: Node<'_>, here: impl Fn() -> String, depth: usize) -> Option<String> {
        match node.kind() {
            Kind::Object if is_message(node) => Some(here()),
            Kind::Object | Kind::Array => self.within(node, &here(), depth),
            Kind::String => self.inside(node, &here(), depth),
            Kind::Null | Kind::Boolean | Kind::Number => None,
        }
    }

    fn inside(&mut self, node: Node<'_>, pointer: &str, depth: usize) -> Option<String> {
        let text = node.string()?;
        if !text.trim_start().starts_with('{') {
            return None;
        }
        let Read::Whole(tape, length) = json::read(text.as_bytes(), true) else {
            return None;
        };
        let root = tape.root(text.get(..length)?);
        if is_message(root) {
            return Some(pointer.to_owned());
        }
        self.within(root, pointer, depth)
    }
}

pub(super) fn is_message(node: Node<'_>) -> bool {
    let named = ["channel", "topic", "subtopic"]
        .iter()
        .all(|key| node.get(key).is_some());
    named || node.at("/message/call/ButtonStates").is_some()
}

/// The document at the pointer; the document itself where there is none.
fn inner(document: Document, pointer: &str) -> Document {
    let Content::Whole { text, tape } = &document.content else {
        return document;
    };
    let root = tape.root(text);
    let here = Here {
        start: document.start,
        layers: document.layers.clone(),
        text,
    };
    match here.follow(root, pointer) {
        Some(mut found) => {
            found.slips = document.slips;
            found.array = document.array;
            found.within = pointer.into();
            found
        }
        None => document,
    }
}

/// A text, and where it stands.
struct Here<'t> {
    start: Position,
    layers: Vec<Layer>,
    text: &'t str,
}

impl Here<'_> {
    fn follow(self, root: Node<'_>, pointer: &str) -> Option<Document> {
        if let Some(node) = root.at(pointer) {
            return match node.kind() {
                Kind::Object => Some(self.part(node.span())),
                Kind::String if holds_object(node) => Some(self.inside(node)),
                Kind::Null | Kind::Boolean | Kind::Number | Kind::String | Kind::Array => None,
            };
        }
        // The way may lead through a string that holds JSON.
        let outer = |&end: &usize| {
            let node = root.at(pointer.get(..end)?)?;
            holds_object(node).then_some((node, end))
        };
        let ends: Vec<usize> = memchr::memchr_iter(b'/', pointer.as_bytes()).collect();
        let (node, end) = ends.iter().rev().find_map(outer)?;
        let packet = self.inside(node);
        let Content::Whole { text, tape } = &packet.content else {
            return Some(packet);
        };
        let here = Here {
            start: packet.start,
            layers: packet.layers.clone(),
            text,
        };
        here.follow(tape.root(text), pointer.get(end..)?)
    }

    /// The document that is this part of the text.
    fn part(mut self, span: Span) -> Document {
        let text = self.text.get(span.range()).unwrap_or_default();
        self.advance(span.start as usize);
        document(self.start, self.layers, text)
    }

    /// The document that the string holds.
    fn inside(mut self, node: Node<'_>) -> Document {
        self.advance(node.span().start as usize);
        inside(self.start, self.layers, node)
    }

    /// Moves on by so many bytes of the text.
    fn advance(&mut self, bytes: usize) {
        match self.layers.last_mut() {
            Some(layer) => layer.begin += bytes,
            None => {
                let before = self.text.as_bytes().get(..bytes).unwrap_or_default();
                self.start = self.start.after(before);
            }
        }
    }
}

/// The document in a string which itself stands at this place.
fn inside(start: Position, mut layers: Vec<Layer>, node: Node<'_>) -> Document {
    let value = node.string().unwrap_or_default();
    let raw = node.raw();
    let raw = raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default();
    let start = match layers.last_mut() {
        Some(layer) => {
            layer.begin += 1;
            start
        }
        None => start.after(b"\""),
    };
    let text = value.trim_start_matches(BLANKS);
    layers.push(Layer {
        raw: raw.into(),
        begin: value.len() - text.len(),
    });
    document(start, layers, text.trim_end_matches(BLANKS))
}

fn document(start: Position, layers: Vec<Layer>, text: &str) -> Document {
    let bytes = text.as_bytes();
    let fault = match json::read(bytes, true) {
        Read::Whole(tape, end) if end == text.len() => {
            let mut document = Document::whole(start, text.into(), tape);
            document.layers = layers;
            return document;
        }
        Read::Whole(_, end) => broken::trailing(bytes, end),
        Read::Broken(fault) => fault,
        Read::Short => broken::fault(FaultKind::Truncated(0), Span::new(bytes.len(), bytes.len())),
    };
    let (from, kept, fault) = broken::kept(bytes, fault, LIMITS.kept);
    let mut here = Here {
        start,
        layers,
        text,
    };
    here.advance(from);
    let mut document = Document::broken(here.start, kept, fault);
    document.layers = here.layers;
    document
}

/// The messages of an HTTP archive, in their order; any other document is given back.
fn messages(document: Document) -> Vec<Document> {
    let Content::Whole { text, tape } = &document.content else {
        return vec![document];
    };
    let Some(entries) = entries(text, tape) else {
        return vec![document];
    };
    let mut found = Vec::new();
    // The place is carried on from one to the next: counting lines from the start each time would
    // take the square of the archive's size.
    let (mut start, mut passed) = (document.start, 0);
    for node in entries {
        let at = node.span().start as usize;
        start = start.after(text.as_bytes().get(passed..at).unwrap_or_default());
        passed = at;
        let layers = Vec::new();
        found.push(inside(start, layers, node));
    }
    found
}

fn entries<'d>(text: &'d str, tape: &'d Tape) -> Option<Vec<Node<'d>>> {
    let entries = tape.root(text).at("/log/entries")?;
    let mut found = Vec::new();
    for entry in entries.elements() {
        let response = entry.value.at("/response/content");
        found.extend(
            response
                .filter(|content| is_json(*content))
                .and_then(|content| content.get("text")),
        );
        let frames = entry.value.get("_webSocketMessages");
        let frames = frames.into_iter().flat_map(Node::elements);
        found.extend(frames.filter_map(|frame| frame.value.get("data")));
    }
    found.retain(|node| holds_object(*node));
    found.sort_by_key(|node| node.span().start);
    Some(found)
}

fn is_json(content: Node<'_>) -> bool {
    let media = content.get("mimeType").and_then(Node::string);
    media.is_some_and(|media| media.contains("json"))
}

fn holds_object(node: Node<'_>) -> bool {
    let text = node.string().unwrap_or_default();
    text.trim_start().starts_with('{')
}
