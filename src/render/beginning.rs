//! How reports begin, by which a file is known to be one: only a report may be written over unasked.

/// Within so many bytes every report holds its beginning, the tool's name in it.
pub const MAX_HEAD_BYTES: u64 = 4096;

/// What the first bytes of the formats that are always written alike are, and what follows soon.
const BEGINNINGS: [(&str, &str); 13] = [
    // JSON.
    ("{\n  \"report\": \"callproof/", "\"name\": \"callproof\""),
    // Lines of JSON.
    (
        "{\"kind\":\"header\",\"report\":\"callproof/",
        "\"name\":\"callproof\"",
    ),
    // JUnit.
    (
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"callproof\" ",
        "<testsuite name=\"run\" ",
    ),
    // SARIF.
    (
        "{\n  \"$schema\": \"https://docs.oasis-open.org/sarif/",
        "\"driver\": {\n          \"name\": \"callproof\",\n",
    ),
    // TAP.
    ("TAP version 14\n1..", "\n  ---\n  tool: \"callproof "),
    // CTRF.
    (
        "{\n  \"reportFormat\": \"CTRF\",\n",
        "\"generatedBy\": \"callproof\",\n",
    ),
    // GitHub.
    ("::notice title=callproof%3A ", "::"),
    ("::error title=callproof%3A ", "::"),
    // GitLab.
    (
        "[\n  {\n    \"engine_name\": \"callproof\",\n",
        "\"check_name\"",
    ),
    // HTML.
    (
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n",
        "<title>callproof: ",
    ),
    // Markdown.
    ("## callproof: conformant\n\n", "conformant: "),
    ("## callproof: nonconformant\n\n", "nonconformant: "),
    ("## callproof: incomplete\n\n", "incomplete: "),
];

/// Whether the bytes begin as a report does that a run has written.
pub fn is_report(head: &[u8]) -> bool {
    // What GitLab reads of a run without findings names nobody, and loses nothing.
    if head == b"[]\n" {
        return true;
    }
    // The head may end within a character.
    let head = String::from_utf8_lossy(head);
    let begins = |(start, soon): &(&str, &str)| {
        let rest = head.strip_prefix(start);
        rest.is_some_and(|rest| rest.contains(soon))
    };
    BEGINNINGS.iter().any(begins) || is_for_a_person(&head)
}

/// Whether the text begins with the tool and its version on a line of their own, a blank line behind it.
fn is_for_a_person(head: &str) -> bool {
    let version = head
        .strip_prefix("callproof ")
        .and_then(|rest| rest.split_once("\n\n"));
    let is_sign = |letter: char| letter.is_ascii_alphanumeric() || ".-+".contains(letter);
    version.is_some_and(|(version, _)| {
        version.contains('.')
            && version.starts_with(|first: char| first.is_ascii_digit())
            && version.chars().all(is_sign)
    })
}
