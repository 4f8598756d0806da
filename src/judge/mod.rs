//! Does it hold? One fold over documents: `hear` each, then `report`.

mod error;
mod examine;
mod kept;
mod schema;
mod selection;
mod telling;

use std::collections::{BTreeMap, HashSet};

use sha2::{Digest, Sha256};

pub use error::Error;
pub use schema::{EVENT_SCHEMA, Schema};
pub use selection::Selection;

use crate::capture::Document;
use crate::event::Message;
use crate::report::mask::Masks;
use crate::report::{
    Counts, Finding, Input, OtherMessage, Outcome, Reason, Report, Ruleset, Tally,
};
use crate::rules::{Profile, Rule, Severity, all};
use examine::{DocumentKind, Examined, Examiner, Mark, Packet};
use kept::Kept;

/// So many broken documents of an input are told one by one while none of its documents is whole.
const BROKEN_AND_NONE_WHOLE: u64 = 100;

/// How a run judges.
#[derive(Debug, Clone)]
pub struct Options {
    /// How rules are weighed.
    pub profile: Profile,
    /// Which rules.
    pub selection: Selection,
    /// Whether any message that is not the event is an error.
    pub only_events: bool,
    /// How many findings are kept in full.
    pub max_findings: usize,
    /// What may be shown.
    pub masks: Masks,
    /// Whether the run ends at the first error.
    pub fail_fast: bool,
    /// Whether a warning makes the run nonconformant.
    pub fail_on_warning: bool,
    /// How many threads examine documents; the result is the same for any number.
    pub jobs: usize,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            profile: Profile::default(),
            selection: Selection::default(),
            only_events: false,
            max_findings: 10_000,
            masks: Masks::default(),
            fail_fast: false,
            fail_on_warning: false,
            jobs: 1,
        }
    }
}

/// Hears documents, and reports.
pub struct Judge {
    options: Options,
    examiner: Examiner,
    tallies: Vec<Tally>,
    counts: Counts,
    kept: Kept,
    inputs: Vec<Input>,
    current: Current,
    other: BTreeMap<(Message, bool), u64>,
    legs: HashSet<u64>,
    calls: HashSet<u64>,
    reasons: Vec<Reason>,
    /// Documents that hold the event inside: how many, and where in the first.
    packets: Option<(u64, String)>,
    /// HTTP archives that were not taken apart.
    archives: u64,
}

/// The input that is being heard.
#[derive(Debug, Default)]
struct Current {
    path: String,
    documents: u64,
    events: u64,
    broken: u64,
    whole: u64,
    /// Findings of broken documents, until it is known whether any document is whole.
    held: Vec<Finding>,
    /// How many more there were than may be held.
    held_left_out: u64,
}

impl Judge {
    /// A judge with these options.
    ///
    /// # Errors
    /// A selection that cannot be followed.
    pub fn new(options: Options) -> Result<Judge, Error> {
        let rules = options.selection.rules()?;
        let tally = |rule: &&'static Rule| Tally {
            rule,
            severity: options.profile.severity(rule.authority),
            checked: 0,
            failed: 0,
            claimed: true,
        };
        Ok(Judge {
            tallies: rules.iter().map(tally).collect(),
            examiner: Examiner::new(
                &rules,
                options.profile,
                options.masks,
                options.only_events,
                Schema::compile().map_err(Error::Schema)?,
            ),
            counts: Counts::default(),
            kept: Kept::new(options.max_findings),
            inputs: Vec::new(),
            current: Current::default(),
            other: BTreeMap::new(),
            legs: HashSet::new(),
            calls: HashSet::new(),
            reasons: reasons(&options),
            packets: None,
            archives: 0,
            options,
        })
    }

    /// A new input begins.
    pub fn begin(&mut self, path: &str) {
        self.current = Current {
            path: path.to_owned(),
            ..Current::default()
        };
    }

    /// Hears documents of the input, in order. Each finding is handed on as soon as it stands.
    pub fn hear(&mut self, documents: &[Document], told: &mut dyn FnMut(&Finding)) {
        for examined in self.examine(documents) {
            if self.is_decided() {
                return;
            }
            self.take(examined, told);
        }
    }

    /// Whether the run is over: with `fail_fast`, at the first error.
    pub fn is_decided(&self) -> bool {
        self.options.fail_fast && (self.counts.errors > 0)
    }

    /// The input has ended; so many bytes came, with that digest.
    pub fn end(&mut self, bytes: u64, sha256: Option<String>, told: &mut dyn FnMut(&Finding)) {
        if self.current.broken > BROKEN_AND_NONE_WHOLE && self.current.whole == 0 {
            self.collapse(told);
        } else {
            self.release(told);
        }
        let Current {
            path,
            documents,
            events,
            ..
        } = std::mem::take(&mut self.current);
        self.inputs.push(Input {
            path,
            bytes,
            sha256,
            documents,
            events,
        });
    }

    /// Something cut the run short: the report says so, and a run without errors proves too little.
    pub fn interrupt(&mut self) {
        self.reasons.push(Reason {
            code: "interrupted",
            message: "the run was interrupted".into(),
        });
    }

    /// The finished report.
    pub fn report(mut self) -> Report {
        self.counts.legs = self.legs.len() as u64;
        self.counts.calls = self.calls.len() as u64;
        let outcome = self.outcome();
        let (findings, findings_left_out) = self.kept.finish();
        let masks = self.options.masks;
        let other = |((message, documented), count): ((Message, bool), u64)| OtherMessage {
            channel: masks.word(&message.channel),
            topic: masks.word(&message.topic),
            subtopic: masks.word(&message.subtopic),
            documented,
            count,
        };
        Report {
            ruleset: ruleset(self.options.profile),
            outcome,
            reasons: self.reasons,
            counts: self.counts,
            inputs: self.inputs,
            tallies: self.tallies,
            findings,
            findings_left_out,
            other_messages: self.other.into_iter().map(other).collect(),
            waivers_as_of: None,
        }
    }

    fn examine(&self, documents: &[Document]) -> Vec<Examined> {
        let share = documents
            .len()
            .div_ceil(self.options.jobs.max(1))
            .max(FEWEST_A_THREAD);
        let examine = |part: &[Document]| {
            part.iter()
                .map(|document| self.examiner.examine(document))
                .collect()
        };
        let mut parts = documents.chunks(share);
        let (Some(first), false) = (parts.next(), parts.len() == 0) else {
            return examine(documents);
        };
        std::thread::scope(|scope| {
            let others: Vec<_> = parts
                .map(|part| {
                    (
                        part,
                        scope.spawn(move || -> Vec<Examined> { examine(part) }),
                    )
                })
                .collect();
            let mut examined: Vec<Examined> = examine(first);
            for (part, other) in others {
                // A thread that died is no verdict: its documents are examined again, here.
                examined.extend(other.join().unwrap_or_else(|_| examine(part)));
            }
            examined
        })
    }

    fn take(&mut self, examined: Examined, told: &mut dyn FnMut(&Finding)) {
        let Examined {
            kind,
            marks,
            findings,
            packet,
            left_out,
        } = examined;
        match packet {
            Some(Packet::At(pointer)) => self.packets.get_or_insert((0, pointer)).0 += 1,
            Some(Packet::Archive) => self.archives += 1,
            None => {}
        }
        self.counts.documents += 1;
        self.current.documents += 1;
        for (tally, mark) in self.tallies.iter_mut().zip(marks) {
            tally.checked += u64::from(mark != Mark::Absent);
            tally.failed += u64::from(mark == Mark::Broken);
        }
        for (severity, findings) in left_out {
            self.leave_out(severity, findings);
        }
        let is_broken = kind == DocumentKind::Broken;
        let event = self.count(kind);
        if is_broken && self.current.whole == 0 {
            findings.into_iter().for_each(|finding| self.hold(finding));
            return;
        }
        self.release(told);
        for finding in findings {
            self.tell(Finding { event, ..finding }, told);
        }
    }

    /// Counts the document; gives the event's number.
    fn count(&mut self, kind: DocumentKind) -> Option<u64> {
        self.current.whole += u64::from(kind != DocumentKind::Broken);
        match kind {
            DocumentKind::Broken => self.current.broken += 1,
            DocumentKind::Shapeless => {}
            DocumentKind::Other(message, documented) => {
                self.counts.other_messages += 1;
                *self.other.entry((message, documented)).or_default() += 1;
            }
            DocumentKind::Event(ids) => {
                self.counts.events += 1;
                self.current.events += 1;
                self.legs.extend(ids.leg);
                self.calls.extend(ids.call);
                return Some(self.current.events);
            }
        }
        None
    }

    fn leave_out(&mut self, severity: Severity, findings: u64) {
        match severity {
            Severity::Error => self.counts.errors += findings,
            Severity::Warning => self.counts.warnings += findings,
            Severity::Note => self.counts.notes += findings,
        }
        self.kept.leave_out(findings);
    }

    fn hold(&mut self, finding: Finding) {
        if self.current.held.len() < self.options.max_findings {
            self.current.held.push(finding);
        } else {
            self.current.held_left_out += 1;
        }
    }

    /// Tells what was held: a document is whole, or there are few.
    fn release(&mut self, told: &mut dyn FnMut(&Finding)) {
        for finding in std::mem::take(&mut self.current.held) {
            self.tell(finding, told);
        }
        let left_out = std::mem::take(&mut self.current.held_left_out);
        self.leave_out(Severity::Error, left_out);
    }

    /// One finding for an input of which nothing can be read.
    fn collapse(&mut self, told: &mut dyn FnMut(&Finding)) {
        let broken = self.current.broken;
        let first = std::mem::take(&mut self.current.held).into_iter().next();
        if let Some(mut finding) = first {
            finding.message = format!(
                "none of {broken} documents can be read; the first: {}",
                finding.message
            );
            self.tell(finding, told);
        }
    }

    fn tell(&mut self, mut finding: Finding, told: &mut dyn FnMut(&Finding)) {
        finding.input.clone_from(&self.current.path);
        match finding.severity {
            Severity::Error => self.counts.errors += 1,
            Severity::Warning => self.counts.warnings += 1,
            Severity::Note => self.counts.notes += 1,
        }
        told(&finding);
        self.kept.push(finding);
    }

    /// An error stands: nonconformant. Nothing was there to fail: incomplete.
    fn outcome(&mut self) -> Outcome {
        if self.counts.errors > 0 {
            return Outcome::Nonconformant;
        }
        if self.options.fail_on_warning && self.counts.warnings > 0 {
            self.explain("fail-on-warning", "warnings count as errors in this run");
            return Outcome::Nonconformant;
        }
        self.explain_packets();
        let interrupted = self
            .reasons
            .iter()
            .any(|reason| reason.code == "interrupted");
        if self.counts.events == 0 {
            self.explain(
                "no-events",
                "no event was found in the input, so nothing is proven",
            );
            return Outcome::Incomplete;
        }
        let texts_only = self
            .tallies
            .iter()
            .all(|tally| tally.rule.family() == "text");
        let exercised =
            |tally: &Tally| tally.checked > 0 && (texts_only || tally.rule.family() != "text");
        if !self.tallies.iter().any(exercised) {
            self.explain(
                "nothing-exercised",
                "no selected rule applied to any event, so nothing is proven",
            );
            return Outcome::Incomplete;
        }
        if interrupted || self.packets.is_some() || self.archives > 0 {
            Outcome::Incomplete
        } else {
            Outcome::Conformant
        }
    }

    /// Says how to reach the events that were not judged.
    fn explain_packets(&mut self) {
        if let Some((count, pointer)) = &self.packets {
            let documents = documents(*count);
            let message = format!(
                "{documents} no event but a packet round one, which stands at `{pointer}`: judge it with --at {pointer}"
            );
            self.explain("packets", &message);
        }
        if self.archives > 0 {
            let documents = documents(self.archives);
            let message = format!(
                "{documents} no event but an HTTP archive: take its messages out with --extract har"
            );
            self.explain("packets", &message);
        }
    }

    fn explain(&mut self, code: &'static str, message: &str) {
        self.reasons.push(Reason {
            code,
            message: message.to_owned(),
        });
    }
}

fn documents(count: u64) -> String {
    if count == 1 {
        "1 document is".to_owned()
    } else {
        format!("{count} documents are")
    }
}

/// A thread is not worth its start for fewer documents.
const FEWEST_A_THREAD: usize = 32;

/// What narrows the run from its start.
fn reasons(options: &Options) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let mut add = |code, message: String| reasons.push(Reason { code, message });
    if !options.selection.only.is_empty() {
        add(
            "selection",
            format!(
                "--only {}: other rules were not judged",
                options.selection.only.join(", ")
            ),
        );
    }
    if !options.selection.skip.is_empty() {
        add(
            "selection",
            format!(
                "--skip {}: these were not judged",
                options.selection.skip.join(", ")
            ),
        );
    }
    if options.fail_fast {
        add(
            "fail-fast",
            "--fail-fast: the run ends at the first error".to_owned(),
        );
    }
    reasons
}

/// The rules of this version: their words and the event schema, whatever the profile and selection.
pub fn ruleset(profile: Profile) -> Ruleset {
    Ruleset {
        profile,
        digest: digest(all().map(words), EVENT_SCHEMA),
        rules: all().count(),
    }
}

/// What of a rule its rule set's digest is made of: id, says, authority, source, since.
pub fn words(rule: &'static Rule) -> [&'static str; 5] {
    [
        rule.id,
        rule.says,
        rule.authority.name(),
        rule.source,
        rule.since,
    ]
}

/// The digest of a rule set: over the words of its rules, in order, and its event schema.
pub fn digest<'w>(rules: impl Iterator<Item = [&'w str; 5]>, schema: &str) -> String {
    let mut hash = Sha256::new();
    for word in rules.flatten() {
        hash.update(word.as_bytes());
        hash.update([0]);
    }
    hash.update(schema.as_bytes());
    let digest: String = hash
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("sha256:{digest}")
}
