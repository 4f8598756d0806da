//! All bundles of a programme, each with its state.

use std::io::{self, Write};

use jiff::civil::Date;
use serde::Serialize;

use super::error::Error;
use super::page;
use super::verification::{BundleState, Verification, VerificationStep};
use crate::render::escaped;

/// What a programme may say of a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RegistryStatus {
    /// Verified, and the newest of its product.
    Valid,
    /// Judged again with the same result, and no key was given to check its signature with.
    Unchecked,
    /// Verified, and a newer one of the same product counts.
    Superseded,
    /// It counted once.
    Expired,
    /// It will count.
    NotYetValid,
    /// Nobody signed it.
    Unsigned,
    /// Something that it says is not so.
    Refuted,
    /// It could not be verified.
    Unreadable,
}

impl RegistryStatus {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            RegistryStatus::Valid => "valid",
            RegistryStatus::Unchecked => "unchecked",
            RegistryStatus::Superseded => "superseded",
            RegistryStatus::Expired => "expired",
            RegistryStatus::NotYetValid => "not-yet-valid",
            RegistryStatus::Unsigned => "unsigned",
            RegistryStatus::Refuted => "refuted",
            RegistryStatus::Unreadable => "unreadable",
        }
    }
}

/// One bundle of a registry.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct Listed {
    pub path: String,
    pub state: RegistryStatus,
    /// Why it is not valid.
    pub message: Option<String>,
    pub vendor: Option<String>,
    pub product: Option<String>,
    pub version: Option<String>,
    pub level: Option<&'static str>,
    pub valid_from: Option<Date>,
    pub valid_until: Option<Date>,
}

/// A registry on a day.
#[derive(Debug, Clone, Serialize)]
pub struct Listing {
    /// The format's name and version.
    pub registry: &'static str,
    /// The day.
    pub today: Date,
    /// Whether keys were given to check signatures with.
    pub signatures_checked: bool,
    /// By vendor, product and day; those that say nothing of themselves last.
    pub bundles: Vec<Listed>,
}

impl Listing {
    /// Lists bundles that were verified, each with its path.
    pub fn of(
        verified: impl Iterator<Item = (String, Verification)>,
        today: Date,
        signatures_checked: bool,
    ) -> Listing {
        let mut bundles: Vec<Listed> = verified
            .map(|(path, told)| listed(path, &told, signatures_checked))
            .collect();
        bundles.sort_by(|one, other| key(one).cmp(&key(other)));
        let counts = |bundle: &Listed| match bundle.state {
            RegistryStatus::Valid | RegistryStatus::Unchecked => true,
            RegistryStatus::Superseded
            | RegistryStatus::Expired
            | RegistryStatus::NotYetValid
            | RegistryStatus::Unsigned
            | RegistryStatus::Refuted
            | RegistryStatus::Unreadable => false,
        };
        let valid: Vec<Listed> = bundles
            .iter()
            .filter(|bundle| counts(bundle))
            .cloned()
            .collect();
        for bundle in bundles.iter_mut().filter(|bundle| counts(bundle)) {
            if let Some(newer) = valid.iter().find(|other| supersedes(other, bundle)) {
                bundle.state = RegistryStatus::Superseded;
                bundle.message = Some(format!("by {}", newer.path));
            }
        }
        Listing {
            registry: "callproof-registry/1",
            today,
            signatures_checked,
            bundles,
        }
    }

    /// Whether a bundle says what is not so, or nobody answers for it.
    pub fn is_refuted(&self) -> bool {
        self.bundles.iter().any(|bundle| match bundle.state {
            RegistryStatus::Refuted | RegistryStatus::Unsigned => true,
            RegistryStatus::Valid
            | RegistryStatus::Unchecked
            | RegistryStatus::Superseded
            | RegistryStatus::Expired
            | RegistryStatus::NotYetValid
            | RegistryStatus::Unreadable => false,
        })
    }

    /// How many bundles could not be verified.
    pub fn unreadable(&self) -> usize {
        let bundles = self.bundles.iter();
        bundles
            .filter(|bundle| bundle.state == RegistryStatus::Unreadable)
            .count()
    }

    /// As a page to publish.
    ///
    /// # Errors
    /// The page cannot be drawn, or `out` takes nothing.
    pub fn write_html(&self, out: &mut dyn Write) -> Result<(), Error> {
        let page = page::registry(self)?;
        out.write_all(&page)
            .map_err(Error::io("write the registry"))
    }

    /// As JSON.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_json(&self, out: &mut dyn Write) -> io::Result<()> {
        escaped::write_indented(out, self)
    }
}

fn key(bundle: &Listed) -> impl Ord + use<'_> {
    (
        bundle.vendor.is_none(),
        bundle.vendor.as_deref(),
        bundle.product.as_deref(),
        bundle.valid_from,
        bundle.path.as_str(),
    )
}

/// The same product, counting from a later day, or as long and longer.
fn supersedes(newer: &Listed, older: &Listed) -> bool {
    let is_same = (&newer.vendor, &newer.product) == (&older.vendor, &older.product);
    let days = |bundle: &Listed| (bundle.valid_from, bundle.valid_until);
    is_same && days(newer) > days(older)
}

fn listed(path: String, told: &Verification, is_checked: bool) -> Listed {
    let about = told.bundle.as_ref();
    let fault = told.fault();
    Listed {
        path,
        state: standing(told, fault, is_checked),
        message: fault.map(|fault| fault.message.clone()),
        vendor: about.map(|about| about.producer.vendor.clone()),
        product: about.map(|about| about.producer.product.clone()),
        version: about.map(|about| about.producer.version.clone()),
        level: about.map(|about| about.level.name()),
        valid_from: about.map(|about| about.valid.from),
        valid_until: about.map(|about| about.valid.until),
    }
}

fn standing(
    told: &Verification,
    fault: Option<&VerificationStep>,
    is_checked: bool,
) -> RegistryStatus {
    match fault.and_then(|fault| fault.fault) {
        Some("expired") => return RegistryStatus::Expired,
        Some("not-yet-valid") => return RegistryStatus::NotYetValid,
        Some("unsigned") => return RegistryStatus::Unsigned,
        Some(_) | None => {}
    }
    match (told.state, is_checked) {
        (BundleState::Verified, true) => RegistryStatus::Valid,
        (BundleState::Verified, false) => RegistryStatus::Unchecked,
        (BundleState::Refuted, _) => RegistryStatus::Refuted,
        (BundleState::CouldNot, _) => RegistryStatus::Unreadable,
    }
}
