//! A document ends complete.

use super::told_by;
use crate::rules::{Authority, Check, Checked, Edit, Example, Rule, TextInput};

/// text/truncated
pub const RULE: Rule = Rule {
    id: "text/truncated",
    says: "The document ends complete.",
    why: "The event is lost; and if nobody notices, a capture that was cut off counts as a good one.",
    remedy: "Write the whole document before the connection or file is closed; look for a size limit on the way.",
    authority: Authority::Documented,
    source: "RFC 8259",
    since: "0.1.0",
    good: &[],
    bad: &[Example {
        title: "cut in the middle",
        golden: "incoming-call",
        edits: &[Edit::Replace(
            0,
            "\"CallType\": \"agent\"
        },
        \"source\": \"event\"
    }
}",
            "\"CallTy",
        )],
        also: &[],
    }],
    check: Check::Text(check),
};

fn check(reading: &TextInput<'_>) -> Checked {
    told_by(reading, RULE.id)
}
