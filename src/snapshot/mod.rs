//! Has it changed? A capture in its normal form, its goldens, two of them compared, an event beside its
//! reference.

pub mod normal;
pub mod store;
