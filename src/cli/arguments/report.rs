//! How findings are weighed, and in which format a report is written.

use callproof::rules::Profile;
use clap::ValueEnum;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ProfileName {
    Core,
    Standard,
    Strict,
}

impl ProfileName {
    /// The profile of that name.
    pub fn profile(self) -> Profile {
        match self {
            ProfileName::Core => Profile::Core,
            ProfileName::Standard => Profile::Standard,
            ProfileName::Strict => Profile::Strict,
        }
    }

    /// The name of that profile.
    pub fn of(profile: Profile) -> ProfileName {
        match profile {
            Profile::Core => ProfileName::Core,
            Profile::Standard => ProfileName::Standard,
            Profile::Strict => ProfileName::Strict,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// As a person reads it
    Human,
    /// One document; its schema is `callproof schema report`
    Json,
    /// The same in lines, each finding as it comes
    Ndjson,
    /// JUnit XML
    Junit,
    /// SARIF 2.1.0
    Sarif,
    /// TAP 14
    Tap,
    /// Common Test Report Format
    Ctrf,
    /// Workflow commands, and on standard output a step summary too
    Github,
    /// Code quality
    Gitlab,
    /// For a comment on a merge request
    Markdown,
    /// One page for a browser, with everything in it
    Html,
}

impl Format {
    /// The names of all.
    pub fn names() -> Vec<String> {
        let formats = Format::value_variants().iter();
        formats
            .filter_map(|format| Some(format.to_possible_value()?.get_name().to_owned()))
            .collect()
    }
}
