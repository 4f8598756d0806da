//! What a producer claims, and whether its captures show it.

use serde::Serialize;

use super::declaration::Declaration;
use super::level::ConformanceLevel;
use super::shown::{LegEventCount, Observed};
use crate::call::Flow;
use crate::event::vocabulary::{EventWord, LegType};
use crate::report::Tally;

/// One thing that can be claimed, and how often the captures show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClaimLine {
    /// Its name.
    pub name: &'static str,
    /// Whether the producer claims it.
    pub claimed: bool,
    /// Events that show it; of a flow, calls.
    pub shown: u64,
    /// How often the level asks for it; nothing is asked of what is not claimed.
    pub needed: u64,
}

impl ClaimLine {
    /// Claimed, and not shown as often as the level asks.
    pub fn is_short(&self) -> bool {
        self.shown < self.needed
    }
}

/// Claims and what was shown, side by side: `coverage.json` of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct ClaimCoverage {
    pub leg_types: Vec<ClaimLine>,
    pub events: Vec<ClaimLine>,
    pub flows: Vec<ClaimLine>,
    /// Events by leg type and word, as far as both are documented.
    pub pairs: Vec<LegEventCount>,
}

impl ClaimCoverage {
    /// Lays claims beside what was shown.
    pub fn of(
        declaration: &Declaration,
        shown: &Observed,
        level: ConformanceLevel,
    ) -> ClaimCoverage {
        let line = |name, claimed, shown, asked| ClaimLine {
            name,
            claimed,
            shown,
            needed: if claimed { asked } else { 0 },
        };
        let claims = &declaration.claims;
        ClaimCoverage {
            leg_types: LegType::ALL
                .into_iter()
                .map(|leg| {
                    line(
                        leg.word(),
                        claims.leg_types.contains(&leg),
                        shown.leg_type(leg),
                        1,
                    )
                })
                .collect(),
            events: EventWord::ALL
                .into_iter()
                .map(|word| {
                    line(
                        word.word(),
                        claims.events.contains(&word),
                        shown.event(word),
                        1,
                    )
                })
                .collect(),
            flows: Flow::ALL
                .into_iter()
                .map(|flow| {
                    let claimed = claims.flows.contains(&flow);
                    line(flow.name(), claimed, shown.flow(flow), level.calls_a_flow())
                })
                .collect(),
            pairs: shown.pairs(),
        }
    }

    /// The claims that are not shown often enough, each as a sentence.
    pub fn shortfalls(&self) -> Vec<String> {
        let kinds = [
            ("leg type", "event", &self.leg_types),
            ("event", "event", &self.events),
            ("flow", "call", &self.flows),
        ];
        kinds
            .into_iter()
            .flat_map(|(kind, unit, lines)| {
                let short = lines.iter().filter(|line| line.is_short());
                short.map(move |line| sentence(kind, unit, line))
            })
            .collect()
    }

    /// What the captures show though nobody claims it.
    pub fn unclaimed(&self) -> Vec<&'static str> {
        [&self.leg_types, &self.events, &self.flows]
            .into_iter()
            .flatten()
            .filter(|line| !line.claimed && line.shown > 0)
            .map(|line| line.name)
            .collect()
    }
}

fn sentence(kind: &str, unit: &str, line: &ClaimLine) -> String {
    let units = if line.needed == 1 {
        unit.to_owned()
    } else {
        format!("{unit}s")
    };
    format!(
        "the {kind} `{}` is claimed and was shown in {} of {} {units}",
        line.name, line.shown, line.needed
    )
}

/// What a rule judges only where it is claimed.
enum Needs {
    /// One of these flows.
    Flow(&'static [Flow]),
    /// One of these events.
    Event(&'static [EventWord]),
    /// This type of leg.
    Leg(LegType),
}

/// Rules that have nothing to judge at a producer that does not claim what they need.
const NEEDS: [(&str, Needs); 25] = [
    ("agree/agent-number", Needs::Leg(LegType::Agent)),
    (
        "agree/event-ringing",
        Needs::Event(&[EventWord::Connecting]),
    ),
    ("button/nothing-after-end", Needs::Event(&END)),
    ("button/clear-only-after-end", Needs::Event(&END)),
    ("button/clear-alone", Needs::Event(&END)),
    (
        "button/hold-xor-resume",
        Needs::Flow(&[Flow::HoldAndResume]),
    ),
    (
        "button/answer-only-ringing",
        Needs::Event(&[EventWord::Connecting]),
    ),
    (
        "button/reject-only-ringing",
        Needs::Event(&[EventWord::Connecting]),
    ),
    (
        "button/resume-only-on-hold",
        Needs::Flow(&[Flow::HoldAndResume]),
    ),
    (
        "button/hold-only-connected",
        Needs::Flow(&[Flow::HoldAndResume]),
    ),
    (
        "button/consult-only-live",
        Needs::Flow(&[Flow::Consult, Flow::Transfer, Flow::Conference]),
    ),
    ("button/transfer-only-live", Needs::Flow(&[Flow::Transfer])),
    (
        "button/conference-only-live",
        Needs::Flow(&[Flow::Conference]),
    ),
    (
        "button/swap-only-live",
        Needs::Flow(&[Flow::Consult, Flow::Conference]),
    ),
    ("button/agent-connecting", Needs::Leg(LegType::Agent)),
    ("button/agent-connected", Needs::Leg(LegType::Agent)),
    ("button/inbound-connected", Needs::Leg(LegType::Inbound)),
    ("button/numberpad-only-live", Needs::Leg(LegType::Agent)),
    ("flow/over-is-over", Needs::Event(&END)),
    (
        "flow/legs-for-buttons",
        Needs::Flow(&[Flow::Consult, Flow::Conference]),
    ),
    (
        "flow/one-talking",
        Needs::Flow(&[Flow::Consult, Flow::Transfer, Flow::Conference]),
    ),
    ("flow/answered-before-talk", Needs::Flow(&[Flow::Answered])),
    ("flow/close-down", Needs::Flow(&[Flow::Cleared])),
    ("flow/ring-bound", Needs::Flow(&RUNG)),
    ("flow/no-replay", Needs::Flow(&[Flow::Cleared])),
];

/// Flows that begin with ringing.
const RUNG: [Flow; 3] = [Flow::Answered, Flow::Missed, Flow::Rejected];

const END: [EventWord; 4] = [
    EventWord::Missed,
    EventWord::Rejected,
    EventWord::Acw,
    EventWord::Dropped,
];

/// Marks the rules that judge what the declaration does not claim.
pub fn narrow(tallies: &mut [Tally], declaration: &Declaration) {
    for tally in tallies {
        let needs = NEEDS.iter().find(|(id, _)| *id == tally.rule.id);
        tally.claimed = needs.is_none_or(|(_, needs)| needs.are_claimed(declaration));
    }
}

impl Needs {
    fn are_claimed(&self, declaration: &Declaration) -> bool {
        let claims = &declaration.claims;
        match self {
            Needs::Flow(flows) => flows.iter().any(|flow| claims.flows.contains(flow)),
            Needs::Event(words) => words.iter().any(|word| claims.events.contains(word)),
            Needs::Leg(leg) => claims.leg_types.contains(leg),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_with_needs_exists() {
        for (id, _) in NEEDS {
            assert!(crate::rules::find(id).is_some(), "{id}");
        }
    }
}
