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
    let day = source_date()?.and_then(date);
    Ok(day.unwrap_or_else(|| Timestamp::now().to_zoned(TimeZone::UTC).date()))
}

/// A day as it is written on the command line.
pub fn day(text: &str) -> Result<Date, String> {
    let day: Option<Date> = text.parse().ok();
    // jiff takes a time of day behind it too.
    day.filter(|day| day.to_string() == text)
        .ok_or_else(|| "YYYY-MM-DD is meant, such as 2026-12-31".into())
}

/// What SOURCE_DATE_EPOCH says, in seconds since 1970.
pub fn source_date() -> Result<Option<u64>, Failure> {
    let Some(epoch) = std::env::var_os("SOURCE_DATE_EPOCH") else {
        return Ok(None);
    };
    let seconds = epoch.to_str().and_then(|text| text.parse().ok());
    let told = || {
        let epoch = epoch.to_string_lossy().into_owned();
        let line = format!("SOURCE_DATE_EPOCH is `{epoch}`, not a number of seconds");
        Failure::OwnWords(line)
    };
    let known = seconds.filter(|&seconds| date(seconds).is_some());
    known.map(Some).ok_or_else(told)
}

fn date(seconds: u64) -> Option<Date> {
    let seconds = i64::try_from(seconds).ok()?;
    let time = Timestamp::from_second(seconds).ok()?;
    Some(time.to_zoned(TimeZone::UTC).date())
}
