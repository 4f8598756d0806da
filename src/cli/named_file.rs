//! Opening files that a person named, where a named pipe may lie: nothing waits for its other end in silence.

use std::fs::{self, File, FileType, OpenOptions};
use std::io;
use std::path::Path;

/// Opens a file of settings, a key, a bundle or a report to be read: a regular one, or what a shell hands over.
pub fn open(path: &Path) -> io::Result<File> {
    let kind = fs::metadata(path)?.file_type();
    let is_file = kind.is_file() || kind.is_dir();
    if !is_file && !is_handed_over(path) {
        let line = format!(
            "it is {}, and no regular file: name a file, or /dev/stdin",
            told(kind)
        );
        return Err(io::Error::new(io::ErrorKind::InvalidInput, line));
    }
    File::open(path)
}

/// Whether the path names what this process holds already, as `<(…)` does, or nothing at all.
fn is_handed_over(path: &Path) -> bool {
    let is_own = ["/dev/stdin", "/dev/null"]
        .iter()
        .any(|own| path == Path::new(own));
    is_own
        || path.starts_with("/dev/fd")
        || path.starts_with("/proc") && path.components().any(|part| part.as_os_str() == "fd")
}

#[cfg(unix)]
fn told(kind: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    if kind.is_fifo() {
        "a named pipe"
    } else if kind.is_socket() {
        "a socket"
    } else {
        "a device"
    }
}

#[cfg(not(unix))]
fn told(_: FileType) -> &'static str {
    "a device"
}

/// Opens a device or a pipe to be written. A pipe that nobody reads is no place for a report.
pub fn open_stream(path: &Path) -> io::Result<File> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if fs::metadata(path)?.file_type().is_fifo() {
            return pipe::open(path);
        }
    }
    OpenOptions::new().write(true).open(path)
}

#[cfg(unix)]
mod pipe {
    use std::fs::{File, OpenOptions};
    use std::io;
    use std::os::unix::fs::OpenOptionsExt;
    use std::path::Path;
    use std::thread;
    use std::time::Duration;

    use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
    use rustix::io::Errno;

    /// So often it is looked for a reader: one that is started together with this process is there by then.
    const LOOKS: usize = 40;

    const PAUSE: Duration = Duration::from_millis(50);

    pub fn open(path: &Path) -> io::Result<File> {
        for _ in 0..LOOKS {
            match attempt(path) {
                Err(error) if is_unread(&error) => thread::sleep(PAUSE),
                opened => return opened,
            }
        }
        let line = "it is a named pipe that nobody reads: start its reader first";
        Err(io::Error::new(io::ErrorKind::NotConnected, line))
    }

    fn is_unread(error: &io::Error) -> bool {
        Errno::from_io_error(error) == Some(Errno::NXIO)
    }

    /// Opens it without waiting for a reader; what is written then waits as ever.
    fn attempt(path: &Path) -> io::Result<File> {
        let mut options = OpenOptions::new();
        let flags = OFlags::NONBLOCK.bits().cast_signed();
        let file = options.write(true).custom_flags(flags).open(path)?;
        fcntl_setfl(&file, fcntl_getfl(&file)? - OFlags::NONBLOCK)?;
        Ok(file)
    }
}
