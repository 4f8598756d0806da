//! What is remembered of the content of a leg that is over: enough to see a repeat that differs.

use std::hash::{BuildHasher, Hash};

use foldhash::fast::FixedState as Quick;

use super::{Brief, ContentHash, Leg};
use crate::event::timestamp::Instant;

/// 32 bits of the newest event of a leg: 8 of its event word and offered buttons, 14 of its content,
/// 10 of its queue time. A difference goes unseen once in as many values as the bits can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Checksum(u32);

const CONTENT_BITS: u32 = 14;
const QUEUE_BITS: u32 = 10;

impl Checksum {
    /// Of the leg's newest event.
    pub fn of(leg: &Leg) -> Checksum {
        let queue = leg.last.queue_time.as_ref();
        Checksum(
            shape(&leg.last) << (CONTENT_BITS + QUEUE_BITS)
                | content(&leg.content) << QUEUE_BITS
                | queue.map_or(0, queue_time),
        )
    }

    /// The bits, as they are remembered.
    pub fn bits(self) -> u32 {
        self.0
    }

    /// The checksum of remembered bits.
    pub fn from_bits(bits: u32) -> Checksum {
        Checksum(bits)
    }

    /// Whether the event has the event word and the offered buttons of the remembered one.
    pub fn has_shape_of(self, event: &Brief) -> bool {
        self.0 >> (CONTENT_BITS + QUEUE_BITS) == shape(event)
    }

    /// Whether the event has the content of the remembered one.
    pub fn has_content(self, said: &ContentHash) -> bool {
        self.0 >> QUEUE_BITS & mask(CONTENT_BITS) == content(said)
    }

    /// Whether the remembered event had another queue time.
    pub fn has_other_queue_time(self, time: &Instant) -> bool {
        let known = self.0 & mask(QUEUE_BITS);
        known != 0 && known != queue_time(time)
    }
}

fn shape(event: &Brief) -> u32 {
    folded((event.word, event.offered), 8)
}

fn content(said: &ContentHash) -> u32 {
    folded(said, CONTENT_BITS)
}

/// 0 is a time that is not known.
fn queue_time(time: &Instant) -> u32 {
    folded(time, QUEUE_BITS).max(1)
}

fn folded(value: impl Hash, bits: u32) -> u32 {
    (Quick::with_seed(1).hash_one(value) >> 32) as u32 & mask(bits)
}

fn mask(bits: u32) -> u32 {
    (1 << bits) - 1
}
