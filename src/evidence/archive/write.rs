//! Writes members, each in the one form that there is.

use std::io::{self, Read, Write};

use sha2::{Digest, Sha256};
use tar::{EntryType, Header};

use super::{BLOCK, CHUNK, padding};
use crate::evidence::error::Error;
use crate::evidence::manifest::hexadecimal;

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

/// The header that the member must have.
pub(super) fn header(name: &str, size: u64, time: u64) -> io::Result<Header> {
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
