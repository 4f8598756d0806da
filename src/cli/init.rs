//! `callproof init`.

use std::path::Path;

use callproof::config::{FILE, TEMPLATE};

use super::arguments::Init;
use super::output::{self, Surface};
use super::{Done, Failure};

/// Writes a configuration with every key, commented out.
pub fn run(arguments: &Init, surface: Surface) -> Result<Done, Failure> {
    let path = Path::new(FILE);
    if !arguments.force && path.symlink_metadata().is_ok() {
        return Err(Failure::Usage(format!(
            "{FILE} is there already; --force writes over it"
        )));
    }
    output::write_file(path, |out| out.write_all(TEMPLATE.as_bytes()))?;
    if !surface.quiet {
        output::print(&format!(
            "wrote {FILE}: every key with its default, commented out\n"
        ))?;
    }
    Ok(Done::Fine)
}
