//! What may be offered in which state?

mod agent_connected;
mod agent_connecting;
mod answer_only_ringing;
mod clear_alone;
mod clear_only_after_end;
mod conference_only_live;
mod consult_only_live;
mod count;
mod flags;
mod hold_only_connected;
mod hold_xor_resume;
mod inbound_connected;
mod leg_placement;
mod mirror;
mod names;
mod nothing_after_end;
mod numberpad_only_live;
mod one_phase;
mod reject_only_ringing;
mod resume_only_on_hold;
mod swap_only_live;
mod transfer_only_live;
mod values;

use super::Rule;
use super::{Checked, Violation};
use crate::call::{FieldRef, Step};
use crate::event::vocabulary::{Button, LegType};
use crate::event::{Event, LegState, Offer};

/// The family, in the listed order.
pub const RULES: &[Rule] = &[
    names::RULE,
    values::RULE,
    count::RULE,
    flags::RULE,
    mirror::RULE,
    nothing_after_end::RULE,
    clear_only_after_end::RULE,
    clear_alone::RULE,
    hold_xor_resume::RULE,
    answer_only_ringing::RULE,
    reject_only_ringing::RULE,
    resume_only_on_hold::RULE,
    hold_only_connected::RULE,
    consult_only_live::RULE,
    transfer_only_live::RULE,
    conference_only_live::RULE,
    swap_only_live::RULE,
    agent_connecting::RULE,
    agent_connected::RULE,
    inbound_connected::RULE,
    one_phase::RULE,
    numberpad_only_live::RULE,
    leg_placement::RULE,
];

/// The button is offered in no state but those.
fn offered_only<'d>(
    event: &Event<'d>,
    button: Button,
    allowed: fn(&LegState<'d>) -> bool,
    why: &str,
) -> Checked {
    let state = event.state_of_buttons()?;
    let offer = event.offer(button)?;
    let offers: &[Offer<'_>] = if allowed(&state) { &[] } else { &[offer] };
    Some(offered_wrongly(offers, state, why).into_iter().collect())
}

/// A leg of that type in such a state offers none but these buttons.
fn offered_at_most<'d>(
    event: &Event<'d>,
    leg: LegType,
    applies: fn(&LegState<'d>) -> bool,
    allowed: &[Button],
    why: &str,
) -> Checked {
    let state = event.state_of_buttons().filter(applies)?;
    if event.leg_type()? != leg {
        return None;
    }
    let mut offers = event.offers();
    offers.retain(|offer| !allowed.contains(&offer.button));
    Some(offered_wrongly(&offers, state, why).into_iter().collect())
}

/// A connected leg of that type offers none but these buttons while no third leg of its call is known.
fn offered_while_two(step: &Step<'_>, leg: LegType, allowed: &[Button], why: &str) -> Checked {
    let now = step.now;
    let state = now.state.filter(|_| now.talks())?;
    let has_buttons = now.has_sound_buttons || !now.offered.is_empty();
    if now.leg_type? != leg || !has_buttons || step.has_third_leg() || step.is_outdated() {
        return None;
    }
    let offered = now.offered.without(now.reported);
    let wrong: Vec<Button> = offered
        .iter()
        .filter(|button| !allowed.contains(button))
        .collect();
    let Some((first, rest)) = wrong.split_first() else {
        return Some(Vec::new());
    };
    let message = format!("{} offered, and {why}", are_named(wrong.iter().copied()));
    let violation = Violation::seen(now, FieldRef::Button(*first), message, "offered");
    let violation = rest.iter().fold(violation, |violation, button| {
        violation.with_seen(now, FieldRef::Button(*button), "offered")
    });
    let violation = violation.with_seen(now, state.field, why);
    Some(vec![violation.expected("hidden").actual("offered")])
}

/// One finding for all buttons that are offered in a state that forbids them.
fn offered_wrongly(offers: &[Offer<'_>], state: LegState<'_>, why: &str) -> Option<Violation> {
    let (first, rest) = offers.split_first()?;
    let buttons = offers.iter().map(|offer| offer.button);
    let violation = Violation::at(
        first.node,
        format!("{} offered, and {why}", are_named(buttons)),
        "offered",
    );
    let violation = rest.iter().fold(violation, |violation, offer| {
        violation.and(offer.node, "offered")
    });
    Some(
        violation
            .beside(state.node, why)
            .expected("hidden")
            .actual("offered"),
    )
}

/// "`hold` is", or "`hold`, `resume` are".
fn are_named(buttons: impl Iterator<Item = Button>) -> String {
    let names: Vec<String> = buttons
        .map(|button| format!("`{}`", button.key()))
        .collect();
    let verb = if names.len() == 1 { "is" } else { "are" };
    format!("{} {verb}", names.join(", "))
}
