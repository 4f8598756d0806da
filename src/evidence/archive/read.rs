//! Reads a bundle to its last byte, and takes nothing that we would not write.

use std::collections::HashSet;
use std::io::{self, Read};

use sha2::{Digest, Sha256};
use tar::{EntryType, Header};

use super::write::header;
use super::{
    BLOCK, CAPTURE_LIMIT, CAPTURES, CHUNK, MEMBER_LIMIT, MEMBERS_LIMIT, TERMS, is_capture,
    is_known, is_plain, padding,
};
use crate::evidence::fault::VerificationFailure;
use crate::evidence::manifest::hexadecimal;
use crate::evidence::terms::{BundleInfo, FORMAT};

/// A member as it was read.
#[derive(Debug, Clone)]
pub struct ArchiveMember {
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
    pub members: Vec<ArchiveMember>,
}

impl Archive {
    /// The bytes of the member of that name that is no capture.
    pub fn content(&self, name: &str) -> Option<&[u8]> {
        let member = self.members.iter().find(|member| member.name == name)?;
        (!is_capture(name)).then_some(member.content.as_slice())
    }

    /// Reads a bundle to its last byte, and takes nothing that we would not write.
    pub fn read(input: &mut dyn Read) -> Result<Archive, VerificationFailure> {
        let mut reading = Reading { input, offset: 0 };
        let mut archive = Archive {
            time: 0,
            members: Vec::new(),
        };
        let mut names = HashSet::new();
        let mut captures = 0;
        while let Some(block) = reading.header(archive.members.is_empty())? {
            let found = Header::from_byte_slice(&block);
            let is_first = archive.members.is_empty();
            let name = checked_name(found, is_first)?;
            if is_first {
                archive.time = found
                    .mtime()
                    .map_err(|_| VerificationFailure::header(&name))?;
            }
            if !names.insert(name.clone()) {
                return Err(VerificationFailure::Duplicate(name));
            }
            let size = found
                .entry_size()
                .map_err(|_| VerificationFailure::header(&name))?;
            allow(&name, size, captures)?;
            let ours = header(&name, size, archive.time)
                .map_err(|_| VerificationFailure::header(&name))?;
            if ours.as_bytes() != &block {
                return Err(VerificationFailure::header(&name));
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
fn is_known_format(first: &ArchiveMember) -> Result<(), VerificationFailure> {
    match BundleInfo::format_of(&first.content) {
        Some(format) if format == FORMAT => Ok(()),
        Some(format) if format.starts_with("callproof-evidence/") => {
            Err(VerificationFailure::Format(format))
        }
        Some(_) | None => Err(VerificationFailure::NotABundle(
            "its first member does not say so".into(),
        )),
    }
}

fn checked_name(header: &Header, is_first: bool) -> Result<String, VerificationFailure> {
    let bytes = header.path_bytes();
    let name = std::str::from_utf8(&bytes).map_err(|_| {
        VerificationFailure::UnsafeName(String::from_utf8_lossy(&bytes).into_owned())
    })?;
    match header.entry_type() {
        EntryType::Link | EntryType::Symlink => {
            return Err(VerificationFailure::Link(name.to_owned()));
        }
        EntryType::Regular => {}
        _other if is_first => {
            return Err(VerificationFailure::NotABundle(
                "it is a tar archive of something else".into(),
            ));
        }
        _other => return Err(VerificationFailure::Kind(name.to_owned())),
    }
    let odd = |step: &str| step.is_empty() || step == "." || step == "..";
    if name.contains(['\\', ':']) || name.split('/').any(odd) {
        return Err(VerificationFailure::UnsafeName(name.to_owned()));
    }
    if is_first && name != TERMS {
        return Err(VerificationFailure::NotABundle(
            "it is a tar archive of something else".into(),
        ));
    }
    Ok(name.to_owned())
}

/// Whether a member of that name and size may come, after so many captures.
fn allow(name: &str, size: u64, captures: usize) -> Result<(), VerificationFailure> {
    let limit = match name.strip_prefix(CAPTURES) {
        Some(file) => {
            let number = format!("{:04}-", captures + 1);
            let is_ours = file.starts_with(&number) && file.chars().all(is_plain);
            if !is_ours || captures >= MEMBERS_LIMIT {
                return Err(VerificationFailure::Unexpected(name.to_owned()));
            }
            CAPTURE_LIMIT
        }
        None if is_known(name) => MEMBER_LIMIT,
        None => return Err(VerificationFailure::Unexpected(name.to_owned())),
    };
    if size > limit {
        return Err(VerificationFailure::Oversized {
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
    fn header(&mut self, is_first: bool) -> Result<Option<[u8; BLOCK]>, VerificationFailure> {
        let mut block = [0; BLOCK];
        let read = self.fill(&mut block)?;
        let refuse = |why: &str| match is_first {
            true => VerificationFailure::NotABundle(why.to_owned()),
            false => VerificationFailure::Damaged(why.to_owned()),
        };
        if read == 0 && is_first {
            return Err(VerificationFailure::NotABundle("it is empty".into()));
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

    fn member(&mut self, name: String, size: u64) -> Result<ArchiveMember, VerificationFailure> {
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
                return Err(VerificationFailure::Damaged(format!(
                    "it ends inside {name}"
                )));
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
            return Err(VerificationFailure::Damaged(format!(
                "what follows {name} is not padding"
            )));
        }
        Ok(ArchiveMember {
            name,
            size,
            offset,
            sha256: hexadecimal(&hash.finalize()),
            content,
        })
    }

    /// Behind the first block of the end mark: the second, and nothing more.
    fn end(&mut self) -> Result<(), VerificationFailure> {
        let mut rest = [0; BLOCK + 1];
        let read = self.fill(&mut rest)?;
        if read != BLOCK || rest.iter().any(|&byte| byte != 0) {
            return Err(VerificationFailure::Damaged(
                "it does not end where its end mark stands".into(),
            ));
        }
        Ok(())
    }

    /// Fills the buffer as far as the input goes.
    fn fill(&mut self, buffer: &mut [u8]) -> Result<usize, VerificationFailure> {
        let mut filled = 0;
        while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match self.input.read(rest) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(VerificationFailure::Unreadable(error.to_string())),
            }
        }
        self.offset += filled as u64;
        Ok(filled)
    }
}
