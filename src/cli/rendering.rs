//! From a format's name to its renderer, and what renderers take from the environment.

use std::env;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::PathBuf;

use callproof::capture::label;
use callproof::render::{
    Style, ctrf, github, gitlab, html, human, json, junit, markdown, ndjson, sarif, tap,
};
use callproof::report::Report;

use super::Failure;
use super::arguments::{CheckArguments, Format};
use super::today::source_date;

/// What the environment says about reports that were asked for. It never chooses a format.
pub struct Rendering {
    /// The time that stands where a format demands one, in seconds since 1970.
    seconds: u64,
    /// Where GitHub wants what it shows beside the log.
    step_summary: Option<PathBuf>,
}

impl Rendering {
    /// Looks only at what the formats asked for need.
    ///
    /// # Errors
    /// If SOURCE_DATE_EPOCH is needed and is not a number of seconds.
    pub fn of_environment(arguments: &CheckArguments) -> Result<Rendering, Failure> {
        let mut asked = arguments.reports.iter().map(|(format, _)| *format);
        let seconds = match arguments.format == Format::Ctrf || asked.any(|f| f == Format::Ctrf) {
            true => source_date()?.unwrap_or_default(),
            false => 0,
        };
        let step_summary = env::var_os("GITHUB_STEP_SUMMARY")
            .filter(|path| arguments.format == Format::Github && !path.is_empty());
        Ok(Rendering {
            seconds,
            step_summary: step_summary.map(PathBuf::from),
        })
    }

    /// Writes the report in that format.
    pub fn write(
        &self,
        format: Format,
        report: &Report,
        style: Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        match format {
            Format::Human => human::write(report, style, out),
            Format::Json => json::write(report, out),
            Format::Ndjson => ndjson::write(report, out),
            Format::Junit => junit::write(report, out),
            Format::Sarif => sarif::write(report, out),
            Format::Tap => tap::write(report, out),
            Format::Ctrf => ctrf::write(report, self.seconds, out),
            Format::Github => github::write(report, out),
            Format::Gitlab => gitlab::write(report, out),
            Format::Markdown => markdown::write(report, out),
            Format::Html => html::write(report, out),
        }
    }

    /// Writes the report as a file, which says first whose it is: a run never replaces what is no report.
    pub fn write_file(
        &self,
        format: Format,
        report: &Report,
        style: Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        if format == Format::Human {
            let (name, version) = (env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
            writeln!(out, "{name} {version}\n")?;
        }
        self.write(format, report, style, out)
    }

    /// Adds the report to the step's summary, where there is one: other commands of the step write there too.
    pub fn step_summary(&self, report: &Report) -> Result<(), Failure> {
        let Some(path) = &self.step_summary else {
            return Ok(());
        };
        let mut page = Vec::new();
        let written = markdown::write(report, &mut page).and_then(|()| {
            let mut file = OpenOptions::new().append(true).create(true).open(path)?;
            file.write_all(&page)
        });
        written
            .map_err(|error| Failure::Environment(format!("cannot write {}: {error}", label(path))))
    }
}
