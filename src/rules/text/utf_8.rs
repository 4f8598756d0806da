//! A document is UTF-8.

use super::told_by;
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, TextInput};

/// text/utf-8
pub const RULE: Rule = Rule {
    id: "text/utf-8",
    says: "The document is UTF-8, without a byte-order mark and without lone surrogate escapes.",
    why: "Names and words turn into question marks, or the parser refuses the document.",
    remedy: "Write UTF-8 without a byte-order mark; escape astral characters as a pair, or not at all.",
    authority: Authority::Documented,
    source: "RFC 8259, section 8.1",
    since: "0.1.0",
    good: &[],
    bad: &[
        Example {
            title: "a byte-order mark",
            golden: "incoming-call",
            edits: &[Edit::Replace(0, "{", "﻿{")],
            also: &[],
        },
        Example {
            title: "half a surrogate pair",
            golden: "incoming-call",
            edits: &[Edit::Replace(
                0,
                "\"InboundTest\"",
                "\"InboundTest\\ud83d\"",
            )],
            also: &[],
        },
    ],
    check: Check::Text(check),
};

fn check(reading: &TextInput<'_>) -> Checked {
    told_by(reading, RULE.id)
}
