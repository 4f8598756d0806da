//! `callproof keygen`.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use callproof::capture::label;
use callproof::evidence::SecretKey;

use super::arguments::Keygen;
use super::{Done, Failure, Surface, output};

/// Writes both keys, or none.
pub fn run(arguments: &Keygen, surface: Surface) -> Result<Done, Failure> {
    let key = SecretKey::generate()?;
    let (secret, public) = (
        with(&arguments.output, ".key"),
        with(&arguments.output, ".pub"),
    );
    write_new(&secret, &key.pem()?, true)?;
    write_new(&public, &key.public().pem()?, false).inspect_err(|_| {
        // Half a pair would only keep the next try from writing.
        let _ = fs::remove_file(&secret);
    })?;
    if !surface.quiet {
        let (secret, public, id) = (label(&secret), label(&public), key.public().id());
        output::print(&format!(
            "wrote {secret}: secret, signs; keep it\nwrote {public}: public, verifies; publish it\nkey {id}\n"
        ))?;
    }
    Ok(Done::Fine)
}

fn with(name: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(name);
    name.push(ending);
    PathBuf::from(name)
}

fn write_new(path: &Path, text: &str, is_secret: bool) -> Result<(), Failure> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    if is_secret {
        // From its first moment on, nobody else can read it.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    let written = options
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Failure::Usage(format!(
            "{} is there already, and stays as it is: a key that is lost cannot be made again",
            label(path)
        )),
        _ => Failure::Environment(format!("cannot write {}: {error}", label(path))),
    })
}
