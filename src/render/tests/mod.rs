//! The report as a person and a program read it.

mod agreement;
mod excerpt;
mod formats;
pub mod gate;
mod human;
mod machine;
mod pages;
mod sample;
