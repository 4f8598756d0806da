//! Does a finding count, is it kept, and what does the run amount to.

pub mod baseline;
pub mod coverage;
pub mod error;
pub mod finding_key;
pub mod levels;
pub mod requirement;
pub mod selection;
pub mod store;
pub mod waivers;

pub use baseline::Baseline;
pub use error::Error;
pub use finding_key::{CountedOnly, Disposition, FindingKey};
pub use levels::{RuleLevel, RuleLevels};
pub use requirement::Requirement;
pub use selection::Selection;
pub use waivers::{Waiver, Waivers};
