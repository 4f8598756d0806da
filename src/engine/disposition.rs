//! Which findings count, and the findings about the waivers themselves.

use super::unknown_keys::{At, KeyAction};
use super::{Engine, locate};
use crate::event::vocabulary::LegType;
use crate::ledger::waivers::{Fate, Ledger, Waiver};
use crate::ledger::{CountedOnly, Disposition, FindingKey};
use crate::privacy;
use crate::report::{Finding, Location, Reason};
use crate::rules::{Rule, Severity, find};

impl Engine {
    /// Decides whether a finding counts, and counts it where it belongs.
    pub(super) fn dispose(&mut self, key: &FindingKey<'_>) -> Disposition {
        let disposition = self.disposition(key);
        match (&disposition, key.severity) {
            (Disposition::Waived(_), _) => self.counts.waived += 1,
            (Disposition::Known, _) => self.counts.known += 1,
            (Disposition::Counts, Severity::Error) => self.counts.errors += 1,
            (Disposition::Counts, Severity::Warning) => self.counts.warnings += 1,
            (Disposition::Counts, Severity::Note) => self.counts.notes += 1,
        }
        let mut tallies = self.tallies.iter_mut();
        if let Some(tally) = tallies.find(|tally| tally.rule.id == key.rule.id) {
            tally.found += 1;
            tally.waived += u64::from(matches!(disposition, Disposition::Waived(_)));
            tally.known += u64::from(disposition == Disposition::Known);
        }
        disposition
    }

    /// Reports an undocumented key unless it was reported before.
    pub(super) fn report_once(
        &mut self,
        finding: Finding,
        call_type: Option<LegType>,
        at: At,
        sink: &mut dyn FnMut(&Finding),
    ) {
        let key = FindingKey::of(&finding, call_type);
        match self.meet_key(&finding.message, &key, at, true) {
            KeyAction::Report => self.report_finding(finding, call_type, sink),
            KeyAction::Count => {
                self.dispose(&key);
            }
            KeyAction::Nothing => {}
        }
    }

    /// Counts an undocumented key that has no finding, unless it was met before.
    pub(super) fn count_once(
        &mut self,
        message: &str,
        counted: &CountedOnly,
        call_type: Option<LegType>,
        at: At,
    ) {
        let key = counted.key(call_type);
        let is_new = self.meet_key(message, &key, at, false) == KeyAction::Count;
        let more = counted.findings.saturating_sub(1);
        self.unknown_keys.leave_out(more);
        for _ in 0..more + u64::from(is_new) {
            self.dispose(&key);
        }
    }

    fn meet_key(
        &mut self,
        message: &str,
        key: &FindingKey<'_>,
        at: At,
        has_finding: bool,
    ) -> KeyAction {
        let counts = self.disposition(key) == Disposition::Counts;
        self.unknown_keys.meet(message, counts, at, has_finding)
    }

    /// A waiver names an owner of the finding, so it takes precedence over the baseline.
    fn disposition(&mut self, key: &FindingKey<'_>) -> Disposition {
        let masks = self.options.masks;
        let ledger = self.waivers.as_mut();
        if let Some(waived) = ledger.and_then(|ledger| ledger.suppress(key, masks)) {
            return Disposition::Waived(waived);
        }
        let known = self.options.known.as_mut();
        if known.is_some_and(|known| known.takes(key)) {
            Disposition::Known
        } else {
            Disposition::Counts
        }
    }

    /// Checks the waivers themselves at the end of the run. A second call does nothing.
    pub(super) fn check_waivers(&mut self, sink: &mut dyn FnMut(&Finding)) {
        let Some(ledger) = self.waivers.take() else {
            return;
        };
        if !std::mem::replace(&mut self.waivers_checked, true) {
            // An incomplete run cannot know that a waiver matches nothing.
            let is_complete = !self.is_decided() && !self.is_interrupted();
            for (number, (waiver, fate)) in (1..).zip(ledger.fates()) {
                let at = Entry {
                    file: ledger.file(),
                    number,
                };
                self.check_waiver(waiver, fate, is_complete, &ledger.as_of(), at, sink);
            }
            self.explain_passed_over(&ledger);
        }
        self.waivers = Some(ledger);
    }

    fn check_waiver(
        &mut self,
        waiver: &Waiver,
        fate: Fate,
        is_complete: bool,
        as_of: &str,
        at: Entry<'_>,
        sink: &mut dyn FnMut(&Finding),
    ) {
        let checked = self.tallies.iter().any(|own| own.rule.id == waiver.rule.id);
        match fate {
            Fate::PassedOver => {}
            Fate::Expired => {
                let broken = expired(waiver, as_of);
                self.count_waiver("waiver/expired", Some(broken), at, sink);
            }
            Fate::Matched => {
                self.count_waiver("waiver/expired", None, at, sink);
                self.count_waiver("waiver/unmatched", None, at, sink);
            }
            Fate::Unmatched => {
                self.count_waiver("waiver/expired", None, at, sink);
                // A rule that was not selected has no findings to suppress.
                if checked && is_complete {
                    self.count_waiver("waiver/unmatched", Some(unmatched(waiver)), at, sink);
                }
            }
        }
    }

    /// Counts a waiver under the rule, which it breaks or not.
    fn count_waiver(
        &mut self,
        id: &str,
        broken: Option<(String, Location)>,
        at: Entry<'_>,
        sink: &mut dyn FnMut(&Finding),
    ) {
        let mut tallies = self.tallies.iter_mut();
        if let Some(tally) = tallies.find(|tally| tally.rule.id == id) {
            tally.checked += 1;
            tally.failed += u64::from(broken.is_some());
        }
        let Some((rule, (message, location))) = find(id).zip(broken) else {
            return;
        };
        let finding = at.finding(rule, message, location);
        self.dispose(&FindingKey::of(&finding, None));
        sink(&finding);
        self.kept.push(finding);
    }

    fn explain_passed_over(&mut self, ledger: &Ledger) {
        let fates = ledger.fates();
        let others = fates.filter(|(_, fate)| *fate == Fate::PassedOver).count();
        if others > 0 {
            let waivers = if others == 1 {
                "1 waiver is".to_owned()
            } else {
                format!("{others} waivers are")
            };
            self.reasons.push(Reason {
                code: "waivers",
                message: format!(
                    "{waivers} about another producer and passed over: --producer says whose capture this is"
                ),
            });
        }
    }
}

/// The location of a waiver.
#[derive(Clone, Copy)]
struct Entry<'w> {
    file: &'w str,
    /// From 1.
    number: u64,
}

impl Entry<'_> {
    fn finding(self, rule: &'static Rule, message: String, location: Location) -> Finding {
        let severity = Severity::Error;
        let fingerprint = locate::fingerprint(rule, &message, [None].into_iter());
        Finding {
            rule,
            severity,
            fingerprint,
            message,
            help: rule.remedy.to_owned(),
            input: privacy::path(self.file),
            document: self.number,
            event: None,
            locations: vec![location],
            expected: None,
            actual: None,
            call: None,
            waived: None,
            known: false,
            count: 1,
        }
    }
}

fn expired(waiver: &Waiver, as_of: &str) -> (String, Location) {
    let scope = waiver.scope();
    let last = &waiver.waived.expires;
    let message = format!("the waiver of {scope} ended on {last}, before {as_of}");
    let label = "its last day".to_owned();
    let location = waiver.expires_at.clone();
    (message, Location { label, ..location })
}

fn unmatched(waiver: &Waiver) -> (String, Location) {
    let message = format!("the waiver of {} suppresses no finding", waiver.scope());
    let label = "nothing of this was found".to_owned();
    let location = waiver.rule_at.clone();
    (message, Location { label, ..location })
}
