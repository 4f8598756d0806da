//! The report as Markdown that fits a comment on a merge request: the outcome first, all else folded.
//!
//! Whatever comes from outside stands in code spans and fenced blocks, where it is neither markup, link
//! nor mention.

use std::io::{self, Write};

use super::test_case::{Case, CaseStatus, cases};
use super::{human, one_line, summary};
use crate::privacy::terminal_text;
use crate::report::{Finding, Report, Verdict};

/// So many bytes are written at the most: GitHub takes comments of 65,536 characters.
pub const MOST: usize = 65_000;

/// So many findings of a rule have a row.
const ROWS: usize = 20;

/// So many characters of a text from outside are shown.
const LONGEST: usize = 300;

/// The whole report.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page {
        text: head(report),
        left_out: 0,
    };
    let cases = cases(report);
    for status in [CaseStatus::Failed, CaseStatus::Warned, CaseStatus::Passed] {
        let told = |case: &&Case<'_>| case.status == status && !case.findings.is_empty();
        for case in cases.iter().filter(told) {
            page.add(&section(case));
        }
    }
    page.add(&borne(report));
    page.add(&idle(report));
    page.close(report);
    out.write_all(page.text.as_bytes())
}

/// What is written so far, and how many sections had no room.
struct Page {
    text: String,
    left_out: usize,
}

impl Page {
    /// The room that the last lines need.
    const CLOSING: usize = 500;

    fn add(&mut self, section: &str) {
        if self.text.len() + section.len() > MOST - Page::CLOSING {
            self.left_out += 1;
        } else {
            self.text.push_str(section);
        }
    }

    fn close(&mut self, report: &Report) {
        if self.left_out > 0 {
            let sections = summary::number(self.left_out as u64, "section");
            let line =
                format!("{sections} left out for length; a report in another format has all.\n\n");
            self.text.push_str(&line);
        }
        let (version, digest) = (env!("CARGO_PKG_VERSION"), &report.ruleset.digest);
        let line = format!("callproof {version}, rule set {}\n", code(digest));
        self.text.push_str(&line);
    }
}

/// The outcome, why, and the counts.
fn head(report: &Report) -> String {
    let outcome = report.outcome.name();
    let mut head = format!("## callproof: {outcome}\n\n{}\n", summary::verdict(report));
    for reason in one_line::reasons(report) {
        head.push_str(&format!("\n- {}\n", code(&reason)));
    }
    head.push_str(&format!("\nRules: {}.\n", summary::rules(report)));
    if report.findings_left_out > 0 {
        let left_out = summary::left_out(report.findings_left_out);
        head.push_str(&format!("\n{left_out}.\n"));
    }
    let counts = &report.counts;
    let idle = report.tallies.iter();
    let idle = idle.filter(|tally| tally.verdict() == Verdict::NotExercised);
    head.push_str(&format!(
        "\n| errors | warnings | notes | waived | known | rules not exercised | events |\n\
         | --- | --- | --- | --- | --- | --- | --- |\n| {} | {} | {} | {} | {} | {} | {} |\n\n",
        counts.errors,
        counts.warnings,
        counts.notes,
        counts.waived,
        counts.known,
        idle.count(),
        counts.events
    ));
    head
}

/// A rule's findings, folded: the first drawn, then a table.
fn section(case: &Case<'_>) -> String {
    let standing: Vec<&Finding> = case
        .findings
        .iter()
        .copied()
        .filter(|finding| finding.counts())
        .collect();
    let Some(first) = standing.first() else {
        return String::new();
    };
    let found = summary::number(standing.len() as u64, first.severity.name());
    let mut section = format!(
        "<details>\n<summary>{}: {found}</summary>\n\n{} ({}, {})\n\n",
        case.rule.id,
        case.rule.says,
        case.rule.authority.name(),
        case.rule.source
    );
    section.push_str(&block(&human::drawn(first)));
    section.push_str("\n| where | what |\n| --- | --- |\n");
    for finding in standing.iter().take(ROWS) {
        let (place, message) = (one_line::first_place(finding), one_line::message(finding));
        section.push_str(&format!("| {} | {} |\n", cell(&place), cell(&message)));
    }
    if standing.len() > ROWS {
        section.push_str(&format!("| and {} more | |\n", standing.len() - ROWS));
    }
    section.push_str("\n</details>\n\n");
    section
}

/// What is told and does not count, folded.
fn borne(report: &Report) -> String {
    let borne = || report.findings.iter().filter(|finding| !finding.counts());
    let count = borne().count();
    if count == 0 {
        return String::new();
    }
    let day = match &report.waivers_as_of {
        Some(day) => format!(" (waivers as of {})", code(day)),
        None => String::new(),
    };
    let mut section = format!(
        "<details>\n<summary>waived or known: {}</summary>\n\nThey do not count{day}.\n\n\
         | rule | where | what | why it does not count |\n| --- | --- | --- | --- |\n",
        summary::number(count as u64, "finding")
    );
    for finding in borne().take(ROWS) {
        section.push_str(&format!(
            "| {} | {} | {} | {} |\n",
            finding.rule.id,
            cell(&one_line::first_place(finding)),
            cell(&finding.message),
            cell(&one_line::borne(finding).unwrap_or_default())
        ));
    }
    if count > ROWS {
        section.push_str(&format!("| and {} more | | | |\n", count - ROWS));
    }
    section.push_str("\n</details>\n\n");
    section
}

/// The rules that nothing gave a chance to fail, folded.
fn idle(report: &Report) -> String {
    let idle = report.tallies.iter();
    let idle: Vec<&str> = idle
        .filter(|tally| tally.verdict() == Verdict::NotExercised)
        .map(|tally| tally.rule.id)
        .collect();
    if idle.is_empty() {
        return String::new();
    }
    format!(
        "<details>\n<summary>not exercised: {}</summary>\n\n{}\n\n</details>\n\n",
        summary::number(idle.len() as u64, "rule"),
        idle.join(", ")
    )
}

/// Text from outside as a table's cell. Parsers differ on what `\\|` is, so there is no such bar in it.
fn cell(text: &str) -> String {
    code(&text.replace('|', "¦"))
}

/// Text from outside as a code span.
fn code(text: &str) -> String {
    let text = terminal_text::cut(&terminal_text::shown(text), LONGEST);
    let text = text.trim();
    if text.is_empty() {
        return "–".to_owned();
    }
    let fence = "`".repeat(longest_run(text) + 1);
    // A span that begins or ends with a backtick needs a space there, which is not shown.
    let pad = if text.contains('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Text from outside, in lines, as a fenced block.
fn block(text: &str) -> String {
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    format!("{fence}text\n{}\n{fence}\n", text.trim_end())
}

/// How many backticks stand in a row at the most.
fn longest_run(text: &str) -> usize {
    let others = |letter| letter != '`';
    text.split(others).map(str::len).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{block, cell, code};

    #[test]
    fn nothing_ends_its_span() {
        let cases = [
            ("a|b", "`a|b`"),
            ("`x`", "`` `x` ``"),
            ("``` <script> @all", "```` ``` <script> @all ````"),
            ("a\nb", "`a␊b`"),
            (" ", "–"),
        ];
        for (text, span) in cases {
            assert_eq!(code(text), span);
        }
    }

    #[test]
    fn nothing_ends_its_cell() {
        assert_eq!(cell(r"a\|b|"), r"`a\¦b¦`");
    }

    #[test]
    fn nothing_ends_its_block() {
        assert_eq!(block("a\n```\nb\n"), "````text\na\n```\nb\n````\n");
    }
}
