//! Which of the old go with which of the new, where order matters and likeness has degrees.

/// What it costs that one side has an element alone. Two that cost no less than both alone are no pair.
pub const ALONE: u32 = 10;

/// So far from the diagonal pairs are looked for, beside the difference of the lengths.
const REACH: usize = 256;

/// So many cells are computed at the most: time and memory stay bounded whatever is compared.
const CELLS: usize = 32 << 20;

/// Beyond every sum of costs.
const NEVER: u32 = u32::MAX / 2;

/// The cheapest pairing that keeps order, as (old, new) in ascending order; `cost` of equals is 0.
pub fn align(old: usize, new: usize, cost: impl Fn(usize, usize) -> u32) -> Vec<(usize, usize)> {
    let shorter = old.min(new);
    let head = (0..shorter)
        .take_while(|&index| cost(index, index) == 0)
        .count();
    let tail = (0..shorter - head)
        .take_while(|&index| cost(old - 1 - index, new - 1 - index) == 0)
        .count();
    let inner = |one: usize, other: usize| cost(head + one, head + other);
    let middle = Band::new(old - head - tail, new - head - tail).pairs(inner);
    let behind = (0..tail).rev();
    (0..head)
        .map(|index| (index, index))
        .chain(
            middle
                .into_iter()
                .map(|(one, other)| (head + one, head + other)),
        )
        .chain(behind.map(|index| (old - 1 - index, new - 1 - index)))
        .collect()
}

/// How a cell was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Pair,
    OldAlone,
    NewAlone,
}

/// The cells near the diagonal of an edit matrix.
struct Band {
    old: usize,
    new: usize,
    reach: usize,
}

impl Band {
    fn new(old: usize, new: usize) -> Band {
        let wanted = REACH + old.abs_diff(new);
        let afforded = CELLS / (2 * (old + 1));
        Band {
            old,
            new,
            reach: wanted.min(afforded).max(1),
        }
    }

    /// The first column of a row, counting those before the matrix begins.
    fn first(&self, row: usize) -> usize {
        let center = row * self.new / self.old.max(1);
        center.saturating_sub(self.reach)
    }

    fn width(&self) -> usize {
        (2 * self.reach + self.step()).min(self.new) + 1
    }

    /// How far the diagonal moves from row to row.
    fn step(&self) -> usize {
        self.new / self.old.max(1) + 1
    }

    fn pairs(&self, cost: impl Fn(usize, usize) -> u32) -> Vec<(usize, usize)> {
        if self.old == 0 || self.new == 0 {
            return Vec::new();
        }
        let ways = self.ways(cost);
        let (mut row, mut column) = (self.old, self.new);
        let mut pairs = Vec::new();
        while row > 0 && column > 0 {
            let place = column.checked_sub(self.first(row));
            let way = place.and_then(|place| ways.get(row * self.width() + place));
            match way.copied().unwrap_or(Way::OldAlone) {
                Way::Pair => {
                    row -= 1;
                    column -= 1;
                    pairs.push((row, column));
                }
                Way::OldAlone => row -= 1,
                Way::NewAlone => column -= 1,
            }
        }
        pairs.reverse();
        pairs
    }

    /// For each cell of the band the cheapest way to it; of equally cheap ones a pair.
    fn ways(&self, cost: impl Fn(usize, usize) -> u32) -> Vec<Way> {
        let width = self.width();
        let mut ways = Vec::with_capacity((self.old + 1) * width);
        let mut above: Vec<u32> = Vec::new();
        for row in 0..=self.old {
            let first = self.first(row);
            let before = self.first(row.saturating_sub(1));
            let over = |column: usize| {
                let place = column.checked_sub(before);
                let found = place.and_then(|place| above.get(place));
                found.copied().filter(|_| row > 0).unwrap_or(NEVER)
            };
            let mut costs: Vec<u32> = Vec::with_capacity(width);
            let mut left = NEVER;
            for column in first..first + width {
                let alone = [
                    (over(column).saturating_add(ALONE), Way::OldAlone),
                    (left.saturating_add(ALONE), Way::NewAlone),
                ];
                let paired = match (row.checked_sub(1), column.checked_sub(1)) {
                    (Some(one), Some(other)) if column <= self.new => {
                        let so_far = over(other);
                        // Outside the band nothing need be weighed.
                        let cost = if so_far >= NEVER {
                            NEVER
                        } else {
                            cost(one, other)
                        };
                        if cost < 2 * ALONE {
                            so_far + cost
                        } else {
                            NEVER
                        }
                    }
                    _ => NEVER,
                };
                let start = (row == 0 && column == 0).then_some((0, Way::Pair));
                let ways_here = [(paired, Way::Pair)].into_iter().chain(alone).chain(start);
                let (least, way) = ways_here
                    .min_by_key(|(cost, _)| *cost)
                    .unwrap_or((NEVER, Way::Pair));
                left = least.min(NEVER);
                costs.push(left);
                ways.push(way);
            }
            above = costs;
        }
        ways
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paired(old: &str, new: &str) -> Vec<(usize, usize)> {
        let (old, new): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
        align(old.len(), new.len(), |one, other| {
            match (old[one], new[other]) {
                (one, other) if one == other => 0,
                (one, other) if one.eq_ignore_ascii_case(&other) => 3,
                _ => 2 * ALONE,
            }
        })
    }

    #[test]
    fn like_goes_with_like() {
        type Case<'c> = (&'c str, &'c str, &'c [(usize, usize)]);
        let cases: [Case<'_>; 9] = [
            ("", "", &[]),
            ("a", "", &[]),
            ("", "a", &[]),
            ("abc", "abc", &[(0, 0), (1, 1), (2, 2)]),
            ("abc", "axbc", &[(0, 0), (1, 2), (2, 3)]),
            ("axbc", "abc", &[(0, 0), (2, 1), (3, 2)]),
            ("abc", "aBc", &[(0, 0), (1, 1), (2, 2)]),
            ("aaa", "aAaa", &[(0, 0), (1, 2), (2, 3)]),
            ("abc", "xyz", &[]),
        ];
        for (old, new, pairs) in cases {
            assert_eq!(paired(old, new), pairs, "{old} {new}");
        }
    }

    #[test]
    fn one_more_among_many_shifts_nothing() {
        let old: Vec<usize> = (0..5_000).collect();
        let mut new = old.clone();
        new.splice(2_500..2_500, 10_000..10_400);
        new.remove(10);
        let cost = |one: usize, other: usize| if old[one] == new[other] { 0 } else { 2 * ALONE };
        let pairs = align(old.len(), new.len(), cost);
        assert_eq!(pairs.len(), 4_999);
        assert!(pairs.iter().all(|&(one, other)| old[one] == new[other]));
    }
}
