//! How similar one word is to another.

/// The word with look-alike letters, letter case and outer spaces unified.
pub fn folded(word: &str) -> String {
    word.trim()
        .chars()
        .map(look_alike)
        .flat_map(char::to_lowercase)
        .map(slim)
        .collect()
}

/// One letter for those that many a typeface draws alike.
fn slim(letter: char) -> char {
    match letter {
        'l' | '1' | '|' => 'i',
        '0' => 'o',
        other => other,
    }
}

/// The Latin letter that a Cyrillic, Greek or full-width letter looks like.
fn look_alike(letter: char) -> char {
    match letter {
        'А' | 'а' | 'Α' | 'α' => 'a',
        'В' | 'в' | 'Β' | 'Ь' | 'ь' => 'b',
        'С' | 'с' => 'c',
        'Е' | 'е' | 'Ε' => 'e',
        'Н' | 'Η' | 'һ' => 'h',
        'І' | 'і' | 'Ι' | 'ı' | 'ι' => 'i',
        'К' | 'к' | 'Κ' => 'k',
        'М' | 'Μ' => 'm',
        'Ν' | 'ո' | 'η' => 'n',
        'О' | 'о' | 'Ο' | 'ο' => 'o',
        'Р' | 'р' | 'Ρ' => 'p',
        'Ѕ' | 'ѕ' => 's',
        'Ӏ' | 'ӏ' => 'l',
        'ԁ' => 'd',
        'ɡ' | 'ց' => 'g',
        'ս' => 'u',
        'օ' => 'o',
        'Т' | 'т' | 'Τ' | 'τ' => 't',
        'Υ' | 'υ' => 'u',
        'Х' | 'х' | 'Χ' => 'x',
        'У' | 'у' => 'y',
        'Ζ' => 'z',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter),
        other => other,
    }
}

/// How many letters must change, come, go or swap with a neighbour to make `one` of `other`.
pub fn distance(one: &str, other: &str) -> usize {
    let one: Vec<char> = one.chars().collect();
    let other: Vec<char> = other.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (row, letter) in one.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, opposite) in other.iter().enumerate() {
            let at =
                |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX - 1);
            let replaced = at(&last, column) + usize::from(letter != opposite);
            let mut best = replaced
                .min(at(&last, column + 1) + 1)
                .min(at(&current, column) + 1);
            let swapped = row > 0
                && column > 0
                && one.get(row - 1) == Some(opposite)
                && other.get(column - 1) == Some(letter);
            if swapped {
                best = best.min(at(&before, column - 1) + 1);
            }
            current.push(best);
        }
        before = std::mem::replace(&mut last, current);
    }
    last.last().copied().unwrap_or_default()
}

/// Whether `word` is a slip of `meant`: letter case, outer spaces, look-alikes, at most two letters.
pub fn is_near(word: &str, meant: &str) -> bool {
    if word == meant {
        return true;
    }
    let (word, meant) = (folded(word), folded(meant));
    word.chars().count().abs_diff(meant.chars().count()) <= 2 && distance(&word, &meant) <= 2
}

/// The nearest of `words`, where one is similar enough: at most a third of its letters differ.
pub fn nearest<'w>(word: &str, words: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let word = folded(word);
    let letters = word.chars().count();
    words
        .into_iter()
        .filter_map(|candidate| Some((steps(&word, letters, candidate)?, candidate)))
        .min_by_key(|(steps, _)| *steps)
        .map(|(_, candidate)| candidate)
}

/// The distance of the candidate; none if it is too large, which its length alone mostly shows.
fn steps(word: &str, letters: usize, candidate: &str) -> Option<usize> {
    let own = candidate.chars().count();
    let most = own.div_ceil(3);
    if letters.abs_diff(own) > most {
        return None;
    }
    Some(distance(word, &folded(candidate))).filter(|steps| *steps <= most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::vocabulary::SUBTOPIC;

    #[test]
    fn slips_of_the_subtopic() {
        let cases = [
            ("InboundCallStateChange", true),
            ("InBoundCallStateChange", true),
            ("  inboundcallstatechange ", true),
            ("InboundCallStateChnage", true),
            ("InboundCallStateChang", true),
            ("InboundCallStatChang", true),
            ("InboundСallStateChange", true),
            ("OutboundCallStateChange", false),
            ("OutboundCallStateCHange", false),
            ("StateSync", false),
            ("", false),
        ];
        for (word, near) in cases {
            assert_eq!(is_near(word, SUBTOPIC), near, "{word}");
        }
    }

    #[test]
    fn distance_counts_changes() {
        let cases = [
            ("", "", 0),
            ("hold", "hold", 0),
            ("hodl", "hold", 1),
            ("hol", "hold", 1),
            ("x", "hold", 4),
        ];
        for (one, other, steps) in cases {
            assert_eq!(distance(one, other), steps, "{one} {other}");
        }
    }
}
