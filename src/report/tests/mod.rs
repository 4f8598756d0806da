//! The report as a person and a program read it.

mod excerpt;
mod formats;
mod human;
mod machine;
mod pages;
mod sample;
