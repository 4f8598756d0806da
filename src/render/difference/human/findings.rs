//! Two reports compared, as a person reads it.

use std::io::{self, Write};

use super::{closing, number};
use crate::privacy::terminal_text;
use crate::render::style::{Role, Style};
use crate::report::difference::findings::{FindingsChange, RuleChange, Told};

/// So many fixed findings are named, and so many that still stand.
const NAMED: usize = 5;

/// What is new, what is lost, what is fixed, what still stands.
pub fn findings(change: &FindingsChange, style: Style, out: &mut dyn Write) -> io::Result<()> {
    list(
        "new",
        "+ ",
        Role::Error,
        &change.added,
        usize::MAX,
        style,
        out,
    )?;
    verdicts(&change.verdicts, style, out)?;
    list(
        "fixed",
        "- ",
        Role::Good,
        &change.fixed,
        most(style),
        style,
        out,
    )?;
    list(
        "no longer tried",
        "? ",
        Role::Warning,
        &change.untried,
        most(style),
        style,
        out,
    )?;
    list(
        "still failing",
        "= ",
        Role::Warning,
        &change.still,
        most(style),
        style,
        out,
    )?;
    let told = format!(
        "{} new, {} fixed, {} still failing; {} in {} before, {} in {} now",
        change.added.len(),
        change.fixed.len(),
        change.still.len(),
        number(change.old.errors, "error"),
        number(change.old.events, "event"),
        number(change.new.errors, "error"),
        number(change.new.events, "event"),
    );
    closing(change.verdict, &told, &change.reasons, style, out)
}

fn most(style: Style) -> usize {
    if style.fold { NAMED } else { usize::MAX }
}

fn list(
    name: &str,
    sign: &str,
    ink: Role,
    findings: &[Told],
    most: usize,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    if findings.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}", style.paint(Role::Strong, &format!("{name}:")))?;
    for finding in findings.iter().take(most) {
        let head = format!("  {sign}{}[{}]", finding.severity, finding.rule);
        let excused = if finding.excused { " (borne)" } else { "" };
        let text = format!(": {}{excused}", finding.message);
        write!(
            out,
            "{}",
            style.paragraph(ink, &terminal_text::shown(&head), 6, &text)
        )?;
        write!(
            out,
            "{}",
            style.paragraph(Role::Plain, "      ", 6, &place(finding))
        )?;
    }
    match findings.len().saturating_sub(most) {
        0 => {}
        more => writeln!(out, "  and {more} more")?,
    }
    writeln!(out)
}

fn place(finding: &Told) -> String {
    match finding.event {
        Some(event) => format!("{}, event {event}", finding.input),
        None => format!("{}, document {}", finding.input, finding.document),
    }
}

/// Lost coverage first: it is what goes unnoticed.
fn verdicts(changes: &[RuleChange], style: Style, out: &mut dyn Write) -> io::Result<()> {
    let (lost, others): (Vec<&RuleChange>, Vec<&RuleChange>) =
        changes.iter().partition(|change| change.lost);
    rules("lost coverage", Role::Error, &lost, style, out)?;
    rules("verdicts", Role::Warning, &others, style, out)
}

fn rules(
    name: &str,
    ink: Role,
    changes: &[&RuleChange],
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    if changes.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}", style.paint(Role::Strong, &format!("{name}:")))?;
    for change in changes {
        let verdict =
            |verdict: &Option<String>| verdict.as_deref().unwrap_or("not selected").to_owned();
        let text = format!(
            "{}: {}, was {}",
            change.rule,
            verdict(&change.new),
            verdict(&change.old)
        );
        write!(out, "{}", style.paragraph(ink, "  ~ ", 6, &text))?;
    }
    writeln!(out)
}
