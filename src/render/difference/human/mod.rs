//! What changed, as a person reads it: call by call, event by event, value by value.

mod call;
mod documented;
mod event;
mod findings;

use std::collections::{HashMap, HashSet};
use std::io::{self, Write};

pub use documented::documented;
pub use findings::findings;

use crate::privacy::terminal_text;
use crate::render::style::{Role, Style};
use crate::report::difference::{
    CallChange, CaptureComparison, Change, Comparison, DifferenceCounts, EventChange, Presence,
};
use crate::report::difference::{ComparisonVerdict, Scenario, ScenarioChange};

/// So many calls are named where they are folded.
const CALLS: usize = 8;

/// Two captures, or two folders of them.
pub fn captures(captures: &CaptureComparison, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let several = captures.scenarios.len() > 1;
    for scenario in &captures.scenarios {
        self::scenario(scenario, several, style, out)?;
    }
    closing(
        captures.verdict,
        &total(captures),
        &captures.reasons,
        style,
        out,
    )
}

fn scenario(scenario: &Scenario, named: bool, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let head = |ink: Role, text: &str| {
        style.paragraph(ink, &terminal_text::shown(&scenario.name), 2, text)
    };
    match &scenario.change {
        ScenarioChange::Added(events) => {
            let text = format!(": only in the new folder, {}", number(*events, "event"));
            writeln!(out, "{}", head(Role::Good, &text))
        }
        ScenarioChange::Removed(events) => {
            let text = format!(": only in the old folder, {}", number(*events, "event"));
            writeln!(out, "{}", head(Role::Error, &text))
        }
        ScenarioChange::Compared { comparison, unread } => {
            let silent = comparison.calls.is_empty() && unread.0 == unread.1;
            if named && !silent {
                let text = format!(": {}", summary(&comparison.counts));
                writeln!(out, "{}", head(Role::Strong, &text))?;
            }
            if unread.0 != unread.1 {
                let text = format!(
                    "documents that cannot be read: {} before, {} now",
                    unread.0, unread.1
                );
                writeln!(out, "{}", style.paragraph(Role::Warning, "~ ", 2, &text))?;
            }
            self::write(comparison, style, out)
        }
    }
}

/// The calls that differ, each behind its heading; nothing where none does.
pub fn write(comparison: &Comparison, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut told = Told::of(comparison, style);
    let mut folded: Vec<&CallChange> = Vec::new();
    for call in &comparison.calls {
        let changed = call.is_changed();
        let new = call.events.iter().any(|event| told.has_news(event));
        if changed && (new || !style.fold || call.presence() != Presence::Both) {
            call::write(call, &mut told, style, out)?;
            writeln!(out)?;
        } else if changed {
            folded.push(call);
        }
    }
    fold(&folded, style, out)?;
    quiet(comparison, style, out)
}

/// Calls in which nothing differs that was not told before.
fn fold(calls: &[&CallChange], style: Style, out: &mut dyn Write) -> io::Result<()> {
    if calls.is_empty() {
        return Ok(());
    }
    let mut names: Vec<String> = calls
        .iter()
        .take(CALLS)
        .filter_map(|call| Some(call.new?.to_string()))
        .collect();
    if calls.len() > CALLS {
        names.push("…".to_owned());
    }
    let (count, which) = (number(calls.len() as u64, "more call"), names.join(", "));
    let text = format!("{count} with changes told above: call {which}");
    writeln!(out, "{}", style.paragraph(Role::Frame, "= ", 2, &text))
}

/// Calls that differ in nothing but their times or their place.
fn quiet(comparison: &Comparison, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let quiet = || comparison.calls.iter().filter(|call| !call.is_changed());
    let shifted: Vec<&CallChange> = quiet().filter(|call| !call.shifts.is_empty()).collect();
    let shifts = shifted.iter().flat_map(|call| &call.shifts);
    let events: u64 = shifts.clone().map(|shift| shift.events).sum();
    let moves: Vec<i64> = shifts.map(|shift| shift.milliseconds).collect();
    if events > 0 {
        let text = format!(
            "times only: {} in {} moved by {}",
            number(events, "event"),
            number(shifted.len() as u64, "call"),
            call::range(&moves)
        );
        writeln!(out, "{}", style.paragraph(Role::Frame, "= ", 2, &text))?;
    }
    let bare = |call: &&CallChange| call.shifts.is_empty() && !call.moved;
    let masked = quiet().filter(bare).count() as u64;
    if masked > 0 {
        let calls = number(masked, "call");
        let text = format!("{calls} with other masked names or times, and nothing else");
        writeln!(out, "{}", style.paragraph(Role::Frame, "= ", 2, &text))?;
    }
    let moved = comparison.counts.calls_moved;
    if moved > 0 {
        let text = format!("{} in another order", number(moved, "call"));
        writeln!(out, "{}", style.paragraph(Role::Frame, "= ", 2, &text))?;
    }
    Ok(())
}

/// What was told already: a change that many events share is shown once.
struct Told<'d> {
    fold: bool,
    shared: HashMap<Key<'d>, u64>,
    told: HashSet<Key<'d>>,
}

type Key<'d> = (&'d str, Option<&'d str>, Option<&'d str>);

fn key(change: &Change) -> Key<'_> {
    (
        &change.pointer,
        change.old.as_deref(),
        change.new.as_deref(),
    )
}

impl<'d> Told<'d> {
    fn of(comparison: &'d Comparison, style: Style) -> Told<'d> {
        let mut shared: HashMap<Key<'d>, u64> = HashMap::new();
        let events = comparison.calls.iter().flat_map(|call| &call.events);
        for change in events.flat_map(EventChange::own_changes) {
            *shared.entry(key(change)).or_default() += 1;
        }
        Told {
            fold: style.fold,
            shared,
            told: HashSet::new(),
        }
    }

    /// Whether the event has anything that was not told yet.
    fn has_news(&self, event: &EventChange) -> bool {
        let untold = |change: &Change| !self.told.contains(&key(change));
        event.moved || event.presence() != Presence::Both || event.own_changes().any(untold)
    }

    /// Whether the change is to be told here, and how many other events have it.
    fn tell(&mut self, change: &'d Change) -> Option<u64> {
        if !self.fold {
            return Some(0);
        }
        let first = self.told.insert(key(change));
        let others = self.shared.get(&key(change)).copied().unwrap_or(1) - 1;
        first.then_some(others)
    }
}

/// What all scenarios come to: those on one side, then those that were compared.
fn total(captures: &CaptureComparison) -> String {
    let (mut added, mut removed, mut unlike) = (0, 0, 0);
    for scenario in &captures.scenarios {
        match &scenario.change {
            ScenarioChange::Added(_) => added += 1,
            ScenarioChange::Removed(_) => removed += 1,
            ScenarioChange::Compared { unread, .. } => unlike += u64::from(unread.0 != unread.1),
        }
    }
    let mut apart = Vec::new();
    let on_one_side = listed(&[(removed, "removed"), (added, "added")], "capture");
    if !on_one_side.is_empty() {
        apart.push(on_one_side);
    }
    if unlike > 0 {
        let captures = number(unlike, "capture");
        apart.push(format!(
            "{captures} with more or fewer documents that cannot be read"
        ));
    }
    let counts = captures.counts();
    let is_nothing = captures.verdict == ComparisonVerdict::Incomplete
        && counts.old_events + counts.new_events == 0;
    if is_nothing {
        apart.insert(0, "nothing was compared".to_owned());
    } else if apart.is_empty() || counts.changes() > 0 {
        apart.push(summary(&counts));
    } else {
        apart.push(format!("otherwise {}", summary(&counts)));
    }
    apart.join("; ")
}

/// What the counts come to.
fn summary(counts: &DifferenceCounts) -> String {
    let compared = format!(
        "{} in {}",
        number(counts.new_events, "event"),
        number(counts.new_calls, "call")
    );
    if counts.changes() == 0 {
        return format!("no change of behaviour, {compared}");
    }
    let parts = [
        listed(
            &[
                (counts.calls_added, "added"),
                (counts.calls_removed, "removed"),
            ],
            "call",
        ),
        listed(
            &[
                (counts.events_added, "added"),
                (counts.events_removed, "removed"),
                (counts.events_moved, "moved"),
                (counts.events_changed, "changed"),
            ],
            "event",
        ),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let values = match counts.values {
        0 => String::new(),
        values => format!(" ({})", number(values, "value")),
    };
    format!("{}{values}; {compared}", parts.join(", "))
}

/// `1 event added, 2 changed`.
fn listed(parts: &[(u64, &str)], noun: &str) -> String {
    let mut told: Vec<String> = Vec::new();
    for (count, what) in parts.iter().filter(|(count, _)| *count > 0) {
        if told.is_empty() {
            told.push(format!("{} {what}", number(*count, noun)));
        } else {
            told.push(format!("{count} {what}"));
        }
    }
    told.join(", ")
}

/// The verdict, what it comes to, and what limits it.
fn closing(
    verdict: ComparisonVerdict,
    text: &str,
    reasons: &[String],
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let ink = match verdict {
        ComparisonVerdict::NoRegression => Role::Good,
        ComparisonVerdict::Regression => Role::Error,
        ComparisonVerdict::Incomplete => Role::Warning,
    };
    let name = verdict.name();
    write!(
        out,
        "{}",
        style.paragraph(ink, name, name.len() + 2, &format!(": {text}"))
    )?;
    reasons.iter().try_for_each(|reason| {
        write!(
            out,
            "{}",
            style.paragraph(Role::Strong, "  because: ", 4, reason)
        )
    })
}

/// `1 event`, `2 events`.
fn number(count: u64, name: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {name}{plural}")
}

/// The mark before a thing that is on one side only, or in both.
fn sign(presence: Presence) -> &'static str {
    match presence {
        Presence::Added => "  + ",
        Presence::Removed => "  - ",
        Presence::Both => "  ~ ",
    }
}
