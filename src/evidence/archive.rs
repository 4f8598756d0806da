//! The bundle's file: a tar archive of one form only, written and read as a stream.
//!
//! Reading compares every header with the one we would write for that name, size and time: what is accepted
//! is, byte for byte, what writing it again would give.

use std::collections::HashSet;
use std::io::{self, Read, Write};

use sha2::{Digest, Sha256};
use tar::{EntryType, Header};

use super::error::Error;
use super::manifest::hexadecimal;
use super::terms::{FORMAT, Terms};
use super::verdicts::Fault;

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

const KNOWN: [&str; 12] = [
    TERMS,
    DECLARATION,
    REPORT,
    COVERAGE,
    RULESET,
    SCHEMA,
    CERTIFICATE,
    CERTIFICATE_PAGE,
    BADGE,
    MANIFEST,
    SIGNED,
    UNSIGNED,
];

/// What every bundle has beside its captures, the manifest and the statement.
pub const REQUIRED: [&str; 9] = [
    TERMS,
    DECLARATION,
    REPORT,
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

const BLOCK: usize = 512;
/// One read.
const CHUNK: usize = 64 << 10;
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

/// Writes a member; gives back the digest of what was written. The size is what was said, or it is an error.
pub fn write_member(
    out: &mut dyn Write,
    name: &str,
    size: u64,
    time: u64,
    content: &mut dyn Read,
) -> Result<String, Error> {
    let header = header(name, size, time).map_err(Error::io(format!("name the member {name}")))?;
    let failed = || Error::io("write the bundle");
    out.write_all(header.as_bytes()).map_err(failed())?;
    let mut hash = Sha256::new();
    let mut left = size;
    let mut chunk = vec![0; CHUNK];
    loop {
        let read = content
            .read(&mut chunk)
            .map_err(Error::io(format!("read {name}")))?;
        if read == 0 {
            break;
        }
        let bytes = chunk.get(..read).unwrap_or_default();
        left = left
            .checked_sub(read as u64)
            .ok_or_else(|| Error::Changed(name.to_owned()))?;
        hash.update(bytes);
        out.write_all(bytes).map_err(failed())?;
    }
    if left > 0 {
        return Err(Error::Changed(name.to_owned()));
    }
    let padding = vec![0; padding(size)];
    out.write_all(&padding).map_err(failed())?;
    Ok(hexadecimal(&hash.finalize()))
}

/// Ends the archive.
pub fn write_end(out: &mut dyn Write) -> Result<(), Error> {
    out.write_all(&[0; 2 * BLOCK])
        .map_err(Error::io("write the bundle"))
}

fn padding(size: u64) -> usize {
    let over = (size % BLOCK as u64) as usize;
    if over == 0 { 0 } else { BLOCK - over }
}

fn header(name: &str, size: u64, time: u64) -> io::Result<Header> {
    let mut header = Header::new_ustar();
    header.set_path(name)?;
    header.set_entry_type(EntryType::Regular);
    header.set_mode(0o644);
    header.set_uid(0);
    header.set_gid(0);
    header.set_size(size);
    header.set_mtime(time);
    header.set_cksum();
    Ok(header)
}

/// A member as it was read.
#[derive(Debug, Clone)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Its size.
    pub size: u64,
    /// Where its bytes begin in the bundle.
    pub offset: u64,
    /// Their digest.
    pub sha256: String,
    /// The bytes, unless it is a capture.
    pub content: Vec<u8>,
}

/// A bundle that was read whole.
#[derive(Debug, Clone)]
pub struct Archive {
    /// The time on every member.
    pub time: u64,
    /// In their order.
    pub members: Vec<Member>,
}

impl Archive {
    /// The bytes of the member of that name that is no capture.
    pub fn content(&self, name: &str) -> Option<&[u8]> {
        let member = self.members.iter().find(|member| member.name == name)?;
        (!is_capture(name)).then_some(member.content.as_slice())
    }

    /// Reads a bundle to its last byte, and takes nothing that we would not write.
    pub fn read(input: &mut dyn Read) -> Result<Archive, Fault> {
        let mut reading = Reading { input, offset: 0 };
        let mut archive = Archive {
            time: 0,
            members: Vec::new(),
        };
        let mut names = HashSet::new();
        let mut captures = 0;
        while let Some(block) = reading.header(archive.members.is_empty())? {
            let header = Header::from_byte_slice(&block);
            let is_first = archive.members.is_empty();
            let name = checked_name(header, is_first)?;
            if is_first {
                archive.time = header.mtime().map_err(|_| Fault::header(&name))?;
            }
            if !names.insert(name.clone()) {
                return Err(Fault::Duplicate(name));
            }
            let size = header.entry_size().map_err(|_| Fault::header(&name))?;
            allow(&name, size, captures)?;
            let ours = self::header(&name, size, archive.time).map_err(|_| Fault::header(&name))?;
            if ours.as_bytes() != &block {
                return Err(Fault::header(&name));
            }
            captures += usize::from(is_capture(&name));
            let member = reading.member(name, size)?;
            if is_first {
                is_known_format(&member)?;
            }
            archive.members.push(member);
        }
        reading.end()?;
        Ok(archive)
    }
}

/// The first member says what all the others are.
fn is_known_format(first: &Member) -> Result<(), Fault> {
    match Terms::format_of(&first.content) {
        Some(format) if format == FORMAT => Ok(()),
        Some(format) if format.starts_with("callproof-evidence/") => Err(Fault::Format(format)),
        Some(_) | None => Err(Fault::NotABundle("its first member does not say so".into())),
    }
}

fn checked_name(header: &Header, is_first: bool) -> Result<String, Fault> {
    let bytes = header.path_bytes();
    let name = std::str::from_utf8(&bytes)
        .map_err(|_| Fault::UnsafeName(String::from_utf8_lossy(&bytes).into_owned()))?;
    match header.entry_type() {
        EntryType::Link | EntryType::Symlink => return Err(Fault::Link(name.to_owned())),
        EntryType::Regular => {}
        _other if is_first => {
            return Err(Fault::NotABundle(
                "it is a tar archive of something else".into(),
            ));
        }
        _other => return Err(Fault::Kind(name.to_owned())),
    }
    let odd = |step: &str| step.is_empty() || step == "." || step == "..";
    if name.contains(['\\', ':']) || name.split('/').any(odd) {
        return Err(Fault::UnsafeName(name.to_owned()));
    }
    if is_first && name != TERMS {
        return Err(Fault::NotABundle(
            "it is a tar archive of something else".into(),
        ));
    }
    Ok(name.to_owned())
}

/// Whether a member of that name and size may come, after so many captures.
fn allow(name: &str, size: u64, captures: usize) -> Result<(), Fault> {
    let limit = match name.strip_prefix(CAPTURES) {
        Some(file) => {
            let number = format!("{:04}-", captures + 1);
            let is_ours = file.starts_with(&number) && file.chars().all(is_plain);
            if !is_ours || captures >= MEMBERS_LIMIT {
                return Err(Fault::Unexpected(name.to_owned()));
            }
            CAPTURE_LIMIT
        }
        None if KNOWN.contains(&name) => MEMBER_LIMIT,
        None => return Err(Fault::Unexpected(name.to_owned())),
    };
    if size > limit {
        return Err(Fault::Oversized {
            name: name.to_owned(),
            size,
            limit,
        });
    }
    Ok(())
}

struct Reading<'i> {
    input: &'i mut dyn Read,
    offset: u64,
}

impl Reading<'_> {
    /// The next header; none at the end mark.
    fn header(&mut self, is_first: bool) -> Result<Option<[u8; BLOCK]>, Fault> {
        let mut block = [0; BLOCK];
        let read = self.fill(&mut block)?;
        let refuse = |why: &str| match is_first {
            true => Fault::NotABundle(why.to_owned()),
            false => Fault::Damaged(why.to_owned()),
        };
        if read == 0 && is_first {
            return Err(Fault::NotABundle("it is empty".into()));
        }
        if read < BLOCK {
            let why = if is_first {
                "it is no tar archive"
            } else {
                "it has no end mark"
            };
            return Err(refuse(why));
        }
        if block.iter().all(|&byte| byte == 0) {
            return if is_first {
                Err(refuse("it has no members"))
            } else {
                Ok(None)
            };
        }
        let mut summed = Header::from_byte_slice(&block).clone();
        summed.set_cksum();
        if summed.as_bytes() != &block {
            let why = if is_first {
                "it is no tar archive"
            } else {
                "a header's checksum is wrong"
            };
            return Err(refuse(why));
        }
        Ok(Some(block))
    }

    fn member(&mut self, name: String, size: u64) -> Result<Member, Fault> {
        let offset = self.offset;
        let mut hash = Sha256::new();
        let mut content = Vec::new();
        let mut left = size;
        let mut chunk = vec![0; CHUNK];
        while left > 0 {
            let most = usize::try_from(left).unwrap_or(CHUNK).min(CHUNK);
            let read = self.fill(chunk.get_mut(..most).unwrap_or_default())?;
            let bytes = chunk.get(..read).unwrap_or_default();
            if read < most {
                return Err(Fault::Damaged(format!("it ends inside {name}")));
            }
            hash.update(bytes);
            if !is_capture(&name) {
                content.extend_from_slice(bytes);
            }
            left -= read as u64;
        }
        let mut rest = vec![0; padding(size)];
        let read = self.fill(&mut rest)?;
        if read < rest.len() || rest.iter().any(|&byte| byte != 0) {
            return Err(Fault::Damaged(format!(
                "what follows {name} is not padding"
            )));
        }
        Ok(Member {
            name,
            size,
            offset,
            sha256: hexadecimal(&hash.finalize()),
            content,
        })
    }

    /// Behind the first block of the end mark: the second, and nothing more.
    fn end(&mut self) -> Result<(), Fault> {
        let mut rest = [0; BLOCK + 1];
        let read = self.fill(&mut rest)?;
        if read != BLOCK || rest.iter().any(|&byte| byte != 0) {
            return Err(Fault::Damaged(
                "it does not end where its end mark stands".into(),
            ));
        }
        Ok(())
    }

    /// Fills the buffer as far as the input goes.
    fn fill(&mut self, buffer: &mut [u8]) -> Result<usize, Fault> {
        let mut filled = 0;
        while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match self.input.read(rest) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(Fault::Unreadable(error.to_string())),
            }
        }
        self.offset += filled as u64;
        Ok(filled)
    }
}
