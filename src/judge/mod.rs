//! Does it hold? One fold over documents: `hear` each, then `report`.

mod bearing;
mod calls;
mod coverage;
mod error;
mod examine;
mod flow;
mod kept;
mod known;
mod levels;
mod requirement;
mod schema;
mod selection;
mod sight;
mod telling;
mod tracks;
mod traits;
mod waiver;

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, VecDeque};

use sha2::{Digest, Sha256};

pub use error::Error;
pub use known::Known;
pub use levels::{Level, Levels};
pub use requirement::Requirement;
pub use schema::{EVENT_SCHEMA, Schema};
pub use selection::Selection;
pub use traits::{Bearing, Traits, Untold};
pub use waiver::{Waiver, Waivers};

use crate::capture::Document;
use crate::event::Message;
use crate::event::vocabulary::LegType;
use crate::report::coverage::Coverage;
use crate::report::mask::Masks;
use crate::report::{
    Counts, Finding, Input, OtherMessage, Outcome, Reason, Report, Ruleset, Tally,
};
use crate::rules::{Profile, Rule, all};
use calls::MOST_OPEN;
use examine::{DocumentKind, Examined, Examiner, Mark, Packet, Turn};
use flow::{Flow, Heard};
use kept::Kept;
use waiver::Ledger;

/// So many broken documents of an input are told one by one while none of its documents is whole.
const BROKEN_AND_NONE_WHOLE: u64 = 100;

/// How a run judges.
#[derive(Debug, Clone)]
pub struct Options {
    /// How rules are weighed.
    pub profile: Profile,
    /// Which rules.
    pub selection: Selection,
    /// Which rules the configuration turns up or down.
    pub levels: Levels,
    /// The configuration that was used, as the report names it.
    pub config: Option<String>,
    /// Findings that are borne; none where no waivers were read.
    pub waivers: Option<Waivers>,
    /// Findings that an earlier report has already.
    pub known: Option<Known>,
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
    /// In which order the events of several inputs have their turn.
    pub order: Order,
    /// How many calls that are over stay known, so that what comes late is still noticed.
    pub remember: usize,
    /// Whether each input is a capture of its own, whose ids mean nothing in another.
    pub separate: bool,
    /// How many calls the report shows step by step.
    pub tracks: usize,
    /// Whether calls in which something is found are shown before others.
    pub tracks_found_first: bool,
    /// What the run must show, or it is incomplete.
    pub required: Vec<Requirement>,
}

/// In which order the events of several inputs have their turn before the rules of flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Order {
    /// One input after another, as they are given.
    #[default]
    Input,
    /// Inputs merged by the time of the state; each keeps its own order.
    Time,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            profile: Profile::default(),
            selection: Selection::default(),
            levels: Levels::default(),
            config: None,
            waivers: None,
            known: None,
            only_events: false,
            max_findings: 10_000,
            masks: Masks::default(),
            fail_fast: false,
            fail_on_warning: false,
            jobs: 1,
            order: Order::default(),
            remember: 1_000,
            separate: false,
            tracks: 0,
            tracks_found_first: false,
            required: Vec::new(),
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
    /// What was read of each input, in the order in which they began.
    inputs: Vec<Input>,
    /// Their paths.
    paths: Vec<String>,
    /// What is to be known of them while they are heard.
    hearings: Vec<Hearing>,
    other: BTreeMap<(Message, bool), u64>,
    flow: Flow,
    reasons: Vec<Reason>,
    /// Documents that hold the event inside: how many, and where in the first.
    packets: Option<(u64, String)>,
    /// HTTP archives that were not taken apart.
    archives: u64,
    waivers: Option<Ledger>,
    /// Whether it was said what became of the waivers.
    settled: bool,
}

/// An input that is being heard.
#[derive(Debug, Default)]
struct Hearing {
    broken: u64,
    whole: u64,
    /// Findings of broken documents, until it is known whether any document is whole.
    held: Vec<Finding>,
    /// Those that are more than may be held, by rule and fingerprint.
    held_left_out: LeftOut,
    /// Events that wait for those of other inputs.
    waiting: VecDeque<Box<Turn>>,
    /// The newest time of its events that had their turn: an event without one follows its neighbour.
    clock: Option<jiff::Timestamp>,
    ended: bool,
}

/// Findings that are only counted, by rule and fingerprint.
type LeftOut = HashMap<(&'static str, String), Untold>;

impl Judge {
    /// A judge with these options.
    ///
    /// # Errors
    /// A selection that cannot be followed.
    pub fn new(options: Options) -> Result<Judge, Error> {
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
        let examiner = Examiner::new(&tallies, &options, schema);
        let flow = Flow::new(&tallies, &options);
        let reasons = reasons(&options, &tallies);
        if options.waivers.is_some() {
            tallies.extend(all().filter(|rule| rule.family() == "waiver").map(tally));
        }
        let mut options = options;
        Ok(Judge {
            tallies,
            examiner,
            counts: Counts::default(),
            kept: Kept::new(options.max_findings),
            inputs: Vec::new(),
            paths: Vec::new(),
            hearings: Vec::new(),
            other: BTreeMap::new(),
            flow,
            reasons,
            packets: None,
            archives: 0,
            waivers: options.waivers.take().map(Ledger::new),
            settled: false,
            options,
        })
    }

    /// A new input begins; gives its place among the inputs, from 0.
    pub fn begin(&mut self, path: &str, told: &mut dyn FnMut(&Finding)) -> usize {
        if self.options.separate {
            self.finish_flow(told);
        }
        self.paths.push(path.to_owned());
        self.hearings.push(Hearing::default());
        self.inputs.push(Input {
            path: path.to_owned(),
            bytes: 0,
            sha256: None,
            documents: 0,
            events: 0,
        });
        self.inputs.len() - 1
    }

    /// Hears documents of that input, in order. Each finding is handed on as soon as it stands.
    pub fn hear(&mut self, input: usize, documents: &[Document], told: &mut dyn FnMut(&Finding)) {
        for examined in self.examine(documents) {
            if self.is_decided() {
                return;
            }
            self.take(input, examined, told);
        }
        self.give_turns(told);
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
        let needed = |hearing: &Hearing| !hearing.ended && hearing.waiting.is_empty();
        match self.options.order {
            Order::Input => None,
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
        let unreadable = hearing.broken > BROKEN_AND_NONE_WHOLE && hearing.whole == 0;
        if let Some(input) = self.inputs.get_mut(input) {
            input.bytes = bytes;
            input.sha256 = sha256;
        }
        if unreadable {
            self.collapse(input, told);
        } else {
            self.release(input, told);
        }
        self.give_turns(told);
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
        }
        self.settle(told);
        self.explain_let_go();
        (self.counts.calls, self.counts.legs) = self.flow.seen();
        let coverage = self.flow.coverage(&self.tallies);
        let outcome = self.outcome(&coverage);
        let (findings, findings_left_out) = self.kept.finish();
        let calls = self.flow.tracks(&findings);
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
            waivers_as_of: self.waivers.as_ref().map(Ledger::as_of),
            config: self.options.config,
            coverage,
            calls,
            goldens: None,
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

    fn take(&mut self, input: usize, examined: Examined, told: &mut dyn FnMut(&Finding)) {
        let Examined {
            kind,
            marks,
            findings,
            packet,
            left_out,
            call_type,
        } = examined;
        match packet {
            Some(Packet::At(pointer)) => self.packets.get_or_insert((0, pointer)).0 += 1,
            Some(Packet::Archive) => self.archives += 1,
            None => {}
        }
        for (tally, mark) in self.tallies.iter_mut().zip(marks) {
            tally.count(mark);
        }
        for untold in left_out {
            self.leave_out(&untold, call_type);
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
            self.tell(finding, call_type, told);
        }
        if let Some(turn) = turn {
            self.line_up(input, turn, told);
        }
    }

    /// Counts the document; gives the event's number, and the event.
    fn count(&mut self, input: usize, kind: DocumentKind) -> (Option<u64>, Option<Box<Turn>>) {
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
            DocumentKind::Shapeless => {}
            DocumentKind::Other(message, documented) => {
                self.counts.other_messages += 1;
                *self.other.entry((message, documented)).or_default() += 1;
            }
            DocumentKind::Event(mut turn) => {
                self.counts.events += 1;
                read.events += 1;
                turn.sight.input = input;
                turn.sight.event = read.events;
                return (Some(read.events), Some(turn));
            }
        }
        (None, None)
    }

    /// The event has its turn at once, or waits for those of other inputs.
    fn line_up(&mut self, input: usize, turn: Box<Turn>, told: &mut dyn FnMut(&Finding)) {
        match (self.options.order, self.hearings.get_mut(input)) {
            (Order::Time, Some(hearing)) => hearing.waiting.push_back(turn),
            (Order::Time, None) | (Order::Input, _) => self.give_turn(*turn, told),
        }
    }

    /// Gives their turns to all events that need not wait any more.
    fn give_turns(&mut self, told: &mut dyn FnMut(&Finding)) {
        while self.wants().is_none() {
            let time = |hearing: &Hearing| {
                let first = hearing.waiting.front()?;
                Some(first.moment.at().or(hearing.clock))
            };
            let waiting = self.hearings.iter().enumerate();
            let next = waiting
                .filter_map(|(input, hearing)| Some((time(hearing)?, input)))
                .min();
            let Some((clock, input)) = next else {
                return;
            };
            let hearing = self.hearings.get_mut(input);
            let turn = hearing.and_then(|hearing| {
                hearing.clock = hearing.clock.max(clock);
                hearing.waiting.pop_front()
            });
            if let Some(turn) = turn {
                self.give_turn(*turn, told);
            }
        }
    }

    fn give_turn(&mut self, turn: Turn, told: &mut dyn FnMut(&Finding)) {
        if self.is_decided() {
            return;
        }
        let mut heard = Heard::default();
        self.flow.turn(turn, &self.paths, &mut heard);
        self.take_heard(heard, told);
    }

    fn finish_flow(&mut self, told: &mut dyn FnMut(&Finding)) {
        let mut heard = Heard::default();
        self.flow.finish(&self.paths, &mut heard);
        self.take_heard(heard, told);
    }

    fn take_heard(&mut self, heard: Heard, told: &mut dyn FnMut(&Finding)) {
        for (listed, mark) in heard.marks {
            if let Some(tally) = self.tallies.get_mut(listed) {
                tally.count(mark);
            }
        }
        for (leg_type, finding) in heard.findings {
            self.tell(finding, leg_type, told);
        }
    }

    fn leave_out(&mut self, untold: &Untold, call_type: Option<LegType>) {
        for _ in 0..untold.findings {
            self.bear(&untold.traits(call_type));
        }
        self.kept.leave_out(untold.findings);
    }

    fn hold(&mut self, input: usize, finding: Finding) {
        let most = self.options.max_findings;
        let Some(hearing) = self.hearings.get_mut(input) else {
            return;
        };
        if hearing.held.len() < most {
            hearing.held.push(finding);
            return;
        }
        let alike = (finding.rule.id, finding.fingerprint.clone());
        match hearing.held_left_out.entry(alike) {
            Entry::Occupied(mut alike) => alike.get_mut().findings += 1,
            Entry::Vacant(first) => {
                first.insert(Untold::of(&finding));
            }
        }
    }

    /// What was held of the input, and how much more there was.
    fn held(&mut self, input: usize) -> (Vec<Finding>, LeftOut) {
        let hearing = self.hearings.get_mut(input);
        hearing.map_or_else(Default::default, |hearing| {
            let held = std::mem::take(&mut hearing.held);
            (held, std::mem::take(&mut hearing.held_left_out))
        })
    }

    /// Tells what was held: a document is whole, or there are few.
    fn release(&mut self, input: usize, told: &mut dyn FnMut(&Finding)) {
        let (held, left_out) = self.held(input);
        for finding in held {
            self.tell(finding, None, told);
        }
        for untold in left_out.values() {
            self.leave_out(untold, None);
        }
    }

    /// One finding for an input of which nothing can be read.
    fn collapse(&mut self, input: usize, told: &mut dyn FnMut(&Finding)) {
        let broken = self.hearings.get(input).map_or(0, |hearing| hearing.broken);
        let (held, _) = self.held(input);
        if let Some(mut finding) = held.into_iter().next() {
            finding.message = format!(
                "none of {broken} documents can be read; the first: {}",
                finding.message
            );
            self.tell(finding, None, told);
        }
    }

    fn tell(
        &mut self,
        mut finding: Finding,
        call_type: Option<LegType>,
        told: &mut dyn FnMut(&Finding),
    ) {
        match self.bear(&Traits::of(&finding, call_type)) {
            Bearing::Counts => {}
            Bearing::Waived(waived) => finding.waived = Some(waived),
            Bearing::Known => finding.known = true,
        }
        told(&finding);
        self.kept.push(finding);
    }

    /// An error stands: nonconformant. Nothing was there to fail: incomplete.
    fn outcome(&mut self, coverage: &Coverage) -> Outcome {
        if self.counts.errors > 0 {
            return Outcome::Nonconformant;
        }
        if self.options.fail_on_warning && self.counts.warnings > 0 {
            self.explain("fail-on-warning", "warnings count as errors in this run");
            return Outcome::Nonconformant;
        }
        self.explain_packets();
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
            .all(|tally| matches!(tally.rule.family(), "text" | "waiver"));
        let exercised = |tally: &Tally| match tally.rule.family() {
            "text" => tally.checked > 0 && texts_only,
            "waiver" => false,
            _ => tally.checked > 0,
        };
        if !self.tallies.iter().any(exercised) {
            self.explain(
                "nothing-exercised",
                "no selected rule applied to any event, so nothing is proven",
            );
            return Outcome::Incomplete;
        }
        let missing = requirement::missing(&self.options.required, coverage);
        for (kind, names) in &missing {
            let message = format!("coverage is required, and the run did not show: {kind} {names}");
            self.explain("coverage", &message);
        }
        if !missing.is_empty()
            || self.is_interrupted()
            || self.packets.is_some()
            || self.archives > 0
        {
            Outcome::Incomplete
        } else {
            Outcome::Conformant
        }
    }

    fn is_interrupted(&self) -> bool {
        let mut reasons = self.reasons.iter();
        reasons.any(|reason| reason.code == "interrupted")
    }

    /// Says that calls were forgotten before they were over.
    fn explain_let_go(&mut self) {
        let let_go = self.flow.let_go();
        if let_go > 0 {
            let message = format!(
                "{let_go} open calls were let go, because {MOST_OPEN} at once are followed at the most: what came later of them was judged as new"
            );
            self.explain("open-calls", &message);
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

impl Tally {
    fn count(&mut self, mark: Mark) {
        self.checked += u64::from(mark != Mark::Absent);
        self.failed += u64::from(mark == Mark::Broken);
    }
}

/// A thread is not worth its start for fewer documents.
const FEWEST_A_THREAD: usize = 32;

/// What narrows the run from its start.
fn reasons(options: &Options, tallies: &[Tally]) -> Vec<Reason> {
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
    let judged = |rule: &Rule| tallies.iter().any(|tally| tally.rule.id == rule.id);
    for message in options.levels.told(options.profile, judged) {
        add("levels", message);
    }
    if options.fail_fast {
        add(
            "fail-fast",
            "--fail-fast: the run ends at the first error".to_owned(),
        );
    }
    let known = options.known.iter();
    for message in known.flat_map(|known| known.told(options)) {
        add("new-since", message);
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
