//! Events beside the golden calls, as a person reads it under a report.

use std::io::{self, Write};

use super::number;
use crate::render::style::{Role, Style};
use crate::report::difference::documented::{Beside, Deviation, Documented};

/// What differs from the reference events, by leg and state; what does not, in a line.
pub fn documented(documented: &Documented, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let title = "beside the golden calls";
    let text = " (an aid: nothing here is an error)";
    write!(out, "\n{}", style.paragraph(Role::Strong, title, 2, text))?;
    let (same, other): (Vec<&Beside>, Vec<&Beside>) = documented
        .states
        .iter()
        .partition(|state| state.deviations.is_empty());
    other
        .iter()
        .try_for_each(|state| self::state(state, style, out))?;
    same.iter().try_for_each(|state| alike(state, style, out))?;
    if !documented.without.is_empty() {
        let names = documented.without.iter();
        let names = names.map(|(name, events)| format!("{name} ({})", number(*events, "event")));
        let names = names.collect::<Vec<_>>().join("; ");
        write!(
            out,
            "{}",
            style.paragraph(Role::Frame, "  no reference: ", 4, &names)
        )?;
    }
    if documented.left_out > 0 {
        let text = format!("{} more, too many to tell apart", documented.left_out);
        write!(
            out,
            "{}",
            style.paragraph(Role::Frame, "  left out: ", 4, &text)
        )?;
    }
    if documented.states.is_empty() && documented.without.is_empty() {
        write!(
            out,
            "{}",
            style.paragraph(Role::Frame, "  ", 4, "no event to hold beside them")
        )?;
    }
    Ok(())
}

fn name(state: &Beside) -> String {
    format!("{} {}", state.leg_type.word(), state.state)
}

fn alike(state: &Beside, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let (evidence, events) = (&state.evidence, number(state.events, "event"));
    let text = format!(
        "{}, {events}: no difference ({}: {})",
        name(state),
        evidence.basis.name(),
        evidence.source
    );
    write!(out, "{}", style.paragraph(Role::Good, "  = ", 6, &text))
}

fn state(state: &Beside, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let head = format!("  ~ {}", name(state));
    let evidence = &state.evidence;
    let text = format!(
        ", {} ({}: {})",
        number(state.events, "event"),
        evidence.basis.name(),
        evidence.source
    );
    write!(out, "{}", style.paragraph(Role::Warning, &head, 6, &text))?;
    state
        .deviations
        .iter()
        .try_for_each(|deviation| self::deviation(deviation, style, out))
}

fn deviation(deviation: &Deviation, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let (sign, ink, what) = match (&deviation.here, &deviation.there) {
        (Some(here), Some(there)) => (
            "      ~ ",
            Role::Warning,
            format!("{here} here, {there} there"),
        ),
        (Some(here), None) => (
            "      + ",
            Role::Good,
            format!("{here} here, nothing there"),
        ),
        (None, Some(there)) => (
            "      - ",
            Role::Error,
            format!("nothing here, {there} there"),
        ),
        (None, None) => return Ok(()),
    };
    write!(out, "{}", style.paragraph(ink, sign, 8, &deviation.pointer))?;
    let first = format!("event {} of {}", deviation.event, deviation.input);
    let places = match deviation.events {
        1 => first,
        events => format!("in {}, first {first}", number(events, "event")),
    };
    write!(
        out,
        "{}",
        style.paragraph(Role::Plain, "        ", 8, &format!("{what} ({places})"))
    )
}
