//! The engine: checks documents one after another (`push`) and gives a report (`report`).

mod calls;
mod claims;
mod disposition;
mod ended;
mod examine;
mod flow;
mod intake;
mod locate;
mod options;
mod others;
mod outcome;
mod pool;
mod retained_text;
mod ruleset;
mod schema;
mod sequencer;
mod suppression;
mod timeline;
mod unknown_keys;
mod unreadable;

use std::collections::{HashMap, VecDeque};
use std::ops::ControlFlow;
use std::sync::Arc;

pub use options::{Options, Order, Tracked};
pub use ruleset::{digest, ruleset, words};
pub use schema::{EVENT_SCHEMA, Schema};

pub use crate::ledger::Error;

use crate::capture::{Document, Unchecked};
use crate::event::timestamp::Instant;
use crate::ledger::CountedOnly;
use crate::ledger::store::FindingStore;
use crate::ledger::waivers::{Ledger, Terms};
use crate::report::{Commands, Counts, Finding, Input, Reason, Report, Tally};
use crate::rules::{Rule, all};
use examine::{Examined, Examiner};
use flow::{FlowChecks, StepResult};
use others::Others;
use outcome::reasons;
use suppression::Suppressions;
use unknown_keys::UnknownKeys;

/// Up to this many broken documents are reported one by one while no document of the input is whole.
const MAX_BROKEN_ALONE: u64 = 100;

/// Passed-over files that the report names.
const MAX_FILES_NAMED: usize = 3;

/// Checks the documents of one or more inputs, and makes the report.
pub struct Engine {
    options: Options,
    examiner: Arc<Examiner>,
    tallies: Vec<Tally>,
    counts: Counts,
    kept: FindingStore,
    /// What was read of each input, in the order in which they began.
    inputs: Vec<Input>,

    paths: Vec<String>,
    /// The state of each input, in the same order.
    input_states: Vec<InputState>,
    others: Others,
    flow: FlowChecks,
    /// Empty between steps; kept so that its memory is used again.
    step_result: StepResult,
    reasons: Vec<Reason>,
    /// Events inside other values, which were not checked.
    unchecked: Unchecked,
    /// Files of folders that are no captures; the first few.
    passed_over: Vec<String>,
    /// Events without their envelope, of which nothing else was checked.
    bare: u64,
    unknown_keys: UnknownKeys,
    waivers: Option<Ledger>,
    /// Whether the waivers' own rules were checked.
    waivers_checked: bool,
}

/// How far one input has been read.
#[derive(Debug, Default)]
struct InputState {
    broken: u64,
    whole: u64,
    /// Findings of broken documents, kept back until it is known whether any document is whole.
    deferred: Vec<Finding>,
    /// Those over the maximum number of findings, by rule and fingerprint.
    deferred_left_out: LeftOut,
    /// Examined documents that wait for those of other inputs.
    waiting: VecDeque<Examined>,
    /// The newest time of its events so far; an event without a time takes this one.
    clock: Option<Instant>,
    ended: bool,
    /// Whether the run is incomplete without an event in it.
    needs_event: bool,
    /// Whether its deferred findings were reported or summarized.
    concluded: bool,
}

/// Findings that are only counted, by rule and fingerprint.
type LeftOut = HashMap<(&'static str, String), CountedOnly>;

impl Engine {
    /// An engine with these options.
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
            input_states: Vec::new(),
            others: Others::new(options.masks),
            flow,
            step_result: StepResult::default(),
            reasons,
            unchecked: Unchecked::default(),
            passed_over: Vec::new(),
            bare: 0,
            unknown_keys: UnknownKeys::default(),
            waivers: terms.map(Ledger::new),
            waivers_checked: false,
            options,
        })
    }

    /// Begins a new input and returns its index.
    pub fn begin(&mut self, path: &str, sink: &mut dyn FnMut(&Finding)) -> usize {
        if self.options.order == Order::Separate {
            self.finish_flow(sink);
        }
        let path = self.named(path);
        self.paths.push(path.clone());
        self.input_states.push(InputState::default());
        self.inputs.push(Input {
            path,
            bytes: 0,
            sha256: None,
            documents: 0,
            events: 0,
        });
        self.inputs.len() - 1
    }

    /// The input's path with private parts masked, numbered where two paths look alike then.
    fn named(&self, path: &str) -> String {
        let shown = self.options.masks.path(path);
        let alike = || self.paths.iter().filter(|other| **other == shown).count();
        match shown == path || alike() == 0 {
            true => shown,
            false => format!("{shown}#{}", self.paths.len() + 1),
        }
    }

    /// Checks the next documents of that input. Each finding goes to `sink` as soon as it is certain.
    pub fn push(&mut self, input: usize, documents: &[Document], sink: &mut dyn FnMut(&Finding)) {
        let examiner = Arc::clone(&self.examiner);
        pool::examine(&examiner, documents, self.options.jobs, &mut |examined| {
            if self.is_decided() {
                return ControlFlow::Break(());
            }
            self.enqueue(input, examined, sink);
            ControlFlow::Continue(())
        });
        if !self.is_decided() {
            self.step_ready(sink);
        }
    }

    /// Whether the run is over: with `fail_fast`, at the first error.
    pub fn is_decided(&self) -> bool {
        self.options.fail_fast && (self.counts.errors > 0)
    }

    /// The order in which events of several inputs are checked.
    pub fn order(&self) -> Order {
        self.options.order
    }

    /// With [`Order::Time`], the input whose next documents are needed; else none is needed more than
    /// another.
    pub fn next_input(&self) -> Option<usize> {
        let needed = |state: &InputState| !state.ended && state.waiting.is_empty();
        match self.options.order {
            Order::Input | Order::Separate | Order::None => None,
            Order::Time => self.input_states.iter().position(needed),
        }
    }

    /// The input has ended, after `bytes` bytes with that digest.
    pub fn end(
        &mut self,
        input: usize,
        bytes: u64,
        sha256: Option<String>,
        sink: &mut dyn FnMut(&Finding),
    ) {
        let Some(state) = self.input_states.get_mut(input) else {
            return;
        };
        state.ended = true;
        if let Some(input) = self.inputs.get_mut(input) {
            input.bytes = bytes;
            input.sha256 = sha256;
        }
        self.conclude(input, sink);
        self.step_ready(sink);
    }

    /// Records events that were not checked because they are inside other values.
    pub fn leave_unchecked(&mut self, unchecked: &Unchecked) {
        self.counts.unchecked += unchecked.count;
        self.unchecked.append(unchecked.clone());
    }

    /// The input is expected to hold an event: without one the run is incomplete, and names it.
    pub fn require_event(&mut self, input: usize) {
        if let Some(state) = self.input_states.get_mut(input) {
            state.needs_event = true;
        }
    }

    /// Records a file of a folder that is no capture.
    pub fn pass_over(&mut self, path: &str) {
        self.counts.files_passed_over += 1;
        if self.passed_over.len() < MAX_FILES_NAMED {
            self.passed_over.push(self.options.masks.path(path));
        }
    }

    /// Records that the run was cut short: without errors its outcome is incomplete.
    pub fn interrupt(&mut self) {
        self.reasons.push(Reason {
            code: "interrupted",
            message: "the run was interrupted".into(),
        });
    }

    /// The finished report; findings that are certain only now go to `sink` first.
    pub fn report(mut self, sink: &mut dyn FnMut(&Finding)) -> Report {
        self.step_ready(sink);
        if !self.is_decided() && !self.is_interrupted() {
            self.finish_flow(sink);
            for (leg_type, finding) in self.flow.gathered() {
                self.report_finding(finding, leg_type, sink);
            }
        }
        self.check_waivers(sink);
        self.explain_evicted();
        self.explain_begun_again();
        (self.counts.calls, self.counts.legs) = self.flow.seen();
        let coverage = self.flow.coverage(&self.tallies);
        let outcome = self.outcome(&coverage);
        let (mut findings, findings_left_out) = self.kept.finish();
        self.unknown_keys.fill(&mut findings);
        self.counts.unknown_keys_left_out = self.unknown_keys.left_out();
        let calls = self.flow.timeline(&findings);
        let masks = self.options.masks;
        let (other_messages, other_messages_left_out) = self.others.finish();
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
}
