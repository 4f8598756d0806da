//! What a text holds that has a form of its own: phone numbers, e-mail addresses, JSON web tokens, URL queries.

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

/// How `@` is written: as itself, wide, small, and in escapes of URLs, HTML and JSON.
const AT_SIGNS: [&str; 9] = [
    "@", "＠", "﹫", "%40", "&#64;", "&#x40;", "&commat;", "\\u0040", "\\x40",
];

/// The same in words, for who hopes that no program reads it.
const AT_WORDS: [&str; 4] = [" @ ", "(at)", "[at]", "{at}"];

/// How JSON objects begin in base64, whatever space stands behind the bracket.
const TOKEN_STARTS: [&str; 9] = [
    "eyJ", "eyAi", "eyAg", "ewog", "ewoi", "ewoJ", "ew0K", "ewki", "ewkJ",
];

/// In bytes: a shorter one says nothing.
const SHORTEST_TOKEN: usize = 12;

/// What ends an address on its left, beside space.
const ADDRESS_BOUNDS: &str = "<>[]{}\",;|`";

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
        let sign = || AT_SIGNS.iter().find(begins).map(|sign| (sign.len(), false));
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
    let mut end = 0;
    loop {
        let rest = text.as_bytes().get(end..).unwrap_or_default();
        end += rest.iter().take_while(|byte| inside(**byte)).count();
        let behind = text.get(end..).unwrap_or_default();
        let next = behind.trim_start_matches(|letter: char| letter.is_ascii_whitespace());
        let folded = end > 0 && next.len() < behind.len();
        let goes_on = text.as_bytes().get(end.wrapping_sub(1)) == Some(&b'.')
            && next.bytes().next().is_some_and(inside);
        if !folded || !(goes_on || next.starts_with('.')) {
            return end;
        }
        end += behind.len() - next.len();
    }
}

fn queries(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    // Nearly all texts have none of these signs.
    if !text
        .bytes()
        .any(|byte| matches!(byte, b'?' | b'&' | b'#' | b';' | b'%'))
    {
        return found;
    }
    let is_bound = |letter: char| ends_word(letter) || "\"<>`".contains(letter);
    let mut at = 0;
    for word in text.split(is_bound) {
        if let Some(start) = query(word) {
            found.push(at + start..at + word.len());
        }
        at += word.len();
        at += text
            .get(at..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8);
    }
    found
}

/// Where the query begins in a word that has one.
fn query(word: &str) -> Option<usize> {
    let first = |signs: [&str; 2]| signs.into_iter().filter_map(|sign| word.find(sign)).min();
    let escaped = ["%3F", "%3f"];
    let is_url = word.contains("://")
        || word.contains(":\\/\\/")
        || word.starts_with("//")
        || first(["%2F%2F", "%2f%2f"]).is_some();
    let said = |from: usize| {
        let rest = word.get(from..).unwrap_or_default();
        rest.contains('=') || rest.contains("%3D") || rest.contains("%3d")
    };
    let asked = word.find('?').into_iter().chain(first(escaped)).min();
    let is_path = |from: usize| word.get(..from).is_some_and(|path| path.contains('/'));
    let is_long = |from: usize| is_word(word.get(from + 1..).unwrap_or_default());
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
