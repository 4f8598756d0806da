//! Characters as a terminal may show them: none that hides, moves or colours what stands round it.

/// The character, or a visible one in place of a control, bidirectional or invisible character.
pub fn visible(letter: char) -> char {
    match letter {
        '\t' => ' ',
        '\u{7F}' => '␡',
        '\0'..='\u{1F}' => picture(letter),
        blank if is_wide_blank(blank) => '␣',
        unseen if is_unseen(unseen) => char::REPLACEMENT_CHARACTER,
        other => other,
    }
}

/// The text with only visible characters, as many as it has.
pub fn shown(text: &str) -> String {
    text.chars().map(visible).collect()
}

/// The control picture of a character below space.
fn picture(letter: char) -> char {
    char::from_u32(0x2400 + u32::from(letter)).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// A space that JSON does not have.
fn is_wide_blank(letter: char) -> bool {
    matches!(
        letter,
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}'
    )
}

/// Whether the character would be hidden, or would move or end what stands round it, in text that is not
/// shown to a person: JSON escapes those below space itself.
pub(crate) fn is_hidden(letter: char) -> bool {
    letter == '\u{7F}' || is_unseen(letter)
}

/// Controls of the second set, what Unicode calls format characters, and its noncharacters.
fn is_unseen(letter: char) -> bool {
    if u32::from(letter) & 0xFFFE == 0xFFFE {
        return true;
    }
    matches!(
        letter,
        '\u{80}'..='\u{9F}'
            | '\u{AD}'
            | '\u{61C}'
            | '\u{180E}'
            | '\u{200B}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FDD0}'..='\u{FDEF}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E007F}'
    )
}

/// How many columns of a terminal the character takes.
pub fn columns(letter: char) -> usize {
    match letter {
        '\u{300}'..='\u{36F}'
        | '\u{1AB0}'..='\u{1AFF}'
        | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FE20}'..='\u{FE2F}' => 0,
        '\u{1100}'..='\u{115F}'
        | '\u{2E80}'..='\u{303E}'
        | '\u{3041}'..='\u{A4CF}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE6F}'
        | '\u{FF00}'..='\u{FF60}'
        | '\u{FFE0}'..='\u{FFE6}'
        | '\u{1F300}'..='\u{1F64F}'
        | '\u{1F680}'..='\u{1F6FF}'
        | '\u{1F900}'..='\u{1F9FF}'
        | '\u{20000}'..='\u{3FFFD}' => 2,
        _ => 1,
    }
}

/// How many columns the text takes.
pub fn width(text: &str) -> usize {
    text.chars().map(columns).sum()
}

/// The text in lines of at most `width` columns, broken at spaces, a long word where it must be.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let space = usize::from(!line.is_empty());
        if space == 1 && self::width(&line) + 1 + self::width(word) > width {
            lines.push(std::mem::take(&mut line));
        } else if space == 1 {
            line.push(' ');
        }
        for part in parts(word, width) {
            if self::width(&line) + self::width(&part) > width {
                lines.push(std::mem::take(&mut line));
            }
            line.push_str(&part);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// The word itself where it fits, else its parts: each begins at a slash or is as wide as a line.
fn parts(word: &str, width: usize) -> Vec<String> {
    if self::width(word) <= width {
        return vec![word.to_owned()];
    }
    let mut parts: Vec<String> = Vec::new();
    for letter in word.chars() {
        let fits = |part: &&mut String| {
            letter != '/' && self::width(part.as_str()) + columns(letter) <= width
        };
        match parts.last_mut().filter(fits) {
            Some(part) => part.push(letter),
            None => parts.push(letter.to_string()),
        }
    }
    parts
}

/// The text, or its beginning and `…` where it takes more than `width` columns.
pub fn cut(text: &str, width: usize) -> String {
    if self::width(text) <= width {
        return text.to_owned();
    }
    let mut taken = 0;
    let fits = |letter: &char| {
        taken += columns(*letter);
        taken < width
    };
    text.chars().take_while(fits).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_unseen_is_shown() {
        let cases = [
            ("plain", "hold é 中", "hold é 中"),
            ("a tab", "a\tb", "a b"),
            ("escape and bell", "\u{1b}[31m\u{7}", "␛[31m␇"),
            ("newline and delete", "a\nb\u{7f}", "a␊b␡"),
            (
                "right-to-left override",
                "a\u{202e}b\u{2066}",
                "a\u{fffd}b\u{fffd}",
            ),
            (
                "no-break space, byte-order mark",
                "\u{a0}\u{feff}",
                "␣\u{fffd}",
            ),
            (
                "noncharacters",
                "\u{ffff}\u{1fffe}\u{fdd0}",
                "\u{fffd}\u{fffd}\u{fffd}",
            ),
            ("second control set", "\u{9b}31m", "\u{fffd}31m"),
        ];
        for (name, text, seen) in cases {
            assert_eq!(shown(text), seen, "{name}");
        }
    }

    #[test]
    fn lines_break_at_spaces_and_slashes() {
        let cases: [(&str, usize, &[&str]); 5] = [
            ("", 10, &[]),
            ("one two three", 8, &["one two", "three"]),
            ("abcdefghij", 4, &["abcd", "efgh", "ij"]),
            (
                "at /message/call/event",
                12,
                &["at", "/message", "/call/event"],
            ),
            ("中中中", 4, &["中中", "中"]),
        ];
        for (text, width, lines) in cases {
            assert_eq!(wrapped(text, width), lines, "{text}");
        }
    }
}
