//! A waiver ends.

use crate::rules::{Authority, Check, Rule};

/// waiver/expired
pub const RULE: Rule = Rule {
    id: "waiver/expired",
    says: "Every waiver's last day is today or later.",
    why: "What was borne for a while is borne for ever, and nobody decided that.",
    remedy: "Have the producer mended and take the waiver out, or let its owner decide anew and set another day.",
    authority: Authority::Documented,
    source: "the terms of the waiver file",
    since: "0.1.0",
    good: &[],
    bad: &[],
    check: Check::Waiver(
        r#"[[waiver]]
rule = "button/mirror"
reason = "the connector's release of July mends it"
owner = "voice team"
expires = 2026-06-30
everywhere = true
"#,
    ),
};
