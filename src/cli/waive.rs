//! `callproof waive`.

use std::path::{Path, PathBuf};

use callproof::capture::label;
use callproof::config::{self, Added};
use jiff::ToSpan;
use jiff::civil::Date;

use super::arguments::Waive;
use super::output::{self, Surface};
use super::{Done, Failure, bearing, configuration, today};

/// So long a waiver counts unless another day is asked for.
const DAYS: i64 = 30;

/// Writes entries for the report's errors behind those that are there.
pub fn run(arguments: &Waive, surface: Surface) -> Result<Done, Failure> {
    let expires = expires(arguments)?;
    let report = bearing::earlier(&arguments.from)?;
    let path = path(arguments)?;
    let is_file = path != Path::new("-");
    let text = if is_file && path.exists() {
        output::read_text(&path, output::MAX_SETTINGS_BYTES)?
    } else {
        String::new()
    };
    let shown = label(&path);
    let added = config::waive(&output::masked_path(&path), &text, &report, expires)
        .map_err(|error| Failure::OwnWords(error.to_string()))?;
    if !is_file {
        output::print(&added.text)?;
        return Ok(Done::Fine);
    }
    if added.text.len() as u64 > output::MAX_SETTINGS_BYTES {
        return Err(Failure::Usage(format!(
            "{shown} would be larger than 1 MiB, and no run would read it: fix some of the findings first, or take the report as a baseline"
        )));
    }
    if added.entries > 0 {
        output::write_file(&path, |out| out.write_all(added.text.as_bytes()))?;
    }
    if !surface.quiet {
        output::print(&said(&shown, &added, report.findings_left_out))?;
    }
    Ok(Done::Fine)
}

fn expires(arguments: &Waive) -> Result<Date, Failure> {
    let today = today::today(arguments.today)?;
    if let Some(day) = arguments.expires {
        let latest = today.saturating_add(config::MAX_DAYS.days());
        let line = match day {
            day if day < today => format!("--expires {day} is past: it is {today}"),
            day if day > latest => format!(
                "--expires {day} is more than {} days after {today}: {latest} is the last day that can be set",
                config::MAX_DAYS
            ),
            day => return Ok(day),
        };
        return Err(Failure::OwnWords(line));
    }
    today
        .checked_add(DAYS.days())
        .map_err(|error| Failure::OwnWords(format!("no day is {DAYS} days after {today}: {error}")))
}

fn path(arguments: &Waive) -> Result<PathBuf, Failure> {
    if let Some(path) = &arguments.output {
        return Ok(path.clone());
    }
    let found = configuration::find(&arguments.configuration)?;
    let configured = found.as_ref().and_then(|found| {
        let path = found.config.waivers.as_ref()?;
        Some(found.resolve_for_writing(path))
    });
    configured.unwrap_or_else(|| Ok(PathBuf::from("waivers.toml")))
}

fn said(path: &str, added: &Added, left_out: u64) -> String {
    let entries = |count| match count {
        1 => "1 entry".to_owned(),
        more => format!("{more} entries"),
    };
    let there = match added.there {
        0 => String::new(),
        there => format!(", {there} there already"),
    };
    let mut said = match added.entries {
        0 if added.there == 0 => format!("{path}: nothing to waive\n"),
        0 => format!("{path}: nothing new{there}\n"),
        count => format!(
            "{path}: {} new{there}; they count once `reason` and `owner` are filled in\n",
            entries(count)
        ),
    };
    if left_out > 0 {
        said.push_str(&format!(
            "{left_out} findings are counted in the report but not kept: run it again with a larger --max-findings\n"
        ));
    }
    said
}
