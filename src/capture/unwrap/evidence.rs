//! What the keys of an object say about whether it is the event, before it is read.

use crate::event::vocabulary::{CHANNEL, SUBTOPIC, TOPIC, folded, is_near};

/// A key that tells something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Key {
    Channel,
    Topic,
    Subtopic,
    Message,
    Call,
    ButtonStates,
    EventOrType,
    #[default]
    Other,
}

/// The keys that tell something, as they are written.
const KEYS: [(&[u8], Key); 8] = [
    (b"channel", Key::Channel),
    (b"topic", Key::Topic),
    (b"subtopic", Key::Subtopic),
    (b"message", Key::Message),
    (b"call", Key::Call),
    (b"ButtonStates", Key::ButtonStates),
    (b"event", Key::EventOrType),
    (b"CallType", Key::EventOrType),
];

impl Key {
    pub(super) fn of(word: &[u8]) -> Key {
        let known = KEYS.iter().find(|(name, _)| *name == word);
        known.map_or(Key::Other, |(_, key)| *key)
    }

    /// Whether `text` begins with such a key, bare or in single quotes; none where more must come.
    pub(super) fn begins(text: &[u8]) -> Option<bool> {
        let text = text.strip_prefix(b"'").unwrap_or(text);
        if KEYS.iter().any(|(name, _)| text.starts_with(name)) {
            return Some(true);
        }
        let may = KEYS.iter().any(|(name, _)| name.starts_with(text));
        (!may).then_some(false)
    }
}

/// What was seen of an object so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Evidence(u16);

const CHANNEL_KEY: u16 = 1;
const TOPIC_KEY: u16 = 1 << 1;
const SUBTOPIC_KEY: u16 = 1 << 2;
const MESSAGE_KEY: u16 = 1 << 3;
const CALL_KEY: u16 = 1 << 4;
const BUTTONS: u16 = 1 << 5;
const EVENT_OR_TYPE: u16 = 1 << 6;
const OUR_WORD: u16 = 1 << 7;
const OUR_SUBTOPIC: u16 = 1 << 8;
const OTHER_SUBTOPIC: u16 = 1 << 9;
/// Its `call` is one.
const CALL: u16 = 1 << 10;
/// Its `message` holds one.
const MESSAGE: u16 = 1 << 11;
/// It says `br` of an encoding: itself, or what it holds directly, or what that holds.
const BROTLI: u16 = 1 << 12;
const BROTLI_BELOW: u16 = 1 << 13;
const BROTLI_FAR_BELOW: u16 = 1 << 14;

impl Evidence {
    fn has(self, bits: u16) -> bool {
        self.0 & bits == bits
    }

    fn any(self, bits: u16) -> bool {
        self.0 & bits != 0
    }

    pub(super) fn key(&mut self, key: Key) {
        self.0 |= match key {
            Key::Channel => CHANNEL_KEY,
            Key::Topic => TOPIC_KEY,
            Key::Subtopic => SUBTOPIC_KEY,
            Key::Message => MESSAGE_KEY,
            Key::Call => CALL_KEY,
            Key::ButtonStates => BUTTONS,
            Key::EventOrType => EVENT_OR_TYPE,
            Key::Other => 0,
        };
    }

    /// A string stands under that key.
    pub(super) fn word(&mut self, key: Key, word: &[u8]) {
        let text = || String::from_utf8_lossy(word);
        self.0 |= match key {
            Key::Channel if folded(&text()) == folded(CHANNEL) => OUR_WORD,
            Key::Topic if folded(&text()) == folded(TOPIC) => OUR_WORD,
            Key::Subtopic if is_near(&text(), SUBTOPIC) => OUR_SUBTOPIC,
            Key::Subtopic if !word.is_empty() => OTHER_SUBTOPIC,
            Key::Other if word == b"br" => BROTLI,
            _ => 0,
        };
    }

    /// What stands under that key has ended.
    pub(super) fn inner(&mut self, key: Key, inner: Evidence) {
        if key == Key::Call && inner.has(BUTTONS) {
            self.0 |= CALL;
        }
        if key == Key::Message && inner.has(CALL) {
            self.0 |= MESSAGE;
        }
        if inner.has(BROTLI) {
            self.0 |= BROTLI_BELOW;
        }
        if inner.has(BROTLI_BELOW) {
            self.0 |= BROTLI_FAR_BELOW;
        }
    }

    /// Whether it is worth reading: no event lacks all of these.
    pub(super) fn may_be_event(self) -> bool {
        self.any(SUBTOPIC_KEY | MESSAGE_KEY | CALL_KEY | BUTTONS)
            || self.has(CHANNEL_KEY | TOPIC_KEY)
    }

    /// Whether what cannot be read was meant as the event.
    pub(super) fn looks_like_event(self) -> bool {
        if self.any(OUR_SUBTOPIC | MESSAGE | CALL) || self.has(BUTTONS | EVENT_OR_TYPE) {
            return true;
        }
        let keys = self.0 & (CHANNEL_KEY | TOPIC_KEY | SUBTOPIC_KEY | MESSAGE_KEY);
        !self.any(OTHER_SUBTOPIC) && (self.any(OUR_WORD) || keys.count_ones() > 1)
    }

    pub(super) fn says_brotli(self) -> bool {
        self.any(BROTLI | BROTLI_BELOW | BROTLI_FAR_BELOW)
    }
}
