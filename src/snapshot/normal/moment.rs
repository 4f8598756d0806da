//! Times: read as producers write them and as masks, and told as distances from a call's beginning.

use super::masking::Resolution;
use crate::event::timestamp::instant;

const NANOSECONDS: i128 = 1_000_000_000;
const NANOSECONDS_IN_A_MILLISECOND: i128 = 1_000_000;

/// A time, and how it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Time {
    pub(super) moment: NormalTime,
    /// What stands behind the seconds; empty for the documented `.mmmZ`.
    pub(super) form: String,
}

/// When. In nanoseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NormalTime {
    /// Since 1970.
    Instant(i128),
    /// Since the call began: a mask.
    Offset(i128),
    /// So many different times after the call began: a mask without distances.
    Rank(i128),
}

/// Reads a time: RFC 3339 with a zone, or a mask that stands for such a one.
pub(super) fn read(text: &str) -> Option<Time> {
    match masked(text) {
        Some(time) => Some(time),
        None => Some(Time {
            moment: NormalTime::Instant(instant(text)?.nanos()),
            form: form(text),
        }),
    }
}

/// How a time is written: what stands behind its seconds, digits of a fraction as `d`.
fn form(text: &str) -> String {
    let joint = text.get(10..11).filter(|joint| *joint != "T");
    let rest = text.get(19..).unwrap_or_default();
    let zone = rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len());
    let (fraction, zone) = rest.split_at_checked(zone).unwrap_or((rest, ""));
    let fraction = fraction.replace(|digit: char| digit.is_ascii_digit(), "d");
    match (joint, fraction.as_str(), zone) {
        (None, ".ddd", "Z") => String::new(),
        (joint, fraction, zone) => format!("{}{fraction}{zone}", joint.unwrap_or_default()),
    }
}

/// `[t0]`, `[t0+1.250s]`, `[t0-16.000s]`, `[t3]`, `[t-1]`, each also with a form behind a space.
fn masked(text: &str) -> Option<Time> {
    let inner = text.strip_prefix("[t")?.strip_suffix(']')?;
    let (moment, form) = inner.split_once(' ').unwrap_or((inner, ""));
    let known = |letter: char| letter.is_ascii_digit() || ".dtzZ+-:".contains(letter);
    if form.len() > 40 || !form.chars().all(known) {
        return None;
    }
    let moment = match moment.strip_prefix('0') {
        Some("") => NormalTime::Offset(0),
        Some(distance) => NormalTime::Offset(seconds(distance)?),
        None => NormalTime::Rank(rank(moment)?),
    };
    Some(Time {
        moment,
        form: form.to_owned(),
    })
}

fn rank(text: &str) -> Option<i128> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain =
        (1..=18).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| plain)
}

/// `+1.250s` or `-16s`
fn seconds(text: &str) -> Option<i128> {
    let (sign, distance) = match text.strip_prefix('-') {
        Some(distance) => (-1, distance),
        None => (1, text.strip_prefix('+')?),
    };
    let (whole, fraction) = match distance.strip_suffix('s')?.split_once('.') {
        Some((whole, fraction)) if (1..=9).contains(&fraction.len()) => (whole, fraction),
        Some(_) => return None,
        None => (distance.strip_suffix('s')?, ""),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !(1..=15).contains(&whole.len()) || !digits(whole) || !digits(fraction) {
        return None;
    }
    let whole: i128 = whole.parse().ok()?;
    let fraction: i128 = format!("{fraction:0<9}").parse().ok()?;
    Some(sign * (whole * NANOSECONDS + fraction))
}

/// The times of one call: where it begins, and how finely its times are told.
#[derive(Debug)]
pub(super) struct CallClock {
    /// What the offsets of masks count from.
    anchor: i128,
    /// When the call begins.
    begins: i128,
    resolution: Resolution,
    /// Every time of the call in its order, where only order is told.
    ranks: Vec<i128>,
}

impl CallClock {
    /// The clock of a call with these states' times, among all its times. It begins with the first
    /// state; where no state has a time, with the first time of all.
    pub(super) fn new(
        states: &[NormalTime],
        all: &[NormalTime],
        resolution: Resolution,
    ) -> CallClock {
        let instant = |moment: &NormalTime| match moment {
            NormalTime::Instant(at) => Some(*at),
            NormalTime::Offset(_) | NormalTime::Rank(_) => None,
        };
        let first = |moments: &[NormalTime]| moments.iter().filter_map(instant).min();
        let anchor = first(states).or_else(|| first(all)).unwrap_or_default();
        let mut clock = CallClock {
            anchor,
            begins: 0,
            resolution,
            ranks: Vec::new(),
        };
        let begins = |moments: &[NormalTime]| moments.iter().map(|one| clock.at(*one)).min();
        clock.begins = begins(states).or_else(|| begins(all)).unwrap_or_default();
        // What was told without distances has none to give back.
        if all
            .iter()
            .any(|moment| matches!(moment, NormalTime::Rank(_)))
        {
            clock.resolution = Resolution::Order;
        }
        if clock.resolution == Resolution::Order {
            let times = states.iter().chain(all);
            clock.ranks = times.map(|one| clock.at(*one)).collect();
            clock.ranks.push(clock.begins);
            clock.ranks.sort_unstable();
            clock.ranks.dedup();
        }
        clock
    }

    /// When that is, on the scale on which all times of the call lie.
    pub(super) fn at(&self, moment: NormalTime) -> i128 {
        match moment {
            NormalTime::Instant(at) => at,
            NormalTime::Offset(distance) | NormalTime::Rank(distance) => self.anchor + distance,
        }
    }

    /// When the call begins, on the same scale.
    pub(super) fn begins(&self) -> i128 {
        self.begins
    }

    /// The time as the normal form tells it.
    pub(super) fn mask(&self, time: &Time) -> String {
        let at = self.at(time.moment);
        let told = match self.resolution {
            Resolution::Step(step) => distance(at - self.begins, step.max(1)),
            Resolution::Order => self.rank(at).to_string(),
        };
        match time.form.as_str() {
            "" => format!("[t{told}]"),
            form => format!("[t{told} {form}]"),
        }
    }

    fn rank(&self, at: i128) -> i128 {
        let index = |at: i128| self.ranks.partition_point(|other| *other < at) as i128;
        index(at) - index(self.begins)
    }
}

/// `0`, `0+1.250s`, `0-16s`: with as many decimals as the step asks for.
fn distance(nanoseconds: i128, step: u64) -> String {
    let step = i128::from(step);
    let milliseconds = nanoseconds.div_euclid(NANOSECONDS_IN_A_MILLISECOND);
    let milliseconds = milliseconds.div_euclid(step) * step;
    if milliseconds == 0 {
        return "0".to_owned();
    }
    let sign = if milliseconds < 0 { '-' } else { '+' };
    let milliseconds = milliseconds.unsigned_abs();
    let (whole, rest) = (milliseconds / 1000, milliseconds % 1000);
    match step {
        step if step % 1000 == 0 => format!("0{sign}{whole}s"),
        step if step % 100 == 0 => format!("0{sign}{whole}.{}s", rest / 100),
        step if step % 10 == 0 => format!("0{sign}{whole}.{:02}s", rest / 10),
        _ => format!("0{sign}{whole}.{rest:03}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEGINS: &str = "2020-04-09T08:37:12.701Z";

    fn told(text: &str, resolution: Resolution) -> String {
        let begins = read(BEGINS).expect("a time");
        let Some(time) = read(text) else {
            return "none".to_owned();
        };
        let all = [begins.moment, time.moment];
        CallClock::new(&[begins.moment], &all, resolution).mask(&time)
    }

    #[test]
    fn distances() {
        let cases = [
            (BEGINS, "[t0]", "[t0]", "[t0]", "[t0]"),
            (
                "2020-04-09T08:37:13.951Z",
                "[t0+1.250s]",
                "[t0+1.2s]",
                "[t0+1s]",
                "[t1]",
            ),
            (
                "2020-04-09T08:36:56.701Z",
                "[t0-16.000s]",
                "[t0-16.0s]",
                "[t0-16s]",
                "[t-1]",
            ),
            (
                "2020-04-09T08:37:12.702Z",
                "[t0+0.001s]",
                "[t0]",
                "[t0]",
                "[t1]",
            ),
            (
                "2020-04-09T08:37:12.700Z",
                "[t0-0.001s]",
                "[t0-0.1s]",
                "[t0-1s]",
                "[t-1]",
            ),
            (
                "2020-04-09T10:37:12.701+02:00",
                "[t0 .ddd+02:00]",
                "[t0 .ddd+02:00]",
                "[t0 .ddd+02:00]",
                "[t0 .ddd+02:00]",
            ),
            (
                "2020-04-09T08:37:14Z",
                "[t0+1.299s Z]",
                "[t0+1.2s Z]",
                "[t0+1s Z]",
                "[t1 Z]",
            ),
            (
                "2020-04-09t08:37:12.701000z",
                "[t0 t.ddddddz]",
                "[t0 t.ddddddz]",
                "[t0 t.ddddddz]",
                "[t0 t.ddddddz]",
            ),
            ("2020-04-09T08:37:12", "none", "none", "none", "none"),
            ("[t0 4155550199 secret]", "none", "none", "none", "none"),
        ];
        for (text, fine, coarse, coarser, order) in cases {
            assert_eq!(told(text, Resolution::Step(1)), fine);
            assert_eq!(told(text, Resolution::Step(100)), coarse);
            assert_eq!(told(text, Resolution::Step(1000)), coarser);
            assert_eq!(told(text, Resolution::Order), order);
        }
    }

    #[test]
    fn masks_are_read_back() {
        let masks = [
            "[t0]",
            "[t0+1.250s]",
            "[t0-16.000s]",
            "[t0+1.2s]",
            "[t0-1s]",
            "[t0 Z]",
            "[t3]",
            "[t-2 .ddd+02:00]",
        ];
        for mask in masks {
            let time = read(mask).expect("a mask");
            assert!(!matches!(time.moment, NormalTime::Instant(_)), "{mask}");
        }
        for text in [
            "[t]", "[t0+s]", "[t0+1.s]", "[t0+1]", "[t01]x", "[t-]", "[t+1]",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
