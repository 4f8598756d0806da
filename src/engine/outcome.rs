//! The outcome of a run, and the reasons for it.

use super::calls::MAX_OPEN_CALLS;
use super::ended::MAX_ENDED_LEGS;
use super::{Engine, Options, Order, ruleset};
use crate::capture::Unchecked;
use crate::ledger::requirement;
use crate::report::coverage::Coverage;
use crate::report::{Outcome, Reason, Tally};
use crate::rules::{Rule, join_limited};

impl Engine {
    /// Nonconformant with an error; incomplete if nothing was there to fail.
    pub(super) fn outcome(&mut self, coverage: &Coverage) -> Outcome {
        self.explain_unchecked();
        if self.counts.errors > 0 {
            return Outcome::Nonconformant;
        }
        if self.options.fail_on_warning && self.counts.warnings > 0 {
            self.explain("fail-on-warning", "warnings count as errors in this run");
            return Outcome::Nonconformant;
        }
        self.explain_bare();
        if self.counts.events == 0 {
            self.explain_no_events();
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
        let are_empty = self.explain_empty_inputs();
        let missing = requirement::missing(&self.options.required, coverage);
        for (kind, names) in &missing {
            let message = format!("coverage is required, and the run did not show: {kind} {names}");
            self.explain("coverage", &message);
        }
        if !missing.is_empty()
            || self.is_interrupted()
            || self.counts.unchecked > 0
            || self.bare > 0
            || are_empty
            || self.counts.unfollowed > 0
            || self.flow.evicted() != (0, 0)
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

    /// Names what had to be forgotten.
    pub(super) fn explain_evicted(&mut self) {
        let (open, over) = self.flow.evicted();
        if open > 0 {
            let message = format!(
                "{open} open calls were let go, because at most {MAX_OPEN_CALLS} are followed at once: what came later of them was checked as new"
            );
            self.explain("open-calls", &message);
        }
        if over > 0 {
            let message = format!(
                "{over} legs that were over had to be forgotten, because {MAX_ENDED_LEGS} of them are kept: had one of them lived again, no finding would have reported it"
            );
            self.explain("forgotten-legs", &message);
        }
    }

    /// Explains how to check a mock whose ids never change.
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

    /// Explains that events could not be followed.
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

    fn explain_no_events(&mut self) {
        if self.options.at.is_empty() && self.counts.unchecked > 0 {
            // Another reason already names the events that were found and not checked.
            return;
        }
        if self.options.at.is_empty() {
            let message = "no event was found in the input, so nothing is proven";
            return self.explain("no-events", message);
        }
        let location = |at: &String| match at.as_str() {
            "" => "its root".to_owned(),
            at => format!("`{at}`"),
        };
        let places: Vec<String> = self.options.at.iter().map(location).collect();
        let message = format!("no document has an event at {} (--at)", places.join(" or "));
        self.explain("nothing-there", &message);
    }

    /// Names the required inputs that hold no event; returns whether there are any.
    fn explain_empty_inputs(&mut self) -> bool {
        let inputs = self.inputs.iter().zip(&self.input_states);
        let empty = inputs.filter(|(input, state)| state.needs_event && input.events == 0);
        let named: Vec<String> = empty
            .map(|(input, _)| format!("`{}`", input.path))
            .collect();
        let message = match named.as_slice() {
            [] => return false,
            [only] => format!("{only} holds no event, so nothing of it is proven"),
            more => {
                let (count, names) = (more.len(), join_limited(more));
                format!("{count} inputs hold no event, so nothing of them is proven: {names}")
            }
        };
        self.explain("empty-inputs", &message);
        true
    }

    /// Names the locations of the events that were not checked, and how to reach them.
    fn explain_unchecked(&mut self) {
        let Unchecked {
            count,
            places,
            closed,
        } = std::mem::take(&mut self.unchecked);
        let closed_count: u64 = closed.iter().map(|(_, count)| count).sum();
        let open = count.saturating_sub(closed_count);
        let masks = self.options.masks;
        let location = |(pointer, line): &(String, u64)| match pointer.as_str() {
            "" => format!("line {line}"),
            pointer => format!("{} (line {line})", masks.pointer(pointer)),
        };
        let places: Vec<String> = places.iter().map(location).collect();
        if open > 0 {
            let events = if open == 1 {
                "1 event stands"
            } else {
                &format!("{open} events stand")
            };
            let (was, takes) = if open == 1 {
                ("was", "it")
            } else {
                ("were", "them")
            };
            let others = if count > places.len() as u64 {
                ", …"
            } else {
                ""
            };
            let inside = if self.options.at.is_empty() {
                "inside something else"
            } else {
                "elsewhere than --at names"
            };
            let message = format!(
                "{events} {inside} and {was} not checked, at {}{others}: --unwrap takes {takes}",
                places.join(", "),
            );
            self.explain("unchecked", &message);
        }
        if closed_count > 0 {
            let named: Vec<String> = closed
                .iter()
                .map(|(name, count)| format!("{name} ({count})"))
                .collect();
            let message = format!(
                "what may hold events cannot be opened here: {}; unpack it before",
                named.join(", ")
            );
            self.explain("unchecked", &message);
        }
    }

    /// Explains that events were not checked although no finding that counts says so: theirs is waived, known,
    /// or of a rule that was not selected.
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

/// What limits the run from its start.
pub(super) fn reasons(options: &Options, tallies: &[Tally]) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let mut add = |code, message: String| reasons.push(Reason { code, message });
    if !options.selection.only.is_empty() {
        add(
            "selection",
            format!(
                "--only {}: other rules were not checked",
                options.selection.only.join(", ")
            ),
        );
    }
    if !options.selection.skip.is_empty() {
        add(
            "selection",
            format!(
                "--skip {}: these were not checked",
                options.selection.skip.join(", ")
            ),
        );
    }
    let checked = |rule: &Rule| tallies.iter().any(|tally| tally.rule.id == rule.id);
    for message in options.levels.reasons(options.profile, checked) {
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
            "--order none: each event was checked alone, so no call was followed, and no rule of whole calls applied"
                .to_owned(),
        );
    }
    let known = options.known.iter();
    for message in known.flat_map(|known| known.reasons(&ruleset(options.profile))) {
        add("baseline", message);
    }
    reasons
}
