//! The text of a golden: the snapshot format of the `insta` crate, a header between two lines `---` and the
//! contents behind it.

use std::fmt::Write;

/// A golden as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// Where it comes from.
    pub metadata: Metadata,
    /// The normal form of the capture, its last line ended.
    pub contents: String,
}

/// What a golden says of its origin; other programs' snapshots leave parts out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Whose captures these are.
    pub producer: Option<String>,
    /// What happens in them.
    pub scenario: Option<String>,
    /// The version of callproof that wrote it.
    pub callproof: Option<String>,
}

impl Metadata {
    /// That of a golden which this version writes.
    pub fn new(producer: Option<&str>, scenario: &str) -> Metadata {
        Metadata {
            producer: producer.map(str::to_owned),
            scenario: Some(scenario.to_owned()),
            callproof: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }
    }
}

/// What begins and ends the header.
const FENCE: &str = "---";

/// What version control leaves in a file that two people changed.
const CONFLICT: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// Words that YAML does not take for strings.
const RESERVED: [&str; 7] = ["yes", "no", "true", "false", "on", "off", "null"];

impl Snapshot {
    /// Reads a golden, whatever ends its lines.
    ///
    /// # Errors
    /// Why the text is none.
    pub fn read(text: &str) -> Result<Snapshot, &'static str> {
        let text = text.replace("\r\n", "\n");
        let conflict = |line: &str| CONFLICT.iter().any(|mark| line.starts_with(mark));
        if text.lines().any(conflict) {
            return Err(
                "two versions of it were merged and are both in it (<<<<<<<): decide which, or record it anew with --force",
            );
        }
        let mut lines = text.split_inclusive('\n');
        if lines.next().map(str::trim_end) != Some(FENCE) {
            return Err("it does not begin with a line `---`, as snapshots do");
        }
        let header: Vec<&str> = lines
            .by_ref()
            .map(str::trim_end)
            .take_while(|line| *line != FENCE)
            .collect();
        let contents: String = lines.collect();
        if contents.trim().is_empty() {
            return Err("nothing stands behind its header");
        }
        Ok(Snapshot {
            metadata: metadata(&header),
            contents: format!("{}\n", contents.trim_end()),
        })
    }

    /// Its text.
    pub fn text(&self) -> String {
        let mut text = format!("{FENCE}\nsource: callproof\n");
        let Metadata {
            producer,
            scenario,
            callproof,
        } = &self.metadata;
        let entries = [
            ("expression", scenario),
            ("info:\n  producer", producer),
            ("  scenario", scenario),
            ("  callproof", callproof),
        ];
        for (key, value) in entries {
            let value = value.as_deref().map_or("~".to_owned(), scalar);
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{key}: {value}");
        }
        text.push_str(FENCE);
        text.push('\n');
        text.push_str(&self.contents);
        text
    }
}

/// What the header says under `info:`.
fn metadata(header: &[&str]) -> Metadata {
    let entry = |key: &str| {
        let mut values = header.iter().filter_map(|line| {
            line.strip_prefix("  ")?
                .strip_prefix(key)?
                .strip_prefix(':')
        });
        let told = values.next()?.trim();
        match told {
            "~" | "null" | "" => None,
            quoted if quoted.starts_with('"') => serde_json::from_str(quoted).ok(),
            plain => Some(plain.to_owned()),
        }
    };
    Metadata {
        producer: entry("producer"),
        scenario: entry("scenario"),
        callproof: entry("callproof"),
    }
}

/// The text as a YAML scalar: bare where it can only be a string, as insta writes it, else quoted.
fn scalar(text: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || " ._/+-".contains(letter);
    let bare = text.starts_with(char::is_alphanumeric)
        && !text.ends_with(' ')
        && text.chars().all(plain)
        && text.parse::<f64>().is_err()
        && !text.starts_with("0x")
        && !RESERVED.iter().any(|word| text.eq_ignore_ascii_case(word));
    if bare {
        text.to_owned()
    } else {
        serde_json::Value::from(text).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn golden(producer: Option<&str>, contents: &str) -> Snapshot {
        Snapshot {
            metadata: Metadata::new(producer, "answered"),
            contents: contents.to_owned(),
        }
    }

    #[test]
    fn a_golden_as_it_stands_on_disk() {
        insta::assert_snapshot!(golden(Some("connector: night"), "{\n    \"a\": 1\n}\n").text(), @r#"
        ---
        source: callproof
        expression: answered
        info:
          producer: "connector: night"
          scenario: answered
          callproof: 0.1.0
        ---
        {
            "a": 1
        }
        "#);
    }

    #[test]
    fn what_is_no_golden_is_refused() {
        let refused = [
            "",
            "{}\n",
            "---\nsource: x\n",
            "---\nsource: x\n---\n",
            "---\nsource: x\n---\n \n",
            "---\nsource: x\n---\n<<<<<<< HEAD\n{}\n=======\n[]\n>>>>>>> other\n",
            "<<<<<<< HEAD\n---\n",
        ];
        for text in refused {
            assert!(Snapshot::read(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn other_writers_are_read() {
        let written = golden(Some("us"), "{}\n");
        let cases = [
            written.text().replace('\n', "\r\n"),
            written.text().trim_end().to_owned(),
            format!("{}\n\n", written.text()),
        ];
        for text in cases {
            assert_eq!(Snapshot::read(&text).as_ref(), Ok(&written), "{text:?}");
        }
        let bare = Snapshot::read("---\nsource: tests/x.rs\n---\n{}\n").expect("a snapshot");
        assert_eq!(bare.metadata, Metadata::default());
    }

    proptest! {
        /// The crate whose format it is reads the same as we do.
        #[test]
        fn insta_reads_what_is_written(
            producer in proptest::option::of("\\PC{1,20}"),
            scenario in "\\PC{1,20}",
            contents in "\\{[ -~é]{0,20}(\n[ -~]{1,20}){0,3}\\}",
        ) {
            let golden = Snapshot {
                metadata: Metadata::new(producer.as_deref(), &scenario),
                contents: format!("{contents}\n"),
            };
            let path = std::env::temp_dir().join(format!("callproof-{}.snap", std::process::id()));
            std::fs::write(&path, golden.text()).expect("a file");
            let read = insta::Snapshot::from_file(&path).expect("a snapshot");
            std::fs::remove_file(&path).expect("the file");
            let told = read.as_text().map(ToString::to_string).unwrap_or_default();
            prop_assert_eq!(told, contents);
            prop_assert_eq!(read.metadata().expression(), Some(scenario.as_str()));
            prop_assert_eq!(Snapshot::read(&golden.text()), Ok(golden));
        }
    }
}
