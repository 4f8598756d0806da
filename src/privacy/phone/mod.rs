//! Phone numbers among words: the one law by which reports, messages, normal forms and copies find them.
//!
//! **The law.** A phone number is seven or more digits of any script, in one run or in groups. Between two groups
//! stand at most four characters: spaces and line breaks, and at most two signs of `-./_()` and ``,:;|+*'•=~x``,
//! dashes of every width among them; a line break or tab as JSON escapes it is one character. A plus begins a number.
//! It is no matter how long the groups are, nor whether letters stand right before or behind. What is longer than fifteen digits is several numbers, or nothing that may be shown either.
//!
//! **What is none**, unless a plus stands before it: a date of the years 1900 to 2099 (`2024-01-01`,
//! `1/2/2024`), a time of day (`10:00`, `10:00:00.000`), a date before a `T` and a time whatever its year, a UUID
//! and two or more whole groups of one, and a version (`v1.20.3`, or groups between single points of which one
//! behind the first is `0`: `120.0.6099.109`).
//!
//! Where both readings are possible it is a number: `192.168.10.20`, `1000-2000` and `20240101` are hidden.

mod ordinary;

use std::ops::Range;

/// From so many digits on it is a phone number.
pub const FEWEST: usize = 7;

/// So many characters stand between two groups at the most.
const MOST_BETWEEN: usize = 4;

/// So many of them are no spaces.
const MOST_SIGNS: usize = 2;

/// Where phone numbers stand in the text, in order: each from its plus or first digit to its last.
pub fn numbers(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    // Nearly all texts have no digits, or few.
    if !is_long(text) {
        return found;
    }
    let mut at = 0;
    let mut before = None;
    while let Some(letter) = letter_at(text, at) {
        let end = if let Some(end) = ordinary::uuid(text, at, before) {
            end
        } else if !is_plus(letter) && !is_digit(&letter) {
            at + letter.len_utf8()
        } else if let Some(end) = ordinary::end(text, at) {
            end
        } else {
            let end = stretch(text, at);
            if is_long(text.get(at..end).unwrap_or_default()) {
                found.push(at..end);
            }
            end
        };
        before = text.get(at..end).and_then(|passed| passed.chars().last());
        at = end;
    }
    found
}

/// Where so many digits or more stand in a row. In a JSON number as written nothing else is a phone number: its
/// point and exponent join no groups.
pub fn runs(text: &str, fewest: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if text.len() < fewest {
        return found;
    }
    let mut at = 0;
    while let Some(letter) = letter_at(text, at) {
        let end = digits(text, at);
        let run = text.get(at..end).unwrap_or_default();
        if run.chars().count() >= fewest.max(1) {
            found.push(at..end);
        }
        at = end.max(at + letter.len_utf8());
    }
    found
}

/// The text with something else in these places.
pub fn replaced(text: &str, places: &[Range<usize>], anew: impl Fn(&str) -> String) -> String {
    let mut made = String::with_capacity(text.len());
    let mut from = 0;
    for place in places {
        made.push_str(text.get(from..place.start).unwrap_or_default());
        made.push_str(&anew(text.get(place.clone()).unwrap_or_default()));
        from = place.end;
    }
    made.push_str(text.get(from..).unwrap_or_default());
    made
}

/// The number with that sign for every digit.
pub fn shape(number: &str, sign: char) -> String {
    let shaped = |letter: char| if is_digit(&letter) { sign } else { letter };
    number.chars().map(shaped).collect()
}

/// The text with a bullet for every digit of so many or more in a row.
pub fn hidden_runs(text: &str, fewest: usize) -> String {
    replaced(text, &runs(text, fewest), |run| shape(run, '•'))
}

/// Whether the number is written in more than one group.
pub fn is_grouped(number: &str) -> bool {
    let inner = number.trim_matches(|letter: char| !letter.is_numeric());
    inner.chars().any(|letter| !letter.is_numeric())
}

/// Whether phone numbers are written with the character.
pub fn is_part(letter: char) -> bool {
    is_digit(&letter) || is_plus(letter) || is_space(letter) || is_sign(letter)
}

/// A digit of any script.
fn is_digit(letter: &char) -> bool {
    letter.is_numeric()
}

fn is_plus(letter: char) -> bool {
    matches!(letter, '+' | '\u{FF0B}')
}

/// A space, a line break, or a character that no eye sees, such as those that programs put round numbers.
pub(super) fn is_space(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(
            letter,
            '\u{AD}'
                | '\u{61C}'
                | '\u{200B}'..='\u{200F}'
                | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{2069}'
                | '\u{FEFF}'
        )
}

/// A sign that joins groups: hyphens and dashes, points, slashes and round brackets.
fn is_sign(letter: char) -> bool {
    is_plus(letter)
        || "-./_(),:;|*'•=~xX".contains(letter)
        || matches!(
            letter,
            '\u{B7}' | '\u{D7}' | '\u{2BC}' | '\u{2018}' | '\u{2019}' | '\u{2010}'
                ..='\u{2015}'
                    | '\u{2024}'
                    | '\u{2043}'
                    | '\u{2044}'
                    | '\u{207B}'
                    | '\u{2212}'
                    | '\u{2215}'
                    | '\u{2E3A}'
                    | '\u{2E3B}'
                    | '\u{30FB}'
                    | '\u{30FC}'
                    | '\u{FE58}'
                    | '\u{FE63}'
                    | '\u{FF08}'
                    | '\u{FF09}'
                    | '\u{FF0D}'
                    | '\u{FF0E}'
                    | '\u{FF0F}'
                    | '\u{FF3F}'
        )
}

fn letter_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// Where the run of digits ends that begins there.
fn digits(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest
        .find(|letter: char| !letter.is_numeric())
        .unwrap_or(rest.len())
}

/// The end of what may be one number: its plus, and groups as far as they go.
fn stretch(text: &str, start: usize) -> usize {
    let plus = letter_at(text, start).filter(|letter| is_plus(*letter));
    let mut end = start + plus.map_or(0, char::len_utf8);
    let mut next = match plus {
        Some(_) => group_behind(text, end),
        None => Some(start),
    };
    while let Some(group) = next {
        end = digits(text, group);
        // Behind a plus everything belongs to the number.
        let apart = |at: &usize| plus.is_some() || !ordinary::stands_apart(text, *at);
        next = group_behind(text, end).filter(apart);
    }
    end
}

/// Where the next group begins, where only what joins groups stands before it.
fn group_behind(text: &str, end: usize) -> Option<usize> {
    let (mut at, mut signs) = (end, 0);
    for _ in 0..=MOST_BETWEEN {
        let escaped = escaped_space(text.get(at..)?);
        if escaped > 0 {
            at += escaped;
            continue;
        }
        let letter = letter_at(text, at)?;
        if is_digit(&letter) {
            return Some(at);
        }
        signs += usize::from(is_sign(letter));
        if signs > MOST_SIGNS || !is_sign(letter) && !is_space(letter) {
            return None;
        }
        at += letter.len_utf8();
    }
    None
}

/// How long the line breaks and tabs are, as JSON escapes them, that begin the text; two at the most.
pub(super) fn escaped_space(text: &str) -> usize {
    const ESCAPES: [&str; 7] = [
        "\\r\\n", "\\n", "\\r", "\\t", "\\u000a", "\\u000d", "\\u0009",
    ];
    let rest = text.trim_start_matches('\\');
    let slashes = text.len() - rest.len();
    if slashes == 0 {
        return 0;
    }
    // In JSON inside of JSON the backslash itself is escaped.
    let from = slashes - 1;
    let here = text.get(from..).unwrap_or_default();
    let begins = |escape: &&&str| {
        let head = here.get(..escape.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(escape))
    };
    ESCAPES
        .iter()
        .find(begins)
        .map_or(0, |escape| from + escape.len())
}

/// Whether there are as many digits in it as in a phone number.
fn is_long(text: &str) -> bool {
    if text.len() < FEWEST {
        return false;
    }
    text.chars().filter(is_digit).take(FEWEST).count() == FEWEST
}

#[cfg(test)]
mod tests;
