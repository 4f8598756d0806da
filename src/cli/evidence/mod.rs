//! Commands about evidence: what a producer declares, what is certified, what others verify.

pub mod arguments;
mod certify;
mod declare;
mod keygen;
mod list;
mod verify;

use std::fs;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use callproof::capture::label;
use callproof::evidence::{Error, PublicKey, Verification, verify as examined, write_levels};

use super::output::{self, Surface};
use super::{Done, Failure, named_file};

pub use certify::run as certify;
pub use declare::run as declare;
pub use keygen::run as keygen;
pub use list::run as list;
pub use verify::run as verify;

/// Prints the levels.
pub fn levels() -> Result<Done, Failure> {
    output::write(|out| write_levels(out))?;
    Ok(Done::Fine)
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        match error {
            Error::Declaration(_) | Error::Key(_) | Error::Limit(_) => {
                Failure::Usage(error.to_string())
            }
            Error::Judge(_)
            | Error::Capture(_)
            | Error::Io { .. }
            | Error::Changed(_)
            | Error::Unlike(_)
            | Error::Page(_) => Failure::Environment(error.to_string()),
        }
    }
}

/// A key or a declaration is small: what is larger is something else.
const LARGEST: u64 = 1 << 20;

/// A small file, whole.
fn small_file(path: &Path) -> Result<Vec<u8>, Failure> {
    let told = |error| Failure::Environment(format!("cannot read {}: {error}", label(path)));
    let mut bytes = Vec::new();
    let file = named_file::open(path).map_err(told)?;
    file.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(told)?;
    if bytes.len() as u64 > LARGEST {
        let path = label(path);
        return Err(Failure::Usage(format!(
            "{path} has more than 1 MiB: it is something else"
        )));
    }
    Ok(bytes)
}

fn public_keys<'p>(paths: impl Iterator<Item = &'p PathBuf>) -> Result<Vec<PublicKey>, Failure> {
    let read = |path: &PathBuf| {
        let bytes = small_file(path)?;
        let key = PublicKey::read(&label(path), &String::from_utf8_lossy(&bytes))?;
        Ok(key)
    };
    paths.map(read).collect()
}

/// Verifies the bundle of that path.
fn verified(path: &Path, options: &callproof::evidence::Options) -> Verification {
    let open = |offset: u64| {
        let mut file = named_file::open(path)?;
        file.seek(SeekFrom::Start(offset))?;
        Ok(Box::new(file) as Box<dyn Read + Send>)
    };
    examined(&open, options)
}

/// Whether something stands there already.
fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}
