//! Findings that somebody bears for a while: they are told, and do not count.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::FindingKey;
use crate::event::vocabulary::LegType;
use crate::report::mask::Masks;
use crate::report::{Location, Waived};
use crate::rules::Rule;

/// The waivers of a run.
#[derive(Debug, Clone)]
pub struct Waivers {
    /// Their file, as named.
    pub file: String,
    /// In the order of the file.
    pub entries: Vec<Waiver>,
    /// The day by which they are judged.
    pub as_of: Date,
    /// Whose capture this is, where that is said.
    pub producer: Option<String>,
}

/// One waiver: which findings, and until when.
#[derive(Debug, Clone)]
pub struct Waiver {
    /// Findings of this rule.
    pub rule: &'static Rule,
    /// Only those whose cause stands at this pointer.
    pub pointer: Option<String>,
    /// Only those in events of this call type.
    pub call_type: Option<LegType>,
    /// Only those in captures of this producer.
    pub producer: Option<String>,
    /// Only those with this fingerprint.
    pub fingerprint: Option<String>,
    /// What it says for itself.
    pub waived: Waived,
    /// The last day on which it counts.
    pub expires: Date,
    /// Where its rule stands in the file.
    pub rule_at: Location,
    /// Where its last day stands.
    pub expires_at: Location,
}

impl Waiver {
    /// What it covers, in words.
    pub fn covers(&self) -> String {
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

    fn covers_finding(&self, traits: &FindingKey<'_>) -> bool {
        let is = |own: &Option<String>, other: Option<&str>| {
            own.as_deref().is_none_or(|own| other == Some(own))
        };
        self.rule.id == traits.rule.id
            && is(&self.pointer, traits.pointer)
            && is(&self.fingerprint, Some(traits.fingerprint))
            && (self.call_type.is_none() || self.call_type == traits.call_type)
    }
}

/// What became of a waiver over a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is about another producer.
    PassedOver,
    /// Its last day is over: it covers nothing.
    Expired,
    /// It has covered a finding.
    Matched,
    /// It has covered none.
    Unmatched,
}

/// The waivers, and which of them may cover something.
#[derive(Debug)]
pub struct Terms {
    waivers: Waivers,
    /// Those that may cover something, by rule and pointer; without a pointer they cover every place.
    by_place: HashMap<(&'static str, Option<String>), Vec<usize>>,
    /// What is known of each before any finding.
    fates: Vec<Fate>,
}

/// The waivers and what they have covered so far.
#[derive(Debug)]
pub struct Ledger {
    terms: Arc<Terms>,
    fates: Vec<Fate>,
}

impl Terms {
    /// Those of these waivers.
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
        let mut by_place: HashMap<(&'static str, Option<String>), Vec<usize>> = HashMap::new();
        for (number, (waiver, fate)) in waivers.entries.iter().zip(&fates).enumerate() {
            if *fate == Fate::Unmatched {
                let place = (waiver.rule.id, waiver.pointer.clone());
                by_place.entry(place).or_default().push(number);
            }
        }
        Terms {
            waivers,
            by_place,
            fates,
        }
    }

    /// The waivers that cover the finding, with their places in the file.
    pub fn covering(&self, traits: &FindingKey<'_>) -> impl Iterator<Item = (usize, &Waiver)> {
        let everywhere = (traits.rule.id, None);
        let here = (traits.rule.id, traits.pointer.map(str::to_owned));
        let here = traits.pointer.and_then(|_| self.by_place.get(&here));
        let numbers = self.by_place.get(&everywhere).into_iter().chain(here);
        let waivers = numbers
            .flatten()
            .filter_map(|&number| Some((number, self.waivers.entries.get(number)?)));
        waivers.filter(|(_, waiver)| waiver.covers_finding(traits))
    }
}

impl Ledger {
    /// Before any finding.
    pub fn new(terms: Arc<Terms>) -> Ledger {
        let fates = terms.fates.clone();
        Ledger { terms, fates }
    }

    /// What covers the finding: the first waiver in the file. All that would cover it are matched.
    pub fn cover(&mut self, traits: &FindingKey<'_>, masks: Masks) -> Option<Waived> {
        let mut first: Option<(usize, &Waived)> = None;
        for (number, waiver) in self.terms.covering(traits) {
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

    /// The file that they stand in.
    pub fn file(&self) -> &str {
        &self.terms.waivers.file
    }

    /// The day by which they are judged, as YYYY-MM-DD.
    pub fn as_of(&self) -> String {
        self.terms.waivers.as_of.to_string()
    }

    /// Each waiver and what became of it, in the order of the file.
    pub fn fates(&self) -> impl Iterator<Item = (&Waiver, Fate)> {
        self.terms
            .waivers
            .entries
            .iter()
            .zip(self.fates.iter().copied())
    }
}
