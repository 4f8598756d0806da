//! What counts: findings that nobody bears, and waivers that nobody should bear any more.

use super::unknown_keys::{At, Turnout};
use super::waiver::{Fate, Ledger, Waiver};
use super::{CountedOnly, Disposition, Engine, FindingKey, telling};
use crate::event::vocabulary::LegType;
use crate::privacy;
use crate::report::{Finding, Location, Reason};
use crate::rules::{Rule, Severity, find};

impl Engine {
    /// Decides whether a finding counts, and counts it where it belongs.
    pub(super) fn bear(&mut self, traits: &FindingKey<'_>) -> Disposition {
        let bearing = self.bearing(traits);
        match (&bearing, traits.severity) {
            (Disposition::Waived(_), _) => self.counts.waived += 1,
            (Disposition::Known, _) => self.counts.known += 1,
            (Disposition::Counts, Severity::Error) => self.counts.errors += 1,
            (Disposition::Counts, Severity::Warning) => self.counts.warnings += 1,
            (Disposition::Counts, Severity::Note) => self.counts.notes += 1,
        }
        let mut tallies = self.tallies.iter_mut();
        if let Some(tally) = tallies.find(|tally| tally.rule.id == traits.rule.id) {
            tally.found += 1;
            tally.waived += u64::from(matches!(bearing, Disposition::Waived(_)));
            tally.known += u64::from(bearing == Disposition::Known);
        }
        bearing
    }

    /// Reports an undocumented key, unless it was reported before.
    pub(super) fn tell_once(
        &mut self,
        finding: Finding,
        call_type: Option<LegType>,
        at: At,
        told: &mut dyn FnMut(&Finding),
    ) {
        let traits = FindingKey::of(&finding, call_type);
        match self.meet_key(&finding.message, &traits, at, true) {
            Turnout::Report => self.tell(finding, call_type, told),
            Turnout::Count => {
                self.bear(&traits);
            }
            Turnout::Nothing => {}
        }
    }

    /// Counts an undocumented key that has no finding, unless it was met before.
    pub(super) fn count_once(
        &mut self,
        message: &str,
        untold: &CountedOnly,
        call_type: Option<LegType>,
        at: At,
    ) {
        let traits = untold.traits(call_type);
        let is_new = self.meet_key(message, &traits, at, false) == Turnout::Count;
        let more = untold.findings.saturating_sub(1);
        self.unknown_keys.leave_out(more);
        for _ in 0..more + u64::from(is_new) {
            self.bear(&traits);
        }
    }

    fn meet_key(
        &mut self,
        message: &str,
        traits: &FindingKey<'_>,
        at: At,
        has_finding: bool,
    ) -> Turnout {
        let counts = self.bearing(traits) == Disposition::Counts;
        self.unknown_keys.meet(message, counts, at, has_finding)
    }

    /// A waiver says who answers for the finding, so it goes before an earlier report.
    fn bearing(&mut self, traits: &FindingKey<'_>) -> Disposition {
        let masks = self.options.masks;
        let ledger = self.waivers.as_mut();
        if let Some(waived) = ledger.and_then(|ledger| ledger.cover(traits, masks)) {
            return Disposition::Waived(waived);
        }
        let known = self.options.known.as_mut();
        if known.is_some_and(|known| known.takes(traits)) {
            Disposition::Known
        } else {
            Disposition::Counts
        }
    }

    /// Says what became of the waivers, once all was heard. A second call says nothing more.
    pub(super) fn settle(&mut self, told: &mut dyn FnMut(&Finding)) {
        let Some(ledger) = self.waivers.take() else {
            return;
        };
        if !std::mem::replace(&mut self.settled, true) {
            // Who has not heard all cannot say that nothing was there to cover.
            let heard_all = !self.is_decided() && !self.is_interrupted();
            for (number, (waiver, fate)) in (1..).zip(ledger.fates()) {
                let at = Entry {
                    file: ledger.file(),
                    number,
                };
                self.settle_waiver(waiver, fate, heard_all, &ledger.as_of(), at, told);
            }
            self.explain_passed_over(&ledger);
        }
        self.waivers = Some(ledger);
    }

    fn settle_waiver(
        &mut self,
        waiver: &Waiver,
        fate: Fate,
        heard_all: bool,
        as_of: &str,
        at: Entry<'_>,
        told: &mut dyn FnMut(&Finding),
    ) {
        let judged = self.tallies.iter().any(|own| own.rule.id == waiver.rule.id);
        match fate {
            Fate::PassedOver => {}
            Fate::Expired => {
                let broken = expired(waiver, as_of);
                self.settle_rule("waiver/expired", Some(broken), at, told);
            }
            Fate::Matched => {
                self.settle_rule("waiver/expired", None, at, told);
                self.settle_rule("waiver/unmatched", None, at, told);
            }
            Fate::Unmatched => {
                self.settle_rule("waiver/expired", None, at, told);
                // A rule that is not judged by in this run has nothing to cover.
                if judged && heard_all {
                    self.settle_rule("waiver/unmatched", Some(unmatched(waiver)), at, told);
                }
            }
        }
    }

    /// Counts a waiver under the rule, which it breaks or not.
    fn settle_rule(
        &mut self,
        id: &str,
        broken: Option<(String, Location)>,
        at: Entry<'_>,
        told: &mut dyn FnMut(&Finding),
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
        self.bear(&FindingKey::of(&finding, None));
        told(&finding);
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

/// Where a waiver stands.
#[derive(Clone, Copy)]
struct Entry<'w> {
    file: &'w str,
    /// From 1.
    number: u64,
}

impl Entry<'_> {
    fn finding(self, rule: &'static Rule, message: String, location: Location) -> Finding {
        let severity = Severity::Error;
        let fingerprint = telling::fingerprint(rule, &message, [None].into_iter());
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
    let covers = waiver.covers();
    let last = &waiver.waived.expires;
    let message = format!("the waiver of {covers} ended on {last}, before {as_of}");
    let label = "its last day".to_owned();
    let place = waiver.expires_at.clone();
    (message, Location { label, ..place })
}

fn unmatched(waiver: &Waiver) -> (String, Location) {
    let message = format!("the waiver of {} covers no finding", waiver.covers());
    let label = "nothing of this was found".to_owned();
    let place = waiver.rule_at.clone();
    (message, Location { label, ..place })
}
