//! Times as the producer writes them: milliseconds since 1970 to and from `2020-04-09T08:37:12.701Z`.

use jiff::Timestamp;
use jiff::tz::TimeZone;

const DAY: i64 = 86_400_000;

/// The milliseconds that a time names.
pub fn milliseconds(text: &str) -> Option<i64> {
    Some(text.parse::<Timestamp>().ok()?.as_millisecond())
}

/// Writes times; remembers the day of the last one, for dates are the costly part.
#[derive(Debug, Default)]
pub struct TimeWriter {
    day: Option<i64>,
    date: String,
}

impl TimeWriter {
    /// Appends the time.
    pub fn write(&mut self, milliseconds: i64, text: &mut String) {
        let day = milliseconds.div_euclid(DAY);
        if self.day != Some(day) {
            self.day = Some(day);
            self.date = date(day);
        }
        let rest = milliseconds.rem_euclid(DAY).unsigned_abs();
        text.push_str(&self.date);
        for (mark, number, digits) in [
            ('T', rest / 3_600_000, 2),
            (':', rest / 60_000 % 60, 2),
            (':', rest / 1_000 % 60, 2),
            ('.', rest % 1_000, 3),
        ] {
            text.push(mark);
            write_digits(number, digits, text);
        }
        text.push('Z');
    }
}

fn write_digits(number: u64, digits: u32, text: &mut String) {
    for place in (0..digits).rev() {
        let digit = number / 10_u64.pow(place) % 10;
        text.push(char::from(b'0' + digit as u8));
    }
}

fn date(day: i64) -> String {
    let time = Timestamp::from_millisecond(day.saturating_mul(DAY)).unwrap_or_default();
    time.to_zoned(TimeZone::UTC).date().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_time_of_the_documented_event() {
        let mut text = String::new();
        TimeWriter::default().write(1_586_421_432_701, &mut text);
        assert_eq!(text, "2020-04-09T08:37:12.701Z");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(times in prop::collection::vec(0_i64..253_402_000_000_000, 1..9)) {
            let mut clock = TimeWriter::default();
            for time in times {
                let mut text = String::new();
                clock.write(time, &mut text);
                prop_assert_eq!(milliseconds(&text), Some(time));
                prop_assert_eq!(text.len(), 24);
            }
        }
    }
}
