//! A waiver covers something.

use crate::rules::{Authority, Check, Rule};

/// waiver/unmatched
pub const RULE: Rule = Rule {
    id: "waiver/unmatched",
    says: "Every waiver covers at least one finding.",
    why: "A waiver that is left lying covers the fault when it comes back, and nobody sees it.",
    remedy: "Take the waiver out: what it was for is mended, or its rule, pointer or fingerprint names nothing.",
    authority: Authority::Documented,
    source: "the terms of the waiver file",
    since: "0.1.0",
    good: &[],
    bad: &[],
    check: Check::Waiver(
        r#"[[waiver]]
rule = "button/mirror"
pointer = "/message/call/ButtonStates/items/answer"
reason = "the connector's release of July mends it"
owner = "voice team"
expires = 2026-07-31
"#,
    ),
};
