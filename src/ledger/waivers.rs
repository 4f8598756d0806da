//! Waivers: findings that are suppressed until a date. They are reported, and do not count.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::FindingKey;
use crate::event::vocabulary::LegType;
use crate::privacy::masks::Masks;
use crate::report::{Location, Waived};
use crate::rules::Rule;

/// The waivers of a run.
#[derive(Debug, Clone)]
pub struct Waivers {
    /// Their file, as named.
    pub file: String,
    /// In the order of the file.
    pub entries: Vec<Waiver>,
    /// The day on which they are checked.
    pub as_of: Date,
    /// Whose capture this is, if named.
    pub producer: Option<String>,
}

/// One waiver: which findings, and until when.
#[derive(Debug, Clone)]
pub struct Waiver {
    /// Findings of this rule.
    pub rule: &'static Rule,
    /// Only those whose cause is at this pointer.
    pub pointer: Option<String>,
    /// Only those in events of this call type.
    pub call_type: Option<LegType>,
    /// Only those in captures of this producer.
    pub producer: Option<String>,
    /// Only those with this fingerprint.
    pub fingerprint: Option<String>,
    /// Its reason, owner and last day.
    pub waived: Waived,
    /// The last day on which it counts.
    pub expires: Date,
    /// The location of its rule in the file.
    pub rule_at: Location,
    /// The location of its last day in the file.
    pub expires_at: Location,
}

impl Waiver {
    /// What it suppresses, in words.
    pub fn scope(&self) -> String {
        let parts = [
            ("at", self.pointer.as_deref()),
            ("on legs of type", self.call_type.map(LegType::word)),
            (
                "with fingerprint",
                self.fingerprint
                    .as_deref()
                    .filter(|_| self.pointer.is_none()),
            ),
        ];
        let narrower = parts
            .into_iter()
            .filter_map(|(word, value)| Some(format!(" {word} `{}`", value?)));
        format!("`{}`{}", self.rule.id, narrower.collect::<String>())
    }

    fn matches(&self, key: &FindingKey<'_>) -> bool {
        let is = |own: &Option<String>, other: Option<&str>| {
            own.as_deref().is_none_or(|own| other == Some(own))
        };
        self.rule.id == key.rule.id
            && is(&self.pointer, key.pointer)
            && is(&self.fingerprint, Some(key.fingerprint))
            && (self.call_type.is_none() || self.call_type == key.call_type)
    }
}

/// The state of a waiver at the end of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is about another producer.
    PassedOver,
    /// Its last day is over: it suppresses nothing.
    Expired,
    /// It has suppressed a finding.
    Matched,
    /// It has suppressed none.
    Unmatched,
}

/// The waivers, and which of them may suppress something.
#[derive(Debug)]
pub struct Terms {
    waivers: Waivers,
    /// Those that may suppress something, by rule and pointer; one without a pointer applies everywhere.
    by_location: HashMap<(&'static str, Option<String>), Vec<usize>>,
    /// The state of each before any finding.
    fates: Vec<Fate>,
}

/// The waivers and what they have suppressed so far.
#[derive(Debug)]
pub struct Ledger {
    terms: Arc<Terms>,
    fates: Vec<Fate>,
}

impl Terms {
    /// Indexes these waivers.
    pub fn new(waivers: Waivers) -> Terms {
        let fate = |waiver: &Waiver| {
            if waiver.producer.is_some() && waiver.producer != waivers.producer {
                Fate::PassedOver
            } else if waiver.expires < waivers.as_of {
                Fate::Expired
            } else {
                Fate::Unmatched
            }
        };
        let fates: Vec<Fate> = waivers.entries.iter().map(fate).collect();
        let mut by_location: HashMap<(&'static str, Option<String>), Vec<usize>> = HashMap::new();
        for (number, (waiver, fate)) in waivers.entries.iter().zip(&fates).enumerate() {
            if *fate == Fate::Unmatched {
                let location = (waiver.rule.id, waiver.pointer.clone());
                by_location.entry(location).or_default().push(number);
            }
        }
        Terms {
            waivers,
            by_location,
            fates,
        }
    }

    /// The waivers that match the finding, with their index in the file.
    pub fn matching(&self, key: &FindingKey<'_>) -> impl Iterator<Item = (usize, &Waiver)> {
        let everywhere = (key.rule.id, None);
        let here = (key.rule.id, key.pointer.map(str::to_owned));
        let here = key.pointer.and_then(|_| self.by_location.get(&here));
        let numbers = self.by_location.get(&everywhere).into_iter().chain(here);
        let waivers = numbers
            .flatten()
            .filter_map(|&number| Some((number, self.waivers.entries.get(number)?)));
        waivers.filter(|(_, waiver)| waiver.matches(key))
    }
}

impl Ledger {
    /// Before any finding.
    pub fn new(terms: Arc<Terms>) -> Ledger {
        let fates = terms.fates.clone();
        Ledger { terms, fates }
    }

    /// The first waiver in the file that matches the finding. All that match it are marked as matched.
    pub fn suppress(&mut self, key: &FindingKey<'_>, masks: Masks) -> Option<Waived> {
        let mut first: Option<(usize, &Waived)> = None;
        for (number, waiver) in self.terms.matching(key) {
            if first.is_none_or(|(first, _)| number < first) {
                first = Some((number, &waiver.waived));
            }
            if let Some(fate) = self.fates.get_mut(number) {
                *fate = Fate::Matched;
            }
        }
        first.map(|(_, waived)| Waived {
            reason: masks.word(&waived.reason),
            owner: masks.word(&waived.owner),
            expires: waived.expires.clone(),
        })
    }

    /// The file of the waivers.
    pub fn file(&self) -> &str {
        &self.terms.waivers.file
    }

    /// The day on which they are checked, as YYYY-MM-DD.
    pub fn as_of(&self) -> String {
        self.terms.waivers.as_of.to_string()
    }

    /// Each waiver and its state, in the order of the file.
    pub fn fates(&self) -> impl Iterator<Item = (&Waiver, Fate)> {
        self.terms
            .waivers
            .entries
            .iter()
            .zip(self.fates.iter().copied())
    }
}
