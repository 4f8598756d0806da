//! What a run has shown, as a table and lists.

use std::io::{self, Write};

use super::style::{Role, Style};
use crate::report::coverage::{Coverage, CoverageTotals, Item};

/// The whole matrix, human-readable: pairs as a table, all else as lists.
pub fn write(coverage: &Coverage, style: Style, out: &mut dyn Write) -> io::Result<()> {
    for (index, (_, name, items)) in coverage.kinds().into_iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        let counts = CoverageTotals::of(items);
        let head = format!("{name}: ");
        let text = format!("proved {}, ceiling {}", counts.proved, counts.ceiling);
        write!(out, "{}", style.paragraph(Role::Strong, &head, 2, &text))?;
        match name {
            "events" => table(items, style, out)?,
            _ => lists(items, style, out)?,
        }
    }
    Ok(())
}

/// Rows are events, columns leg types; a pair outside the ceiling that was not shown is a dot.
fn table(items: &[Item], style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut columns: Vec<&str> = Vec::new();
    let mut rows: Vec<&str> = Vec::new();
    for (column, row) in items.iter().filter_map(|item| item.name.split_once('/')) {
        if !columns.contains(&column) {
            columns.push(column);
        }
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    let heads: String = columns
        .iter()
        .map(|column| format!("{column:>10}"))
        .collect();
    writeln!(out, "  {:<12}{heads}", "")?;
    for row in rows {
        write!(out, "  {row:<12}")?;
        for column in &columns {
            let item = items
                .iter()
                .find(|item| item.name.split_once('/') == Some((column, row)));
            let (text, ink) = item.map_or(("·".to_owned(), Role::Frame), cell);
            // Padded before it is painted: colours have no width.
            write!(out, "{}", style.paint(ink, &format!("{text:>10}")))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn cell(item: &Item) -> (String, Role) {
    match (item.times, item.ceiling) {
        (0, false) => ("·".to_owned(), Role::Frame),
        (0, true) => ("0".to_owned(), Role::Warning),
        (times, true) => (times.to_string(), Role::Good),
        (times, false) => (format!("+{times}"), Role::Good),
    }
}

fn lists(items: &[Item], style: Style, out: &mut dyn Write) -> io::Result<()> {
    let shown = |item: &&Item| item.ceiling && item.times > 0;
    let beyond = |item: &&Item| !item.ceiling && item.times > 0;
    let missing = |item: &&Item| item.ceiling && item.times == 0;
    let counted = |item: &Item| format!("{} {}", item.name, item.times);
    let named = |item: &Item| item.name.clone();
    let list = |wanted: &dyn Fn(&&Item) -> bool, told: &dyn Fn(&Item) -> String| {
        let told: Vec<String> = items.iter().filter(wanted).map(told).collect();
        told.join(", ")
    };
    let parts = [
        ("shown", Role::Good, list(&shown, &counted)),
        ("beyond", Role::Good, list(&beyond, &counted)),
        ("not shown", Role::Warning, list(&missing, &named)),
    ];
    for (name, ink, text) in parts {
        if !text.is_empty() {
            let head = format!("  {name}: ");
            write!(out, "{}", style.paragraph(ink, &head, 4, &text))?;
        }
    }
    Ok(())
}
