//! One event in its canonical print, with room where names will stand.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::cut;
use super::masking::{Masking, Wish};
use super::moment::{self, CallClock, NormalTime};
use super::name::{Class, Masked, Placeholders, Type};
use crate::event::vocabulary::{Button, Field, Privacy};
use crate::json::{Kind, Node};
use crate::privacy::field_role::FieldRole;
use crate::privacy::masks::{self, Masks};
use crate::privacy::terminal_text;

/// An event, printed but for its names.
#[derive(Debug)]
pub(super) struct EventTemplate {
    text: String,
    /// What stands where, in the order of places.
    rooms: Vec<(usize, Masked)>,
    /// The time of its state, where it has one.
    pub(super) state: Option<NormalTime>,
}

/// So many bytes of room are taken at once for a print.
const FIRST_ROOM: usize = 4096;

impl EventTemplate {
    /// Prints the event whose document's root this is.
    pub(super) fn new(root: Node<'_>, masking: &Masking) -> EventTemplate {
        let mut printer = Printer {
            masking,
            text: String::with_capacity(FIRST_ROOM.min(2 * root.raw().len())),
            rooms: Vec::new(),
            path: Vec::new(),
            depth: 0,
        };
        printer.value(root, FieldRole::Root, "");
        // A call may have a hundred thousand of them.
        printer.text.shrink_to_fit();
        printer.rooms.shrink_to_fit();
        EventTemplate {
            text: printer.text,
            rooms: printer.rooms,
            state: state_time(root, masking),
        }
    }

    /// Every value that will get a name.
    pub(super) fn masked(&self) -> impl Iterator<Item = &Masked> {
        self.rooms.iter().map(|(_, masked)| masked)
    }

    /// The event with its names.
    pub(super) fn filled(&self, names: &mut Placeholders, clock: &CallClock) -> String {
        let mut filled = String::with_capacity(self.text.len() + 32 * self.rooms.len());
        let mut from = 0;
        for (at, masked) in &self.rooms {
            filled.push_str(self.text.get(from..*at).unwrap_or_default());
            push_string(&names.name(masked, clock), &mut filled);
            from = *at;
        }
        filled.push_str(self.text.get(from..).unwrap_or_default());
        filled
    }
}

/// When the leg entered its state: `statusTimestamp`, else `CurrentStateTime`. Selectors may change
/// which of them tell, and must do so by what the normal form still shows: a time that one masks tells
/// nothing, and one that it leaves unmasked tells only where neither is masked as a time.
fn state_time(root: Node<'_>, masking: &Masking) -> Option<NormalTime> {
    let wish = |field: Field| {
        let path = || field.pointer().split('/').skip(1).map(str::to_owned);
        masking
            .selects()
            .then(|| masking.wish(&path().collect::<Vec<_>>()))
            .flatten()
    };
    let fields =
        [Field::StatusTimestamp, Field::CurrentStateTime].map(|field| (field, wish(field)));
    let masked = fields.iter().any(|(_, wish)| wish.is_none());
    let telling = if masked { None } else { Some(Wish::Unmask) };
    let time = |field: Field| moment::read(&root.at(field.pointer())?.string()?);
    fields
        .into_iter()
        .filter(|(_, wish)| *wish == telling)
        .find_map(|(field, _)| Some(time(field)?.moment))
}

struct Printer<'m> {
    masking: &'m Masking,
    text: String,
    rooms: Vec<(usize, Masked)>,
    /// The keys on the way to the value, where a selector may ask for them.
    path: Vec<String>,
    depth: usize,
}

/// A member on its way to its place.
struct Placed<'d> {
    order: usize,
    written: Cow<'d, str>,
    standing: FieldRole,
    value: Node<'d>,
}

impl Placed<'_> {
    /// The key as it is printed.
    fn key(&self) -> Cow<'_, str> {
        match cut::text(&self.written) {
            Cow::Borrowed(whole) => masks::shapes(whole),
            Cow::Owned(begun) => Cow::Owned(masks::shapes(&begun).into_owned()),
        }
    }
}

impl Printer<'_> {
    fn value(&mut self, node: Node<'_>, standing: FieldRole, key: &str) {
        match node.kind() {
            Kind::Object => self.object(node, standing),
            Kind::Array => self.array(node, standing, key),
            Kind::Null | Kind::Boolean | Kind::Number | Kind::String => {
                self.scalar(node, standing, key);
            }
        }
    }

    fn object(&mut self, node: Node<'_>, standing: FieldRole) {
        let mut members: Vec<Placed<'_>> = node
            .members()
            .map(|member| placed(member.key, member.value, standing))
            .collect();
        members.sort_by(in_order);
        self.open('{', members.is_empty());
        for (index, member) in members.iter().enumerate() {
            self.next(index);
            let key = member.key();
            push_string(&key, &mut self.text);
            self.text.push_str(": ");
            self.below(&member.written, |printer| {
                printer.value(member.value, member.standing, &key);
            });
        }
        self.close('}', members.is_empty());
    }

    fn array(&mut self, node: Node<'_>, standing: FieldRole, key: &str) {
        self.open('[', node.is_empty());
        for element in node.elements() {
            self.next(element.index);
            let index = element.index.to_string();
            let standing = standing.below(&index);
            self.below(&index, |printer| {
                printer.value(element.value, standing, key)
            });
        }
        self.close(']', node.is_empty());
    }

    fn below(&mut self, key: &str, print: impl FnOnce(&mut Self)) {
        let selects = self.masking.selects();
        if selects {
            self.path.push(key.to_owned());
        }
        print(self);
        if selects {
            self.path.pop();
        }
    }

    fn open(&mut self, bracket: char, empty: bool) {
        self.text.push(bracket);
        self.depth += usize::from(!empty);
    }

    fn next(&mut self, index: usize) {
        if index > 0 {
            self.text.push(',');
        }
        self.line();
    }

    fn close(&mut self, bracket: char, empty: bool) {
        if !empty {
            self.depth -= 1;
            self.line();
        }
        self.text.push(bracket);
    }

    fn line(&mut self) {
        self.text.push('\n');
        for _ in 0..self.depth {
            self.text.push_str("    ");
        }
    }

    fn scalar(&mut self, node: Node<'_>, standing: FieldRole, key: &str) {
        let wish = if self.masking.selects() {
            self.masking.wish(&self.path)
        } else {
            None
        };
        let text = node.string();
        let value = match &text {
            Some(text) => cut::text(text),
            None => cut::number(node.raw()),
        };
        let value = value.as_ref();
        let value_type = match node.kind() {
            Kind::String => Type::Text,
            Kind::Boolean => Type::Boolean,
            Kind::Number | Kind::Null | Kind::Object | Kind::Array => Type::Number,
        };
        match masked(
            node.kind(),
            value_type,
            value,
            standing,
            wish,
            key,
            self.masking,
        ) {
            Some(masked) => self.rooms.push((self.text.len(), masked)),
            None => self.open_scalar(value, value_type, wish),
        }
    }

    /// What stays, but for what identifies a person in the wrong place. They get no name: names are for places
    /// that always have one.
    fn open_scalar(&mut self, value: &str, value_type: Type, wish: Option<Wish>) {
        let masked = wish != Some(Wish::Unmask);
        let shape = match value_type {
            Type::Text if masked => Some(masks::shapes(value)),
            Type::Text => Some(Cow::Borrowed(value)),
            Type::Number | Type::Boolean if masked => shaped_number(value).map(Cow::Owned),
            // A number that was cut is none any more.
            Type::Number if value.contains(' ') => Some(Cow::Borrowed(value)),
            Type::Number | Type::Boolean => None,
        };
        match shape {
            Some(text) => push_string(&text, &mut self.text),
            None => self.text.push_str(value),
        }
    }
}

/// What the scalar is replaced by; none where it stays.
fn masked(
    kind: Kind,
    value_type: Type,
    value: &str,
    standing: FieldRole,
    wish: Option<Wish>,
    key: &str,
    masking: &Masking,
) -> Option<Masked> {
    let private = || Masked::private(key, value_type, value.to_owned());
    // Whether there is a value at all is behaviour.
    if kind == Kind::Null || value_type == Type::Text && value.is_empty() {
        return None;
    }
    match wish {
        Some(Wish::Mask) => return Some(private()),
        Some(Wish::Unmask) => return None,
        None if kind == Kind::Boolean => return None,
        None => {}
    }
    if let FieldRole::Field(
        Field::StatusTimestamp | Field::QueueTimestamp | Field::CurrentStateTime,
    ) = standing
    {
        return Some(Masked::time(value_type, value.to_owned()));
    }
    let mut raw = String::new();
    match value_type {
        Type::Text => push_string(value, &mut raw),
        Type::Number | Type::Boolean => raw.push_str(value),
    }
    let identity = |class| Masked::identity(class, value_type, value.to_owned());
    match standing.privacy(&raw) {
        Privacy::Phone if masks::is_phone_word(value) => None,
        Privacy::Phone => Some(identity(Class::Phone)),
        Privacy::Identifier if standing == FieldRole::Field(Field::ContactId) => {
            Some(identity(Class::Contact))
        }
        Privacy::Identifier => Some(identity(Class::Connection)),
        Privacy::Secret => Some(private()),
        Privacy::Open | Privacy::Time => conceals(value_type, value, masking).then(private),
    }
}

/// Whether an open place hides the value whole. A number that is printed as a text is hidden as that text would be
/// when it is read again.
fn conceals(value_type: Type, value: &str, masking: &Masking) -> bool {
    let masks = Masks {
        mask_open: masking.mask_open,
        ..Masks::default()
    };
    match value_type {
        Type::Text => masks.conceals(value),
        Type::Number | Type::Boolean => {
            shaped_number(value).is_some_and(|shape| masks.conceals(&shape))
        }
    }
}

/// The text that stands for a number that is not shown as it is.
fn shaped_number(raw: &str) -> Option<String> {
    let shape = masks::number_shape(raw);
    (shape != raw).then(|| format!("[number {shape}]"))
}

fn placed<'d>(key: Node<'d>, value: Node<'d>, parent: FieldRole) -> Placed<'d> {
    let written = key.string().unwrap_or_default();
    let standing = parent.below(&written);
    let order = match standing {
        FieldRole::Field(field) => field as usize,
        FieldRole::Button => Button::ALL
            .iter()
            .position(|button| button.key() == written)
            .unwrap_or_default(),
        FieldRole::Root | FieldRole::StrangeButton | FieldRole::Undocumented => usize::MAX,
    };
    Placed {
        order,
        written,
        standing,
        value,
    }
}

/// Documented keys as documented, then the others by their letters; a repeated key as written.
fn in_order(one: &Placed<'_>, other: &Placed<'_>) -> Ordering {
    one.order
        .cmp(&other.order)
        .then_with(|| one.key().cmp(&other.key()))
        .then_with(|| one.written.cmp(&other.written))
}

/// Appends the string as JSON. What no eye sees is escaped, everything else stands for itself.
fn push_string(text: &str, out: &mut String) {
    let plain = |byte: u8| (b' '..b'\x7f').contains(&byte) && byte != b'"' && byte != b'\\';
    out.push('"');
    if text.bytes().all(plain) {
        out.push_str(text);
    } else {
        text.chars().for_each(|letter| push_letter(letter, out));
    }
    out.push('"');
}

fn push_letter(letter: char, out: &mut String) {
    match letter {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        plain if terminal_text::visible(plain) == plain => out.push(plain),
        hidden => {
            for unit in hidden.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
}
