//! Why a file of the user's cannot be used: always with its place, and with its line.

use std::fmt;
use std::ops::Range;

use crate::json::{Position, Span};
use crate::privacy::terminal_text;
use crate::report::{Excerpt, excerpt};

/// A mistake in a file, where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// The file, as named.
    pub path: String,
    /// Where in it.
    pub at: Position,
    /// What is wrong and what would be right, in a line.
    pub message: String,
    /// The line, as far as it is shown.
    line: Option<Box<Excerpt>>,
}

impl Error {
    pub(super) fn new(path: &str, text: &str, span: Range<usize>, message: String) -> Error {
        // A mistake at the end of a file has no width, and may stand behind its last line.
        let before = text.get(..span.start).unwrap_or(text);
        let span = Span::new(span.start, span.end);
        Error {
            path: path.to_owned(),
            at: Position::START.after(before.as_bytes()),
            message,
            line: excerpt::of_own(text, &[span]).pop().map(Box::new),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Error { path, at, .. } = self;
        write!(out, "{path}:{}:{}: {}", at.line, at.column, self.message)?;
        let Some(line) = self.line.as_ref().filter(|line| !line.text.is_empty()) else {
            return Ok(());
        };
        let number = at.line;
        let gutter = number.to_string().len();
        let before = line.text.get(..line.mark_start).unwrap_or_default();
        let marked = line.text.get(line.mark_start..line.mark_end);
        let lead = terminal_text::width(before) + usize::from(line.cut_before);
        let long = terminal_text::width(marked.unwrap_or_default()).max(1);
        let cut = |is_cut| if is_cut { "…" } else { "" };
        write!(
            out,
            "\n\n{number} | {}{}{}\n{:gutter$} | {:lead$}{}",
            cut(line.cut_before),
            line.text,
            cut(line.cut_after),
            "",
            "",
            "^".repeat(long)
        )
    }
}

impl std::error::Error for Error {}
