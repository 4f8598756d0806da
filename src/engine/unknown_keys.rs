//! Undocumented keys: each is reported once a run, with the number of events that have it.

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;

use foldhash::quality::FixedState;

use crate::report::Finding;
use crate::rules::MAX_KEY_CHARS;

/// Undocumented keys that are reported; others are only counted.
const MAX_REPORTED_KEYS: usize = 100;

/// Further keys that are counted once each; after that each occurrence counts as a new key.
const MAX_DISTINCT_KEYS: usize = 100_000;

/// The undocumented keys so far, by the message of their finding.
#[derive(Debug, Default)]
pub struct UnknownKeys {
    /// Those that do not count, then those that do: one key may be in both.
    reported: [HashMap<String, Met>; 2],
    left_out_hashes: HashSet<u64>,
    left_out: u64,
}

#[derive(Debug)]
struct Met {
    events: u64,
    /// The last event that has it: an event that has the key twice counts once.
    last: At,
}

/// A document: the index of its input, and its number in it.
pub type At = (usize, u64);

/// What is to be done about an unknown key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyAction {
    /// It is reported.
    Report,
    /// It is another one, and only counted.
    Count,
    /// It was reported or counted before.
    Nothing,
}

impl UnknownKeys {
    /// The document has the key that this message is about. Without a finding it cannot be reported.
    pub fn meet(&mut self, message: &str, counts: bool, at: At, has_finding: bool) -> KeyAction {
        let has_room = self.reported.iter().map(HashMap::len).sum::<usize>() < MAX_REPORTED_KEYS;
        let [suppressed, counting] = &mut self.reported;
        let reported = if counts { counting } else { suppressed };
        if let Some(met) = reported.get_mut(message) {
            met.events += u64::from(met.last != at);
            met.last = at;
            return KeyAction::Nothing;
        }
        let hash = FixedState::with_seed(0).hash_one((message, counts));
        if self.left_out_hashes.contains(&hash) {
            return KeyAction::Nothing;
        }
        if has_finding && has_room {
            let met = Met {
                events: 1,
                last: at,
            };
            reported.insert(message.to_owned(), met);
            return KeyAction::Report;
        }
        if self.left_out_hashes.len() < MAX_DISTINCT_KEYS {
            self.left_out_hashes.insert(hash);
        }
        self.left_out += 1;
        KeyAction::Count
    }

    /// Counts further keys of one document, whose names are not compared.
    pub fn leave_out(&mut self, keys: u64) {
        self.left_out += keys;
    }

    /// How many are only counted.
    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    /// Writes into each finding how many events have its key.
    pub fn fill(&self, findings: &mut [Finding]) {
        let own = findings
            .iter_mut()
            .filter(|finding| finding.rule.is_once_a_run());
        for finding in own {
            let [suppressed, counting] = &self.reported;
            let reported = if finding.counts() {
                counting
            } else {
                suppressed
            };
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
        if let Some((end, _)) = rest.char_indices().nth(MAX_KEY_CHARS) {
            pointer.truncate(key + end);
            pointer.push('…');
        }
    }
}
