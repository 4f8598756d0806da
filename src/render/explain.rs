//! A rule, explained on a page: what, why, what carries it, an example of each kind, the remedy.

use std::io::{self, Write};

use similar::{ChangeTag, TextDiff};

use super::style::{Role, Style};
use super::{listing, sequence};
use crate::privacy::terminal_text;
use crate::rules::{Authority, Check, EXAMPLE_DAY, Edit, Example, Rule};

/// So many unchanged lines are shown round a change.
const CONTEXT: usize = 1;

/// So many lines of an example's difference are shown at the most.
const LINES: usize = 12;

/// So many further examples are named.
const TITLES: usize = 3;

/// The page.
pub fn write(rule: &Rule, style: Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", style.paint(Role::Strong, rule.id))?;
    write!(out, "{}", style.paragraph(Role::Plain, "  ", 2, rule.says))?;
    writeln!(out)?;
    entry("why", rule.why, style, out)?;
    entry("remedy", rule.remedy, style, out)?;
    let carried = match rule.check {
        Check::Waiver(_) => "the waiver file's own terms state it",
        Check::Text(_) | Check::Schema(_) | Check::Event(_) | Check::Step(_) | Check::Leg(_) => {
            carried(rule.authority)
        }
    };
    let rests = format!("{}: {carried}", rule.authority.name());
    entry("authority", &rests, style, out)?;
    entry("source", rule.source, style, out)?;
    entry("severity", &listing::severities(rule.authority), style, out)?;
    entry("since", rule.since, style, out)?;
    if let Check::Waiver(entry) = rule.check {
        writeln!(out)?;
        return waiver(entry, style, out);
    }
    if let Some(example) = rule.bad.first() {
        writeln!(out)?;
        failing(example, style, out)?;
        others("fails too: ", Role::Error, rule.bad, example, style, out)?;
    }
    writeln!(out)?;
    passing(rule, style, out)
}

/// An entry of a waiver file that breaks the rule.
fn waiver(entry: &str, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let title = format!("judged on {EXAMPLE_DAY}, with a capture that conforms");
    write!(
        out,
        "{}",
        style.paragraph(Role::Error, "fails: ", 7, &title)
    )?;
    entry
        .lines()
        .try_for_each(|line| writeln!(out, "  {}", style.paint(Role::Error, line)))
}

fn entry(name: &str, text: &str, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let head = format!("  {name:<10} ");
    write!(out, "{}", style.paragraph(Role::Strong, &head, 13, text))
}

/// What an authority means.
fn carried(authority: Authority) -> &'static str {
    match authority {
        Authority::Documented => "a vendor page states it",
        Authority::Sampled => "the vendor's samples all show it, and no page contradicts it",
        Authority::Universal => "every call-control system compared agrees",
        Authority::Derived => "inferred; a counter-example or a gap is named",
        Authority::Note => "worth telling, never wrong",
    }
}

fn failing(example: &Example, style: Style, out: &mut dyn Write) -> io::Result<()> {
    write!(
        out,
        "{}",
        style.paragraph(Role::Error, "fails: ", 7, example.title)
    )?;
    if !example.also.is_empty() {
        let also = format!("(it breaks {} too)", example.also.join(", "));
        write!(out, "{}", style.paragraph(Role::Plain, "  ", 2, &also))?;
    }
    difference(example, style, out)
}

fn passing(rule: &Rule, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let changes = |example: &&Example| !example.edits.is_empty();
    let Some(example) = rule.good.iter().find(changes).or(rule.good.first()) else {
        let golden = rule.bad.first().map_or("incoming-call", |bad| bad.golden);
        let text = format!("the golden call `{golden}` as it is (callproof sample {golden})");
        return write!(out, "{}", style.paragraph(Role::Good, "passes: ", 8, &text));
    };
    let title = style.paragraph(Role::Good, "passes: ", 8, example.title);
    write!(out, "{title}")?;
    difference(example, style, out)?;
    others("passes too: ", Role::Good, rule.good, example, style, out)
}

/// The titles of the examples that are not shown.
fn others(
    head: &str,
    ink: Role,
    examples: &[Example],
    shown: &Example,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let titles: Vec<&str> = examples
        .iter()
        .filter(|example| !std::ptr::eq(*example, shown))
        .map(|example| example.title)
        .collect();
    if titles.is_empty() {
        return Ok(());
    }
    let mut text = titles
        .iter()
        .take(TITLES)
        .copied()
        .collect::<Vec<_>>()
        .join("; ");
    if titles.len() > TITLES {
        text.push_str(&format!("; and {} more", titles.len() - TITLES));
    }
    write!(out, "{}", style.paragraph(ink, head, 8, &text))
}

/// The example as what it changes in its golden call, event by event.
fn difference(example: &Example, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut golden = example.golden_documents();
    let name = example.golden;
    if example.edits.is_empty() {
        let text = format!("the golden call `{name}` itself (callproof sample {name})");
        return write!(out, "{}", style.paragraph(Role::Plain, "  ", 2, &text));
    }
    if let Some(kept) = example.edits.iter().filter_map(kept).min() {
        golden.truncate(kept);
        let only = match kept {
            0 => format!("none of the events of `{name}`"),
            1 => format!("only the first event of `{name}`"),
            more => format!("only the first {more} events of `{name}`"),
        };
        write!(out, "{}", style.paragraph(Role::Plain, "  ", 2, &only))?;
    }
    let changed = example.documents();
    let mut lines = Vec::new();
    if sequence::is_of_order(example) {
        let (before, behind) = (sequence::lines(&golden), sequence::lines(&changed));
        let diff = TextDiff::from_lines(before.as_str(), behind.as_str());
        let told =
            |change: similar::Change<&str>| changed_line(change.tag(), change.value(), style);
        let sequence: Vec<String> = diff.iter_all_changes().map(told).collect();
        let title = format!("the events of `{name}`:");
        writeln!(out, "  {}", style.paint(Role::Frame, &title))?;
        return sequence.iter().try_for_each(|line| writeln!(out, "{line}"));
    }
    for (index, document) in changed.iter().enumerate() {
        let before = golden.get(index).map(String::as_str);
        if before != Some(document.as_str()) {
            compared(before, document, index + 1, name, style, &mut lines);
        }
    }
    for line in lines.iter().take(LINES) {
        writeln!(out, "{line}")?;
    }
    match lines.len().saturating_sub(LINES) {
        0 => Ok(()),
        1 => writeln!(out, "  … and 1 more line"),
        more => writeln!(out, "  … and {more} more lines"),
    }
}

/// How many events the edit keeps, where it cuts the call off.
fn kept(edit: &Edit) -> Option<usize> {
    if let Edit::Keep(events) = edit {
        Some(*events)
    } else {
        None
    }
}

/// The lines in which one document differs, under a line that names it.
fn compared(
    before: Option<&str>,
    document: &str,
    number: usize,
    golden: &str,
    style: Style,
    lines: &mut Vec<String>,
) {
    let name = match before {
        Some(_) => format!("event {number} of {golden}:"),
        None => "one more document:".to_owned(),
    };
    lines.push(format!("  {}", style.paint(Role::Frame, &name)));
    // A line without its end would differ from the same line with it.
    let (before, document) = (ended(before.unwrap_or_default()), ended(document));
    let diff = TextDiff::from_lines(before.as_str(), document.as_str());
    for (index, hunk) in diff
        .unified_diff()
        .context_radius(CONTEXT)
        .iter_hunks()
        .enumerate()
    {
        if index > 0 {
            lines.push("  …".to_owned());
        }
        let changes = hunk.iter_changes();
        lines.extend(changes.map(|change| changed_line(change.tag(), change.value(), style)));
    }
}

fn ended(text: &str) -> String {
    if text.is_empty() || text.ends_with('\n') {
        text.to_owned()
    } else {
        format!("{text}\n")
    }
}

fn changed_line(tag: ChangeTag, line: &str, style: Style) -> String {
    let (sign, ink) = match tag {
        ChangeTag::Equal => (' ', Role::Plain),
        ChangeTag::Delete => ('-', Role::Error),
        ChangeTag::Insert => ('+', Role::Good),
    };
    let line = terminal_text::shown(line.trim_end_matches(['\n', '\r']));
    let line = terminal_text::cut(&line, style.columns().saturating_sub(3));
    format!("  {}", style.paint(ink, format!("{sign}{line}").trim_end()))
}
