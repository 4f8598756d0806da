//! Swapping and joining need two parties.

use crate::call::Leg;
use crate::call::{FieldRef, Step};
use crate::event::vocabulary::Button;
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation, ensure};

/// flow/legs-for-buttons
pub const RULE: Rule = Rule {
    id: "flow/legs-for-buttons",
    says: "`swap` and `conference` are offered only while the call has two live legs besides the agent's.",
    why: "There is nobody to swap with or to join: pressing the button fails.",
    remedy: "Offer them when the third party's leg is connected, and hide them when it has gone.",
    authority: Authority::Derived,
    source: "no sample offers them; users of the platform reported a conference offered with one party",
    since: "0.1.0",
    good: &[Example {
        title: "offered while the customer waits and the third party talks",
        golden: "consult",
        edits: &[Edit::Copy(6, 7)],
        also: &[],
    }],
    bad: &[Example {
        title: "offered while the third party still rings",
        golden: "consult",
        edits: &[Edit::Drop(5)],
        also: &[],
    }],
    check: Check::Step(check),
};

/// The customer and a third party.
const PARTIES: usize = 2;

fn check(step: &Step<'_>) -> Checked {
    let offered = step.now.offered.without(step.now.reported);
    let button = [Button::Swap, Button::Conference]
        .into_iter()
        .find(|&button| offered.contains(button))?;
    let in_doubt = |leg: &Leg| leg.is_others() && leg.has_missed;
    if step.namesake.is_some()
        || step.is_outdated()
        || step.now.after_gap
        || step.others().any(in_doubt)
    {
        return None;
    }
    let company = step.company();
    let was_wrong = step
        .leg()
        .is_some_and(|leg| leg.company < PARTIES && leg.last.offered.contains(button));
    ensure(company >= PARTIES || was_wrong, || {
        let parties = if company == 1 {
            "one live leg".to_owned()
        } else {
            format!("{company} live legs")
        };
        let message = format!(
            "`{}` is offered, and the call has {parties} besides the agent's",
            button.key()
        );
        let violation = Violation::seen(step.now, FieldRef::Button(button), message, "offered");
        step.others()
            .filter(|leg| leg.is_others())
            .fold(violation, |violation, leg| {
                let Some(state) = leg.last.state else {
                    return violation;
                };
                violation.with_seen(
                    &leg.last,
                    state.field,
                    format!("this leg is {}", state.status.word()),
                )
            })
    })
}
