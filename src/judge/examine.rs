//! One document before the rules. Nothing here remembers: documents can be examined in any order.

use super::schema::{Schema, Stated};
use super::sight::{Sight, call};
use super::telling::{leave_untold, tell};
use super::unknown_keys::shorten;
use super::{Options, Order, Untold};
use crate::capture::{Content, Document};
use crate::event::vocabulary::{Field, LegType};
use crate::event::{Event, Kinship, Message, Moment, Wording, kinship};
use crate::json::{Fault, Node};
use crate::report::Finding;
use crate::report::Tally;
use crate::report::mask::Masks;
use crate::rules::{
    Check, Checked, Reading, Rule, Severity, Violation, encoded_twice, without_envelope,
};

/// Holds the selected rules, in the order in which faults are told.
pub struct Examiner {
    entries: Vec<Entry>,
    schema: Schema,
    masks: Masks,
    only_events: bool,
    /// Whether events have their turn among those of their call.
    follows: bool,
    /// Whether each finding is looked at, those too that are only counted.
    each_counts: bool,
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
    pub left_out: Vec<Untold>,
    /// The type of the leg that the event is about.
    pub call_type: Option<LegType>,
    /// Its number in its input.
    pub document: u64,
}

/// What a document is.
#[derive(Debug)]
pub enum DocumentKind {
    /// The event, and what waits for its turn, where calls are followed.
    Event(Option<Box<Turn>>),
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
pub struct Turn {
    /// What flow remembers of it.
    pub moment: Moment,
    /// What it says.
    pub wording: Wording,
    /// What is kept to show it.
    pub sight: Sight,
    /// Whether anything was found in it alone.
    pub found: bool,
}

impl Examiner {
    /// Holds these rules with their weights.
    pub fn new(tallies: &[Tally], options: &Options, schema: Schema) -> Examiner {
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
            each_counts: options.waivers.is_some() || options.known.is_some(),
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
    left_out: Vec<Untold>,
    call_type: Option<LegType>,
}

impl<'e> Examination<'e> {
    fn kind(&mut self) -> DocumentKind {
        let document = self.document;
        let mut faults: Vec<Fault> = document.slips.clone();
        let Some(root) = document.root() else {
            if let Content::Broken { fault, .. } = &document.content {
                faults.push(fault.clone());
            }
            self.judge_text(&faults, None);
            return DocumentKind::Broken;
        };
        self.judge_text(&faults, Some(root));
        match kinship(root) {
            Kinship::Event => {
                let mut event = Event::new(root);
                self.call_type = event.leg_type();
                self.judge_event(&mut event);
                self.name_call(root);
                DocumentKind::Event(self.examiner.follows.then(|| self.turn(&event)))
            }
            Kinship::Bare(part) => {
                self.judge_rule("envelope/shape", |_| {
                    Some(vec![without_envelope(root, part)])
                });
                DocumentKind::Bare
            }
            Kinship::Neighbour(message) => self.other(root, message, true),
            Kinship::Unknown(message) => self.other(root, message, false),
            Kinship::Shapeless => {
                self.judge_rule("envelope/shape", |examination| {
                    let stated = || examination.examiner.schema.errors(root).into_iter();
                    let stated = || stated().map(|stated| stated.violation).next();
                    Some(encoded_twice(root).or_else(stated).into_iter().collect())
                });
                DocumentKind::Shapeless
            }
        }
    }

    fn turn(&self, event: &Event<'_>) -> Box<Turn> {
        Box::new(Turn {
            moment: Moment::of(event),
            wording: Wording::of(event),
            sight: Sight::of(self.document, self.examiner.masks),
            found: !self.findings.is_empty() || !self.left_out.is_empty(),
        })
    }

    fn judge_text(&mut self, faults: &[Fault], root: Option<Node<'_>>) {
        let reading = Reading {
            text: self.document.bytes(),
            faults,
            root,
            duplicates: self.document.duplicates(),
        };
        for entry in &self.examiner.entries {
            if let Check::Text(check) = entry.rule.check {
                self.record(entry, check(&reading));
            }
        }
    }

    fn judge_event(&mut self, event: &mut Event<'_>) {
        for duplicate in self.document.duplicates() {
            for key in [duplicate.first, duplicate.second] {
                // The value stands right behind its key.
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
            for place in checked
                .iter()
                .flatten()
                .flat_map(|violation| &violation.places)
            {
                match (place.node, place.blamed) {
                    (Some(node), true) => blame(event, node),
                    (Some(node), false) => event.cite(node),
                    (None, _) => {}
                }
            }
            self.record(entry, checked);
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
            self.record(entry, checked);
        }
    }

    fn record(&mut self, entry: &'e Entry, checked: Checked) {
        let mark = match &checked {
            None => Mark::Absent,
            Some(violations) if violations.is_empty() => Mark::Held,
            Some(_) => Mark::Broken,
        };
        if let Some(place) = self.marks.get_mut(entry.listed) {
            *place = mark;
        }
        let mut violations = checked.into_iter().flatten();
        let masks = self.examiner.masks;
        for violation in violations.by_ref().take(MOST_OF_A_RULE) {
            let (rule, severity) = (entry.rule, entry.severity);
            let mut finding = tell(rule, severity, violation, self.document, masks);
            if rule.is_once_a_run() {
                shorten(&mut finding);
            }
            self.findings.push(finding);
        }
        if self.examiner.each_counts {
            let untold = violations.map(|violation| {
                leave_untold(entry.rule, entry.severity, &violation, self.document, masks)
            });
            self.left_out.extend(untold);
            return;
        }
        let untold = |findings, once| Untold {
            rule: entry.rule,
            severity: entry.severity,
            pointer: None,
            fingerprint: String::new(),
            findings,
            once,
        };
        if entry.rule.is_once_a_run() {
            let said = |violation: Violation| masks.sentence(&violation.message);
            let each = violations.map(|violation| untold(1, Some(said(violation))));
            self.left_out.extend(each);
            return;
        }
        let findings = violations.count() as u64;
        if findings > 0 {
            self.left_out.push(untold(findings, None));
        }
    }
}

/// Who blames a key blames its value too, which stands right behind it.
fn blame(event: &mut Event<'_>, node: u32) {
    event.blame(node);
    if event.root().sibling(node).is_key_itself() {
        event.blame(node + 1);
    }
}

/// What the schema finds under the rule, places that were told already left out.
fn by_schema(rule: &Rule, places: &[&str], event: &Event<'_>, stated: &[Stated]) -> Checked {
    if !places.iter().any(|place| {
        event
            .root()
            .at(place)
            .is_some_and(|node| !event.is_blamed(node))
    }) {
        return None;
    }
    Some(untold(rule, event, stated, |event, node| {
        event.is_blamed(node)
    }))
}

/// What the schema states under the rule at places that are not excused.
fn untold(
    rule: &Rule,
    event: &Event<'_>,
    stated: &[Stated],
    excused: fn(&Event<'_>, Node<'_>) -> bool,
) -> Vec<Violation> {
    let is_excused = |violation: &Violation| {
        let nodes = violation.places.iter().filter_map(|place| place.node);
        nodes
            .map(|node| event.root().sibling(node))
            .any(|node| excused(event, node))
    };
    stated
        .iter()
        .filter(|stated| stated.rule.id == rule.id && !is_excused(&stated.violation))
        .map(|stated| stated.violation.clone())
        .collect()
}

/// What the check finds; should it find nothing where the schema does, the schema is right, unless
/// another finding has named the place.
fn either(checked: Checked, rule: &Rule, event: &Event<'_>, stated: &[Stated]) -> Checked {
    if stated.is_empty()
        || checked
            .as_ref()
            .is_some_and(|violations| !violations.is_empty())
    {
        return checked;
    }
    let missed = untold(rule, event, stated, |event, node| event.is_named(node));
    if missed.is_empty() {
        checked
    } else {
        Some(missed)
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
