//! callproof: a conformance harness for `InboundCallStateChange` events.
//!
//! Data flows through the modules in one direction: json → capture → event → call → rules → engine → ledger → report
//! → render. Imports point the other way only.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod assertion;
pub mod call;
pub mod capture;
mod checker;
pub mod compare;
pub mod config;
pub mod engine;
pub mod event;
#[cfg(feature = "evidence")]
pub mod evidence;
pub mod json;
pub mod ledger;
pub mod privacy;
pub mod render;
pub mod report;
pub mod rules;
pub mod sample;
pub mod snapshot;
pub mod staged;

pub use checker::{CheckError, Checker, check_reader, check_str};
