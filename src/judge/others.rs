//! Other messages by name: a hundred names, the rest counted.

use std::collections::BTreeMap;

use crate::event::Message;
use crate::report::OtherMessage;
use crate::report::mask::Masks;

/// So many names are kept.
const MOST_NAMES: usize = 100;

/// So many characters of a name's words are kept.
const LONGEST_WORD: usize = 80;

/// The names so far.
#[derive(Debug)]
pub struct Others {
    masks: Masks,
    /// By what goes first: documented messages, then by name. Which names are kept depends on the names
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

    /// Counts a message; whether a page documents it.
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
        if self.named.len() >= MOST_NAMES && last.is_some_and(|(last, _)| *last < name) {
            self.unnamed += 1;
            return;
        }
        self.named.insert(name, 1);
        if self.named.len() > MOST_NAMES
            && let Some((_, count)) = self.named.pop_last()
        {
            self.unnamed += count;
        }
    }

    /// The names in their order with what they count, and how many messages have none of them.
    pub fn told(self) -> (Vec<OtherMessage>, u64) {
        let masks = self.masks;
        let mut named: Vec<(bool, Message, u64)> = self
            .named
            .into_iter()
            .map(|((undocumented, message), count)| (!undocumented, message, count))
            .collect();
        named.sort_by(|one, other| (&one.1, one.0).cmp(&(&other.1, other.0)));
        let told = |(documented, message, count): (bool, Message, u64)| OtherMessage {
            channel: masks.topic(&message.channel),
            topic: masks.topic(&message.topic),
            subtopic: masks.topic(&message.subtopic),
            documented,
            count,
        };
        (named.into_iter().map(told).collect(), self.unnamed)
    }

    /// A long word is masked before it is cut: half a number would not be known for one.
    fn short(&self, word: String) -> String {
        if word.len() <= LONGEST_WORD || word.chars().count() <= LONGEST_WORD {
            return word;
        }
        let masked = self.masks.topic(&word);
        if masked.chars().count() <= LONGEST_WORD {
            return masked;
        }
        let mut short: String = masked.chars().take(LONGEST_WORD - 1).collect();
        short.push('…');
        short
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(names: &[String]) -> (Vec<OtherMessage>, u64) {
        let mut others = Others::new(Masks::default());
        for name in names {
            let message = Message {
                channel: String::new(),
                topic: "News".into(),
                subtopic: name.clone(),
            };
            others.count(message, name == "name 250");
        }
        others.told()
    }

    #[test]
    fn the_order_of_arrival_decides_nothing() {
        let names: Vec<String> = (0..300).map(|at| format!("name {at:03}")).collect();
        let twice: Vec<String> = names.iter().chain(&names).cloned().collect();
        let (first, unnamed) = told(&twice);
        assert_eq!((first.len(), unnamed), (MOST_NAMES, 400));
        assert!(first.iter().all(|name| name.count == 2));
        assert!(first.iter().any(|name| name.documented));
        let backwards: Vec<String> = twice.into_iter().rev().collect();
        assert_eq!(told(&backwards), (first, unnamed));
    }

    #[test]
    fn long_words_are_cut_after_they_were_masked() {
        let word = format!("{} +1 415 555 0134 and more", "word ".repeat(14));
        let (names, _) = told(&[word]);
        let shown = &names[0].subtopic;
        assert!(shown.chars().count() <= LONGEST_WORD);
        assert!(!shown.contains("+1 4"), "{shown}");
    }
}
