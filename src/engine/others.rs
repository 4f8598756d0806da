//! Other messages by name: a hundred names, the rest counted.

use std::collections::BTreeMap;

use crate::event::Message;
use crate::privacy::masks::Masks;
use crate::report::OtherMessage;

/// Names that are kept.
const MAX_NAMES: usize = 100;

/// Characters of each part of a name that are kept.
const MAX_WORD_CHARS: usize = 80;

/// The names so far.
#[derive(Debug)]
pub struct Others {
    masks: Masks,
    /// Documented messages first, then by name. Which names are kept depends on the names
    /// alone, and not on the order in which they came: what is kept has been counted from its first message.
    named: BTreeMap<(bool, Message), u64>,
    /// Messages whose names are not kept.
    unnamed: u64,
}

impl Others {
    pub fn new(masks: Masks) -> Others {
        Others {
            masks,
            named: BTreeMap::new(),
            unnamed: 0,
        }
    }

    /// Counts a message; `documented` if a page documents it.
    pub fn count(&mut self, message: Message, documented: bool) {
        let name = (
            !documented,
            Message {
                channel: self.short(message.channel),
                topic: self.short(message.topic),
                subtopic: self.short(message.subtopic),
            },
        );
        if let Some(count) = self.named.get_mut(&name) {
            *count += 1;
            return;
        }
        let last = self.named.last_key_value();
        if self.named.len() >= MAX_NAMES && last.is_some_and(|(last, _)| *last < name) {
            self.unnamed += 1;
            return;
        }
        self.named.insert(name, 1);
        if self.named.len() > MAX_NAMES
            && let Some((_, count)) = self.named.pop_last()
        {
            self.unnamed += count;
        }
    }

    /// The names in their order with their counts, and how many messages have other names.
    pub fn finish(self) -> (Vec<OtherMessage>, u64) {
        let masks = self.masks;
        let mut named: Vec<(bool, Message, u64)> = self
            .named
            .into_iter()
            .map(|((undocumented, message), count)| (!undocumented, message, count))
            .collect();
        named.sort_by(|one, other| (&one.1, one.0).cmp(&(&other.1, other.0)));
        let counted = |(documented, message, count): (bool, Message, u64)| OtherMessage {
            channel: masks.topic(&message.channel),
            topic: masks.topic(&message.topic),
            subtopic: masks.topic(&message.subtopic),
            documented,
            count,
        };
        (named.into_iter().map(counted).collect(), self.unnamed)
    }

    /// A long word is masked before it is cut: half a number would not be recognized.
    fn short(&self, word: String) -> String {
        if word.len() <= MAX_WORD_CHARS || word.chars().count() <= MAX_WORD_CHARS {
            return word;
        }
        let masked = self.masks.topic(&word);
        if masked.chars().count() <= MAX_WORD_CHARS {
            return masked;
        }
        let mut short: String = masked.chars().take(MAX_WORD_CHARS - 1).collect();
        short.push('…');
        short
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(names: &[String]) -> (Vec<OtherMessage>, u64) {
        let mut others = Others::new(Masks::default());
        for name in names {
            let message = Message {
                channel: String::new(),
                topic: "News".into(),
                subtopic: name.clone(),
            };
            others.count(message, name == "name 250");
        }
        others.finish()
    }

    #[test]
    fn the_order_of_arrival_decides_nothing() {
        let names: Vec<String> = (0..300).map(|at| format!("name {at:03}")).collect();
        let twice: Vec<String> = names.iter().chain(&names).cloned().collect();
        let (first, unnamed) = counted(&twice);
        assert_eq!((first.len(), unnamed), (MAX_NAMES, 400));
        assert!(first.iter().all(|name| name.count == 2));
        assert!(first.iter().any(|name| name.documented));
        let backwards: Vec<String> = twice.into_iter().rev().collect();
        assert_eq!(counted(&backwards), (first, unnamed));
    }

    #[test]
    fn long_words_are_cut_after_they_were_masked() {
        let word = format!("{} +1 415 555 0134 and more", "word ".repeat(14));
        let (names, _) = counted(&[word]);
        let shown = &names[0].subtopic;
        assert!(shown.chars().count() <= MAX_WORD_CHARS);
        assert!(!shown.contains("+1 4"), "{shown}");
    }
}
