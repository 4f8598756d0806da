//! What has as many digits as a phone number and is none: dates, times, versions, UUIDs.

use super::is_digit;

/// The groups of a UUID.
const UUID: [usize; 5] = [8, 4, 4, 4, 12];

/// The end of the date, time or version that begins there.
pub fn end(text: &str, at: usize) -> Option<usize> {
    let (before, rest) = text.split_at_checked(at)?;
    let lasting = |length: &usize| ends(rest.get(*length..).unwrap_or_default());
    let length = clock(before, rest).or_else(|| {
        date(rest)
            .or_else(|| compact(rest))
            .or_else(|| version(before, rest))
            .filter(lasting)
    })?;
    Some(at + length)
}

/// Whether one begins there and is no later part of a number.
pub fn stands_apart(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().last());
    before.is_some_and(|letter| letter.is_whitespace() || letter == '(') && end(text, at).is_some()
}

/// The end of the UUID, or of two or more whole groups of one, that begins there; `before` is what stands there.
pub fn uuid(text: &str, at: usize, before: Option<char>) -> Option<usize> {
    let rest = text.get(at..)?;
    let inside = |letter: char| letter.is_alphanumeric() || letter == '-';
    if before.is_some_and(inside) || !rest.starts_with(|letter: char| letter.is_ascii_hexdigit()) {
        return None;
    }
    let token = rest.split(|letter| !inside(letter)).next()?;
    is_of_uuid(token).then(|| at + token.len())
}

fn is_of_uuid(token: &str) -> bool {
    let is_hexadecimal = |group: &str| group.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !token.split('-').all(is_hexadecimal) {
        return false;
    }
    let lengths: Vec<usize> = token
        .split('-')
        .map(str::len)
        .take(UUID.len() + 1)
        .collect();
    // A part has a group of letters and digits, or it may be a number.
    let is_mixed = |group: &str| {
        let digits = group.bytes().filter(u8::is_ascii_digit).count();
        digits > 0 && digits < group.len()
    };
    lengths == UUID
        || lengths.len() > 1
            && UUID.windows(lengths.len()).any(|part| part == lengths)
            && token.split('-').any(is_mixed)
}

/// In bytes; what is longer is cut, and then ends in the middle of its groups.
const LONGEST_VERSION: usize = 40;

/// A number of ASCII digits: its value, its length, and what follows.
struct Group<'t> {
    value: u32,
    length: usize,
    behind: &'t str,
}

/// The group that begins the text, where it has so many digits and none more.
fn group(text: &str, least: usize, most: usize) -> Option<Group<'_>> {
    let length = text
        .bytes()
        .take_while(u8::is_ascii_digit)
        .take(most + 1)
        .count();
    let (digits, behind) = text.split_at_checked(length)?;
    let ends = !behind.starts_with(|letter: char| is_digit(&letter));
    ((least..=most).contains(&length) && ends).then(|| Group {
        value: digits.parse().unwrap_or_default(),
        length,
        behind,
    })
}

/// A time: behind a date and its `T` whatever it says, since its rule tells what is wrong; else one that clocks show,
/// and that is joined to nothing which makes it a number.
fn clock(before: &str, text: &str) -> Option<usize> {
    let day = before.strip_suffix(['T', 't']);
    if day.is_some_and(|day| day.ends_with(|letter: char| letter.is_ascii_digit())) {
        return time(text);
    }
    let hours = group(text, 1, 2)?;
    let minutes = group(hours.behind.strip_prefix(':')?, 2, 2)?;
    let seconds = minutes
        .behind
        .strip_prefix(':')
        .and_then(|behind| group(behind, 2, 2));
    let is_shown = hours.value <= 24
        && minutes.value <= 59
        && seconds.is_none_or(|seconds| seconds.value <= 60);
    let length = time(text)?;
    (is_shown && ends(text.get(length..).unwrap_or_default())).then_some(length)
}

/// `10:00`, `1:00:00`, `10:00:00.000`, and with a distance from UTC: as long as it is.
fn time(text: &str) -> Option<usize> {
    let minutes = group(group(text, 1, 2)?.behind.strip_prefix(':')?, 2, 2)?.behind;
    let seconds = minutes
        .strip_prefix(':')
        .and_then(|behind| Some(group(behind, 2, 2)?.behind));
    let behind = seconds.and_then(fraction).or(seconds).unwrap_or(minutes);
    let behind = seconds.and_then(|_| offset(behind)).unwrap_or(behind);
    Some(text.len() - behind.len())
}

/// What follows the distance from UTC that begins the text: `+02:00`.
fn offset(text: &str) -> Option<&str> {
    let hours = group(text.strip_prefix(['+', '-'])?, 2, 2)?;
    let minutes = group(hours.behind.strip_prefix(':')?, 2, 2)?;
    (hours.value <= 14 && minutes.value <= 59).then_some(minutes.behind)
}

/// What follows the fraction of a second.
fn fraction(text: &str) -> Option<&str> {
    Some(group(text.strip_prefix(['.', ','])?, 1, 9)?.behind)
}

/// `2024-01-01`, `2024/1/1`, `01.02.2024`: as long as it is.
fn date(text: &str) -> Option<usize> {
    let first = group(text, 1, 4)?;
    let joint = first
        .behind
        .chars()
        .next()
        .filter(|sign| "-./".contains(*sign))?;
    let second = group(first.behind.strip_prefix(joint)?, 1, 2)?;
    let third = group(second.behind.strip_prefix(joint)?, 1, 4)?;
    let is_day = |group: &Group<'_>| (1..=31).contains(&group.value);
    let is_month = |group: &Group<'_>| (1..=12).contains(&group.value);
    let is_year = |group: &Group<'_>| group.length == 4 && (1900..=2099).contains(&group.value);
    let is_date = match (first.length, third.length) {
        // What is wrong with a time is told by its rule, and must be seen.
        (4, 2) if is_before_time(third.behind) => true,
        (4, 1 | 2) => is_year(&first) && is_month(&second) && is_day(&third),
        (1 | 2, 4) => {
            let in_order = |day, month| is_day(day) && is_month(month);
            is_year(&third) && (in_order(&first, &second) || in_order(&second, &first))
        }
        _ => false,
    };
    is_date.then(|| text.len() - third.behind.len())
}

fn is_before_time(text: &str) -> bool {
    text.strip_prefix(['T', 't'])
        .is_some_and(|text| time(text).is_some())
}

/// `20240101T100000`, as ISO 8601 writes it without signs: as long as it is.
fn compact(text: &str) -> Option<usize> {
    let day = group(text, 8, 8)?;
    let clock = group(day.behind.strip_prefix(['T', 't'])?, 4, 6)?;
    let is_of_our_time = (19_000_000..21_000_000).contains(&day.value);
    let behind = fraction(clock.behind).unwrap_or(clock.behind);
    is_of_our_time.then(|| text.len() - behind.len())
}

/// `v1.20.3` behind its letter, or `120.0.6099.109`: as long as it is.
fn version(before: &str, text: &str) -> Option<usize> {
    let inside = |byte: &u8| byte.is_ascii_digit() || *byte == b'.';
    let length = text
        .bytes()
        .take(LONGEST_VERSION)
        .take_while(inside)
        .count();
    let token = text.get(..length)?.trim_end_matches('.');
    let groups = || token.split('.');
    let is_plain = |group: &str| group == "0" || !group.is_empty() && !group.starts_with('0');
    let mut letters = before.chars().rev();
    let is_marked = letters
        .next()
        .is_some_and(|letter| letter.eq_ignore_ascii_case(&'v'))
        && !letters.next().is_some_and(char::is_alphanumeric);
    let is_version = groups().count() >= 3
        && groups().all(is_plain)
        && (is_marked || groups().skip(1).any(|group| group == "0"));
    is_version.then_some(token.len())
}

/// Whether no group is joined to it that makes it a number; another date or time makes none.
fn ends(behind: &str) -> bool {
    let joined = behind.trim_start_matches(super::is_sign);
    let is_joined = joined.len() < behind.len() && joined.starts_with(char::is_numeric);
    let is_number = is_joined && clock("", joined).or_else(|| date(joined)).is_none();
    !is_number && !behind.starts_with(char::is_numeric)
}
