//! How a finished report is written: one file or folder a format. Renderers read it and add nothing.

pub mod beginning;
pub mod calls;
pub mod coverage;
pub mod ctrf;
pub mod difference;
pub mod escaped;
pub mod explain;
pub mod github;
pub mod gitlab;
pub mod html;
pub mod human;
pub mod json;
pub mod junit;
pub mod listing;
pub mod markdown;
pub mod ndjson;
pub mod occurrence;
pub mod one_line;
pub mod sarif;
pub mod sequence;
pub mod snapshots;
pub mod snippet;
pub mod style;
pub mod summary;
pub mod tap;
pub mod test_case;
#[cfg(test)]
mod tests;
pub mod top_findings;

pub use style::Style;
