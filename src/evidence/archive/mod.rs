//! The bundle's file: a tar archive of one form only, written and read as a stream.
//!
//! Reading compares every header with the one we would write for that name, size and time: what is accepted
//! is, byte for byte, what writing it again would give.

mod read;
mod write;

pub use read::{Archive, ArchiveMember};
pub use write::{write_end, write_member};

/// A member that is no capture has at most so many bytes: it is held in memory.
pub const MEMBER_LIMIT: u64 = 16 << 20;
/// A capture in a bundle has at most so many bytes.
pub const CAPTURE_LIMIT: u64 = 64 << 30;
/// A bundle has at most so many captures.
pub const MEMBERS_LIMIT: usize = 9_999;

/// The names of members that are no captures.
pub const TERMS: &str = "bundle.json";
pub const DECLARATION: &str = "declaration.toml";
pub const REPORT: &str = "report.json";
pub const REPORT_PAGE: &str = "report.html";
pub const COVERAGE: &str = "coverage.json";
pub const RULESET: &str = "ruleset.json";
pub const SCHEMA: &str = "schema/event.schema.json";
pub const CERTIFICATE: &str = "certificate.json";
pub const CERTIFICATE_PAGE: &str = "certificate.html";
pub const BADGE: &str = "badge.svg";
pub const MANIFEST: &str = "manifest.json";
pub const SIGNED: &str = "statement.dsse.json";
pub const UNSIGNED: &str = "statement.json";
const CAPTURES: &str = "captures/";

/// What every bundle has beside its captures, the manifest and the statement.
pub const REQUIRED: [&str; 10] = [
    TERMS,
    DECLARATION,
    REPORT,
    REPORT_PAGE,
    COVERAGE,
    RULESET,
    SCHEMA,
    CERTIFICATE,
    CERTIFICATE_PAGE,
    BADGE,
];

/// The members in the order in which they stand; the last is the statement, signed or not.
pub fn order<'n>(captures: impl Iterator<Item = &'n str>, seal: &'n str) -> Vec<&'n str> {
    let (before, behind) = REQUIRED.split_at(2);
    let seals = [MANIFEST, seal];
    before
        .iter()
        .copied()
        .chain(captures)
        .chain(behind.iter().copied())
        .chain(seals)
        .collect()
}

/// Whether the member stands behind all that the manifest lists.
pub fn is_seal(name: &str) -> bool {
    matches!(name, MANIFEST | SIGNED | UNSIGNED)
}

/// Whether the member has a name of the format, and is no capture.
fn is_known(name: &str) -> bool {
    REQUIRED.contains(&name) || is_seal(name)
}

/// The longest file name that a capture keeps.
const LONGEST_NAME: usize = 60;

/// Whether the member is a capture.
pub fn is_capture(name: &str) -> bool {
    name.starts_with(CAPTURES)
}

/// Whether the member says how was judged.
pub fn is_configuration(name: &str) -> bool {
    matches!(name, TERMS | DECLARATION | RULESET | SCHEMA)
}

/// The member's name of the capture of that index, from 0, and file name.
pub fn capture_name(index: usize, file: &str) -> String {
    let plain: String = file
        .chars()
        .map(|letter| if is_plain(letter) { letter } else { '-' })
        .skip(file.chars().count().saturating_sub(LONGEST_NAME))
        .collect();
    format!(
        "{CAPTURES}{:04}-{}",
        index + 1,
        plain.trim_start_matches(['.', '-'])
    )
}

fn is_plain(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "._-".contains(letter)
}

const BLOCK: usize = 512;
/// One read.
const CHUNK: usize = 64 << 10;

/// What follows a member of that size, up to the next block.
fn padding(size: u64) -> usize {
    let over = (size % BLOCK as u64) as usize;
    if over == 0 { 0 } else { BLOCK - over }
}
