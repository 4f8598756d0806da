//! What is said of a syntax error.

/// The texts of an error.
pub(super) struct Words {
    pub(super) message: String,
    pub(super) label: &'static str,
    pub(super) other: &'static str,
    pub(super) help: String,
}

pub(super) fn words(
    message: impl Into<String>,
    label: &'static str,
    help: impl Into<String>,
) -> Words {
    Words {
        message: message.into(),
        label,
        other: "",
        help: help.into(),
    }
}
