//! What a call has been through: the state machine of its legs, pure.

pub mod brief;
pub mod checksum;
pub mod history;
pub mod leg;
pub mod patterns;

pub use brief::{Brief, ContentHash, FieldRef, Id, KnownState};
pub use checksum::Checksum;
pub use history::{Call, Step};
pub use leg::{Ending, Leg};
pub use patterns::Flow;
