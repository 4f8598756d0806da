//! What must hold across the events of a capture?

mod answered_before_talk;
mod clock_forward;
mod close_down;
mod duplicate;
mod leg_identity;
mod legal_step;
mod legs_for_buttons;
mod no_replay;
mod one_talking;
mod over_is_over;
mod previous_status;
mod queue_time;
mod ring_bound;
mod stale;
mod unfinished;

use super::Rule;

/// The family, in the listed order.
pub const RULES: &[Rule] = &[
    legal_step::RULE,
    over_is_over::RULE,
    leg_identity::RULE,
    duplicate::RULE,
    clock_forward::RULE,
    stale::RULE,
    legs_for_buttons::RULE,
    one_talking::RULE,
    answered_before_talk::RULE,
    close_down::RULE,
    previous_status::RULE,
    ring_bound::RULE,
    no_replay::RULE,
    queue_time::RULE,
    unfinished::RULE,
];
