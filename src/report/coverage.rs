//! What a run has shown, beside what a perfect capture could show.

use serde::Serialize;

/// What a run has shown, kind by kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Pairs of leg type and event.
    pub events: Vec<Item>,
    /// Steps of a leg, by its type.
    pub steps: Vec<Item>,
    /// Buttons that were offered.
    pub buttons: Vec<Item>,
    /// Ways that a call goes.
    pub flows: Vec<Item>,
    /// Rules that applied to anything.
    pub rules: Vec<Item>,
}

/// Something that can be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// Such as `agent/connecting`, `agent/connecting>connected`, `answer`, `missed`, `button/mirror`.
    pub name: String,
    /// How often the run showed it; of flows the calls, of rules what they applied to.
    pub times: u64,
    /// Whether it belongs to the ceiling: what the documented facts let a perfect capture show.
    pub ceiling: bool,
}

/// One kind of coverage: its name in requirements, what it counts, and its items.
pub type CoverageKind<'c> = (&'static str, &'static str, &'c [Item]);

impl Coverage {
    /// All kinds, in the order in which they are told.
    pub fn kinds(&self) -> [CoverageKind<'_>; 5] {
        [
            ("event", "events", &self.events),
            ("step", "steps", &self.steps),
            ("button", "buttons", &self.buttons),
            ("flow", "flows", &self.flows),
            ("rule", "rules", &self.rules),
        ]
    }

    /// The same in a line.
    pub fn line(&self) -> String {
        let told = self.kinds().map(|(_, name, items)| {
            let counts = CoverageTotals::of(items);
            let beyond = match counts.beyond {
                0 => String::new(),
                beyond => format!(" and {beyond} beyond"),
            };
            format!("{} of {} {name}{beyond}", counts.proved, counts.ceiling)
        });
        told.join(", ")
    }
}

/// The two numbers of a kind, and what is in neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoverageTotals {
    /// What a perfect capture could show.
    pub ceiling: usize,
    /// What of it the run showed.
    pub proved: usize,
    /// What the run showed beyond the ceiling.
    pub beyond: usize,
}

impl CoverageTotals {
    /// Counts the items.
    pub fn of(items: &[Item]) -> CoverageTotals {
        let count = |wanted: fn(&Item) -> bool| items.iter().filter(|item| wanted(item)).count();
        CoverageTotals {
            ceiling: count(|item| item.ceiling),
            proved: count(|item| item.ceiling && item.times > 0),
            beyond: count(|item| !item.ceiling && item.times > 0),
        }
    }
}
