//! How a report looks on a terminal: its width, its colours, and whether like findings fold.

use anstyle::{AnsiColor, Style as Code};

use crate::privacy::terminal_text;
use crate::rules::Severity;

/// How a report for a person is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether it is coloured.
    pub color: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// Whether findings like an earlier one are only counted.
    pub fold: bool,
}

impl Default for Style {
    fn default() -> Style {
        Style {
            color: false,
            width: 80,
            fold: true,
        }
    }
}

/// What a piece of text is, which decides its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Plain,
    Strong,
    Frame,
    Error,
    Warning,
    Note,
    Good,
}

impl Role {
    pub(super) fn of(severity: Severity) -> Role {
        match severity {
            Severity::Error => Role::Error,
            Severity::Warning => Role::Warning,
            Severity::Note => Role::Note,
        }
    }

    fn code(self) -> Code {
        let bold = |color: AnsiColor| color.on_default().bold();
        match self {
            Role::Plain => Code::new(),
            Role::Strong => Code::new().bold(),
            Role::Frame => bold(AnsiColor::BrightBlue),
            Role::Error => bold(AnsiColor::BrightRed),
            Role::Warning => bold(AnsiColor::BrightYellow),
            Role::Note => bold(AnsiColor::BrightCyan),
            Role::Good => AnsiColor::Green.on_default(),
        }
    }
}

/// Narrower than this nothing is drawn.
const NARROWEST: usize = 20;

impl Style {
    /// The columns that may be filled.
    pub(super) fn columns(self) -> usize {
        self.width.max(NARROWEST)
    }

    /// The text in that ink.
    pub(super) fn paint(self, ink: Role, text: &str) -> String {
        if !self.color || ink == Role::Plain || text.trim().is_empty() {
            return text.to_owned();
        }
        let code = ink.code();
        format!("{code}{text}{code:#}")
    }

    /// `head`, then the text wrapped behind it; further lines begin `indent` columns in.
    pub(super) fn paragraph(self, ink: Role, head: &str, indent: usize, text: &str) -> String {
        let text = terminal_text::shown(text);
        let lead = terminal_text::width(head);
        // The head stands in for the first line's columns, so that wrapping knows of it.
        let stand_in: String =
            std::iter::repeat_n('\u{E000}', lead.saturating_sub(indent)).collect();
        let room = self.columns().saturating_sub(indent).max(1);
        let lines = terminal_text::wrapped(&format!("{stand_in}{text}"), room);
        let mut paragraph = String::new();
        for (index, line) in lines.iter().enumerate() {
            if index == 0 {
                let line = line.strip_prefix(stand_in.as_str()).unwrap_or(line);
                paragraph.push_str(&self.paint(ink, head));
                paragraph.push_str(line);
            } else {
                paragraph.push_str(&" ".repeat(indent));
                paragraph.push_str(line);
            }
            paragraph.push('\n');
        }
        paragraph
    }
}
