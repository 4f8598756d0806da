//! Keys that an object has twice.

use std::borrow::Cow;
use std::hash::BuildHasher;

use foldhash::fast::RandomState;

use super::Reader;
use crate::json::Duplicate;
use crate::json::node::unescape;
use crate::json::tape::{MOST_DUPLICATES, next};

/// So many keys are compared with one another; more are hashed.
const FEW_KEYS: usize = 24;

/// No key: the number of no node.
const FREE: u32 = u32::MAX;

impl<'t> Reader<'t> {
    /// Notes the keys that the object at `index`, which is about to be closed, repeats of so many; says
    /// how many.
    pub(super) fn notice_duplicates(&mut self, index: u32, count: u32) -> u32 {
        let before = self.repeated;
        let compared = count as usize <= FEW_KEYS && self.compare_keys(index);
        if !compared {
            self.hash_keys(index, count as usize);
        }
        self.repeated - before
    }

    /// Compares plain keys with one another; false where one has escapes.
    fn compare_keys(&mut self, index: u32) -> bool {
        let mut seen: [(u32, &'t [u8]); FEW_KEYS] = [(FREE, &[]); FEW_KEYS];
        let mut count = 0;
        let mut key = index + 1;
        while let Some(record) = self.records.get(key as usize) {
            if record.is_escaped() {
                return false;
            }
            if let Some(place) = seen.get_mut(count) {
                *place = (key, self.text.get(record.inner()).unwrap_or_default());
            }
            count += 1;
            key = next(&self.records, key + 1);
        }
        let seen = seen.get(..count).unwrap_or_default();
        for (at, (second, bytes)) in seen.iter().enumerate() {
            let mut earlier = seen.iter().take(at).rev();
            if let Some((previous, _)) = earlier.find(|(_, other)| other == bytes) {
                self.repeat(*previous, *second);
            }
        }
        true
    }

    /// Four bytes a key, in a table of which a quarter at the least is free.
    fn hash_keys(&mut self, index: u32, count: usize) {
        let state = RandomState::default();
        let room = (count + count / 3 + 1).next_power_of_two();
        let mut table = vec![FREE; room];
        let mut key = index + 1;
        while (key as usize) < self.records.len() {
            let bytes = self.key_value(key);
            let mut at = slot(state.hash_one(&bytes), room);
            while let Some(place) = table.get_mut(at) {
                let other = std::mem::replace(place, key);
                if other == FREE {
                    break;
                }
                if self.key_value(other) == bytes {
                    self.repeat(other, key);
                    break;
                }
                *place = other;
                at = (at + 1) % room;
            }
            key = next(&self.records, key + 1);
        }
    }

    /// What the key says.
    fn key_value(&self, key: u32) -> Cow<'t, [u8]> {
        let Some(record) = self.records.get(key as usize) else {
            return Cow::default();
        };
        let bytes = self.text.get(record.inner()).unwrap_or_default();
        match std::str::from_utf8(bytes) {
            Ok(text) if record.is_escaped() => Cow::Owned(unescape(text).into_bytes()),
            Ok(_) | Err(_) => Cow::Borrowed(bytes),
        }
    }

    /// The key at `second` says what that at `previous` says, and none between.
    fn repeat(&mut self, previous: u32, second: u32) {
        self.repeated += 1;
        if let Some(record) = self.records.get_mut(previous as usize) {
            record.supersede();
        }
        if self.duplicates.len() >= MOST_DUPLICATES {
            return;
        }
        let known = self
            .duplicates
            .iter()
            .find(|known| known.second == previous);
        let first = known.map_or(previous, |known| known.first);
        self.duplicates.push(Duplicate { first, second });
    }
}

fn slot(hash: u64, room: usize) -> usize {
    usize::try_from(hash & (room as u64 - 1)).unwrap_or_default()
}
