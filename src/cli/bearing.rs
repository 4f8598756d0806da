//! What a run bears: waivers, and what an earlier report has already.

use std::path::Path;

use callproof::capture::label;
use callproof::config;
use callproof::ledger::{Baseline, Waivers};
use callproof::report::read_back::Earlier;

use super::arguments::CheckArguments;
use super::today::today;
use super::{Failure, output};

/// The waivers that the arguments name.
pub fn waivers(arguments: &CheckArguments) -> Result<Option<Waivers>, Failure> {
    let Some(path) = arguments
        .waivers
        .as_deref()
        .filter(|_| !arguments.no_waivers)
    else {
        return Ok(None);
    };
    let text = output::read_text(path, output::MAX_SETTINGS_BYTES)?;
    let file = label(path);
    let as_of = today(arguments.today)?;
    let entries = config::waivers(&output::masked_path(path), &text, as_of)
        .map_err(|error| Failure::OwnWords(error.to_string()))?;
    Ok(Some(Waivers {
        file,
        entries,
        as_of,
        producer: arguments.producer.clone(),
    }))
}

/// What the earlier report has that the arguments name.
pub fn known(arguments: &CheckArguments) -> Result<Option<Baseline>, Failure> {
    let Some(path) = &arguments.baseline else {
        return Ok(None);
    };
    Ok(Some(Baseline::of(&label(path), earlier(path)?)))
}

/// A JSON report, read back.
pub fn earlier(path: &Path) -> Result<Earlier, Failure> {
    let text = output::read_text(path, output::MAX_REPORT_BYTES)?;
    Earlier::read(&text).map_err(|why| Failure::Usage(format!("{} {why}", label(path))))
}
