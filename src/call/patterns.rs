//! What can happen in a call, as far as its events show it.

use super::{Brief, Call, Leg};
use crate::event::vocabulary::{Button, EventWord, Status};

/// A way that a call goes; one call may show several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flow {
    /// An agent's leg rang and then carried the call.
    Answered,
    /// An agent's leg was missed.
    Missed,
    /// An agent's leg was rejected.
    Rejected,
    /// A leg was on hold and talks again.
    HoldAndResume,
    /// The agent's leg ended while two other legs went on.
    Transfer,
    /// Two other legs were live while the agent's was.
    Consult,
    /// Two other legs talked while the agent's was live.
    Conference,
    /// An agent's leg that carried a call is over and offers clearing.
    WrapUp,
    /// An agent's leg is over and offers nothing any more.
    Cleared,
}

impl Flow {
    /// All nine.
    pub const ALL: [Flow; 9] = [
        Flow::Answered,
        Flow::Missed,
        Flow::Rejected,
        Flow::HoldAndResume,
        Flow::Transfer,
        Flow::Consult,
        Flow::Conference,
        Flow::WrapUp,
        Flow::Cleared,
    ];

    /// Its name: that of the golden call that shows it.
    pub fn name(self) -> &'static str {
        match self {
            Flow::Answered => "answered",
            Flow::Missed => "missed",
            Flow::Rejected => "rejected",
            Flow::HoldAndResume => "hold-and-resume",
            Flow::Transfer => "transfer",
            Flow::Consult => "consult",
            Flow::Conference => "conference",
            Flow::WrapUp => "wrap-up",
            Flow::Cleared => "cleared",
        }
    }

    /// The flow of that name, exactly as printed.
    pub fn read(name: &str) -> Option<Flow> {
        Flow::ALL.into_iter().find(|flow| flow.name() == name)
    }

    /// Whether the call shows it with this event, which was just added to its leg.
    pub(super) fn is_shown(self, call: &Call, leg: &Leg, now: &Brief) -> bool {
        let agents = leg.is_agents();
        let agent_lives = || {
            let mut legs = call.legs.iter();
            legs.any(|(_, leg)| leg.is_agents() && leg.last.lives())
        };
        let talking = || {
            let talking = |(_, leg): &&(_, Leg)| leg.is_others() && leg.last.talks();
            call.legs.iter().filter(talking).count()
        };
        let ended = |word, wanted| {
            let status = now.state.map(|state| state.status);
            agents && now.is_over() && (now.word == Some(word) || status == Some(wanted))
        };
        match self {
            Flow::Answered => agents && now.lives() && leg.rang.is_some(),
            Flow::Missed => ended(EventWord::Missed, Status::Missed),
            Flow::Rejected => ended(EventWord::Rejected, Status::Rejected),
            Flow::HoldAndResume => now.talks() && leg.before == Some(Status::Hold),
            Flow::Transfer => agents && leg.lived && now.is_over() && leg.company >= 2,
            Flow::Consult => leg.company >= 2 && agent_lives(),
            Flow::Conference => talking() >= 2 && agent_lives(),
            Flow::WrapUp => {
                agents && leg.lived && now.is_over() && now.offered.contains(Button::ClearContact)
            }
            Flow::Cleared => leg.cleared.is_some(),
        }
    }
}
