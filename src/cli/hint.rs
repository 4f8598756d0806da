//! Commands that go on from a run, quoted as a shell takes them.

use std::path::PathBuf;

use callproof::privacy::terminal_text;
use callproof::rules::Profile;

use super::output;

/// Nobody reads a longer one, in characters.
const LONGEST: usize = 300;

/// The words behind `callproof` as a shell takes them; none where it would take them otherwise.
pub fn command(words: &[String]) -> Option<String> {
    line("callproof", words)
}

/// The same behind the name of another program.
pub fn line(program: &str, words: &[String]) -> Option<String> {
    let mut line = program.to_owned();
    for word in words {
        // What is shown in another way than it is cannot be typed.
        if terminal_text::shown(word) != *word || output::masked(word) != *word {
            return None;
        }
        line.push(' ');
        line.push_str(&shlex::try_quote(word).ok()?);
    }
    (line.chars().count() <= LONGEST).then_some(line)
}

/// Whether the inputs are still there when somebody runs a command on them.
pub fn last(inputs: &[PathBuf]) -> bool {
    inputs.iter().all(|input| input.is_file() || input.is_dir())
}

/// This run once more, in the next stricter profile.
pub fn stricter(profile: Profile) -> Option<String> {
    let stricter = match profile {
        Profile::Core => "standard",
        Profile::Standard => "strict",
        Profile::Strict => return None,
    };
    command(&with_flag(&["--profile", stricter], given()?))
}

/// This run once more, of events wherever they stand; none where that would change nothing.
pub fn unwrapped(is_all: bool) -> Option<String> {
    if is_all {
        return None;
    }
    let words = without("--at", given()?);
    command(&with_flag(&["--unwrap"], words))
}

/// What was typed behind the program's name.
fn given() -> Option<Vec<String>> {
    let words = std::env::args_os().skip(1);
    words.map(|word| word.into_string().ok()).collect()
}

/// The words with that flag in place of the one they have.
fn with_flag(flag: &[&str], words: Vec<String>) -> Vec<String> {
    let name = flag.first().copied().unwrap_or_default();
    let mut words = without(name, words);
    let end = words
        .iter()
        .position(|word| word == "--")
        .unwrap_or(words.len());
    words.splice(end..end, flag.iter().map(|&word| word.to_owned()));
    words
}

/// The words without a flag that takes a value.
fn without(flag: &str, words: Vec<String>) -> Vec<String> {
    let joined = format!("{flag}=");
    let mut left = Vec::new();
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        if word == "--" {
            left.push(word);
            left.extend(words);
            return left;
        }
        if word == flag {
            words.next();
        } else if !word.starts_with(&joined) {
            left.push(word);
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn a_profile_takes_the_place_of_another() {
        for (given, expected) in [
            ("check a", "check a --profile strict"),
            ("check --profile core a", "check a --profile strict"),
            ("check --profile=core a", "check a --profile strict"),
            ("check --all -- -a", "check --all --profile strict -- -a"),
        ] {
            assert_eq!(
                with_flag(&["--profile", "strict"], words(given)),
                words(expected),
                "{given}"
            );
        }
    }

    #[test]
    fn a_shell_takes_the_words_back() {
        for (word, expected) in [
            ("a b.json", Some("callproof 'a b.json'")),
            ("it's", Some("callproof \"it's\"")),
            ("$HOME", Some("callproof '$HOME'")),
            ("\u{1b}[2J", None),
            ("two\nlines", None),
        ] {
            assert_eq!(command(&[word.to_owned()]).as_deref(), expected);
        }
        assert_eq!(command(&["x".repeat(LONGEST)]), None);
    }
}
