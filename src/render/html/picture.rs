//! The lines that a finding is about, with its places marked.

use serde::Serialize;

use crate::render::one_line;
use crate::report::{Excerpt, Finding, Location};

/// Lines of one document.
#[derive(Serialize)]
pub struct HtmlSnippet {
    input: String,
    lines: Vec<Line>,
}

/// A piece of a line.
#[derive(Serialize)]
struct Line {
    number: u64,
    #[serde(skip)]
    piece: u64,
    cut_before: bool,
    parts: Vec<Part>,
    cut_after: bool,
}

/// A stretch of the piece: plain, or the place of that number, from 1.
#[derive(Debug, PartialEq, Serialize)]
struct Part {
    text: String,
    place: Option<usize>,
}

/// A place in words.
#[derive(Serialize)]
pub struct LocationText {
    label: String,
    place: String,
    pointer: Option<String>,
    document: Option<u64>,
}

/// Its places in their order.
pub fn places(finding: &Finding) -> Vec<LocationText> {
    let told = |location: &Location| LocationText {
        label: location.label.clone(),
        place: one_line::place(finding, location),
        pointer: location.pointer.clone(),
        document: location.elsewhere.as_ref().map(|other| other.document),
    };
    finding.locations.iter().map(told).collect()
}

/// The pictures in which all places stand.
pub fn pictures(finding: &Finding) -> Vec<HtmlSnippet> {
    let mut grouped: Vec<(&str, Vec<Marked<'_>>)> = Vec::new();
    for (index, location) in finding.locations.iter().enumerate() {
        let input = one_line::input(finding, location);
        let marked = (index + 1, location);
        match grouped.iter_mut().find(|(other, _)| *other == input) {
            Some((_, group)) => group.push(marked),
            None => grouped.push((input, vec![marked])),
        }
    }
    let picture = |(input, marked): (&str, Vec<Marked<'_>>)| HtmlSnippet {
        input: input.to_owned(),
        lines: lines(&marked),
    };
    grouped.into_iter().map(picture).collect()
}

/// A location and its number.
type Marked<'f> = (usize, &'f Location);

fn lines(marked: &[Marked<'_>]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (_, location) in marked {
        let excerpt = &location.excerpt;
        let (number, piece) = (location.start.line, excerpt.piece);
        if lines.iter().any(|l| (l.number, l.piece) == (number, piece)) {
            continue;
        }
        let here: Vec<(usize, &Excerpt)> = marked
            .iter()
            .filter(|(_, l)| (l.start.line, l.excerpt.piece) == (number, piece))
            .map(|(number, l)| (*number, &l.excerpt))
            .collect();
        lines.push(Line {
            number,
            piece,
            cut_before: excerpt.cut_before,
            parts: parts(&excerpt.text, &here),
            cut_after: excerpt.cut_after,
        });
    }
    lines.sort_by_key(|line| (line.number, line.piece));
    lines
}

/// The text in stretches; where places overlap, the shorter one is shown.
fn parts(text: &str, marks: &[(usize, &Excerpt)]) -> Vec<Part> {
    let mut bounds = vec![0, text.len()];
    bounds.extend(marks.iter().flat_map(|(_, e)| [e.mark_start, e.mark_end]));
    bounds.sort_unstable();
    bounds.dedup();
    let mut parts = Vec::new();
    for (index, &start) in bounds.iter().enumerate() {
        let point = |(_, e): &&(usize, &Excerpt)| e.mark_start == start && e.mark_end == start;
        for (number, _) in marks.iter().filter(point) {
            parts.push(Part {
                text: String::new(),
                place: Some(*number),
            });
        }
        let end = bounds.get(index + 1).copied().unwrap_or(start);
        let Some(stretch) = text.get(start..end).filter(|text| !text.is_empty()) else {
            continue;
        };
        let covering = marks
            .iter()
            .filter(|(_, e)| e.mark_start <= start && end <= e.mark_end)
            .min_by_key(|(_, e)| e.mark_end - e.mark_start);
        parts.push(Part {
            text: stretch.to_owned(),
            place: covering.map(|(number, _)| *number),
        });
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_is_marked_once() {
        let excerpt = |start, end| Excerpt {
            piece: 0,
            cut_before: false,
            text: String::new(),
            cut_after: false,
            mark_start: start,
            mark_end: end,
        };
        let told = |marks: &[(usize, usize)]| {
            let excerpts: Vec<Excerpt> = marks.iter().map(|&(s, e)| excerpt(s, e)).collect();
            let numbered: Vec<(usize, &Excerpt)> = excerpts
                .iter()
                .enumerate()
                .map(|(n, e)| (n + 1, e))
                .collect();
            let told = parts("ab:cdé", &numbered)
                .into_iter()
                .map(|part| match part.place {
                    Some(place) => format!("{place}<{}>", part.text),
                    None => part.text,
                });
            told.collect::<String>()
        };
        let cases: [(&[(usize, usize)], &str); 5] = [
            (&[(0, 2), (3, 5)], "1<ab>:2<cd>é"),
            (&[(3, 7), (0, 1)], "2<a>b:1<cdé>"),
            (&[(0, 7), (3, 5)], "1<ab:>2<cd>1<é>"),
            (&[(2, 2)], "ab1<>:cdé"),
            (&[(7, 7)], "ab:cdé1<>"),
        ];
        for (marks, seen) in cases {
            assert_eq!(told(marks), seen);
        }
    }
}
