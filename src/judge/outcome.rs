//! What a run comes to, and what limits or explains that.

use super::calls::MOST_OPEN;
use super::ended::MOST_LEGS;
use super::{Judge, Options, Order, requirement};
use crate::report::coverage::Coverage;
use crate::report::{Outcome, Reason, Tally};
use crate::rules::Rule;

impl Judge {
    /// An error stands: nonconformant. Nothing was there to fail: incomplete.
    pub(super) fn outcome(&mut self, coverage: &Coverage) -> Outcome {
        if self.counts.errors > 0 {
            return Outcome::Nonconformant;
        }
        if self.options.fail_on_warning && self.counts.warnings > 0 {
            self.explain("fail-on-warning", "warnings count as errors in this run");
            return Outcome::Nonconformant;
        }
        self.explain_packets();
        self.explain_bare();
        if self.counts.events == 0 {
            self.explain(
                "no-events",
                "no event was found in the input, so nothing is proven",
            );
            return Outcome::Incomplete;
        }
        if let Some(at) = self
            .options
            .at
            .clone()
            .filter(|at| !at.is_empty() && self.inside == 0)
        {
            self.explain(
                "nothing-there",
                &format!("no document has an event at `{at}` (--at), so they were judged as they are, and that is not what was asked for"),
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
        self.explain_unfollowed();
        let missing = requirement::missing(&self.options.required, coverage);
        for (kind, names) in &missing {
            let message = format!("coverage is required, and the run did not show: {kind} {names}");
            self.explain("coverage", &message);
        }
        if !missing.is_empty()
            || self.is_interrupted()
            || self.packets.is_some()
            || self.archives > 0
            || self.bare > 0
            || self.counts.unfollowed > 0
            || self.flow.let_go() != (0, 0)
        {
            Outcome::Incomplete
        } else {
            Outcome::Conformant
        }
    }

    pub(super) fn is_interrupted(&self) -> bool {
        let mut reasons = self.reasons.iter();
        reasons.any(|reason| reason.code == "interrupted")
    }

    /// Says what had to be forgotten.
    pub(super) fn explain_let_go(&mut self) {
        let (open, over) = self.flow.let_go();
        if open > 0 {
            let message = format!(
                "{open} open calls were let go, because at most {MOST_OPEN} are followed at once: what came later of them was checked as new"
            );
            self.explain("open-calls", &message);
        }
        if over > 0 {
            let message = format!(
                "{over} legs that were over had to be forgotten, because {MOST_LEGS} of them are kept: had one of them lived again, nothing would have told"
            );
            self.explain("forgotten-legs", &message);
        }
    }

    /// Says what a mock is to be checked with whose ids never change.
    pub(super) fn explain_begun_again(&mut self) {
        let legs = match self.flow.begun_again {
            0 => return,
            1 => "1 leg that was over begins".to_owned(),
            legs => format!("{legs} legs that were over begin"),
        };
        let message = format!(
            "{legs} again with the same event: if these are recordings of a mock whose ids never change, put each into a file of its own and add --order separate"
        );
        self.explain("begun-again", &message);
    }

    /// Says that events could not be followed.
    fn explain_unfollowed(&mut self) {
        let events = match self.counts.unfollowed {
            0 => return,
            1 => "1 event names".to_owned(),
            count => format!("{count} events name"),
        };
        let message = format!(
            "{events} no leg or no state that can be read, and no error says so: the rules of whole calls did not check it; --order none checks each event alone"
        );
        self.explain("unfollowed", &message);
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

    /// Says that events were not checked although nothing that counts says so: their finding is waived,
    /// known, or of a rule that was not selected.
    fn explain_bare(&mut self) {
        let events = match self.bare {
            0 => return,
            1 => "1 event came".to_owned(),
            many => format!("{many} events came"),
        };
        let message = format!("{events} without its envelope, so nothing else of it was checked");
        self.explain("no-envelope", &message);
    }

    pub(super) fn explain(&mut self, code: &'static str, message: &str) {
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

/// What narrows the run from its start.
pub(super) fn reasons(options: &Options, tallies: &[Tally]) -> Vec<Reason> {
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
    if options.order == Order::None {
        add(
            "order",
            "--order none: each event was judged alone, so no call was followed, and no rule of whole calls applied"
                .to_owned(),
        );
    }
    let known = options.known.iter();
    for message in known.flat_map(|known| known.told(options)) {
        add("baseline", message);
    }
    reasons
}
