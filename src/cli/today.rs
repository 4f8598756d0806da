//! Which day it is: as it is said, else as the build says, else by the clock. Nothing else looks at it.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Failure;

/// The day that was given, else SOURCE_DATE_EPOCH's, else today, in UTC.
pub fn today(given: Option<Date>) -> Result<Date, Failure> {
    if let Some(day) = given {
        return Ok(day);
    }
    match std::env::var_os("SOURCE_DATE_EPOCH") {
        Some(epoch) => {
            let seconds = epoch.to_str().and_then(|text| text.parse::<i64>().ok());
            let time = seconds.and_then(|seconds| Timestamp::from_second(seconds).ok());
            let time = time.ok_or_else(|| {
                let epoch = epoch.to_string_lossy().into_owned();
                let line = format!("SOURCE_DATE_EPOCH is `{epoch}`, not a number of seconds");
                Failure::Usage(line)
            })?;
            Ok(in_utc(time))
        }
        None => Ok(in_utc(Timestamp::now())),
    }
}

fn in_utc(time: Timestamp) -> Date {
    time.to_zoned(TimeZone::UTC).date()
}

/// A day as it is written on the command line.
pub fn day(text: &str) -> Result<Date, String> {
    let day: Option<Date> = text.parse().ok();
    // jiff takes a time of day behind it too.
    day.filter(|day| day.to_string() == text)
        .ok_or_else(|| "YYYY-MM-DD is meant, such as 2026-12-31".into())
}
