//! Checks events by the rules that need to know the call.

use std::sync::Arc;

use super::Options;
use super::calls::{CallTracker, Scene};
use super::examine::{ExaminedEvent, Mark};
use super::locate::finding_in_call;
use super::suppression::Suppressions;
use super::timeline::{Timeline, TimelineEvent};
use crate::call::{FieldRef, Leg};
use crate::event::vocabulary::LegType;
use crate::ledger::FindingKey;
use crate::ledger::coverage::CoverageCounts;
use crate::privacy::masks::Masks;
use crate::report::call::CallTrack;
use crate::report::coverage::Coverage;
use crate::report::{Finding, Tally};
use crate::rules::{Authority, Check, Checked, Rule, Severity};

/// The selected rules that need the call, in the order in which faults are reported.
pub struct FlowChecks {
    entries: Vec<Entry>,
    calls: CallTracker,
    /// How many events were checked.
    events: u64,
    masks: Masks,
    suppressions: Arc<Suppressions>,
    coverage: CoverageCounts,
    timeline: Timeline,
    gathered: Vec<Gathered>,
    /// Legs that were over and began again with the very event with which they began.
    pub begun_again: u64,
}

/// Equal notes about legs, which become one finding a run.
struct Gathered {
    rule: &'static Rule,
    /// The first, with the type of its leg.
    first: (Option<LegType>, Finding),
    legs: u64,
}

struct Entry {
    rule: &'static Rule,
    severity: Severity,
    /// Its index in the listed order.
    index: usize,
}

/// The result of checking one event.
#[derive(Default)]
pub struct StepResult {
    /// The results of the rules that applied, by their index in the listed order.
    pub marks: Vec<(usize, Mark)>,
    /// The findings, each with the type of its leg.
    pub findings: Vec<(Option<LegType>, Finding)>,
}

impl FlowChecks {
    /// Checks calls by these rules.
    pub fn new(
        tallies: &[Tally],
        options: &Options,
        suppressions: Arc<Suppressions>,
    ) -> FlowChecks {
        let entry = |(index, tally): (usize, &Tally)| Entry {
            rule: tally.rule,
            severity: tally.severity,

            index,
        };
        let mut entries: Vec<Entry> = tallies.iter().enumerate().map(entry).collect();
        entries.retain(|entry| matches!(entry.rule.check, Check::Step(_) | Check::Leg(_)));
        // Stable: within one authority the listed order stays.
        entries.sort_by_key(|entry| entry.rule.authority);
        FlowChecks {
            entries,
            calls: CallTracker::new(options.over_in_full),
            events: 0,
            masks: options.masks,
            suppressions,
            coverage: CoverageCounts::default(),
            timeline: Timeline::new(options.tracks, options.tracked),
            gathered: Vec::new(),
            begun_again: 0,
        }
    }

    /// Checks the event and adds it to its call; `paths` names the inputs.
    pub fn step(
        &mut self,
        examined: ExaminedEvent,
        paths: &[String],
        step_result: &mut StepResult,
    ) {
        let ExaminedEvent {
            mut brief,
            content,
            retained,
            found,
            is_unfollowed: _,
        } = examined;
        self.events += 1;
        brief.number = self.events;
        self.calls.recall(&brief, &content);
        brief.after_gap = self.calls.is_after_gap(&brief);
        let mut checks = CallChecks {
            entries: &self.entries,
            paths,
            masks: self.masks,
            suppressions: &self.suppressions,
            gathered: &mut self.gathered,
            reported: Vec::new(),
            step_result,
        };
        let found_before = checks.step_result.findings.len();
        let mut outdated = false;
        self.calls
            .check((&brief, &content), &retained, &mut |step, scene| {
                outdated = step.is_outdated();
                self.begun_again += u64::from(step.begins_again());
                self.coverage.step(step);
                checks.check(scene, step.now.leg_type, |check| match check {
                    Check::Step(check) => check(step),
                    Check::Leg(_)
                    | Check::Text(_)
                    | Check::Schema(_)
                    | Check::Event(_)
                    | Check::Waiver(_) => None,
                });
            });
        let (input, document, event) = (retained.input, retained.document, retained.event);
        let ids = if self.timeline.is_on() {
            retained.ids(self.masks)
        } else {
            Default::default()
        };
        let taken = self
            .calls
            .take((&brief, content), retained, &mut |leg, scene| {
                checks.check_leg(leg, scene);
            });
        let Some(taken) = taken else {
            return;
        };
        let found = found || checks.step_result.findings.len() > found_before;
        taken
            .flows
            .iter()
            .for_each(|&flow| self.coverage.flow(flow));
        self.timeline.add(TimelineEvent {
            call: taken.call,
            brief: &brief,
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

    /// A document could not be read: it may have been an event of any leg.
    pub fn note_gap(&mut self) {
        self.calls.note_gap(self.events);
    }

    /// Ends all calls.
    pub fn finish(&mut self, paths: &[String], step_result: &mut StepResult) {
        let mut checks = CallChecks {
            entries: &self.entries,
            paths,
            masks: self.masks,
            suppressions: &self.suppressions,
            gathered: &mut self.gathered,
            reported: Vec::new(),
            step_result,
        };
        self.calls
            .finish(&mut |leg, scene| checks.check_leg(leg, scene));
    }

    /// One finding for all equal notes about legs. A leg that was evicted and came back was counted too early.
    pub fn gathered(&mut self) -> Vec<(Option<LegType>, Finding)> {
        let too_many = self.calls.came_back;
        let gathered = std::mem::take(&mut self.gathered).into_iter();
        let findings = gathered.filter_map(|gathered| {
            let (leg_type, mut finding) = gathered.first;
            finding.count = gathered.legs.saturating_sub(too_many);
            if finding.count > 1 {
                let (count, first) = (finding.count, &finding.message);
                finding.message = format!("{count} legs are still open; of the first: {first}");
            }
            (finding.count > 0).then_some((leg_type, finding))
        });
        findings.collect()
    }

    /// Calls and legs that came up.
    pub fn seen(&self) -> (u64, u64) {
        (self.calls.calls_seen, self.calls.legs_seen)
    }

    /// The coverage of the run.
    pub fn coverage(&self, tallies: &[Tally]) -> Coverage {
        self.coverage.coverage(tallies)
    }

    /// The calls step by step, with these findings.
    pub fn timeline(&mut self, findings: &[Finding]) -> Vec<CallTrack> {
        std::mem::take(&mut self.timeline).finish(findings)
    }

    /// How many open calls were evicted, and how many legs that were over were forgotten.
    pub fn evicted(&self) -> (u64, u64) {
        (self.calls.evicted_open, self.calls.forgotten())
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

struct CallChecks<'f> {
    entries: &'f [Entry],
    paths: &'f [String],
    masks: Masks,
    suppressions: &'f Suppressions,
    gathered: &'f mut Vec<Gathered>,
    /// Causes that were reported: one fault is reported once.
    reported: Vec<(u64, FieldRef)>,
    step_result: &'f mut StepResult,
}

impl CallChecks<'_> {
    fn check_leg(&mut self, leg: &Leg, scene: &Scene<'_>) {
        self.check(scene, leg.leg_type(), |check| match check {
            Check::Leg(check) => check(leg),
            Check::Step(_)
            | Check::Text(_)
            | Check::Schema(_)
            | Check::Event(_)
            | Check::Waiver(_) => None,
        });
    }

    fn check(
        &mut self,
        scene: &Scene<'_>,
        leg_type: Option<LegType>,
        checked: impl Fn(Check) -> Checked,
    ) {
        self.reported.clear();
        for entry in self.entries {
            let Some(mut violations) = checked(entry.rule.check) else {
                continue;
            };
            violations.retain(|violation| {
                let cause = violation.places.first().and_then(|at| at.seen);
                cause.is_none_or(|cause| !self.reported.contains(&cause))
            });
            let mark = if violations.is_empty() {
                Mark::Held
            } else {
                Mark::Broken
            };
            self.step_result.marks.push((entry.index, mark));
            for violation in violations {
                let cause = violation.places.first().and_then(|at| at.seen);
                let entry_severity = (entry.rule, entry.severity);
                let finding =
                    finding_in_call(entry_severity, violation, scene, self.paths, self.masks);
                let Some(finding) = finding else {
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
                    self.reported.extend(cause);
                }
                self.step_result.findings.push((leg_type, finding));
            }
        }
    }
}
