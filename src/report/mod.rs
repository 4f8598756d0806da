//! What was found: the values of a finished report.

pub mod call;
pub mod coverage;
pub mod difference;
pub mod excerpt;
mod excerpt_line;
pub mod read_back;
pub mod snapshots;

use serde::{Deserialize, Serialize};

use call::CallTrack;
use coverage::Coverage;

use crate::json::Position;
use crate::rules::{Profile, Rule, Severity};

/// The name and version of the format.
pub const FORMAT: &str = "callproof/1";

/// The JSON Schema of the JSON report and, under `$defs`, of the lines of the NDJSON one.
pub const SCHEMA: &str = include_str!("../../schemas/report.schema.json");

/// The JSON Schema of coverage as JSON.
pub const COVERAGE_SCHEMA: &str = include_str!("../../schemas/coverage.schema.json");

/// The JSON Schema of calls as JSON.
pub const CALLS_SCHEMA: &str = include_str!("../../schemas/calls.schema.json");

/// So many bytes of findings a report has at the most, however many were asked for: it stays readable.
pub const LARGEST_FINDINGS_BYTES: usize = 48 << 20;

/// A finished run. Renderers read it and add nothing.
#[derive(Debug, Clone)]
pub struct Report {
    /// What carried the judgement.
    pub ruleset: Ruleset,
    /// The verdict on the run.
    pub outcome: Outcome,
    /// What limits or explains the outcome.
    pub reasons: Vec<Reason>,
    /// Exact, however many findings are kept.
    pub counts: Counts,
    /// What was read, in order.
    pub inputs: Vec<Input>,
    /// The selected rules in their listed order.
    pub tallies: Vec<Tally>,
    /// Findings in input order, at the most as many as were asked for.
    pub findings: Vec<Finding>,
    /// How many more there were.
    pub findings_left_out: u64,
    /// Messages that are not this event, by name.
    pub other_messages: Vec<OtherMessage>,
    /// How many other messages have a name that is not among them.
    pub other_messages_left_out: u64,
    /// The day by which waivers were judged, as YYYY-MM-DD; none where none were read.
    pub waivers_as_of: Option<String>,
    /// What the run has shown.
    pub coverage: Coverage,
    /// Its calls step by step, as many as were asked for.
    pub calls: Vec<CallTrack>,
    /// The configuration that was used, by its path from where the command ran.
    pub config: Option<String>,
    /// What became of the goldens; none where none were asked for.
    pub goldens: Option<snapshots::SnapshotResults>,
    /// The first files of folders that are no captures.
    pub passed_over: Vec<String>,
    /// How to go on; set by whoever took the command.
    pub commands: Commands,
}

/// Commands that go on from a run, each as a shell takes it; one that would not work is not there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Commands {
    /// The same check, of events wherever they stand.
    pub unwrap: Option<String>,
    /// The same check in the next stricter profile.
    pub stricter: Option<String>,
    /// What records the captures' goldens.
    pub record_goldens: Option<String>,
    /// What compares the captures with their goldens alone, and leaves what differs for a decision.
    pub check_goldens: Option<String>,
}

/// The rules of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruleset {
    /// How they are weighed.
    pub profile: Profile,
    /// `sha256:` over every rule's words and the event schema; the same for every profile and selection.
    pub digest: String,
    /// How many rules this version has, those about waivers too.
    pub rules: usize,
}

/// Whether the producer conforms, as far as this run can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// At least one event was checked, and no error stands.
    Conformant,
    /// An error stands.
    Nonconformant,
    /// No error, but the run proves too little.
    Incomplete,
}

impl Outcome {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Conformant => "conformant",
            Outcome::Nonconformant => "nonconformant",
            Outcome::Incomplete => "incomplete",
        }
    }
}

/// Why an outcome is what it is, or what narrowed the run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// A stable word: `no-events`, `nothing-exercised`, `nothing-there`, `unchecked`, `selection`, `levels`,
    /// `coverage`, `open-calls`, `forgotten-legs`, `begun-again`, `unfollowed`, `fail-fast`, `fail-on-warning`,
    /// `baseline`, `waivers`, `interrupted`, `goldens`, `no-goldens`, `goldens-not-compared`, `not-shown`,
    /// `election`, `no-envelope`, `empty-inputs`.
    pub code: &'static str,
    /// The same for a person.
    pub message: String,
}

/// What a run saw. Findings count by severity, waived ones apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[allow(missing_docs)]
pub struct Counts {
    pub documents: u64,
    pub events: u64,
    pub other_messages: u64,
    pub calls: u64,
    pub legs: u64,
    pub errors: u64,
    pub warnings: u64,
    pub notes: u64,
    pub waived: u64,
    pub known: u64,
    /// Events whose leg or state could not be read although no error of theirs says so.
    pub unfollowed: u64,
    /// Undocumented keys beyond those that are reported.
    pub unknown_keys_left_out: u64,
    /// Events that stand inside something else and were not checked, and what may hold some and cannot be
    /// opened.
    pub unchecked: u64,
    /// Files of folders that are no captures.
    pub files_passed_over: u64,
}

impl Counts {
    /// How many findings of that severity.
    pub fn of(&self, severity: Severity) -> u64 {
        match severity {
            Severity::Error => self.errors,
            Severity::Warning => self.warnings,
            Severity::Note => self.notes,
        }
    }
}

/// One input as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Input {
    /// As named on the command line or found below it; `-` for standard input.
    pub path: String,
    /// Its size as it arrived, compressed or not.
    pub bytes: u64,
    /// Of those bytes, in hexadecimal; none where reading stopped before the end.
    pub sha256: Option<String>,
    /// Documents in it.
    pub documents: u64,
    /// Events among them.
    pub events: u64,
}

/// What became of one rule.
#[derive(Debug, Clone, Copy)]
pub struct Tally {
    /// The rule.
    pub rule: &'static Rule,
    /// Its weight in this run.
    pub severity: Severity,
    /// Documents or events that it applied to.
    pub checked: u64,
    /// How many of them broke it.
    pub failed: u64,
    /// Its findings, whether they count or not.
    pub found: u64,
    /// Those of them that are waived.
    pub waived: u64,
    /// Those of them that an earlier report has already.
    pub known: u64,
    /// Whether the producer claims what it judges; true unless a declaration says otherwise.
    pub claimed: bool,
}

/// The verdict on one rule over a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Applied and held; a note's rule always holds.
    Pass,
    /// Broken, and that is an error.
    Fail,
    /// Broken, and that is a warning; or an error, but each finding of it is waived or known.
    Warn,
    /// Selected, and applied to nothing.
    NotExercised,
    /// Applied to nothing, and the producer's declaration does not claim what it judges.
    NotApplicable,
}

impl Verdict {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Pass => "pass",
            Verdict::Fail => "fail",
            Verdict::Warn => "warn",
            Verdict::NotExercised => "not-exercised",
            Verdict::NotApplicable => "not-applicable",
        }
    }
}

impl Tally {
    /// The verdict.
    pub fn verdict(&self) -> Verdict {
        let borne = self.waived + self.known;
        match (self.checked, self.failed, self.severity) {
            (0, _, _) if !self.claimed => Verdict::NotApplicable,
            (0, _, _) => Verdict::NotExercised,
            (_, 0, _) | (_, _, Severity::Note) => Verdict::Pass,
            (_, _, Severity::Error) if borne > 0 && borne >= self.found => Verdict::Warn,
            (_, _, Severity::Error) => Verdict::Fail,
            (_, _, Severity::Warning) => Verdict::Warn,
        }
    }
}

/// A violation as it is told.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule that is broken.
    pub rule: &'static Rule,
    /// Its weight in this run.
    pub severity: Severity,
    /// What is wrong, in a line.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The input's path.
    pub input: String,
    /// The document in it, from 1.
    pub document: u64,
    /// The event in it, from 1; none for a document that is no event.
    pub event: Option<u64>,
    /// Where; the first is the cause.
    pub locations: Vec<Location>,
    /// What should stand there.
    pub expected: Option<String>,
    /// What stands there.
    pub actual: Option<String>,
    /// The same fault has the same fingerprint, whatever its line and ids.
    pub fingerprint: String,
    /// The call that the event belongs to, its id masked like every other; none where it names none.
    pub call: Option<String>,
    /// The waiver that covers it: it is told, and does not count.
    pub waived: Option<Waived>,
    /// Whether an earlier report has it already: it is told, and does not count.
    pub known: bool,
    /// How many events or legs it stands for: 1, but for what is reported once a run.
    pub count: u64,
}

impl Finding {
    /// Whether it counts: nobody bears it, and no earlier report has it.
    pub fn counts(&self) -> bool {
        self.waived.is_none() && !self.known
    }
}

/// What a waiver says for itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Waived {
    /// Why the finding is borne.
    pub reason: String,
    /// Who answers for that.
    pub owner: String,
    /// The last day on which it counts, as YYYY-MM-DD.
    pub expires: String,
}

/// A place as a reader finds it.
#[derive(Debug, Clone)]
pub struct Location {
    /// The document that it stands in, where that is not the finding's own.
    pub elsewhere: Option<Elsewhere>,
    /// From the document's root; none where the text could not be read.
    pub pointer: Option<String>,
    /// Where it begins in the (decompressed) input.
    pub start: Position,
    /// Where it ends: the place behind its last character.
    pub end: Position,
    /// Its length in bytes.
    pub length: u64,
    /// What is to be seen there.
    pub label: String,
    /// The line round it.
    pub excerpt: Excerpt,
}

/// Another document than the finding's: flow rules show both events of a contradiction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Elsewhere {
    /// The input's path.
    pub input: String,
    /// The document in it, from 1.
    pub document: u64,
    /// The event in it, from 1.
    pub event: u64,
}

/// A piece of one source line, masked, and the part of it that is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// Which piece of its document it is: places of one line with equal numbers are shown in one picture.
    pub piece: u64,
    /// Whether the line goes on before.
    pub cut_before: bool,
    /// The piece.
    pub text: String,
    /// Whether the line goes on behind.
    pub cut_after: bool,
    /// Where the marked part begins in `text`, in bytes.
    pub mark_start: usize,
    /// Where it ends; the start, where the place has no width.
    pub mark_end: usize,
}

/// Messages of one name that are not this event; phone numbers in names are masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OtherMessage {
    /// Its channel, empty where it has none.
    pub channel: String,
    /// Its topic, empty where it has none.
    pub topic: String,
    /// Its subtopic, empty where it has none.
    pub subtopic: String,
    /// Whether a page documents it.
    pub documented: bool,
    /// How many came.
    pub count: u64,
}
