//! The cast of a golden call: the ids, numbers and times that every call has of its own.

use super::chance::Chance;
use super::clock::{TimeWriter, milliseconds};
use crate::event::Event;
use crate::event::vocabulary::Field;
use crate::json::{Read, read};

const IDS: [Field; 3] = [Field::Id, Field::ConnectionId, Field::ContactId];
const NUMBERS: [Field; 4] = [
    Field::PhoneNumber,
    Field::FromAddress,
    Field::Ani,
    Field::Dnis,
];
const TIMES: [Field; 3] = [
    Field::QueueTimestamp,
    Field::StatusTimestamp,
    Field::CurrentStateTime,
];

/// Each distance between two moments becomes longer or shorter by this part of itself at the most: their
/// order stays, and a call of the goldens rings for less than the 30 s that `flow/ring-bound` allows.
const JITTER: i64 = 4;

/// The roles of a call, by what the golden has in them. Where two places say the same, they are one role.
#[derive(Debug, Default)]
pub struct Cast {
    roles: Vec<Role>,
}

#[derive(Debug)]
struct Role {
    golden: String,
    part: Part,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// Of a leg or of the call.
    Id,
    /// So many digits.
    Number(usize),
    /// At that millisecond.
    Time(i64),
}

/// What a call has in its roles.
#[derive(Debug, Default)]
pub struct Played {
    /// As written, by role.
    pub texts: Vec<String>,
    /// In milliseconds, by role; 0 for what is no time.
    pub times: Vec<i64>,
}

impl Cast {
    /// Who and what takes part in these documents; times come last and in their order.
    pub fn of(documents: &[&str]) -> Cast {
        let mut cast = Cast::default();
        for document in documents {
            if let Read::Whole(tape, _) = read(document.as_bytes(), true) {
                cast.add(&Event::new(tape.root(document)));
            }
        }
        // Stable: ids and numbers keep the order in which they come up.
        cast.roles.sort_by_key(|role| match role.part {
            Part::Id | Part::Number(_) => i64::MIN,
            Part::Time(time) => time,
        });
        cast
    }

    fn add(&mut self, event: &Event<'_>) {
        let mut take = |fields: &[Field], part: fn(&str) -> Option<Part>| {
            for text in fields.iter().filter_map(|&field| event.text(field)) {
                let known = self.roles.iter().any(|role| role.golden == text.value);
                if let (false, Some(part)) = (known, part(&text.value)) {
                    self.roles.push(Role {
                        golden: text.value.into_owned(),
                        part,
                    });
                }
            }
        };
        take(&IDS, |_| Some(Part::Id));
        take(&NUMBERS, |number| {
            Some(Part::Number(number.len().saturating_sub(1)))
        });
        take(&TIMES, |time| milliseconds(time).map(Part::Time));
    }

    /// The role that the golden fills with that value.
    pub fn role(&self, value: &str) -> Option<usize> {
        self.roles.iter().position(|role| role.golden == value)
    }

    /// Fills every role anew. The moment of the role `first` becomes `begins`.
    pub fn play(
        &self,
        first: Option<usize>,
        begins: i64,
        chance: &mut Chance,
        clock: &mut TimeWriter,
        played: &mut Played,
    ) {
        self.draw_times(chance, &mut played.times);
        let drawn = first.and_then(|first| played.times.get(first));
        let base = begins - drawn.copied().unwrap_or_default();
        played
            .texts
            .resize_with(self.roles.len(), || String::with_capacity(36));
        let parts = self
            .roles
            .iter()
            .zip(&mut played.texts)
            .zip(&mut played.times);
        for ((role, text), time) in parts {
            text.clear();
            match role.part {
                Part::Id => chance.uuid(text),
                Part::Number(digits) => chance.number(digits, text),
                Part::Time(_) => {
                    *time += base;
                    clock.write(*time, text);
                }
            }
        }
    }

    /// Times from the first one on, each with its golden distance to the one before and some jitter.
    fn draw_times(&self, chance: &mut Chance, times: &mut Vec<i64>) {
        times.clear();
        let (mut before, mut drawn) = (None, 0);
        for role in &self.roles {
            let Part::Time(golden) = role.part else {
                times.push(0);
                continue;
            };
            let distance = golden - before.unwrap_or(golden);
            let most = distance / JITTER;
            let jitter = chance.below(2 * most.unsigned_abs() + 1) as i64 - most;
            drawn += distance + jitter;
            before = Some(golden);
            times.push(drawn);
        }
    }
}

#[cfg(test)]
impl Cast {
    /// What the golden itself has in its roles.
    pub fn golden_values(&self) -> Vec<String> {
        self.roles.iter().map(|role| role.golden.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::golden::GOLDENS;
    use proptest::prelude::*;

    const RING_BOUND: i64 = 30_000;

    fn cast(name: &str) -> Cast {
        let golden = GOLDENS.iter().find(|golden| golden.name == name);
        Cast::of(&golden.expect("a golden").documents())
    }

    #[test]
    fn one_role_a_value() {
        // Two legs and a call, the caller's and the dialled number, six moments.
        assert_eq!(cast("answered").roles.len(), 3 + 2 + 6);
        // One leg, nobody's number but in the variables, one moment.
        assert_eq!(cast("incoming-call").roles.len(), 2 + 2 + 1);
    }

    proptest! {
        #[test]
        fn order_and_ring_bound_are_kept(seed: u64, golden in 0..GOLDENS.len()) {
            let cast = Cast::of(&GOLDENS[golden].documents());
            let mut played = Played::default();
            let mut chance = Chance::new(seed);
            let first = cast.roles.len() - 1;
            cast.play(Some(first), 1_700_000_000_000, &mut chance, &mut TimeWriter::default(), &mut played);
            let times: Vec<i64> = played.times.iter().copied().filter(|time| *time != 0).collect();
            prop_assert!(times.is_sorted_by(|one, next| one < next));
            prop_assert_eq!(times.last(), Some(&1_700_000_000_000));
            let rings = !["wrap-up", "cleared"].contains(&GOLDENS[golden].name);
            if rings && times.len() > 1 {
                prop_assert!(times[1] - times[0] < RING_BOUND);
            }
        }
    }
}
