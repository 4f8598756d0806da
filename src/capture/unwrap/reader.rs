//! Takes the events of an input out of what they stand in.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;

use super::closed;
use super::find::{Find, What};
use super::place::Places;
use super::scanner::Scanner;
use super::watch::Unchecked;
use crate::capture::refusal::{self, Beginning};
use crate::capture::window::Window;
use crate::capture::{Document, Limits, NextDocument, broken};
use crate::json::{FaultKind, Position};

/// So many bytes tell what an input is: the longest mark of what cannot be opened.
const BEGINNING_BYTES: usize = 20;

/// Finds the events of one input, wherever they stand or only at some places.
pub(crate) struct Unwrapper {
    window: Window,
    limits: Limits,
    scanner: Scanner,
    found: VecDeque<Document>,
    unchecked: Unchecked,
    places: bool,
    begun: bool,
    left: u64,
}

impl Unwrapper {
    pub(crate) fn new(window: Window, limits: Limits, at: &[String]) -> Unwrapper {
        let places = (!at.is_empty()).then(|| Arc::new(Places::new(at)));
        Unwrapper {
            window,
            limits,
            places: places.is_some(),
            scanner: Scanner::new(places, "", 0),
            found: VecDeque::new(),
            unchecked: Unchecked::default(),
            begun: false,
            left: limits.drained,
        }
    }

    pub(crate) fn window(&self) -> &Window {
        &self.window
    }

    pub(crate) fn unchecked(&self) -> &Unchecked {
        &self.unchecked
    }

    /// Waits for more of the input, or after its end completes its hash.
    pub(crate) fn fill(&mut self) -> io::Result<()> {
        if !self.window.ended() {
            self.window.fill()?;
        } else if !self.window.drain(&mut self.left, self.limits.drained)? {
            self.left = 0;
        }
        Ok(())
    }

    /// The next document, as far as it can be told without waiting.
    pub(crate) fn step(&mut self) -> NextDocument {
        loop {
            if let Some(document) = self.found.pop_front() {
                return NextDocument::Document(document);
            }
            if !self.begun && self.window.rest().len() < BEGINNING_BYTES && !self.window.ended() {
                return NextDocument::Short;
            }
            if let Some(foreign) = self.begin() {
                return NextDocument::Document(foreign);
            }
            if !self.window.rest().is_empty() {
                let rest = self.window.rest();
                self.scanner.feed(rest);
                let count = rest.len();
                self.window.pass(count);
            } else if self.window.ended() {
                match self.end() {
                    Some(step) => return step,
                    None => continue,
                }
            } else {
                return NextDocument::Short;
            }
            self.take();
        }
    }

    /// What the first bytes say: another encoding, or an archive that is not opened.
    fn begin(&mut self) -> Option<Document> {
        if self.begun || self.window.rest().is_empty() {
            return None;
        }
        self.begun = true;
        let rest = self.window.rest();
        if let Some(name) = closed::name(rest) {
            self.unchecked.add(&Find {
                start: 0,
                place: Position::START,
                pointer: String::new(),
                what: What::Closed(name),
                layers: Vec::new(),
                wanted: false,
            });
        }
        let beginning = refusal::beginning(rest, true, true, self.limits.kept);
        let Beginning::Refused(kind @ FaultKind::OtherEncoding(_), at) = beginning else {
            return None;
        };
        let text = rest.get(..self.limits.kept).unwrap_or(rest);
        Some(refusal::document(self.window.place(), text, kind, at))
    }

    fn take(&mut self) {
        for find in self.scanner.ready.drain(..) {
            let is_elsewhere = self.places && !find.wanted && !find.is_end();
            if is_elsewhere && find.is_other() {
                continue;
            }
            if is_elsewhere || matches!(find.what, What::Closed(_)) {
                self.unchecked.add(&find);
            } else {
                self.found.extend(find.document());
            }
        }
    }

    /// The input is over: what is open is told, then what made it end too soon.
    fn end(&mut self) -> Option<NextDocument> {
        self.scanner.finish();
        self.take();
        if let Some(kind) = self.damage() {
            // One fault, one finding: what cut the stream off cut its last document too.
            match self.found.back_mut().filter(|last| last.root().is_none()) {
                Some(last) => broken::blame(last, kind),
                None => self
                    .found
                    .push_back(broken::mark(self.window.place(), b"", kind)),
            }
        }
        if !self.found.is_empty() {
            return None;
        }
        Some(if self.left > 0 {
            NextDocument::Short
        } else {
            NextDocument::End
        })
    }

    fn damage(&mut self) -> Option<FaultKind> {
        let kind = self.window.take_damage()?;
        if kind == FaultKind::Ratio {
            self.left = 0;
        }
        Some(kind)
    }
}
