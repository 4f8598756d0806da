//! The report as one page for a browser: it needs nothing outside itself, and runs nothing but our own
//! script.
//!
//! Whatever comes from outside is a value in a template. Each value is made visible and escaped where it
//! is written, and the page's own policy lets only this style and this script through, by their digests.

mod calls;
mod coverage;
mod findings;
mod goldens;
mod picture;
mod rules;
mod summary;

#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::io::{self, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{
    Environment, Error, HtmlEscape, Output, State, UndefinedBehavior, escape_formatter,
};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::top_findings::numbered;
use crate::privacy::terminal_text;
use crate::report::Report;
use goldens::ComparisonView;

/// So many calls are drawn at the most.
pub const MOST_CALLS: usize = 200;

/// So many findings are on the page at the most.
const MOST_FINDINGS: usize = 10_000;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

const TEMPLATES: [(&str, &str); 7] = [
    ("page.html", include_str!("page.html")),
    ("summary.html", include_str!("summary.html")),
    ("findings.html", include_str!("findings.html")),
    ("calls.html", include_str!("calls.html")),
    ("coverage.html", include_str!("coverage.html")),
    ("goldens.html", include_str!("goldens.html")),
    ("rules.html", include_str!("rules.html")),
];

/// The whole page.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    write_with(report, &goldens::of(report), out)
}

/// The page with what became of goldens.
fn write_with(report: &Report, goldens: &[ComparisonView], out: &mut dyn Write) -> io::Result<()> {
    let page = Value::from(Serde(Page::of(report, goldens)));
    let environment = environment().map_err(io::Error::other)?;
    let template = environment.get_template("page.html");
    let template = template.map_err(io::Error::other)?;
    let written = template.render_captured_to(page, out);
    written.map(|_| ()).map_err(io_error)
}

/// The writer's own error where there is one: a full disk is told as such.
fn io_error(error: Error) -> io::Error {
    let source = std::error::Error::source(&error);
    let cause = source.and_then(|source| source.downcast_ref::<io::Error>());
    match cause {
        Some(cause) => match cause.raw_os_error() {
            Some(code) => io::Error::from_raw_os_error(code),
            None => io::Error::new(cause.kind(), cause.to_string()),
        },
        None => io::Error::other(error),
    }
}

#[derive(Serialize)]
struct Page<'r> {
    policy: String,
    style: &'static str,
    script: &'static str,
    version: &'static str,
    summary: summary::Summary,
    findings: findings::Findings,
    calls: calls::CallsSection,
    coverage: coverage::CoverageSection,
    goldens: &'r [ComparisonView],
    rules: Vec<rules::Family>,
}

impl Page<'_> {
    fn of<'r>(report: &Report, goldens: &'r [ComparisonView]) -> Page<'r> {
        let shown = numbered(report, MOST_FINDINGS);
        let calls = calls::CallsSection::of(report, &shown);
        let rules: HashSet<&str> = shown.iter().map(|(_, f)| f.rule.id).collect();
        Page {
            policy: policy(),
            style: STYLE,
            script: SCRIPT,
            version: env!("CARGO_PKG_VERSION"),
            summary: summary::Summary::of(report, &rules),
            findings: findings::Findings::of(report, &shown, &calls),
            calls,
            coverage: coverage::CoverageSection::of(report),
            goldens,
            rules: rules::families(report, &rules),
        }
    }
}

/// What a browser may do with the page: nothing but apply this style and run this script.
fn policy() -> String {
    let (style, script) = (digest(STYLE), digest(SCRIPT));
    format!(
        "default-src 'none'; style-src '{style}'; script-src '{script}'; base-uri 'none'; \
         form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
}

fn digest(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}

fn environment() -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true);
    environment.set_syntax(syntax.build()?);
    environment.set_formatter(write_value);
    environment.add_filter("code", with_code);
    for (name, source) in TEMPLATES {
        environment.add_template(name, source)?;
    }
    Ok(environment)
}

/// A text with only visible characters, escaped; our own style and script as they are.
fn write_value(
    out: &mut Output<'_>,
    state: &mut State<'_, '_>,
    value: &Value,
) -> Result<(), Error> {
    match value.as_str() {
        Some(text) if !value.is_safe() => {
            escape_formatter(out, state, &Value::from(terminal_text::shown(text)))
        }
        Some(_) | None => escape_formatter(out, state, value),
    }
}

/// A text of ours with what stands between backticks as code; with an odd one it stays as it is.
fn with_code(text: &str) -> Value {
    let text = terminal_text::shown(text);
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return Value::from_safe_string(HtmlEscape(&text).to_string());
    }
    let part = |(index, part): (usize, &&str)| match index % 2 {
        0 => HtmlEscape(part).to_string(),
        _ => format!("<code>{}</code>", HtmlEscape(part)),
    };
    Value::from_safe_string(parts.iter().enumerate().map(part).collect())
}

/// A rule's id as part of an anchor: `button-mirror`.
fn anchor(rule: &str) -> String {
    rule.replace('/', "-")
}
