//! One event's differences, value under value, the words that differ marked.

use std::io::{self, Write};

use super::{Told, number, sign};
use crate::event::vocabulary::LegType;
use crate::privacy::terminal_text;
use crate::render::difference::inline::{Marked, marked, plain};
use crate::render::style::{Role, Style};
use crate::report::difference::{Change, EventChange, Presence};

/// Of a long value so much is shown before the first word that differs.
const LEAD: usize = 12;

/// The event, behind its mark.
pub(super) fn write<'d>(
    event: &'d EventChange,
    told: &mut Told<'d>,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let head = sign(event.presence());
    write!(
        out,
        "{}",
        style.paragraph(ink(event.presence()), head, 6, &title(event))
    )?;
    if event.presence() != Presence::Both {
        return write!(
            out,
            "{}",
            style.paragraph(Role::Plain, "      ", 6, &offers(event))
        );
    }
    let mut known = 0;
    for change in event.own_changes() {
        match told.tell(change) {
            Some(others) => self::change(change, others, style, out)?,
            None => known += 1,
        }
    }
    let mut rest = Vec::new();
    if known > 0 {
        rest.push(format!("{} told above", number(known, "change")));
    }
    let unchanged = event.unchanged + (event.changes.len() - event.own_changes().count()) as u64;
    if unchanged > 0 && !event.changes.is_empty() {
        rest.push(format!("{} unchanged", number(unchanged, "value")));
    }
    if rest.is_empty() {
        return Ok(());
    }
    let rest = rest.join(", ");
    write!(
        out,
        "{}",
        style.paragraph(Role::Frame, "      … ", 8, &rest)
    )
}

fn ink(presence: Presence) -> Role {
    match presence {
        Presence::Added => Role::Good,
        Presence::Removed => Role::Error,
        Presence::Both => Role::Warning,
    }
}

/// `connection-1 agent, step 2 connected`, and where it stood.
fn title(event: &EventChange) -> String {
    let place = event.place();
    let leg = place.map_or("", |place| place.leg.as_str());
    let step = place.map_or(0, |place| place.step);
    let moved = match &event.old {
        Some(old) if event.moved => format!(", moved from step {}", old.step),
        Some(old) if event.presence() == Presence::Both && old.step != step => {
            format!(" (step {} before)", old.step)
        }
        Some(_) | None => String::new(),
    };
    let kind = event.leg_type.map_or("", LegType::word);
    let word = event.event.as_deref().unwrap_or("no event");
    let leg = format!("{leg} {kind}");
    format!("{}, step {step} `{word}`{moved}", leg.trim())
}

/// `agent connected`.
pub(super) fn word(event: &EventChange) -> String {
    let kind = event.leg_type.map_or("?", LegType::word);
    format!("{kind} {}", event.event.as_deref().unwrap_or("?"))
}

fn offers(event: &EventChange) -> String {
    if event.offers.is_empty() {
        "offers no button".to_owned()
    } else {
        format!("offers {}", event.offers.join(", "))
    }
}

fn change(change: &Change, others: u64, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let presence = match (&change.old, &change.new) {
        (None, _) => Presence::Added,
        (_, None) => Presence::Removed,
        (Some(_), Some(_)) => Presence::Both,
    };
    let head = format!("  {}", sign(presence));
    let also = match others {
        0 => String::new(),
        others => format!(" (and in {})", number(others, "more event")),
    };
    let pointer = format!("{}{also}", change.pointer);
    write!(
        out,
        "{}",
        style.paragraph(ink(presence), &head, 6, &pointer)
    )?;
    let (old, new) = match (&change.old, &change.new) {
        (Some(old), Some(new)) => {
            let (old, new) = marked(old, new);
            (Some(old), Some(new))
        }
        (old, new) => (old.as_deref().map(plain), new.as_deref().map(plain)),
    };
    value("- ", Role::Error, old, style, out)?;
    value("+ ", Role::Good, new, style, out)
}

/// The value in a line, its marked words in ink, and below them `^` where only a part of it differs.
fn value(
    sign: &str,
    ink: Role,
    value: Option<Marked>,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    const INDENT: &str = "      ";
    let Some(value) = value else {
        return Ok(());
    };
    let room = style.columns().saturating_sub(INDENT.len() + sign.len());
    let shown = window(&value, room);
    let whole = shown.iter().all(|(_, differs)| !differs);
    let mut line = style.paint(ink, sign);
    for piece in shown.chunk_by(|one, other| one.1 == other.1) {
        let differs = piece.first().is_some_and(|(_, differs)| *differs);
        let text: String = piece.iter().map(|(letter, _)| letter).collect();
        line.push_str(&style.paint(if differs || whole { ink } else { Role::Plain }, &text));
    }
    writeln!(out, "{INDENT}{line}")?;
    if whole {
        return Ok(());
    }
    let marks: String = shown
        .iter()
        .map(|(letter, differs)| {
            if *differs { "^" } else { " " }.repeat(terminal_text::columns(*letter))
        })
        .collect();
    let marks = style.paint(ink, marks.trim_end());
    writeln!(out, "{INDENT}  {marks}")
}

/// The part of the value that fits and has the first marked word in it.
fn window(value: &Marked, room: usize) -> Marked {
    let value: Marked = value
        .iter()
        .map(|(letter, differs)| (terminal_text::visible(*letter), *differs))
        .collect();
    let width = |letters: &[(char, bool)]| -> usize {
        letters
            .iter()
            .map(|(letter, _)| terminal_text::columns(*letter))
            .sum()
    };
    if width(&value) <= room {
        return value;
    }
    let first = value.iter().position(|(_, differs)| *differs).unwrap_or(0);
    let skipped = if first + LEAD < room { 0 } else { first - LEAD };
    let mut shown = Marked::new();
    if skipped > 0 {
        shown.push(('…', false));
    }
    for letter in value.iter().skip(skipped) {
        if width(&shown) + terminal_text::columns(letter.0) + 1 > room {
            shown.push(('…', false));
            break;
        }
        shown.push(*letter);
    }
    shown
}
