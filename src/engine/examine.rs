//! Checks one document by the rules for single documents. Nothing is remembered, so any order will do.

use std::sync::Arc;

use super::claims::{Claim, by_schema, either};
use super::locate::{counted_only, finding_in_document};
use super::retained_text::{RetainedText, call};
use super::schema::Schema;
use super::suppression::Suppressions;
use super::unknown_keys::shorten;
use super::{Options, Order};
use crate::call::{Brief, ContentHash};
use crate::capture::{Content, Document};
use crate::event::vocabulary::{Field, LegType};
use crate::event::{Event, Message, MessageKind, classify};
use crate::json::{Node, SyntaxError, Trail};
use crate::ledger::{CountedOnly, FindingKey};
use crate::privacy::masks::Masks;
use crate::report::Finding;
use crate::report::Tally;
use crate::rules::{
    Check, Checked, Rule, Severity, TextInput, Violation, encoded_twice, without_envelope,
};

/// The selected rules, in the order in which faults are reported.
pub struct Examiner {
    entries: Vec<Entry>,
    schema: Schema,
    masks: Masks,
    only_events: bool,
    /// Whether calls are followed.
    follows: bool,
    suppressions: Arc<Suppressions>,
    /// Whether rules of whole calls are selected, which need a readable leg and state.
    counts_unfollowed: bool,
}

/// A selected rule.
struct Entry {
    rule: &'static Rule,
    severity: Severity,
    /// Its index in the listed order.
    index: usize,
}

/// Findings of one rule in one document that are reported in full; others are counted.
const MAX_FINDINGS_PER_RULE: usize = 100;

/// The result of one rule for a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// It did not apply.
    Absent,
    /// It held.
    Held,
    /// It was broken.
    Broken,
}

/// What one document turned out to be.
#[derive(Debug)]
pub struct Examined {
    pub kind: DocumentKind,
    /// For every selected rule, in the listed order.
    pub marks: Vec<Mark>,
    /// In the order of their locations.
    pub findings: Vec<Finding>,
    /// Findings that are only counted, because there were too many of their rule.
    pub left_out: Vec<CountedOnly>,
    /// The type of the leg that the event is about.
    pub call_type: Option<LegType>,
    /// Its number in its input.
    pub document: u64,
}

/// What a document is.
#[derive(Debug)]
pub enum DocumentKind {
    /// The event, with what the rules of whole calls need where calls are followed.
    Event(Option<Box<ExaminedEvent>>),
    /// A part of the event without its envelope: an event of which nothing else is checked.
    Bare,
    /// Another message, and whether a page documents it.
    Other(Message, bool),
    /// JSON, but no object.
    Shapeless,
    /// Not JSON.
    Broken,
}

/// An event on its way to the rules of whole calls.
#[derive(Debug)]
pub struct ExaminedEvent {
    /// What the flow rules need of it.
    pub brief: Brief,
    /// A hash of its content.
    pub content: ContentHash,
    /// What a later finding can show of it.
    pub retained: RetainedText,
    /// Whether anything was found in it alone.
    pub found: bool,
    /// Whether its leg or its state cannot be read although no error of it says so.
    pub is_unfollowed: bool,
}

impl Examiner {
    /// Checks by these rules.
    pub fn new(
        tallies: &[Tally],
        options: &Options,
        schema: Schema,
        suppressions: Arc<Suppressions>,
    ) -> Examiner {
        let entry = |(index, tally): (usize, &Tally)| Entry {
            rule: tally.rule,
            severity: tally.severity,

            index,
        };
        let mut entries: Vec<Entry> = tallies.iter().enumerate().map(entry).collect();
        // Stable: within one authority the listed order stays.
        entries.sort_by_key(|entry| entry.rule.authority);
        Examiner {
            entries,
            schema,
            masks: options.masks,
            only_events: options.only_events,
            follows: options.order != Order::None,
            suppressions,
            counts_unfollowed: tallies.iter().any(|tally| tally.rule.family() == "flow"),
        }
    }

    /// Examines one document.
    pub fn examine(&self, document: &Document) -> Examined {
        let mut examination = Examination {
            examiner: self,
            document,
            marks: vec![Mark::Absent; self.entries.len()],
            findings: Vec::new(),
            left_out: Vec::new(),
            call_type: None,
            has_error: false,
            trail: document.root().map(Trail::new),
        };
        let kind = examination.kind();
        let mut findings = examination.findings;
        findings.sort_by_key(|finding| {
            finding
                .locations
                .first()
                .map(|location| location.start.byte)
        });
        Examined {
            kind,
            marks: examination.marks,
            findings,
            left_out: examination.left_out,
            call_type: examination.call_type,
            document: document.number,
        }
    }
}

struct Examination<'e> {
    examiner: &'e Examiner,
    document: &'e Document,
    marks: Vec<Mark>,
    findings: Vec<Finding>,
    left_out: Vec<CountedOnly>,
    call_type: Option<LegType>,
    /// Whether an error was found that nothing suppresses.
    has_error: bool,
    /// The path to the violation that was counted last.
    trail: Option<Trail<'e>>,
}

impl<'e> Examination<'e> {
    fn kind(&mut self) -> DocumentKind {
        let document = self.document;
        let mut faults: Vec<SyntaxError> = document.slips.clone();
        let Some(root) = document.root() else {
            if let Content::Broken { fault, .. } = &document.content {
                faults.push(fault.clone());
            }
            self.check_text(&faults, None);
            return DocumentKind::Broken;
        };
        self.check_text(&faults, Some(root));
        match classify(root) {
            MessageKind::Event => {
                let mut event = Event::new(root);
                self.call_type = event.leg_type();
                self.check_event(&mut event);
                self.name_call(root);
                DocumentKind::Event(self.examiner.follows.then(|| self.examined(&event)))
            }
            MessageKind::Bare(part) => {
                self.check_rule("envelope/shape", |_| {
                    Some(vec![without_envelope(root, part)])
                });
                DocumentKind::Bare
            }
            MessageKind::Neighbour(message) => self.other(root, message, true),
            MessageKind::Unknown(message) => self.other(root, message, false),
            MessageKind::Shapeless => {
                self.check_rule("envelope/shape", |examination| {
                    let stated = || examination.examiner.schema.errors(root).into_iter();
                    let stated = || stated().map(|stated| stated.violation).next();
                    Some(encoded_twice(root).or_else(stated).into_iter().collect())
                });
                DocumentKind::Shapeless
            }
        }
    }

    fn examined(&self, event: &Event<'_>) -> Box<ExaminedEvent> {
        let brief = Brief::of(event);
        let is_read = brief.leg.is_some() && brief.state.is_some();
        Box::new(ExaminedEvent {
            brief,
            is_unfollowed: self.examiner.counts_unfollowed && !is_read && !self.has_error,
            content: ContentHash::of(event),
            retained: RetainedText::of(self.document, self.examiner.masks),
            found: !self.findings.is_empty() || !self.left_out.is_empty(),
        })
    }

    fn check_text(&mut self, faults: &[SyntaxError], root: Option<Node<'_>>) {
        let reading = TextInput {
            text: self.document.bytes(),
            faults,
            root,
            duplicates: self.document.duplicates(),
        };
        for entry in &self.examiner.entries {
            if let Check::Text(check) = entry.rule.check {
                self.record(entry, check(&reading), None);
            }
        }
    }

    fn check_event(&mut self, event: &mut Event<'_>) {
        for duplicate in self.document.duplicates() {
            for key in [duplicate.first, duplicate.second] {
                // The value directly follows its key in the tape. That of the last one is read.
                event.mark_reported(key);
                event.mark_reported(key + 1);
            }
        }
        let root = event.root();
        let examiner = self.examiner;
        let stated = if examiner.schema.holds(root) {
            Vec::new()
        } else {
            examiner.schema.errors(root)
        };
        for entry in &examiner.entries {
            let checked = match entry.rule.check {
                Check::Text(_) | Check::Step(_) | Check::Leg(_) | Check::Waiver(_) => continue,
                Check::Schema(places) => by_schema(entry.rule, places, event, &stated),
                Check::Event(check) => either(check(event), entry.rule, event, &stated),
            };
            self.record(entry, checked, Some(event));
        }
    }

    fn name_call(&mut self, root: Node<'_>) {
        if self.findings.is_empty() {
            return;
        }
        let call = call(root, self.examiner.masks);
        for finding in &mut self.findings {
            finding.call.clone_from(&call);
        }
    }

    fn other(&mut self, root: Node<'_>, message: Message, documented: bool) -> DocumentKind {
        if self.examiner.only_events {
            self.check_rule("envelope/subtopic", |_| {
                Some(vec![not_this_event(root, documented)])
            });
        }
        DocumentKind::Other(message, documented)
    }

    /// Checks by one rule alone, if it is selected.
    fn check_rule(&mut self, id: &str, check: impl Fn(&Self) -> Checked) {
        let entry = self
            .examiner
            .entries
            .iter()
            .find(|entry| entry.rule.id == id);
        if let Some(entry) = entry {
            let checked = check(self);
            self.record(entry, checked, None);
        }
    }

    /// Records the rule's violations; those that count claim their locations in the event.
    fn record(&mut self, entry: &'e Entry, checked: Checked, mut event: Option<&mut Event<'_>>) {
        let mark = match &checked {
            None => Mark::Absent,
            Some(violations) if violations.is_empty() => Mark::Held,
            Some(_) => Mark::Broken,
        };
        if let Some(own) = self.marks.get_mut(entry.index) {
            *own = mark;
        }
        for (number, violation) in checked.into_iter().flatten().enumerate() {
            let places = violation.places.iter();
            let claims: Vec<Claim> = places.filter_map(|at| Claim::of(entry.rule, at)).collect();
            if self.take(entry, violation, number < MAX_FINDINGS_PER_RULE) {
                continue;
            }
            self.has_error |= entry.severity == Severity::Error;
            if let Some(event) = &mut event {
                claims.into_iter().for_each(|claim| claim.enter(event));
            }
        }
    }

    /// Records the violation, in full or only counted; returns whether it is suppressed.
    fn take(&mut self, entry: &Entry, violation: Violation, in_full: bool) -> bool {
        let (document, masks) = (self.document, self.examiner.masks);
        let suppressions = &self.examiner.suppressions;
        if in_full {
            let mut finding =
                finding_in_document(entry.rule, entry.severity, violation, document, masks);
            if entry.rule.is_once_a_run() {
                shorten(&mut finding);
            }
            let key = FindingKey::of(&finding, self.call_type);
            let is_suppressed = suppressions.are_any() && suppressions.suppress(&key);
            self.findings.push(finding);
            return is_suppressed;
        }
        if suppressions.are_any() {
            let counted = counted_only(
                entry.rule,
                entry.severity,
                &violation,
                &mut self.trail,
                masks,
            );
            let is_suppressed = suppressions.suppress(&counted.key(self.call_type));
            self.left_out.push(counted);
            return is_suppressed;
        }
        let once = entry.rule.is_once_a_run();
        match self.left_out.last_mut() {
            Some(last) if !once && last.rule.id == entry.rule.id => {
                last.findings += 1 + violation.more
            }
            Some(_) | None => self.left_out.push(CountedOnly {
                rule: entry.rule,
                severity: entry.severity,
                pointer: None,
                fingerprint: String::new(),
                findings: 1 + violation.more,
                once: once.then(|| masks.sentence(&violation.message)),
            }),
        }
        false
    }
}

/// With `--only-events` every other message is an error, reported at its subtopic.
fn not_this_event(root: Node<'_>, documented: bool) -> Violation {
    let node = root.get(Field::Subtopic.key()).unwrap_or(root);
    let message = if documented {
        "another documented message of the channel, where only events are expected"
    } else {
        "a message that no page documents, where only events are expected"
    };
    Violation::at(node, message, "not this event")
        .help("leave it out of the capture, or run without --only-events: other messages are then passed over and counted")
}
