//! Does it hold? One fold over documents: `hear` each, then `report`.

mod bearing;
mod calls;
mod claims;
mod coverage;
mod ended;
mod error;
mod examine;
mod flow;
mod kept;
mod known;
mod levels;
mod options;
mod others;
mod outcome;
mod requirement;
mod ruleset;
mod schema;
mod selection;
mod share;
mod sight;
mod suppression;
mod telling;
mod tracks;
mod traits;
mod turns;
mod unknown_keys;
mod unread;
mod waiver;

use std::collections::{HashMap, VecDeque};
use std::ops::ControlFlow;
use std::sync::Arc;

pub use error::Error;
pub use known::Baseline;
pub use levels::{RuleLevel, RuleLevels};
pub use options::{Options, Order, Tracked};
pub use requirement::Requirement;
pub use ruleset::{digest, ruleset, words};
pub use schema::{EVENT_SCHEMA, Schema};
pub use selection::Selection;
pub use traits::{CountedOnly, Disposition, FindingKey};
pub use waiver::{Waiver, Waivers};

use crate::capture::{Document, Unchecked};
use crate::event::instant::Instant;
use crate::event::vocabulary::LegType;
use crate::report::{Commands, Counts, Finding, Input, Reason, Report, Tally};
use crate::rules::{Rule, all};
use examine::{DocumentKind, Examined, ExaminedEvent, Examiner, Mark};
use flow::{FlowChecks, StepResult};
use kept::FindingStore;
use others::Others;
use outcome::reasons;
use suppression::Suppressions;
use unknown_keys::UnknownKeys;
use waiver::{Ledger, Terms};

/// So many broken documents of an input are told one by one while none of its documents is whole.
const BROKEN_AND_NONE_WHOLE: u64 = 100;

/// So many files that were passed over are named.
const FILES_NAMED: usize = 3;

/// Hears documents, and reports.
pub struct Engine {
    options: Options,
    examiner: Arc<Examiner>,
    tallies: Vec<Tally>,
    counts: Counts,
    kept: FindingStore,
    /// What was read of each input, in the order in which they began.
    inputs: Vec<Input>,
    /// Their paths.
    paths: Vec<String>,
    /// What is to be known of them while they are heard.
    hearings: Vec<InputState>,
    others: Others,
    flow: FlowChecks,
    /// Empty between turns: its room serves the next.
    heard: StepResult,
    reasons: Vec<Reason>,
    /// Events that stand inside something else and were not checked.
    unchecked: Unchecked,
    /// Files of folders that are no captures; the first few.
    passed_over: Vec<String>,
    /// Events without their envelope, of which nothing else was checked.
    bare: u64,
    unknown_keys: UnknownKeys,
    waivers: Option<Ledger>,
    /// Whether it was said what became of the waivers.
    settled: bool,
}

/// An input that is being heard.
#[derive(Debug, Default)]
struct InputState {
    broken: u64,
    whole: u64,
    /// Findings of broken documents, until it is known whether any document is whole.
    held: Vec<Finding>,
    /// Those that are more than may be held, by rule and fingerprint.
    held_left_out: LeftOut,
    /// Documents that wait for those of other inputs, with all that was found in them.
    waiting: VecDeque<Examined>,
    /// The newest time of its events that had their turn: an event without one follows its neighbour.
    clock: Option<Instant>,
    ended: bool,
    /// Whether the run is incomplete without an event in it.
    needs_event: bool,
    /// Whether it was said what becomes of its broken documents.
    concluded: bool,
}

/// Findings that are only counted, by rule and fingerprint.
type LeftOut = HashMap<(&'static str, String), CountedOnly>;

impl Engine {
    /// A judge with these options.
    ///
    /// # Errors
    /// A selection that cannot be followed.
    pub fn new(mut options: Options) -> Result<Engine, Error> {
        let terms = options.waivers.take().map(Terms::new).map(Arc::new);
        let rules = options.selection.rules(&options.levels)?;
        let tally = |rule: &'static Rule| Tally {
            rule,
            severity: options.levels.severity(rule, options.profile),
            checked: 0,
            failed: 0,
            found: 0,
            waived: 0,
            known: 0,
            claimed: true,
        };
        let mut tallies: Vec<Tally> = rules.into_iter().map(tally).collect();
        let schema = Schema::compile().map_err(Error::Schema)?;
        let suppressions = Arc::new(Suppressions {
            waivers: terms.clone(),
            baseline: options.known.clone(),
        });
        let examiner = Examiner::new(&tallies, &options, schema, Arc::clone(&suppressions));
        let examiner = Arc::new(examiner);
        let flow = FlowChecks::new(&tallies, &options, suppressions);
        let reasons = reasons(&options, &tallies);
        if terms.is_some() {
            tallies.extend(all().filter(|rule| rule.family() == "waiver").map(tally));
        }
        Ok(Engine {
            tallies,
            examiner,
            counts: Counts::default(),
            kept: FindingStore::new(options.max_findings),
            inputs: Vec::new(),
            paths: Vec::new(),
            hearings: Vec::new(),
            others: Others::new(options.masks),
            flow,
            heard: StepResult::default(),
            reasons,
            unchecked: Unchecked::default(),
            passed_over: Vec::new(),
            bare: 0,
            unknown_keys: UnknownKeys::default(),
            waivers: terms.map(Ledger::new),
            settled: false,
            options,
        })
    }

    /// A new input begins; gives its place among the inputs, from 0.
    pub fn begin(&mut self, path: &str, told: &mut dyn FnMut(&Finding)) -> usize {
        if self.options.order == Order::Separate {
            self.finish_flow(told);
        }
        let path = self.named(path);
        self.paths.push(path.clone());
        self.hearings.push(InputState::default());
        self.inputs.push(Input {
            path,
            bytes: 0,
            sha256: None,
            documents: 0,
            events: 0,
        });
        self.inputs.len() - 1
    }

    /// What reports call the input: its path as it may be shown. What looks the same then is numbered.
    fn named(&self, path: &str) -> String {
        let shown = self.options.masks.path(path);
        let alike = || self.paths.iter().filter(|other| **other == shown).count();
        match shown == path || alike() == 0 {
            true => shown,
            false => format!("{shown}#{}", self.paths.len() + 1),
        }
    }

    /// Hears documents of that input, in order. Each finding is handed on as soon as it stands.
    pub fn hear(&mut self, input: usize, documents: &[Document], told: &mut dyn FnMut(&Finding)) {
        let examiner = Arc::clone(&self.examiner);
        share::examine(&examiner, documents, self.options.jobs, &mut |examined| {
            if self.is_decided() {
                return ControlFlow::Break(());
            }
            self.line_up(input, examined, told);
            ControlFlow::Continue(())
        });
        if !self.is_decided() {
            self.give_turns(told);
        }
    }

    /// Whether the run is over: with `fail_fast`, at the first error.
    pub fn is_decided(&self) -> bool {
        self.options.fail_fast && (self.counts.errors > 0)
    }

    /// In which order events have their turn.
    pub fn order(&self) -> Order {
        self.options.order
    }

    /// With [`Order::Time`], the input whose next documents are needed; else none is needed more than
    /// another.
    pub fn wants(&self) -> Option<usize> {
        let needed = |hearing: &InputState| !hearing.ended && hearing.waiting.is_empty();
        match self.options.order {
            Order::Input | Order::Separate | Order::None => None,
            Order::Time => self.hearings.iter().position(needed),
        }
    }

    /// The input has ended; so many bytes came, with that digest.
    pub fn end(
        &mut self,
        input: usize,
        bytes: u64,
        sha256: Option<String>,
        told: &mut dyn FnMut(&Finding),
    ) {
        let Some(hearing) = self.hearings.get_mut(input) else {
            return;
        };
        hearing.ended = true;
        if let Some(input) = self.inputs.get_mut(input) {
            input.bytes = bytes;
            input.sha256 = sha256;
        }
        self.conclude(input, told);
        self.give_turns(told);
    }

    /// Events of the input that were not checked, because they stand inside something else.
    pub fn leave_unchecked(&mut self, unchecked: &Unchecked) {
        self.counts.unchecked += unchecked.count;
        self.unchecked.append(unchecked.clone());
    }

    /// The input is expected to hold an event: without one the run is incomplete, and names it.
    pub fn require_event(&mut self, input: usize) {
        if let Some(hearing) = self.hearings.get_mut(input) {
            hearing.needs_event = true;
        }
    }

    /// A file of a folder is no capture.
    pub fn pass_over(&mut self, path: &str) {
        self.counts.files_passed_over += 1;
        if self.passed_over.len() < FILES_NAMED {
            self.passed_over.push(self.options.masks.path(path));
        }
    }

    /// Something cut the run short: the report says so, and a run without errors proves too little.
    pub fn interrupt(&mut self) {
        self.reasons.push(Reason {
            code: "interrupted",
            message: "the run was interrupted".into(),
        });
    }

    /// The finished report; findings that stand only now are handed on first.
    pub fn report(mut self, told: &mut dyn FnMut(&Finding)) -> Report {
        self.give_turns(told);
        if !self.is_decided() && !self.is_interrupted() {
            self.finish_flow(told);
            for (leg_type, finding) in self.flow.gathered() {
                self.tell(finding, leg_type, told);
            }
        }
        self.settle(told);
        self.explain_let_go();
        self.explain_begun_again();
        (self.counts.calls, self.counts.legs) = self.flow.seen();
        let coverage = self.flow.coverage(&self.tallies);
        let outcome = self.outcome(&coverage);
        let (mut findings, findings_left_out) = self.kept.finish();
        self.unknown_keys.fill(&mut findings);
        self.counts.unknown_keys_left_out = self.unknown_keys.left_out();
        let calls = self.flow.tracks(&findings);
        let masks = self.options.masks;
        let (other_messages, other_messages_left_out) = self.others.told();
        Report {
            ruleset: ruleset(self.options.profile),
            outcome,
            reasons: self.reasons,
            counts: self.counts,
            inputs: self.inputs,
            tallies: self.tallies,
            findings,
            findings_left_out,
            other_messages,
            other_messages_left_out,
            waivers_as_of: self.waivers.as_ref().map(Ledger::as_of),
            config: self.options.config.map(|path| masks.path(&path)),
            coverage,
            calls,
            goldens: None,
            passed_over: self.passed_over,
            commands: Commands::default(),
        }
    }

    fn take(&mut self, input: usize, examined: Examined, told: &mut dyn FnMut(&Finding)) {
        let Examined {
            kind,
            marks,
            findings,
            left_out,
            call_type,
            document,
        } = examined;
        for (tally, mark) in self.tallies.iter_mut().zip(marks) {
            tally.count(mark);
        }
        let at = (input, document);
        for untold in left_out {
            self.leave_out(&untold, call_type, at);
        }
        let is_broken = matches!(kind, DocumentKind::Broken);
        let (event, turn) = self.count(input, kind);
        let none_whole = self
            .hearings
            .get(input)
            .is_some_and(|hearing| hearing.whole == 0);
        let path = self.paths.get(input).map_or("", String::as_str);
        let findings: Vec<Finding> = findings
            .into_iter()
            .map(|finding| Finding {
                event,
                input: path.to_owned(),
                ..finding
            })
            .collect();
        if is_broken && none_whole {
            findings
                .into_iter()
                .for_each(|finding| self.hold(input, finding));
            return;
        }
        self.release(input, told);
        for finding in findings {
            if finding.rule.is_once_a_run() {
                self.tell_once(finding, call_type, at, told);
            } else {
                self.tell(finding, call_type, told);
            }
        }
        if let Some(turn) = turn {
            self.give_turn(*turn, told);
        }
    }

    /// Counts the document; gives the event's number, and the event.
    fn count(
        &mut self,
        input: usize,
        kind: DocumentKind,
    ) -> (Option<u64>, Option<Box<ExaminedEvent>>) {
        let (Some(read), Some(hearing)) =
            (self.inputs.get_mut(input), self.hearings.get_mut(input))
        else {
            return (None, None);
        };
        self.counts.documents += 1;
        read.documents += 1;
        hearing.whole += u64::from(!matches!(kind, DocumentKind::Broken));
        match kind {
            DocumentKind::Broken => {
                hearing.broken += 1;
                self.flow.note_gap();
            }
            DocumentKind::Bare => {
                self.counts.events += 1;
                self.bare += 1;
                read.events += 1;
                self.flow.note_gap();
                return (Some(read.events), None);
            }
            DocumentKind::Shapeless => {}
            DocumentKind::Other(message, documented) => {
                self.counts.other_messages += 1;
                self.others.count(message, documented);
            }
            DocumentKind::Event(mut turn) => {
                self.counts.events += 1;
                read.events += 1;
                if let Some(turn) = &mut turn {
                    self.counts.unfollowed += u64::from(turn.is_unfollowed);
                    turn.sight.input = input;
                    turn.sight.event = read.events;
                }
                return (Some(read.events), turn);
            }
        }
        (None, None)
    }

    fn leave_out(
        &mut self,
        untold: &CountedOnly,
        call_type: Option<LegType>,
        at: unknown_keys::At,
    ) {
        if let Some(message) = &untold.once {
            return self.count_once(message, untold, call_type, at);
        }
        for _ in 0..untold.findings {
            self.bear(&untold.traits(call_type));
        }
        self.kept.leave_out(untold.findings);
    }

    fn tell(
        &mut self,
        mut finding: Finding,
        call_type: Option<LegType>,
        told: &mut dyn FnMut(&Finding),
    ) {
        match self.bear(&FindingKey::of(&finding, call_type)) {
            Disposition::Counts => {}
            Disposition::Waived(waived) => finding.waived = Some(waived),
            Disposition::Known => finding.known = true,
        }
        told(&finding);
        self.kept.push(finding);
    }
}

impl Tally {
    fn count(&mut self, mark: Mark) {
        self.checked += u64::from(mark != Mark::Absent);
        self.failed += u64::from(mark == Mark::Broken);
    }
}
