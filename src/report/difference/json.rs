//! The difference for a machine.

use std::io::{self, Write};

use super::Comparison;

/// Writes it.
pub fn write(comparison: &Comparison, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, comparison)?;
    writeln!(out)
}
