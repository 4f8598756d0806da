//! One call's differences, event by event.

use std::io::{self, Write};

use super::{Told, event, listed, number, sign};
use crate::render::style::{Role, Style};
use crate::report::difference::{CallChange, EventChange, Presence};

/// So many moves of times are told of one call, else only their range.
const SHIFTS: usize = 2;

/// So many events of a call that stands alone are named.
const EVENTS: usize = 8;

/// The call behind its heading, then its events that differ, then what only follows.
pub(super) fn write<'d>(
    call: &'d CallChange,
    told: &mut Told<'d>,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let which = call.new.or(call.old).unwrap_or_default();
    let head = format!("call {which}, {}", call.title);
    let ink = match call.presence() {
        Presence::Added => Role::Good,
        Presence::Removed => Role::Error,
        Presence::Both => Role::Strong,
    };
    let text = format!(": {}{}", happened(call), was(call));
    write!(out, "{}", style.paragraph(ink, &head, 2, &text))?;
    if call.presence() != Presence::Both {
        let sign = sign(call.presence());
        return write!(out, "{}", style.paragraph(ink, sign, 4, &course(call)));
    }
    let mut known = 0;
    for event in call.events.iter().filter(|event| event.is_changed()) {
        if told.fold && !told.has_news(event) {
            known += 1;
            continue;
        }
        event::write(event, told, style, out)?;
    }
    if known > 0 {
        let text = format!("{} with changes told above", number(known, "more event"));
        write!(out, "{}", style.paragraph(Role::Frame, "  = ", 4, &text))?;
    }
    consequences(call, style, out)
}

fn was(call: &CallChange) -> String {
    match (call.old, call.new) {
        (Some(old), Some(new)) if old != new => format!(" (call {old} before)"),
        _ => String::new(),
    }
}

fn happened(call: &CallChange) -> String {
    match call.presence() {
        Presence::Added => return format!("added, {}", number(call.length, "event")),
        Presence::Removed => return format!("removed, {}", number(call.length, "event")),
        Presence::Both => {}
    }
    let count = |presence: Presence| {
        let of = |event: &&EventChange| event.presence() == presence && !event.moved;
        call.events
            .iter()
            .filter(|event| event.is_changed())
            .filter(of)
            .count() as u64
    };
    let moved = call.events.iter().filter(|event| event.moved).count() as u64;
    let parts = [
        (count(Presence::Added), "added"),
        (count(Presence::Removed), "removed"),
        (count(Presence::Both), "changed"),
        (moved, "moved"),
    ];
    listed(&parts, "event")
}

/// The events of a call that stands alone, in a line.
fn course(call: &CallChange) -> String {
    let mut words: Vec<String> = call.events.iter().take(EVENTS).map(event::word).collect();
    let more = call.events.len().saturating_sub(EVENTS);
    if more > 0 {
        words.push(format!("and {more} more"));
    }
    words.join(", ")
}

/// Names and times that only follow.
fn consequences(call: &CallChange, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut lines: Vec<String> = Vec::new();
    for rename in &call.renames {
        let values = number(rename.values, "value");
        lines.push(format!("{} is {} now ({values})", rename.old, rename.new));
    }
    if call.shifts.len() > SHIFTS {
        let events = call.shifts.iter().map(|shift| shift.events).sum();
        let moves: Vec<i64> = call.shifts.iter().map(|shift| shift.milliseconds).collect();
        let events = number(events, "event");
        lines.push(format!("times of {events} moved by {}", range(&moves)));
    } else {
        lines.extend(call.shifts.iter().map(|shift| {
            let events = number(shift.events, "event");
            let by = seconds(shift.milliseconds);
            format!(
                "times of {events} moved by {by}, from step {} on",
                shift.step
            )
        }));
    }
    lines
        .iter()
        .try_for_each(|line| write!(out, "{}", style.paragraph(Role::Frame, "  = ", 4, line)))
}

pub(super) fn range(moves: &[i64]) -> String {
    let (least, most) = (moves.iter().min(), moves.iter().max());
    match (least, most) {
        (Some(least), Some(most)) if least != most => {
            format!("{} to {}", seconds(*least), seconds(*most))
        }
        (Some(by), _) => seconds(*by),
        (None, _) => String::new(),
    }
}

fn seconds(milliseconds: i64) -> String {
    let sign = if milliseconds < 0 { '-' } else { '+' };
    let size = milliseconds.unsigned_abs();
    format!("{sign}{}.{:03}s", size / 1000, size % 1000)
}
