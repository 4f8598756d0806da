//! Conformance as an assertion, for the tests of a producer written in Rust.

use serde_json::Value;

use crate::checker::Checker;
use crate::render::{Style, human};
use crate::report::Outcome;
use crate::rules::Profile;

/// What can be asserted to conform: a capture's text, or a JSON value.
pub trait Capturable {
    /// As text.
    fn capture(&self) -> String;
}

impl Capturable for str {
    fn capture(&self) -> String {
        self.to_owned()
    }
}

impl Capturable for String {
    fn capture(&self) -> String {
        self.clone()
    }
}

impl Capturable for Value {
    fn capture(&self) -> String {
        self.to_string()
    }
}

impl<T: Capturable + ?Sized> Capturable for &T {
    fn capture(&self) -> String {
        (**self).capture()
    }
}

/// What [`assert_conforms!`](crate::assert_conforms) calls.
///
/// # Panics
/// Unless the outcome is conformant: with the report for a person, or why no check could be made.
#[track_caller]
pub fn conforms(value: &(impl Capturable + ?Sized), profile: Profile) {
    let report = match Checker::default()
        .profile(profile)
        .check_str(&value.capture())
    {
        Ok(report) => report,
        Err(error) => panic!("no check could be made: {error}"),
    };
    if report.outcome == Outcome::Conformant {
        return;
    }
    let mut text = Vec::new();
    if let Err(error) = human::write(&report, Style::default(), &mut text) {
        panic!(
            "not {}, and the report cannot be written: {error}",
            Outcome::Conformant.name()
        );
    }
    panic!(
        "the capture does not conform\n\n{}",
        String::from_utf8_lossy(&text)
    );
}

/// Asserts that an event or a whole capture conforms; the panic shows the report for a person.
///
/// Takes text or a [`serde_json::Value`], and a profile where standard is not meant.
///
/// ```
/// use callproof::assert_conforms;
/// use callproof::rules::Profile;
///
/// let text = include_str!("../golden/incoming-call.json");
/// assert_conforms!(text);
///
/// let value: serde_json::Value = serde_json::from_str(text)?;
/// assert_conforms!(value, profile = Profile::Strict);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// ```should_panic
/// callproof::assert_conforms!(r#"{"channel": "Amazon", "topic": "InboundCall"}"#);
/// ```
#[macro_export]
macro_rules! assert_conforms {
    ($value:expr $(,)?) => {
        $crate::assertion::conforms(&$value, $crate::rules::Profile::default())
    };
    ($value:expr, profile = $profile:expr $(,)?) => {
        $crate::assertion::conforms(&$value, $profile)
    };
}
