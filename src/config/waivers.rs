//! A waiver file: who bears which findings, why, and until when.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::Date;
use toml::de::DeTable;

use super::Error;
use super::table::{SourceText, Spots, Table, Value, unknown};
use crate::event::vocabulary::LegType;
use crate::ledger::Waiver;
use crate::report::Waived;
use crate::rules::{FAMILIES, Rule, all, find};

/// A waiver ends at most so many days after today: by then somebody has to look at it again.
pub const MAX_DAYS: i64 = 366;

/// Reads a waiver file; `path` is what errors and findings call it.
///
/// # Errors
/// The first mistake, with its place. A waiver that is not filled in is one, or one that ends more than
/// [`MAX_DAYS`] days after `today`.
pub fn waivers(path: &str, text: &str, today: Date) -> Result<Vec<Waiver>, Error> {
    let source = SourceText { path, text };
    let entries = source.parsed()?;
    let spots = Spots::of(text);
    drafts(source, &entries)?
        .into_iter()
        .map(|draft| draft.complete(source, &spots, today))
        .collect()
}

/// A waiver that may not be filled in yet.
pub(super) struct WaiverDraft<'s> {
    pub rule: &'static Rule,
    pub pointer: Option<&'s str>,
    everywhere: Option<Value<'s>>,
    pub fingerprint: Option<&'s str>,
    call_type: Option<LegType>,
    producer: Option<&'s str>,
    reason: Option<Value<'s>>,
    owner: Option<Value<'s>>,
    expires: Option<Value<'s>>,
    rule_span: Range<usize>,
}

/// The entries of the file, each read and none complete.
pub(super) fn drafts<'s>(
    source: SourceText<'s>,
    entries: &'s DeTable<'s>,
) -> Result<Vec<WaiverDraft<'s>>, Error> {
    let mut file = Table::new(source, entries);
    let waivers = match file.take("waiver") {
        Some(waivers) => waivers.list("an array of [[waiver]] tables")?,
        None => Vec::new(),
    };
    file.finish()?;
    waivers.iter().map(WaiverDraft::read).collect()
}

impl<'s> WaiverDraft<'s> {
    fn read(entry: &Value<'s>) -> Result<WaiverDraft<'s>, Error> {
        let mut table = entry.table()?;
        let words = |value: Option<Value<'s>>| value.map(|value| value.words()).transpose();
        let rule = table.take("rule");
        let pointer = table
            .take("pointer")
            .map(|value| value.text())
            .transpose()?;
        let everywhere = table.take("everywhere");
        let call_type = table.take("call-type");
        let draft = (
            words(table.take("producer"))?,
            words(table.take("fingerprint"))?,
            table.take("reason"),
            table.take("owner"),
            table.take("expires"),
        );
        table.finish()?;
        let (producer, fingerprint, reason, owner, expires) = draft;
        let Some(rule) = rule else {
            return Err(entry.missing("rule", "it says whose findings are borne"));
        };
        Ok(WaiverDraft {
            rule: waivable(&rule)?,
            rule_span: rule.span(),
            pointer,
            everywhere,
            fingerprint,
            call_type: call_type
                .map(|value| value.one_of(&LegType::ALL, LegType::word))
                .transpose()?,
            producer,
            reason,
            owner,
            expires,
        })
    }

    fn complete(
        self,
        source: SourceText<'s>,
        spots: &Spots<'_>,
        today: Date,
    ) -> Result<Waiver, Error> {
        let span = self.rule_span.clone();
        let missing = |key, why| missing(source, span.clone(), key, why);
        let filled = |value: Option<Value<'s>>, key, why| {
            let value = value.ok_or_else(|| missing(key, why))?;
            if value.text()?.trim().is_empty() {
                return Err(value.wrong(format!("`{key}` is empty: {why}")));
            }
            Ok(value.text()?.to_owned())
        };
        let reason = filled(self.reason, "reason", "say why the findings are borne")?;
        let owner = filled(self.owner, "owner", "say who answers for them")?;
        let day = "say the last day on which the waiver counts, as YYYY-MM-DD";
        let expires = self.expires.ok_or_else(|| missing("expires", day))?;
        let last = date(&expires)?;
        check_last_day(&expires, last, today)?;
        check_extent(source, &span, self.pointer, self.everywhere.as_ref())?;
        let place = |span| {
            let location = spots.location(span);
            location.ok_or_else(|| missing("rule", "its place cannot be shown"))
        };
        Ok(Waiver {
            rule: self.rule,
            pointer: self.pointer.map(str::to_owned),
            call_type: self.call_type,
            producer: self.producer.map(str::to_owned),
            fingerprint: self.fingerprint.map(str::to_owned),
            waived: Waived {
                reason,
                owner,
                expires: last.to_string(),
            },
            expires: last,
            rule_at: place(span.clone())?,
            expires_at: place(expires.span())?,
        })
    }

    /// Whether the entry is about just these findings, or more: `waive` need not write it again.
    pub fn is_about(&self, rule: &str, pointer: Option<&str>, fingerprint: &str) -> bool {
        self.rule.id == rule
            && self.call_type.is_none()
            && self.producer.is_none()
            && self.pointer.is_none_or(|own| pointer == Some(own))
            && self.fingerprint.is_none_or(|own| own == fingerprint)
    }
}

impl Value<'_> {
    fn missing(&self, key: &str, why: &str) -> Error {
        missing(self.source, self.span(), key, why)
    }
}

fn missing(source: SourceText<'_>, span: Range<usize>, key: &str, why: &str) -> Error {
    source.error(span, format!("the waiver has no `{key}`: {why}"))
}

/// The rule that stands there, if findings of it can be borne.
fn waivable(value: &Value<'_>) -> Result<&'static Rule, Error> {
    let name = value.words()?;
    match find(name) {
        Some(rule) if rule.family() == "waiver" => Err(value.wrong(format!(
            "`{name}` cannot be waived: a waiver that has ended is taken out or renewed"
        ))),
        Some(rule) => Ok(rule),
        None if FAMILIES.iter().any(|(family, _)| *family == name) => Err(value.wrong(format!(
            "`{name}` is a family, and a waiver names one rule, such as `{}`",
            all()
                .find(|rule| rule.family() == name)
                .map_or(name, |rule| rule.id)
        ))),
        None => {
            let ids: Vec<&str> = all().map(|rule| rule.id).collect();
            let says = unknown("rule", name, &ids);
            let says = match says.split_once("; there are") {
                Some((says, _)) => format!("{says}; `callproof rules` lists them"),
                None => says,
            };
            Err(value.wrong(says))
        }
    }
}

/// What is meant everywhere says so: a pointer that was forgotten would suppress more than was meant.
fn check_extent(
    source: SourceText<'_>,
    rule: &Range<usize>,
    pointer: Option<&str>,
    everywhere: Option<&Value<'_>>,
) -> Result<(), Error> {
    let flag = everywhere.map(|value| Ok((value, value.flag()?)));
    match (pointer, flag.transpose()?) {
        (Some(_), None | Some((_, false))) | (None, Some((_, true))) => Ok(()),
        (Some(_), Some((value, true))) => Err(value.wrong(
            "the waiver has a `pointer` and is meant everywhere: take one of them out".into(),
        )),
        (None, None | Some((_, false))) => Err(missing(
            source,
            rule.clone(),
            "pointer",
            "name the JSON Pointer of its findings, or write `everywhere = true`",
        )),
    }
}

fn check_last_day(value: &Value<'_>, last: Date, today: Date) -> Result<(), Error> {
    let latest = today.saturating_add(MAX_DAYS.days());
    if last <= latest {
        return Ok(());
    }
    Err(value.wrong(format!(
        "`expires` is {last}, more than {MAX_DAYS} days after {today}: {latest} is the last day that can be set"
    )))
}

/// The day, written in full: jiff would take a time of day too.
fn date(value: &Value<'_>) -> Result<Date, Error> {
    let text = value.day().unwrap_or_default();
    let day: Option<Date> = text.parse().ok();
    day.filter(|day| day.to_string() == text).ok_or_else(|| {
        value.wrong("`expires` is no day: YYYY-MM-DD is meant, such as 2026-12-31".into())
    })
}
