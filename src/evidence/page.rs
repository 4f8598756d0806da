//! Draws the certificate, the badge and the registry's page. Everything is escaped: names come from outside.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use serde::Serialize;

use super::certificate::Certificate;
use super::error::Error;

const CERTIFICATE: &str = include_str!("certificate.html");
const BADGE: &str = include_str!("badge.svg");
const REGISTRY: &str = include_str!("registry.html");

/// The certificate's page.
pub fn certificate(certificate: &Certificate<'_>) -> Result<Vec<u8>, Error> {
    render(CERTIFICATE, certificate)
}

/// The badge. Its width follows its words.
pub fn badge(certificate: &Certificate<'_>) -> Result<Vec<u8>, Error> {
    render(BADGE, certificate)
}

/// The registry's page, from its listing.
pub fn registry(listing: &impl Serialize) -> Result<Vec<u8>, Error> {
    render(REGISTRY, listing)
}

fn render(template: &str, context: impl Serialize) -> Result<Vec<u8>, Error> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build();
    environment.set_syntax(syntax.map_err(broken)?);
    let mut page = environment
        .render_str(template, Serde(context))
        .map_err(broken)?;
    page.push('\n');
    Ok(page.into_bytes())
}

fn broken(error: minijinja::Error) -> Error {
    Error::Page(format!("{error:#}"))
}
