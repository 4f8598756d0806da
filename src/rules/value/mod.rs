//! Do the values come from the documented lists and forms?

mod call_type;
mod call_variables;
mod event;
mod phone;
mod response;
mod status;
mod timestamp;
mod timestamp_form;
mod uuid;

pub(crate) use uuid::{is_joined_uuid, is_uuid};

use crate::rules::Rule;

/// The family, in its listed order.
pub const RULES: &[Rule] = &[
    event::RULE,
    call_type::RULE,
    status::RULE,
    timestamp::RULE,
    timestamp_form::RULE,
    uuid::RULE,
    phone::RULE,
    call_variables::RULE,
    response::RULE,
];

/// The instant, where the text is RFC 3339 with a zone, on a day that exists.
pub(crate) fn instant(text: &str) -> Option<jiff::Timestamp> {
    // jiff reads more than RFC 3339 allows, so the shape is looked at first.
    if !is_shaped(text) {
        return None;
    }
    text.parse().ok()
}

/// Whether the text has the shape `YYYY-MM-DDTHH:MM:SS[.fraction](Z|±HH:MM)`, digits where digits belong.
pub(crate) fn is_shaped(text: &str) -> bool {
    let bytes = text.as_bytes();
    let Some((moment, rest)) = bytes.split_at_checked(19) else {
        return false;
    };
    let shaped = moment
        .iter()
        .zip(b"0000-00-00T00:00:00")
        .all(|(byte, shape)| match shape {
            b'0' => byte.is_ascii_digit(),
            b'T' => matches!(byte, b'T' | b't'),
            other => byte == other,
        });
    shaped && is_zone(without_fraction(rest))
}

fn without_fraction(rest: &[u8]) -> &[u8] {
    let Some(fraction) = rest.strip_prefix(b".") else {
        return rest;
    };
    let digits = fraction
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    if digits == 0 {
        rest
    } else {
        fraction.get(digits..).unwrap_or_default()
    }
}

fn is_zone(zone: &[u8]) -> bool {
    match zone {
        [b'Z' | b'z'] => true,
        [b'+' | b'-', h1, h2, b':', m1, m2] => {
            let number = |tens: &u8, ones: &u8| {
                (tens.is_ascii_digit() && ones.is_ascii_digit())
                    .then(|| (tens - b'0') * 10 + (ones - b'0'))
            };
            number(h1, h2).is_some_and(|hours| hours < 24)
                && number(m1, m2).is_some_and(|minutes| minutes < 60)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_rfc_3339_on_days_that_exist() {
        let cases = [
            ("2020-04-09T08:37:12.701Z", true),
            ("2020-04-09T08:37:12Z", true),
            ("2020-04-09t08:37:12z", true),
            ("2020-04-09T08:37:12.701+02:00", true),
            ("2020-02-29T00:00:00Z", true),
            ("2021-02-29T00:00:00Z", false),
            ("2020-13-01T00:00:00Z", false),
            ("2020-04-09T24:00:00Z", false),
            ("2020-04-09T08:60:00Z", false),
            ("2020-04-09 08:37:12Z", false),
            ("2020-04-09T08:37:12", false),
            ("2020-04-09T08:37Z", false),
            ("2020-04-09T08:37:12,701Z", false),
            ("2020-04-09T08:37:12.Z", false),
            ("2020-04-09T08:37:12+2:00", false),
            ("20200409T083712Z", false),
            ("1586421432701", false),
            ("", false),
        ];
        for (text, reads) in cases {
            assert_eq!(instant(text).is_some(), reads, "{text}");
        }
    }
}
