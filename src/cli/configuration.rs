//! Finding `callproof.toml`, and what it fills in where no flag says otherwise.

use std::path::{Path, PathBuf};

use callproof::config::{self, Config};
use callproof::ledger::RuleLevels;
use callproof::rules::Severity;
use callproof::snapshot::normal::{self, Masking, Selector};
use clap::ValueEnum;

use super::arguments::{CheckArguments, Configuration, FailOn, Format, ProfileName};
use super::confines::Confines;
use super::{Failure, output};

/// A configuration that was found.
pub struct Found {
    /// Its path from the working directory.
    pub path: PathBuf,
    /// What it says.
    pub config: Config,
    /// Where it may have files written; none where the user named it, and it may everywhere.
    pub confines: Option<Confines>,
}

impl Found {
    /// The rules that it turns up or down.
    pub fn levels(&self) -> RuleLevels {
        self.config.levels.clone()
    }

    /// How captures are masked in their normal form, as it says.
    pub fn masking(&self) -> Result<Masking, Failure> {
        let normalize = &self.config.normalize;
        let told = |error: normal::Error| {
            Failure::OwnWords(format!("{}: {error}", output::masked_path(&self.path)))
        };
        let selectors = |texts: &[String]| {
            let read = texts.iter().map(|text| text.parse::<Selector>());
            read.collect::<Result<Vec<_>, _>>().map_err(told)
        };
        let resolution = normalize.resolution.as_ref().map(|text| text.parse());
        Ok(Masking {
            mask: selectors(&normalize.mask)?,
            unmask: selectors(&normalize.unmask)?,
            mask_open: self.config.mask_open.unwrap_or_default(),
            resolution: resolution.transpose().map_err(told)?.unwrap_or_default(),
        })
    }

    /// A path that stands in it and is written to.
    ///
    /// # Errors
    /// The configuration was found, and the path is not below its folder.
    pub fn resolve_for_writing(&self, path: &str) -> Result<PathBuf, Failure> {
        let path = self.resolve(path);
        if let Some(confines) = &self.confines {
            confines.below(&path)?;
        }
        Ok(path)
    }

    /// A path that stands in it, from the working directory.
    pub fn resolve(&self, path: &str) -> PathBuf {
        let folder = self.path.parent().unwrap_or(Path::new(""));
        folder.join(path)
    }
}

/// The configuration that the arguments name, or the nearest above the working directory.
pub fn find(arguments: &Configuration) -> Result<Option<Found>, Failure> {
    if arguments.no_config {
        return Ok(None);
    }
    let path = match &arguments.config {
        Some(path) => path.clone(),
        None => match nearest() {
            Some(path) => path,
            None => return Ok(None),
        },
    };
    let file = output::open(&path)?;
    let confines = match arguments.config {
        Some(_) => None,
        None => Some(Confines::of(&path, &file)?),
    };
    let text = output::read_open(file, &path, output::MAX_SETTINGS_BYTES)?;
    let formats = Format::names();
    let formats: Vec<&str> = formats.iter().map(String::as_str).collect();
    let config = Config::read(&output::masked_path(&path), &text, &formats)
        .map_err(|error| Failure::OwnWords(error.to_string()))?;
    Ok(Some(Found {
        path,
        config,
        confines,
    }))
}

/// How captures are masked in their normal form, where a configuration may say more than the default.
pub fn masking(found: Option<&Found>) -> Result<Masking, Failure> {
    found.map_or_else(|| Ok(Masking::default()), Found::masking)
}

/// The nearest file, from the working directory upward to the root of its repository. Outside of one only
/// the working directory is looked in, so that no run depends on what lies elsewhere.
fn nearest() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    let is_root = |folder: &Path| folder.join(".git").exists();
    let levels = here.ancestors().position(is_root).map_or(1, |up| up + 1);
    let mut up = PathBuf::new();
    for folder in here.ancestors().take(levels) {
        // Whatever has the name is meant, a link that leads nowhere too: then it cannot be read.
        if folder.join(config::FILE).symlink_metadata().is_ok() {
            return Some(up.join(config::FILE));
        }
        up.push("..");
    }
    None
}

/// Fills in what no flag says.
pub fn fill(arguments: &mut CheckArguments, found: &Found) {
    let config = &found.config;
    let resolve = |path: &String| found.resolve(path);
    if arguments.inputs.is_empty() {
        arguments.inputs = config.inputs.iter().map(resolve).collect();
    }
    if arguments.reports.is_empty() {
        let report = |(format, path): &(String, String)| {
            Some((Format::from_str(format, false).ok()?, resolve(path)))
        };
        arguments.reports = config.reports.iter().filter_map(report).collect();
    }
    let fail_on = |severity| match severity {
        Severity::Error | Severity::Note => FailOn::Error,
        Severity::Warning => FailOn::Warning,
    };
    // A flag goes before the file.
    arguments.mask_open |= config.mask_open.unwrap_or_default() && !arguments.show_values;
    arguments.only_events |= config.only_events.unwrap_or_default();
    fill_one(&mut arguments.profile, config.profile.map(ProfileName::of));
    fill_one(&mut arguments.fail_on, config.fail_on.map(fail_on));
    fill_one(&mut arguments.max_findings, config.max_findings);
    fill_one(&mut arguments.producer, config.producer.clone());
    fill_one(&mut arguments.waivers, config.waivers.as_ref().map(resolve));
}

fn fill_one<T>(flag: &mut Option<T>, configured: Option<T>) {
    if flag.is_none() {
        *flag = configured;
    }
}
