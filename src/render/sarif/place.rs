//! Where a result stands: the input as a URI reference, the place as a region of it.

use serde::Serialize;

use super::Message;
use crate::privacy::terminal_text;
use crate::render::one_line;
use crate::report::{Excerpt, Finding, Location};

/// A place of a finding.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PlaceView {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    logical_locations: Option<[LogicalLocation; 1]>,
    message: Message,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
    context_region: Context,
}

/// Lines and columns count from 1, an end is the place behind the last character, bytes count from 0.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u64,
    start_column: u64,
    end_line: u64,
    end_column: u64,
    byte_offset: u64,
    byte_length: u64,
    snippet: Message,
}

/// The lines of the place, of which a masked piece is shown.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Context {
    start_line: u64,
    end_line: u64,
    snippet: Message,
}

/// The JSON Pointer of the place.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation {
    fully_qualified_name: String,
    kind: &'static str,
}

/// An input.
#[derive(Serialize)]
pub(super) struct ArtifactLocation {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Message>,
}

impl ArtifactLocation {
    fn of(path: &str) -> ArtifactLocation {
        ArtifactLocation {
            uri: uri(path),
            description: None,
        }
    }

    /// With a word for what is no file.
    pub(super) fn described(path: &str) -> ArtifactLocation {
        let description = (path == "-").then(|| Message {
            text: "standard input".to_owned(),
        });
        ArtifactLocation {
            description,
            ..ArtifactLocation::of(path)
        }
    }
}

impl PlaceView {
    /// The cause, or with an id a related place.
    pub(super) fn of(finding: &Finding, location: &Location, id: Option<usize>) -> PlaceView {
        let pointer = location.pointer.as_deref();
        PlaceView {
            id,
            physical_location: PhysicalLocation {
                artifact_location: ArtifactLocation::of(one_line::input(finding, location)),
                region: Region {
                    start_line: location.start.line,
                    start_column: location.start.column,
                    end_line: location.end.line,
                    end_column: location.end.column,
                    byte_offset: location.start.byte,
                    byte_length: location.length,
                    snippet: marked(&location.excerpt),
                },
                context_region: Context {
                    start_line: location.start.line,
                    end_line: location.end.line,
                    snippet: piece(&location.excerpt),
                },
            },
            logical_locations: pointer.map(|pointer| {
                [LogicalLocation {
                    fully_qualified_name: terminal_text::shown(pointer),
                    kind: "value",
                }]
            }),
            message: Message {
                text: terminal_text::shown(&location.label),
            },
        }
    }
}

/// What is meant in the excerpt.
fn marked(excerpt: &Excerpt) -> Message {
    let marked = excerpt.text.get(excerpt.mark_start..excerpt.mark_end);
    Message {
        text: marked.unwrap_or_default().to_owned(),
    }
}

/// The excerpt, with dots where its line goes on.
fn piece(excerpt: &Excerpt) -> Message {
    let dots = |cut| if cut { "…" } else { "" };
    let (before, behind) = (dots(excerpt.cut_before), dots(excerpt.cut_after));
    Message {
        text: format!("{before}{}{behind}", excerpt.text),
    }
}

/// The path as a URI reference: relative ones stay relative, absolute ones are of scheme `file`.
pub(super) fn uri(path: &str) -> String {
    let path = path.strip_prefix("./").unwrap_or(path);
    let mut uri = String::from(if path.starts_with('/') { "file://" } else { "" });
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(char::from(byte)),
            letter if letter.is_ascii_alphanumeric() => uri.push(char::from(letter)),
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_are_references() {
        let cases = [
            ("a capture.ndjson", "a%20capture.ndjson"),
            ("./golden/é.json", "golden/%C3%A9.json"),
            ("/tmp/a.json", "file:///tmp/a.json"),
            ("../a.json", "../a.json"),
            ("c:x%/y#z?", "c%3Ax%25/y%23z%3F"),
            ("a\nb", "a%0Ab"),
            ("-", "-"),
        ];
        for (path, reference) in cases {
            assert_eq!(uri(path), reference);
        }
    }
}
