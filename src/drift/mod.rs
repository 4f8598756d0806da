//! Has it changed? What a producer sent, in a form that holds nothing but its behaviour.

pub mod normal;
