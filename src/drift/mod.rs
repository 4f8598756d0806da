//! Has it changed? A capture in its normal form, its goldens, two of them compared, an event beside its
//! reference.

mod alignment;
pub mod difference;
pub mod documented;
pub mod findings;
pub mod normal;
pub mod store;
