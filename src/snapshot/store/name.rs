//! What a golden may be called: a name that is one plain file on every system, and cannot lead anywhere else.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use super::Error;
use crate::privacy::terminal_text;

/// The name of a golden: the scenario that it holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SnapshotName(String);

/// Endings and the temporary file's marks must fit into the 255 bytes that file systems allow.
const LONGEST: usize = 200;

/// Endings of captures, and of what they may be packed in.
const CAPTURES: [&str; 6] = [".json", ".jsonl", ".ndjson", ".log", ".har", ".txt"];
const PACKED: [&str; 2] = [".gz", ".zst"];

/// Names that are devices on Windows, whatever ending follows.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// Devices that a digit follows, superscript ones too.
const NUMBERED: [&str; 2] = ["com", "lpt"];

impl SnapshotName {
    /// The name, if a golden may have it.
    ///
    /// # Errors
    /// A name that leads out of its folder, is something else on another system, or cannot be seen.
    pub fn new(name: &str) -> Result<SnapshotName, Error> {
        match fault(name) {
            None => Ok(SnapshotName(name.to_owned())),
            Some(why) => Err(Error::Name {
                name: name.to_owned(),
                why,
            }),
        }
    }

    /// The name for a capture: that of its file, without its endings.
    ///
    /// # Errors
    /// As for [`SnapshotName::new`]; standard input, `-`, has no name.
    pub fn of_capture(path: &str) -> Result<SnapshotName, Error> {
        if path == "-" {
            return Err(Error::Nameless);
        }
        let file = Path::new(path).file_name();
        let file = file.map_or("".into(), |file| file.to_string_lossy());
        SnapshotName::new(without(without(&file, &PACKED), &CAPTURES))
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SnapshotName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// A name for each capture, in their order; `scenario` names the only one.
///
/// # Errors
/// A name that no golden may have; two captures of one name, letter case aside.
pub fn names(captures: &[String], scenario: Option<&str>) -> Result<Vec<SnapshotName>, Error> {
    if let Some(scenario) = scenario {
        return match captures {
            [_] => Ok(vec![SnapshotName::new(scenario)?]),
            captures => Err(Error::OneName {
                captures: captures.len(),
            }),
        };
    }
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    let mut names = Vec::new();
    for (place, capture) in captures.iter().enumerate() {
        let name = SnapshotName::of_capture(capture)?;
        // On many disks `Answered` and `answered` are one file.
        if let Some(first) = taken.insert(name.0.to_lowercase(), place) {
            return Err(Error::SameName {
                name,
                places: [first, place],
            });
        }
        names.push(name);
    }
    Ok(names)
}

/// The file's name without the one of these endings that it has.
fn without<'f>(file: &'f str, endings: &[&str]) -> &'f str {
    let ended = |ending: &&str| {
        let kept = file.len().checked_sub(ending.len())?;
        let (name, end) = file.split_at_checked(kept)?;
        end.eq_ignore_ascii_case(ending).then_some(name)
    };
    endings.iter().find_map(ended).unwrap_or(file)
}

/// What is wrong with the name.
fn fault(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        return Some("it is empty");
    }
    if name.len() > LONGEST {
        return Some("it is longer than 200 bytes");
    }
    if name.starts_with(['.', '-']) {
        return Some("it begins with a dot or a dash");
    }
    if name.starts_with(' ') || name.ends_with([' ', '.']) {
        return Some("it begins or ends with a space, or ends with a dot");
    }
    if name.contains(['/', '\\']) {
        return Some("it has a separator of paths in it");
    }
    if name.contains([':', '*', '?', '"', '<', '>', '|']) {
        return Some("not every system allows : * ? \" < > | in file names");
    }
    let unseen = |letter: char| terminal_text::visible(letter) != letter;
    if name.contains(unseen) || name.contains(char::REPLACEMENT_CHARACTER) {
        return Some("it has a character in it that cannot be seen or read");
    }
    is_device(name).then_some("it is a device's name on some systems")
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end();
    let stem = stem.to_lowercase();
    let numbered = |device: &&str| {
        let mut number = stem.strip_prefix(*device).unwrap_or_default().chars();
        let digit = |letter: char| letter.is_ascii_digit() || matches!(letter, '¹' | '²' | '³');
        number.next().is_some_and(digit) && number.next().is_none()
    };
    DEVICES.contains(&stem.as_str()) || NUMBERED.iter().any(numbered)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capture_lends_its_name() {
        let cases = [
            ("answered.json", "answered"),
            ("captures/answered.ndjson.gz", "answered"),
            ("/abs/olute/answered.JSONL.ZST", "answered"),
            ("v1.2.json", "v1.2"),
            ("service.log", "service"),
            ("no ending", "no ending"),
            ("übergabe.json", "übergabe"),
            ("answered.json.json", "answered.json"),
            ("captures/../answered.json", "answered"),
        ];
        for (path, name) in cases {
            assert_eq!(SnapshotName::of_capture(path).expect(path).as_str(), name);
        }
    }

    #[test]
    fn no_name_escapes() {
        let long = "n".repeat(201);
        let refused = [
            "",
            ".",
            "..",
            "../x",
            "/x",
            "a/b",
            "a\\b",
            "C:",
            "C:\\x",
            "x\0y",
            "x\ny",
            "-x",
            ".x",
            " x",
            "x ",
            "x.",
            "CON",
            "nul",
            "Com1",
            "lpt9.v2",
            "COM¹",
            "aux.json",
            "con .x",
            "CONIN$",
            "a\u{202e}b",
            "a\u{200b}b",
            "a\u{fffd}b",
            "a*b",
            "a?b",
            "a|b",
            "<a",
            &long,
        ];
        for name in refused {
            assert!(SnapshotName::new(name).is_err(), "{name:?}");
        }
        let allowed = [
            "answered",
            "a b",
            "com",
            "com10",
            "console",
            "null",
            "x..y",
            "été",
            &long[1..],
        ];
        for name in allowed {
            assert!(SnapshotName::new(name).is_ok(), "{name:?}");
        }
    }

    #[test]
    fn names_are_told_apart_on_every_disk() {
        let captures = |paths: &[&str]| {
            paths
                .iter()
                .map(|&path| path.to_owned())
                .collect::<Vec<_>>()
        };
        assert!(names(&captures(&["a/x.json", "a/y.json"]), None).is_ok());
        for paths in [["a/x.json", "b/x.json"], ["x.json", "X.ndjson.gz"]] {
            let told = names(&captures(&paths), None)
                .expect_err("one name")
                .to_string();
            assert!(told.contains("captures 1 and 2"), "{told}");
        }
        assert!(names(&captures(&["-"]), None).is_err());
        assert!(names(&captures(&["-"]), Some("night")).is_ok());
        assert!(names(&captures(&["a", "b"]), Some("night")).is_err());
    }
}
