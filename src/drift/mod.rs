//! Has it changed? The masked normal form of a capture, its goldens, and the difference between two of them.

pub mod difference;
pub mod normal;
pub mod store;
