//! Which buttons the event offers, by both of its tables.

use super::vocabulary::{Button, ENABLE, Field};
use super::{Event, LegState};
use crate::json::Node;

/// A button that is offered, and its node.
#[derive(Clone, Copy)]
pub struct Offer<'d> {
    /// The button.
    pub button: Button,
    /// Its value in `items`; in `buttonStates` where `items` lacks it.
    pub node: Node<'d>,
}

/// Some of the buttons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Buttons(u16);

impl Buttons {
    /// Whether the button is among them.
    pub fn contains(self, button: Button) -> bool {
        self.0 & Buttons::bit(button) != 0
    }

    /// Those that are among these, in the documented order.
    pub fn iter(self) -> impl Iterator<Item = Button> {
        Button::ALL
            .into_iter()
            .filter(move |&button| self.contains(button))
    }

    /// Those that are not among the others.
    pub fn without(self, others: Buttons) -> Buttons {
        Buttons(self.0 & !others.0)
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    fn bit(button: Button) -> u16 {
        1 << button as u16
    }
}

impl FromIterator<Button> for Buttons {
    fn from_iter<T: IntoIterator<Item = Button>>(buttons: T) -> Buttons {
        let bits = buttons.into_iter().map(Buttons::bit);
        Buttons(bits.fold(0, |all, bit| all | bit))
    }
}

/// The values of one button in the event's two tables.
#[derive(Clone, Copy, Default)]
pub struct ButtonDisplay<'d> {
    /// Its value in `ButtonStates.items`.
    pub item: Option<Node<'d>>,
    /// Its flag in `ResponseActual.buttonStates`.
    pub flag: Option<Node<'d>>,
    /// Whether each of the two that is there offers it.
    offered: bool,
    /// Whether any of the two offers it.
    said: bool,
}

/// The table's values by button; of a duplicate key the last value, as in [`Node::get`].
fn by_button<'d>(table: Option<Node<'d>>) -> [Option<Node<'d>>; Button::ALL.len()] {
    let mut values = [None; Button::ALL.len()];
    for member in table.iter().flat_map(|table| table.members()) {
        let mut buttons = Button::ALL.into_iter().zip(&mut values);
        if let Some((_, value)) = buttons.find(|(button, _)| member.key.is_key(button.key())) {
            *value = Some(member.value);
        }
    }
    values
}

impl<'d> ButtonDisplay<'d> {
    fn is_there(&self) -> bool {
        self.item.is_some() || self.flag.is_some()
    }

    /// The values in both tables, by button.
    pub(super) fn all(
        items: Option<Node<'d>>,
        flags: Option<Node<'d>>,
    ) -> [ButtonDisplay<'d>; Button::ALL.len()] {
        let (items, flags) = (by_button(items), by_button(flags));
        let mut shown = [ButtonDisplay::default(); Button::ALL.len()];
        for (shown, (item, flag)) in shown.iter_mut().zip(items.into_iter().zip(flags)) {
            let word = item.map(|node| node.string().is_some_and(|value| value == ENABLE));
            let flagged = flag.map(|node| node.boolean() == Some(true));
            *shown = ButtonDisplay {
                item,
                flag,
                offered: word.unwrap_or(true) && flagged.unwrap_or(true),
                said: word.unwrap_or(false) || flagged.unwrap_or(false),
            };
        }
        shown
    }
}

impl<'d> Event<'d> {
    /// The button's values in both tables.
    pub fn shown(&self, button: Button) -> ButtonDisplay<'d> {
        self.buttons
            .get(button as usize)
            .copied()
            .unwrap_or_default()
    }

    /// The button, where every table that has it offers it and no finding has reported it.
    pub fn offer(&self, button: Button) -> Option<Offer<'d>> {
        let shown = self.shown(button);
        let node = shown.item.or(shown.flag)?;
        let mut tables = shown.item.into_iter().chain(shown.flag);
        let is_sound = shown.offered && !tables.any(|node| self.is_reported(node));
        is_sound.then_some(Offer { button, node })
    }

    /// All buttons that are offered, in the documented order.
    pub fn offers(&self) -> Vec<Offer<'d>> {
        Button::ALL
            .into_iter()
            .filter_map(|button| self.offer(button))
            .collect()
    }

    /// The readable buttons that are offered, whatever a weaker rule has reported: what whole calls build on.
    pub fn offered(&self) -> Buttons {
        let is_offered = |button: &Button| {
            let shown = self.shown(*button);
            let mut tables = shown.item.into_iter().chain(shown.flag);
            shown.is_there() && shown.offered && !tables.any(|node| self.is_unreadable(node))
        };
        Button::ALL.into_iter().filter(is_offered).collect()
    }

    /// All buttons that any of the two tables offers, reported or not: what is drawn.
    pub fn said(&self) -> Buttons {
        let is_said = |button: &Button| self.shown(*button).said;
        Button::ALL.into_iter().filter(is_said).collect()
    }

    /// Those that a finding has reported.
    pub fn reported(&self) -> Buttons {
        let is_reported = |button: &Button| {
            let shown = self.shown(*button);
            let mut tables = shown.item.into_iter().chain(shown.flag);
            tables.any(|node| self.is_reported(node))
        };
        Button::ALL.into_iter().filter(is_reported).collect()
    }

    /// Whether the event has any table of buttons.
    pub fn has_buttons(&self) -> bool {
        self.field(Field::Items)
            .or_else(|| self.field(Field::Flags))
            .is_some()
    }

    /// The state, if the event has buttons.
    pub fn state_of_buttons(&self) -> Option<LegState<'d>> {
        self.state().filter(|_| self.has_buttons())
    }
}
