//! A file that is still being written: waits for more, and notices when it is replaced.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

const PAUSE: Duration = Duration::from_millis(200);

/// Where a followed file goes on after its reader has come to an end.
pub(super) struct Followed {
    path: PathBuf,
    next: Option<File>,
    stop: Arc<AtomicBool>,
}

/// The file under that path, from its beginning until it is truncated, replaced, or we are stopped.
struct Growing {
    path: PathBuf,
    file: File,
    read: u64,
    stop: Arc<AtomicBool>,
}

impl Followed {
    pub(super) fn new(path: PathBuf, file: File, stop: Arc<AtomicBool>) -> Followed {
        Followed {
            path,
            next: Some(file),
            stop,
        }
    }

    /// The file as it now stands under the path; none once stopped.
    pub(super) fn next(&mut self) -> io::Result<Option<Box<dyn Read + Send>>> {
        while !self.stop.load(Ordering::Relaxed) {
            let file = match self.next.take() {
                Some(file) => file,
                None => match File::open(&self.path) {
                    Ok(file) => file,
                    // Between the old file's going and the new one's coming there may be none.
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {
                        thread::sleep(PAUSE);
                        continue;
                    }
                    Err(error) => return Err(error),
                },
            };
            return Ok(Some(Box::new(Growing {
                path: self.path.clone(),
                file,
                read: 0,
                stop: Arc::clone(&self.stop),
            })));
        }
        Ok(None)
    }
}

impl Read for Growing {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let replaced = self.is_replaced();
            let count = self.file.read(into)?;
            self.read += count as u64;
            // Asked before reading: what was written just before the change is still read.
            if count > 0 || replaced || self.stop.load(Ordering::Relaxed) {
                return Ok(count);
            }
            thread::sleep(PAUSE);
        }
    }
}

impl Growing {
    fn is_replaced(&self) -> bool {
        let Ok(own) = self.file.metadata() else {
            return false;
        };
        if own.len() < self.read {
            return true;
        }
        // A name without a file for a moment is a rotation under way.
        matches!(fs::metadata(&self.path), Ok(named) if !same_file(&own, &named))
    }
}

#[cfg(unix)]
fn same_file(own: &Metadata, named: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (own.dev(), own.ino()) == (named.dev(), named.ino())
}

#[cfg(not(unix))]
fn same_file(own: &Metadata, named: &Metadata) -> bool {
    match (own.created(), named.created()) {
        (Ok(one), Ok(other)) => one == other,
        (Ok(_), Err(_)) | (Err(_), Ok(_)) | (Err(_), Err(_)) => true,
    }
}
