//! Can others check it? A declaration, a run judged against it, a signed bundle, and its offline re-run.
//!
//! [`certify`] makes a bundle of captures, [`verify`] reads one and judges its captures again.

mod account;
mod archive;
mod certificate;
mod certify;
pub mod claims;
pub mod declaration;
mod election;
mod error;
mod fault;
mod given;
mod key;
mod level;
mod manifest;
mod page;
mod redact;
pub mod registry;
mod ruleset;
mod run;
mod shown;
mod statement;
mod telling;
mod terms;

mod verification;
mod verify;

pub use archive::{CAPTURE_LIMIT, MEMBER_LIMIT, MEMBERS_LIMIT};
pub use certify::{Bundle, Certified, Request, Subject, certify, redacted};
pub use declaration::{Declaration, propose};
pub use error::Error;
pub use key::{PublicKey, SecretKey};
pub use level::{ConformanceLevel, LEVELS, write_levels};

pub use run::{Open, Run};
pub use shown::Observed;
pub use terms::{FORMAT, Tool, Validity};
pub use verification::{About, BundleState, Verification, VerificationStep};
pub use verify::{OpenAt, Options, verify};
