//! What of a value may be shown: its place in the event decides.

use std::borrow::Cow;

use super::bullets::{bullet, letters};
use super::field_role::{FieldRole, unescaped};
use super::form::{self, Form};
use super::known_words::is_known;
use super::{LONGEST_READ_BYTES, LONGEST_SENTENCE_CHARS, LONGEST_SHOWN_CHARS, phone, shortened};
use crate::event::timestamp::instant;
use crate::event::vocabulary::Privacy;
use crate::json::{Kind, Node};

/// Words that stand for a phone number and tell nothing of a person.
const PHONE_WORDS: [&str; 3] = ["anonymous", "INTERNAL-TRANSFER", "Softphone"];

/// Whether values are masked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Masks {
    /// Everything may be shown (`--show-values`).
    pub show_values: bool,
    /// Of open fields nothing but documented words (`--mask-open`).
    pub mask_open: bool,
}

impl Masks {
    /// The node as it may be shown; `root` is its document's.
    pub fn node(self, root: Node<'_>, node: Node<'_>) -> String {
        match node.kind() {
            Kind::Object => "{…}".to_owned(),
            Kind::Array => "[…]".to_owned(),
            Kind::Null | Kind::Boolean | Kind::Number | Kind::String => {
                let standing = FieldRole::at(&root.pointer_to(node));
                if node.raw().len() > LONGEST_READ_BYTES {
                    return self.value(node.raw(), standing.privacy(node.raw()));
                }
                // Decoded: whoever wrote `\u0041` said `A`.
                let value = node.string().map(|text| quoted(&text));
                let value = value.as_deref().unwrap_or(node.raw());
                self.value(value, standing.privacy(value))
            }
        }
    }

    /// A word of the capture that is told outside its place: without what identifies a person.
    pub fn word(self, text: &str) -> String {
        if self.show_values {
            text.to_owned()
        } else {
            numbers(text)
        }
    }

    /// The name of something in the capture: a word, and short.
    pub fn name(self, text: &str) -> String {
        if text.len() <= LONGEST_READ_BYTES {
            return shortened(&self.word(text), LONGEST_SHOWN_CHARS);
        }
        let begun = super::beginning(text, LONGEST_READ_BYTES);
        let shown = match self.show_values {
            true => begun.to_owned(),
            false => begun_numbers(begun),
        };
        shortened(&shown, LONGEST_SHOWN_CHARS)
    }

    /// The name of a message: its channel, topic or subtopic.
    pub fn topic(self, text: &str) -> String {
        match self.conceals(text) {
            true => "•••".to_owned(),
            false => self.name(text),
        }
    }

    /// The path of a file, without what identifies a person.
    pub fn path(self, path: &str) -> String {
        if self.show_values {
            path.to_owned()
        } else {
            super::path(path)
        }
    }

    /// A place in the event: exact but for what identifies a person in keys of the producer's own, and their length.
    pub fn pointer(self, pointer: &str) -> String {
        let (mut standing, mut in_open) = (FieldRole::Root, false);
        let mut shown = String::new();
        for part in pointer.split('/').skip(1) {
            // One byte more than is read tells that it is longer.
            let key = unescaped(super::beginning(part, 2 * LONGEST_READ_BYTES + 2));
            let masked = match self.conceals_key(&key, in_open) {
                true => "•••".to_owned(),
                false => self.name(&key),
            };
            standing = standing.below(&key);
            in_open |= standing.is_open_text();
            shown.push('/');
            match masked == key {
                true => shown.push_str(part),
                false => shown.push_str(&masked.replace('~', "~0").replace('/', "~1")),
            }
        }
        shown
    }

    /// Whether the key is hidden whole, which stands inside of an open text's place or not.
    fn conceals_key(self, key: &str, in_open: bool) -> bool {
        let is_index = key.bytes().all(|byte| byte.is_ascii_digit());
        in_open && !is_index && self.conceals(key)
    }

    /// A key, given as written, as it may be shown; it stands inside of an open text's place or not.
    pub fn key(self, raw: &str, in_open: bool) -> String {
        if serde_json::from_str::<String>(raw).is_ok_and(|key| self.conceals_key(&key, in_open)) {
            return quoted("•••");
        }
        let keys = Masks {
            mask_open: false,
            ..self
        };
        keys.value(raw, Privacy::Open)
    }

    /// Whether the text of an open field is hidden whole.
    pub fn conceals(self, text: &str) -> bool {
        self.mask_open && !self.show_values && !is_known(text) && !is_moment(text)
    }

    /// A sentence of ours about the capture, which names its values between backticks.
    pub fn sentence(self, text: &str) -> String {
        let text = shortened(text, LONGEST_SENTENCE_CHARS);
        if self.show_values || !self.mask_open {
            return text;
        }
        let parts = text.split('`').enumerate();
        let parts = parts.map(|(index, part)| match index % 2 == 1 && !is_known(part) {
            true => "•••",
            false => part,
        });
        parts.collect::<Vec<_>>().join("`")
    }

    /// The scalar, given as written, as it may be shown.
    pub fn value(self, raw: &str, privacy: Privacy) -> String {
        if self.show_values || raw == "null" {
            return abridged(raw);
        }
        if raw.len() > LONGEST_READ_BYTES {
            return self.long_value(raw, privacy);
        }
        let text = serde_json::from_str::<String>(raw).ok();
        let plain = text.as_deref().unwrap_or(raw);
        let masked = match privacy {
            Privacy::Time if is_time(raw) || is_instant(plain) => return abridged(raw),
            Privacy::Open | Privacy::Time => {
                let masked = match text {
                    Some(_) if self.conceals(plain) => "•••".to_owned(),
                    Some(_) => numbers(plain),
                    None => phone::replaced(raw, &phone::runs(raw, phone::FEWEST), dialled),
                };
                if masked == plain {
                    // As written, escapes and all.
                    return abridged(raw);
                }
                masked
            }
            Privacy::Phone => number_or_letters(plain),
            // The beginning of a number or an address is most of it.
            Privacy::Identifier if text.is_some() && form::found(plain).is_empty() => {
                identifier(plain)
            }
            Privacy::Identifier | Privacy::Secret => "•••".to_owned(),
        };
        match text {
            Some(_) => abridged(&quoted(&masked)),
            None => abridged(&masked),
        }
    }
}

impl Masks {
    /// The same of one that is longer than what is looked at: by its beginning.
    fn long_value(self, raw: &str, privacy: Privacy) -> String {
        let Some(begun) = begun_string(raw) else {
            // A number: as long a one is a phone number in every place.
            let begun = super::beginning(raw, LONGEST_READ_BYTES);
            return match privacy {
                Privacy::Identifier | Privacy::Secret => "•••".to_owned(),
                Privacy::Open | Privacy::Time | Privacy::Phone => abridged(&dialled(begun)),
            };
        };
        let masked = match privacy {
            Privacy::Open | Privacy::Time if self.mask_open => "•••".to_owned(),
            Privacy::Open | Privacy::Time => begun_numbers(&begun),
            Privacy::Phone => letters(&begun),
            Privacy::Identifier => identifier(&begun),
            Privacy::Secret => "•••".to_owned(),
        };
        abridged(&quoted(&shortened(&masked, LONGEST_SHOWN_CHARS)))
    }
}

/// The beginning of a string that is longer than what is looked at, given as written; none of what is no string.
fn begun_string(raw: &str) -> Option<String> {
    let inner = raw.strip_prefix('"')?;
    let bytes = inner.as_bytes();
    let mut end = 0;
    while end < LONGEST_READ_BYTES {
        end += match (bytes.get(end)?, bytes.get(end + 1), bytes.get(end + 2)) {
            // A pair of units is one character.
            (b'\\', Some(b'u'), Some(b'd' | b'D')) => 12,
            (b'\\', Some(b'u'), _) => 6,
            (b'\\', ..) => 2,
            _ => 1,
        };
    }
    let begun = super::beginning(inner, end);
    // Only a text with half a pair in it is read as none: then nothing of it is shown.
    let text = serde_json::from_str::<String>(&format!("\"{begun}\""));
    Some(text.unwrap_or_else(|_| "•••".to_owned()))
}

/// As [`numbers`], of the beginning of a longer text: the word that is cut may be part of anything.
fn begun_numbers(begun: &str) -> String {
    let whole = begun
        .get(..super::before_cut_word(begun))
        .unwrap_or_default();
    let whole = whole.chars().count();
    let cut = |(at, letter)| if at < whole { letter } else { bullet(letter) };
    numbers(begun).chars().enumerate().map(cut).collect()
}

/// The JSON text of a scalar or key, cut where it is long; a string keeps both its quotes.
pub(super) fn abridged(raw: &str) -> String {
    let inner = raw
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    let (inner, quote) = inner.map_or((raw, ""), |inner| (inner, "\""));
    format!("{quote}{}{quote}", shortened(inner, LONGEST_SHOWN_CHARS))
}

/// Whether the scalar is a number that tells seconds or milliseconds since 1970, in the years from 2001 on.
fn is_time(raw: &str) -> bool {
    let is_plain = raw.bytes().all(|byte| byte.is_ascii_digit());
    is_plain && raw.starts_with('1') && [10, 13].contains(&raw.len())
}

/// Whether the text is a time, however many decimals it has; where a time is meant it is no phone number.
pub fn is_instant(text: &str) -> bool {
    instant(text).is_some()
}

/// Whether the text is written as times are, and so holds no name.
fn is_moment(text: &str) -> bool {
    let inside = |letter: char| letter.is_ascii_digit() || "-:.+TZ ".contains(letter);
    text.chars().all(inside) && form::found(text).is_empty()
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A number's shape; of what is none only the punctuation.
fn number_or_letters(text: &str) -> String {
    if is_phone_word(text) {
        text.to_owned()
    } else if text.chars().all(phone::is_part) {
        dialled(text)
    } else {
        letters(text)
    }
}

/// One bullet per hidden digit: the first and the last four stay where there are eight or more.
fn dialled(number: &str) -> String {
    // Digits of other scripts are hidden like letters.
    let digits = match number
        .chars()
        .all(|letter| letter.is_ascii() || !letter.is_numeric())
    {
        true => number.chars().filter(char::is_ascii_digit).count(),
        false => 0,
    };
    let mut seen = 0;
    let mask = |letter: char| {
        if !letter.is_numeric() {
            return letter;
        }
        seen += 1;
        let kept = digits >= 8 && (seen == 1 || seen + 4 > digits);
        if kept { letter } else { '•' }
    };
    number.chars().map(mask).collect()
}

/// The text with every phone number in it reduced to its shape, a `d` for each digit, and whatever else identifies
/// a person to what it is. The shape of a shape is itself.
pub fn shapes(text: &str) -> Cow<'_, str> {
    let mut shaped = Cow::Borrowed(text);
    // What stands beside a shape may take it for a part of something: it has fewer signs each time.
    for _ in 0..MAX_SHAPING_ROUNDS {
        let again = shaped_once(&shaped);
        if again == shaped {
            break;
        }
        shaped = Cow::Owned(again);
    }
    shaped
}

/// More rounds than any text needs whose signs a person wrote.
const MAX_SHAPING_ROUNDS: usize = 64;

fn shaped_once(text: &str) -> String {
    form::replaced(text, &form::found(text), |form, piece| match form {
        Form::Phone => phone::shape(piece, 'd'),
        Form::Email => "[email]".to_owned(),
        Form::Token => "[token]".to_owned(),
        Form::Query => format!("{}[query]", query_sign(piece)),
    })
}

/// The sign that begins the query, where one does.
fn query_sign(piece: &str) -> &str {
    match piece.as_bytes().first() {
        Some(b'?' | b'#' | b';') => piece.get(..1).unwrap_or_default(),
        _ if piece.starts_with('%') => "?",
        _ => "",
    }
}

/// The same of a JSON number as written.
pub fn number_shape(raw: &str) -> Cow<'_, str> {
    match phone::runs(raw, phone::FEWEST).as_slice() {
        [] => Cow::Borrowed(raw),
        places => phone::replaced(raw, places, |number| phone::shape(number, 'd')).into(),
    }
}

/// The text with what identifies a person in it masked, other words as they are.
fn numbers(text: &str) -> String {
    form::replaced(text, &form::found(text), |form, piece| match form {
        Form::Phone => misplaced(piece),
        Form::Email | Form::Token | Form::Query => super::bullets(piece),
    })
}

/// A number in the wrong place: a group of digits would be a word of its own, so none stays.
fn misplaced(number: &str) -> String {
    match phone::is_grouped(number) {
        true => phone::shape(number, '•'),
        false => dialled(number),
    }
}

/// The beginning: eight characters, and never more than half.
fn identifier(text: &str) -> String {
    let length = text.chars().count();
    let kept = (length / 2).min(8);
    let mut shown: String = text.chars().take(kept).collect();
    if length > 0 {
        shown.push('…');
    }
    shown
}

/// Whether the word stands for a phone number and tells nothing of a person.
pub fn is_phone_word(word: &str) -> bool {
    PHONE_WORDS.contains(&word)
}

#[cfg(test)]
mod tests;
