//! What a text holds that has a form of its own: phone numbers, e-mail addresses, JSON web tokens, URL queries.

mod escape;

use std::ops::Range;

use super::phone;

/// What was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A phone number.
    Phone,
    /// An e-mail address, or another that is written like one.
    Email,
    /// A JSON web token, or other JSON in base64.
    Token,
    /// What a URL says behind its path.
    Query,
}

/// Something recognised, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecognizedForm {
    /// Its bytes.
    pub range: Range<usize>,
    /// What it is.
    pub form: Form,
}

/// The same in words, for who hopes that no program reads it.
const AT_WORDS: [&str; 4] = [" @ ", "(at)", "[at]", "{at}"];

/// How JSON objects begin in base64, whatever space stands behind the bracket.
const TOKEN_STARTS: [&str; 9] = [
    "eyJ", "eyAi", "eyAg", "ewog", "ewoi", "ewoJ", "ew0K", "ewki", "ewkJ",
];

/// In bytes: a shorter one says nothing.
const SHORTEST_TOKEN: usize = 12;

/// What ends an address on its left, beside space.
const ADDRESS_BOUNDS: &str = "<>[]\",;";

/// What ends it on its right, beside space.
const DOMAIN_BOUNDS: &str = "<>(){}\"',;|`/?#";

/// Everything recognised, in order and apart: what overlaps is one, of the form that is no phone number.
pub fn found(text: &str) -> Vec<RecognizedForm> {
    let of = |form| move |range| RecognizedForm { range, form };
    let mut all: Vec<RecognizedForm> = phone::numbers(text)
        .into_iter()
        .map(of(Form::Phone))
        .collect();
    all.extend(emails(text).into_iter().map(of(Form::Email)));
    all.extend(tokens(text).into_iter().map(of(Form::Token)));
    all.extend(queries(text).into_iter().map(of(Form::Query)));
    all.sort_by_key(|found| found.range.start);
    let mut apart: Vec<RecognizedForm> = Vec::with_capacity(all.len());
    for next in all {
        match apart.last_mut() {
            Some(last) if next.range.start < last.range.end => {
                last.range.end = last.range.end.max(next.range.end);
                if last.form == Form::Phone {
                    last.form = next.form;
                }
            }
            _ => apart.push(next),
        }
    }
    apart
}

/// The text with something else in these places.
pub fn replaced(
    text: &str,
    places: &[RecognizedForm],
    anew: impl Fn(Form, &str) -> String,
) -> String {
    let mut made = String::with_capacity(text.len());
    let mut from = 0;
    for place in places {
        made.push_str(text.get(from..place.range.start).unwrap_or_default());
        let piece = text.get(place.range.clone()).unwrap_or_default();
        made.push_str(&anew(place.form, piece));
        from = place.range.end;
    }
    made.push_str(text.get(from..).unwrap_or_default());
    made
}

fn is_word(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

fn emails(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    // Nearly all texts have none of these signs.
    let begins_sign = |byte: &u8| matches!(byte, b'@' | b'%' | b'&' | b'\\' | b'(' | b'[' | b'{');
    if text.is_ascii() && !text.as_bytes().iter().any(begins_sign) {
        return found;
    }
    let mut at = 0;
    while let Some((start, sign, in_words)) = next_at_sign(text, at) {
        let before = text.get(at..start).unwrap_or_default();
        let local = at + local_part(if in_words { before.trim_end() } else { before });
        // An address reaches over no sign that made none: every letter is looked at a few times only.
        at = start + sign;
        if !is_word(text.get(local..start).unwrap_or_default()) {
            continue;
        }
        let behind = text.get(at..).unwrap_or_default();
        let trimmed = if in_words {
            behind.trim_start()
        } else {
            behind
        };
        let end = at + (behind.len() - trimmed.len()) + domain(trimmed);
        let domain = text.get(at..end).unwrap_or_default();
        if is_word(domain) && (!in_words || domain.contains('.')) {
            found.push(local..end);
            at = end;
        }
    }
    found
}

/// Where the next sign begins, how long it is, and whether it may stand between spaces.
fn next_at_sign(text: &str, from: usize) -> Option<(usize, usize, bool)> {
    let rest = text.get(from..)?;
    rest.char_indices().find_map(|(at, letter)| {
        if !matches!(
            letter,
            '@' | '＠' | '﹫' | '%' | '&' | '\\' | ' ' | '(' | '[' | '{'
        ) {
            return None;
        }
        let here = rest.get(at..)?;
        let begins = |sign: &&&str| {
            let head = here.get(..sign.len());
            head.is_some_and(|head| head.eq_ignore_ascii_case(sign))
        };
        let word = AT_WORDS.iter().find(begins).map(|word| (word.len(), true));
        let sign = || escape::at_sign(here).map(|length| (length, false));
        let (length, in_words) = word.or_else(sign)?;
        Some((from + at, length, in_words))
    })
}

/// Where the local part begins that ends the text; a quoted one may hold anything.
fn local_part(before: &str) -> usize {
    if let Some(inner) = before.strip_suffix('"') {
        return inner.rfind('"').unwrap_or(0);
    }
    let is_bound = |letter: char| ends_word(letter) || ADDRESS_BOUNDS.contains(letter);
    let bound = before
        .char_indices()
        .rev()
        .find(|(_, letter)| is_bound(*letter));
    bound.map_or(0, |(at, letter)| at + letter.len_utf8())
}

/// How long the domain is that begins the text; an address in brackets too.
fn domain(behind: &str) -> usize {
    let is_bound = |letter: char| ends_word(letter) || DOMAIN_BOUNDS.contains(letter);
    behind.find(is_bound).unwrap_or(behind.len())
}

fn ends_word(letter: char) -> bool {
    letter.is_whitespace() || letter.is_control()
}

fn tokens(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text.get(at..).and_then(|rest| rest.find('e')) {
        let start = at + next;
        at = start + 1;
        let here = text.get(start..).unwrap_or_default();
        if !TOKEN_STARTS.iter().any(|known| here.starts_with(known)) {
            continue;
        }
        let length = token_length(here);
        if length >= SHORTEST_TOKEN {
            at = start + length;
            found.push(start..at);
        }
    }
    found
}

/// How long the token is; behind a point it may go on in the next line.
fn token_length(text: &str) -> usize {
    let inside = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~+/=%".contains(&byte);
    let (mut end, mut is_pointed) = (0, false);
    loop {
        let rest = text.as_bytes().get(end..).unwrap_or_default();
        let run = rest.iter().take_while(|byte| inside(**byte)).count();
        end += run;
        if run > 0 {
            is_pointed = text.as_bytes().get(end - 1) == Some(&b'.');
        }
        let behind = text.get(end..).unwrap_or_default();
        if let Some(point) = escape::point(behind) {
            (end, is_pointed) = (end + point, true);
            continue;
        }
        let space = folding(behind);
        let next = behind.get(space..).unwrap_or_default();
        let goes_on = is_pointed && next.bytes().next().is_some_and(inside)
            || next.starts_with('.')
            || escape::point(next).is_some();
        if end == 0 || space == 0 || !goes_on {
            return end;
        }
        end += space;
    }
}

/// How long the spaces and line breaks are that begin the text, escaped ones too.
fn folding(text: &str) -> usize {
    let mut length = 0;
    loop {
        let rest = text.get(length..).unwrap_or_default();
        let plain = rest.trim_start_matches(|letter: char| letter.is_ascii_whitespace());
        let space = rest.len() - plain.len() + phone::escaped_space(plain);
        if space == 0 {
            return length;
        }
        length += space;
    }
}

/// The first byte of wide signs such as `？`.
const WIDE_SIGN: u8 = 0xEF;

fn queries(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    // Nearly all texts have none of these signs.
    if !text
        .bytes()
        .any(|byte| matches!(byte, b'?' | b'&' | b'#' | b';' | b'%' | WIDE_SIGN))
    {
        return found;
    }
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let word = until_bound(rest);
        let mut end = at + word.len();
        if let Some(start) = query(word) {
            end = query_end(text, end);
            found.push(at + start..end);
        }
        let bound = text.get(end..).and_then(|rest| rest.chars().next());
        at = end + bound.map_or(0, char::len_utf8);
    }
    found
}

fn until_bound(text: &str) -> &str {
    let is_bound = |letter: char| ends_word(letter) || "\"<>`".contains(letter);
    let end = text.find(is_bound).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// So long is a quoted value of a query at the most.
const LONGEST_QUOTED_CHARS: usize = 200;

/// Where the query ends whose first word ends there: values in quotes or angle brackets belong to it.
fn query_end(text: &str, word_end: usize) -> usize {
    let mut end = word_end;
    loop {
        let (before, behind) = text.split_at_checked(end).unwrap_or((text, ""));
        let close = match behind.bytes().next() {
            Some(b'<') => '>',
            Some(b'"') => '"',
            Some(b'`') => '`',
            _ => return end,
        };
        if !before.ends_with(['=', '＝']) && !before.ends_with("3D") && !before.ends_with("3d") {
            return end;
        }
        let inner = behind.get(1..).unwrap_or_default();
        let mut letters = inner.char_indices().take(LONGEST_QUOTED_CHARS);
        let closed = letters.find(|(_, letter)| *letter == close);
        end += 1 + closed.map_or(0, |(at, _)| at + 1);
        end += until_bound(text.get(end..).unwrap_or_default()).len();
        if closed.is_none() {
            return end;
        }
    }
}

/// Where the query begins in a word that has one.
fn query(word: &str) -> Option<usize> {
    let is_url = word.contains("://")
        || word.contains(":\\/\\/")
        || word.starts_with("//")
        || escape::has_twice(word, "2F");
    let said = |from: usize| {
        let rest = word.get(from..).unwrap_or_default();
        rest.contains(['=', '＝']) || escape::find(rest, "3D").is_some()
    };
    let signs = word.find(['?', '？']).into_iter();
    let asked = signs.chain(escape::find(word, "3F")).min();
    let is_path = |from: usize| word.get(..from).is_some_and(|path| path.contains('/'));
    let is_long = |from: usize| {
        let mut letters = word.get(from..).unwrap_or_default().chars();
        letters.next();
        is_word(letters.as_str())
    };
    let query = asked.filter(|from| said(*from) || (is_url || is_path(*from)) && is_long(*from));
    let part = [word.find('#'), word.find(';')].into_iter().flatten().min();
    let part = part.filter(|from| is_url && said(*from));
    // Fields of a form are written as in a query, and may come without a URL.
    let is_pair = |and: &usize| word.get(..*and).is_some_and(|key| key.contains('='));
    let form = word
        .find('&')
        .filter(|and| asked.is_none() && said(*and) && is_pair(and));
    query.into_iter().chain(part).chain(form.map(|_| 0)).min()
}

#[cfg(test)]
mod tests;
