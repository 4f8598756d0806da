//! The report as workflow commands of GitHub: annotations where the faults are.

use std::io::{self, Write};

use super::one_line;
use crate::privacy::terminal_text;
use crate::report::{Finding, Outcome, Report};
use crate::rules::Severity;

/// GitHub shows at most so many annotations of each kind for a step.
const MOST: usize = 10;

/// The outcome, then the heaviest findings, then how many more there are.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let outcome = match report.outcome {
        Outcome::Conformant => Severity::Note,
        Outcome::Nonconformant | Outcome::Incomplete => Severity::Error,
    };
    let title = format!("callproof: {}", report.outcome.name());
    let said = data(&one_line::outcome(report).join("\n"));
    let command = command(outcome);
    writeln!(out, "::{command} title={}::{said}", property(&title))?;
    let mut shown = 0;
    for severity in Severity::ALL {
        // The outcome is an annotation too.
        let room = MOST - usize::from(severity == outcome);
        let alike = report.findings.iter();
        for finding in alike
            .filter(|finding| weight(finding) == severity)
            .take(room)
        {
            annotation(finding, out)?;
            shown += 1;
        }
    }
    rest(report, shown, out)
}

/// What is borne fails nothing, and is shown as a notice.
fn weight(finding: &Finding) -> Severity {
    if finding.counts() {
        finding.severity
    } else {
        Severity::Note
    }
}

fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    }
}

fn annotation(finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let command = command(weight(finding));
    let title = format!("{} ({})", finding.rule.id, finding.rule.authority.name());
    let mut said = one_line::message(finding);
    for other in one_line::other_places(finding) {
        said = format!("{said}\n{other}");
    }
    if !finding.help.is_empty() {
        said = format!("{said}\nhelp: {}", terminal_text::shown(&finding.help));
    }
    let place = match finding.locations.first() {
        Some(cause) if one_line::input(finding, cause) != "-" => {
            let input = terminal_text::shown(one_line::input(finding, cause));
            let (start, end) = (cause.start, cause.end);
            let mut place = format!("file={},line={}", property(&input), start.line);
            // Columns are for a place within one line; the last one is part of it.
            if end.line == start.line && end.column > start.column {
                place.push_str(&format!(
                    ",col={},endColumn={}",
                    start.column,
                    end.column - 1
                ));
            } else {
                place.push_str(&format!(",col={}", start.column));
            }
            place.push(',');
            place
        }
        Some(_) | None => {
            said = format!("{}: {said}", one_line::first_place(finding));
            String::new()
        }
    };
    let (title, said) = (property(&title), data(&said));
    writeln!(out, "::{command} {place}title={title}::{said}")
}

fn rest(report: &Report, shown: u64, out: &mut dyn Write) -> io::Result<()> {
    let found = report.findings.len() as u64 + report.findings_left_out;
    match found.saturating_sub(shown) {
        0 => Ok(()),
        more => writeln!(
            out,
            "callproof: and {more} more; GitHub shows {MOST} annotations of a kind for a step"
        ),
    }
}

/// Text behind the command; a line of its own in it would be a command of its own.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A property's value.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
