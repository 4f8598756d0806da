//! The options of a run.

use crate::ledger::{Baseline, Requirement, RuleLevels, Selection, Waivers};
use crate::privacy::masks::Masks;
use crate::rules::Profile;

/// The options of a run.
#[derive(Debug, Clone)]
pub struct Options {
    /// The profile, which gives rules their severity.
    pub profile: Profile,
    /// Which rules.
    pub selection: Selection,
    /// Which rules the configuration turns up or down.
    pub levels: RuleLevels,
    /// The configuration that was used, as the report names it.
    pub config: Option<String>,
    /// Findings to suppress; none where no waivers were read.
    pub waivers: Option<Waivers>,
    /// Findings that an earlier report has already.
    pub known: Option<Baseline>,
    /// Whether any message that is not the event is an error.
    pub only_events: bool,
    /// How many findings are kept in full.
    pub max_findings: usize,
    /// What may be shown.
    pub masks: Masks,
    /// Whether the run ends at the first error.
    pub fail_fast: bool,
    /// Whether a warning makes the run nonconformant.
    pub fail_on_warning: bool,
    /// How many threads examine documents; the result is the same for any number.
    pub jobs: usize,
    /// In which order the events of several inputs are checked.
    pub order: Order,
    /// How many calls that are over are known in full; of others that are over, how their legs ended.
    pub over_in_full: usize,
    /// How many calls the report shows step by step.
    pub tracks: usize,
    /// Which calls of more.
    pub tracked: Tracked,
    /// What the run must show, or it is incomplete.
    pub required: Vec<Requirement>,
    /// The pointers at which alone events were taken; none: they were taken anywhere, or at the root.
    pub at: Vec<String>,
}

/// Which calls are shown step by step where there are more than may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Tracked {
    /// The first.
    #[default]
    First,
    /// Those in which something is found, before the newest others.
    FoundFirst,
    /// Only those that are open when the run ends.
    Open,
}

/// In which order the events of several inputs are checked by the flow rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Order {
    /// One input after another, as they are given.
    #[default]
    Input,
    /// Inputs merged by the time of the state; each keeps its own order.
    Time,
    /// One input after another, each a capture of its own, whose ids mean nothing in another.
    Separate,
    /// No order: each event is checked alone, and no call is followed.
    None,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            profile: Profile::default(),
            selection: Selection::default(),
            levels: RuleLevels::default(),
            config: None,
            waivers: None,
            known: None,
            only_events: false,
            max_findings: 10_000,
            masks: Masks::default(),
            fail_fast: false,
            fail_on_warning: false,
            jobs: 1,
            order: Order::default(),
            over_in_full: 500,
            tracks: 0,
            tracked: Tracked::default(),
            required: Vec::new(),
            at: Vec::new(),
        }
    }
}
