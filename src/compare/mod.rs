//! Two captures or two reports beside each other: aligned, and what differs.

pub mod alignment;
pub mod beside_golden;
pub mod difference;
pub mod findings;
pub mod snapshots;

pub use snapshots::{compare, join, orphans, pending};
