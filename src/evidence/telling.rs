//! Verifications and registries as a person or a program reads them.

use std::io::{self, Write};

use super::registry::Listing;
use super::verification::Verification;
use crate::privacy::terminal_text;
use crate::render::escaped;

impl Verification {
    /// The state first, then every step in a line.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_human(&self, out: &mut dyn Write) -> io::Result<()> {
        let head = match (self.fault(), &self.bundle) {
            (Some(fault), _) => fault.message.clone(),
            (None, Some(about)) => {
                let (producer, level) = (&about.producer, about.level.name());
                let (product, version) = (&producer.product, &producer.version);
                let signed = if about.signed_by.is_some() {
                    ""
                } else {
                    "; NOT SIGNED"
                };
                format!(
                    "{product} {version} by {} conforms at level {level}{signed}",
                    producer.vendor
                )
            }
            (None, None) => String::new(),
        };
        writeln!(
            out,
            "{}: {}",
            self.state.name(),
            terminal_text::shown(&head)
        )?;
        for check in &self.checks {
            let mark = if check.fault.is_some() { "FAIL" } else { "ok" };
            writeln!(
                out,
                "  {mark:<4}  {}: {}",
                check.name,
                terminal_text::shown(&check.message)
            )?;
        }
        Ok(())
    }

    /// As JSON.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_json(&self, out: &mut dyn Write) -> io::Result<()> {
        escaped::write_indented(out, self)
    }
}

impl Listing {
    /// One bundle a line.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_human(&self, out: &mut dyn Write) -> io::Result<()> {
        for bundle in &self.bundles {
            let told = |word: &Option<String>| word.clone().unwrap_or_else(|| "?".into());
            let days = match (bundle.valid_from, bundle.valid_until) {
                (Some(from), Some(until)) => format!("{from} to {until}"),
                (None, _) | (_, None) => "?".into(),
            };
            let head = format!(
                "{:<13} {:<8} {days}  {} {} by {}",
                bundle.state.name(),
                bundle.level.unwrap_or("?"),
                told(&bundle.product),
                told(&bundle.version),
                told(&bundle.vendor)
            );
            writeln!(out, "{}", terminal_text::shown(&head))?;
            let why = bundle
                .message
                .as_ref()
                .map(|why| format!(": {why}"))
                .unwrap_or_default();
            writeln!(
                out,
                "    {}",
                terminal_text::shown(&format!("{}{why}", bundle.path))
            )?;
        }
        let (count, today) = (self.bundles.len(), self.today);
        let plural = if count == 1 { "" } else { "s" };
        let checked = if self.signatures_checked {
            ""
        } else {
            "; signatures not checked: no key was given"
        };
        writeln!(out, "{count} bundle{plural} as of {today}{checked}")
    }
}
