//! Keys that an object has twice.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::Reader;
use crate::json::node::unescape;
use crate::json::tape::Record;
use crate::json::{Duplicate, Span};

/// So many keys are compared with one another; more are hashed.
const FEW_KEYS: usize = 24;

/// The keys that their object has again further on, in ascending order: all of a kind but the last.
pub(super) fn superseded(duplicates: &[Duplicate]) -> Vec<u32> {
    let mut last: HashMap<u32, u32> = HashMap::new();
    let mut superseded: Vec<u32> = Vec::new();
    for duplicate in duplicates {
        let before = last.insert(duplicate.first, duplicate.second);
        superseded.push(before.unwrap_or(duplicate.first));
    }
    superseded.sort_unstable();
    superseded
}

impl Reader<'_> {
    /// Notes the keys that the object at `index` repeats; says how many.
    pub(super) fn notice_duplicates(&mut self, index: u32, end: u32) -> u32 {
        let found = if self.few_plain_keys(index, end) {
            self.compared_duplicates(index, end)
        } else {
            self.hashed_duplicates(index, end)
        };
        let repeated = Span::new(0, found.len()).end;
        self.duplicates.extend(found);
        repeated
    }

    pub(super) fn keys(&self, index: u32, end: u32) -> impl Iterator<Item = (u32, Record)> + Clone {
        let mut next = index + 1;
        std::iter::from_fn(move || {
            let key = next;
            let record = self
                .records
                .get(key as usize)
                .copied()
                .filter(|_| key < end)?;
            next = self.records.get(key as usize + 1)?.next;
            Some((key, record))
        })
    }

    pub(super) fn few_plain_keys(&self, index: u32, end: u32) -> bool {
        let mut keys = self.keys(index, end);
        keys.by_ref()
            .take(FEW_KEYS)
            .all(|(_, record)| !record.escaped)
            && keys.next().is_none()
    }

    pub(super) fn key_bytes(&self, record: Record) -> &[u8] {
        self.text
            .get(record.start as usize + 1..(record.end as usize).saturating_sub(1))
            .unwrap_or_default()
    }

    pub(super) fn compared_duplicates(&self, index: u32, end: u32) -> Vec<Duplicate> {
        let mut found = Vec::new();
        for (second, record) in self.keys(index, end) {
            let bytes = self.key_bytes(record);
            let earlier = self
                .keys(index, second)
                .find(|&(_, other)| self.key_bytes(other) == bytes);
            found.extend(earlier.map(|(first, _)| Duplicate { first, second }));
        }
        found
    }

    pub(super) fn hashed_duplicates(&self, index: u32, end: u32) -> Vec<Duplicate> {
        let mut seen: HashMap<Cow<'_, [u8]>, u32> = HashMap::new();
        let mut found = Vec::new();
        for (second, record) in self.keys(index, end) {
            let bytes = self.key_bytes(record);
            let key = match std::str::from_utf8(bytes) {
                Ok(text) if record.escaped => Cow::Owned(unescape(text).into_bytes()),
                Ok(_) | Err(_) => Cow::Borrowed(bytes),
            };
            match seen.entry(key) {
                Entry::Occupied(first) => found.push(Duplicate {
                    first: *first.get(),
                    second,
                }),
                Entry::Vacant(place) => {
                    place.insert(second);
                }
            }
        }
        found
    }
}
