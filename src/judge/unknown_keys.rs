//! Undocumented keys: each is reported once a run, with the number of events that have it.

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;

use foldhash::quality::FixedState;

use crate::report::Finding;
use crate::rules::LONGEST_KEY;

/// So many are reported; of more only the number is known.
const MOST_REPORTED: usize = 100;

/// So many more are told from one another; from there on each time counts as another.
const MOST_TOLD_APART: usize = 100_000;

/// Which were met, by what their finding says.
#[derive(Debug, Default)]
pub struct UnknownKeys {
    /// Those that do not count, then those that do: of one key both may be there.
    reported: [HashMap<String, Met>; 2],
    beyond: HashSet<u64>,
    left_out: u64,
}

#[derive(Debug)]
struct Met {
    events: u64,
    /// The last event that has it: an event that has the key twice counts once.
    last: At,
}

/// A document: the place of its input, and its number in it.
pub type At = (usize, u64);

/// What is to be done about an unknown key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turnout {
    /// It is reported.
    Report,
    /// It is another one, and only counted.
    Count,
    /// It was there before.
    Nothing,
}

impl UnknownKeys {
    /// The document has the key that this message is about. Without its finding it cannot be reported.
    pub fn meet(&mut self, message: &str, counts: bool, at: At, has_finding: bool) -> Turnout {
        let has_room = self.reported.iter().map(HashMap::len).sum::<usize>() < MOST_REPORTED;
        let [borne, counting] = &mut self.reported;
        let reported = if counts { counting } else { borne };
        if let Some(met) = reported.get_mut(message) {
            met.events += u64::from(met.last != at);
            met.last = at;
            return Turnout::Nothing;
        }
        let hash = FixedState::with_seed(0).hash_one((message, counts));
        if self.beyond.contains(&hash) {
            return Turnout::Nothing;
        }
        if has_finding && has_room {
            let met = Met {
                events: 1,
                last: at,
            };
            reported.insert(message.to_owned(), met);
            return Turnout::Report;
        }
        if self.beyond.len() < MOST_TOLD_APART {
            self.beyond.insert(hash);
        }
        self.left_out += 1;
        Turnout::Count
    }

    /// So many more are only counted: one document has them.
    pub fn leave_out(&mut self, keys: u64) {
        self.left_out += keys;
    }

    /// How many are only counted.
    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    /// Writes into their findings how many events have them.
    pub fn fill(&self, findings: &mut [Finding]) {
        let own = findings
            .iter_mut()
            .filter(|finding| finding.rule.is_once_a_run());
        for finding in own {
            let [borne, counting] = &self.reported;
            let reported = if finding.counts() { counting } else { borne };
            if let Some(met) = reported.get(&finding.message) {
                finding.count = met.events;
            }
        }
    }
}

/// A key may be as long as a document: its pointer shows as much of it as its message.
pub fn shorten(finding: &mut Finding) {
    for location in &mut finding.locations {
        let Some(pointer) = &mut location.pointer else {
            continue;
        };
        let key = pointer.rfind('/').map_or(0, |slash| slash + 1);
        let rest = pointer.get(key..).unwrap_or_default();
        if let Some((end, _)) = rest.char_indices().nth(LONGEST_KEY) {
            pointer.truncate(key + end);
            pointer.push('…');
        }
    }
}
