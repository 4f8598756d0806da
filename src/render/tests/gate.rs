//! Reports as a gate meets them: waived, known, failed on a warning, nothing proven, hostile.

use super::sample::{ANSWER_FLAG, JSON, MIRROR, PHONE, UNUSED, found, mirror, one_line, report};
use crate::json::Position;
use crate::report::{Counts, Elsewhere, Finding, Input, Outcome, Reason, Report, Tally, Waived};
use crate::rules::{Profile, Rule};

/// The day's report of a team that began with known failures: an error, a warning about two events, one
/// finding waived and one known.
pub fn gated() -> Report {
    let line = one_line();
    let at = |line| Position {
        byte: 4000 * (line - 1),
        line,
        column: 1,
    };
    let other = Elsewhere {
        input: "capture-1.ndjson".to_owned(),
        document: 2,
        event: 2,
    };
    let mut ending = Finding {
        call: Some("4876••••".to_owned()),
        ..found(
            &UNUSED,
            &line,
            at(7),
            "the leg ends twice",
            &[(ANSWER_FLAG, "ends here"), ("/topic", "ended here")],
        )
    };
    ending.locations[1].elsewhere = Some(other);
    let waived = Finding {
        waived: Some(Waived {
            reason: "the vendor's fix is due in March".to_owned(),
            owner: "desk".to_owned(),
            expires: "2027-03-31".to_owned(),
        }),
        ..mirror(&line, at(5))
    };
    let known = Finding {
        known: true,
        ..mirror(&line, at(6))
    };
    let tally = |rule: &'static Rule, checked, failed| Tally {
        rule,
        severity: Profile::Standard.severity(rule.authority),
        checked,
        failed,
        found: failed,
        waived: 0,
        known: 0,
        claimed: true,
    };
    Report {
        reasons: Vec::new(),
        counts: Counts {
            documents: 9,
            events: 7,
            other_messages: 2,
            calls: 1,
            legs: 2,
            errors: 1,
            warnings: 1,
            waived: 1,
            known: 1,
            ..Counts::default()
        },
        tallies: vec![
            tally(&JSON, 9, 0),
            tally(&PHONE, 0, 0),
            tally(&MIRROR, 7, 3),
            tally(&UNUSED, 7, 1),
        ],
        findings: vec![mirror(&line, at(3)), waived, known, ending],
        findings_left_out: 0,
        waivers_as_of: Some("2026-11-22".to_owned()),
        ..report()
    }
}

/// The same with only what is borne: it conforms.
pub fn borne() -> Report {
    let mut report = gated();
    report.outcome = Outcome::Conformant;
    report.findings.retain(|finding| !finding.counts());
    report.counts.errors = 0;
    report.counts.warnings = 0;
    for tally in &mut report.tallies {
        if tally.rule.id == UNUSED.id {
            tally.failed = 0;
        }
    }
    report
}

/// Only warnings, and a run that fails on them.
pub fn failed_on_warning() -> Report {
    let mut report = gated();
    report
        .findings
        .retain(|finding| finding.rule.id == UNUSED.id);
    report.counts = Counts {
        warnings: 1,
        errors: 0,
        waived: 0,
        known: 0,
        ..report.counts
    };
    for tally in &mut report.tallies {
        if tally.rule.id == MIRROR.id {
            tally.failed = 0;
        }
    }
    report.reasons = vec![Reason {
        code: "fail-on-warning",
        message: "--fail-on warning: a warning is enough".to_owned(),
    }];
    report
}

/// Nothing found, because nothing came.
pub fn nothing_proven() -> Report {
    Report {
        outcome: Outcome::Incomplete,
        reasons: vec![Reason {
            code: "no-events",
            message: "no event came, so nothing is proven".to_owned(),
        }],
        counts: Counts::default(),
        inputs: vec![Input {
            path: "-".to_owned(),
            bytes: 0,
            sha256: None,
            documents: 0,
            events: 0,
        }],
        tallies: gated()
            .tallies
            .into_iter()
            .map(|tally| Tally {
                checked: 0,
                failed: 0,
                ..tally
            })
            .collect(),
        findings: Vec::new(),
        other_messages: Vec::new(),
        other_messages_left_out: 0,
        waivers_as_of: None,
        ..gated()
    }
}

/// What a producer, a path or a waiver may hold to be taken for something else.
pub const HOSTILE: &str = "\u{1b}[31m\0]]>\r\n::set-output name=a::b,%0A\u{202e}<script>alert(1)</script> \
    @all #1 [link](https://evil.example) ![i](x) https://evil.example `` ``` | a\\|b & \u{ffff}\u{85}\u{2028}{0}";

/// The report with that in every text that comes from outside.
pub fn hostile() -> Report {
    let mut report = gated();
    let hostile = || HOSTILE.to_owned();
    for finding in &mut report.findings {
        finding.message = hostile();
        finding.help = hostile();
        finding.input = hostile();
        finding.expected = Some(hostile());
        finding.actual = Some(hostile());
        finding.call = Some(hostile());
        for location in &mut finding.locations {
            location.label = hostile();
            location.pointer = Some(hostile());
            if let Some(elsewhere) = &mut location.elsewhere {
                elsewhere.input = hostile();
            }
        }
        if let Some(waived) = &mut finding.waived {
            waived.reason = hostile();
            waived.owner = hostile();
        }
    }
    for input in &mut report.inputs {
        input.path = hostile();
    }
    report.reasons = vec![Reason {
        code: "selection",
        message: hostile(),
    }];
    report
}
