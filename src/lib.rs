//! callproof: a conformance harness for `InboundCallStateChange` events.
//!
//! Text walks through the rooms in one direction: json → capture → event → rules → report ← judge ← drift,
//! evidence.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod call;
pub mod compare;
pub mod engine;
pub mod json;
pub mod ledger;
pub mod render;
pub mod snapshot;

pub mod capture;

pub mod event;

pub mod privacy;

pub mod rules;

pub mod report;

pub mod config;

pub mod sample;

pub mod staged;

#[cfg(feature = "evidence")]
pub mod evidence;

mod checker;

pub mod assertion;

pub use crate::checker::{CheckError, Checker, check_reader, check_str};
