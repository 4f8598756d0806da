//! Names for values that differ from run to run: equal values of a call have equal names.

use std::collections::HashMap;

use super::moment::{self, CallClock, NormalTime, Time};
use crate::rules::{is_joined_uuid, is_uuid};

/// What is private may be called by an id or number of the call from this length on: shorter values
/// are equal by chance.
const TELLING: usize = 7;

/// What an identity is called, by the first place in which the call has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Class {
    Connection,
    Contact,
    Phone,
}

impl Class {
    fn word(self) -> &'static str {
        match self {
            Class::Connection => "connection",
            Class::Contact => "contact",
            Class::Phone => "phone",
        }
    }
}

/// What kind of JSON value a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Type {
    Text,
    Number,
    Boolean,
}

impl Type {
    fn form(self) -> &'static str {
        match self {
            Type::Text => "",
            Type::Number => "number",
            Type::Boolean => "boolean",
        }
    }
}

/// A value that gets a name.
#[derive(Debug)]
pub(super) struct Masked {
    pub(super) kind: PlaceholderKind,
    pub(super) value_type: Type,
    /// A string's value; anything else as written.
    pub(super) value: String,
}

/// By what it is called.
#[derive(Debug)]
pub(super) enum PlaceholderKind {
    Identity(Class),
    Time(Option<Time>),
    /// By the key that it stands under.
    Private(String),
}

impl Masked {
    /// An id or a phone number.
    pub(super) fn identity(class: Class, value_type: Type, value: String) -> Masked {
        Masked {
            kind: PlaceholderKind::Identity(class),
            value_type,
            value,
        }
    }

    /// A time, or what stands in its place.
    pub(super) fn time(value_type: Type, value: String) -> Masked {
        let time = match value_type {
            Type::Text => moment::read(&value),
            Type::Number | Type::Boolean => None,
        };
        Masked {
            kind: PlaceholderKind::Time(time),
            value_type,
            value,
        }
    }

    /// Anything else that is not to be shown.
    pub(super) fn private(key: &str, value_type: Type, value: String) -> Masked {
        Masked {
            kind: PlaceholderKind::Private(key.to_owned()),
            value_type,
            value,
        }
    }

    /// When, where it is a time.
    pub(super) fn moment(&self) -> Option<NormalTime> {
        match &self.kind {
            PlaceholderKind::Time(time) => time.as_ref().map(|time| time.moment),
            PlaceholderKind::Identity(_) | PlaceholderKind::Private(_) => None,
        }
    }
}

/// The names that one call has given so far.
#[derive(Debug, Default)]
pub(super) struct Placeholders {
    /// The class of every identity that is text.
    known: HashMap<String, Class>,
    names: HashMap<(String, String, String), usize>,
    /// How many of each kind there are.
    counts: HashMap<String, usize>,
}

impl Placeholders {
    /// Learns of an identity before any name is given: private values may equal it.
    pub(super) fn learn(&mut self, masked: &Masked) {
        if let (PlaceholderKind::Identity(class), Type::Text) = (&masked.kind, masked.value_type) {
            self.known.entry(masked.value.clone()).or_insert(*class);
        }
    }

    /// The name of the value.
    pub(super) fn name(&mut self, masked: &Masked, clock: &CallClock) -> String {
        match &masked.kind {
            PlaceholderKind::Identity(class) => {
                self.identity(*class, masked.value_type, &masked.value)
            }
            PlaceholderKind::Time(Some(time)) => clock.mask(time),
            PlaceholderKind::Time(None) => {
                let read = read_form("time", &masked.value).filter(|form| is_time_form(form));
                let form = read.unwrap_or_else(|| match masked.value_type {
                    Type::Text => shape(&masked.value),
                    Type::Number | Type::Boolean => masked.value_type.form().to_owned(),
                });
                self.numbered("time", form, &masked.value)
            }
            PlaceholderKind::Private(key) => {
                let class = self.known.get(&masked.value).copied();
                let class = class
                    .filter(|_| masked.value_type == Type::Text && masked.value.len() >= TELLING);
                match class {
                    Some(class) => self.identity(class, Type::Text, &masked.value),
                    None => {
                        let form = read_form(key, &masked.value)
                            .filter(|form| {
                                [Type::Number, Type::Boolean]
                                    .iter()
                                    .any(|one| one.form() == form)
                            })
                            .unwrap_or_else(|| masked.value_type.form().to_owned());
                        self.numbered(key, form, &masked.value)
                    }
                }
            }
        }
    }

    fn identity(&mut self, class: Class, value_type: Type, value: &str) -> String {
        let class = match value_type {
            Type::Text => self.known.get(value).copied().unwrap_or(class),
            Type::Number | Type::Boolean => class,
        };
        let form = match value_type {
            Type::Text => identity_form(class, value),
            Type::Number | Type::Boolean => value_type.form().to_owned(),
        };
        self.numbered(class.word(), form, value)
    }

    fn numbered(&mut self, kind: &str, form: String, value: &str) -> String {
        let key = (kind.to_owned(), form, value.to_owned());
        let number = match self.names.get(&key) {
            Some(number) => *number,
            None => {
                let count = self.counts.entry(kind.to_owned()).or_default();
                *count += 1;
                self.names.insert(key.clone(), *count);
                *count
            }
        };
        match key.1.as_str() {
            "" => format!("[{kind}-{number}]"),
            form => format!("[{kind}-{number} {form}]"),
        }
    }
}

fn is_time_form(form: &str) -> bool {
    let of_shape = |letter: char| "daA… ".contains(letter) || letter.is_ascii_punctuation();
    form == NUMBER || form.chars().all(of_shape)
}

/// How an id or number is written, as far as that does not change from run to run.
fn identity_form(class: Class, value: &str) -> String {
    let read = read_form(class.word(), value).filter(|form| is_identity_form(class, form));
    if let Some(form) = read {
        return form;
    }
    match class {
        Class::Phone => phone_form(value),
        Class::Connection | Class::Contact if is_uuid(value) => String::new(),
        Class::Connection | Class::Contact if is_joined_uuid(value) => JOINED.to_owned(),
        Class::Connection | Class::Contact => NO_UUID.to_owned(),
    }
}

const JOINED: &str = "UUID_UUID";
const NO_UUID: &str = "no UUID";
const SIP: &str = "sip";
const TEXT: &str = "text";
const NUMBER: &str = "number";

fn is_identity_form(class: Class, form: &str) -> bool {
    match class {
        Class::Connection | Class::Contact => ["", JOINED, NO_UUID, NUMBER].contains(&form),
        Class::Phone => {
            let dialled = |letter: char| letter == 'd' || is_dialled(letter);
            [SIP, TEXT, NUMBER].contains(&form) || form.chars().all(dialled)
        }
    }
}

fn is_dialled(letter: char) -> bool {
    letter.is_ascii_digit() || "+-(). /".contains(letter)
}

/// The shape of a number, a `d` for each digit; of an address only that it is one.
fn phone_form(value: &str) -> String {
    if value.chars().all(is_dialled) {
        return value.replace(|digit: char| digit.is_ascii_digit(), "d");
    }
    match value.strip_prefix("sip:").or(value.strip_prefix("sips:")) {
        Some(_) => SIP.to_owned(),
        None => TEXT.to_owned(),
    }
}

/// The form in `[kind-1 form]`; none for what is no name of that kind.
fn read_form(kind: &str, value: &str) -> Option<String> {
    let inner = value.strip_prefix('[')?.strip_suffix(']')?;
    let numbered = inner.strip_prefix(kind)?.strip_prefix('-')?;
    let (number, form) = numbered.split_once(' ').unwrap_or((numbered, ""));
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| form.to_owned())
}

/// Whether the value may be a name: what it stood for is then known inside one array only.
pub(super) fn is_name(value: &str) -> bool {
    let inner = value
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    inner.is_some_and(|inner| inner.contains('-'))
}

/// What stands where a time belongs, by its shape: digits as `d`, letters as `a` and `A`.
fn shape(text: &str) -> String {
    const MOST: usize = 40;
    let mut letters = text.chars();
    let mut shape: String = letters.by_ref().take(MOST).map(shaped).collect();
    if letters.next().is_some() {
        shape.push('…');
    }
    shape
}

fn shaped(letter: char) -> char {
    match letter {
        letter if letter.is_numeric() => 'd',
        letter if letter.is_uppercase() => 'A',
        letter if letter.is_ascii_punctuation() || letter == ' ' => letter,
        _ => 'a',
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::normal::Resolution;

    fn names(values: &[Masked]) -> Vec<String> {
        let mut names = Placeholders::default();
        for value in values {
            names.learn(value);
        }
        let clock = CallClock::new(&[], &[], Resolution::default());
        values
            .iter()
            .map(|value| names.name(value, &clock))
            .collect()
    }

    fn id(value: &str) -> Masked {
        Masked::identity(Class::Connection, Type::Text, value.to_owned())
    }

    #[test]
    fn forms() {
        let cases = [
            (id("4bbfa29b-d5a8-4876-9276-09872a748397"), "[connection-1]"),
            (
                id("4bbfa29b-d5a8-4876-9276-09872a748397_d675473e-7dbc-4a9b-ad92-b78f26e70b3b"),
                "[connection-1 UUID_UUID]",
            ),
            (id("leg-17"), "[connection-1 no UUID]"),
            (
                Masked::identity(Class::Contact, Type::Number, "17".into()),
                "[contact-1 number]",
            ),
            (
                Masked::identity(Class::Phone, Type::Text, "+1 (601) 326-1548".into()),
                "[phone-1 +d (ddd) ddd-dddd]",
            ),
            (
                Masked::identity(Class::Phone, Type::Text, "sip:a@example.com".into()),
                "[phone-1 sip]",
            ),
            (
                Masked::identity(Class::Phone, Type::Text, "my sister".into()),
                "[phone-1 text]",
            ),
            (
                Masked::time(Type::Text, "2020-04-09 08:37:12".into()),
                "[time-1 dddd-dd-dd dd:dd:dd]",
            ),
            (
                Masked::time(Type::Number, "1586421432701".into()),
                "[time-1 number]",
            ),
            (
                Masked::private("note", Type::Boolean, "true".into()),
                "[note-1 boolean]",
            ),
        ];
        for (masked, name) in cases {
            assert_eq!(names(&[masked]), [name]);
            let again = match name {
                name if name.starts_with("[time") => Masked::time(Type::Text, name.into()),
                name if name.starts_with("[note") => {
                    Masked::private("note", Type::Text, name.into())
                }
                name if name.starts_with("[phone") => {
                    Masked::identity(Class::Phone, Type::Text, name.into())
                }
                name if name.starts_with("[contact") => {
                    Masked::identity(Class::Contact, Type::Text, name.into())
                }
                name => id(name),
            };
            assert_eq!(names(&[again]), [name]);
        }
    }

    #[test]
    fn equal_values_have_equal_names() {
        let private = |key: &str, value: &str| Masked::private(key, Type::Text, value.to_owned());
        let named = names(&[
            private("note", "leg-17-of-ours"),
            private("note", "yes"),
            private("other", "yes"),
            private("note", "no"),
            id("leg-17-of-ours"),
            id("leg-18-of-ours"),
            Masked::identity(Class::Contact, Type::Text, "leg-18-of-ours".into()),
        ]);
        assert_eq!(
            named,
            [
                "[connection-1 no UUID]",
                "[note-1]",
                "[other-1]",
                "[note-2]",
                "[connection-1 no UUID]",
                "[connection-2 no UUID]",
                "[connection-2 no UUID]",
            ]
        );
    }
}
