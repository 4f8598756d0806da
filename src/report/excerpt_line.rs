//! Part of a line as it is shown: its pieces, and the window around what is marked.

use std::ops::Range;

use super::Excerpt;
use crate::privacy::terminal_text;

/// Characters that are shown before a mark in a long line.
const CHARS_BEFORE: usize = 30;

/// Characters that are shown behind it.
const CHARS_BEHIND: usize = 40;

/// A line of at most as many characters is shown whole.
const MAX_LINE_CHARS: usize = 76;

/// A stretch of the source and what is shown for it.
pub(super) struct Token {
    pub(super) source: Range<usize>,
    pub(super) shown: String,
    /// Whether `shown` is the source itself, so that places inside it can be told apart.
    pub(super) faithful: bool,
}

/// Part of a line, bounded before it is looked at.
pub(super) struct Reach {
    pub(super) bytes: Range<usize>,
    pub(super) begins_line: bool,
    pub(super) ends_line: bool,
}

/// What is shown of a reach, before it is cut to size.
pub(super) struct Line {
    pub(super) tokens: Vec<Token>,
    pub(super) letters: Vec<char>,
    pub(super) begins: bool,
    pub(super) ends: bool,
    pub(super) byte: usize,
}

impl Line {
    pub(super) fn of(tokens: Vec<Token>, reach: &Reach) -> Line {
        let letters = tokens
            .iter()
            .flat_map(|token| token.shown.chars())
            .map(terminal_text::visible)
            .collect();
        Line {
            tokens,
            letters,
            begins: reach.begins_line,
            ends: reach.ends_line,
            byte: reach.bytes.start,
        }
    }

    pub(super) fn excerpt(&self, mark: &Range<usize>, group: &Range<usize>) -> Excerpt {
        let mark = self.place(mark);
        let (start, end) = self.window(&self.place(group));
        let letters = self.letters.get(start..end).unwrap_or_default();
        let bytes = |count: usize| {
            letters
                .iter()
                .take(count)
                .map(|letter| letter.len_utf8())
                .sum()
        };
        Excerpt {
            piece: (self.byte + start) as u64,
            cut_before: !self.begins
                || self.letters.iter().take(start).any(|&letter| letter != ' '),
            text: letters.iter().collect(),
            cut_after: !self.ends || end < self.letters.len(),
            mark_start: bytes(mark.start.saturating_sub(start)),
            mark_end: bytes(mark.end.saturating_sub(start)),
        }
    }

    /// The letters to show, round a group of marks.
    pub(super) fn window(&self, group: &Range<usize>) -> (usize, usize) {
        let all = self.letters.len();
        if self.begins && self.ends {
            let indent = self
                .letters
                .iter()
                .take_while(|&&letter| letter == ' ')
                .count();
            if all <= MAX_LINE_CHARS {
                return (0, all);
            }
            if all - indent <= MAX_LINE_CHARS && indent <= group.start {
                return (indent, all);
            }
        }
        let start = group.start.saturating_sub(CHARS_BEFORE);
        (start, (group.end + CHARS_BEHIND).min(all))
    }

    /// The letters that show these bytes.
    pub(super) fn place(&self, bytes: &Range<usize>) -> Range<usize> {
        let mut before = 0;
        let mut start = None;
        let mut end = None;
        for token in &self.tokens {
            let length = token.shown.chars().count();
            if start.is_none() && bytes.start < token.source.end {
                start = Some(before + token.letters_to(bytes.start, 0));
            }
            if end.is_none() && bytes.end <= token.source.end {
                end = Some(before + token.letters_to(bytes.end, length));
            }
            before += length;
        }
        let start = start.unwrap_or(before);
        start..end.unwrap_or(before).max(start)
    }
}

impl Token {
    /// How many of its letters stand before that byte; `within` for a byte that is not shown by itself.
    pub(super) fn letters_to(&self, byte: usize, within: usize) -> usize {
        if !self.faithful || byte >= self.source.end {
            return if byte <= self.source.start { 0 } else { within };
        }
        let mut at = self.source.start;
        self.shown
            .chars()
            .take_while(|letter| {
                at += letter.len_utf8();
                at <= byte
            })
            .count()
    }
}
