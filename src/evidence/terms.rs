//! `bundle.json`: what of a bundle cannot be found out again by judging its captures.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::level::ConformanceLevel;
use super::manifest::{hexadecimal, json};

/// The name and version of the bundle format.
pub const FORMAT: &str = "callproof-evidence/1";

/// The first member of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BundleInfo {
    /// [`FORMAT`].
    pub format: String,
    /// What made it.
    pub tool: Tool,
    /// How it was judged.
    pub level: ConformanceLevel,
    /// When it counts.
    pub valid: Validity,
    /// The time on every member, in seconds since 1970.
    pub time: u64,
    /// The captures, in order.
    pub captures: Vec<BundledCapture>,
    /// Whether captures are copies with pseudonyms.
    pub redacted: bool,
    /// The key that signs; none for an unsigned bundle.
    pub signer: Option<String>,
}

/// The program that made the bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Tool {
    pub name: String,
    pub version: String,
}

impl Tool {
    /// This one.
    pub fn this() -> Tool {
        Tool {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }
}

/// The days on which a certificate counts, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Validity {
    pub from: Date,
    pub until: Date,
}

/// A capture in the bundle, and what it is a copy of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BundledCapture {
    /// The member's name.
    pub name: String,
    /// The original's size and digest, where the member is a redacted copy.
    pub original: Option<Original>,
}

/// A capture that is not in the bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Original {
    pub bytes: u64,
    pub sha256: String,
}

impl BundleInfo {
    /// As the member is written.
    pub fn bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        json(self)
    }

    /// Reads the member; only what we would write is taken.
    pub fn read(bytes: &[u8]) -> Option<BundleInfo> {
        let terms: BundleInfo = serde_json::from_slice(bytes).ok()?;
        (terms.bytes().ok()? == bytes).then_some(terms)
    }

    /// The format that a first member names, whatever else it says.
    pub fn format_of(bytes: &[u8]) -> Option<String> {
        #[derive(Deserialize)]
        struct Named {
            format: String,
        }
        serde_json::from_slice::<Named>(bytes)
            .ok()
            .map(|named| named.format)
    }
}

/// The digest of a member's bytes.
pub fn digest(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    hexadecimal(&Sha256::digest(bytes))
}
