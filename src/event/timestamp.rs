//! When something happened, as RFC 3339 writes it, exactly: no decimal is lost, and a leap second is itself.

use std::fmt;
use std::sync::Arc;

/// An instant. Instants are in the order of time; trailing zeros of decimals do not matter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant {
    /// Whole seconds since 1970, leap seconds not counted; of a leap second those of the second before.
    second: i64,
    /// Whether it is in the leap second after that second.
    is_leap: bool,
    /// The first nine decimals.
    nanos: u32,
    /// Further decimals, without trailing zeros; none where there are none.
    rest: Option<Arc<str>>,
}

const DAY: i64 = 86_400;

impl Instant {
    /// The instant `seconds` later.
    pub fn plus_seconds(&self, seconds: i64) -> Instant {
        Instant {
            second: self.second.saturating_add(seconds),
            ..self.clone()
        }
    }

    /// How many seconds lie between an earlier instant and this, for a reader.
    pub fn seconds_since(&self, earlier: &Instant) -> f64 {
        (self.nanos() - earlier.nanos()) as f64 / 1e9
    }

    /// Nanoseconds since 1970, later decimals cut off; a leap second coincides with the one behind it.
    pub fn nanos(&self) -> i128 {
        i128::from(self.second + i64::from(self.is_leap)) * 1_000_000_000 + i128::from(self.nanos)
    }

    /// Microseconds since 1970, later ones cut off; a leap second is the last of those before it.
    pub fn micros(&self) -> i64 {
        let micros = if self.is_leap {
            999_999
        } else {
            i64::from(self.nanos / 1000)
        };
        self.second * 1_000_000 + micros
    }

    /// The instant `micros` microseconds after 1970.
    pub fn of_micros(micros: i64) -> Instant {
        Instant {
            second: micros.div_euclid(1_000_000),
            is_leap: false,
            nanos: micros.rem_euclid(1_000_000) as u32 * 1000,
            rest: None,
        }
    }
}

/// In UTC with three decimals.
impl fmt::Display for Instant {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil_of(self.second.div_euclid(DAY));
        let time = self.second.rem_euclid(DAY);
        let (hour, minute, second) = (time / 3600, time / 60 % 60, time % 60);
        let second = second + i64::from(self.is_leap);
        let millis = self.nanos / 1_000_000;
        write!(
            out,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z"
        )
    }
}

/// Why a text is no instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoInstant {
    /// It has not the shape `YYYY-MM-DDTHH:MM:SS[.fraction](Z|±HH:MM)`, digits where digits belong.
    Shape,
    /// There is no such day or time of day.
    Calendar,
    /// It has second 60 where no leap second may be.
    LeapSecond,
}

/// The instant, where the text is one.
pub fn instant(text: &str) -> Option<Instant> {
    read(text).ok()
}

/// The instant, where the text is RFC 3339 with a zone, on a day that exists. Second 60 is one only where a
/// leap second may be: at 23:59:60 UTC on the last day of a month.
///
/// # Errors
/// It is none.
pub fn read(text: &str) -> Result<Instant, NoInstant> {
    let parts = Parts::of(text).ok_or(NoInstant::Shape)?;
    let is_day = (1..=12).contains(&parts.month)
        && (1..=days_in(parts.year, parts.month)).contains(&parts.day);
    if !is_day || parts.hour > 23 || parts.minute > 59 || parts.second > 60 {
        return Err(NoInstant::Calendar);
    }
    let is_leap = parts.second == 60;
    let time = parts.hour * 3600 + parts.minute * 60 + parts.second.min(59);
    let days = days_of(parts.year, parts.month, parts.day);
    let second = days * DAY + time - parts.offset * 60;
    if is_leap && !ends_month(second) {
        return Err(NoInstant::LeapSecond);
    }
    let digits = parts.fraction.trim_end_matches('0');
    let (first, rest) = digits.split_at_checked(9).unwrap_or((digits, ""));
    Ok(Instant {
        second,
        is_leap,
        nanos: nanos(first),
        rest: (!rest.is_empty()).then(|| rest.into()),
    })
}

/// The parts of the text.
struct Parts<'t> {
    year: i64,
    month: i64,
    day: i64,
    hour: i64,
    minute: i64,
    second: i64,
    /// The decimals; empty where there are none.
    fraction: &'t str,
    /// Minutes that local time is ahead of UTC.
    offset: i64,
}

impl<'t> Parts<'t> {
    fn of(text: &'t str) -> Option<Parts<'t>> {
        let date_time = text.as_bytes().first_chunk::<19>()?;
        let shape = date_time.iter().zip(b"0000-00-00T00:00:00");
        let mut shape = shape.map(|(byte, shape)| match shape {
            b'0' => byte.is_ascii_digit(),
            b'T' => matches!(byte, b'T' | b't'),
            other => byte == other,
        });
        if !shape.all(|fits| fits) {
            return None;
        }
        let [
            y1,
            y2,
            y3,
            y4,
            _,
            m1,
            m2,
            _,
            d1,
            d2,
            _,
            h1,
            h2,
            _,
            n1,
            n2,
            _,
            s1,
            s2,
        ] = *date_time;
        let (fraction, zone) = split_fraction(text.get(19..)?);
        Some(Parts {
            year: two(y1, y2) * 100 + two(y3, y4),
            month: two(m1, m2),
            day: two(d1, d2),
            hour: two(h1, h2),
            minute: two(n1, n2),
            second: two(s1, s2),
            fraction,
            offset: offset(zone)?,
        })
    }
}

/// The number of two digits.
fn two(tens: u8, ones: u8) -> i64 {
    i64::from(tens.wrapping_sub(b'0')) * 10 + i64::from(ones.wrapping_sub(b'0'))
}

fn split_fraction(rest: &str) -> (&str, &str) {
    let Some(fraction) = rest.strip_prefix('.') else {
        return ("", rest);
    };
    let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
    match fraction.split_at_checked(digits) {
        Some((digits, zone)) if !digits.is_empty() => (digits, zone),
        Some(_) | None => ("", rest),
    }
}

/// The zone in minutes.
fn offset(zone: &str) -> Option<i64> {
    match *zone.as_bytes() {
        [b'Z' | b'z'] => Some(0),
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let are_digits = [h1, h2, m1, m2].iter().all(u8::is_ascii_digit);
            let (hours, minutes) = (two(h1, h2), two(m1, m2));
            let minutes =
                (are_digits && hours < 24 && minutes < 60).then_some(hours * 60 + minutes);
            minutes.map(|minutes| if sign == b'-' { -minutes } else { minutes })
        }
        _ => None,
    }
}

fn nanos(digits: &str) -> u32 {
    let number = digits
        .bytes()
        .fold(0, |number, digit| number * 10 + u32::from(digit - b'0'));
    number * 10_u32.pow(9_u32.saturating_sub(digits.len() as u32))
}

fn is_leap_year(year: i64) -> bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap_year(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Whether that second is the last of a month, UTC.
fn ends_month(second: i64) -> bool {
    let (_, _, day_after) = civil_of((second + 1).div_euclid(DAY));
    (second + 1).rem_euclid(DAY) == 0 && day_after == 1
}

/// Days from 1970 to that date; years begin in March, so that a leap day ends one.
fn days_of(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    let day = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year * 365 + year / 4 - year / 100 + day - 719_468
}

/// Year, month and day of a number of days from 1970.
fn civil_of(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn instants_are_rfc_3339_on_days_that_exist() {
        let cases = [
            ("2020-04-09T08:37:12.701Z", true),
            ("2020-04-09T08:37:12Z", true),
            ("2020-04-09t08:37:12z", true),
            ("2020-04-09T08:37:12.701+02:00", true),
            ("2020-04-09T08:37:12.0000000000000000000001Z", true),
            ("0000-01-01T00:00:00Z", true),
            ("0000-02-29T00:00:00+23:59", true),
            ("9999-12-31T23:59:59.999999999999Z", true),
            ("9999-12-31T23:59:59-12:00", true),
            ("2020-02-29T00:00:00Z", true),
            ("2016-12-31T23:59:60Z", true),
            ("2016-12-31T23:59:60.5Z", true),
            ("2017-01-01T00:59:60+01:00", true),
            ("2020-04-30T23:59:60Z", true),
            ("2017-01-01T23:59:60+01:00", false),
            ("2020-04-09T23:59:60Z", false),
            ("2016-12-31T23:58:60Z", false),
            ("2016-12-31T23:59:61Z", false),
            ("2021-02-29T00:00:00Z", false),
            ("1900-02-29T00:00:00Z", false),
            ("2020-13-01T00:00:00Z", false),
            ("2020-00-01T00:00:00Z", false),
            ("2020-04-00T00:00:00Z", false),
            ("2020-04-09T24:00:00Z", false),
            ("2020-04-09T08:60:00Z", false),
            ("2020-04-09 08:37:12Z", false),
            ("2020-04-09T08:37:12", false),
            ("2020-04-09T08:37Z", false),
            ("2020-04-09T08:37:12,701Z", false),
            ("2020-04-09T08:37:12.Z", false),
            ("2020-04-09T08:37:12+2:00", false),
            ("2020-04-09T08:37:12+24:00", false),
            ("2020-04-09T08:37:12é", false),
            ("20200409T083712Z", false),
            ("1586421432701", false),
            ("", false),
        ];
        for (text, reads) in cases {
            assert_eq!(instant(text).is_some(), reads, "{text}");
        }
    }

    #[test]
    fn what_is_no_instant_says_why() {
        let cases = [
            ("2020-04-09T12:00:60Z", NoInstant::LeapSecond),
            ("2020-04-09T23:59:60Z", NoInstant::LeapSecond),
            ("2017-01-01T23:59:60+01:00", NoInstant::LeapSecond),
            ("2016-12-31T23:59:61Z", NoInstant::Calendar),
            ("2021-02-29T23:59:60Z", NoInstant::Calendar),
            ("2016-12-31T24:59:60Z", NoInstant::Calendar),
            ("2020-04-09 12:00:60Z", NoInstant::Shape),
        ];
        for (text, why) in cases {
            assert_eq!(read(text), Err(why), "{text}");
        }
    }

    #[test]
    fn instants_are_in_the_order_of_time() {
        let rising = [
            "0000-01-01T00:00:00+00:01",
            "0000-01-01T00:00:00Z",
            "2016-12-31T23:59:59.999999999999Z",
            "2016-12-31T23:59:60Z",
            "2016-12-31T23:59:60.25Z",
            "2017-01-01T00:00:00Z",
            "2017-01-01T00:00:00.0000000001Z",
            "2017-01-01T00:00:00.00000000010000000000000000001Z",
            "2017-01-01T00:00:00.000000001Z",
            "2017-01-01T00:00:00.1Z",
            "9999-12-31T23:59:59Z",
            "9999-12-31T23:59:59-00:01",
        ];
        let instants = rising.map(|text| instant(text).expect(text));
        assert!(instants.is_sorted_by(|one, other| one < other));
        for (one, other) in [
            (
                "2020-04-09T08:37:12.700Z",
                "2020-04-09t10:37:12.70000000000000+02:00",
            ),
            ("2016-12-31T23:59:60Z", "2016-12-31T18:59:60.0-05:00"),
        ] {
            assert_eq!(instant(one), instant(other));
        }
    }

    proptest! {
        /// What jiff reads too, it reads alike.
        #[test]
        fn jiff_agrees(second in -62_000_000_000_i64..253_000_000_000, nanos in 0_i32..1_000_000_000) {
            let known = jiff::Timestamp::new(second, nanos).expect("in range");
            let text = format!("{known:.9}");
            let read = instant(&text).expect("RFC 3339");
            prop_assert_eq!((read.second, read.nanos), (second, nanos as u32));
            prop_assert_eq!(read.to_string(), format!("{:.23}Z", text));
            prop_assert!(Instant::of_micros(read.micros()) <= read);
        }
    }
}
