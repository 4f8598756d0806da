//! What can be wrong with a bundle, each in words of its own.

use super::archive::{DECLARATION, SIGNED};

/// Why a bundle is not verified.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum VerificationFailure {
    NotABundle(String),
    Unreadable(String),
    Format(String),
    UnsafeName(String),
    Link(String),
    Kind(String),
    Duplicate(String),
    Unexpected(String),
    Oversized {
        name: String,
        size: u64,
        limit: u64,
    },
    Header(String),
    Damaged(String),
    Missing(String),
    Extra(String),
    Order(String),
    Digest(String),
    Form(String),
    Unsigned,
    WrongKey {
        signed: String,
        given: String,
    },
    NoKey(String),
    Signature,
    Statement,
    NotYetValid {
        from: String,
        today: String,
    },
    Expired {
        until: String,
        today: String,
    },
    Declaration(String),
    Account(String),
    Rerun(String),
    OtherRules {
        version: String,
        rules: Vec<String>,
        disagree: Vec<String>,
    },
}

impl VerificationFailure {
    pub(super) fn header(name: &str) -> VerificationFailure {
        VerificationFailure::Header(name.to_owned())
    }

    /// Whether the bundle is refuted; otherwise it could not be verified.
    pub fn refutes(&self) -> bool {
        match self {
            VerificationFailure::NotABundle(_)
            | VerificationFailure::Unreadable(_)
            | VerificationFailure::Format(_)
            | VerificationFailure::NoKey(_)
            // A rule that changed may silence or free others: what differs proves nothing.
            | VerificationFailure::OtherRules { .. } => false,
            VerificationFailure::UnsafeName(_)
            | VerificationFailure::Link(_)
            | VerificationFailure::Kind(_)
            | VerificationFailure::Duplicate(_)
            | VerificationFailure::Unexpected(_)
            | VerificationFailure::Oversized { .. }
            | VerificationFailure::Header(_)
            | VerificationFailure::Damaged(_)
            | VerificationFailure::Missing(_)
            | VerificationFailure::Extra(_)
            | VerificationFailure::Order(_)
            | VerificationFailure::Digest(_)
            | VerificationFailure::Form(_)
            | VerificationFailure::Unsigned
            | VerificationFailure::WrongKey { .. }
            | VerificationFailure::Signature
            | VerificationFailure::Statement
            | VerificationFailure::NotYetValid { .. }
            | VerificationFailure::Expired { .. }
            | VerificationFailure::Declaration(_)
            | VerificationFailure::Account(_)
            | VerificationFailure::Rerun(_) => true,
        }
    }

    /// A stable word for it.
    pub fn code(&self) -> &'static str {
        match self {
            VerificationFailure::NotABundle(_) => "not-a-bundle",
            VerificationFailure::Unreadable(_) => "unreadable",
            VerificationFailure::Format(_) => "unknown-format",
            VerificationFailure::UnsafeName(_) => "unsafe-name",
            VerificationFailure::Link(_) => "link",
            VerificationFailure::Kind(_) => "no-file",
            VerificationFailure::Duplicate(_) => "duplicate-member",
            VerificationFailure::Unexpected(_) => "unexpected-member",
            VerificationFailure::Oversized { .. } => "oversized",
            VerificationFailure::Header(_) => "header",
            VerificationFailure::Damaged(_) => "damaged",
            VerificationFailure::Missing(_) => "member-missing",
            VerificationFailure::Extra(_) => "member-extra",
            VerificationFailure::Order(_) => "member-order",
            VerificationFailure::Digest(_) => "digest",
            VerificationFailure::Form(_) => "form",
            VerificationFailure::Unsigned => "unsigned",
            VerificationFailure::WrongKey { .. } => "wrong-key",
            VerificationFailure::NoKey(_) => "no-key",
            VerificationFailure::Signature => "signature",
            VerificationFailure::Statement => "statement",
            VerificationFailure::NotYetValid { .. } => "not-yet-valid",
            VerificationFailure::Expired { .. } => "expired",
            VerificationFailure::Declaration(_) => "declaration",
            VerificationFailure::Account(_) => "incomplete-account",
            VerificationFailure::Rerun(_) => "verdicts-differ",
            VerificationFailure::OtherRules { .. } => "other-rules",
        }
    }

    /// The same for a person.
    pub fn message(&self) -> String {
        match self {
            VerificationFailure::NotABundle(why) => format!("this is no evidence bundle: {why}"),
            VerificationFailure::Unreadable(why) => format!("the bundle cannot be read: {why}"),
            VerificationFailure::Format(format) => {
                format!("the bundle has the format `{format}`, which this version does not know")
            }
            VerificationFailure::UnsafeName(name) => format!("a member would leave the bundle: `{name}`"),
            VerificationFailure::Link(name) => format!("`{name}` is a link; a bundle holds files only"),
            VerificationFailure::Kind(name) => format!("`{name}` is no plain file; a bundle holds files only"),
            VerificationFailure::Duplicate(name) => format!("`{name}` is there twice"),
            VerificationFailure::Unexpected(name) => format!("`{name}` is no member of a bundle"),
            VerificationFailure::Oversized { name, size, limit } => {
                format!("`{name}` has {size} bytes, and may have {limit}")
            }
            VerificationFailure::Header(name) => {
                format!("the header of `{name}` is not as callproof writes it")
            }
            VerificationFailure::Damaged(why) => format!("the bundle is damaged: {why}"),
            VerificationFailure::Missing(name) => format!("`{name}` is missing"),
            VerificationFailure::Extra(name) => format!("`{name}` is not in the manifest"),
            VerificationFailure::Order(name) => format!("`{name}` stands in another place than the manifest says"),
            VerificationFailure::Digest(name) => format!("`{name}` is not what the manifest says: it was changed"),
            VerificationFailure::Form(name) => format!("`{name}` is not as callproof writes it"),
            VerificationFailure::Unsigned => {
                "the bundle is not signed: nobody answers for it (--allow-unsigned takes it as it is)"
                    .into()
            }
            VerificationFailure::WrongKey { signed, given } => format!(
                "another key signed this bundle: {} and not {}",
                short(signed),
                short(given)
            ),
            VerificationFailure::NoKey(signed) => {
                format!("the bundle is signed by the key {}; give its public half with --key", short(signed))
            }
            VerificationFailure::Signature => format!("the signature in `{SIGNED}` does not hold"),
            VerificationFailure::Statement => {
                "the signed statement does not say what this bundle holds".into()
            }
            VerificationFailure::NotYetValid { from, today } => {
                format!("the certificate counts from {from} on, and it is {today}")
            }
            VerificationFailure::Expired { until, today } => {
                format!("the certificate counted until {until}, and it is {today}")
            }
            VerificationFailure::Declaration(why) => format!("`{DECLARATION}` against the result: {why}"),
            VerificationFailure::Account(why) => format!("the report does not account for its rule set: {why}"),
            VerificationFailure::Rerun(what) => format!("judged again, the captures do not give `{what}`"),
            VerificationFailure::OtherRules { version, rules, disagree } => other_rules(version, rules, disagree),
        }
    }
}

fn other_rules(version: &str, rules: &[String], disagree: &[String]) -> String {
    let rules = rules.join(", ");
    if disagree.is_empty() {
        return format!(
            "the bundle was judged by other rules ({rules}); all others give its verdicts again; callproof {version} verifies the whole"
        );
    }
    format!(
        "the bundle was judged by other rules ({rules}), and of those that are the same some are judged otherwise here ({}); callproof {version} verifies the whole",
        disagree.join(", ")
    )
}

/// The beginning of a key's id.
fn short(id: &str) -> String {
    format!("{}…", id.chars().take(16).collect::<String>())
}
