//! The day and the time that outputs carry: of SOURCE_DATE_EPOCH where it is set.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Failure;

/// What SOURCE_DATE_EPOCH says, in seconds since 1970.
pub fn source_date() -> Result<Option<u64>, Failure> {
    let Ok(text) = std::env::var("SOURCE_DATE_EPOCH") else {
        return Ok(None);
    };
    let seconds: Option<u64> = text.parse().ok().filter(|&seconds| date(seconds).is_some());
    let told = || {
        Failure::Usage(format!(
            "SOURCE_DATE_EPOCH is `{text}`, and no number of seconds"
        ))
    };
    seconds.map(Some).ok_or_else(told)
}

/// The day in UTC.
pub fn today() -> Result<Date, Failure> {
    let given = source_date()?.and_then(date);
    Ok(given.unwrap_or_else(|| Timestamp::now().to_zoned(TimeZone::UTC).date()))
}

fn date(seconds: u64) -> Option<Date> {
    let seconds = i64::try_from(seconds).ok()?;
    Some(
        Timestamp::from_second(seconds)
            .ok()?
            .to_zoned(TimeZone::UTC)
            .date(),
    )
}
