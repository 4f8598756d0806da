//! Events in their turn before the rules that need to know the call.

use std::sync::Arc;

use super::calls::{CallTracker, Scene};
use super::coverage::CoverageCounts;
use super::examine::{ExaminedEvent, Mark};
use super::suppression::Suppressions;
use super::telling::tell_seen;
use super::tracks::{Timeline, TimelineEvent};
use super::{FindingKey, Options};
use crate::event::vocabulary::LegType;
use crate::event::{FieldRef, Leg};
use crate::report::call::CallTrack;
use crate::report::coverage::Coverage;
use crate::report::mask::Masks;
use crate::report::{Finding, Tally};
use crate::rules::{Authority, Check, Checked, Rule, Severity};

/// Holds the selected rules that need the call, in the order in which faults are told.
pub struct FlowChecks {
    entries: Vec<Entry>,
    calls: CallTracker,
    /// How many events have had their turn.
    turns: u64,
    masks: Masks,
    suppressions: Arc<Suppressions>,
    shown: CoverageCounts,
    tracks: Timeline,
    gathered: Vec<Gathered>,
    /// Legs that were over and began again with the very event with which they began.
    pub begun_again: u64,
}

/// What a note says of legs: one finding a run.
struct Gathered {
    rule: &'static Rule,
    /// The first, with the type of its leg.
    first: (Option<LegType>, Finding),
    legs: u64,
}

struct Entry {
    rule: &'static Rule,
    severity: Severity,
    /// Its place in the listed order.
    listed: usize,
}

/// What came of a turn.
#[derive(Default)]
pub struct StepResult {
    /// What the rules that applied made of it, by their place in the listed order.
    pub marks: Vec<(usize, Mark)>,
    /// The findings, each with the type of its leg.
    pub findings: Vec<(Option<LegType>, Finding)>,
}

impl FlowChecks {
    /// Follows calls by these rules.
    pub fn new(
        tallies: &[Tally],
        options: &Options,
        suppressions: Arc<Suppressions>,
    ) -> FlowChecks {
        let entry = |(listed, tally): (usize, &Tally)| Entry {
            rule: tally.rule,
            severity: tally.severity,
            listed,
        };
        let mut entries: Vec<Entry> = tallies.iter().enumerate().map(entry).collect();
        entries.retain(|entry| matches!(entry.rule.check, Check::Step(_) | Check::Leg(_)));
        // Stable: within one authority the listed order stays.
        entries.sort_by_key(|entry| entry.rule.authority);
        FlowChecks {
            entries,
            calls: CallTracker::new(options.over_in_full),
            turns: 0,
            masks: options.masks,
            suppressions,
            shown: CoverageCounts::default(),
            tracks: Timeline::new(options.tracks, options.tracked),
            gathered: Vec::new(),
            begun_again: 0,
        }
    }

    /// The event has its turn; `paths` names the inputs.
    pub fn turn(&mut self, turn: ExaminedEvent, paths: &[String], heard: &mut StepResult) {
        let ExaminedEvent {
            mut moment,
            wording,
            sight,
            found,
            is_unfollowed: _,
        } = turn;
        self.turns += 1;
        moment.number = self.turns;
        self.calls.recall(&moment, &wording);
        moment.after_gap = self.calls.is_after_gap(&moment);
        let mut court = Court {
            entries: &self.entries,
            paths,
            masks: self.masks,
            suppressions: &self.suppressions,
            gathered: &mut self.gathered,
            blamed: Vec::new(),
            heard,
        };
        let found_before = court.heard.findings.len();
        let mut outdated = false;
        self.calls
            .judge((&moment, &wording), &sight, &mut |step, scene| {
                outdated = step.is_outdated();
                self.begun_again += u64::from(step.begins_again());
                self.shown.step(step);
                court.hear(scene, step.now.leg_type, |check| match check {
                    Check::Step(check) => check(step),
                    Check::Leg(_)
                    | Check::Text(_)
                    | Check::Schema(_)
                    | Check::Event(_)
                    | Check::Waiver(_) => None,
                });
            });
        let (input, document, event) = (sight.input, sight.document, sight.event);
        let ids = if self.tracks.is_on() {
            sight.ids(self.masks)
        } else {
            Default::default()
        };
        let taken = self
            .calls
            .take((&moment, wording), sight, &mut |leg, scene| {
                court.hear_leg(leg, scene);
            });
        let Some(taken) = taken else {
            return;
        };
        let found = found || court.heard.findings.len() > found_before;
        taken.flows.iter().for_each(|&flow| self.shown.flow(flow));
        self.tracks.add(TimelineEvent {
            call: taken.call,
            moment: &moment,
            input: paths.get(input).map_or("", String::as_str),
            document,
            event,
            ids,
            outdated,
            found,
            is_open: taken.is_open,
            flows: &taken.flows,
        });
    }

    /// A document came that cannot be read: it may have been an event of any leg.
    pub fn note_gap(&mut self) {
        self.calls.note_gap(self.turns);
    }

    /// Nothing more is to come of any call.
    pub fn finish(&mut self, paths: &[String], heard: &mut StepResult) {
        let mut court = Court {
            entries: &self.entries,
            paths,
            masks: self.masks,
            suppressions: &self.suppressions,
            gathered: &mut self.gathered,
            blamed: Vec::new(),
            heard,
        };
        self.calls
            .finish(&mut |leg, scene| court.hear_leg(leg, scene));
    }

    /// What notes say of legs, each once for all; a leg that was let go and came back was counted too early.
    pub fn gathered(&mut self) -> Vec<(Option<LegType>, Finding)> {
        let too_many = self.calls.came_back;
        let gathered = std::mem::take(&mut self.gathered).into_iter();
        let told = gathered.filter_map(|gathered| {
            let (leg_type, mut finding) = gathered.first;
            finding.count = gathered.legs.saturating_sub(too_many);
            if finding.count > 1 {
                let (count, first) = (finding.count, &finding.message);
                finding.message = format!("{count} legs are still open; of the first: {first}");
            }
            (finding.count > 0).then_some((leg_type, finding))
        });
        told.collect()
    }

    /// Calls and legs that came up.
    pub fn seen(&self) -> (u64, u64) {
        (self.calls.calls_seen, self.calls.legs_seen)
    }

    /// What the run has shown.
    pub fn coverage(&self, tallies: &[Tally]) -> Coverage {
        self.shown.coverage(tallies)
    }

    /// The calls that were tracked, with these findings pinned.
    pub fn tracks(&mut self, findings: &[Finding]) -> Vec<CallTrack> {
        std::mem::take(&mut self.tracks).finish(findings)
    }

    /// How much had to be forgotten: calls that were open, and legs that were over.
    pub fn let_go(&self) -> (u64, u64) {
        (self.calls.let_go_open, self.calls.forgotten())
    }
}

fn gather(gathered: &mut Vec<Gathered>, rule: &'static Rule, first: (Option<LegType>, Finding)) {
    match gathered.iter_mut().find(|known| known.rule.id == rule.id) {
        Some(known) => known.legs += 1,
        None => gathered.push(Gathered {
            rule,
            first,
            legs: 1,
        }),
    }
}

struct Court<'f> {
    entries: &'f [Entry],
    paths: &'f [String],
    masks: Masks,
    suppressions: &'f Suppressions,
    gathered: &'f mut Vec<Gathered>,
    /// Causes that were told: one fault is told once.
    blamed: Vec<(u64, FieldRef)>,
    heard: &'f mut StepResult,
}

impl Court<'_> {
    fn hear_leg(&mut self, leg: &Leg, scene: &Scene<'_>) {
        self.hear(scene, leg.leg_type(), |check| match check {
            Check::Leg(check) => check(leg),
            Check::Step(_)
            | Check::Text(_)
            | Check::Schema(_)
            | Check::Event(_)
            | Check::Waiver(_) => None,
        });
    }

    fn hear(
        &mut self,
        scene: &Scene<'_>,
        leg_type: Option<LegType>,
        judged: impl Fn(Check) -> Checked,
    ) {
        self.blamed.clear();
        for entry in self.entries {
            let Some(mut violations) = judged(entry.rule.check) else {
                continue;
            };
            violations.retain(|violation| {
                let cause = violation.places.first().and_then(|place| place.seen);
                cause.is_none_or(|cause| !self.blamed.contains(&cause))
            });
            let mark = if violations.is_empty() {
                Mark::Held
            } else {
                Mark::Broken
            };
            self.heard.marks.push((entry.listed, mark));
            for violation in violations {
                let cause = violation.places.first().and_then(|place| place.seen);
                let weighed = (entry.rule, entry.severity);
                let told = tell_seen(weighed, violation, scene, self.paths, self.masks);
                let Some(finding) = told else {
                    continue;
                };
                if entry.rule.authority == Authority::Note {
                    gather(self.gathered, entry.rule, (leg_type, finding));
                    continue;
                }
                if !self
                    .suppressions
                    .suppress(&FindingKey::of(&finding, leg_type))
                {
                    self.blamed.extend(cause);
                }
                self.heard.findings.push((leg_type, finding));
            }
        }
    }
}
