//! What can be wrong with a bundle, each in words of its own.

use super::archive::{DECLARATION, SIGNED};

/// Why a bundle is not verified.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Fault {
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

impl Fault {
    pub(super) fn header(name: &str) -> Fault {
        Fault::Header(name.to_owned())
    }

    /// Whether the bundle is refuted; otherwise it could not be verified.
    pub fn refutes(&self) -> bool {
        match self {
            Fault::NotABundle(_)
            | Fault::Unreadable(_)
            | Fault::Format(_)
            | Fault::NoKey(_)
            // A rule that changed may silence or free others: what differs proves nothing.
            | Fault::OtherRules { .. } => false,
            Fault::UnsafeName(_)
            | Fault::Link(_)
            | Fault::Kind(_)
            | Fault::Duplicate(_)
            | Fault::Unexpected(_)
            | Fault::Oversized { .. }
            | Fault::Header(_)
            | Fault::Damaged(_)
            | Fault::Missing(_)
            | Fault::Extra(_)
            | Fault::Order(_)
            | Fault::Digest(_)
            | Fault::Form(_)
            | Fault::Unsigned
            | Fault::WrongKey { .. }
            | Fault::Signature
            | Fault::Statement
            | Fault::NotYetValid { .. }
            | Fault::Expired { .. }
            | Fault::Declaration(_)
            | Fault::Account(_)
            | Fault::Rerun(_) => true,
        }
    }

    /// A stable word for it.
    pub fn code(&self) -> &'static str {
        match self {
            Fault::NotABundle(_) => "not-a-bundle",
            Fault::Unreadable(_) => "unreadable",
            Fault::Format(_) => "unknown-format",
            Fault::UnsafeName(_) => "unsafe-name",
            Fault::Link(_) => "link",
            Fault::Kind(_) => "no-file",
            Fault::Duplicate(_) => "duplicate-member",
            Fault::Unexpected(_) => "unexpected-member",
            Fault::Oversized { .. } => "oversized",
            Fault::Header(_) => "header",
            Fault::Damaged(_) => "damaged",
            Fault::Missing(_) => "member-missing",
            Fault::Extra(_) => "member-extra",
            Fault::Order(_) => "member-order",
            Fault::Digest(_) => "digest",
            Fault::Form(_) => "form",
            Fault::Unsigned => "unsigned",
            Fault::WrongKey { .. } => "wrong-key",
            Fault::NoKey(_) => "no-key",
            Fault::Signature => "signature",
            Fault::Statement => "statement",
            Fault::NotYetValid { .. } => "not-yet-valid",
            Fault::Expired { .. } => "expired",
            Fault::Declaration(_) => "declaration",
            Fault::Account(_) => "incomplete-account",
            Fault::Rerun(_) => "verdicts-differ",
            Fault::OtherRules { .. } => "other-rules",
        }
    }

    /// The same for a person.
    pub fn message(&self) -> String {
        match self {
            Fault::NotABundle(why) => format!("this is no evidence bundle: {why}"),
            Fault::Unreadable(why) => format!("the bundle cannot be read: {why}"),
            Fault::Format(format) => {
                format!("the bundle has the format `{format}`, which this version does not know")
            }
            Fault::UnsafeName(name) => format!("a member would leave the bundle: `{name}`"),
            Fault::Link(name) => format!("`{name}` is a link; a bundle holds files only"),
            Fault::Kind(name) => format!("`{name}` is no plain file; a bundle holds files only"),
            Fault::Duplicate(name) => format!("`{name}` is there twice"),
            Fault::Unexpected(name) => format!("`{name}` is no member of a bundle"),
            Fault::Oversized { name, size, limit } => {
                format!("`{name}` has {size} bytes, and may have {limit}")
            }
            Fault::Header(name) => {
                format!("the header of `{name}` is not as callproof writes it")
            }
            Fault::Damaged(why) => format!("the bundle is damaged: {why}"),
            Fault::Missing(name) => format!("`{name}` is missing"),
            Fault::Extra(name) => format!("`{name}` is not in the manifest"),
            Fault::Order(name) => format!("`{name}` stands in another place than the manifest says"),
            Fault::Digest(name) => format!("`{name}` is not what the manifest says: it was changed"),
            Fault::Form(name) => format!("`{name}` is not as callproof writes it"),
            Fault::Unsigned => {
                "the bundle is not signed: nobody answers for it (--allow-unsigned takes it as it is)"
                    .into()
            }
            Fault::WrongKey { signed, given } => format!(
                "another key signed this bundle: {} and not {}",
                short(signed),
                short(given)
            ),
            Fault::NoKey(signed) => {
                format!("the bundle is signed by the key {}; give its public half with --key", short(signed))
            }
            Fault::Signature => format!("the signature in `{SIGNED}` does not hold"),
            Fault::Statement => {
                "the signed statement does not say what this bundle holds".into()
            }
            Fault::NotYetValid { from, today } => {
                format!("the certificate counts from {from} on, and it is {today}")
            }
            Fault::Expired { until, today } => {
                format!("the certificate counted until {until}, and it is {today}")
            }
            Fault::Declaration(why) => format!("`{DECLARATION}` against the result: {why}"),
            Fault::Account(why) => format!("the report does not account for its rule set: {why}"),
            Fault::Rerun(what) => format!("judged again, the captures do not give `{what}`"),
            Fault::OtherRules { version, rules, disagree } => other_rules(version, rules, disagree),
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
