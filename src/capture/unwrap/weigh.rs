//! Whether what has been read is an event, and what becomes of what stands in it.

use std::sync::Arc;

use super::closed;
use super::coding::Coding;
use super::find::{self, Find, Held, What};
use super::runs::may_hold;
use super::scanner::{Counted, Frame, LIMIT, Scanner};
use crate::capture::broken;
use crate::event::{MessageKind, classify};
use crate::json::{FaultKind, Span};

/// So many strings may stand one in another.
const MAX_DEPTH: usize = 16;

/// From so many bytes on an object is large.
const LARGE: usize = 1 << 20;

/// No event is shorter, in bytes.
const MIN_NUMBERS: usize = 100;

/// So often a line is looked through again behind a brace that opened nothing.
const MAX_RETRIES: u32 = 32;

impl Scanner {
    /// What has ended says that bytes of no known form in it are packed by brotli.
    pub(super) fn name_brotli(&mut self, frame: &Frame) {
        if !frame.evidence.says_brotli() {
            return;
        }
        let inner = self
            .pending
            .iter_mut()
            .filter(|find| find.start >= frame.start);
        for find in inner.filter(|find| find.is_nameless()) {
            find.what = What::Closed("brotli");
        }
    }

    /// An object has ended: is it an event? The outermost one counts.
    pub(super) fn weigh(&mut self, frame: &Frame, end: u64) {
        let wanted = self.is_wanted();
        if !wanted && !frame.evidence.may_be_event() {
            return;
        }
        let Some(text) = self
            .slice(frame.start, end)
            .filter(|text| text.len() as u64 <= LIMIT)
        else {
            if wanted || frame.evidence.looks_like_event() {
                self.too_large(frame, wanted);
            }
            return;
        };
        // Of what is large and no event, most nodes are looked at by nobody.
        let read = match self.counting || text.len() > LARGE {
            true => find::read_outline(text),
            false => find::read(text),
        };
        let tape = match read {
            Ok(tape) => tape,
            Err(_) if wanted || frame.evidence.looks_like_event() => {
                self.broken(frame, end, wanted);
                return;
            }
            Err(_) => return,
        };
        let text = std::str::from_utf8(text).unwrap_or_default();
        let kind = classify(tape.root(text));
        let is_kept = !self.counting && (wanted || is_told(&kind));
        let held = if is_kept && text.len() > LARGE {
            drop(tape);
            Held::of(text)
        } else if is_kept {
            Held {
                text: text.into(),
                tape,
            }
        } else {
            Held::default()
        };
        let what = match kind {
            MessageKind::Event => What::Event(held),
            MessageKind::Bare(_) => What::Part(held),
            kind => {
                if matches!(kind, MessageKind::Neighbour(_)) {
                    self.drop_parts(frame.start);
                }
                if wanted || is_message(&kind) {
                    self.find(frame, What::Other(held), wanted);
                }
                return;
            }
        };
        let own =
            ["/message", "/message/call", "/call"].map(|part| format!("{}{part}", self.pointer));
        let is_own = |find: &Find| find.is_part_at(&own);
        self.pending
            .retain(|find| find.start < frame.start || (find.is_like_event() && !is_own(find)));
        self.find(frame, what, wanted);
    }

    /// What was found inside of what begins there.
    fn inner(&self, start: u64) -> impl Iterator<Item = &Find> {
        self.pending.iter().filter(move |find| find.start >= start)
    }

    /// The `message` or `call` of another message, or of a broken event, is no event of its own.
    fn drop_parts(&mut self, start: u64) {
        let is_part = |find: &Find| matches!(find.what, What::Part(_)) && find.layers.is_empty();
        self.pending
            .retain(|find| find.start < start || find.wanted || !is_part(find));
    }

    fn is_wanted(&self) -> bool {
        let places = self.places.as_ref();
        places.is_some_and(|places| places.hold(&self.pointer))
    }

    fn find(&mut self, frame: &Frame, what: What, wanted: bool) {
        self.pending.push(Find {
            start: frame.start,
            place: frame.place,
            pointer: self.pointer.clone(),
            what,
            layers: Vec::new(),
            wanted,
        });
    }

    fn broken(&mut self, frame: &Frame, end: u64, wanted: bool) {
        let Some(text) = self.slice(frame.start, end) else {
            return self.too_large(frame, wanted);
        };
        let text = text.trim_ascii_end();
        let Err(fault) = find::read(text) else {
            return;
        };
        let (from, what) = find::keep(text, fault);
        let place = frame.place.after(text.get(..from).unwrap_or_default());
        self.drop_parts(frame.start);
        // One fault, one finding: what is broken inside breaks what stands around it.
        self.pending
            .retain(|find| find.start < frame.start || !find.is_broken_text());
        self.find(frame, what, wanted);
        if let Some(find) = self.pending.last_mut() {
            find.place = place;
        }
    }

    fn too_large(&mut self, frame: &Frame, wanted: bool) {
        let fault = broken::fault(FaultKind::TooLarge, Span::new(0, 1));
        self.find(frame, What::Broken(b"{".as_slice().into(), fault), wanted);
    }

    /// Gives up what is open; the text goes on at `end`.
    pub(super) fn abandon(&mut self, end: u64) {
        // What was found behind is found again.
        self.pending.retain(|find| find.start < end);
        self.settle_evidence();
        let meant = self.tell_meant(end);
        let outermost = self.frames.first().map(|frame| Counted {
            at: frame.start,
            place: frame.place,
        });
        let again = outermost.filter(|outermost| {
            !meant
                && !self.multiline
                && self.retries < MAX_RETRIES
                && self.inner(outermost.at).next().is_none()
                && self.slice(outermost.at, end).is_some()
        });
        let back = again.or(self.suspect.filter(|suspect| suspect.at == end));
        self.leave();
        match back {
            Some(back) => self.go_back(back),
            None => self.at = end,
        }
        if again.is_some() {
            self.retries += 1;
            self.at += 1;
        }
        self.flush_decided();
    }

    /// What is still open tells of what it stands in.
    fn settle_evidence(&mut self) {
        let mut inner = None;
        for frame in self.frames.iter_mut().rev() {
            if let Some(inner) = inner {
                frame.evidence.inner(frame.key, inner);
            }
            inner = Some(frame.evidence);
        }
    }

    /// Tells the outermost open object that was meant as an event; says whether there is one.
    fn tell_meant(&mut self, end: u64) -> bool {
        let is_cut = self.depth == 0 && self.ended && end == self.end() && !self.lenient;
        let mut meant = None;
        for (number, frame) in self
            .frames
            .iter()
            .enumerate()
            .filter(|(_, frame)| !frame.array)
        {
            let length = self
                .frames
                .get(number + 1)
                .map_or(self.pointer.len(), |inner| inner.pointer);
            let pointer = self.pointer.get(..length).unwrap_or_default();
            let wanted = self
                .places
                .as_ref()
                .is_some_and(|places| places.hold(pointer));
            if wanted || frame.evidence.looks_like_event() {
                meant = Some((number, length, wanted));
                break;
            }
        }
        let root = self.frames.first().map(|frame| frame.pointer);
        if let Some((number, length, wanted)) = meant {
            self.pointer.truncate(length);
            let frame = self.frames.swap_remove(number);
            self.broken(&frame, end, wanted);
        } else if is_cut && !self.frames.is_empty() {
            self.cut(end);
        }
        self.pointer.truncate(root.unwrap_or(self.pointer.len()));
        meant.is_some()
    }

    /// The text ends inside of an object that is well written so far.
    fn cut(&mut self, end: u64) {
        let fault = broken::fault(FaultKind::Truncated(self.frames.len()), Span::new(0, 0));
        let place = self.place(end);
        self.pending.push(Find {
            start: end,
            place,
            pointer: String::new(),
            what: What::Broken(Box::default(), fault),
            layers: Vec::new(),
            wanted: false,
        });
    }

    /// Something may hold events, and cannot be opened.
    pub(super) fn closed(&mut self, start: u64, name: &'static str) {
        self.found_closed(start, What::Closed(name));
    }

    fn found_closed(&mut self, start: u64, what: What) {
        let place = self.place(start);
        self.pending.push(Find {
            start,
            place,
            pointer: format!("{}{}", self.pointer, self.step()),
            what,
            layers: Vec::new(),
            wanted: false,
        });
    }

    /// An array has ended: bytes, a number each, as JavaScript writes a buffer?
    pub(super) fn search_numbers(&mut self, frame: &Frame, end: u64) {
        let is_number =
            |byte: &u8| byte.is_ascii_digit() || *byte == b',' || byte.is_ascii_whitespace();
        if frame.index < MIN_NUMBERS {
            return;
        }
        let Some(inner) = self.slice(frame.start + 1, end - 1) else {
            return;
        };
        let blanks = inner.iter().take_while(|byte| byte.is_ascii_whitespace());
        let start = frame.start + 1 + blanks.count() as u64;
        if inner.iter().all(is_number) {
            self.search(start, end - 1, Coding::Numbers);
        }
    }

    pub(super) fn search_string(&mut self, start: u64, end: u64) {
        if self.slice(start, end).is_some_and(may_hold) {
            self.search(start, end, Coding::Json);
        }
    }

    /// Looks for events in what is written so; says whether there is anything.
    pub(super) fn search(&mut self, start: u64, end: u64, coding: Coding) -> bool {
        let Some(raw) = self.slice(start, end) else {
            return false;
        };
        let Some(text) = coding.decode(raw) else {
            return false;
        };
        if coding == Coding::Base64 && !closed::is_text(&text) {
            let name = closed::name(&text).or(self.is_in_brotli().then_some("brotli"));
            match name {
                Some(name) => self.found_closed(start, What::Closed(name)),
                None => self.found_closed(start, What::Nameless),
            }
            return name.is_some();
        }
        if self.depth >= MAX_DEPTH {
            self.closed(start, "strings that stand more than 16 deep in strings");
            return true;
        }
        let finds = self.search_text(&text);
        if finds.is_empty() {
            return false;
        }
        // What is only counted is not placed in it.
        let raw = self.slice(start, end).filter(|_| !self.counting);
        let raw: Arc<[u8]> = raw.unwrap_or_default().into();
        let place = self.place(start);
        let found = finds.iter().any(|find| !find.is_nameless());
        let finds = finds
            .into_iter()
            .map(|find| find.within(start, place, &raw, coding));
        self.pending.extend(finds);
        found
    }

    /// Whether what stands around says that bytes of no known form are packed by brotli.
    fn is_in_brotli(&self) -> bool {
        self.says_brotli || self.frames.iter().any(|frame| frame.evidence.says_brotli())
    }

    fn search_text(&self, text: &[u8]) -> Vec<Find> {
        let pointer = format!("{}{}", self.pointer, self.step());
        let mut inner = Scanner::new(self.places.clone(), &pointer, self.depth + 1);
        inner.counting = self.counting;
        inner.says_brotli = self.is_in_brotli();
        inner.feed(text);
        inner.finish();
        inner.ready
    }
}

/// Whether what has been read so is told, wherever it stands.
fn is_told(kind: &MessageKind) -> bool {
    matches!(kind, MessageKind::Event | MessageKind::Bare(_)) || is_message(kind)
}

/// Whether it is a message of its own: a documented one, or one that says all of what names a message.
fn is_message(kind: &MessageKind) -> bool {
    match kind {
        MessageKind::Neighbour(_) => true,
        MessageKind::Unknown(message) => {
            let names = [&message.channel, &message.topic, &message.subtopic];
            names.iter().all(|name| !name.is_empty())
        }
        MessageKind::Event | MessageKind::Bare(_) | MessageKind::Shapeless => false,
    }
}
