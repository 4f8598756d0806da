//! Source lines with marks under their places, as compilers draw them.

use super::style::{Role, Style};
use crate::privacy::terminal_text;
use crate::report::{Excerpt, Location};

/// Lines so far apart still make one picture: an event, pretty-printed, is about as long.
const ONE_EVENT: u64 = 80;

/// A label narrower than this is not squeezed beside its mark but set below it.
const NARROW_LABEL: usize = 24;

/// A place in its line; the cause is marked with `^`, others with `-`.
struct Mark<'f> {
    location: &'f Location,
    cause: bool,
}

/// A piece of a source line and the places in it.
struct Line<'f> {
    number: u64,
    marks: Vec<Mark<'f>>,
}

/// What is drawn together.
pub(super) struct Snippet<'f> {
    lines: Vec<Line<'f>>,
}

/// The locations in as few pictures as they can be seen in, in `room` columns each.
pub(super) fn pictures(locations: &[Location], room: usize) -> Vec<Snippet<'_>> {
    let mut pictures: Vec<Snippet<'_>> = Vec::new();
    for (index, location) in locations.iter().enumerate() {
        let cause = index == 0;
        let mark = Mark { location, cause };
        let taker = pictures
            .iter_mut()
            .find(|picture| picture.takes(location, room));
        match taker {
            Some(picture) => picture.add(mark),
            None => pictures.push(Snippet {
                lines: vec![Line::of(mark)],
            }),
        }
    }
    pictures
}

impl<'f> Snippet<'f> {
    /// The places in it, the first the one that its heading names.
    pub(super) fn locations(&self) -> Vec<&'f Location> {
        let mut marks: Vec<&Mark<'f>> = self.lines.iter().flat_map(|line| &line.marks).collect();
        marks.sort_by_key(|mark| !mark.cause);
        marks.iter().map(|mark| mark.location).collect()
    }

    fn takes(&self, location: &Location, room: usize) -> bool {
        let own = self.lines.iter().flat_map(|line| &line.marks).next();
        if own.is_none_or(|mark| mark.location.elsewhere != location.elsewhere) {
            return false;
        }
        let whole = is_whole(&location.excerpt);
        self.lines.iter().any(|line| line.takes(location, room))
            || (whole && self.lines.iter().all(|line| line.is_near(location)))
    }

    fn add(&mut self, mark: Mark<'f>) {
        let number = mark.location.start.line;
        match self.lines.iter_mut().find(|line| line.number == number) {
            Some(line) => line.marks.push(mark),
            None => self.lines.push(Line::of(mark)),
        }
        self.lines.sort_by_key(|line| line.number);
    }

    /// The picture, each row behind a frame of `gutter` columns for line numbers.
    pub(super) fn draw(&self, style: Style, gutter: usize, severity: Role) -> String {
        let room = style.columns().saturating_sub(gutter + 3);
        let frame = style.paint(Role::Frame, &format!("{:gutter$} |", ""));
        let mut drawn = format!("{frame}\n");
        let narrow = self.lines.iter().any(|line| line.width() > room);
        let shared = self.lines.iter().map(Line::indent).min().unwrap_or(0);
        let shared = if narrow { shared } else { 0 };
        let mut last: Option<u64> = None;
        for line in &self.lines {
            if last.is_some_and(|last| last + 1 < line.number) {
                drawn.push_str(&style.paint(Role::Frame, "..."));
                drawn.push('\n');
            }
            last = Some(line.number);
            let window = Window::of(line, room, shared);
            let number = style.paint(Role::Frame, &format!("{:>gutter$} |", line.number));
            drawn.push_str(format!("{number} {}", window.text).trim_end());
            drawn.push('\n');
            for row in window.rows(room) {
                let row = row.painted(style, severity);
                drawn.push_str(format!("{frame} {row}").trim_end());
                drawn.push('\n');
            }
        }
        drawn
    }
}

fn is_whole(excerpt: &Excerpt) -> bool {
    !excerpt.cut_before && !excerpt.cut_after
}

impl<'f> Line<'f> {
    fn of(mark: Mark<'f>) -> Line<'f> {
        Line {
            number: mark.location.start.line,
            marks: vec![mark],
        }
    }

    /// Whether the place lies in this very piece, and all its places can be seen in `room` columns.
    fn takes(&self, location: &Location, room: usize) -> bool {
        let excerpts = self.marks.iter().map(|mark| &mark.location.excerpt);
        let all: Vec<&Excerpt> = excerpts.chain([&location.excerpt]).collect();
        let same = |excerpt: &&Excerpt| {
            excerpt.piece == location.excerpt.piece && excerpt.text == location.excerpt.text
        };
        let (start, end) = extent(&all);
        self.number == location.start.line && all.iter().all(same) && end - start + 2 <= room
    }

    fn is_near(&self, location: &Location) -> bool {
        let other = location.start.line;
        let whole = self
            .marks
            .iter()
            .all(|mark| is_whole(&mark.location.excerpt));
        whole && self.number != other && self.number.abs_diff(other) <= ONE_EVENT
    }

    fn text(&self) -> &'f str {
        self.marks
            .first()
            .map_or("", |mark| mark.location.excerpt.text.as_str())
    }

    fn width(&self) -> usize {
        terminal_text::width(self.text())
    }

    fn indent(&self) -> usize {
        let text = self.text();
        text.len() - text.trim_start_matches(' ').len()
    }
}

/// Columns before `bytes` of the excerpt's text.
fn column(excerpt: &Excerpt, bytes: usize) -> usize {
    terminal_text::width(excerpt.text.get(..bytes).unwrap_or(&excerpt.text))
}

/// From the first marked column to the column behind the last.
fn extent(excerpts: &[&Excerpt]) -> (usize, usize) {
    let start = excerpts
        .iter()
        .map(|excerpt| column(excerpt, excerpt.mark_start))
        .min();
    let end = excerpts
        .iter()
        .map(|excerpt| column(excerpt, excerpt.mark_end))
        .max();
    let start = start.unwrap_or(0);
    (start, end.unwrap_or(0).max(start))
}

/// A line cut to the columns there are.
struct Window<'f> {
    text: String,
    places: Vec<Place<'f>>,
}

/// A mark in columns of its window.
#[derive(Clone)]
struct Place<'f> {
    start: usize,
    end: usize,
    cause: bool,
    label: &'f str,
}

impl<'f> Window<'f> {
    /// The line in `room` columns, without so many columns of its indentation.
    fn of(line: &Line<'f>, room: usize, indent: usize) -> Window<'f> {
        let excerpts: Vec<&Excerpt> = line
            .marks
            .iter()
            .map(|mark| &mark.location.excerpt)
            .collect();
        let Some(excerpt) = excerpts.first().copied() else {
            return Window {
                text: String::new(),
                places: Vec::new(),
            };
        };
        let all = terminal_text::width(&excerpt.text);
        let ellipses = usize::from(excerpt.cut_before) + usize::from(excerpt.cut_after);
        let (start, end) = if (all + ellipses).saturating_sub(indent) <= room {
            (indent, all)
        } else {
            squeezed(extent(&excerpts), all, room)
        };
        let before = excerpt.cut_before || start > indent;
        let after = excerpt.cut_after || end < all;
        let text = framed(&excerpt.text, start, end, before, after);
        let lead = usize::from(before);
        let within = |column: usize| column.clamp(start, end) - start + lead;
        let places = line.marks.iter().map(|mark| {
            let excerpt = &mark.location.excerpt;
            Place {
                start: within(column(excerpt, excerpt.mark_start)),
                end: within(column(excerpt, excerpt.mark_end)),
                cause: mark.cause,
                label: &mark.location.label,
            }
        });
        let mut places: Vec<Place<'f>> = places.collect();
        places.sort_by_key(|place| (place.start, place.end));
        Window { text, places }
    }

    /// The rows below the text: marks, bars and labels.
    fn rows(&self, room: usize) -> Vec<Row> {
        let mut rows = vec![Row::default()];
        let marks = self.places.iter().filter(|place| !place.cause);
        for place in marks.chain(self.places.iter().filter(|place| place.cause)) {
            let sign = if place.cause { "^" } else { "-" };
            let long = place.end.saturating_sub(place.start).max(1);
            put(&mut rows, 0, place.start, &sign.repeat(long), place.cause);
        }
        let mut waiting: Vec<&Place<'_>> = self
            .places
            .iter()
            .filter(|place| !place.label.is_empty())
            .collect();
        if let Some(last) = self.last_beside(room) {
            waiting.retain(|place| !std::ptr::eq(*place, last));
            let at = last.end.max(last.start + 1) + 1;
            for (row, line) in terminal_text::wrapped(&terminal_text::shown(last.label), room - at)
                .iter()
                .enumerate()
            {
                put(&mut rows, row, at, line, last.cause);
            }
        }
        if !waiting.is_empty() && rows.len() == 1 {
            rows.push(Row::default());
        }
        while let Some(place) = waiting.pop() {
            let row = rows.len();
            let label = terminal_text::shown(place.label);
            let width = terminal_text::width(&label).min(NARROW_LABEL);
            let at = place.start.min(room.saturating_sub(width));
            let lines = terminal_text::wrapped(&label, room.saturating_sub(at));
            for (index, line) in lines.iter().enumerate() {
                put(&mut rows, row + index, at, line, place.cause);
            }
            draw_bar(&mut rows, place, row);
        }
        rows
    }

    /// The last place, if its label can stand beside its mark.
    fn last_beside(&self, room: usize) -> Option<&Place<'f>> {
        let last = self.places.last()?;
        let rest = self.places.len() - 1;
        let alone = self
            .places
            .iter()
            .take(rest)
            .all(|place| place.end < last.start.max(1));
        let at = last.end.max(last.start + 1) + 1;
        let needed = terminal_text::width(last.label).min(NARROW_LABEL);
        (alone && !last.label.is_empty() && at + needed <= room).then_some(last)
    }
}

/// A bar from the mark down to above `row`.
fn draw_bar(rows: &mut [Row], place: &Place<'_>, row: usize) {
    for cells in rows.iter_mut().take(row).skip(1) {
        if cells.is_free(place.start) {
            cells.put(place.start, "|", place.cause);
        }
    }
}

fn put(rows: &mut Vec<Row>, row: usize, column: usize, text: &str, cause: bool) {
    if rows.len() <= row {
        rows.resize_with(row + 1, Row::default);
    }
    if let Some(cells) = rows.get_mut(row) {
        cells.put(column, text, cause);
    }
}

/// The stretch of a line of `all` columns to show in `room`, so that the marks are in it.
fn squeezed((start, end): (usize, usize), all: usize, room: usize) -> (usize, usize) {
    let room = room.saturating_sub(2);
    let spare = room.saturating_sub(end - start);
    let from = start
        .saturating_sub(spare * 3 / 7)
        .min(all.saturating_sub(room));
    (from, (from + room).min(all))
}

/// The text from one column to another, with `…` where it is cut.
fn framed(text: &str, start: usize, end: usize, before: bool, after: bool) -> String {
    let mut framed = String::from(if before { "…" } else { "" });
    let mut at = 0;
    for letter in text.chars() {
        if at >= start && at + terminal_text::columns(letter) <= end {
            framed.push(letter);
        }
        at += terminal_text::columns(letter);
    }
    framed.push_str(if after { "…" } else { "" });
    framed
}

/// A row of marks and labels, cell by cell; whether a cell belongs to the cause decides its colour.
#[derive(Default, Clone)]
struct Row {
    cells: Vec<Option<(char, bool)>>,
}

impl Row {
    fn is_free(&self, column: usize) -> bool {
        self.cells.get(column).copied().flatten().is_none()
    }

    fn put(&mut self, column: usize, text: &str, cause: bool) {
        let letters = text
            .chars()
            .filter(|letter| terminal_text::columns(*letter) > 0);
        for (offset, letter) in letters.enumerate() {
            let at = column + offset;
            if self.cells.len() <= at {
                self.cells.resize(at + 1, None);
            }
            if let Some(cell) = self.cells.get_mut(at) {
                *cell = Some((letter, cause));
            }
        }
    }

    fn painted(&self, style: Style, severity: Role) -> String {
        let mut painted = String::new();
        for run in self.cells.chunk_by(|one, other| ink(*one) == ink(*other)) {
            let text: String = run
                .iter()
                .map(|cell| cell.map_or(' ', |(letter, _)| letter))
                .collect();
            let ink = match run.first().copied().flatten() {
                Some((_, true)) => severity,
                Some((_, false)) => Role::Frame,
                None => Role::Plain,
            };
            painted.push_str(&style.paint(ink, &text));
        }
        painted
    }
}

fn ink(cell: Option<(char, bool)>) -> Option<bool> {
    cell.map(|(_, cause)| cause)
}
