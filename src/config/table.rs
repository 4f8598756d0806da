//! TOML with its places: every key is asked for once, and one that nobody asks for is a mistake.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Error;
use crate::event::vocabulary::nearest;
use crate::json::{Places, Position, Span};
use crate::report::{Location, excerpt};

/// A text and the path that it has.
#[derive(Debug, Clone, Copy)]
pub(super) struct SourceText<'t> {
    pub path: &'t str,
    pub text: &'t str,
}

/// The places of a text as findings show them.
pub(super) struct Spots<'t> {
    text: &'t str,
    places: Places,
}

impl<'t> Spots<'t> {
    pub fn of(text: &'t str) -> Spots<'t> {
        Spots {
            text,
            places: Places::of(Position::START, text.as_bytes()),
        }
    }

    /// The place, without a label.
    pub fn location(&self, span: Range<usize>) -> Option<Location> {
        let place = Span::new(span.start, span.end);
        Some(Location {
            elsewhere: None,
            pointer: None,
            start: self.places.at(self.text.as_bytes(), span.start),
            end: self.places.at(self.text.as_bytes(), span.end),
            length: place.len().into(),
            label: String::new(),
            excerpt: excerpt::of_own(self.text, &[place]).pop()?,
        })
    }
}

impl<'t> SourceText<'t> {
    /// The text as TOML.
    pub fn parsed(self) -> Result<DeTable<'t>, Error> {
        DeTable::parse(self.text)
            .map(Spanned::into_inner)
            .map_err(|error| {
                let mut said = error.message().lines().collect::<Vec<_>>().join(", ");
                if said.starts_with("invalid unquoted key") {
                    said.push_str("; a key with other letters stands in quotes");
                }
                self.error(
                    error.span().unwrap_or_default(),
                    format!("not TOML: {said}"),
                )
            })
    }

    pub fn error(self, span: Range<usize>, message: String) -> Error {
        Error::new(self.path, self.text, span, message)
    }
}

/// A table that is being read.
pub(super) struct Table<'s> {
    source: SourceText<'s>,
    entries: &'s DeTable<'s>,
    asked: Vec<&'static str>,
}

impl<'s> Table<'s> {
    pub fn new(source: SourceText<'s>, entries: &'s DeTable<'s>) -> Table<'s> {
        Table {
            source,
            entries,
            asked: Vec::new(),
        }
    }

    /// The value of that key, where it is there.
    pub fn take(&mut self, key: &'static str) -> Option<Value<'s>> {
        self.asked.push(key);
        self.all().find(|value| value.key == key)
    }

    /// Every key and its value, in the order of the keys.
    pub fn all(&self) -> impl Iterator<Item = Value<'s>> + use<'s> {
        let source = self.source;
        self.entries.iter().map(move |(key, value)| Value {
            source,
            key: key.get_ref().as_ref(),
            key_span: key.span(),
            value,
        })
    }

    /// The first key that was not asked for is a mistake.
    pub fn finish(self) -> Result<(), Error> {
        let strange = self.all().filter(|value| !self.asked.contains(&value.key));
        match strange.min_by_key(|value| value.key_span.start) {
            None => Ok(()),
            Some(value) => {
                let says = unknown("key", value.key, &self.asked);
                Err(self.source.error(value.key_span, says))
            }
        }
    }
}

/// A value under its key.
#[derive(Clone)]
pub(super) struct Value<'s> {
    pub source: SourceText<'s>,
    pub key: &'s str,
    pub key_span: Range<usize>,
    value: &'s Spanned<DeValue<'s>>,
}

impl<'s> Value<'s> {
    pub fn span(&self) -> Range<usize> {
        self.value.span()
    }

    /// A mistake in the value.
    pub fn wrong(&self, message: String) -> Error {
        self.source.error(self.span(), message)
    }

    fn mistyped(&self, meant: &str) -> Error {
        let is = match self.value.get_ref() {
            DeValue::String(_) => "a string",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date or time",
            DeValue::Array(_) => "an array",
            DeValue::Table(_) => "a table",
        };
        self.wrong(format!("`{}` is {is}, where {meant} is meant", self.key))
    }

    pub fn text(&self) -> Result<&'s str, Error> {
        match self.value.get_ref() {
            DeValue::String(text) => Ok(text),
            _ => Err(self.mistyped("a string")),
        }
    }

    /// A string that is not empty.
    pub fn words(&self) -> Result<&'s str, Error> {
        let text = self.text()?;
        if text.trim().is_empty() {
            return Err(self.wrong(format!("`{}` is empty", self.key)));
        }
        Ok(text)
    }

    pub fn flag(&self) -> Result<bool, Error> {
        match self.value.get_ref() {
            DeValue::Boolean(flag) => Ok(*flag),
            _ => Err(self.mistyped("true or false")),
        }
    }

    /// A whole number from 0.
    pub fn number(&self) -> Result<usize, Error> {
        let number = match self.value.get_ref() {
            DeValue::Integer(digits) => usize::from_str_radix(digits.as_str(), digits.radix()).ok(),
            _ => None,
        };
        number.ok_or_else(|| self.mistyped("a whole number from 0"))
    }

    /// A day, as a TOML date or as a string; none where it is neither.
    pub fn day(&self) -> Option<String> {
        match self.value.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            DeValue::Datetime(time) => Some(time.to_string()),
            _ => None,
        }
    }

    /// The one of those words that stands there.
    pub fn one_of<T: Copy>(
        &self,
        words: &[T],
        name: impl Fn(T) -> &'static str,
    ) -> Result<T, Error> {
        let text = self.text()?;
        let found = words.iter().copied().find(|word| name(*word) == text);
        found.ok_or_else(|| {
            let names: Vec<&str> = words.iter().copied().map(name).collect();
            self.wrong(format!(
                "`{}` cannot be `{text}`; {}",
                self.key,
                hint(text, &names)
            ))
        })
    }

    /// What stands in an array, each as a value of its own under the same key; `meant` says what.
    pub fn list(&self, meant: &str) -> Result<Vec<Value<'s>>, Error> {
        let DeValue::Array(items) = self.value.get_ref() else {
            return Err(self.mistyped(meant));
        };
        Ok(items
            .iter()
            .map(|value| Value {
                value,
                ..self.clone()
            })
            .collect())
    }

    pub fn table(&self) -> Result<Table<'s>, Error> {
        match self.value.get_ref() {
            DeValue::Table(entries) => Ok(Table::new(self.source, entries)),
            _ => Err(self.mistyped("a table")),
        }
    }
}

/// `no key is called …`, and what may be meant.
pub(super) fn unknown(kind: &str, name: &str, names: &[&str]) -> String {
    format!("no {kind} is called `{name}`; {}", hint(name, names))
}

fn hint(name: &str, names: &[&str]) -> String {
    match nearest(name, names.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("there are `{}`", names.join("`, `")),
    }
}
