//! `callproof.toml`, key by key.

use super::Error;
use super::table::{SourceText, Table, Value, unknown};
use crate::ledger::{RuleLevel, RuleLevels};
use crate::rules::{Profile, Severity};

/// What a configuration says. What it leaves out is none or empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    /// How rules are weighed.
    pub profile: Option<Profile>,
    /// What is checked where nothing is named.
    pub inputs: Vec<String>,
    /// Whose captures these are.
    pub producer: Option<String>,
    /// Whether any message that is not the event is an error.
    pub only_events: Option<bool>,
    /// Whether open fields are masked whole, but for documented words.
    pub mask_open: Option<bool>,
    /// What makes a run nonconformant: errors, or warnings too.
    pub fail_on: Option<Severity>,
    /// How many findings are kept in full.
    pub max_findings: Option<usize>,
    /// Where the waivers stand.
    pub waivers: Option<String>,
    /// Rules and families turned up or down.
    pub levels: RuleLevels,
    /// Formats, each with the file to write.
    pub reports: Vec<(String, String)>,
    /// How the normal form is made.
    pub normalize: NormalSettings,
    /// Where goldens stand.
    pub golden: SnapshotSettings,
}

/// How the normal form is made that goldens hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NormalSettings {
    /// JSON Pointers, with `*` for any one step, of what is masked too.
    pub mask: Vec<String>,
    /// Of what is not masked.
    pub unmask: Vec<String>,
    /// How finely times are told apart.
    pub resolution: Option<String>,
}

/// Where goldens stand and how they are compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SnapshotSettings {
    /// Their folder.
    pub dir: Option<String>,
    /// Whether a golden may have no capture.
    pub allow_orphans: Option<bool>,
}

impl Config {
    /// Reads a configuration; `path` is what its errors call it, `formats` are those that reports have.
    ///
    /// # Errors
    /// The first mistake, with its place.
    pub fn read(path: &str, text: &str, formats: &[&str]) -> Result<Config, Error> {
        let source = SourceText { path, text };
        let entries = source.parsed()?;
        let mut file = Table::new(source, &entries);
        let profile = |value: Value<'_>| value.one_of(&Profile::ALL, Profile::name);
        let fail_on = [Severity::Error, Severity::Warning];
        let config = Config {
            profile: file.take("profile").map(profile).transpose()?,
            inputs: texts(file.take("inputs"))?,
            producer: words(file.take("producer"))?,
            only_events: flag(file.take("only-events"))?,
            mask_open: flag(file.take("mask-open"))?,
            fail_on: file
                .take("fail-on")
                .map(|value| value.one_of(&fail_on, Severity::name))
                .transpose()?,
            max_findings: file
                .take("max-findings")
                .map(|value| value.number())
                .transpose()?,
            waivers: words(file.take("waivers"))?,
            levels: levels(file.take("rules"))?,
            reports: reports(file.take("reports"), formats)?,
            normalize: normal(file.take("normalize"))?,
            golden: goldens(file.take("golden"))?,
        };
        file.finish()?;
        Ok(config)
    }
}

fn words(value: Option<Value<'_>>) -> Result<Option<String>, Error> {
    value.map(|value| Ok(value.words()?.to_owned())).transpose()
}

fn flag(value: Option<Value<'_>>) -> Result<Option<bool>, Error> {
    value.map(|value| value.flag()).transpose()
}

fn texts(value: Option<Value<'_>>) -> Result<Vec<String>, Error> {
    let Some(value) = value else {
        return Ok(Vec::new());
    };
    let texts = value.list("an array of strings")?.into_iter();
    texts.map(|text| Ok(text.words()?.to_owned())).collect()
}

fn levels(value: Option<Value<'_>>) -> Result<RuleLevels, Error> {
    let Some(value) = value else {
        return Ok(RuleLevels::default());
    };
    let level = |entry: Value<'_>| {
        let level = entry.one_of(&RuleLevel::ALL, RuleLevel::name)?;
        RuleLevels::check_entry(entry.key, level)
            .map_err(|error| entry.source.error(entry.key_span, error.to_string()))?;
        Ok((entry.key.to_owned(), level))
    };
    Ok(RuleLevels(
        value.table()?.all().map(level).collect::<Result<_, _>>()?,
    ))
}

fn reports(value: Option<Value<'_>>, formats: &[&str]) -> Result<Vec<(String, String)>, Error> {
    let Some(value) = value else {
        return Ok(Vec::new());
    };
    let report = |entry: Value<'_>| {
        if !formats.contains(&entry.key) {
            let says = unknown("format", entry.key, formats);
            return Err(entry.source.error(entry.key_span, says));
        }
        Ok((entry.key.to_owned(), entry.words()?.to_owned()))
    };
    value.table()?.all().map(report).collect()
}

fn normal(value: Option<Value<'_>>) -> Result<NormalSettings, Error> {
    let Some(value) = value else {
        return Ok(NormalSettings::default());
    };
    let mut table = value.table()?;
    let normal = NormalSettings {
        mask: pointers(table.take("mask"))?,
        unmask: pointers(table.take("unmask"))?,
        resolution: words(table.take("resolution"))?,
    };
    table.finish()?;
    Ok(normal)
}

fn pointers(value: Option<Value<'_>>) -> Result<Vec<String>, Error> {
    let Some(value) = value else {
        return Ok(Vec::new());
    };
    let pointer = |value: Value<'_>| {
        let text = value.text()?;
        if !text.is_empty() && !text.starts_with('/') {
            let says = format!("a JSON Pointer begins with `/`, as in `/{text}`");
            return Err(value.wrong(says));
        }
        Ok(text.to_owned())
    };
    let pointers = value.list("an array of JSON Pointers")?.into_iter();
    pointers.map(pointer).collect()
}

fn goldens(value: Option<Value<'_>>) -> Result<SnapshotSettings, Error> {
    let Some(value) = value else {
        return Ok(SnapshotSettings::default());
    };
    let mut table = value.table()?;
    let goldens = SnapshotSettings {
        dir: words(table.take("dir"))?,
        allow_orphans: flag(table.take("allow-orphans"))?,
    };
    table.finish()?;
    Ok(goldens)
}
