//! The part that a place has in the event, which decides how much of its value may be shown.

use crate::event::vocabulary::{Button, Field, Privacy};

/// What an undocumented button may say and be shown.
const BUTTON_WORDS: [&str; 6] = [
    "\"Enable\"",
    "\"Hide\"",
    "\"Disable\"",
    "true",
    "false",
    "null",
];

/// The part that a place has in the event, as far as its value's privacy goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldRole {
    /// The document itself.
    Root,
    /// A documented field.
    Field(Field),
    /// A documented button in one of the two tables.
    Button,
    /// Any other key there.
    StrangeButton,
    /// Everything else.
    Undocumented,
}

impl FieldRole {
    /// The standing of the place that the pointer names, from the document's root.
    pub fn at(pointer: &str) -> FieldRole {
        pointer
            .split('/')
            .skip(1)
            .map(unescaped)
            .fold(FieldRole::Root, |standing, key| standing.below(&key))
    }

    /// The standing of the value under `key`; of an array's element too, whose index is never a key.
    pub fn below(self, key: &str) -> FieldRole {
        match self {
            FieldRole::Root => below_field(None, key),
            FieldRole::Field(Field::Items | Field::Flags) => {
                if Button::ALL.iter().any(|button| button.key() == key) {
                    FieldRole::Button
                } else {
                    FieldRole::StrangeButton
                }
            }
            FieldRole::Field(field) => below_field(Some(field), key),
            FieldRole::Button | FieldRole::StrangeButton | FieldRole::Undocumented => {
                FieldRole::Undocumented
            }
        }
    }

    /// Whether an open text belongs here: keys that stand in its place are words like it.
    pub fn is_open_text(self) -> bool {
        let FieldRole::Field(field) = self else {
            return self == FieldRole::Button;
        };
        let privacy = field.row().privacy;
        !is_container(field) && matches!(privacy, Privacy::Open | Privacy::Time)
    }

    /// How much of the scalar, as written, may be shown here.
    pub fn privacy(self, raw: &str) -> Privacy {
        match self {
            // A string where an object belongs may hold the whole object.
            FieldRole::Root => Privacy::Secret,
            FieldRole::Field(field) if is_container(field) && is_text_or_number(raw) => {
                Privacy::Secret
            }
            FieldRole::Field(field) => field.row().privacy,
            FieldRole::Button => Privacy::Open,
            FieldRole::StrangeButton if BUTTON_WORDS.contains(&raw) => Privacy::Open,
            FieldRole::StrangeButton | FieldRole::Undocumented => Privacy::Secret,
        }
    }
}

/// The key that a part of a pointer names.
pub(super) fn unescaped(part: &str) -> String {
    part.replace("~1", "/").replace("~0", "~")
}

fn below_field(parent: Option<Field>, key: &str) -> FieldRole {
    Field::inside(parent)
        .find(|field| field.key() == key)
        .map_or(FieldRole::Undocumented, FieldRole::Field)
}

fn is_container(field: Field) -> bool {
    matches!(field, Field::Items | Field::Flags) || Field::inside(Some(field)).next().is_some()
}

fn is_text_or_number(raw: &str) -> bool {
    !matches!(raw, "true" | "false" | "null")
}
