//! `callproof evidence list`.

use std::fs;
use std::path::{Path, PathBuf};

use callproof::capture::label;
use callproof::evidence::Options;
use callproof::evidence::registry::Listing;

use super::arguments::{BundleListFormat, List};
use super::{Done, Failure, Surface, output, public_keys, verified};
use crate::cli::today;

/// Lists the bundles of a directory. All are listed, whatever they are; then the worst decides.
pub fn run(arguments: &List, surface: Surface) -> Result<Done, Failure> {
    let options = Options {
        keys: public_keys(arguments.key.iter())?,
        allow_unsigned: false,
        allow_unchecked: arguments.key.is_empty(),
        today: today::today(arguments.today)?,
        jobs: surface.jobs,
    };
    let bundles = bundles(&arguments.directory)?;
    let told = bundles.into_iter().map(|path| {
        let told = verified(&path, &options);
        let name = label(path.file_name().unwrap_or_default().as_ref());
        (name, told)
    });
    let listing = Listing::of(told, options.today, !options.keys.is_empty());
    match arguments.format {
        BundleListFormat::Human if surface.quiet => {}
        BundleListFormat::Human => output::write(|out| listing.write_human(out))?,
        BundleListFormat::Json => output::write(|out| listing.write_json(out))?,
        BundleListFormat::Html => {
            let mut page = Vec::new();
            listing.write_html(&mut page)?;
            output::write(|out| out.write_all(&page))?;
        }
    }
    let unreadable = listing.unreadable();
    if listing.is_refuted() {
        return Ok(Done::Refuted);
    }
    if unreadable > 0 {
        let all = listing.bundles.len();
        let line = format!("{unreadable} of {all} bundles could not be verified");
        return Err(Failure::Environment(line));
    }
    Ok(Done::Fine)
}

/// The files that may be bundles, by name.
fn bundles(directory: &Path) -> Result<Vec<PathBuf>, Failure> {
    let told = |error| Failure::Environment(format!("cannot read {}: {error}", label(directory)));
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).map_err(told)? {
        let path = entry.map_err(told)?.path();
        let is_bundle = path
            .extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("tar"));
        // A pipe that merely lies here might never end.
        if is_bundle && path.is_file() {
            found.push(path);
        }
    }
    if found.is_empty() {
        let line = format!("{} holds no bundle (*.tar)", label(directory));
        return Err(Failure::Environment(line));
    }
    found.sort();
    Ok(found)
}
