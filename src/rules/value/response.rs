//! Response type and text agree.

use crate::event::Event;
use crate::event::vocabulary::Field;
use crate::privacy;
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, Violation, ensure, quoted};

/// value/response
pub const RULE: Rule = Rule {
    id: "value/response",
    says: "`ResponseType` is 0 exactly when `ResponseText` is `Success`.",
    why: "A client that looks at one of the two takes a success for a failure, or the other way round.",
    remedy: "Send 0 with `Success`, and anything else with what went wrong.",
    authority: Authority::Derived,
    source: "docs/incoming-call",
    since: "0.1.0",
    good: &[],
    bad: &[Example {
        title: "a failure that calls itself a success",
        golden: "incoming-call",
        edits: &[Edit::Set(0, Field::ResponseType, "1")],
        also: &[],
    }],
    check: Check::Event(check),
};

fn check(event: &Event<'_>) -> Checked {
    let kind = event.unclaimed(Field::ResponseType)?;
    let text = event.unclaimed_text(Field::ResponseText)?;
    let zero = kind.number_value()?.as_f64()? == 0.0;
    ensure(zero == (text.value == "Success"), || {
        Violation::at(
            text.node,
            format!(
                "`ResponseText` is {}, yet `ResponseType` is {}",
                quoted(&text.value),
                privacy::number(kind.raw())
            ),
            "the text",
        )
        .and(kind, "the type")
        .actual_value(text.node)
    })
}
