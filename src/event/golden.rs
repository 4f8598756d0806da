//! The golden calls, embedded: what examples, `explain` and `sample` start from.

use crate::json::{Kind, Read, read};

/// A golden call.
#[derive(Debug)]
pub struct GoldenCall {
    /// Its name: the file's, without its ending.
    pub name: &'static str,
    /// What happens in it, in one line.
    pub says: &'static str,
    /// The evidence for its events: which the vendor shows whole, which are inferred.
    pub rests_on: &'static str,
    /// The evidence for each of its events, as in `golden/README.md`.
    pub evidence: &'static [Provenance],
    /// The whole capture, one document or an array of them.
    pub text: &'static str,
}

/// The evidence for one reference event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Provenance {
    /// How much of it the vendor shows.
    pub basis: Basis,
    /// The pages, or the reasoning where there are none.
    pub source: &'static str,
}

/// How much of a reference event the vendor shows; the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// A page shows every button of that leg in that state.
    Whole,
    /// A page shows some of it.
    Partial,
    /// No page shows it.
    Inferred,
}

impl Basis {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Basis::Whole => "whole sample",
            Basis::Partial => "sample in part",
            Basis::Inferred => "inferred",
        }
    }
}

const fn whole(source: &'static str) -> Provenance {
    Provenance {
        basis: Basis::Whole,
        source,
    }
}

const fn partial(source: &'static str) -> Provenance {
    Provenance {
        basis: Basis::Partial,
        source,
    }
}

const fn inferred(source: &'static str) -> Provenance {
    Provenance {
        basis: Basis::Inferred,
        source,
    }
}

const AGENT_RINGING: Provenance = whole("docs/incoming-call");
const AGENT_TALKING: Provenance = whole("docs/answer-call with docs/call-state-synchronization");
const CALLER_TALKING: Provenance = whole("docs/call-state-synchronization, its flags");
const CALLER_GONE: Provenance = inferred("no page shows the end of an inbound leg");
const AGENT_WRAP_UP: Provenance = partial("docs/disconnect-call, its buttons");
const CALLER_WAITING: Provenance = inferred("no page shows an inbound leg on hold");
const THIRD_RINGING: Provenance = inferred("no page shows an outbound leg");
const THIRD_TALKING: Provenance = inferred("no page shows an outbound leg; as the inbound one");
const THIRD_GONE: Provenance = inferred("no page shows an outbound leg");
const AGENT_OF_THREE: Provenance =
    inferred("no page shows the agent's buttons beside a third party");
const AGENT_ALONE: Provenance = inferred("as the agent's leg after resuming");
const AGENT_CLEARED: Provenance = whole("docs/clear-contact, but for the event's word");

/// Every golden call; `golden/README.md` names the evidence for each event.
pub const GOLDENS: &[GoldenCall] = &[
    GoldenCall {
        name: "incoming-call",
        says: "A call rings at an agent: the documented event as it stands.",
        rests_on: "docs/incoming-call, whole",
        evidence: &[AGENT_RINGING],
        text: include_str!("../../golden/incoming-call.json"),
    },
    GoldenCall {
        name: "answered",
        says: "A call is answered, the caller hangs up, the agent clears it.",
        rests_on: "ringing, talking and cleared: vendor samples, whole; ACW and Dropped: inferred, no page shows the event; the caller's leg over: inferred",
        evidence: &[
            AGENT_RINGING,
            AGENT_TALKING,
            CALLER_TALKING,
            CALLER_GONE,
            AGENT_WRAP_UP,
            AGENT_CLEARED,
        ],
        text: include_str!("../../golden/answered.json"),
    },
    GoldenCall {
        name: "hold-and-resume",
        says: "An answered call is put on hold and resumed.",
        rests_on: "as `answered`; the agent's leg on hold: docs/hold-call, in part; resumed: docs/resume-call, in part; the caller's leg on hold: inferred, seen nowhere",
        evidence: &[
            AGENT_RINGING,
            AGENT_TALKING,
            CALLER_TALKING,
            CALLER_WAITING,
            partial("docs/hold-call, as far as it is visible"),
            CALLER_TALKING,
            partial("docs/resume-call, as far as it is visible"),
            CALLER_GONE,
            AGENT_WRAP_UP,
            AGENT_CLEARED,
        ],
        text: include_str!("../../golden/hold-and-resume.json"),
    },
    GoldenCall {
        name: "missed",
        says: "A call rings out at the agent, who then clears it.",
        rests_on: "ringing and cleared: vendor samples, whole; missed: inferred, seen nowhere; Dropped: inferred",
        evidence: &[
            AGENT_RINGING,
            inferred("docs/clear-contact allows clearing a missed call"),
            AGENT_CLEARED,
        ],
        text: include_str!("../../golden/missed.json"),
    },
    GoldenCall {
        name: "rejected",
        says: "The agent rejects a call and clears it.",
        rests_on: "ringing and cleared: vendor samples, whole; Rejected: inferred, seen nowhere; Dropped: inferred",
        evidence: &[
            AGENT_RINGING,
            inferred("docs/clear-contact allows clearing a rejected call"),
            AGENT_CLEARED,
        ],
        text: include_str!("../../golden/rejected.json"),
    },
    GoldenCall {
        name: "wrap-up",
        says: "The end of a call that was live before the capture began.",
        rests_on: "as `answered`, without its beginning",
        evidence: &[
            AGENT_TALKING,
            CALLER_TALKING,
            CALLER_GONE,
            AGENT_WRAP_UP,
            AGENT_CLEARED,
        ],
        text: include_str!("../../golden/wrap-up.json"),
    },
    GoldenCall {
        name: "cleared",
        says: "The agent clears a call that ended before the capture began.",
        rests_on: "as `answered`, its last two events",
        evidence: &[AGENT_WRAP_UP, AGENT_CLEARED],
        text: include_str!("../../golden/cleared.json"),
    },
    GoldenCall {
        name: "consult",
        says: "The agent asks a third party while the customer waits, and goes back to the customer.",
        rests_on: "as `hold-and-resume`; the third party's leg and the agent's buttons meanwhile: inferred, seen nowhere",
        evidence: &[
            AGENT_RINGING,
            AGENT_TALKING,
            CALLER_TALKING,
            CALLER_WAITING,
            THIRD_RINGING,
            THIRD_TALKING,
            AGENT_OF_THREE,
            THIRD_GONE,
            CALLER_TALKING,
            AGENT_ALONE,
            CALLER_GONE,
            AGENT_WRAP_UP,
            AGENT_CLEARED,
        ],
        text: include_str!("../../golden/consult.json"),
    },
    GoldenCall {
        name: "conference",
        says: "The agent asks a third party and joins it with the customer.",
        rests_on: "as `consult`",
        evidence: &[
            AGENT_RINGING,
            AGENT_TALKING,
            CALLER_TALKING,
            CALLER_WAITING,
            THIRD_RINGING,
            THIRD_TALKING,
            AGENT_OF_THREE,
            inferred("no page shows a joined call"),
            AGENT_OF_THREE,
            THIRD_GONE,
            AGENT_ALONE,
            CALLER_GONE,
            AGENT_WRAP_UP,
            AGENT_CLEARED,
        ],
        text: include_str!("../../golden/conference.json"),
    },
    GoldenCall {
        name: "transfer",
        says: "The agent asks a third party, hands the customer over and clears the call.",
        rests_on: "as `consult`; that the other legs end for the agent with the transfer: inferred, seen nowhere",
        evidence: &[
            AGENT_RINGING,
            AGENT_TALKING,
            CALLER_TALKING,
            CALLER_WAITING,
            THIRD_RINGING,
            THIRD_TALKING,
            AGENT_OF_THREE,
            AGENT_WRAP_UP,
            inferred("no page shows a transferred call"),
            CALLER_GONE,
            THIRD_GONE,
            AGENT_CLEARED,
        ],
        text: include_str!("../../golden/transfer.json"),
    },
];

impl GoldenCall {
    /// The golden call of that name.
    pub fn find(name: &str) -> Option<&'static GoldenCall> {
        GOLDENS.iter().find(|golden| golden.name == name)
    }

    /// The texts of its documents.
    pub fn documents(&self) -> Vec<&'static str> {
        let Read::Whole(tape, length) = read(self.text.as_bytes(), true) else {
            return Vec::new();
        };
        let root = tape.root(self.text);
        match root.kind() {
            Kind::Array => root
                .elements()
                .filter_map(|element| self.text.get(element.value.span().range()))
                .collect(),
            Kind::Null | Kind::Boolean | Kind::Number | Kind::String | Kind::Object => {
                self.text.get(..length).into_iter().collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_says_what_it_rests_on() {
        for golden in GOLDENS {
            let events = golden.documents().len();
            assert_eq!(golden.evidence.len(), events, "{}", golden.name);
        }
    }
}
