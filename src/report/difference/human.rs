//! The difference for a person.

use std::io::{self, Write};

use super::Comparison;
use crate::report::glyph;
use crate::report::style::{Ink, Style};

/// Writes it.
pub fn write(comparison: &Comparison, style: Style, out: &mut dyn Write) -> io::Result<()> {
    for line in &comparison.lines {
        let ink = if line.starts_with('+') {
            Ink::Good
        } else {
            Ink::Error
        };
        let line = glyph::cut(&glyph::shown(line), style.columns().saturating_sub(2));
        writeln!(out, "  {}", style.paint(ink, &line))?;
    }
    Ok(())
}
