//! Masked times: offsets from a call's first event.

/// The milliseconds in a masked time's text (`"[t0+1.250s]"`); none in other values.
pub(super) fn milliseconds(raw: &str) -> Option<i64> {
    let offset = raw.strip_prefix("\"[t0")?.strip_suffix("]\"")?;
    if offset.is_empty() {
        return Some(0);
    }
    let (sign, length) = match offset.split_at_checked(1)? {
        ("+", length) => (1, length),
        ("-", length) => (-1, length),
        _ => return None,
    };
    let length = length.strip_suffix('s')?;
    let (seconds, fraction) = length.split_once('.').unwrap_or((length, ""));
    let thousandths = format!("{fraction:0<3}");
    let seconds: i64 = seconds.parse().ok()?;
    let thousandths: i64 = thousandths.get(..3)?.parse().ok()?;
    seconds
        .checked_mul(1000)?
        .checked_add(thousandths)?
        .checked_mul(sign)
}

#[cfg(test)]
mod tests {
    use super::milliseconds;

    #[test]
    fn a_time_is_an_offset_in_brackets() {
        let cases = [
            (r#""[t0]""#, Some(0)),
            (r#""[t0+1.250s]""#, Some(1_250)),
            (r#""[t0-16.000s]""#, Some(-16_000)),
            (r#""[t0+2s]""#, Some(2_000)),
            (r#""[t0+0.5s]""#, Some(500)),
            (r#""[t0+0.1234s]""#, Some(123)),
            (r#""[t0+99999999999999999s]""#, None),
            (r#""[t0 x]""#, None),
            (r#""[t1]""#, None),
            ("null", None),
        ];
        for (raw, expected) in cases {
            assert_eq!(milliseconds(raw), expected, "{raw}");
        }
    }
}
