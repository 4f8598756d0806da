//! Captures, and what is told of their documents.

use std::io::{self, Read};
use std::path::PathBuf;

mod arrivals;
mod frame_cases;
mod frames;
mod limits;
mod places;

use super::*;
use crate::json::{Position, SyntaxError};

const SMALL: Limits = Limits {
    document: 200,
    kept: 64,
    chunk: 16,
    drained: 100,
    ratio: 10,
    ratio_free: 1000,
};

/// Gives a text in pieces of these sizes, over and over.
struct Pieces {
    text: io::Cursor<Vec<u8>>,
    sizes: Vec<usize>,
    turn: usize,
}

impl Read for Pieces {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let size = self.sizes[self.turn % self.sizes.len()].min(into.len());
        self.turn += 1;
        self.text.read(&mut into[..size])
    }
}

fn documents(capture: &mut Capture) -> Vec<Document> {
    let mut found = Vec::new();
    while let Some(batch) = capture.next_batch().unwrap() {
        found.extend(batch);
    }
    found
}

fn capture(text: &[u8], sizes: &[usize], limits: Limits, options: &Options) -> Capture {
    let pieces = Pieces {
        text: io::Cursor::new(text.to_vec()),
        sizes: sizes.to_vec(),
        turn: 0,
    };
    Capture::limited(PathBuf::from("test"), Box::new(pieces), options, limits)
}

fn place(position: Position) -> String {
    format!("{}:{}", position.line, position.column)
}

fn fault(document: &Document, fault: &SyntaxError) -> String {
    let at = place(document.position(fault.at.start));
    match fault.other {
        Some(other) => {
            let other = place(document.position(other.start));
            format!("{:?} at {at} and {other}", fault.kind)
        }
        None => format!("{:?} at {at}", fault.kind),
    }
}

/// A document in a line: where it is, how it was read, its text.
fn told(document: &Document) -> String {
    let start = place(document.position(0));
    let mut line = format!("{} {start} ", document.number);
    match &document.content {
        Content::Whole { .. } => line.push_str("ok"),
        Content::Broken {
            fault: what,
            refused,
            ..
        } => {
            line.push_str(&fault(document, what));
            line.push_str(if *refused { " refused" } else { "" });
        }
    }
    for slip in &document.slips {
        line.push_str(&format!(" after {:?}", slip.kind));
    }
    line.push_str(&format!(" `{}`", String::from_utf8_lossy(document.bytes())));
    line
}

fn all(text: &[u8], sizes: &[usize], limits: Limits) -> Vec<String> {
    let mut capture = capture(text, sizes, limits, &Options::default());
    documents(&mut capture).iter().map(told).collect()
}

const ALL_AT_ONCE: &[usize] = &[usize::MAX];
