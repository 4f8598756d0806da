//! A document that has been examined: counted, and its findings reported.

use super::examine::{DocumentKind, Examined, ExaminedEvent, Mark};
use super::{Engine, unknown_keys};
use crate::event::vocabulary::LegType;
use crate::ledger::{CountedOnly, Disposition, FindingKey};
use crate::report::{Finding, Tally};

impl Engine {
    pub(super) fn take(
        &mut self,
        input: usize,
        examined: Examined,
        sink: &mut dyn FnMut(&Finding),
    ) {
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
        for counted in left_out {
            self.leave_out(&counted, call_type, at);
        }
        let is_broken = matches!(kind, DocumentKind::Broken);
        let (event, examined) = self.count(input, kind);
        let none_whole = self
            .input_states
            .get(input)
            .is_some_and(|state| state.whole == 0);
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
                .for_each(|finding| self.defer(input, finding));
            return;
        }
        self.flush(input, sink);
        for finding in findings {
            if finding.rule.is_once_a_run() {
                self.report_once(finding, call_type, at, sink);
            } else {
                self.report_finding(finding, call_type, sink);
            }
        }
        if let Some(examined) = examined {
            self.step(*examined, sink);
        }
    }

    /// Counts the document; returns the event's number, and the event if calls are followed.
    fn count(
        &mut self,
        input: usize,
        kind: DocumentKind,
    ) -> (Option<u64>, Option<Box<ExaminedEvent>>) {
        let (Some(read), Some(state)) =
            (self.inputs.get_mut(input), self.input_states.get_mut(input))
        else {
            return (None, None);
        };
        self.counts.documents += 1;
        read.documents += 1;
        state.whole += u64::from(!matches!(kind, DocumentKind::Broken));
        match kind {
            DocumentKind::Broken => {
                state.broken += 1;
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
            DocumentKind::Event(mut examined) => {
                self.counts.events += 1;
                read.events += 1;
                if let Some(examined) = &mut examined {
                    self.counts.unfollowed += u64::from(examined.is_unfollowed);
                    examined.retained.input = input;
                    examined.retained.event = read.events;
                }
                return (Some(read.events), examined);
            }
        }
        (None, None)
    }

    pub(super) fn leave_out(
        &mut self,
        counted: &CountedOnly,
        call_type: Option<LegType>,
        at: unknown_keys::At,
    ) {
        if let Some(message) = &counted.once {
            return self.count_once(message, counted, call_type, at);
        }
        for _ in 0..counted.findings {
            self.dispose(&counted.key(call_type));
        }
        self.kept.leave_out(counted.findings);
    }

    pub(super) fn report_finding(
        &mut self,
        mut finding: Finding,
        call_type: Option<LegType>,
        sink: &mut dyn FnMut(&Finding),
    ) {
        match self.dispose(&FindingKey::of(&finding, call_type)) {
            Disposition::Counts => {}
            Disposition::Waived(waived) => finding.waived = Some(waived),
            Disposition::Known => finding.known = true,
        }
        sink(&finding);
        self.kept.push(finding);
    }
}

impl Tally {
    pub(super) fn count(&mut self, mark: Mark) {
        self.checked += u64::from(mark != Mark::Absent);
        self.failed += u64::from(mark == Mark::Broken);
    }
}
