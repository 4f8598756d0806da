//! Clearing stands alone.

use super::are_named;
use crate::event::vocabulary::{Button, Field};
use crate::event::{Event, Offer};
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation};

/// button/clear-alone
pub const RULE: Rule = Rule {
    id: "button/clear-alone",
    says: "When `clearContact` is offered, nothing else is.",
    why: "Beside a button for a call that goes on, clearing ends what the agent is doing.",
    remedy: "Hide every other button when `clearContact` is offered.",
    authority: Authority::Universal,
    source: "Amazon Connect Streams, Cisco Finesse, Genesys, Webex CC, TAPI 3, Salesforce SCV; docs/clear-contact",
    since: "0.1.0",
    good: &[],
    bad: &[Example {
        title: "beside consult, in a state that is in dispute",
        golden: "answered",
        edits: &[
            Edit::Set(1, Field::EventWord, "\"connecting\""),
            Edit::Offer(1, &[Button::ClearContact, Button::Consult]),
        ],
        also: &["agree/event-ringing"],
    }],
    check: Check::Event(check),
};

fn check(event: &Event<'_>) -> Checked {
    let clear = event.offer(Button::ClearContact)?;
    let others: Vec<Offer<'_>> = event
        .offers()
        .into_iter()
        .filter(|offer| offer.button != Button::ClearContact)
        .collect();
    let Some((first, rest)) = others.split_first() else {
        return Some(Vec::new());
    };
    let message = format!(
        "{} offered together with `clearContact`",
        are_named(others.iter().map(|offer| offer.button))
    );
    let violation =
        Violation::at(first.node, message, "offered").expected("nothing but `clearContact`");
    let violation = rest.iter().fold(violation, |violation, offer| {
        violation.and(offer.node, "offered")
    });
    Some(vec![violation.and(clear.node, "offered too")])
}
