//! A rule, explained on a page: what, why, what carries it, an example of each kind, the remedy.

use std::io::{self, Write};

use similar::{ChangeTag, TextDiff};

use super::style::{Ink, Style};
use super::{glyph, listing};
use crate::rules::{Authority, Example, Rule};

/// So many unchanged lines are shown round a change.
const CONTEXT: usize = 2;

/// So many lines of a difference are shown at the most.
const LINES: usize = 60;

/// The page.
pub fn write(rule: &Rule, style: Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", style.paint(Ink::Strong, rule.id))?;
    write!(out, "{}", style.paragraph(Ink::Plain, "  ", 2, rule.says))?;
    writeln!(out)?;
    entry("why", rule.why, style, out)?;
    entry("remedy", rule.remedy, style, out)?;
    let rests = format!("{}: {}", rule.authority.name(), carried(rule.authority));
    entry("authority", &rests, style, out)?;
    entry("source", rule.source, style, out)?;
    entry("severity", &listing::severities(rule.authority), style, out)?;
    entry("since", rule.since, style, out)?;
    if let Some(example) = rule.bad.first() {
        writeln!(out)?;
        failing(example, style, out)?;
    }
    writeln!(out)?;
    passing(rule, style, out)
}

fn entry(name: &str, text: &str, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let head = format!("  {name:<10} ");
    write!(out, "{}", style.paragraph(Ink::Strong, &head, 13, text))
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
        style.paragraph(Ink::Error, "fails: ", 7, example.title)
    )?;
    if !example.also.is_empty() {
        let also = format!("(it breaks {} too)", example.also.join(", "));
        write!(out, "{}", style.paragraph(Ink::Plain, "  ", 2, &also))?;
    }
    difference(example, style, out)
}

fn passing(rule: &Rule, style: Style, out: &mut dyn Write) -> io::Result<()> {
    if let Some(example) = rule.good.first() {
        write!(
            out,
            "{}",
            style.paragraph(Ink::Good, "passes: ", 8, example.title)
        )?;
        return difference(example, style, out);
    }
    let golden = rule
        .bad
        .first()
        .map_or("incoming-call", |example| example.golden);
    let text = format!("the golden call `{golden}` as it is (callproof sample {golden})");
    write!(out, "{}", style.paragraph(Ink::Good, "passes: ", 8, &text))
}

/// The example as what it changes in its golden call, in unified form.
fn difference(example: &Example, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let joined = |documents: Vec<String>| -> String {
        documents
            .iter()
            .map(|document| format!("{document}\n"))
            .collect()
    };
    let golden = joined(example.golden_documents());
    let changed = joined(example.documents());
    if golden == changed {
        return writeln!(out, "  {} (golden), unchanged", example.golden);
    }
    let diff = TextDiff::from_lines(golden.as_str(), changed.as_str());
    let name = format!("  --- {} (golden)", example.golden);
    writeln!(out, "{}", style.paint(Ink::Strong, &name))?;
    writeln!(out, "{}", style.paint(Ink::Strong, "  +++ this example"))?;
    let mut left = LINES;
    for hunk in diff.unified_diff().context_radius(CONTEXT).iter_hunks() {
        writeln!(
            out,
            "  {}",
            style.paint(Ink::Frame, &hunk.header().to_string())
        )?;
        for change in hunk.iter_changes() {
            if left == 0 {
                return writeln!(out, "  …");
            }
            left -= 1;
            writeln!(out, "{}", changed_line(change.tag(), change.value(), style))?;
        }
    }
    Ok(())
}

fn changed_line(tag: ChangeTag, line: &str, style: Style) -> String {
    let (sign, ink) = match tag {
        ChangeTag::Equal => (' ', Ink::Plain),
        ChangeTag::Delete => ('-', Ink::Error),
        ChangeTag::Insert => ('+', Ink::Good),
    };
    let line = glyph::shown(line.trim_end_matches(['\n', '\r']));
    let line = glyph::cut(&line, style.columns().saturating_sub(3));
    format!("  {}", style.paint(ink, format!("{sign}{line}").trim_end()))
}
