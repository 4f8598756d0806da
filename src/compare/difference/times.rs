//! Masked times: offsets from a call's first event.

/// By how many milliseconds a masked time moved; none where one of them is no such time, or is written
/// in another form.
pub(super) fn moved(old: &str, new: &str) -> Option<i64> {
    let ((old, old_form), (new, new_form)) = (offset(old)?, offset(new)?);
    Some(new.saturating_sub(old)).filter(|_| old_form == new_form)
}

/// Whether both are ranks among a call's times (`"[t3]"`), written in one form.
pub(super) fn are_ranks(old: &str, new: &str) -> bool {
    rank(old).is_some_and(|form| rank(new) == Some(form))
}

/// The form of a rank.
fn rank(raw: &str) -> Option<&str> {
    let inner = raw.strip_prefix("\"[t")?.strip_suffix("]\"")?;
    let (number, form) = inner.split_once(' ').unwrap_or((inner, ""));
    number.parse::<i64>().ok().map(|_| form)
}

/// The offset in a masked time's text and the form behind it; none in other values.
fn offset(raw: &str) -> Option<(i64, &str)> {
    let inner = raw.strip_prefix("\"[")?.strip_suffix("]\"")?;
    let (time, form) = inner.split_once(' ').unwrap_or((inner, ""));
    Some((milliseconds(time.strip_prefix("t0")?)?, form))
}

/// `+1.250s`, `-16s`, or nothing.
fn milliseconds(offset: &str) -> Option<i64> {
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
    use super::{are_ranks, moved};

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
            (r#""[t0+1s Z]""#, None),
            (r#""[t1]""#, None),
            ("null", None),
        ];
        for (raw, expected) in cases {
            assert_eq!(moved(r#""[t0]""#, raw), expected, "{raw}");
        }
        assert_eq!(moved(r#""[t0+1s Z]""#, r#""[t0+3s Z]""#), Some(2_000));
    }

    #[test]
    fn a_rank_is_a_number_alone() {
        assert!(are_ranks(r#""[t3]""#, r#""[t-1]""#));
        assert!(are_ranks(r#""[t3 Z]""#, r#""[t4 Z]""#));
        assert!(!are_ranks(r#""[t3 Z]""#, r#""[t4]""#));
        assert!(!are_ranks(r#""[t0+1s]""#, r#""[t4]""#));
    }
}
