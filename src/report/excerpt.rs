//! The piece of a source line round a place, masked, with the place marked in what is left.

use std::ops::Range;

use super::Excerpt;
use super::excerpt_line::{Line, Reach, Token};
use crate::json::{Kind, Node, Span};
use crate::privacy::broken_text::broken_text;
use crate::privacy::field_role::FieldRole;
use crate::privacy::masks::Masks;

/// Locations of a line that are no farther apart, in bytes, share a piece.
const MAX_APART_BYTES: usize = 64;
/// Bytes of a location that are marked.
const MAX_MARK_BYTES: usize = 512;
/// Bytes before and behind a location that are looked at.
const MAX_REACH_BYTES: usize = 320;
/// Bytes more in broken text, to see where its strings begin.
const RUN_UP_BYTES: usize = 4096;

/// The excerpts of a document for these places, in their order. Near places of a line share their piece.
pub fn of_node(root: Node<'_>, text: &str, places: &[Span], masks: Masks) -> Vec<Excerpt> {
    let reaches = Reaches::of(text.as_bytes(), places);
    let mut masked = Vec::new();
    // One walk for all places: a document may have a hundred thousand keys.
    collect(root, (FieldRole::Root, false), &reaches, masks, &mut masked);
    of_places(text.as_bytes(), places, |reach| {
        let first = masked.partition_point(|(span, _)| span.range().end <= reach.start);
        let end = masked.partition_point(|(span, _)| span.range().start < reach.end);
        let inside = masked.get(first..end).unwrap_or_default();
        tokens(text, reach.clone(), inside)
    })
}

/// The same for a text that could not be read.
pub fn of_text(text: &[u8], places: &[Span], masks: Masks) -> Vec<Excerpt> {
    of_places(text, places, |reach| {
        broken_tokens(text, reach, places, masks)
    })
}

/// The same for a text of our own user's, which holds nothing of a capture but what was written into it.
pub fn of_own(text: &str, places: &[Span]) -> Vec<Excerpt> {
    of_places(text.as_bytes(), places, |reach| {
        let source = text.as_bytes().get(reach.clone()).unwrap_or_default();
        let source = String::from_utf8_lossy(source);
        let shown = Masks::default().word(&source);
        vec![Token {
            faithful: shown == source,
            source: reach.clone(),
            shown,
        }]
    })
}

/// What is looked at for all places: sorted, and nothing twice.
struct Reaches(Vec<Range<usize>>);

impl Reaches {
    fn of(text: &[u8], places: &[Span]) -> Reaches {
        let marks: Vec<Range<usize>> = places.iter().map(|place| marked(text, *place)).collect();
        let mut bytes: Vec<Range<usize>> = marks
            .iter()
            .map(|mark| reach(text, &neighbourhood(text, mark, &marks)).bytes)
            .collect();
        bytes.sort_unstable_by_key(|reach| reach.start);
        let mut merged: Vec<Range<usize>> = Vec::new();
        for reach in bytes {
            match merged.last_mut().filter(|last| reach.start <= last.end) {
                Some(last) => last.end = last.end.max(reach.end),
                None => merged.push(reach),
            }
        }
        Reaches(merged)
    }

    fn overlap(&self, span: Span) -> bool {
        let span = span.range();
        let next = self.0.partition_point(|reach| reach.end <= span.start);
        self.0.get(next).is_some_and(|reach| reach.start < span.end)
    }

    /// Whether all of them stand behind.
    fn begin_after(&self, span: Span) -> bool {
        let first = self.0.first().map(|reach| reach.start);
        first.is_none_or(|start| span.range().end <= start)
    }

    /// Whether all of them stand before.
    fn end_before(&self, span: Span) -> bool {
        let last = self.0.last().map(|reach| reach.end);
        last.is_none_or(|end| span.range().start >= end)
    }
}

fn of_places(
    text: &[u8],
    places: &[Span],
    tokens: impl Fn(&Range<usize>) -> Vec<Token>,
) -> Vec<Excerpt> {
    let marks: Vec<Range<usize>> = places.iter().map(|place| marked(text, *place)).collect();
    let excerpt = |mark: &Range<usize>| {
        let group = neighbourhood(text, mark, &marks);
        let reach = reach(text, &group);
        let line = Line::of(tokens(&reach.bytes), &reach);
        line.excerpt(mark, &group)
    };
    marks.iter().map(excerpt).collect()
}

/// The bytes to mark: of an object or array its bracket, of anything else what stands on its first line.
fn marked(text: &[u8], place: Span) -> Range<usize> {
    let start = (place.start as usize).min(text.len());
    let end = (place.end as usize).clamp(start, text.len());
    let inside = text.get(start..end).unwrap_or_default();
    let mut length = match inside {
        [b'{' | b'[', .., b'}' | b']'] => 1,
        _ => memchr::memchr(b'\n', inside).unwrap_or(inside.len()),
    };
    if length > MAX_MARK_BYTES {
        let within_letter = |&&byte: &&u8| byte & 0xC0 == 0x80;
        let tail = inside.get(..=MAX_MARK_BYTES).unwrap_or_default();
        length = MAX_MARK_BYTES - tail.iter().rev().take_while(within_letter).count().min(3);
    }
    start..start + length
}

/// From the first to the last mark that is near on the same line.
fn neighbourhood(text: &[u8], mark: &Range<usize>, marks: &[Range<usize>]) -> Range<usize> {
    let mut group = mark.clone();
    for other in marks {
        let union = group.start.min(other.start)..group.end.max(other.end);
        let between = text.get(union.clone()).unwrap_or_default();
        if union.len() <= MAX_APART_BYTES && memchr::memchr(b'\n', between).is_none() {
            group = union;
        }
    }
    group
}

fn reach(text: &[u8], group: &Range<usize>) -> Reach {
    let earliest = group.start.saturating_sub(MAX_REACH_BYTES);
    let before = text.get(earliest..group.start).unwrap_or_default();
    let (start, begins_line) = match memchr::memrchr(b'\n', before) {
        Some(last) => (earliest + last + 1, true),
        None => (earliest, earliest == 0),
    };
    let latest = (group.end + MAX_REACH_BYTES).min(text.len());
    let behind = text.get(group.end..latest).unwrap_or_default();
    let (mut end, ends_line) = match memchr::memchr(b'\n', behind) {
        Some(first) => (group.end + first, true),
        None => (latest, latest == text.len()),
    };
    if ends_line && end > group.end && text.get(end - 1) == Some(&b'\r') {
        end -= 1;
    }
    Reach {
        bytes: start..end,
        begins_line,
        ends_line,
    }
}

/// Keys and scalars that overlap the reaches, as they may be shown, in the text's order.
fn collect(
    node: Node<'_>,
    (standing, in_open): (FieldRole, bool),
    reaches: &Reaches,
    masks: Masks,
    masked: &mut Vec<(Span, String)>,
) {
    let in_open = in_open || standing.is_open_text();
    match node.kind() {
        Kind::Object => {
            let members = node
                .members()
                .skip_while(|member| reaches.begin_after(member.value.span()))
                .take_while(|member| !reaches.end_before(member.key.span()));
            for member in members {
                if reaches.overlap(member.key.span()) {
                    // A key of the producer's own may be a number too.
                    masked.push((member.key.span(), masks.key(member.key.raw(), in_open)));
                }
                if reaches.overlap(member.value.span()) {
                    let key = member.key.string().unwrap_or_default();
                    collect(
                        member.value,
                        (standing.below(&key), in_open),
                        reaches,
                        masks,
                        masked,
                    );
                }
            }
        }
        Kind::Array => {
            let elements = node
                .elements()
                .skip_while(|element| reaches.begin_after(element.value.span()))
                .take_while(|element| !reaches.end_before(element.value.span()))
                .filter(|element| reaches.overlap(element.value.span()));
            for element in elements {
                collect(
                    element.value,
                    (standing.below(""), in_open),
                    reaches,
                    masks,
                    masked,
                );
            }
        }
        Kind::Null | Kind::Boolean | Kind::Number | Kind::String => {
            if reaches.overlap(node.span()) {
                let privacy = standing.privacy(node.raw());
                masked.push((node.span(), masks.value(node.raw(), privacy)));
            }
        }
    }
}

/// What is masked, and the brackets, commas and spaces between.
fn tokens(text: &str, reach: Range<usize>, masked: &[(Span, String)]) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = reach.start;
    let between = |from: usize, to: usize| Token {
        source: from..to,
        shown: String::from_utf8_lossy(text.as_bytes().get(from..to).unwrap_or_default())
            .into_owned(),
        faithful: true,
    };
    for (span, shown) in masked {
        let source = span.range();
        if at < source.start {
            tokens.push(between(at, source.start));
        }
        at = source.end;
        let faithful = text.get(source.clone()) == Some(shown.as_str());
        tokens.push(Token {
            source,
            shown: shown.clone(),
            faithful,
        });
    }
    if at < reach.end {
        tokens.push(between(at, reach.end));
    }
    tokens
}

/// A broken text's characters, cut at its places so that bytes that are not UTF-8 cannot blur them.
fn broken_tokens(text: &[u8], reach: &Range<usize>, places: &[Span], masks: Masks) -> Vec<Token> {
    let earliest = reach.start.saturating_sub(RUN_UP_BYTES);
    let run_up = text.get(earliest..reach.start).unwrap_or_default();
    let line = memchr::memrchr(b'\n', run_up).map_or(earliest, |last| earliest + last + 1);
    let mut cuts = vec![line, reach.start, reach.end];
    for place in places {
        let mark = marked(text, *place);
        cuts.extend([mark.start, mark.end]);
    }
    cuts.retain(|cut| (line..=reach.end).contains(cut));
    cuts.sort_unstable();
    cuts.dedup();
    let pieces: Vec<(Range<usize>, String)> = cuts
        .iter()
        .zip(cuts.iter().skip(1))
        .map(|(&from, &to)| {
            let bytes = text.get(from..to).unwrap_or_default();
            (from..to, String::from_utf8_lossy(bytes).into_owned())
        })
        .collect();
    let whole: String = pieces.iter().map(|(_, piece)| piece.as_str()).collect();
    let masked = if masks.show_values {
        whole
    } else {
        broken_text(&whole)
    };
    let mut rest = masked.chars();
    let mut tokens: Vec<Token> = pieces
        .into_iter()
        .map(|(source, piece)| Token {
            source,
            shown: rest.by_ref().take(piece.chars().count()).collect(),
            faithful: false,
        })
        .collect();
    tokens.retain(|token| token.source.start >= reach.start);
    tokens
}
