//! The report as a person reads it on a terminal.

use std::collections::{HashMap, HashSet};
use std::io::{self, Write};

use super::snippet::pictures;
use super::style::{Role, Style};
use super::{one_line, snapshots, summary};
use crate::privacy::terminal_text;
use crate::report::{Finding, Location, Report, Waived};

/// So many findings of a text are drawn; of the others it has a line each.
const DRAWN: usize = 10;

/// How a finding is drawn where nobody knows how wide the reader's window is.
const PLAIN: Style = Style {
    color: false,
    width: 100,
    fold: false,
};

/// So many places of folded findings are named.
const PLACES: usize = 3;

/// So many pictures are drawn of a finding.
const PICTURES: usize = 3;

/// The whole report: its findings, then what it comes to.
pub fn write(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut alike: HashMap<Likeness<'_>, Vec<&Finding>> = HashMap::new();
    if style.fold {
        for finding in &report.findings {
            alike.entry(likeness(finding)).or_default().push(finding);
        }
    }
    let mut told = HashSet::new();
    for finding in &report.findings {
        if style.fold && !told.insert(likeness(finding)) {
            continue;
        }
        self::finding(finding, style, out)?;
        let others = alike
            .get(&likeness(finding))
            .and_then(|alike| alike.get(1..));
        folded(others.unwrap_or_default(), style, out)?;
        writeln!(out)?;
    }
    if let Some(goldens) = &report.goldens {
        snapshots::human::write(goldens, style, out)?;
    }
    summary::write(report, style, out)
}

/// What makes findings alike: the rule, the pointer (or the message where there is none), and what is
/// to be seen there, so that two fields missing in one object are two things; and who bears it.
pub(super) type Likeness<'r> = (&'static str, &'r str, &'r str, bool, Option<&'r Waived>);

/// What it is that others may be like.
pub(super) fn likeness(finding: &Finding) -> Likeness<'_> {
    let cause = finding.locations.first();
    let pointer = cause.and_then(|cause| cause.pointer.as_deref());
    let label = cause.map_or("", |cause| cause.label.as_str());
    (
        finding.rule.id,
        pointer.unwrap_or(&finding.message),
        label,
        finding.known,
        finding.waived.as_ref(),
    )
}

/// One finding, whole.
pub fn finding(finding: &Finding, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let (ink, mark) = match (&finding.waived, finding.known) {
        (Some(_), _) => (Role::Note, " (waived)"),
        (None, true) => (Role::Note, " (known)"),
        (None, false) => (Role::of(finding.severity), ""),
    };
    let title = format!("{}[{}]{mark}", finding.severity.name(), finding.rule.id);
    let message = format!(": {}", finding.message);
    write!(out, "{}", style.paragraph(ink, &title, 4, &message))?;
    let gutter = gutter(&finding.locations);
    let room = style.columns().saturating_sub(gutter + 3);
    let frame = style.paint(Role::Frame, &format!("{:gutter$} |", ""));
    let pictures = pictures(&finding.locations, room);
    for (index, picture) in pictures.iter().take(PICTURES).enumerate() {
        if index > 0 {
            writeln!(out, "{frame}")?;
        }
        write!(
            out,
            "{}",
            heading(finding, &picture.locations(), index == 0, gutter, style)
        )?;
        write!(out, "{}", picture.draw(style, gutter, ink))?;
    }
    writeln!(out, "{frame}")?;
    let left_out = pictures.iter().skip(PICTURES);
    let left_out: usize = left_out.map(|picture| picture.locations().len()).sum();
    if left_out > 0 {
        let text = format!("{left_out} other locations, which the JSON report has");
        note("more", &text, gutter, style, out)?;
    }
    let rule = finding.rule;
    let says = format!("{} ({}, {})", rule.says, rule.authority.name(), rule.source);
    note("rule", &says, gutter, style, out)?;
    if let Some(expected) = expectation(finding) {
        note("expected", &expected, gutter, style, out)?;
    }
    if !finding.help.is_empty() {
        note("help", &finding.help, gutter, style, out)?;
    }
    if let Some(waived) = &finding.waived {
        let Waived {
            reason,
            owner,
            expires,
        } = waived;
        let says = format!("{reason} ({owner}, until {expires})");
        note("waived", &says, gutter, style, out)?;
    }
    if finding.known {
        note("known", "the earlier report has it", gutter, style, out)?;
    }
    Ok(())
}

/// The columns that the largest line number takes.
fn gutter(locations: &[Location]) -> usize {
    let last = locations.iter().map(|location| location.start.line).max();
    last.unwrap_or(1).to_string().len()
}

/// Where a picture was taken: path, line and column of its first place, and the pointers of all.
fn heading(
    finding: &Finding,
    locations: &[&Location],
    first: bool,
    gutter: usize,
    style: Style,
) -> String {
    let Some(cause) = locations.first() else {
        return String::new();
    };
    let arrow = if first { "-->" } else { ":::" };
    let arrow = style.paint(Role::Frame, &format!("{:gutter$}{arrow}", ""));
    let place = place(finding, cause);
    let which = match &cause.elsewhere {
        Some(other) => told(Some(other.event), other.document),
        None if first => told(finding.event, finding.document),
        None => String::new(),
    };
    let fits =
        gutter + 6 + terminal_text::width(&place) + terminal_text::width(&which) <= style.columns();
    let mut heading = match (which.is_empty(), fits) {
        (true, _) => format!("{arrow} {place}\n"),
        (false, true) => format!("{arrow} {place}, {which}\n"),
        (false, false) => format!("{arrow} {place}\n{:gutter$}    {which}\n", ""),
    };
    let indent = gutter + 4;
    let named = locations
        .iter()
        .filter_map(|location| location.pointer.as_deref());
    let mut pointers: Vec<&str> = named.collect();
    pointers.dedup();
    for pointer in pointers {
        let pointer = match pointer {
            "" => "the whole document",
            inner => inner,
        };
        heading.push_str(&style.paragraph(Role::Plain, &" ".repeat(indent), indent + 2, pointer));
    }
    heading
}

fn place(finding: &Finding, location: &Location) -> String {
    let start = location.start;
    format!(
        "{}:{}:{}",
        terminal_text::shown(one_line::input(finding, location)),
        start.line,
        start.column
    )
}

/// Which event, and which document where that is not the same number.
fn told(event: Option<u64>, document: u64) -> String {
    match event {
        Some(event) if event == document => format!("event {event}"),
        Some(event) => format!("event {event}, document {document}"),
        None => format!("document {document}"),
    }
}

/// What should stand there and what does, unless message and labels have said so.
fn expectation(finding: &Finding) -> Option<String> {
    let expected = finding.expected.as_deref()?;
    let labels = finding
        .locations
        .iter()
        .map(|location| location.label.as_str());
    if labels
        .chain([finding.message.as_str()])
        .any(|said| said.contains(expected))
    {
        return None;
    }
    Some(match finding.actual.as_deref() {
        Some(actual) => format!("{expected}, not {actual}"),
        None => expected.to_owned(),
    })
}

fn note(
    name: &str,
    text: &str,
    gutter: usize,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let head = format!("{:gutter$} = {name}: ", "");
    let indent = terminal_text::width(&head);
    write!(
        out,
        "{}",
        style.paragraph(Role::Strong, &head, indent, text)
    )
}

/// How many more there are, and where the first of them stand.
fn folded(others: &[&Finding], style: Style, out: &mut dyn Write) -> io::Result<()> {
    if others.is_empty() {
        return Ok(());
    }
    let mut places: Vec<String> = Vec::new();
    for finding in others.iter().take(PLACES) {
        if let Some(cause) = finding.locations.first() {
            places.push(place(finding, cause));
        }
    }
    if others.len() > PLACES {
        places.push("…".to_owned());
    }
    let text = format!("and {} more like this: {}", others.len(), places.join(", "));
    write!(out, "{}", style.paragraph(Role::Plain, "", 4, &text))
}

/// The finding, human-readable, without colours.
pub(super) fn drawn(finding: &Finding) -> String {
    let mut drawn = Vec::new();
    // Writing to memory does not fail.
    let _ = self::finding(finding, PLAIN, &mut drawn);
    String::from_utf8_lossy(&drawn).into_owned()
}

/// All of them: the first that count are drawn, each of the others is a line.
pub(super) fn text(findings: &[&Finding]) -> String {
    let mut text = String::new();
    let mut room = DRAWN;
    for finding in findings {
        if room > 0 && finding.counts() {
            room -= 1;
            text.push_str(&drawn(finding));
        } else {
            text.push_str(&one_line::line(finding));
        }
        text.push('\n');
    }
    text
}
