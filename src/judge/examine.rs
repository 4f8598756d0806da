//! One document before the rules. Nothing here remembers: documents can be examined in any order.

use std::sync::Arc;

use super::claims::{Claim, by_schema, either};
use super::schema::Schema;
use super::sight::{RetainedText, call};
use super::suppression::Suppressions;
use super::telling::{leave_untold, tell};
use super::unknown_keys::shorten;
use super::{CountedOnly, FindingKey, Options, Order};
use crate::capture::{Content, Document};
use crate::event::vocabulary::{Field, LegType};
use crate::event::{Brief, ContentHash, Event, Message, MessageKind, classify};
use crate::json::{Node, SyntaxError, Trail};
use crate::report::Finding;
use crate::report::Tally;
use crate::report::mask::Masks;
use crate::rules::{
    Check, Checked, Rule, Severity, TextInput, Violation, encoded_twice, without_envelope,
};

/// Holds the selected rules, in the order in which faults are told.
pub struct Examiner {
    entries: Vec<Entry>,
    schema: Schema,
    masks: Masks,
    only_events: bool,
    /// Whether events have their turn among those of their call.
    follows: bool,
    suppressions: Arc<Suppressions>,
    /// Whether an event whose leg or state cannot be read is missed by a rule.
    counts_unfollowed: bool,
}

/// A selected rule.
struct Entry {
    rule: &'static Rule,
    severity: Severity,
    /// Its place in the listed order.
    listed: usize,
}

/// So many findings of one rule are told in full of one document; the others are counted.
const MOST_OF_A_RULE: usize = 100;

/// What a rule made of a document.
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
    /// Its kind.
    pub kind: DocumentKind,
    /// For every selected rule, in the listed order.
    pub marks: Vec<Mark>,
    /// In the order of their places.
    pub findings: Vec<Finding>,
    /// Findings that are only counted: one document told them by the hundred.
    pub left_out: Vec<CountedOnly>,
    /// The type of the leg that the event is about.
    pub call_type: Option<LegType>,
    /// Its number in its input.
    pub document: u64,
}

/// What a document is.
#[derive(Debug)]
pub enum DocumentKind {
    /// The event, and what waits for its turn, where calls are followed.
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

/// An event that waits for its turn among the events of its call.
#[derive(Debug)]
pub struct ExaminedEvent {
    /// What flow remembers of it.
    pub moment: Brief,
    /// What it says.
    pub wording: ContentHash,
    /// What is kept to show it.
    pub sight: RetainedText,
    /// Whether anything was found in it alone.
    pub found: bool,
    /// Whether its leg or its state cannot be read although no error of it says so.
    pub is_unfollowed: bool,
}

impl Examiner {
    /// Holds these rules with their weights.
    pub fn new(
        tallies: &[Tally],
        options: &Options,
        schema: Schema,
        suppressions: Arc<Suppressions>,
    ) -> Examiner {
        let entry = |(listed, tally): (usize, &Tally)| Entry {
            rule: tally.rule,
            severity: tally.severity,
            listed,
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
    /// The way to the violation that was left untold last.
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
            self.judge_text(&faults, None);
            return DocumentKind::Broken;
        };
        self.judge_text(&faults, Some(root));
        match classify(root) {
            MessageKind::Event => {
                let mut event = Event::new(root);
                self.call_type = event.leg_type();
                self.judge_event(&mut event);
                self.name_call(root);
                DocumentKind::Event(self.examiner.follows.then(|| self.turn(&event)))
            }
            MessageKind::Bare(part) => {
                self.judge_rule("envelope/shape", |_| {
                    Some(vec![without_envelope(root, part)])
                });
                DocumentKind::Bare
            }
            MessageKind::Neighbour(message) => self.other(root, message, true),
            MessageKind::Unknown(message) => self.other(root, message, false),
            MessageKind::Shapeless => {
                self.judge_rule("envelope/shape", |examination| {
                    let stated = || examination.examiner.schema.errors(root).into_iter();
                    let stated = || stated().map(|stated| stated.violation).next();
                    Some(encoded_twice(root).or_else(stated).into_iter().collect())
                });
                DocumentKind::Shapeless
            }
        }
    }

    fn turn(&self, event: &Event<'_>) -> Box<ExaminedEvent> {
        let moment = Brief::of(event);
        let is_read = moment.leg.is_some() && moment.state.is_some();
        Box::new(ExaminedEvent {
            moment,
            is_unfollowed: self.examiner.counts_unfollowed && !is_read && !self.has_error,
            wording: ContentHash::of(event),
            sight: RetainedText::of(self.document, self.examiner.masks),
            found: !self.findings.is_empty() || !self.left_out.is_empty(),
        })
    }

    fn judge_text(&mut self, faults: &[SyntaxError], root: Option<Node<'_>>) {
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

    fn judge_event(&mut self, event: &mut Event<'_>) {
        for duplicate in self.document.duplicates() {
            for key in [duplicate.first, duplicate.second] {
                // The value stands right behind its key. That of the last one is read.
                event.blame(key);
                event.blame(key + 1);
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
            self.judge_rule("envelope/subtopic", |_| {
                Some(vec![not_this_event(root, documented)])
            });
        }
        DocumentKind::Other(message, documented)
    }

    /// Judges by one rule alone, where it is selected.
    fn judge_rule(&mut self, id: &str, check: impl Fn(&Self) -> Checked) {
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

    /// Takes the rule's violations in; what counts claims its places in the event.
    fn record(&mut self, entry: &'e Entry, checked: Checked, mut event: Option<&mut Event<'_>>) {
        let mark = match &checked {
            None => Mark::Absent,
            Some(violations) if violations.is_empty() => Mark::Held,
            Some(_) => Mark::Broken,
        };
        if let Some(place) = self.marks.get_mut(entry.listed) {
            *place = mark;
        }
        for (number, violation) in checked.into_iter().flatten().enumerate() {
            let places = violation.places.iter();
            let claims: Vec<Claim> = places
                .filter_map(|place| Claim::of(entry.rule, place))
                .collect();
            if self.take(entry, violation, number < MOST_OF_A_RULE) {
                continue;
            }
            self.has_error |= entry.severity == Severity::Error;
            if let Some(event) = &mut event {
                claims.into_iter().for_each(|claim| claim.enter(event));
            }
        }
    }

    /// Takes the violation in, in full or only counted; says whether it is suppressed.
    fn take(&mut self, entry: &Entry, violation: Violation, in_full: bool) -> bool {
        let (document, masks) = (self.document, self.examiner.masks);
        let suppressions = &self.examiner.suppressions;
        if in_full {
            let mut finding = tell(entry.rule, entry.severity, violation, document, masks);
            if entry.rule.is_once_a_run() {
                shorten(&mut finding);
            }
            let traits = FindingKey::of(&finding, self.call_type);
            let is_suppressed = suppressions.are_any() && suppressions.suppress(&traits);
            self.findings.push(finding);
            return is_suppressed;
        }
        if suppressions.are_any() {
            let untold = leave_untold(
                entry.rule,
                entry.severity,
                &violation,
                &mut self.trail,
                masks,
            );
            let is_suppressed = suppressions.suppress(&untold.traits(self.call_type));
            self.left_out.push(untold);
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

/// With `--only-events` every other message is an error, told at its subtopic.
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
